"""Sending letters: each is claimed first, its words are made of what the person may see now.

A letter that was not delivered is tried again, each time after a longer pause. If the process
ends between the server's word and our note of it the letter goes out once more, with the same
Message-ID: mail knows no other way to be sure that nothing is lost.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from otklik.registry.grants import grants_of
from otklik.reminders.carriers import CARRIERS, Carrier, Message, NotDelivered
from otklik.reminders.digest import message_of
from otklik.reminders.models import Letter, Notice

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
MOST_TRIES = 8
AT_ONCE = 200
# A digest of yesterday is no use today.
STALE = timedelta(hours=20)


def send_letters(*, at: datetime, carrier: Carrier | None = None) -> int:
    """Send the letters that wait, and return how many went out. Nothing without a mail server."""
    if not settings.EMAIL_HOST:
        return 0
    carrier = carrier or CARRIERS["email"]
    waiting = Letter.objects.filter(state=Letter.State.WAITING, next_try_at__lte=at)
    sent = 0
    for letter in waiting.select_related("person", "municipality").order_by("next_try_at")[
        :AT_ONCE
    ]:
        claimed = Letter.objects.filter(
            pk=letter.pk, state=Letter.State.WAITING, next_try_at=letter.next_try_at
        )
        if claimed.update(next_try_at=at + LEASE, tries=letter.tries + 1):
            letter.tries += 1
            sent += _send(letter, at, carrier)
    return sent


def try_again(letter: Letter, *, at: datetime) -> None:
    """Let a letter that was given up be tried again."""
    failed = Letter.objects.filter(pk=letter.pk, state=Letter.State.FAILED)
    failed.update(state=Letter.State.WAITING, tries=0, next_try_at=at)


def _send(letter: Letter, at: datetime, carrier: Carrier) -> int:
    message = _message(letter, at)
    if message is None:
        _end(letter, Letter.State.EMPTY, at)
        return 0
    try:
        carrier.deliver(message)
    except NotDelivered as refusal:
        _put_off(letter, refusal, at)
        return 0
    _end(letter, Letter.State.SENT, at)
    return 1


def _message(letter: Letter, at: datetime) -> Message | None:
    """Return the letter in words; ``None`` where there is nothing (any more) to tell."""
    person, municipality = letter.person, letter.municipality
    if not (person.email and person.is_active) or at - letter.made_at > _patience(letter):
        return None
    grants = grants_of(person, municipality.local(at).date())
    return message_of(letter, grants, at)


def _patience(letter: Letter) -> timedelta:
    return STALE if letter.is_digest else LONGEST_PAUSE * MOST_TRIES


def _end(letter: Letter, state: str, at: datetime) -> None:
    with transaction.atomic():
        is_sent = state == Letter.State.SENT
        Letter.objects.filter(pk=letter.pk).update(
            state=state, sent_at=at if is_sent else None, error=""
        )
        if is_sent:
            Notice.objects.filter(letter=letter).update(sent_at=at)


def _put_off(letter: Letter, refusal: NotDelivered, at: datetime) -> None:
    is_over = refusal.is_final or letter.tries >= MOST_TRIES
    pause = min(FIRST_PAUSE * 2 ** (letter.tries - 1), LONGEST_PAUSE)
    Letter.objects.filter(pk=letter.pk).update(
        state=Letter.State.FAILED if is_over else Letter.State.WAITING,
        next_try_at=at + pause,
        error=refusal.reason[:500],
    )
    logger.warning("letter %s: %s", letter.pk, refusal.reason)
