"""Beside a draft: the checklist, templates, earlier answers; and the pages of quality."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Answer, AnswerCheck, Case
from otklik.registry.models import QualityItem, ReplyTemplate
from otklik.web.desk.filling import filled_for
from tests.district import District, build_district
from tests.web.cases_at_hand import add_answer, logged_in, make_case

TEXT = "Здравствуйте! Данный вопрос взят на контроль. Марья Ивановна Петрова, 8 913 111-22-33."


@pytest.fixture
def district(db: None) -> District:
    """A district with a checklist and two templates."""
    found = build_district()
    QualityItem.objects.create(code="date", name="Назван срок", check_name="date", weight=30)
    QualityItem.objects.create(
        code="plain", name="Простые слова", check_name="plain_words", weight=10
    )
    QualityItem.objects.create(
        code="others", name="Чужие данные", check_name="others_data", weight=10, blocks=True
    )
    ReplyTemplate.objects.create(
        code="snow",
        name="Снег уберём",
        topics="im-04-12",
        text="Здравствуйте, {applicant}! Дело {number}, {place}: уберём [срок работ].",
    )
    ReplyTemplate.objects.create(code="dogs", name="Собаки", topics="im-01-09", text="[кто]")
    return found


def work(district: District, number: str = "2026-00001", **fields: object) -> Case:
    values = {
        "state": "in_progress",
        "recipient": district.council,
        "block": district.block,
        "topic": district.snow,
        "topic_group": district.snow.parent,
        "settlement": district.settlement,
        "street": district.street,
    }
    return make_case(district, number, **(values | fields))  # type: ignore[arg-type]


def solved(district: District, number: str, text: str = TEXT, **fields: object) -> Case:
    case = work(district, number, state="answered", **fields)
    add_answer(case, "sent", text, sent_at=timezone.now())
    return case


def page(client: Client, url: str, **data: str) -> str:
    answered = client.post(url, data, headers={"HX-Request": "true"}) if data else client.get(url)
    assert answered.status_code == 200, answered.status_code
    return answered.content.decode()


def test_the_text_is_checked_as_it_is_typed_and_nothing_is_kept(district: District) -> None:
    case = work(district)
    client = logged_in(district.people["executor"])
    shown = page(client, reverse("answer-check", args=[case.number]), text=TEXT, kind="final")
    assert "Данный</mark>" in shown
    assert "«Данный» → этот" in shown
    assert not Answer.objects.exists()
    assert not AnswerCheck.objects.exists()


def test_a_hostile_text_stays_words(district: District) -> None:
    case = work(district)
    client = logged_in(district.people["executor"])
    text = "<script>alert(1)</script> данный <b>вопрос</b>" + "я" * 30_000
    for kind in ("final", "nonsense", ""):
        shown = page(client, reverse("answer-check", args=[case.number]), text=text, kind=kind)
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown


def test_the_template_of_the_topic_is_offered_filled_and_inserted_behind_what_is_typed(
    district: District,
) -> None:
    case = work(district)
    client = logged_in(district.people["executor"])
    shown = page(client, reverse("answer-helps", args=[case.number]))
    assert "Снег уберём" in shown
    assert "Собаки" not in shown
    assert f"Здравствуйте, Вера Ильинична! Дело {case.number}, с. Луговое" in shown
    url = reverse("answer-insert", args=[case.number])
    form = page(client, url, template="snow", text="Моё начало.", kind="interim")
    assert "Моё начало.\n\nЗдравствуйте, Вера Ильинична!" in form
    assert "уберём [срок работ]" in form
    assert not Answer.objects.exists()
    for asked in ({"template": "dogs"}, {"source": "2026-00077"}, {"template": "нет"}, {}):
        assert client.post(url, asked).status_code == 404


def test_who_sees_no_names_gets_none_from_a_template(district: District) -> None:
    case = work(district, channel="im")
    shown = page(logged_in(district.people["im"]), reverse("answer-helps", args=[case.number]))
    assert "Вера" in shown
    grants = district.grants("head")
    assert filled_for("{applicant}", case, grants) == "[имя заявителя]"


def test_an_earlier_answer_is_shown_masked_with_its_source_and_inserted_with_fields(
    district: District,
) -> None:
    solved(district, "2026-00010", TEXT + " Уберём снег на улице Ленина до 15 декабря.", rating=5)
    case = work(district)
    client = logged_in(district.people["executor"])
    shown = page(client, reverse("answer-helps", args=[case.number]))
    assert "2026-00010" in shown
    assert "8 913 111-22-33" not in shown
    assert "Петрова" not in shown
    url = reverse("answer-insert", args=[case.number])
    form = page(client, url, source="2026-00010", text="")
    assert "[телефон]" in form
    assert "[дата или срок]" in form
    assert "на улице [место]" in form
    assert "Петрова" not in form


def test_nobody_is_helped_with_what_is_none_of_his_business(district: District) -> None:
    solved(district, "2026-00010", recipient=district.school, block=district.other_block)
    case = work(district)
    executor = logged_in(district.people["executor"])
    assert "2026-00010" not in page(executor, reverse("answer-helps", args=[case.number]))
    abroad = work(build_district("stepnoe"), "2026-00099")
    elsewhere = work(district, "2026-00050", recipient=district.school)
    for other in (abroad, elsewhere):
        for name in ("answer-helps", "answer-check", "answer-insert"):
            url = reverse(name, args=[other.number])
            assert executor.get(url).status_code in (404, 405)
            assert executor.post(url, {"text": "а", "template": "snow"}).status_code in (404, 405)


def test_a_draft_with_an_empty_field_is_told_by_name(district: District) -> None:
    case = work(district)
    add_answer(case, "draft", "Уберём [срок работ].")
    client = logged_in(district.people["executor"])
    url = reverse("case-deed", args=[case.number, "submit_answer"])
    answered = client.post(url, {"version": 1})
    assert "[срок работ]" in answered.content.decode()
    assert Answer.objects.get().state == "draft"


def test_who_approves_gives_a_reason_or_corrects_the_mark(district: District) -> None:
    case = work(district, state="in_review")
    add_answer(case, "in_review", TEXT)
    client = logged_in(district.people["curator"])
    url = reverse("case-deed", args=[case.number, "approve_answer"])
    assert 'name="overrule"' in page(client, url)
    refused = client.post(url, {"version": 1})
    assert "«Чужие данные»" in refused.content.decode()
    assert Answer.objects.get().state == "in_review"
    answered = client.post(url, {"version": 1, "overrule": "это глава сельсовета"})
    assert answered.status_code == 302
    assert Answer.objects.get().state == "approved"
    assert "это глава сельсовета" in page(client, reverse("case-detail", args=[case.number]))
    auditor = logged_in(district.people["auditor"])
    log = page(auditor, f"{reverse('log')}?case={case.number}")
    assert "others" in log
    assert "это глава сельсовета" not in log


def test_a_person_marks_an_answer_item_by_item(district: District) -> None:
    case = solved(district, "2026-00010")
    client = logged_in(district.people["lead"])
    url = reverse("case-deed", args=[case.number, "check_quality"])
    assert 'name="mark-date"' in page(client, url)
    marks = {"mark-date": "no", "mark-plain": "yes", "mark-others": "not_applicable"}
    assert client.post(url, {"version": 1, **marks}).status_code == 302
    assert AnswerCheck.objects.get().score == 25
    stale = client.post(url, {"version": 9, **marks})
    assert stale.status_code == 200
    assert client.post(url, {"version": 1, "mark-date": "отлично"}).status_code == 200
    assert AnswerCheck.objects.get().score == 25


def test_the_figures_of_quality_lead_to_the_answers_behind_them(district: District) -> None:
    case = solved(district, "2026-00010")
    check = AnswerCheck.objects.create(answer=case.answers.get(), score=40, machine_score=60)
    solved(district, "2026-00011")
    month = f"{timezone.localtime():%Y-%m}"
    client = logged_in(district.people["curator"])
    figures = page(client, f"{reverse('quality')}?month={month}")
    assert "40" in figures
    links = f"{reverse('quality-answers')}?month={month}"
    assert "2026-00010" in page(client, f"{links}&show=checked")
    assert "2026-00011" not in page(client, f"{links}&show=checked")
    sent = page(client, f"{links}&show=sent&recipient={district.council.pk}")
    assert "2026-00010" in sent
    assert "2026-00011" in sent
    assert "2026-0001" not in page(client, f"{links}&show=sent&recipient={district.school.pk}")
    check.delete()
    assert "2026-0001" in page(client, links)


def test_a_lead_is_given_only_answers_of_his_block_to_check(district: District) -> None:
    solved(district, "2026-00010", recipient=district.school, block=district.other_block)
    solved(district, "2026-00011")
    month = f"{timezone.localtime():%Y-%m}"
    url = f"{reverse('quality-answers')}?month={month}"
    shown = page(logged_in(district.people["lead"]), url)
    assert "2026-00011" in shown
    assert "2026-00010" not in shown
    assert "2026-0001" not in page(logged_in(district.people["executor"]), url)
    figures = page(logged_in(district.people["observer"]), f"{reverse('quality')}?month={month}")
    assert "quality/answers" not in figures
