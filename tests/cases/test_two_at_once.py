"""Two people with one answer before them: nobody approves or overwrites what he has not read."""

from collections.abc import Callable

import pytest

from otklik.cases.current_answer import NewerAnswer
from otklik.cases.models import Case
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.return_answer import return_answer
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.submit_answer import submit_answer
from tests.district import NOW, District


@pytest.fixture
def answered(district: District, phone_call: Callable[..., Case]) -> Case:
    """A case with two versions of an answer, the second put to approval."""
    case = phone_call()
    grants = district.grants("curator")
    for text in ("Снег убран.", "Снег убран 11 октября."):
        case = draft_answer(case=case, grants=grants, at=NOW, text=text)
    return submit_answer(case=case, grants=grants, at=NOW)


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_what_was_not_read_is_not_approved(district: District, answered: Case, seen: int) -> None:
    grants = district.grants("curator")
    with pytest.raises(NewerAnswer):
        approve_answer(case=answered, grants=grants, at=NOW, seen_version=seen)
    with pytest.raises(NewerAnswer):
        return_answer(case=answered, grants=grants, at=NOW, remark="нет", seen_version=seen)
    answered.refresh_from_db()
    assert answered.state == "in_review"
    assert not answered.answers.exclude(state__in=("draft", "in_review")).exists()


def test_what_was_read_is_approved_and_sent(district: District, answered: Case) -> None:
    grants = district.grants("curator")
    approve_answer(case=answered, grants=grants, at=NOW, seen_version=2)
    with pytest.raises(NewerAnswer):
        send_answer(case=answered, grants=grants, at=NOW, seen_version=1)
    sent = send_answer(case=answered, grants=grants, at=NOW, seen_version=2)
    assert sent.state == "answered"


def test_a_draft_over_anothers_draft_is_refused(
    district: District, phone_call: Callable[..., Case]
) -> None:
    case, grants = phone_call(), district.grants("curator")
    draft_answer(case=case, grants=grants, at=NOW, text="Первый", seen_version=0)
    with pytest.raises(NewerAnswer):
        draft_answer(case=case, grants=grants, at=NOW, text="Второй", seen_version=0)
    draft_answer(case=case, grants=grants, at=NOW, text="Второй", seen_version=1)
    assert [a.text for a in case.answers.order_by("version")] == ["Первый", "Второй"]
