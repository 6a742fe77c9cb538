"""The link under an answer: what opens, what does not, and what a rating by it does."""

from datetime import timedelta

import pytest
from django.test import override_settings

from otklik.cases import log
from otklik.cases.models import Case, Event, Rating
from otklik.cases.queries.access import NotAllowed
from otklik.cases.reopening import NotARating
from otklik.registry.models import RatingReason, SurveyQuestion
from otklik.satisfaction.deeds import Said, rate_by_link, revoke_link
from otklik.satisfaction.links import LinkGone, read, token_of
from otklik.satisfaction.models import Feedback
from tests.district import District, build_district
from tests.satisfaction.answered import LATER, SENT_AT, add_final, answered_case

DAY = timedelta(days=1)


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def events(case: Case) -> list[tuple[str, str]]:
    found = Event.objects.filter(case_id=case.pk).order_by("seq")
    return [(event.name, event.actor) for event in found]


def test_a_link_opens_its_answer_and_no_other(district: District) -> None:
    one, other = answered_case(district), answered_case(district, "О-2")
    assert read(token_of(one), LATER).answer == one
    number, signature = token_of(one).split("-")
    assert len(token_of(one)) < 45
    forged = (
        f"{other.pk}-{signature}",
        f"{number}-{signature[:-1]}{'a' if signature[-1] != 'a' else 'b'}",
        f"{number}-{signature.upper()}",
        f"0{number}-{signature}",
        f"{number}-",
        f"-{signature}",
        number,
        f"{number}-{'a' * 24}",
        f"{'9' * 400}-{signature}",
        f"{number}-{signature}\n",
        "١-" + signature,
        "",
    )
    for token in forged:
        with pytest.raises(LinkGone):
            read(token, LATER)


def test_a_link_of_another_installation_opens_nothing(district: District) -> None:
    answer = answered_case(district)
    with override_settings(SECRET_KEY="another-key-" + "y" * 50):
        token = token_of(answer)
    with pytest.raises(LinkGone):
        read(token, LATER)


@pytest.mark.parametrize(
    ("traits", "answer_traits"),
    [
        ({"resolution": "refused"}, {}),
        ({"resolution": "not_supported"}, {}),
        ({"state": "in_progress"}, {}),
        ({}, {"kind": "interim"}),
        ({}, {"state": "approved"}),
        ({}, {"sent_at": None}),
    ],
)
def test_what_is_not_rated_has_no_link(
    district: District, traits: dict[str, str], answer_traits: dict[str, str]
) -> None:
    answer = answered_case(district, **traits)
    for name, value in answer_traits.items():
        setattr(answer, name, value)
    answer.save()
    with pytest.raises(LinkGone):
        read(token_of(answer), LATER)


def test_a_link_expires_by_the_setting(district: District) -> None:
    token = token_of(answered_case(district))
    last = SENT_AT + timedelta(days=district.municipality.rating_days)
    assert read(token, last)
    with pytest.raises(LinkGone):
        read(token, last + timedelta(seconds=1))


def test_a_revoked_link_is_gone_and_revoked_once(district: District) -> None:
    answer = answered_case(district)
    link = read(token_of(answer), LATER)
    with pytest.raises(NotAllowed):
        revoke_link(answer=answer, grants=district.grants("executor"), at=LATER)
    for _n in range(2):
        revoke_link(answer=answer, grants=district.grants("curator"), at=LATER)
    assert events(answer.case) == [("case.rating_link_revoked", log.PERSON)]
    with pytest.raises(LinkGone):
        read(token_of(answer), LATER)
    with pytest.raises(LinkGone):
        rate_by_link(link=link, at=LATER, said=Said(5))


def test_a_good_rating_is_kept_as_the_applicants_own(district: District) -> None:
    answer = answered_case(district)
    said = Said(5, " Спасибо! ")
    feedback = rate_by_link(link=read(token_of(answer), LATER), at=LATER, said=said)
    case = Case.objects.get(pk=answer.case_id)
    assert (case.state, case.rating) == ("answered", 5)
    assert (feedback.rating.comment, feedback.rating.source) == ("Спасибо!", "link")
    assert events(case) == [("case.rate", log.APPLICANT)]
    assert list(log.flaws(district.municipality)) == []


def test_a_low_rating_returns_the_case_with_a_new_clock(district: District) -> None:
    answer = answered_case(district)
    reason = RatingReason.objects.create(code="formal", name="Отписка")
    said = Said(2, "Не убрано", reason)
    feedback = rate_by_link(link=read(token_of(answer), LATER), at=LATER, said=said)
    case = Case.objects.get(pk=answer.case_id)
    assert (case.state, case.rating, case.resolution) == ("assigned", None, "")
    assert case.clocks.get().started_at == LATER
    assert case.next_due_at == case.clocks.get().due_at
    assert feedback.returned_at == LATER
    assert events(case) == [("case.rate", log.APPLICANT), ("case.reopen", log.MACHINE)]
    assert not Event.objects.exclude(person=None).exists()
    # The link now only says that it was taken; nothing more can be said by it.
    link = read(token_of(answer), LATER)
    assert not link.is_open(LATER)
    with pytest.raises(LinkGone):
        rate_by_link(link=link, at=LATER, said=Said(5))
    assert rate_by_link(link=link, at=LATER, said=said) == feedback


def test_a_low_rating_returns_a_case_a_limited_number_of_times(district: District) -> None:
    answer = answered_case(district)
    case, limit = answer.case, district.municipality.returns_by_rating
    for times in range(1, limit + 2):
        at = LATER + times * DAY
        rate_by_link(link=read(token_of(answer), at), at=at, said=Said(1, f"раз {times}"))
        case.refresh_from_db()
        assert case.is_open is (times <= limit)
        if case.is_open:
            Case.objects.filter(pk=case.pk).update(state="answered", resolution="explained")
            answer = add_final(case, at)
    assert [rating.comment for rating in case.ratings.order_by("pk")] == ["раз 1", "раз 2", "раз 3"]


def test_a_regulation_without_the_rule_returns_nothing(district: District) -> None:
    answer = answered_case(district)
    answer.case.regulation.reopen_at_rating = None
    answer.case.regulation.save()
    rate_by_link(link=read(token_of(answer), LATER), at=LATER, said=Said(1))
    assert Case.objects.get(pk=answer.case_id).state == "answered"


def test_a_newer_answer_takes_the_place_of_the_link(district: District) -> None:
    answer = answered_case(district)
    newer = add_final(answer.case, LATER)
    with pytest.raises(LinkGone):
        read(token_of(answer), LATER)
    assert read(token_of(newer), LATER).answer == newer


def test_a_rating_may_be_changed_until_its_term(district: District) -> None:
    token = token_of(answered_case(district))
    days = district.municipality.rating_change_days * DAY
    rate_by_link(link=read(token, LATER), at=LATER, said=Said(4))
    changed = rate_by_link(link=read(token, LATER), at=LATER + days, said=Said(5, "Лучше"))
    assert (Rating.objects.count(), changed.rating.value, changed.changes) == (1, 5, 1)
    last = Event.objects.order_by("seq").last()
    assert last is not None
    assert last.details["was"] == 4
    over = LATER + days + timedelta(seconds=1)
    link = read(token, over)
    assert not link.is_open(over)
    with pytest.raises(LinkGone):
        rate_by_link(link=link, at=over, said=Said(3))


def test_saying_the_same_again_changes_nothing_and_others_run_out(district: District) -> None:
    token = token_of(answered_case(district))
    for _n in range(100):
        rate_by_link(link=read(token, LATER), at=LATER, said=Said(4, "так"))
    assert (Feedback.objects.count(), Event.objects.count()) == (1, 1)
    for n in range(5):
        rate_by_link(link=read(token, LATER), at=LATER, said=Said(3 + n % 3, f"иначе {n}"))
    with pytest.raises(LinkGone):
        rate_by_link(link=read(token, LATER), at=LATER, said=Said(5, "ещё"))
    assert Feedback.objects.get().changes == 5


def test_the_survey_is_kept_with_the_rating_and_replaced_with_it(district: District) -> None:
    token = token_of(answered_case(district))
    question = SurveyQuestion.objects.create(code="solved", text="Решено?")
    for value in ("yes", "no"):
        replies = {question.pk: value, 10_000: "чужой вопрос"}
        feedback = rate_by_link(link=read(token, LATER), at=LATER, said=Said(4, replies=replies))
    assert [(r.question, r.value) for r in feedback.rating.survey.all()] == [(question, "no")]


@pytest.mark.parametrize("value", [0, 6, -1])
def test_other_numbers_are_no_ratings(district: District, value: int) -> None:
    link = read(token_of(answered_case(district)), LATER)
    with pytest.raises(NotARating):
        rate_by_link(link=link, at=LATER, said=Said(value))
    assert not Rating.objects.exists()
