"""Time a new case to be compared with a register of CASES of the last days, every one with keys.

Baseline: the same question by equality of the whole text, which finds exact copies only.
``python -m bench.linking [CASES]``; on SQLite in a folder of its own, on PostgreSQL with
DATABASE_URL. The texts are those of the demonstration at invented places.
"""

import os
import sys
import tempfile


def main(cases: int) -> None:
    """Fill, compare, print."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        os.environ.setdefault("OTKLIK_DATA_FOLDER", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
        # The settings read the environment when they are first imported.
        from bench.linking_run import measure  # noqa: PLC0415

        measure(cases)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
