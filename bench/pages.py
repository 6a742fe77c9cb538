"""Board and inbox over HTTP at a given number of cases: median, 95 % and worst, server memory.

Baseline: the login page of the same server, which asks the register nothing.
``python -m bench.pages [CASES]``; the database is ``DATABASE_URL`` or a SQLite file of its own.
"""

import os
import sys
import tempfile


def main(cases: int) -> None:
    """Fill, serve, ask, print."""
    folder = tempfile.mkdtemp(prefix="otklik-bench-")
    os.environ.setdefault("OTKLIK_DATA_FOLDER", folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    os.environ["OTKLIK_SQLITE_SYNCHRONOUS"] = "NORMAL"
    # The settings read the environment when they are first imported.
    from bench.pages_run import measure  # noqa: PLC0415

    measure(cases)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
