"""Keeping what the machine thought of a case beside what it turned out to be."""

from collections.abc import Iterable
from datetime import datetime

from otklik.cases.models import Case, TopicGuess
from otklik.cases.models.bulk import insert_values

# Topic, percent, whether the case was sorted so.
Guessed = tuple[int, int, bool]
COLUMNS = ("case_id", "municipality_id", "received_at", "topic_id", "percent", "is_taken")


def keep(guessed: Iterable[tuple[Case, Guessed | None]]) -> None:
    """Keep the guesses made of new cases, in the transaction that stores them."""
    insert_values(
        TopicGuess,
        COLUMNS,
        [
            (case.pk, case.municipality_id, case.received_at, *guess)
            for case, guess in guessed
            if guess is not None
        ],
    )


def judge(case_id: int, topic_id: int, at: datetime) -> None:
    """Note what the case is about in truth, as a person or a later file says."""
    TopicGuess.objects.filter(pk=case_id).update(right_topic_id=topic_id, judged_at=at)
