"""The page of cases: filters in the address, saved views, assigning many at once."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Case, SavedView
from otklik.web.desk.inbox import address
from tests.district import NOW, District, build_district
from tests.factories import make_case


@pytest.fixture
def district(db: None) -> District:
    return build_district()


@pytest.fixture
def curator(client: Client, district: District) -> Client:
    client.force_login(district.people["curator"])
    return client


def shown(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{reverse('inbox')}?{query}")
    return [row.number for row in answer.context["page"].rows]


def told(answer: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_it_works(curator: Client, district: District) -> None:
    case = make_case(district, text="Яма у школы", due_at=timezone.now() + timedelta(days=3))
    page = curator.get(reverse("inbox")).content.decode()
    assert case.number in page
    assert "Яма у школы" in page
    assert f"{reverse('inbox')}{case.number}/" in page


@pytest.mark.parametrize(
    "query",
    [
        "channel=pos",
        "state=open",
        "state=closed&state=answered",
        "kind=appeal",
        "recipient=none",
        "due=overdue",
        "rating=1&rating=2",
        "repeat=1",
        "control=1",
        "flag=any",
        "flag=waits",
        "flag=suicide",
        "returned=1",
        "executor=me",
        "from=2026-01-02&to=2026-03-04",
        "promised_to=2026-10-20",
        "order=due",
        "q=%D1%8F%D0%BC%D0%B0",
        "block=3&recipient=4&group=5&topic=6",
    ],
)
def test_an_address_survives_reading_and_writing(district: District, query: str) -> None:
    reader = address.Reader(district.people["curator"], district.municipality, NOW)
    written = address.write(reader.read(QueryDict(query)), district.municipality)
    assert sorted(written.split("&")) == sorted(query.split("&"))


@pytest.mark.parametrize(
    "query",
    [
        "channel=telepathy&state=lost&due=never&kind=x&rating=9&rating=abc&from=yesterday",
        "recipient=-1&topic=1e9&place=999999999999999999999&after=zzz&before=-",
        "from=0001-01-01&to=9999-12-31&promised_to=9999-12-31&after=99999999999999999999-1",
        "q=%20&order=up&state=open&state=closed&after=--5-3",
    ],
)
def test_a_senseless_address_opens_the_page_all_the_same(curator: Client, query: str) -> None:
    assert curator.get(f"{reverse('inbox')}?{query}").status_code == 200


def test_a_council_means_all_its_settlements(curator: Client, district: District) -> None:
    case = make_case(district)
    make_case(district, settlement=None)
    council = district.settlement.parent
    assert council is not None
    assert shown(curator, f"place={council.pk}") == [case.number]
    assert shown(curator, f"place={district.street.pk}") == []


def test_every_filter_in_force_is_a_chip_that_takes_it_off(
    curator: Client, district: District
) -> None:
    make_case(district)
    query = f"state=open&channel=im&recipient={district.council.pk}&q=снег"
    chips = curator.get(f"{reverse('inbox')}?{query}").context["chips"]
    assert len(chips) == 4
    assert str(district.council) in [chip.label for chip in chips]
    assert all(chip.url.count("=") == 3 for chip in chips)


def test_the_next_page_continues_and_keeps_the_filters(curator: Client, district: District) -> None:
    for _number in range(55):
        make_case(district)
    answer = curator.get(f"{reverse('inbox')}?channel=im")
    page = answer.context["page"]
    assert len(page.rows) == 50
    assert f"?channel=im&amp;after={page.next_cursor}" in answer.content.decode()
    assert len(shown(curator, f"channel=im&after={page.next_cursor}")) == 5


def test_nothing_found_and_nothing_there_are_told_apart(
    curator: Client, district: District
) -> None:
    empty = curator.get(reverse("inbox")).content.decode()
    nothing = curator.get(f"{reverse('inbox')}?channel=pos").content.decode()
    assert "desk-empty" in empty
    assert "desk-empty" in nothing
    assert empty.count("btn-primary") < nothing.count("btn-primary")


def test_the_filters_are_a_page_and_a_part_for_htmx(curator: Client, district: District) -> None:
    path = f"{reverse('inbox-filters')}?channel=pos"
    assert "<html" in curator.get(path).content.decode()
    part = curator.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'value="pos" checked' in part
    assert district.snow.name in part


def test_the_head_sees_no_names_and_no_boxes(client: Client, district: District) -> None:
    make_case(district, applicant_name="Полева Анна")
    client.force_login(district.people["head"])
    page = client.get(reverse("inbox")).content.decode()
    assert "Полева" not in page
    assert "data-tick" not in page


def test_the_time_left_is_in_the_unit_of_the_clock(curator: Client, district: District) -> None:
    soon = timezone.now() + timedelta(days=20)
    make_case(district, due_at=soon, clock="first_reply", unit="working_hours")
    make_case(district, due_at=soon, unit="calendar_days")
    page = curator.get(reverse("inbox")).content.decode()
    assert page.count("desk-due-calm") == 2


class TestSavedViews:
    """Views a person keeps."""

    def test_it_works(self, curator: Client, district: District) -> None:
        curator.post(reverse("view-save"), {"name": "Мои ямы", "query": "q=яма&after=5-5&x=1"})
        view = SavedView.objects.get(name="Мои ямы", person=district.people["curator"])
        assert QueryDict(view.query).dict() == {"q": "яма"}
        assert "Мои ямы" in curator.get(reverse("inbox")).content.decode()
        curator.post(reverse("view-delete", args=[view.pk]))
        assert not SavedView.objects.exists()

    def test_a_name_and_filters_are_needed(self, curator: Client) -> None:
        curator.post(reverse("view-save"), {"name": " ", "query": "q=яма"})
        curator.post(reverse("view-save"), {"name": "Всё", "query": ""})
        assert not SavedView.objects.exists()

    def test_nobody_removes_the_view_of_another(self, curator: Client, district: District) -> None:
        view = SavedView.objects.create(
            person=district.people["im"], municipality=district.municipality, name="x", query="q=1"
        )
        assert curator.post(reverse("view-delete", args=[view.pk])).status_code == 404


class TestAssigningMany:
    """The boxes and the bar below the list."""

    def test_it_works(self, curator: Client, district: District) -> None:
        cases = [make_case(district, state="registered", recipient=None) for _n in range(3)]
        answer = curator.post(
            reverse("inbox-assign"),
            {
                "case": [case.number for case in cases[:2]],
                "recipient": district.school.pk,
                "executor": district.people["teacher"].pk,
                "back": f"{reverse('inbox')}?state=registered",
            },
        )
        assert answer["Location"] == f"{reverse('inbox')}?state=registered"
        done = Case.objects.filter(recipient=district.school, state="assigned")
        assert set(done.values_list("number", flat=True)) == {c.number for c in cases[:2]}
        assert set(done.values_list("executor", flat=True)) == {district.people["teacher"].pk}

    def test_what_failed_is_told_with_the_reason(self, curator: Client, district: District) -> None:
        good = make_case(district, state="registered")
        closed = make_case(district, state="closed")
        answer = curator.post(
            reverse("inbox-assign"),
            {"case": [good.number, closed.number, "nothing"], "recipient": district.school.pk},
        )
        words = told(answer)
        assert closed.number in words
        assert "nothing" in words
        assert good.number not in words
        good.refresh_from_db()
        assert good.recipient == district.school

    @pytest.mark.parametrize("missing", ["case", "recipient"])
    def test_nothing_happens_without_cases_or_a_recipient(
        self, curator: Client, district: District, missing: str
    ) -> None:
        case = make_case(district, state="registered")
        data = {"case": case.number, "recipient": str(district.school.pk)}
        del data[missing]
        assert told(curator.post(reverse("inbox-assign"), data))
        case.refresh_from_db()
        assert case.state == "registered"

    def test_one_assigns_only_within_the_own_scope(
        self, client: Client, district: District
    ) -> None:
        own = make_case(district, state="registered", channel="im")
        foreign = make_case(district, state="registered", channel="pos")
        client.force_login(district.people["im"])
        client.post(
            reverse("inbox-assign"),
            {"case": [own.number, foreign.number], "recipient": district.school.pk},
        )
        states = dict(Case.objects.values_list("number", "state"))
        assert states == {own.number: "assigned", foreign.number: "registered"}

    def test_an_executor_may_not_assign(self, client: Client, district: District) -> None:
        client.force_login(district.people["executor"])
        assert client.post(reverse("inbox-assign")).status_code == 403

    def test_the_way_back_never_leaves_the_site(self, curator: Client, district: District) -> None:
        for back in ("https://evil.example/", "//evil.example", "javascript:1"):
            answer = curator.post(reverse("inbox-assign"), {"back": back})
            assert answer["Location"] == reverse("inbox")

    def test_people_of_the_recipient_are_offered(self, curator: Client, district: District) -> None:
        path = f"{reverse('inbox-executors')}?recipient={district.school.pk}"
        page = curator.get(path).content.decode()
        assert f'value="{district.people["teacher"].pk}"' in page
        assert f'value="{district.people["executor"].pk}"' not in page
