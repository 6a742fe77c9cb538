"""The log: who may read it, what it hides, and whether it tells of a broken chain."""

import pytest
from django.urls import reverse

from otklik.cases import log
from otklik.cases.models import Event, PersonalDataLook
from otklik.cases.operations.log_registry_change import log_registry_change
from otklik.registry.models import Person, RoleAssignment
from tests.district import NOW, District, build_district
from tests.web.cases_at_hand import APPLICANT, logged_in, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    built = build_district()
    auditor = Person.objects.create(login="auditor", last_name="Ревизоров")
    RoleAssignment.objects.create(person=auditor, role="auditor", municipality=built.municipality)
    built.people["auditor"] = auditor
    return built


def test_it_works(district: District) -> None:
    case = make_case(district)
    page = logged_in(district.people["curator"]).get(reverse("log")).content.decode()
    assert case.number in page
    assert reverse("case-detail", args=[case.number]) in page


def test_only_who_may_view_the_log_sees_it(district: District) -> None:
    for name in ("log", "log-looks"):
        assert logged_in(district.people["im"]).get(reverse(name)).status_code == 403
        assert logged_in(district.people["auditor"]).get(reverse(name)).status_code == 200


def test_an_auditor_sees_no_words_that_may_name_the_applicant(district: District) -> None:
    case = make_case(district)
    data = {
        "before": {"applicant_name": "", "text": ""},
        "after": {"applicant_name": APPLICANT, "text": f"пишет {APPLICANT}"},
        "remark": f"звонить {APPLICANT}",
    }
    log.append(
        district.municipality,
        [log.Entry("case.updated", case.pk, NOW, data)],
        person=None,
        recorded_at=NOW,
    )
    assert APPLICANT in logged_in(district.people["curator"]).get(reverse("log")).content.decode()
    page = logged_in(district.people["auditor"]).get(reverse("log")).content.decode()
    assert APPLICANT not in page
    assert reverse("case-detail", args=[case.number]) not in page


def test_events_are_found_by_person_kind_case_and_day(district: District) -> None:
    curator = district.people["curator"]
    case = make_case(district)
    log_registry_change(
        municipality=district.municipality,
        person=curator,
        at=NOW,
        what="topics/im-04-12",
        before={"name": "Снег"},
        after={"name": "Снег и лёд"},
    )
    client = logged_in(curator)

    def found(**asked: object) -> int:
        return len(client.get(reverse("log"), asked).context["rows"])

    assert found(name="registry.changed") == 1
    assert found(number=case.number) == 2
    assert found(number="нет такого") == 0
    assert found(person=curator.pk, name="registry.changed") == 1
    assert found(since="2026-10-12", until="2026-10-12") == 3
    assert found(until="2026-10-11") == 0
    assert found(since="завтра", name="ничего") == 3
    assert found(since="0001-01-01", until="9999-12-31") == 3


def test_pages_go_on_and_come_back(district: District) -> None:
    entries = [log.Entry("case.write_note", None, NOW, {"text": str(n)}) for n in range(120)]
    log.append(district.municipality, entries, person=None, recorded_at=NOW)
    client = logged_in(district.people["curator"])
    first = client.get(reverse("log")).context["page"]
    second = client.get(reverse("log"), {"after": first.next_cursor}).context["page"]
    back = client.get(reverse("log"), {"before": second.previous_cursor}).context["page"]
    assert [e.seq for e in first.rows] == list(range(120, 70, -1))
    assert [e.seq for e in second.rows] == list(range(70, 20, -1))
    assert [e.seq for e in back.rows] == [e.seq for e in first.rows]
    assert not first.previous_cursor and not back.previous_cursor


def test_looks_at_personal_data_are_listed(district: District) -> None:
    case = make_case(district)
    PersonalDataLook.objects.create(
        person=district.people["im"],
        municipality=district.municipality,
        case_id=case.pk,
        at=NOW,
        page="card",
    )
    page = logged_in(district.people["curator"]).get(reverse("log-looks")).content.decode()
    assert case.number in page
    assert district.people["im"].short_name in page


def test_a_changed_entry_is_told(district: District) -> None:
    make_case(district)
    client = logged_in(district.people["curator"])
    whole = client.post(reverse("log-verify"), follow=True)
    Event.objects.filter(seq=1).update(data='{"channel":"im"}')
    broken = client.post(reverse("log-verify"), follow=True)
    assert [m.level_tag for m in whole.context["messages"]] == ["success"]
    assert [m.level_tag for m in broken.context["messages"]] == ["error"]


def test_the_log_of_another_municipality_is_not_shown(district: District) -> None:
    other = build_district("zarechnoe")
    make_case(other, "2026-00777")
    page = logged_in(district.people["curator"]).get(reverse("log")).content.decode()
    assert "2026-00777" not in page
