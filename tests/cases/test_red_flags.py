"""Red flags in the register: who is called, by what, how long, and what a false alarm leaves."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from otklik.cases import states
from otklik.cases.models import Case, Event
from otklik.cases.operations.acknowledge_flag import acknowledge_flag
from otklik.cases.operations.assign import assign
from otklik.cases.operations.clear_flag import clear_flag
from otklik.cases.operations.transfer import transfer
from otklik.cases.queries.access import NotAllowed
from otklik.cases.queries.board import find_board
from otklik.cases.queries.filters import FLAG_WAITS, FLAGGED, Filters
from otklik.cases.queries.flags import waiting_flags
from otklik.cases.queries.lists import find_page
from otklik.intake.operations.undo_batch import undo_batch
from otklik.registry.models import RoutingRule
from tests.cases.test_later_files import bring
from tests.cases.test_take_in import answered, incident, take
from tests.channels.files import write_im_file
from tests.district import NOW, District

GAS = "В подъезде сильно пахнет газом, соседи уже вышли на улицу"
CALM = "Не чистят снег на дороге третий день"
DESPAIR = "Больше не могу, не хочу жить, покончу с собой"
DAY = timedelta(days=1)
Call = Callable[..., Case]


def seen_by(district: District, login: str) -> list[str]:
    waiting = waiting_flags(district.grants(login), district.municipality)
    return [one.number for one in waiting]


def listed(district: District, flag: str, login: str = "curator") -> list[str]:
    page = find_page(
        Filters(flag=flag),
        grants=district.grants(login),
        municipality=district.municipality,
        at=NOW,
    )
    return [row.number for row in page.rows]


def last_entry(case: Case) -> Event:
    return Event.objects.filter(case_id=case.pk).order_by("-seq")[0]


def test_a_flag_is_taken_over_and_waits_to_be_seen(district: District, phone_call: Call) -> None:
    case = phone_call(GAS)
    assert (case.red_flag, case.flag_waits_since) == ("emergency", NOW)
    assert case.importance == "heightened"
    decision = case.decisions["red_flag"]
    assert (decision["by"], decision["code"]) == ("machine", "emergency")
    assert "газом" in decision["reasons"][0]["params"]["words"]
    assert seen_by(district, "curator") == [case.number]


def test_a_calm_message_raises_none(district: District, phone_call: Call) -> None:
    case = phone_call(CALM)
    assert (case.red_flag, case.flag_waits_since, case.importance) == ("", None, "normal")
    assert seen_by(district, "curator") == []


def test_a_file_raises_flags_too(district: District, tmp_path: Path) -> None:
    case = bring(district, tmp_path, incident(1, **{"Текст инцидента": GAS}), days=0)
    assert (case.red_flag, case.flag_waits_since) == ("emergency", NOW)


def test_what_an_old_file_tells_alarms_nobody(district: District, tmp_path: Path) -> None:
    case = bring(district, tmp_path, answered(1) | {"Текст инцидента": GAS}, days=0)
    assert (case.state, case.red_flag, case.flag_waits_since) == ("closed", "emergency", None)
    assert seen_by(district, "curator") == []
    assert listed(district, FLAGGED) == [case.number]


def test_seen_it_waits_no_more_but_stays(district: District, phone_call: Call) -> None:
    curator = district.grants("curator")
    case = acknowledge_flag(case=phone_call(GAS), grants=curator, at=NOW + DAY)
    assert (case.red_flag, case.flag_waits_since) == ("emergency", None)
    assert seen_by(district, "curator") == []
    entry = last_entry(case)
    assert (entry.name, entry.person) == ("case.acknowledge_flag", district.people["curator"])
    with pytest.raises(states.NothingFlagged):
        acknowledge_flag(case=case, grants=curator, at=NOW + DAY)


def test_a_false_alarm_takes_flag_and_importance_off(district: District, phone_call: Call) -> None:
    curator = district.grants("curator")
    case = clear_flag(case=phone_call(GAS), grants=curator, at=NOW, reason="учения")
    assert (case.red_flag, case.flag_waits_since, case.importance) == ("", None, "normal")
    entry = last_entry(case)
    assert entry.name == "case.clear_flag"
    assert '"flag":"emergency"' in entry.data
    assert "учения" in entry.data
    with pytest.raises(states.NothingFlagged):
        clear_flag(case=case, grants=curator, at=NOW, reason="учения")


def test_a_false_alarm_needs_a_reason(district: District, phone_call: Call) -> None:
    case = phone_call(GAS)
    with pytest.raises(states.StepIncomplete):
        clear_flag(case=case, grants=district.grants("curator"), at=NOW, reason=" ")


def test_importance_by_a_rule_outlives_a_false_alarm(district: District, phone_call: Call) -> None:
    RoutingRule.objects.create(
        municipality=district.municipality,
        code="gas",
        name="Газ",
        words="газом",
        importance="heightened",
    )
    case = phone_call(GAS)
    case = clear_flag(case=case, grants=district.grants("curator"), at=NOW, reason="учения")
    assert (case.red_flag, case.importance) == ("", "heightened")


def test_who_may_not_sort_may_not_touch_the_flag(district: District, phone_call: Call) -> None:
    case = phone_call(GAS)
    for login in ("executor", "head", "im", "stranger"):
        with pytest.raises(NotAllowed):
            acknowledge_flag(case=case, grants=district.grants(login), at=NOW)
        with pytest.raises(NotAllowed):
            clear_flag(case=case, grants=district.grants(login), at=NOW, reason="учения")


def test_another_body_is_not_called(district: District, phone_call: Call) -> None:
    case = assign(
        case=phone_call(GAS),
        grants=district.grants("curator"),
        at=NOW,
        recipient=district.council,
    )
    assert seen_by(district, "executor") == [case.number]
    assert seen_by(district, "teacher") == []
    assert seen_by(district, "observer") == []
    assert listed(district, FLAG_WAITS, "teacher") == []


def test_who_ends_a_case_has_seen_its_flag(district: District, phone_call: Call) -> None:
    case = transfer(
        case=phone_call(GAS),
        grants=district.grants("curator"),
        at=NOW,
        organisation=district.network,
        reason="не наше",
    )
    assert (case.red_flag, case.flag_waits_since) == ("emergency", None)


def test_lists_find_flags_by_kind_and_by_waiting(district: District, phone_call: Call) -> None:
    gas, despair = phone_call(GAS), phone_call(DESPAIR)
    phone_call(CALM)
    acknowledge_flag(case=gas, grants=district.grants("curator"), at=NOW)
    assert sorted(listed(district, FLAGGED)) == [gas.number, despair.number]
    assert listed(district, FLAG_WAITS) == [despair.number]
    assert listed(district, "suicide") == [despair.number]
    assert listed(district, "emergency") == [gas.number]
    found = find_board(
        grants=district.grants("curator"), municipality=district.municipality, at=NOW
    )
    assert {pile.name: pile.count for pile in found.piles}["flagged"] == 1


def test_other_words_in_a_later_file_raise_a_flag(district: District, tmp_path: Path) -> None:
    calm, gas = (incident(1, **{"Текст инцидента": text}) for text in (CALM, GAS))
    assert bring(district, tmp_path, calm, days=0).red_flag == ""
    case = bring(district, tmp_path, gas, days=1)
    assert (case.red_flag, case.flag_waits_since) == ("emergency", NOW + DAY)
    assert case.importance == "heightened"


def test_a_false_alarm_stays_one_until_the_words_change(district: District, tmp_path: Path) -> None:
    gas, despair = (incident(1, **{"Текст инцидента": text}) for text in (GAS, DESPAIR))
    case = bring(district, tmp_path, gas, days=0)
    clear_flag(case=case, grants=district.grants("curator"), at=NOW + DAY, reason="учения")
    case = bring(district, tmp_path, gas | {"Теги": "газ"}, days=2)
    assert (case.red_flag, case.importance, case.flag_waits_since) == ("", "normal", None)
    assert case.decisions["red_flag"]["by"] == "person"
    case = bring(district, tmp_path, despair, days=3)
    assert (case.red_flag, case.importance) == ("suicide", "heightened")
    assert case.flag_waits_since == NOW + 3 * DAY
    assert case.decisions["red_flag"]["by"] == "machine"


def test_a_case_a_file_ends_calls_nobody(district: District, tmp_path: Path) -> None:
    case = bring(district, tmp_path, incident(1, **{"Текст инцидента": GAS}), days=0)
    assert case.flag_waits_since is not None
    case = bring(district, tmp_path, answered(1) | {"Текст инцидента": GAS}, days=1)
    assert (case.state, case.flag_waits_since) == ("closed", None)


def test_an_undone_file_takes_its_flag_with_it(district: District, tmp_path: Path) -> None:
    calm, gas = (incident(1, **{"Текст инцидента": text}) for text in (CALM, GAS))
    case = bring(district, tmp_path, calm, days=0)
    batch = take(district, write_im_file(tmp_path / "gas.xlsx", [gas]), days=1)
    assert seen_by(district, "im") == [case.number]
    undo_batch(batch=batch, grants=district.grants("im"), at=NOW + 2 * DAY)
    case.refresh_from_db()
    assert (case.red_flag, case.flag_waits_since, case.importance) == ("", None, "normal")


def test_an_undone_closing_lets_the_flag_wait_again(district: District, tmp_path: Path) -> None:
    row = {"Текст инцидента": GAS}
    case = bring(district, tmp_path, incident(1, **row), days=0)
    batch = take(district, write_im_file(tmp_path / "end.xlsx", [answered(1) | row]), days=1)
    undo_batch(batch=batch, grants=district.grants("im"), at=NOW + 2 * DAY)
    case.refresh_from_db()
    assert case.flag_waits_since == NOW
