"""Take in ROWS incidents without topics, after learning from 2,000 that have them.

Baseline: the same register sorting the same texts by the words of the registry alone.
``python -m bench.unlabelled [ROWS]``; what is learnt lies in a folder of its own.
"""

import os
import sys
import tempfile


def main(rows: int) -> None:
    """Learn, take in, print."""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        os.environ["OTKLIK_DATA_FOLDER"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
        # The settings read the environment when they are first imported.
        from bench.unlabelled_run import measure  # noqa: PLC0415

        measure(rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
