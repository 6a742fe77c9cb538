"""Making and storing many rows at once gives what the models themselves would."""

from pathlib import Path

from django.db import connection

from otklik.cases import log
from otklik.cases.models import Case, Clock, Event, bulk
from tests.cases.test_take_in import counts, incident, take
from tests.channels.files import write_im_file
from tests.district import NOW, District


def test_a_made_object_is_as_the_model_makes_it() -> None:
    made = bulk.made(Clock, case_id=3, kind="final_reply", started_at=NOW)
    usual = Clock(case_id=3, kind="final_reply", started_at=NOW)
    names = [field.attname for field in Clock._meta.concrete_fields]
    assert [getattr(made, name) for name in names] == [getattr(usual, name) for name in names]
    assert made._state.adding
    first, second = bulk.made(Case), bulk.made(Case)
    assert first.decisions == Case().decisions
    assert first.decisions is not second.decisions


def test_rows_beyond_whole_statements_are_stored_too(district: District, tmp_path: Path) -> None:
    many = bulk.ROWS_AT_ONCE * 2 + 1
    path = write_im_file(tmp_path / "a.xlsx", [incident(number) for number in range(many)])
    assert counts(take(district, path)) == (many, 0, 0, 0)
    cases = list(Case.objects.order_by("pk"))
    assert [case.external_id for case in cases] == [str(number) for number in range(many)]
    assert [case.number for case in cases] == [f"2026-{place:05}" for place in range(1, many + 1)]
    assert Event.objects.filter(case_id=cases[-1].pk, name="case.received").exists()
    assert list(log.flaws(district.municipality)) == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Raises when the index and the cases disagree.
            cursor.execute(
                "INSERT INTO cases_search (cases_search, rank) VALUES ('integrity-check', 1)"
            )
