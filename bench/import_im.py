"""Rows a second of taking in an «Инцидент Менеджмент» file, beside reading and bare inserting.

Baseline: the same file read by calamine and its rows written by one bare ``executemany`` into
a table without indexes. ``python -m bench.import_im [ROWS]`` works in a folder of its own.
"""

import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter


def main(rows: int) -> None:
    """Measure and print the ratios."""
    folder = Path(tempfile.mkdtemp(prefix="otklik-bench-"))
    os.environ.setdefault("OTKLIK_DATA_FOLDER", str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    # The settings read the environment when they are first imported.
    from bench.import_im_run import measure  # noqa: PLC0415

    started = perf_counter()
    measure(rows, folder)
    print(f"whole benchmark: {perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
