"""An appeal with three questions to two bodies, from registration to the federal statuses."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Case, PersonalDataLook, QuestionTransfer
from otklik.letters.making import digest_of
from otklik.letters.models import IssuedLetter
from otklik.registry.models import (
    NoAnswerGround,
    NumberPattern,
    Organisation,
    Topic,
    TopicEdition,
)
from tests.district import District, build_district
from tests.web.cases_at_hand import logged_in

pytestmark = pytest.mark.django_db
QUESTIONS = ("Когда отремонтируют мост?", "Почему отключают свет?", "Кто чистит дорогу?")
AUTHOR = "Луговая Вера Ильинична"


@pytest.fixture
def district(settings: Any, tmp_path: Any) -> District:
    settings.LETTERS_FOLDER = tmp_path / "letters"
    district = build_district()
    NumberPattern.objects.create(
        municipality=district.municipality,
        code="appeals",
        name="Обращения",
        pattern="{letter}-{number}/{year}",
    )
    NoAnswerGround.objects.create(
        code="court_decision", name="Судебное решение", law="59-ФЗ ст. 11 ч. 2", tell_days=7
    )
    return district


def the_code() -> Topic:
    edition = TopicEdition.objects.create(classifier="sstu", edition="2017", name="ССТУ")
    section = Topic.objects.create(edition=edition, code="0005.0000.0000.0000", name="ЖКХ")
    return Topic.objects.create(
        edition=edition,
        code="0005.0005.0000.0000",
        name="Коммунальное хозяйство",
        parent=section,
    )


def register(client: Client, **fields: Any) -> Case:
    received = timezone.localtime() - timedelta(hours=1)
    sheet = {
        "channel": "paper",
        "kind": "appeal",
        "appeal_kind": "complaint",
        "author_kind": "citizen",
        "received_at": f"{received:%Y-%m-%dT%H:%M}",
        "text": " ".join(QUESTIONS),
        "applicant_name": AUTHOR,
        "applicant_address": "с. Луговое, ул. Ленина, 1",
    }
    client.post(reverse("case-register"), sheet | fields)
    return Case.objects.latest("pk")


def do(client: Client, case: Case, deed: str, **values: Any) -> Any:
    return client.post(reverse("case-deed", args=[case.number, deed]), values, follow=True)


def page(client: Client, case: Case) -> str:
    html = client.get(reverse("case-detail", args=[case.number])).content.decode()
    return re.sub(r"\s+", " ", html)


def words_in(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def letter_of(client: Client, case: Case, kind: str, **values: Any) -> str:
    do(client, case, "make_letter", kind=kind, **values)
    letter = IssuedLetter.objects.latest("pk")
    assert (letter.kind, letter.data_digest) == (kind, digest_of(letter.data))
    answer = client.get(reverse("case-letter", args=[case.number, letter.pk]))
    assert answer.status_code == 200
    return words_in(answer.content)


def test_three_questions_two_bodies_and_the_federal_statuses(district: District) -> None:
    client = logged_in(district.people["pos"])
    curator = logged_in(district.people["curator"])
    region = Organisation.objects.create(
        municipality=district.municipality,
        code="region",
        name="Министерство транспорта",
        kind="state_body",
        is_recipient=False,
    )
    code = the_code()
    case = register(client)
    assert case.number == f"Л-1/{timezone.localdate().year}"
    do(client, case, "split_question", number=1, texts="\n".join(QUESTIONS))
    found = client.get(reverse("case-codes", args=[case.number]), {"q": "0005.0005"})
    assert f'value="{code.pk}"' in found.content.decode()
    do(client, case, "edit_question", number=3, text=QUESTIONS[2], code=code.pk)
    sent = {"reason": "не полномочия района", "notice": "письмом"}
    refused = do(client, case, "transfer_question", number=1, organisations=[region.pk], **sent)
    assert "ст. 8 ч. 6" in str(refused.context["form"].non_field_errors())
    for number, bodies in ((1, [region.pk]), (2, [region.pk, district.network.pk])):
        do(
            client,
            case,
            "transfer_question",
            number=number,
            organisations=bodies,
            is_not_complained_of="on",
            **sent,
        )
    assert QuestionTransfer.objects.count() == 3
    cover = letter_of(client, case, "transfer", body=district.network.pk, number="17")
    assert QUESTIONS[1] in cover
    assert QUESTIONS[0] not in cover
    assert AUTHOR in cover
    notice = letter_of(client, case, "transfer_notice")
    assert "Министерство транспорта" in notice
    do(client, case, "draft_answer", kind="final", text="Дорогу чистит сельсовет.", version="")
    do(client, case, "submit_answer", version=1)
    do(curator, case, "approve_answer", version=1)
    refused = do(client, case, "send_answer", version=1, resolution="")
    assert "3" in str(refused.context["form"].non_field_errors())
    do(client, case, "set_question_result", number=3, result="supported", actions_taken="on")
    do(client, case, "send_answer", version=1, resolution="")
    case.refresh_from_db()
    assert (case.state, case.resolution) == ("answered", "supported")
    html = page(client, case)
    assert html.count("Transferred") >= 2
    assert "Supported" in html
    assert "Направлено в подведомственную организацию" in html
    answer = letter_of(client, case, "answer")
    assert "Дорогу чистит сельсовет." in answer
    card = letter_of(client, case, "appeal_card")
    assert case.number in card
    assert all(question in card for question in QUESTIONS)


def test_an_appeal_without_a_name_is_registered_when_the_clerk_says_so(
    district: District,
) -> None:
    client = logged_in(district.people["pos"])
    received = timezone.localtime() - timedelta(hours=1)
    sheet = {
        "channel": "paper",
        "kind": "appeal",
        "appeal_kind": "application",
        "author_kind": "citizen",
        "received_at": f"{received:%Y-%m-%dT%H:%M}",
        "text": "Уберите снег",
        "applicant_email": "a@example.org",
    }
    refused = client.post(reverse("case-register"), sheet)
    assert {"applicant_name", "applicant_address"} <= set(refused.context["form"].errors)
    client.post(reverse("case-register"), sheet | {"is_incomplete": "on"})
    case = Case.objects.get()
    assert case.number.startswith("Б-1/")
    assert "no_name" not in page(client, case)


def test_a_letter_is_made_again_word_for_word_after_the_case_changed(district: District) -> None:
    client = logged_in(district.people["pos"])
    case = register(client)
    before = letter_of(client, case, "appeal_card")
    letter = IssuedLetter.objects.get()
    do(client, case, "split_question", number=1, texts="Другое?\nТретье?")
    again = client.get(reverse("case-letter", args=[case.number, letter.pk]))
    assert words_in(again.content) == before


def test_who_sees_no_names_gets_no_letters(district: District) -> None:
    client = logged_in(district.people["pos"])
    case = register(client)
    letter_of(client, case, "appeal_card")
    letter = IssuedLetter.objects.get()
    looks = PersonalDataLook.objects.filter(page="case-letter").count()
    assert looks == 1
    address = reverse("case-letter", args=[case.number, letter.pk])
    for login, status in (("head", 403), ("im", 403), ("teacher", 404), ("auditor", 404)):
        assert logged_in(district.people[login]).get(address).status_code == status
    other = build_district("gorsk")
    assert logged_in(other.people["curator"]).get(address).status_code == 404
    html = page(logged_in(district.people["head"]), case)
    assert AUTHOR not in html
    assert address not in html


def test_a_letter_of_what_has_not_happened_is_refused(district: District) -> None:
    client = logged_in(district.people["pos"])
    case = register(client)
    kinds = ("transfer", "transfer_notice", "extension", "answer", "control_card")
    for kind in kinds:
        answer = do(client, case, "make_letter", kind=kind)
        assert answer.context["form"].non_field_errors(), kind
    assert not IssuedLetter.objects.exists()


def test_a_company_gets_the_substance_without_the_applicant(district: District) -> None:
    client = logged_in(district.people["pos"])
    district.network.kind = "company"
    district.network.save()
    case = register(client, appeal_kind="application")
    do(client, case, "edit_question", number=1, text="Почему нет света на улице?", code="")
    do(
        client,
        case,
        "transfer_question",
        number=1,
        organisations=[district.network.pk],
        reason="сети",
        notice="письмом",
    )
    letter = letter_of(client, case, "transfer", body=district.network.pk)
    assert "Почему нет света" in letter
    assert "Луговая" not in letter
    assert "Ленина, 1" not in letter


def test_control_has_a_day_a_person_and_a_result(district: District) -> None:
    client = logged_in(district.people["pos"])
    case = register(client)
    curator = district.people["curator"]
    do(
        client,
        case,
        "put_on_control",
        control_date="2026-12-01",
        controller=curator.pk,
        remark="мост",
    )
    control = case.controls.get()
    assert (str(control.control_date), control.controller) == ("2026-12-01", curator)
    assert "мост" in letter_of(client, case, "control_card")
    do(client, case, "remove_from_control", remark="мост открыт")
    control.refresh_from_db()
    assert control.removed_at is not None
    assert control.result == "мост открыт"
    do(client, case, "put_on_control", remark="ещё раз")
    assert case.controls.count() == 2
    assert "ещё раз" in page(client, case)


def test_a_return_is_told_in_its_term(district: District) -> None:
    client = logged_in(district.people["pos"])
    case = register(client)
    do(client, case, "leave_without_answer", ground="court_decision")
    case.refresh_from_db()
    assert (case.state, case.next_clock) == ("left_without_answer", "notice")
    assert "59-ФЗ ст. 11 ч. 2" in letter_of(client, case, "return")
    do(client, case, "tell_applicant", notice="письмо № 4")
    case.refresh_from_db()
    assert case.next_due_at is None
