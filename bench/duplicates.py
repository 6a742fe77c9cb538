"""Time a message to find its copies among TEXTS, and how many are found.

Baseline: one scan over the digests of all texts, which finds exact copies only.
``python -m bench.duplicates [TEXTS]``; the texts are those of the demonstration at invented
places. The same signatures are asked in memory and in a table of SQLite. A tenth of the words of
a copy is lost, sometimes its house number: such a copy fits many texts of a million, and counts
as found only if its own text is among the candidates.
"""

import os
import sys
import tempfile


def main(texts: int) -> None:
    """Sign, index, ask, print."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        os.environ.setdefault("OTKLIK_DATA_FOLDER", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
        # The settings read the environment when they are first imported.
        from bench.duplicates_run import measure  # noqa: PLC0415

        measure(texts)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
