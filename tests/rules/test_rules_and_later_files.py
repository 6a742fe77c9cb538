"""A later file moves a case elsewhere: the executor a rule named does not stay behind."""

from datetime import timedelta
from pathlib import Path

from otklik.cases.models import Event, ImportBatch
from otklik.intake.operations.undo_batch import undo_batch
from otklik.registry.models import RoutingRule
from tests.cases.test_later_files import bring
from tests.cases.test_take_in import incident
from tests.district import NOW, District
from tests.rules.test_mechanisms import mechanism


def test_who_the_rule_named_does_not_keep_a_case_of_another_body(
    district: District, tmp_path: Path
) -> None:
    mechanism(district)
    RoutingRule.objects.create(
        municipality=district.municipality,
        code="dogs",
        name="Собаки",
        topics=district.dogs.code,
        recipient=district.school,
    )
    case = bring(district, tmp_path, incident(1), days=0)
    assert (case.recipient, case.executor) == (district.council, district.people["executor"])
    other = {"Группа тем": "Безопасность и правопорядок", "Тема": district.dogs.name}
    case = bring(district, tmp_path, incident(1, **other), days=1)
    assert (case.recipient, case.executor) == (district.school, None)


def test_a_case_that_moves_to_a_mechanism_gets_its_executor(
    district: District, tmp_path: Path
) -> None:
    mechanism(
        district,
        topics=district.dogs.code,
        recipient=district.school,
        executor=district.people["teacher"],
    )
    case = bring(district, tmp_path, incident(1), days=0)
    assert (case.recipient, case.executor) == (district.council, None)
    other = {"Группа тем": "Безопасность и правопорядок", "Тема": district.dogs.name}
    case = bring(district, tmp_path, incident(1, **other), days=1)
    assert (case.recipient, case.executor) == (district.school, district.people["teacher"])


def test_the_log_says_to_whom_the_rule_sent_the_case(district: District, tmp_path: Path) -> None:
    mechanism(district)
    case = bring(district, tmp_path, incident(1), days=0)
    told = Event.objects.filter(case_id=case.pk, name="case.sorted").get()
    params = told.details["decisions"]["recipient"]["reasons"][0]["params"]
    assert params["executor"] == district.people["executor"].full_name


def test_undoing_the_later_file_gives_the_case_back_to_its_executor(
    district: District, tmp_path: Path
) -> None:
    mechanism(district)
    bring(district, tmp_path, incident(1), days=0)
    other = {"Группа тем": "Безопасность и правопорядок", "Тема": district.dogs.name}
    RoutingRule.objects.create(
        municipality=district.municipality,
        code="dogs",
        name="Собаки",
        topics=district.dogs.code,
        recipient=district.school,
    )
    case = bring(district, tmp_path, incident(1, **other), days=1)
    assert case.executor is None
    last = ImportBatch.objects.order_by("pk").last()
    assert last is not None
    undo_batch(batch=last, grants=district.grants("curator"), at=NOW + timedelta(days=2))
    case.refresh_from_db()
    assert (case.recipient, case.executor) == (district.council, district.people["executor"])
