"""Events at the door in words."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from otklik.entrance.models import LoginEvent, LoginEventKind, Proof, SessionEnd
from otklik.web.desk.my_login.devices import device_words


def event_words(event: LoginEvent) -> str:
    """Return what happened, with what belongs to it."""
    words = str(LoginEventKind(event.kind).label)
    detail = _detail(event)
    if detail:
        words = f"{words}: {detail}"
    if event.times == 1:
        return words
    times = ngettext("%s time", "%s times", event.times) % event.times
    return f"{words} ({times})"


def _detail(event: LoginEvent) -> str:
    if event.kind == LoginEventKind.ENTERED:
        return str(Proof(event.detail).label) if event.detail in Proof.values else ""
    if event.kind == LoginEventKind.SESSION_ENDED:
        return str(SessionEnd(event.detail).label) if event.detail in SessionEnd.values else ""
    if event.kind == LoginEventKind.CODE_USED and event.detail.isdecimal():
        left = int(event.detail)
        return ngettext("%s code is left", "%s codes are left", left) % left
    return event.detail


def event_lines(events: Iterable[LoginEvent]) -> list[tuple[LoginEvent, str, str]]:
    """Return the events, each with its words and the device in words."""
    return [
        (event, event_words(event), device_words(event.device) if event.device else "")
        for event in events
    ]
