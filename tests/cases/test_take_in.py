"""Taking files in: new, changed, unchanged, refused; all or nothing; undone and mended."""

from datetime import timedelta
from pathlib import Path

import pytest

from otklik.cases import log
from otklik.cases.models import Answer, Case, CaseSource, Event, ImportBatch, QuarantinedRow
from otklik.cases.operations.assign import assign
from otklik.cases.operations.classify import classify
from otklik.cases.operations.write_note import write_note
from otklik.cases.queries.access import NotAllowed
from otklik.core.tables import TableError
from otklik.intake.operations.mend_row import AlreadyMended, StillRefused, mend_row
from otklik.intake.operations.take_in import preview_file, queue_file, run_queued, take_in_file
from otklik.intake.operations.undo_batch import LaterFileStands, NotApplied, undo_batch
from tests.channels.files import Value, write_im_file, write_pos_file
from tests.district import NOW, ZONE, District

Row = dict[str, Value]


def incident(number: int, **cells: Value) -> Row:
    row: Row = {
        "Номер инцидента": number,
        "Дата создания": "2026-10-09 09:00:00",
        "Группа тем": "Дороги",
        "Тема": "Уборка дорог от снега и наледи",
        "Населенный пункт": "с. Луговое",
        "Текущий шаг инцидента": "В работе",
        "Текст инцидента": f"'Снег на дороге, обращение {number}",
    }
    return row | cells


def answered(number: int) -> Row:
    return incident(
        number,
        **{
            "Текущий шаг инцидента": "Готово",
            "Дата окончания": "2026-10-10 12:00:00",
            "Итог": "Решено",
            "Время назначения последнего исполнителя": "2026-10-09 09:20:00",
            "Общее время первого ответа": "2026-10-09 11:00:00",
            "Общий текст первого ответа": "'Почистили.",
            "1ый ответ ПИ": "'Почистили.",
            "Причина закрытия": "Автор доволен",
        },
    )


def take(district: District, path: Path, channel: str = "im", days: int = 0) -> ImportBatch:
    return take_in_file(
        path=path,
        channel=channel,
        municipality=district.municipality,
        zone=ZONE,
        person=district.people["im"],
        at=NOW + timedelta(days=days),
    )


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    return batch.new_count, batch.changed_count, batch.unchanged_count, batch.refused_count


def test_a_file_makes_cases_once(district: District, tmp_path: Path) -> None:
    path = write_im_file(tmp_path / "a.xlsx", [incident(1), answered(2)])
    assert counts(take(district, path)) == (2, 0, 0, 0)
    assert counts(take(district, path, days=1)) == (0, 0, 2, 0)
    first, second = Case.objects.order_by("external_id")
    assert (first.number, second.number) == ("2026-00001", "2026-00002")
    assert (first.state, first.recipient, first.topic) == (
        "assigned",
        district.council,
        district.snow,
    )
    assert first.settlement == district.settlement
    assert first.decisions["recipient"]["reasons"][0]["params"] == {
        "rule": "Снег на дорогах",
        "code": "snow",
    }
    assert (second.state, second.resolution) == ("closed", "solved")
    assert list(log.flaws(district.municipality)) == []


def test_answers_and_steps_arrive_as_history_at_their_own_times(
    district: District, tmp_path: Path
) -> None:
    take(district, write_im_file(tmp_path / "a.xlsx", [answered(1)]))
    case = Case.objects.get()
    events = {
        event.name: event.at.astimezone(ZONE).strftime("%d %H:%M")
        for event in Event.objects.filter(case_id=case.pk)
    }
    assert events["case.received"] == "09 09:00"
    assert events["case.step.assigned"] == "09 09:20"
    assert events["case.step.closed"] == "10 12:00"
    answer = case.answers.get()
    assert (answer.text, answer.kind, answer.state) == ("Почистили.", "final", "sent")
    clock = case.clocks.get(kind="first_reply")
    assert clock.met_at == answer.sent_at
    assert not clock.is_overdue(NOW)


def test_every_column_of_the_row_is_kept_with_the_case(district: District, tmp_path: Path) -> None:
    headers = ("Номер инцидента", "Дата создания", "Текст инцидента", "Своя колонка района")
    row = {**incident(1), "Своя колонка района": "бумага № 7"}
    take(district, write_im_file(tmp_path / "a.xlsx", [row], headers=headers))
    fields = CaseSource.objects.get().fields
    assert fields["Своя колонка района"] == "бумага № 7"
    assert fields["Текст инцидента"] == "'Снег на дороге, обращение 1"


def test_a_later_file_updates_and_leaves_a_persons_work(district: District, tmp_path: Path) -> None:
    take(district, write_im_file(tmp_path / "a.xlsx", [incident(1)]))
    case = Case.objects.get()
    grants = district.grants("im")
    classify(case=case, grants=grants, at=NOW, topic=district.dogs)
    assign(case=case, grants=grants, at=NOW, recipient=district.school)
    batch = take(district, write_im_file(tmp_path / "b.xlsx", [answered(1)]), days=1)
    assert counts(batch) == (0, 1, 0, 0)
    case.refresh_from_db()
    assert (case.topic, case.recipient) == (district.dogs, district.school)
    assert (case.state, case.next_due_at, case.resolution) == ("closed", None, "solved")
    assert case.answers.count() == 1
    assert case.decisions["topic"]["by"] == "person"


def test_a_file_does_not_reopen_what_a_person_ended(district: District, tmp_path: Path) -> None:
    take(district, write_im_file(tmp_path / "a.xlsx", [answered(1)]))
    late = incident(1, Примечание="ещё раз")
    take(district, write_im_file(tmp_path / "b.xlsx", [late]), days=1)
    assert Case.objects.get().state == "closed"


def test_bad_rows_wait_in_quarantine_and_are_mended(district: District, tmp_path: Path) -> None:
    broken = incident(3, **{"Дата создания": "позавчера"})
    rows = [incident(1), broken, incident(1, Дом="7")]
    batch = take(district, write_im_file(tmp_path / "a.xlsx", rows))
    assert counts(batch) == (1, 0, 0, 2)
    bad_date = QuarantinedRow.objects.get(row_number=3)
    grants = district.grants("im")
    with pytest.raises(StillRefused):
        mend_row(row=bad_date, payload=bad_date.payload, grants=grants, at=NOW)
    mended = {**bad_date.payload, "Дата создания": "2026-10-09 10:00:00"}
    case = mend_row(row=bad_date, payload=mended, grants=grants, at=NOW)
    assert case.external_id == "3"
    batch.refresh_from_db()
    assert counts(batch) == (2, 0, 0, 1)
    with pytest.raises(AlreadyMended):
        mend_row(row=bad_date, payload=mended, grants=grants, at=NOW)


def test_an_undone_file_leaves_nothing_but_the_log(district: District, tmp_path: Path) -> None:
    batch = take(district, write_im_file(tmp_path / "a.xlsx", [incident(1), answered(2)]))
    with pytest.raises(NotAllowed):
        undo_batch(batch=batch, grants=district.grants("executor"), at=NOW)
    done = undo_batch(batch=batch, grants=district.grants("im"), at=NOW)
    assert (done.removed, done.restored, done.kept) == (2, 0, 0)
    assert (Case.objects.count(), Answer.objects.count()) == (0, 0)
    assert list(log.flaws(district.municipality)) == []
    with pytest.raises(NotApplied):
        undo_batch(batch=batch, grants=district.grants("im"), at=NOW)
    again = take(district, write_im_file(tmp_path / "a.xlsx", [incident(1), answered(2)]), days=1)
    assert counts(again) == (2, 0, 0, 0)


def test_undoing_a_later_file_brings_the_case_back(district: District, tmp_path: Path) -> None:
    first = take(district, write_im_file(tmp_path / "a.xlsx", [incident(1)]))
    before = Case.objects.values().get()
    clocks = list(Case.objects.get().clocks.values())
    second = take(district, write_im_file(tmp_path / "b.xlsx", [answered(1)]), days=1)
    with pytest.raises(LaterFileStands):
        undo_batch(batch=first, grants=district.grants("im"), at=NOW)
    undo_batch(batch=second, grants=district.grants("im"), at=NOW + timedelta(days=2))
    assert Case.objects.values().get() == before
    assert list(Case.objects.get().clocks.values()) == clocks
    assert Answer.objects.count() == 0


def test_undo_keeps_cases_people_have_worked_on(district: District, tmp_path: Path) -> None:
    batch = take(district, write_im_file(tmp_path / "a.xlsx", [incident(1), incident(2)]))
    case = Case.objects.get(external_id="1")
    later = NOW + timedelta(hours=1)
    write_note(case=case, grants=district.grants("im"), at=later, text="Созвонились.")
    done = undo_batch(batch=batch, grants=district.grants("im"), at=later)
    assert (done.removed, done.kept) == (1, 1)
    assert Case.objects.get() == case


def test_a_preview_keeps_nothing(district: District, tmp_path: Path) -> None:
    path = write_im_file(tmp_path / "a.xlsx", [incident(1)])
    batch = preview_file(
        path=path, channel=None, municipality=district.municipality, zone=ZONE, at=NOW
    )
    assert counts(batch) == (1, 0, 0, 0)
    assert (Case.objects.count(), ImportBatch.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_a_refused_file_leaves_the_register_untouched(district: District, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(b"")
    with pytest.raises(TableError):
        take(district, path)
    batch = ImportBatch.objects.get()
    assert (batch.state, Case.objects.count()) == ("failed", 0)
    assert batch.failure["code"]


def test_a_file_that_breaks_in_the_middle_leaves_nothing_of_itself(
    district: District, tmp_path: Path
) -> None:
    path = write_im_file(tmp_path / "a.xlsx", [incident(n) for n in range(1, 2500)])

    def crash(done: int, _total: int) -> None:
        if done > 1000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in_file(
            path=path,
            channel="im",
            municipality=district.municipality,
            zone=ZONE,
            person=None,
            at=NOW,
            progress=crash,
        )
    assert (Case.objects.count(), Event.objects.count()) == (0, 0)


def test_the_worker_takes_what_waits_and_what_a_dead_worker_left(
    district: District, tmp_path: Path
) -> None:
    path = write_pos_file(
        tmp_path / "pos.xlsx",
        [
            {
                "Номер": 7,
                "Дата поступления": "01.10.2026",
                "Категория": "Автомобильные дороги",
                "Подкатегория": "Никому не известная",
                "Дата планируемого завершения работ": "20.10.2026",
            }
        ],
    )
    batch = queue_file(
        path=path,
        file_name="pos.xlsx",
        channel=None,
        municipality=district.municipality,
        zone=ZONE,
        person=None,
        at=NOW,
    )
    ImportBatch.objects.filter(pk=batch.pk).update(state="running", leased_until=NOW)
    assert run_queued(at=NOW - timedelta(minutes=1)) == 0
    assert run_queued(at=NOW + timedelta(minutes=1)) == 1
    case = Case.objects.get()
    assert (case.channel, case.topic_group.code) == ("pos", "im-04")
    assert case.source_topic.name == "Никому не известная"
    assert case.next_due_at.astimezone(ZONE).strftime("%d.%m %H:%M") == "20.10 23:59"


def test_changed_entries_and_a_cut_tail_are_found(district: District, tmp_path: Path) -> None:
    take(district, write_im_file(tmp_path / "a.xlsx", [incident(1), incident(2)]))
    event = Event.objects.order_by("seq")[1]
    Event.objects.filter(pk=event.pk).update(data='{"forged":true}')
    assert [(flaw.kind, flaw.seq) for flaw in log.flaws(district.municipality)] == [
        ("changed", event.seq)
    ]
    last = Event.objects.order_by("seq").last()
    assert last is not None
    last.delete()
    assert "cut" in [flaw.kind for flaw in log.flaws(district.municipality)]
