from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otklik.channels import ADAPTERS, RefusedRow
from tests.channels.files import invented_im_rows, text_of, write_im_file

ZONE = ZoneInfo("Asia/Krasnoyarsk")
IM = ADAPTERS["im"]


def row_with(**cells):
    """Return one finished invented row with other cells; `_` in names stands for a space."""
    [row] = invented_im_rows(1, seed=3)
    row |= {
        "Текущий шаг инцидента": "Готово",
        "Дата создания": "2026-03-02 10:00:00",
        "Дата окончания": "2026-03-09 10:00:00",
        "Итог": "Разъяснено",
        "Причина закрытия": "Автор доволен",
    }
    row |= {name.replace("_", " "): value for name, value in cells.items()}
    return {name: text_of(value) for name, value in row.items()}


def read(**cells):
    return IM.read_row(row_with(**cells), row_number=2, zone=ZONE)


def codes(result):
    assert isinstance(result, RefusedRow)
    return [(reason.code, reason.params["column"]) for reason in result.reasons]


def test_it_works(tmp_path):
    path = write_im_file(tmp_path / "im.xlsx", invented_im_rows(5))
    file = IM.read_file(path, zone=ZONE)
    items = list(file.rows)
    assert (file.channel, file.total_rows, file.columns_missing) == ("im", 5, ())
    assert [item.external_id for item in items] == [str(500_000 + n) for n in range(5)]
    assert [item.row_number for item in items] == [2, 3, 4, 5, 6]
    assert all(len(item.payload) == 47 for item in items)


def test_times_are_of_the_zone_the_file_is_in():
    item = IM.read_row(row_with(), row_number=2, zone=ZoneInfo("Europe/Moscow"))
    assert item.received_at == datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert not item.received_is_date
    assert item.completed_at == datetime(2026, 3, 9, 7, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Asia/Krasnoyarsk"])
@pytest.mark.parametrize(
    "moment",
    ["2026-03-08 02:30:00", "2026-03-29 02:30:00", "2026-11-01 01:30:00", "2026-10-25 02:30:00"],
)
def test_times_that_come_twice_or_never_do_no_harm(zone, moment):
    item = IM.read_row(row_with(Дата_создания=moment), row_number=2, zone=ZoneInfo(zone))
    assert abs(item.received_at.replace(tzinfo=None) - datetime.fromisoformat(moment)) <= (
        timedelta(hours=1)
    )
    assert item.received_at.astimezone(UTC).astimezone(ZoneInfo(zone)) == item.received_at


def test_the_stray_apostrophe_is_in_the_payload_and_not_in_the_text():
    item = read(Текст_инцидента="'Яма на дороге")
    assert item.text == "Яма на дороге"
    assert item.payload["Текст инцидента"] == "'Яма на дороге"
    assert read(Текст_инцидента="'").text == ""


def test_the_steps_come_in_order_with_their_own_times():
    item = read(
        **{
            "Время назначения последнего исполнителя": "2026-03-02 11:00:00",
            "Время отправки первого ответа ПИ на согласование": "2026-03-02 12:00:00",
            "Время, которое первый ответ ПИ находился на согласовании": "1 day, 0:10:00.500000",
            "Общее время первого ответа": "2026-03-03 12:20:00",
            "Время 1го ответа ПИ": "2026-03-03 12:20:00",
            "Время попадания на шаг оценка удовлетворенности": "2026-03-03 12:21:00",
        }
    )
    assert [(step.name, f"{step.at:%d %H:%M:%S}") for step in item.steps] == [
        ("created", "02 10:00:00"),
        ("assigned", "02 11:00:00"),
        ("sent_to_review", "02 12:00:00"),
        ("reviewed", "03 12:10:00"),
        ("final_reply", "03 12:20:00"),
        ("satisfaction_step", "03 12:21:00"),
        ("closed", "09 10:00:00"),
    ]
    assert item.steps[1].note in (item.sub_body, item.body)


REPLIES = {
    "Общее время первого ответа": "2026-03-03 12:00:00",
    "Общий текст первого ответа": "'Передали специалисту",
    "Время 1го ответа ПИ": "2026-03-04 12:00:00",
    "1ый ответ ПИ": "'Передали  специалисту ",
    "2ой ответ ПИ": "'",
    "3ий ответ ПИ": "'Яма засыпана",
}


def test_equal_answers_are_one_and_the_last_is_final():
    item = read(**REPLIES)
    assert [(reply.kind, reply.text) for reply in item.replies] == [
        ("interim", "Передали специалисту"),
        ("final", "Яма засыпана"),
    ]
    assert f"{item.replies[0].at:%d.%m}" == "03.03"
    assert item.replies[1].at is None


@pytest.mark.parametrize(
    ("step", "outcome", "kind", "standing"),
    [
        ("Готово", "Разъяснено", "final", "closed"),
        ("Оценка удовлетворенности", "Решено", "final", "answered"),
        ("Оценка удовлетворенности", "", "final", "answered"),
        ("Готово", "Отложено", "interim", "deferred"),
        ("Готово", "Не решено", "interim", "open"),
        ("В работе", "", "interim", "open"),
        ("Неведомый шаг", "", "interim", "open"),
        ("", "", "final", "closed"),
        ("Отклонен координатором", "", "interim", "rejected"),
    ],
)
def test_step_and_outcome_say_how_the_item_stands(step, outcome, kind, standing):
    single = {"1ый ответ ПИ": "'", "2ой ответ ПИ": "'", "3ий ответ ПИ": "'"}
    item = read(Текущий_шаг_инцидента=step, Итог=outcome, **single)
    assert item.standing == standing
    assert [reply.kind for reply in item.replies] == [kind]
    assert item.stage == step


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("http://vk.com/wall-1_2?reply=3", "vk"),
        ("https://m.vk.com/gim1?sel=2", "vk"),
        ("http://ok.ru/group/1", "ok"),
        ("https://telegram.me/demo/1", "telegram"),
        ("https://web.telegram.org/#/im?p=@demo", "telegram"),
        ("t.me/demo", "telegram"),
        ("https://max.ru/demo", "max"),
        ("https://notvk.com/1", "other"),
        ("https://example.org/vk.com", "other"),
        ("http://[bad", "other"),
    ],
)
def test_the_network_is_seen_from_the_address(address, network):
    assert read(Урл_поста=address).source == network


def test_a_numeric_reason_of_closing_is_the_rating():
    assert read(Причина_закрытия="5").rating == 5
    words = read(Причина_закрытия="Автор доволен")
    assert (words.rating, words.closing_reason) == (None, "Автор доволен")
    assert codes(read(Причина_закрытия="11")) == [("bad_rating", "Причина закрытия")]


def test_types_of_incident():
    assert read(Тип_инцидента="Решаемый").incident_type == "solvable"
    assert read(Тип_инцидента="Информационный").incident_type == "informational"
    assert read(Тип_инцидента="Нерешаемый").incident_type == ""


def test_the_number_falls_back_on_the_id():
    assert read(Номер_инцидента="").external_id == "90000000"
    assert read(Номер_инцидента="717478.0").external_id == "717478"


def test_a_bad_row_is_refused_whole_with_every_reason():
    result = read(
        ID="",
        Номер_инцидента=" - ",
        Дата_создания="32.13.2026",
        Дата_окончания="завтра",
        Причина_закрытия="9",
    )
    assert sorted(codes(result)) == [
        ("bad_date", "Дата окончания"),
        ("bad_date", "Дата создания"),
        ("bad_rating", "Причина закрытия"),
        ("row_without_number", "Номер инцидента"),
    ]
    assert result.payload["Дата окончания"] == "завтра"
    assert "завтра" in [reason.params.get("value") for reason in result.reasons]


@pytest.mark.parametrize("created", ["", "'", "-"])
def test_a_row_without_a_date_is_refused(created):
    assert codes(read(Дата_создания=created)) == [("row_without_date", "Дата создания")]


@pytest.mark.parametrize(
    "created",
    ["1900-01-01", "0001-01-01", "20251224", "45000", "2026-02-30", "9999-12-31", "x" * 9],
)
def test_a_date_that_is_none_is_refused(created):
    assert codes(read(Дата_создания=created)) == [("bad_date", "Дата создания")]


def test_a_mended_row_is_taken():
    refused = read(Дата_создания="32.13.2026")
    mended = {**refused.payload, "Дата создания": "02.03.2026 10:00"}
    item = IM.read_row(mended, row_number=refused.row_number, zone=ZONE)
    assert item.received_at == datetime(2026, 3, 2, 10, tzinfo=ZONE)


def test_other_layouts_are_read(tmp_path):
    headers = (
        "Номер",
        "Дата создания",
        "Дата окончания/закрытия",
        "Группа тем",
        "Тема",
        "Исполнитель",
        "Текст инцидента",
    )
    row = dict(
        zip(
            headers,
            ("7", "02.03.2026", "09.03.2026", "ЖКХ", "Вода", "ДГХ", "Нет воды"),
            strict=True,
        )
    )
    path = write_im_file(
        tmp_path / "im.csv", [row], headers=headers, delimiter=";", encoding="cp1251"
    )
    [item] = IM.read_file(path, zone=ZONE).rows
    assert (item.received_is_date, item.standing, item.category) == (
        True,
        "closed",
        ("ЖКХ", "Вода"),
    )
    assert f"{item.completed_at:%d.%m.%Y %H:%M}" == "09.03.2026 00:00"


def test_the_perm_set_is_known_but_its_rows_have_no_numbers(tmp_path):
    headers = ("Исполнитель", "Группа тем", "Текст инцидента", "Тема")
    row = dict(zip(headers, ("Лысьва", "Дороги", "Яма", "Ремонт"), strict=True))
    file = IM.read_file(write_im_file(tmp_path / "a.csv", [row], headers=headers), zone=ZONE)
    [refused] = file.rows
    assert [reason.code for reason in refused.reasons] == ["row_without_number", "row_without_date"]
    assert "Дата создания" in file.columns_missing
