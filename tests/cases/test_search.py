"""Search: word forms, Khakass letters, numbers, and what one may not search by."""

from importlib import import_module

import pytest
from django.db import connection

from otklik.cases.models import Case
from otklik.cases.queries import lists, search
from otklik.cases.queries.filters import Filters
from otklik.core.text import search_tokens
from tests.district import NOW, District, build_district
from tests.factories import make_case


def found(district: District, words: str, who: str = "curator") -> list[str]:
    page = lists.find_page(
        Filters(words=words),
        grants=district.grants(who),
        municipality=district.municipality,
        at=NOW,
    )
    return [row.number for row in page.rows]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("На дорогах ямы", "дорога"),
        ("Яма на дороге", "ямы дороги"),
        ("Чёрный снег", "черный"),
        ("Аал Чоохчыл, орам Пӱӱр", "пуур"),
        ("Аал Чоохчыл, орам Пӱӱр", "Пӱӱр"),
        ("Автобус № 104 не пришёл", "104 автобус"),
    ],
)
def test_words_are_found_in_any_form(district: District, text: str, words: str) -> None:
    fitting = make_case(district, text=text)
    make_case(district, text="Совсем о другом")
    assert found(district, words) == [fitting.number]


def test_all_the_words_must_be_met(district: District) -> None:
    make_case(district, text="Яма на мосту")
    assert found(district, "яма школа") == []


@pytest.mark.parametrize("words", ["2026-77777", "2026-777", "ИМ-555", "№ 2026-77777"])
def test_numbers_are_found_whole_and_by_their_beginning(district: District, words: str) -> None:
    fitting = make_case(district, number="2026-77777", external_id="ИМ-55512")
    make_case(district)
    assert found(district, words) == [fitting.number]


@pytest.mark.parametrize("words", ["", "   ", "—", '"', "AND", "снег OR *", "a:b", "'; drop", "%_"])
def test_any_signs_may_be_searched_for(district: District, words: str) -> None:
    make_case(district)
    found(district, words)


@pytest.mark.parametrize(("who", "sees"), [("curator", True), ("im", False), ("head", False)])
def test_only_who_sees_all_names_finds_by_a_name(district: District, who: str, sees: bool) -> None:
    case = make_case(district, applicant_name="Полевая Анна")
    assert found(district, "Полевой", who) == ([case.number] if sees else [])


def test_another_municipality_is_not_searched(district: District) -> None:
    make_case(build_district("another"), text="Яма")
    assert found(district, "яма") == []


def test_the_index_follows_changes_and_removals(district: District) -> None:
    case = make_case(district, text="Яма")
    other = make_case(district, text="Яма")
    Case.objects.filter(pk=case.pk).update(search_text=search_tokens("Мост"))
    assert found(district, "яма") == [other.number]
    assert found(district, "мост") == [case.number]
    case.delete()
    assert found(district, "мост") == []


def test_too_much_to_be_sorted_comes_by_the_order_of_registration(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SORTABLE", 5)
    monkeypatch.setattr(search, "CHUNK", 3)
    made = [make_case(district, channel="im" if n % 3 else "pos").number for n in range(20)]
    chosen = Filters(words="снег", channels=("im",))
    seen: list[str] = []
    cursor = ""
    pages = []
    while True:
        page = lists.find_page(
            chosen,
            grants=district.grants("curator"),
            municipality=district.municipality,
            at=NOW,
            size=4,
            after=cursor,
        )
        pages.append([row.number for row in page.rows])
        seen += pages[-1]
        if not page.next_cursor:
            break
        cursor = page.next_cursor
    assert seen == [number for n, number in enumerate(made) if n % 3][::-1]
    back = lists.find_page(
        chosen,
        grants=district.grants("curator"),
        municipality=district.municipality,
        at=NOW,
        size=4,
        before=page.previous_cursor,
    )
    assert [row.number for row in back.rows] == pages[-2]


@pytest.mark.django_db
def test_the_triggers_of_the_index_are_there() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its indexes in step itself")
    with connection.cursor() as database:
        database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {row[0] for row in database.fetchall()}
    assert {f"cases_search_{event}" for event in ("insert", "update", "delete")} <= names


def test_the_stored_vector_can_be_taken_away_and_given_back(district: District) -> None:
    migration = import_module("otklik.cases.migrations.0005_search_vector")
    if connection.vendor != "postgresql":
        # Nothing of it is for SQLite: the tests above search in its own table.
        migration.keep_vectors(None, connection.SchemaEditorClass(connection, atomic=False))
        return
    with connection.schema_editor() as editor:
        migration.forget_vectors(None, editor)
        assert not _search_indexes() & {"case_search_vector"}
        migration.keep_vectors(None, editor)
    assert _search_indexes() == {"case_search_vector"}
    fitting = make_case(district, text="Яма на мосту", applicant_name="Ильина Вера")
    assert found(district, "ямы") == [fitting.number]
    assert found(district, "Ильиной", "im") == []


def _search_indexes() -> set[str]:
    with connection.cursor() as database:
        database.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'case_search%'")
        return {row[0] for row in database.fetchall()}
