"""A file comes again after people have worked: what it may still say, and what not."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from otklik.analytics.month import month_figures
from otklik.analytics.periods import Month
from otklik.cases.models import Case, ImportBatch, QuarantinedRow
from otklik.cases.operations.approve_answer import approve_answer
from otklik.cases.operations.assign import assign
from otklik.cases.operations.classify import classify
from otklik.cases.operations.defer import AppealNotDeferrable, defer
from otklik.cases.operations.draft_answer import draft_answer
from otklik.cases.operations.reopen import reopen
from otklik.cases.operations.resume import resume
from otklik.cases.operations.send_answer import send_answer
from otklik.cases.operations.submit_answer import submit_answer
from otklik.cases.operations.transfer import transfer
from otklik.cases.operations.write_note import write_note
from otklik.cases.queries.board import find_board
from otklik.intake.operations.mend_row import StillRefused, mend_row
from otklik.intake.operations.undo_batch import undo_batch
from otklik.registry.models import Regulation
from otklik.registry.models.regulations import RegulationTerm
from tests.cases.test_take_in import answered, counts, incident, take
from tests.channels.files import Value, write_im_file, write_pos_file
from tests.district import NOW, ZONE, District

DAY = timedelta(days=1)
Row = dict[str, Value]


def message(**cells: Value) -> Row:
    row: Row = {
        "Номер": 327_000_001,
        "Категория": "Дороги",
        "Дата поступления": "05.10.2026",
        "Стадия": "Исполнение",
        "Статус": "Назначен исполнитель",
        "ФЗ": "Обычное сообщение",
    }
    return row | cells


def deferred(until: str, **cells: Value) -> Row:
    stands = {"Стадия": "Отложено", "Статус": "Решение отложено"}
    return message(**stands, **{"Дата планируемого завершения работ": until}, **cells)


def bring(district: District, folder: Path, row: Row, *, days: int) -> Case:
    """Take in a file with the one row ``days`` after ``NOW`` and return its case."""
    channel = "im" if "Номер инцидента" in row else "pos"
    write = write_im_file if channel == "im" else write_pos_file
    take(district, write(folder / f"{channel}-{days}.xlsx", [row]), channel=channel, days=days)
    return Case.objects.get(external_id=str(row.get("Номер инцидента") or row["Номер"]))


def overdue(district: District, days: int) -> int:
    found = find_board(
        grants=district.grants("curator"), municipality=district.municipality, at=NOW + days * DAY
    )
    return found.total.overdue


def test_a_case_opened_again_stays_open_until_the_file_says_something_new(
    district: District, tmp_path: Path
) -> None:
    curator = district.grants("curator")
    case = bring(district, tmp_path, answered(1), days=0)
    assert case.state == "closed"
    reopen(case=case, grants=curator, at=NOW + DAY, reason="Не убрали")
    case = bring(district, tmp_path, answered(1) | {"Теги": "снег"}, days=2)
    assert (case.state, case.answered_at) == ("assigned", None)
    assert case.clocks.get(kind="first_reply", started_at=NOW + DAY).is_running
    again = incident(1, **{"Текущий шаг инцидента": "В работе"})
    assert bring(district, tmp_path, again, days=3).state == "assigned"
    assert bring(district, tmp_path, answered(1), days=4).state == "closed"


def test_a_case_taken_back_into_work_is_not_put_off_again(
    district: District, tmp_path: Path
) -> None:
    curator = district.grants("curator")
    case = bring(district, tmp_path, deferred("20.11.2026"), days=0)
    assert (case.state, case.promised_date) == ("deferred", date(2026, 11, 20))
    resume(case=case, grants=curator, at=NOW + DAY, is_done=True, proof="акт")
    case = bring(district, tmp_path, deferred("20.11.2026", Подкатегория="Ямы"), days=2)
    assert case.state == "in_progress"
    assert case.clocks.filter(kind="promised").count() == 1


def test_a_moved_promise_moves_its_term(district: District, tmp_path: Path) -> None:
    bring(district, tmp_path, deferred("20.10.2026"), days=0)
    case = bring(district, tmp_path, deferred("20.12.2026"), days=1)
    promise = case.clocks.get(kind="promised")
    assert case.promised_date == promise.due_at.astimezone(ZONE).date() == date(2026, 12, 20)
    assert promise.original_due_at.astimezone(ZONE).date() == date(2026, 10, 20)
    assert overdue(district, 20) == 0


def test_what_a_person_confirmed_is_his(district: District, tmp_path: Path) -> None:
    curator = district.grants("curator")
    case = bring(district, tmp_path, incident(1), days=0)
    assert (case.recipient, case.topic) == (district.council, district.snow)
    executor = district.people["executor"]
    assign(case=case, grants=curator, at=NOW, recipient=district.council, executor=executor)
    classify(case=case, grants=curator, at=NOW, topic=district.snow)
    other = {"Группа тем": "Безопасность и правопорядок", "Тема": district.dogs.name}
    case = bring(district, tmp_path, incident(1, **other), days=1)
    assert (case.recipient, case.executor, case.topic) == (
        district.council,
        executor,
        district.snow,
    )


def test_an_ended_case_gets_no_new_term(district: District, tmp_path: Path) -> None:
    curator = district.grants("curator")
    case = bring(district, tmp_path, incident(1), days=0)
    draft_answer(case=case, grants=curator, at=NOW, text="Почистили.")
    for deed in (submit_answer, approve_answer, send_answer):
        deed(case=case, grants=curator, at=NOW)
    late = {
        "Общее время первого ответа": f"{NOW + DAY:%Y-%m-%d %H:%M:%S}",
        "1ый ответ ПИ": "'Разбираемся.",
    }
    case = bring(district, tmp_path, incident(1, **late), days=2)
    assert case.next_due_at is None
    assert overdue(district, 40) == 0


def test_a_routed_appeal_is_not_overdue_for_its_transfer(
    district: District, tmp_path: Path
) -> None:
    body = {"Организация, в которой находится сообщение": district.council.name}
    case = bring(district, tmp_path, message(ФЗ="59-ФЗ", **body), days=0)
    assert case.state == "assigned"
    assert not case.clocks.get(kind="transfer").is_running
    assert case.next_clock == "final_reply"
    unsorted = bring(district, tmp_path, message(Номер=5, ФЗ="59-ФЗ"), days=1)
    assert unsorted.state == "registered"
    assert unsorted.next_clock == "transfer"


def test_a_missing_column_takes_nothing_away(district: District, tmp_path: Path) -> None:
    first = message(**{"ФЗ": "59-ФЗ", "Фаст-трек": "Нет"})
    bring(district, tmp_path, first, days=0)
    later = message(Статус="В работе")
    del later["ФЗ"]
    case = bring(district, tmp_path, later, days=1)
    assert case.kind == "appeal"
    im = bring(district, tmp_path, incident(1), days=2)
    im = bring(district, tmp_path, incident(1, **{"Текст инцидента": "", "Теги": "а"}), days=3)
    assert "снег" in im.text.lower()
    assert "снег" in im.search_text


def test_a_message_that_becomes_an_appeal_runs_by_the_law(
    district: District, tmp_path: Path
) -> None:
    case = bring(district, tmp_path, message(), days=0)
    assert case.regulation is not None and case.regulation.code == "pos"
    case = bring(district, tmp_path, message(ФЗ="59-ФЗ"), days=1)
    assert case.regulation is not None and case.regulation.code == "fz59"
    assert case.questions.count() == 1
    running = {clock.kind for clock in case.clocks.all() if clock.is_running}
    assert "final_reply" in running
    assert case.clocks.filter(kind="final_reply", cancelled_at__isnull=False).exists()
    batch = ImportBatch.objects.order_by("pk").last()
    assert batch is not None
    undo_batch(batch=batch, grants=district.grants("curator"), at=NOW + 2 * DAY)
    case.refresh_from_db()
    assert (case.kind, case.regulation.code, case.questions.count()) == ("message", "pos", 0)
    assert case.clocks.get(kind="final_reply").is_running


def test_put_off_without_a_day_a_case_keeps_its_terms(district: District, tmp_path: Path) -> None:
    case = bring(
        district,
        tmp_path,
        incident(1, **{"Текущий шаг инцидента": "Готово", "Итог": "Отложено"}),
        days=0,
    )
    assert case.state == "deferred"
    assert case.next_due_at is not None


def test_a_missed_term_stays_missed_when_the_solution_is_put_off(
    district: District, tmp_path: Path
) -> None:
    case = bring(district, tmp_path, message(), days=0)
    due = case.clocks.get(kind="final_reply").due_at
    curator = district.grants("curator")
    assign(case=case, grants=curator, at=NOW, recipient=district.council)
    late = due + 10 * DAY
    defer(case=case, grants=curator, at=late, promised_date=(late + 30 * DAY).date(), reason="План")
    month = Month(due.astimezone(ZONE).year, due.astimezone(ZONE).month)
    figures = month_figures(district.municipality, month, late + DAY)
    assert (figures.punctuality.kept, figures.punctuality.broken) == (0, 1)
    RegulationTerm.objects.filter(regulation__code="pos").update(starts_at="registered;resumed")
    case = resume(case=case, grants=curator, at=late + 40 * DAY, is_done=True, proof="акт")
    assert case.next_clock == "final_reply"


def test_an_appeal_is_not_put_off(district: District, tmp_path: Path) -> None:
    curator = district.grants("curator")
    case = bring(district, tmp_path, message(ФЗ="59-ФЗ"), days=0)
    assign(case=case, grants=curator, at=NOW, recipient=district.council)
    with pytest.raises(AppealNotDeferrable):
        defer(case=case, grants=curator, at=NOW, promised_date=date(2027, 1, 9), reason="План")


def test_a_case_transferred_and_opened_again_waits_for_a_recipient(
    district: District, tmp_path: Path
) -> None:
    curator = district.grants("curator")
    case = bring(district, tmp_path, incident(1), days=0)
    transfer(case=case, grants=curator, at=NOW, organisation=district.network, reason="Свет")
    case = reopen(case=case, grants=curator, at=NOW + DAY, reason="Вернули")
    assert (case.state, case.recipient, case.resolution) == ("registered", None, "")
    case = bring(district, tmp_path, answered(1), days=2)
    assert case.resolution == "solved"


def test_a_mended_row_undone_leaves_the_case_as_it_was(district: District, tmp_path: Path) -> None:
    bring(district, tmp_path, incident(1), days=0)
    before = Case.objects.values().get()
    rows = [
        incident(1, **{"Текст инцидента": "Второй"}),
        incident(1, **{"Текст инцидента": "Третий"}),
    ]
    batch = take(district, write_im_file(tmp_path / "twice.xlsx", rows), days=1)
    assert counts(batch) == (0, 1, 0, 1)
    row = QuarantinedRow.objects.get()
    mend_row(row=row, payload=row.payload, grants=district.grants("im"), at=NOW + DAY)
    assert Case.objects.get().text == "Третий"
    undone = undo_batch(batch=batch, grants=district.grants("curator"), at=NOW + 2 * DAY)
    assert (undone.removed, undone.restored, undone.kept) == (0, 1, 0)
    assert Case.objects.values().get() == before


def test_an_undone_file_does_not_hold_those_before_it(district: District, tmp_path: Path) -> None:
    curator = district.grants("curator")
    first = take(district, write_im_file(tmp_path / "1.xlsx", [incident(1), incident(2)]))
    changed = incident(1, Теги="а")
    second = take(district, write_im_file(tmp_path / "2.xlsx", [changed]), days=1)
    case = Case.objects.get(external_id="1")
    write_note(case=case, grants=curator, at=NOW + 2 * DAY, text="Звонила")
    assert undo_batch(batch=second, grants=curator, at=NOW + 3 * DAY).kept == 1
    undone = undo_batch(batch=first, grants=curator, at=NOW + 4 * DAY)
    assert (undone.removed, undone.kept) == (1, 1)


def test_an_old_row_mended_late_does_not_overwrite_the_newer_one(
    district: District, tmp_path: Path
) -> None:
    refused = incident(1, **{"Дата создания": "когда-то"})
    take(district, write_im_file(tmp_path / "1.xlsx", [refused]))
    bring(district, tmp_path, incident(1, **{"Текст инцидента": "Новее"}), days=1)
    row = QuarantinedRow.objects.get()
    payload = dict(row.payload) | {"Дата создания": "2026-10-09 09:00:00"}
    with pytest.raises(StillRefused):
        mend_row(row=row, payload=payload, grants=district.grants("im"), at=NOW + 2 * DAY)
    assert Case.objects.get().text == "Новее"


def test_a_day_is_the_same_day_in_whatever_zone_the_file_was_written(
    district: District, tmp_path: Path
) -> None:
    district.municipality.time_zone = "Europe/Kaliningrad"
    district.municipality.save()
    case = bring(district, tmp_path, message(), days=0)
    local = district.municipality.local(case.received_at)
    assert (local.date(), local.hour) == (date(2026, 10, 5), 0)
    assert isinstance(case.received_at, datetime)
    assert Regulation.objects.exists()
