"""Run every check one after another, go on after a failure, and end with one line of counts.

The last line, ``N passed, N failed``, sums the tests of both databases; every other check that
failed counts as one failure.
"""

import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "tests"
CHECKS = ("lint", "types", "contracts", "translations")
# make target -> the report pytest writes there
TESTS = {"test-sqlite": REPORTS / "sqlite.xml", "test-postgres": REPORTS / "postgres.xml"}
AFTER = ("wheel-check",)


def run(target: str) -> bool:
    """Run a make target, say how long it took; return whether it succeeded."""
    print(f"\n=== {target} ===", flush=True)
    started = time.monotonic()
    code = subprocess.run(
        ["make", "--no-print-directory", target], cwd=ROOT, check=False
    ).returncode
    verdict = "ok" if code == 0 else f"FAILED ({code})"
    print(f"=== {target}: {verdict}, {time.monotonic() - started:.0f} s", flush=True)
    return code == 0


def counts(report: Path) -> tuple[int, int, int]:
    """Return (passed, failed, skipped) of a JUnit file; (0, 1, 0) when there is none."""
    if not report.exists():
        return 0, 1, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314 - our own
    total, failed, skipped = (
        sum(int(suite.get(name, "0")) for name in names for suite in suites)
        for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return total - failed - skipped, failed, skipped


def main() -> int:
    """Run all; return 1 when anything failed."""
    passed = failed = skipped = 0
    broken: list[str] = []
    for report in TESTS.values():
        report.unlink(missing_ok=True)
    for target in (*CHECKS, *TESTS, *AFTER):
        is_good = run(target)
        if not is_good:
            broken.append(target)
        if target in TESTS:
            good, bad, left_out = counts(TESTS[target])
            passed, skipped = passed + good, skipped + left_out
            failed += bad or (0 if is_good else 1)
        elif not is_good:
            failed += 1
    if broken:
        print(f"\nfailed checks: {', '.join(broken)}")
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
