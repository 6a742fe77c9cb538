from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from otklik.channels import ADAPTERS, RefusedRow
from tests.channels.files import invented_pos_rows, text_of, write_pos_file

ZONE = ZoneInfo("Asia/Krasnoyarsk")
POS = ADAPTERS["pos"]


def row_with(**cells):
    [row] = invented_pos_rows(1, seed=5)
    row |= {
        "Дата поступления": "06.01.2026",
        "Дата планируемого завершения работ": "16.01.2026",
        "Дата фактического завершения работ": "07.01.2026",
        "Стадия": "Завершено",
        "Статус": "Отправлен ответ заявителю",
        "Тип решения": "Решено",
        "ФЗ": "Обычное сообщение",
        "Заявитель выбрал подачу по 59-ФЗ": "Нет",
        "Фаст-трек": "Да",
        "Просрочено": "Нет",
        "Оценка ответа заявителем": "-",
    }
    row |= {name.replace("_", " "): value for name, value in cells.items()}
    return {name: text_of(value) for name, value in row.items()}


def read(**cells):
    return POS.read_row(row_with(**cells), row_number=2, zone=ZONE)


def test_it_works(tmp_path):
    path = write_pos_file(tmp_path / "pos.xlsx", invented_pos_rows(4))
    file = POS.read_file(path, zone=ZONE)
    items = list(file.rows)
    assert (file.channel, file.total_rows, file.columns_missing) == ("pos", 4, ())
    assert [item.external_id for item in items] == [str(327_000_000 + n) for n in range(4)]
    assert all(len(item.payload) == 25 for item in items)


def test_days_are_days_of_the_zone():
    item = read()
    assert item.received_is_date
    assert (
        item.received_at
        == datetime(2026, 1, 6, tzinfo=ZONE)
        == datetime(2026, 1, 5, 17, tzinfo=UTC)
    )
    assert item.due_date == date(2026, 1, 16)
    assert item.completed_at == datetime(2026, 1, 7, tzinfo=ZONE)
    assert [step.name for step in item.steps] == ["received", "completed"]


def test_a_dash_is_an_empty_cell_but_stays_in_the_payload():
    item = read(
        Категория="Дороги",
        Факт="-",
        Дата_фактического_завершения_работ="-",
        Повторное_рассмотрение="—",
    )
    assert item.category == ("Дороги", "Содержание")
    assert (item.completed_at, item.rating, item.repeat_review) == (None, None, "")
    assert item.payload["Факт"] == "-"


@pytest.mark.parametrize(
    ("stage", "status", "resolution", "completed", "standing"),
    [
        ("Исполнение", "Назначен исполнитель", "-", "-", "open"),
        ("Завершено", "Отправлен ответ заявителю", "Решено", "07.01.2026", "closed"),
        ("Утверждение", "Отправлен ответ заявителю", "-", "07.01.2026", "answered"),
        ("Завершено", "Отклонено модератором", "-", "07.01.2026", "rejected"),
        ("Исполнение", "Направлено в подведомственную организацию", "-", "-", "open"),
        ("Завершено", "Передано в вышестоящую организацию", "-", "-", "transferred"),
        (
            "Завершено",
            "Перенос срока обработки утвержден. Отправлен ответ Заявителю",
            "-",
            "-",
            "deferred",
        ),
        ("Завершено", "Отправлен ответ заявителю", "Отложено", "07.01.2026", "deferred"),
        ("Новая стадия", "Новое слово", "-", "-", "open"),
        ("Новая стадия", "Новое слово", "-", "07.01.2026", "answered"),
        ("-", "-", "-", "-", "open"),
    ],
)
def test_stage_and_status_say_how_the_item_stands(stage, status, resolution, completed, standing):
    item = read(
        Стадия=stage,
        Статус=status,
        Тип_решения=resolution,
        Дата_фактического_завершения_работ=completed,
    )
    assert item.standing == standing


@pytest.mark.parametrize(
    ("kind", "chose", "is_appeal"),
    [
        ("Обычное сообщение", "Нет", False),
        ("59-ФЗ", "Нет", True),
        ("Обращение по 59-ФЗ", "-", True),
        ("Обычное сообщение", "Да", True),
        ("Обычное сообщение", "-", False),
        ("-", "-", None),
    ],
)
def test_appeals_are_told_from_messages(kind, chose, is_appeal):
    item = read(**{"ФЗ": kind, "Заявитель выбрал подачу по 59-ФЗ": chose})
    assert item.is_appeal is is_appeal


def test_marks_and_answers_yes_and_no():
    item = read(**{"Оценка ответа заявителем": "4", "Фаст-трек": "Нет", "Просрочено": "Да"})
    assert (item.rating, item.fast_track, item.source_overdue) == (4, False, True)
    assert read(**{"Фаст-трек": "-"}).fast_track is None


def test_staff_body_and_source():
    item = read(
        **{
            "ФИО координатора": "Примеров П. П.",
            "ФИО исполнителя": "-",
            "ФИО руководителя": "-",
            "Источник": "MED_DOC_EPGU",
        }
    )
    assert item.staff == {"coordinator": "Примеров П. П."}
    assert item.body == item.payload["Организация, в которой находится сообщение"]
    assert item.source == "epgu"


def test_any_category_is_taken():
    item = read(Категория="Небывалое", Подкатегория="-", Факт="Иное")
    assert item.category == ("Небывалое", "", "Иное")


def test_a_bad_row_is_refused_whole_and_a_mended_one_is_taken():
    refused = read(Номер="", Дата_поступления="30.02.2026", **{"Оценка ответа заявителем": "11"})
    assert isinstance(refused, RefusedRow)
    assert [reason.code for reason in refused.reasons] == [
        "row_without_number",
        "bad_date",
        "bad_rating",
    ]
    mended = {
        **refused.payload,
        "Номер": "5",
        "Дата поступления": "2026-02-28",
        "Оценка ответа заявителем": "1",
    }
    item = POS.read_row(mended, row_number=2, zone=ZONE)
    assert (item.external_id, item.rating) == ("5", 1)


def test_values_the_register_cannot_hold_are_refused():
    refused = read(Номер="7" * 81, Статус="слово " * 50)
    assert [(reason.code, reason.params) for reason in refused.reasons] == [
        ("value_too_long", {"column": "Номер", "limit": "80"}),
        ("value_too_long", {"column": "Статус", "limit": "200"}),
    ]


def test_text_and_address_that_clerks_added_are_read(tmp_path):
    rows = invented_pos_rows(1)
    rows[0] |= {"Текст сообщения": "Нет воды", "Населённый пункт": "Луговое"}
    path = write_pos_file(tmp_path / "pos.xlsx", rows, headers=tuple(rows[0]))
    file = POS.read_file(path, zone=ZONE)
    [item] = file.rows
    assert (item.text, item.settlement) == ("Нет воды", "Луговое")
    assert file.columns_unknown == ()
