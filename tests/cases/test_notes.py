"""Notes that call colleagues."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases.models import Case, Event
from otklik.cases.operations.write_note import (
    _CALL,
    CalledCannotSee,
    NobodyCalledSo,
    write_note,
)
from tests.district import NOW, District, build_district


def called(case: Case) -> list[int]:
    event = Event.objects.filter(case_id=case.pk, name="case.write_note").latest("seq")
    ids: list[int] = event.details.get("called_ids", [])
    return ids


def test_a_colleague_is_called_by_login_or_by_choice(
    district: District, phone_call: Callable[..., Case]
) -> None:
    case, people = phone_call(), district.people
    text = "Посмотрите, @LUGOVSK-executor, пишите на dom@example.org."
    write_note(
        case=case, grants=district.grants("curator"), at=NOW, text=text, people=[people["lead"]]
    )
    assert called(case) == [people["lead"].pk, people["executor"].pk]


def test_who_may_not_see_the_case_is_not_called(
    district: District, phone_call: Callable[..., Case]
) -> None:
    case, grants = phone_call(), district.grants("curator")
    with pytest.raises(CalledCannotSee, match="Teacher"):
        write_note(case=case, grants=grants, at=NOW, text="@lugovsk-teacher, ваше?")
    with pytest.raises(CalledCannotSee, match="Teacher"):
        write_note(
            case=case, grants=grants, at=NOW, text="Ваше?", people=[district.people["teacher"]]
        )
    assert not Event.objects.filter(name="case.write_note").exists()


def test_people_of_elsewhere_are_nobody_here(
    district: District, phone_call: Callable[..., Case]
) -> None:
    build_district("stepnoe")
    case, grants = phone_call(), district.grants("curator")
    for login in ("nobody", "stepnoe-curator", "lugovsk-stranger"):
        with pytest.raises(NobodyCalledSo, match=login):
            write_note(case=case, grants=grants, at=NOW, text=f"Видели, @{login}?")


@given(st.text(max_size=200))
def test_an_address_calls_nobody(text: str) -> None:
    assert _CALL.findall(f"{text} a@b.org") == _CALL.findall(text)
