"""The registry in the browser: every table opens, edits are logged, nobody reaches further."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Event
from otklik.registry.calendars import calendar_of
from otklik.registry.models import (
    AgreementRoute,
    CalendarDay,
    Organisation,
    Person,
    RegulationTerm,
    RoleAssignment,
    Substitution,
    Territory,
    Topic,
)
from otklik.web.desk.registry.sheets import SHEETS
from tests.district import District, build_district
from tests.web.cases_at_hand import logged_in

WHOLE = BytesIO()
with ZipFile(WHOLE, "w", ZIP_DEFLATED) as archive:
    archive.writestr("topics.csv", "classifier,edition,code\n" * 50)
UNREADABLE = (
    ("a.zip", b"no zip"),
    ("cut.zip", WHOLE.getvalue()[:60] + b"\xff" * 20 + WHOLE.getvalue()[80:]),
    ("topics.csv", b"\xff\xfe wrong"),
    ("b.csv", b""),
    ("book.xlsx", b""),
)
TOPIC_FILE = (
    "classifier,edition,code,parent,name,description,synonyms,do_not_confuse\n"
    "im,2025,im-77,,Новая группа,,,\n"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return build_district()


@pytest.fixture
def admin(district: District) -> Client:
    return logged_in(district.people["admin"])


def filled(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """Return what the form of the page would send, with the changes."""
    form = client.get(address).context["form"]
    values = {field.name: field.value() for field in form}
    return {name: value for name, value in (values | changes).items() if value not in (None, False)}


def changed() -> list[dict[str, Any]]:
    return [
        event.details for event in Event.objects.filter(name="registry.changed").order_by("seq")
    ]


@pytest.mark.parametrize("slug", SHEETS)
def test_every_table_opens_as_list_form_and_new_row(
    district: District, admin: Client, slug: str
) -> None:
    sheet = SHEETS[slug]
    assert admin.get(reverse("registry-sheet", args=[slug]), {"find": "а"}).status_code == 200
    assert admin.get(reverse("registry-sheet", args=[slug])).status_code == 200
    new = admin.get(reverse("registry-add", args=[slug]))
    assert new.status_code == (200 if sheet.addable else 404)
    row = sheet.model._default_manager.first()
    if row is not None:
        assert admin.get(reverse("registry-row", args=[slug, row.pk])).status_code == 200


def test_it_works(district: District, admin: Client) -> None:
    address = reverse("registry-row", args=["topics", district.snow.pk])
    given = filled(admin, address, synonyms="снег;сугробы;каша на дороге")
    assert admin.post(address, given).status_code == 302
    district.snow.refresh_from_db()
    assert district.snow.synonyms == "снег;сугробы;каша на дороге"
    assert changed() == [
        {
            "what": "topics/im-04-12",
            "before": {"synonyms": "снег;сугробы"},
            "after": {"synonyms": "снег;сугробы;каша на дороге"},
        }
    ]


def test_saving_without_a_change_is_not_written_down(district: District, admin: Client) -> None:
    for slug, row in (("organisations", district.council), ("people", district.people["im"])):
        address = reverse("registry-row", args=[slug, row.pk])
        admin.post(address, filled(admin, address))
    assert changed() == []


def test_a_row_is_added_to_the_own_municipality_and_removed(
    district: District, admin: Client
) -> None:
    address = reverse("registry-add", args=["calendar"])
    given = {"date": "2026-10-30", "kind": "off", "reason": "День района"}
    admin.post(address, given)
    day = CalendarDay.objects.get(municipality=district.municipality)
    assert day.date == date(2026, 10, 30)
    again = admin.post(address, given)
    assert again.status_code == 200 and again.context["form"].errors
    admin.post(reverse("registry-remove", args=["calendar", day.pk]))
    assert not CalendarDay.objects.filter(pk=day.pk).exists()
    assert [(one["before"] is None, one["after"] is None) for one in changed()] == [
        (True, False),
        (False, True),
    ]


def test_rows_cases_point_at_are_not_removed(district: District, admin: Client) -> None:
    address = reverse("registry-remove", args=["organisations", district.council.pk])
    assert admin.post(address).status_code == 404


@pytest.mark.parametrize(
    ("slug", "name", "value"),
    [
        ("municipality", "time_zone", "Asia/Nowhere"),
        ("municipality", "time_zone", "Asia"),
        ("municipality", "case_number_pattern", "{year}-{number:099d}"),
        ("municipality", "case_number_pattern", "{year}~{number}"),
        ("municipality", "case_number_pattern", "{number}"),
        ("municipality", "case_number_pattern", "{year.__class__}-{number}"),
        ("regulations", "channels", "im;telegraph"),
        ("regulation-terms", "stops_at", "final_reply;whenever"),
        ("territories", "valid_until", "1900-01-01"),
    ],
)
def test_what_would_do_harm_is_refused_in_words(
    district: District, admin: Client, slug: str, name: str, value: str
) -> None:
    row = SHEETS[slug].model._default_manager.first()
    assert row is not None
    address = reverse("registry-row", args=[slug, row.pk])
    changes = {name: value} | ({"valid_from": "2020-01-01"} if name == "valid_until" else {})
    page = admin.post(address, filled(admin, address, **changes))
    assert page.status_code == 200
    assert name in page.context["form"].errors
    assert changed() == []


@pytest.mark.parametrize(
    "breaks", [{"break_start": "12:00"}, {"break_start": "18:00", "break_end": "19:00"}]
)
def test_hours_no_calendar_can_be_made_of_are_refused(
    district: District, admin: Client, breaks: dict[str, str]
) -> None:
    hours = {"weekday": "1", "start": "08:00", "end": "17:00"} | breaks
    answer = admin.post(reverse("registry-add", args=["working-hours"]), hours)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    calendar_of(district.municipality)


def test_a_rule_of_topics_nobody_knows_is_refused(district: District, admin: Client) -> None:
    rule = {"code": "x", "name": "x", "priority": "1", "topics": "im-99-99"}
    answer = admin.post(reverse("registry-add", args=["routing-rules"]), rule)
    assert "topics" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("steps", ""),
        ("steps", ";|;"),
        ("steps", "curator;executor"),
        ("steps", "curator;curator"),
        ("steps", "curator|head;head|curator"),
        ("steps", "Куратор"),
        ("channels", "telegraph"),
        ("answer_kinds", "last"),
        ("regulation_codes", "fz95"),
    ],
)
def test_a_route_nobody_could_go_is_refused(admin: Client, field: str, value: str) -> None:
    route = {"code": "x", "name": "x", "priority": "1", "steps": "block_lead;curator|head"}
    answer = admin.post(reverse("registry-add", args=["agreement-routes"]), route | {field: value})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not AgreementRoute.objects.exists()


def test_a_route_is_added_and_the_log_tells_it(district: District, admin: Client) -> None:
    route = {"code": "x", "name": "Все ответы", "priority": "1", "steps": "block_lead;curator"}
    answer = admin.post(reverse("registry-add", args=["agreement-routes"]), route)
    assert answer.status_code == 302
    made = AgreementRoute.objects.get(municipality=district.municipality)
    assert made.step_list == ["block_lead", "curator"]
    assert Event.objects.latest("seq").details["what"] == "agreement-routes/x"


def test_rows_common_to_all_are_changed_by_who_edits_them_all(
    district: District, admin: Client
) -> None:
    other = build_district("second")
    term = RegulationTerm.objects.filter(amount=30).first()
    assert term is not None
    for slug, row in (("topics", district.snow), ("regulation-terms", term)):
        address = reverse("registry-row", args=[slug, row.pk])
        assert not admin.get(address).context["may_edit"]
        sent = filled(admin, address)
        assert admin.post(address, sent).status_code == 403
    removal = reverse("registry-remove", args=["regulation-terms", term.pk])
    assert admin.post(removal).status_code == 403
    files = {"files": SimpleUploadedFile("topics.csv", TOPIC_FILE.encode())}
    assert admin.post(reverse("registry-files"), files).status_code == 403
    assert not changed()
    RoleAssignment.objects.create(
        person=district.people["admin"], role="administrator", municipality=other.municipality
    )
    address = reverse("registry-row", args=["topics", district.snow.pk])
    assert admin.post(address, filled(admin, address, synonyms="наст")).status_code == 302
    assert len(changed()) == 2


def test_a_number_with_a_slash_opens_its_case(district: District, admin: Client) -> None:
    address = reverse("registry-row", args=["municipality", district.municipality.pk])
    pattern = "{number}/{year}"
    assert admin.post(address, filled(admin, address, case_number_pattern=pattern)).status_code
    clerk = logged_in(district.people["curator"])
    now = timezone.localtime()
    call = {
        "channel": "phone",
        "kind": "message",
        "received_at": f"{now:%Y-%m-%dT%H:%M}",
        "text": "Нет света",
        "author_kind": "citizen",
    }
    page = clerk.post(reverse("case-register"), call, follow=True)
    assert page.status_code == 200
    number = f"1/{now.year}"
    assert number in page.content.decode()
    assert clerk.get(reverse("inbox"), {"q": number}).status_code == 200
    deed = reverse("case-deed", args=[number, "write_note"])
    assert clerk.post(deed, {"text": "Звонила"}).status_code == 302


def test_a_tree_has_no_rings(district: District, admin: Client) -> None:
    council = Territory.objects.get(code="t-council")
    address = reverse("registry-row", args=["territories", council.pk])
    page = admin.post(address, filled(admin, address, parent=district.street.pk))
    assert "parent" in page.context["form"].errors


def test_a_tree_is_walked_down(district: District, admin: Client) -> None:
    address = reverse("registry-sheet", args=["territories"])

    def names(**asked: Any) -> list[str]:
        return [str(line.row) for line in admin.get(address, asked).context["listing"].lines]

    assert names() == ["с. Луговое"]
    assert names(parent=district.settlement.pk) == ["ул. Ленина"]
    assert names(find="ленина") == ["ул. Ленина"]
    assert names(parent="abc") == names()


def test_who_only_views_gets_no_form(district: District) -> None:
    curator = logged_in(district.people["curator"])
    address = reverse("registry-row", args=["topics", district.snow.pk])
    page = curator.get(address).content.decode()
    assert district.snow.name in page and 'name="synonyms"' not in page
    assert curator.post(address, {"name": "Иное"}).status_code == 403
    for name, args in (
        ("registry-add", ["topics"]),
        ("registry-remove", ["roles", 1]),
        ("registry-password", [district.people["im"].pk]),
    ):
        assert curator.post(reverse(name, args=args)).status_code == 403
    assert logged_in(district.people["observer"]).get(reverse("registry")).status_code == 403


def test_rows_of_another_municipality_are_not_reached(district: District, admin: Client) -> None:
    other = build_district("zarechnoe")
    rows = {
        "municipality": other.municipality,
        "organisations": other.council,
        "territories": other.settlement,
        "people": other.people["im"],
        "roles": RoleAssignment.objects.filter(municipality=other.municipality)[0],
    }
    for slug, row in rows.items():
        assert admin.get(reverse("registry-row", args=[slug, row.pk])).status_code == 404
    address = reverse("registry-row", args=["organisations", district.school.pk])
    page = admin.post(address, filled(admin, address, block=other.block.pk))
    assert "block" in page.context["form"].errors


def test_a_new_password_is_shown_once_and_works(district: District, admin: Client) -> None:
    person = district.people["im"]
    page = admin.post(reverse("registry-password", args=[person.pk]))
    made = page.context["password"]
    assert made in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    person.refresh_from_db()
    assert person.check_password(made)
    assert made not in str(changed())
    assert len(changed()) == 1


def test_the_account_of_who_also_works_elsewhere_is_left_alone(
    district: District, admin: Client
) -> None:
    other = build_district("zarechnoe")
    person = district.people["im"]
    RoleAssignment.objects.create(person=person, role="head", municipality=other.municipality)
    assert admin.post(reverse("registry-password", args=[person.pk])).status_code == 403
    given = {
        "absent": person.pk,
        "substitute": district.people["admin"].pk,
        "from_date": "2026-01-01",
        "until_date": "2030-01-01",
    }
    assert admin.post(reverse("registry-add", args=["substitutions"]), given).status_code == 403
    assert not Substitution.objects.exists()
    mine = district.people["pos"]
    assert (
        admin.post(
            reverse("registry-add", args=["substitutions"]), given | {"absent": mine.pk}
        ).status_code
        == 302
    )


def test_a_person_gets_a_role(district: District, admin: Client) -> None:
    stranger = district.people["stranger"]
    address = f"{reverse('registry-add', args=['roles'])}?person={stranger.pk}"
    given = filled(admin, address, role="block_lead", block=district.block.pk)
    assert given["person"] == str(stranger.pk)
    admin.post(address, given)
    role = RoleAssignment.objects.get(person=stranger)
    assert role.municipality == district.municipality
    page = admin.get(reverse("registry-row", args=["people", stranger.pk]))
    assert [line.row for line in page.context["related"][0].lines] == [role]


def test_the_registry_goes_out_and_comes_back_the_same(district: District, admin: Client) -> None:
    answer = admin.get(reverse("registry-download"))
    assert answer.headers["Content-Type"] == "application/zip"
    names = ZipFile(BytesIO(answer.content)).namelist()
    assert {"organisations.csv", "people.csv", "territories.csv"} <= set(names)
    zipped = SimpleUploadedFile("registry.zip", answer.content)
    page = admin.post(reverse("registry-files"), {"files": zipped})
    report = page.context["report"]
    assert not report.is_refused, report.refusals
    assert (report.total("new"), report.total("changed")) == (0, 0)


def test_files_that_are_no_registry_are_refused(district: District, admin: Client) -> None:
    address = reverse("registry-files")
    for name, content in UNREADABLE:
        page = admin.post(address, {"files": SimpleUploadedFile(name, content)}, follow=True)
        levels = [message.level_tag for message in page.context["messages"]]
        assert "error" in levels or page.context["report"].is_refused, name
    assert Topic.objects.filter(code="im-04-12").exists()
    curator = logged_in(district.people["curator"])
    zipped = SimpleUploadedFile("a.zip", b"")
    assert curator.post(address, {"files": zipped}).status_code == 403


def test_an_upload_reaches_no_other_municipality(district: District, admin: Client) -> None:
    other = build_district("zarechnoe")
    theirs = logged_in(other.people["admin"]).get(reverse("registry-download")).content
    text = ZipFile(BytesIO(theirs)).read("organisations.csv").decode()
    file = SimpleUploadedFile("organisations.csv", text.replace("Электросети", "Моё").encode())
    assert admin.post(reverse("registry-files"), {"files": file}).status_code == 403
    assert not Organisation.objects.filter(name="Моё").exists()


def test_nobody_edits_himself_into_another_place(district: District, admin: Client) -> None:
    other = build_district("zarechnoe")
    address = reverse("registry-add", args=["roles"])
    given = {"person": other.people["im"].pk, "role": "head"}
    assert "person" in admin.post(address, given).context["form"].errors
    assert Person.objects.get(pk=other.people["im"].pk).role_assignments.count() == 1
