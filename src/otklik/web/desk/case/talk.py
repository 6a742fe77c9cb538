"""What colleagues and other bodies said to a case: notes in their order, requests and replies."""

from dataclasses import dataclass
from datetime import datetime

from otklik.cases.models import Case, InformationRequest
from otklik.cases.queries.history import Happening
from otklik.registry.grants import Grants
from otklik.web.desk.deadlines import shade_of, time_words
from otklik.web.desk.veil import Veil


@dataclass(frozen=True, slots=True)
class Note:
    """A note; ``called`` names whom it calls, ``is_own`` marks the reader's own."""

    who: str
    at: datetime
    text: str
    called: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class CardRequest:
    """A request for information on the card, its words under the veil."""

    request: InformationRequest
    question: str
    reply: str
    standing: str
    shade: str


def notes_of(happenings: list[Happening], veil: Veil, grants: Grants) -> list[Note]:
    """Return the notes of the history as a conversation, the first first."""
    return [
        Note(
            who=happening.person_name,
            at=happening.at,
            text=veil.text(str(happening.details.get("text", ""))),
            called=str(happening.details.get("called", "")),
            is_own=happening.person_name == grants.person.short_name,
        )
        for happening in happenings
        if happening.name == "case.write_note"
    ]


def requests_of(case: Case, veil: Veil, at: datetime) -> list[CardRequest]:
    """Return the requests for information about the case, those still open first."""
    rows = case.information_requests.select_related(
        "organisation", "person", "asked_by", "answered_by"
    )
    found = sorted(rows, key=lambda row: (not row.is_open, row.due_at))
    return [
        CardRequest(
            request=row,
            question=veil.text(row.question),
            reply=veil.text(row.reply),
            standing=time_words(row.due_at, at) if row.is_open else "",
            shade=shade_of(row.due_at, at) if row.is_open else "calm",
        )
        for row in found
    ]
