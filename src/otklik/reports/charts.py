"""Charts of a report as PNG pictures; greys and one accent, so that a black print stays clear."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import matplotlib as mpl
import matplotlib.axes
from matplotlib.figure import Figure

ACCENT = "#206bc4"
PALE = "#a9b7c6"
FONTS = ["PT Sans", "DejaVu Sans"]


def compared_bars(
    names: Sequence[str], current: Sequence[int], previous: Sequence[int], labels: tuple[str, str]
) -> bytes:
    """Return horizontal pairs of bars, the first name on top: this month and the one before."""
    height = max(1.6, 0.42 * len(names) + 0.7)
    with mpl.rc_context(_style()):
        figure = Figure(figsize=(6.4, height), dpi=160, layout="constrained")
        axes = figure.add_subplot()
        positions = list(range(len(names)))[::-1]
        offset = 0.2
        top = axes.barh([p + offset for p in positions], current, 0.38, color=ACCENT)
        axes.barh([p - offset for p in positions], previous, 0.38, color=PALE)
        axes.bar_label(top, padding=3, fontsize=8)
        axes.set_yticks(positions, [_short(name) for name in names], fontsize=8)
        axes.set_xticks([])
        _bare(axes)
        axes.legend(labels, fontsize=8, frameon=False, loc="lower right")
        return _png(figure)


def months_line(names: Sequence[str], values: Sequence[int]) -> bytes:
    """Return the counts of consecutive months as columns, the last one in the accent colour."""
    with mpl.rc_context(_style()):
        figure = Figure(figsize=(6.4, 2.0), dpi=160, layout="constrained")
        axes = figure.add_subplot()
        colours = [PALE] * (len(values) - 1) + [ACCENT]
        bars = axes.bar(names, values, color=colours, width=0.7)
        axes.bar_label(bars, padding=2, fontsize=8)
        axes.tick_params(axis="x", labelsize=8)
        _bare(axes)
        axes.set_yticks([])
        return _png(figure)


def _style() -> Any:
    return {"font.family": FONTS, "axes.edgecolor": PALE}


def _bare(axes: mpl.axes.Axes) -> None:
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)


def _short(name: str, limit: int = 46) -> str:
    shortened = name if len(name) <= limit else f"{name[: limit - 1].rstrip()}…"
    # Between two dollar signs matplotlib reads a formula.
    return shortened.replace("$", r"\$")


def _png(figure: Figure) -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
