"""A progress bar on the error stream, only where somebody watches it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click

Progress = Callable[[int, int], None]


@contextmanager
def progress_bar(label: str, *, is_wanted: bool = True) -> Iterator[Progress | None]:
    """Give the function that moves the bar to ``done`` of ``total``, or ``None`` for no bar."""
    if not (is_wanted and sys.stderr.isatty()):
        yield None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def move(done: int, total: int) -> None:
            if not bars:
                bar = click.progressbar(length=max(total, done), label=label, file=sys.stderr)
                bars.append(stack.enter_context(bar))
            bars[0].update(done - bars[0].pos)

        yield move
