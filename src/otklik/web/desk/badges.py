"""Small pieces of html every list shows: icons, states, channels, time left.

They are made of prepared strings: a list of fifty cases draws some three hundred of them.
"""

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from otklik.cases.models.choices import Channel, State
from otklik.web.desk.deadlines import shade_of, time_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

CHANNEL_ICONS: dict[str, str] = {
    Channel.POS: "building-community",
    Channel.IM: "messages",
    Channel.OFFICIAL_PAGE: "world",
    Channel.EMAIL: "mail",
    Channel.PAPER: "file-text",
    Channel.PHONE: "phone",
    Channel.RECEPTION: "users",
}

CHANNEL_SHORT: "dict[str, StrPromise]" = {
    Channel.POS: pgettext_lazy("short name of a channel", "FP"),
    Channel.IM: pgettext_lazy("short name of a channel", "IM"),
    Channel.OFFICIAL_PAGE: pgettext_lazy("short name of a channel", "page"),
    Channel.EMAIL: pgettext_lazy("short name of a channel", "e-mail"),
    Channel.PAPER: pgettext_lazy("short name of a channel", "paper"),
    Channel.PHONE: pgettext_lazy("short name of a channel", "phone"),
    Channel.RECEPTION: pgettext_lazy("short name of a channel", "reception"),
}


def icon_html(name: str, classes: str = "") -> SafeString:
    """Draw an icon of the sprite; ``name`` is the plain Tabler name."""
    address = f"{static('otklik/dist/icons.svg')}#{escape(name)}"
    return mark_safe(  # noqa: S308 - name and classes are escaped
        f'<svg class="icon {escape(classes)}" aria-hidden="true" focusable="false">'
        f'<use href="{address}"></use></svg>'
    )


def state_html(state: str) -> SafeString:
    """Draw the state of a case: a coloured dot and its name."""
    label = State(state).label if state in State.values else state
    return mark_safe(  # noqa: S308 - both parts are escaped
        f'<span class="desk-state desk-state-{escape(state)}">{escape(str(label))}</span>'
    )


def channel_html(channel: str, *, is_short: bool = False) -> SafeString:
    """Draw the channel of a case: icon and name; the short one where there are many."""
    label = Channel(channel).label if channel in Channel.values else channel
    title = f' title="{escape(str(label))}"' if is_short else ""
    if is_short:
        label = CHANNEL_SHORT.get(channel, label)
    icon = icon_html(CHANNEL_ICONS.get(channel, "message"), "icon-sm")
    return mark_safe(  # noqa: S308 - the parts are escaped
        f'<span class="desk-channel"{title}>{icon}{escape(str(label))}</span>'
    )


def due_html(due_at: datetime, at: datetime, words: str = "") -> SafeString:
    """Draw the time left until ``due_at`` seen at ``at``, coloured by how near it is."""
    shown = words or time_words(due_at, at)
    return mark_safe(  # noqa: S308 - the parts are escaped
        f'<time class="desk-due desk-due-{shade_of(due_at, at)}" '
        f'datetime="{due_at.isoformat(timespec="minutes")}">{escape(shown)}</time>'
    )
