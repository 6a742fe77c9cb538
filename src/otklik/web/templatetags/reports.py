"""Template words of the reports: figures as they are written in the note."""

from django import template

register = template.Library()
NOTHING = "—"


@register.filter
def figure(value: float | None) -> str:
    """Write a figure with a decimal comma; a dash when there is none."""
    return NOTHING if value is None else f"{value:g}".replace(".", ",")


@register.filter
def share(value: float | None) -> str:
    """Write a share in per cent; a dash when there is nothing to take it of."""
    return NOTHING if value is None else f"{figure(value)} %"


@register.filter
def part(value: float | None) -> str:
    """Return a part of a whole, 0 to 1, in whole percent: ``93 %``; a dash for what is unknown."""
    return "—" if value is None else f"{value * 100:.0f} %"


@register.filter
def change(value: float | None) -> str:
    """Write a change in per cent with its sign; a dash when there is nothing to compare with."""
    if value is None:
        return NOTHING
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{figure(abs(value))} %"


@register.filter
def mean(value: float | None) -> str:
    """Write a mean of ratings to a tenth: ``4,3``; a dash when there is none."""
    return NOTHING if value is None else f"{value:.1f}".replace(".", ",")
