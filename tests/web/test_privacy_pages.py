"""The pages of personal data: terms, acts, leaks."""

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Event
from otklik.privacy.models import Leak, RetentionAct, RetentionRule
from tests.district import District, build_district
from tests.privacy.test_acts import old_case, rule_of
from tests.web.cases_at_hand import APPLICANT, logged_in, make_case


@pytest.fixture
def district(db: None) -> District:
    return build_district()


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_from_a_term_to_a_signed_act(district: District) -> None:
    old_case(district)
    drawer, curator = (logged_in(district.people[login]) for login in ("pos", "curator"))
    drawer.post(
        reverse("privacy-rule-new"),
        {"name": "Обращения граждан", "years": 5, "action": "anonymise", "ground": "ст. 154"},
    )
    rule = RetentionRule.objects.get()
    drawer.post(reverse("privacy-draw", args=[rule.pk]))
    act = RetentionAct.objects.get()
    address = reverse("privacy-act", args=[act.pk])
    assert 'value="approve"' not in page(drawer, address)
    assert 'value="approve"' in page(curator, address)
    curator.post(reverse("privacy-decide", args=[act.pk]), {"deed": "approve"})
    act.refresh_from_db()
    assert act.state == "approved"
    document = curator.get(reverse("privacy-document", args=[act.pk]))
    words = "\n".join(part.text for part in docx.Document(BytesIO(document.content)).paragraphs)
    assert "ст. 154" in words
    assert APPLICANT not in words


def test_an_act_of_another_municipality_is_not_there(district: District) -> None:
    abroad = build_district("stepnoe")
    old_case(abroad)
    logged_in(abroad.people["pos"]).post(reverse("privacy-draw", args=[rule_of(abroad).pk]))
    key = RetentionAct.objects.get().pk
    curator = logged_in(district.people["curator"])
    for name in ("privacy-act", "privacy-document"):
        assert curator.get(reverse(name, args=[key])).status_code == 404
    assert curator.post(reverse("privacy-decide", args=[key])).status_code == 404


def test_a_leak_has_its_two_terms_and_is_logged_without_its_words(district: District) -> None:
    curator = logged_in(district.people["curator"])
    form = {"found_at": "2026-10-12T10:00", "happened": "Пароль Ивановой узнали посторонние"}
    curator.post(reverse("privacy-leak-new"), form)
    leak = Leak.objects.get()
    assert leak.first_due_at - leak.found_at == timedelta(hours=24)
    shown = page(curator, reverse("privacy-leak", args=[leak.pk]))
    assert "13.10.2026 10:00" in shown
    assert "15.10.2026 10:00" in shown
    curator.post(
        reverse("privacy-leak", args=[leak.pk]), form | {"told_first_at": "2026-10-12T15:30"}
    )
    leak.refresh_from_db()
    assert leak.told_first_at is not None
    data = " ".join(Event.objects.filter(name__startswith="leak.").values_list("data", flat=True))
    assert "told_first_at" in data
    assert "Пароль" not in data


def test_it_is_told_whose_data_an_account_has_shown(district: District) -> None:
    case = make_case(district)
    thief = logged_in(district.people["pos"])
    thief.get(f"/cases/{case.number}/")
    curator = logged_in(district.people["curator"])
    curator.post(reverse("privacy-leak-new"), {"found_at": "2026-10-12T10:00", "happened": "x"})
    key = Leak.objects.get().pk
    asked = {"person": district.people["pos"].pk, "since": "2020-01-01", "until": "2099-01-01"}
    response = curator.get(reverse("privacy-leak", args=[key]), asked)
    extent = response.context["extent"]
    assert (extent.looks, extent.cases, extent.names, extent.phones) == (1, 1, 1, 1)
    assert extent.emails == 0


@pytest.mark.parametrize("login", ["executor", "lead", "im", "auditor", "observer"])
def test_others_do_not_come_here(district: District, login: str) -> None:
    client = logged_in(district.people[login])
    for name in ("privacy", "privacy-leak-new", "privacy-rule-new"):
        assert client.get(reverse(name)).status_code == 403


def test_the_log_says_it_in_words(district: District) -> None:
    old_case(district)
    logged_in(district.people["pos"]).post(reverse("privacy-draw", args=[rule_of(district).pk]))
    shown = page(logged_in(district.people["curator"]), "/log/")
    assert "Составлен акт" in shown
