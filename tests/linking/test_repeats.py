"""Repeats: the same words again, forwarded, or the same person of the same topic."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from otklik.cases.models import Case
from otklik.cases.operations.classify import classify
from otklik.cases.operations.close import close
from otklik.cases.operations.mark_repeat import mark_repeat
from otklik.cases.queries import access
from otklik.cases.queries.access import NotAllowed
from otklik.intake.operations.undo_batch import undo_batch
from otklik.linking import finding
from otklik.linking import proposals as listing
from otklik.linking.deeds import decline_repeat
from otklik.linking.finding import compare, find_new, start_anew
from otklik.linking.keys import Keys, keys_of
from otklik.linking.models import LikenessKey, RepeatProposal
from otklik.linking.proposals import proposed_repeats, repeats_proposed_for
from tests.cases.test_take_in import answered, incident, take
from tests.channels.files import write_im_file
from tests.district import NOW, District, build_district

Call = Callable[..., Case]
TEXT = (
    "Добрый день! На улице Ленина у дома 14 третью неделю не чистят снег, "
    "не проехать ни скорой, ни пожарной машине. Примите меры!"
)
FORWARDED = (
    "третью неделю не чистят снег на улице Ленина у дома 14!!! не проехать ни скорой ни "
    "пожарной машине, примите меры пожалуйста 🙏"
)
OTHER_HOUSE = TEXT.replace("дома 14", "дома 27")


def look(days: float = 0) -> None:
    """Let all that is new be compared."""
    while find_new(at=NOW + timedelta(days=days)):
        pass


def proposals() -> list[tuple[str, str]]:
    rows = RepeatProposal.objects.order_by("pk").select_related("case", "earlier")
    return [(row.case.number, row.earlier.number) for row in rows]


def test_words_sent_on_through_another_channel_are_proposed_as_a_repeat(
    district: District, phone_call: Call, tmp_path: Path
) -> None:
    take(district, write_im_file(tmp_path / "a.xlsx", [incident(1, **{"Текст инцидента": TEXT})]))
    call = phone_call(FORWARDED, NOW)
    look()
    (row,) = repeats_proposed_for(call, district.grants("curator"))
    assert row.earlier.channel == "im"
    assert row.percent > 60
    assert not row.is_same_applicant
    codes = {reason["code"] for reason in row.evidence}
    assert {"same_words", "other_channel", "days_apart"} <= codes


def test_the_pattern_about_another_house_is_another_trouble(phone_call: Call) -> None:
    phone_call(TEXT)
    phone_call(OTHER_HOUSE, NOW + timedelta(hours=1))
    look(1)
    assert proposals() == []


def test_the_same_words_at_another_known_place_are_another_trouble(
    district: District, phone_call: Call
) -> None:
    words = "Третий день нет воды во всём доме, никто ничего не делает, примите меры"
    phone_call(words, settlement="Луговое", street="Ленина", house="1")
    phone_call(words, NOW + timedelta(hours=1), settlement="Луговое", street="Ленина", house="2")
    look(1)
    assert proposals() == []


def test_few_words_without_a_place_are_a_sign_only_for_a_while(phone_call: Call) -> None:
    first = phone_call("Нет света")
    phone_call("Нет света!!", NOW + timedelta(days=20))
    look(20)
    assert proposals() == []
    soon = phone_call("нет света", NOW + timedelta(days=1))
    look(20)
    assert proposals() == [(soon.number, first.number)]


def test_a_person_who_writes_of_the_same_topic_again_is_known_again(phone_call: Call) -> None:
    first = phone_call("Не чистят снег на дороге", applicant_phone="+7 (923) 000-00-11")
    again = phone_call(
        "Сугробы у школы так и лежат, дети идут по проезжей части",
        NOW + timedelta(days=9),
        applicant_phone="89230000011",
    )
    look(9)
    row = RepeatProposal.objects.get()
    assert (row.case, row.earlier) == (again, first)
    assert row.is_same_applicant
    assert "same_applicant" in {reason["code"] for reason in row.evidence}


def test_a_person_who_writes_of_another_topic_repeats_nothing(phone_call: Call) -> None:
    phone_call("Не чистят снег на дороге", applicant_phone="+7 (923) 000-00-11")
    phone_call("Собаки бегают стаей у школы", applicant_phone="89230000011")
    look()
    assert proposals() == []


def test_of_several_copies_the_oldest_is_the_one_repeated(phone_call: Call) -> None:
    calls = [phone_call(TEXT, NOW + timedelta(days=day)) for day in range(3)]
    look(2)
    assert proposals() == [(calls[1].number, calls[0].number), (calls[2].number, calls[0].number)]


def test_an_older_message_that_comes_later_is_still_the_earlier_one(phone_call: Call) -> None:
    late = phone_call(TEXT)
    look()
    early = phone_call(FORWARDED, NOW - timedelta(days=3))
    look()
    assert proposals() == [(late.number, early.number)]


def test_beyond_the_days_the_municipality_has_set_nothing_is_a_repeat(
    district: District, phone_call: Call
) -> None:
    district.municipality.repeat_days = 10
    district.municipality.save()
    phone_call(TEXT)
    phone_call(TEXT, NOW + timedelta(days=11))
    look(11)
    assert proposals() == []


def test_the_same_words_of_another_person_are_no_repeat_for_long(phone_call: Call) -> None:
    for day, phone in ((0, "+7 923 000-00-11"), (20, "+7 923 000-00-12"), (40, "8 923 000 00 11")):
        phone_call(TEXT, NOW + timedelta(days=day), applicant_phone=phone)
    look(40)
    row = RepeatProposal.objects.get()
    assert row.is_same_applicant


def test_history_that_ended_long_since_is_neither_kept_nor_proposed(
    district: District, tmp_path: Path
) -> None:
    old = {"Дата создания": "2025-10-09 09:00:00"}
    rows = [answered(n) | old | {"Текст инцидента": TEXT} for n in (1, 2)]
    take(district, write_im_file(tmp_path / "a.xlsx", rows))
    look()
    assert proposals() == []
    assert not LikenessKey.objects.exists()


def test_two_municipalities_know_nothing_of_each_other(phone_call: Call, tmp_path: Path) -> None:
    phone_call(TEXT)
    other = build_district("sosnovsk")
    take(other, write_im_file(tmp_path / "a.xlsx", [incident(1, **{"Текст инцидента": TEXT})]))
    look()
    assert proposals() == []


def test_what_is_marked_as_a_repeat_settles_the_proposal(
    district: District, phone_call: Call
) -> None:
    first, second = phone_call(TEXT), phone_call(FORWARDED, NOW + timedelta(hours=3))
    look(1)
    grants = district.grants("curator")
    assert len(proposed_repeats(district.municipality, grants)) == 1
    mark_repeat(case=second, grants=grants, at=NOW, repeat_kind="duplicate", repeat_of=first)
    second.refresh_from_db()
    assert repeats_proposed_for(second, grants) == []
    assert proposed_repeats(district.municipality, grants) == []
    look(1)
    assert RepeatProposal.objects.get().state == "accepted"


def test_a_declined_pair_is_never_proposed_again(district: District, phone_call: Call) -> None:
    phone_call(TEXT)
    second = phone_call(FORWARDED, NOW + timedelta(hours=3))
    look(1)
    grants = district.grants("curator")
    decline_repeat(proposal=RepeatProposal.objects.get(), grants=grants, at=NOW)
    start_anew()
    look(1)
    assert RepeatProposal.objects.get().state == "declined"
    assert repeats_proposed_for(second, grants) == []


def test_after_a_declined_pair_the_next_likely_one_is_offered(
    district: District, phone_call: Call
) -> None:
    calls = [phone_call(TEXT, NOW + timedelta(hours=n)) for n in range(2)]
    look(1)
    third = phone_call(FORWARDED, NOW + timedelta(hours=3))
    look(1)
    grants = district.grants("curator")
    (wrong,) = repeats_proposed_for(third, grants)
    assert wrong.earlier == calls[0]
    decline_repeat(proposal=wrong, grants=grants, at=NOW)
    compare(third, at=NOW + timedelta(days=1))
    (right,) = repeats_proposed_for(third, grants)
    assert right.earlier == calls[1]


def test_the_keys_are_made_from_the_register_at_any_time(phone_call: Call) -> None:
    phone_call(TEXT)
    look()
    before = set(LikenessKey.objects.values_list("key", "case_id"))
    assert before
    start_anew()
    assert not LikenessKey.objects.exists()
    look()
    assert set(LikenessKey.objects.values_list("key", "case_id")) == before


def test_a_corrected_topic_lets_a_case_be_compared_again(
    district: District, phone_call: Call
) -> None:
    phone_call("Собаки бегают стаей у школы", applicant_phone="89230000011")
    call = phone_call(
        "Не чистят снег на дороге", NOW + timedelta(hours=1), applicant_phone="89230000011"
    )
    look(1)
    assert proposals() == []
    classify(case=call, grants=district.grants("curator"), at=NOW, topic=district.dogs)
    look(1)
    assert len(proposals()) == 1


def test_one_case_is_compared_at_once_when_somebody_waits(phone_call: Call) -> None:
    phone_call(TEXT)
    look()
    second = phone_call(FORWARDED, NOW + timedelta(hours=1))
    compare(second, at=NOW + timedelta(hours=1))
    assert len(proposals()) == 1
    look(1)
    assert len(proposals()) == 1


def test_an_undone_file_takes_its_proposals_with_it(
    district: District, phone_call: Call, tmp_path: Path
) -> None:
    phone_call(TEXT, NOW - timedelta(days=5))
    path = write_im_file(tmp_path / "a.xlsx", [incident(1, **{"Текст инцидента": TEXT})])
    batch = take(district, path)
    look()
    assert len(proposals()) == 1
    undo_batch(batch=batch, grants=district.grants("curator"), at=NOW)
    assert proposals() == []


def test_an_executor_decides_nothing_of_repeats(district: District, phone_call: Call) -> None:
    phone_call(TEXT)
    second = phone_call(FORWARDED, NOW + timedelta(hours=3))
    look(1)
    grants = district.grants("executor")
    assert repeats_proposed_for(second, grants) == []
    with pytest.raises(NotAllowed):
        decline_repeat(proposal=RepeatProposal.objects.get(), grants=grants, at=NOW)


def test_no_personal_data_is_shown_as_evidence(phone_call: Call) -> None:
    words = "Я, Сидоров Аристарх Дормидонтович, прошу почистить снег у моего дома, устал ждать"
    phone_call(words)
    phone_call(words + "!", NOW + timedelta(hours=1))
    look(1)
    evidence = str(RepeatProposal.objects.get().evidence).lower()
    assert "сидоров" not in evidence
    assert "аристарх" not in evidence


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "🙏" * 10_000,
        "\u200b\u202e" * 5_000,
        "<b>" * 20_000,
        "снег " * 20_000,
        "\ud800 снег",
    ],
    ids=["empty", "blank", "emoji", "invisible", "tags", "long", "surrogate"],
)
def test_a_poisoned_text_does_not_stop_the_queue(phone_call: Call, text: str) -> None:
    call, again = phone_call("ещё"), phone_call("ещё", NOW + timedelta(minutes=5))
    for case in (call, again):
        case.text = text.replace("\ud800", "")
        case.save()
    look()
    assert find_new(at=NOW) == 0


def test_pairs_of_others_leave_room_for_ones_own(
    district: District, phone_call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = phone_call(TEXT)
    second = phone_call(FORWARDED, NOW + timedelta(hours=1))
    look(1)
    phone_call(OTHER_HOUSE)
    phone_call(OTHER_HOUSE, NOW + timedelta(hours=1))
    look(2)
    assert len(proposals()) == 2
    monkeypatch.setattr(listing, "SHOWN", 1)
    grants = district.grants("curator")
    reach = Case.objects.filter(pk__in=(first.pk, second.pk))
    monkeypatch.setattr(access, "cases_for", lambda *_args: reach)
    (row,) = proposed_repeats(district.municipality, grants)
    assert row.case == second


def test_a_case_that_cannot_be_compared_does_not_hold_up_the_others(
    phone_call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = phone_call("Собаки бегают стаей у школы")
    first, second = phone_call(TEXT), phone_call(FORWARDED, NOW + timedelta(hours=1))

    def too_much(case: Case) -> Keys:
        if case.pk == bad.pk:
            raise RecursionError
        return keys_of(case)

    monkeypatch.setattr(finding, "keys_of", too_much)
    look(1)
    assert proposals() == [(second.number, first.number)]


def test_a_closed_case_is_found_but_asks_nothing(district: District, phone_call: Call) -> None:
    first, second = phone_call(TEXT), phone_call(FORWARDED, NOW + timedelta(hours=1))
    Case.objects.filter(pk=first.pk).update(state="answered")
    first.refresh_from_db()
    close(case=first, grants=district.grants("curator"), at=NOW)
    look(1)
    assert proposals() == [(second.number, first.number)]
