"""Template words of the desk: icons, badges, moments."""

from datetime import date, datetime

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from otklik.web.desk.badges import channel_html, due_html, icon_html, state_html

register = template.Library()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Draw an icon of the sprite; it is hidden from screen readers."""
    return icon_html(name, classes)


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """Draw the state of a case."""
    return state_html(state)


@register.simple_tag
def channel_badge(channel: str) -> SafeString:
    """Draw the channel a case came by."""
    return channel_html(channel)


@register.simple_tag
def due_badge(due_at: datetime | None, at: datetime, words: str = "") -> SafeString:
    """Draw how much time is left until ``due_at``; ``words`` replace the usual ones."""
    return due_html(due_at, at, words) if due_at else mark_safe("")


@register.filter
def local_moment(value: datetime | None) -> str:
    """Write a moment as day and time of the active zone."""
    return f"{timezone.localtime(value):%d.%m.%Y %H:%M}" if value else ""


@register.filter
def local_day(value: date | datetime | None) -> str:
    """Write a day, or the local day of a moment."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value:%d.%m.%Y}"


@register.simple_tag
def sprite() -> str:
    """Return the address of the icon sprite."""
    return static("otklik/dist/icons.svg")


@register.simple_tag
def key(name: str) -> SafeString:
    """Draw a key of the keyboard."""
    return format_html("<kbd>{}</kbd>", name)
