"""``cases``: lists for people and for scripts."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from otklik.cases.models import Event
from otklik.registry.models import Topic, TopicEdition
from tests.cli.conftest import Run
from tests.district import District, build_district
from tests.factories import make_case

SECRET = "Не чистят дорогу, звоните 8-913-123-45-67"


def lines(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_it_works(run: Run, district: District) -> None:
    case = make_case(district, text="Яма на дороге", rating=4)
    (line,) = lines(run("cases", "--json").output)
    assert line["number"] == case.number
    assert line["topic"] == district.snow.code
    assert line["recipient"] == "council"
    assert line["rating"] == 4
    assert str(line["received_at"]).endswith("+07:00")


def test_filters(run: Run, district: District) -> None:
    at = timezone.now()
    late = make_case(district, due_at=at - timedelta(hours=1))
    soon = make_case(district, due_at=at + timedelta(days=3), channel="pos")
    done = make_case(district, state="closed", recipient=district.school)

    def numbers(*words: str) -> set[object]:
        return {line["number"] for line in lines(run("cases", "--json", *words).output)}

    assert numbers("--overdue") == numbers("--due", "overdue") == {late.number}
    assert numbers("--channel", "pos") == {soon.number}
    assert numbers("--state", "closed", "--state", "deferred") == {done.number}
    assert numbers("--recipient", "school") == {done.number}
    assert numbers("--topic", district.snow.code) == {late.number, soon.number, done.number}
    assert numbers("--topic", "im-04", "--recipient", "school") == {done.number}
    assert len(numbers("--limit", "2")) == 2
    day = district.municipality.local(late.received_at).date()
    assert len(numbers("--from", day.isoformat(), "--until", day.isoformat())) == 3
    assert numbers("--until", (day - timedelta(days=1)).isoformat()) == set()


def test_pages_follow_each_other_without_a_gap(
    run: Run, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otklik.cli.cases.PAGE", 3)
    made = {make_case(district).number for _number in range(8)}
    found = [line["number"] for line in lines(run("cases", "--json").output)]
    assert (len(found), set(found)) == (8, made)


def test_names_and_contacts_are_hidden_unless_asked_for(run: Run, district: District) -> None:
    make_case(district, text=SECRET, applicant_name="Иванов Иван", applicant_phone="8-913")
    output = run("cases", "--json").output
    assert "Иванов" not in output
    assert "123-45-67" not in output
    assert "123-45-67" not in run("cases").output
    assert not Event.objects.exists()


def test_asking_for_names_is_written_into_the_log(run: Run, district: District) -> None:
    make_case(district, text=SECRET, applicant_name="Иванов Иван")
    (line,) = lines(run("cases", "--json", "--with-personal-data").output)
    assert line["text"] == SECRET
    assert line["applicant_name"] == "Иванов Иван"
    assert [event.name for event in Event.objects.all()] == ["cases.listed_with_personal_data"]


def test_a_code_means_the_topic_of_every_edition(run: Run, district: District) -> None:
    edition = TopicEdition.objects.create(classifier="im", edition="2026", name="ИМ")
    parent = Topic.objects.create(edition=edition, code="im-04", name="Дороги")
    newer = Topic.objects.create(
        edition=edition, code=district.snow.code, name=district.snow.name, parent=parent
    )
    expected = {make_case(district).number, make_case(district, topic=newer).number}
    found = lines(run("cases", "--json", "--topic", district.snow.code).output)
    assert {line["number"] for line in found} == expected


@pytest.mark.parametrize(
    "words", [("--until", "9999-12-31"), ("--from", "0001-01-01"), ("--limit", "9" * 24)]
)
def test_a_senseless_bound_is_wrong_use(
    run: Run, district: District, words: tuple[str, str]
) -> None:
    answer = run("cases", *words)
    assert answer.exit_code == 2
    assert words[0] in answer.output


def test_an_unknown_code_is_told(run: Run, district: District) -> None:
    answer = run("cases", "--recipient", "nobody")
    assert answer.exit_code == 2
    assert "nobody" in answer.stderr


def test_with_two_municipalities_one_must_be_named(run: Run, district: District) -> None:
    build_district("dolinsk")
    answer = run("cases")
    assert answer.exit_code == 2
    assert "dolinsk" in answer.stderr
    assert "lugovsk" in answer.stderr
    assert run("cases", "--municipality", "dolinsk").exit_code == 0
