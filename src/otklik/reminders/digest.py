"""The words of a letter: what is new, and in a digest how much burns. No citizen is in it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.cases.models.choices import OPEN_STATES, State
from otklik.cases.queries import information
from otklik.cases.queries.filters import OVERDUE, TODAY, TOMORROW, Filters
from otklik.cases.queries.lists import count_up_to, find_page
from otklik.registry.grants import Grants
from otklik.registry.models import Municipality
from otklik.registry.permissions import Permission
from otklik.reminders.carriers import Message
from otklik.reminders.models import Letter, Notice
from otklik.reminders.notices import notices_for
from otklik.reminders.words import Line, lines

MOST_LINES = 40
MOST_BURNING = 10
MOST_COUNTED = 999


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases wait in a queue, and where it is."""

    label: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a letter with its whole address."""

    title: str
    subject: str
    detail: str
    url: str


def message_of(letter: Letter, grants: Grants, at: datetime) -> Message | None:
    """Return the letter as the person may read it at ``at``, ``None`` where nothing is to tell."""
    municipality = letter.municipality
    with timezone.override(municipality.zone):
        news = notices_for(grants, municipality, at).filter(letter=letter, seen_at=None)
        told = lines(list(news[:MOST_LINES]), municipality)
        counts = _counts(grants, municipality, at) if letter.is_digest else []
        burning = _burning(grants, municipality, at) if letter.is_digest else []
        if not (told or counts or burning):
            return None
        context = {
            "municipality": municipality,
            "is_digest": letter.is_digest,
            "day": municipality.local(at).date(),
            "items": [_item(line) for line in told],
            "more": max(0, news.count() - len(told)),
            "counts": counts,
            "burning": burning,
            "notices_url": whole(reverse("notices")),
            "settings_url": whole(reverse("notice-settings")),
        }
        return Message(
            key=f"otklik-{letter.slot}",
            address=letter.person.email,
            subject=_subject(letter, [line.notice for line in told], at),
            text=render_to_string("reminders/letter.txt", context),
            html=render_to_string("reminders/letter.html", context),
            settings_url=str(context["settings_url"]),
        )


def whole(path: str) -> str:
    """Return the address of a page as a letter has to write it."""
    return f"{settings.SITE_ADDRESS}{path}"


def _subject(letter: Letter, notices: list[Notice], at: datetime) -> str:
    municipality = letter.municipality
    if letter.is_digest:
        day = f"{municipality.local(at):%d.%m.%Y}"
        return _("Otklik: digest of %(day)s, %(place)s") % {"day": day, "place": municipality}
    number = len(notices)
    words = ngettext("Otklik: %(n)s urgent thing", "Otklik: %(n)s urgent things", number)
    return words % {"n": number}


def _item(line: Line) -> Item:
    return Item(line.title, line.subject, line.detail, whole(line.path))


def _counts(grants: Grants, municipality: Municipality, at: datetime) -> list[Count]:
    queues: tuple[tuple[str, str, Filters, Permission], ...] = (
        (_("Overdue"), "due=overdue", Filters(due=OVERDUE), Permission.VIEW_CASE),
        (_("Due today"), "due=today", Filters(due=TODAY), Permission.VIEW_CASE),
        (_("Due tomorrow"), "due=tomorrow", Filters(due=TOMORROW), Permission.VIEW_CASE),
        (
            _("Mine"),
            "state=open&executor=me",
            Filters(states=OPEN_STATES, executor_id=grants.person.pk),
            Permission.DRAFT_ANSWER,
        ),
        (_("Returned"), "returned=1", Filters(is_returned=True), Permission.DRAFT_ANSWER),
        (
            _("Wait for approval"),
            "state=in_review",
            Filters(states=(State.IN_REVIEW,)),
            Permission.APPROVE_ANSWER,
        ),
        (
            _("Approved, to be sent"),
            "state=approved",
            Filters(states=(State.APPROVED,)),
            Permission.SEND_ANSWER,
        ),
    )
    found = []
    for label, query, chosen, permission in queues:
        if grants.allows(permission, municipality):
            number = count_up_to(
                MOST_COUNTED, chosen, grants=grants, municipality=municipality, at=at
            )
            if number:
                found.append(Count(label, number, whole(f"{reverse('inbox')}?{query}")))
    asked = information.asked_of(grants, municipality, municipality.local(at).date())
    number = asked.filter(answered_at=None).count()
    if number:
        found.append(Count(_("Information asked of us"), number, whole(reverse("information"))))
    return found


def _burning(grants: Grants, municipality: Municipality, at: datetime) -> list[Item]:
    """Return the cases that end today or have ended, those that end first, a few of them."""
    found: list[Item] = []
    for title, symbol in ((_("overdue"), OVERDUE), (_("due today"), TODAY)):
        page = find_page(
            Filters(due=symbol),
            grants=grants,
            municipality=municipality,
            at=at,
            size=MOST_BURNING - len(found),
        )
        for row in page.rows:
            subject = " · ".join(part for part in (row.number, row.topic, row.settlement) if part)
            url = whole(reverse("case-detail", args=[row.number]))
            found.append(Item(title, subject, "", url))
        if len(found) >= MOST_BURNING:
            break
    return found
