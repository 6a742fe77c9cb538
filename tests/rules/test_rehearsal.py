"""The dry run says what the live rules say, counts what would change, and estimates the time."""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.cases import log
from otklik.cases.models import Case
from otklik.cases.operations.assign import assign
from otklik.cases.queries import access
from otklik.registry.catalogue import Catalogue
from otklik.registry.models import RoutingRule
from otklik.rehearsal.time_saved import time_saved
from otklik.rehearsal.trial import Clash, Period, Trial, try_rules
from tests.district import NOW, TODAY, District
from tests.factories import make_case
from tests.rules.test_mechanisms import mechanism, registered

QUARTER = Period(TODAY - timedelta(days=90), TODAY)
_codes = count(1)


def tried(
    district: District, *extra: RoutingRule, login: str = "curator", **options: object
) -> Trial:
    catalogue = Catalogue(district.municipality)
    cases = access.cases_for(district.grants(login), district.municipality)
    rules = [*catalogue.routing_rules, *extra]
    return try_rules(cases, rules, catalogue, QUARTER, on=TODAY, **options)  # type: ignore[arg-type]


def draft(district: District, **traits: object) -> RoutingRule:
    fields = {"municipality": district.municipality, "code": "draft", "name": "Проба"} | traits
    return RoutingRule(**fields)


def test_the_dry_run_says_what_the_intake_said(district: District) -> None:
    mechanism(district)
    for _n in range(3):
        registered(district)
    trial = tried(district)
    for case in Case.objects.all():
        assert case.decisions["recipient"]["reasons"][0]["params"]["code"] == "snow-at-once"
    tally = trial.tallies["snow-at-once"]
    assert (trial.looked, tally.matched, tally.agreed) == (3, 3, 3)
    assert tally.decided["recipient_id"] == 3
    assert trial.tallies["snow"].is_shadowed
    assert trial.clashes == {}


def test_what_would_have_gone_elsewhere_is_told(district: District) -> None:
    moved = make_case(district)
    make_case(district, recipient=district.school)
    make_case(district, recipient=None, state="registered")
    make_case(district, decisions={"recipient": {"by": log.FILE}})
    make_case(district, topic=district.dogs, topic_group=district.dogs.parent, text="Собаки")
    rule = draft(district, priority=1, topics=district.snow.code, recipient=district.school)
    trial = tried(district, rule, watched="draft")
    tally = trial.tallies["draft"]
    assert (trial.looked, tally.matched) == (5, 4)
    assert (tally.agreed, tally.free, tally.by_file, tally.moved_number) == (1, 1, 1, 1)
    assert tally.elsewhere == {(district.council.pk, district.school.pk): 1}
    assert [one.number for one in trial.watched.moved][-1] == moved.number
    assert trial.watched.topics == {district.snow.pk: 4}
    assert trial.clashes == {Clash("draft", "snow", "recipient_id"): 4}


def test_a_body_cases_are_handed_over_to_gets_none_by_itself(district: District) -> None:
    make_case(district)
    make_case(district, recipient=None, state="registered")
    rule = draft(district, priority=1, topics=district.snow.code, recipient=district.network)
    trial = tried(district, rule, watched="draft")
    tally = trial.tallies["draft"]
    assert (tally.proposed, tally.free, tally.moved_number) == (2, 0, 0)
    assert trial.watched.moved == []


def test_two_rules_at_one_place_that_differ_are_named(district: District) -> None:
    make_case(district)
    same = draft(district, code="a-draft", topics="im-04", recipient=district.school)
    assert [clash for clash, _n in tried(district, same).undecided()] == [
        Clash("a-draft", "snow", "recipient_id")
    ]
    earlier = draft(district, topics="im-04", recipient=district.school, priority=1)
    assert tried(district, earlier).undecided() == []


def test_words_are_read_as_the_intake_reads_them(district: District) -> None:
    make_case(district, text="На трассе сугробы")
    make_case(district, text="Сугроб у школы на дороге")
    rule = draft(district, words="трасса;школа дорога", recipient=district.school, priority=1)
    assert tried(district, rule).tallies["draft"].matched == 2
    rule.words = "трактор"
    assert tried(district, rule).tallies["draft"].is_idle


def test_only_cases_of_the_period_and_of_the_person_are_tried(district: District) -> None:
    make_case(district, received_at=NOW - timedelta(days=91))
    make_case(district)
    make_case(district, recipient=district.school, block=district.other_block)
    assert tried(district).looked == 2
    assert tried(district, login="executor").looked == 1
    assert tried(district, login="admin").looked == 0
    cut = tried(district, most=1)
    assert (cut.looked, cut.is_cut) == (1, True)


def test_rules_that_are_off_are_not_tried(district: District) -> None:
    make_case(district)
    off = draft(district, is_on=False, recipient=district.school)
    assert "draft" not in tried(district, off).tallies


def test_the_time_saved_is_that_of_the_log(district: District) -> None:
    began = NOW - timedelta(days=20)
    catalogue = Catalogue(district.municipality)
    waited = []
    for hours in (2, 6, 30):
        case = make_case(
            district,
            channel="pos",
            recipient=None,
            state="registered",
            received_at=began,
            registered_at=began,
        )
        at = began + timedelta(hours=hours)
        assign(case=case, grants=district.grants("curator"), at=at, recipient=district.council)
        waited.append(case.pk)
    answered = make_case(
        district,
        channel="pos",
        received_at=began - timedelta(days=40),
        registered_at=began - timedelta(days=40),
        answered_at=began,
    )
    rule = draft(district, recipient=district.council)
    saved = time_saved(rule, [*waited, answered.pk], catalogue)
    assert (saved.measured, saved.assigned, saved.answered) == (4, 3, 1)
    assert saved.median_hours == pytest.approx(6)
    assert saved.total_hours == pytest.approx(38)
    assert saved.median_days == pytest.approx(40)
    # Forty days are more than the thirty of the regulation of the feedback platform.
    assert saved.late == 1
    assert time_saved(draft(district, fast_track=True), waited, catalogue).assigned == 0


TRAITS = st.fixed_dictionaries(
    {
        "priority": st.integers(1, 3),
        "topics": st.sampled_from(["", "im-04", "im-04-12", "im-01"]),
        "channels": st.sampled_from(["", "im", "pos;im"]),
        "words": st.sampled_from(["", "снег", "собака"]),
        "fast_track": st.sampled_from([None, True, False]),
    }
)


@given(traits=st.lists(TRAITS, min_size=1, max_size=5))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_each_thing_is_decided_once_and_by_the_first(
    district: District, traits: list[dict[str, object]]
) -> None:
    if not Case.objects.exists():
        make_case(district)
        make_case(district, channel="pos", topic=district.dogs, text="Собаки бегают стаей")
    bodies = (district.council, district.school, district.network)
    rules = [
        draft(district, code=f"r-{n}", recipient=bodies[n % 3], **one)
        for n, one in enumerate(traits)
    ]
    trial = tried(district, *rules)
    tallies = trial.tallies.values()
    for aspect in ("recipient_id", "fast_track"):
        assert sum(tally.decided[aspect] for tally in tallies) <= trial.looked
    for tally in tallies:
        named = tally.agreed + tally.free + tally.proposed + tally.by_file + tally.moved_number
        assert named - tally.by_file == tally.decided["recipient_id"] <= tally.matched
    order = {rule.code: (rule.priority, rule.code) for rule in rules}
    for clash in trial.clashes:
        if clash.winner in order and clash.loser in order:
            assert order[clash.winner] < order[clash.loser]
