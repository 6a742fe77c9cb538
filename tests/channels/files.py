"""Sample files for tests: invented persons, places and texts in the layouts of real exports."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import xlwt  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # type: ignore[import-untyped]

Value = str | int | float | bool | date | datetime | timedelta | None
Rows = Sequence[Mapping[str, Value]]

POS_HEADERS: tuple[str, ...] = (
    "Номер",
    "Номер ЕПГУ",
    "Источник",
    "Верхнеуровневый ЛКО",
    "Категория",
    "Подкатегория",
    "Факт",
    "Организация, в которую поступило сообщение",
    "Организация, в которой находится сообщение",
    "Дата поступления",
    "Дата планируемого завершения работ",
    "Дата фактического завершения работ",
    "Стадия",
    "Статус",
    "Просрочено",
    "Фаст-трек",
    "ФЗ",
    "Заявитель выбрал подачу по 59-ФЗ",
    "Тип решения",
    "Направлено по email в ФОИВ, не подключенный к ПОС",
    "Оценка ответа заявителем",
    "Повторное рассмотрение",
    "ФИО координатора",
    "ФИО исполнителя",
    "ФИО руководителя",
)
IM_HEADERS: tuple[str, ...] = (
    "Кабинет",
    "ID",
    "Номер инцидента",
    "Отдел",
    "Исполнитель",
    "Общее время первого ответа",
    "Общий текст первого ответа",
    "Время с даты создания инцидента до времени первого ответа",
    "Время с даты создания инцидента до времени первого ответа, рабочее время",
    "Время назначения последнего исполнителя",
    "Время 1го ответа ПИ",
    "Первая реакция с момента назн. ПИ",
    "Уложились или нет после назн. ПИ",
    "Время с начала создания инцидента до окончания",
    "Время отправки первого ответа ПИ на согласование",
    "Время, которое первый ответ ПИ находился на согласовании",
    "Текущий шаг инцидента",
    "Дата создания",
    "Дата окончания",
    "Группа тем",
    "Тема",
    "Регион",
    "Муниципалитет",
    "Населенный пункт",
    "Улица",
    "Дом",
    "Объект старый",
    "Объект",
    "Тип инцидента",
    "Итог",
    "Есть медиафайл в ответе",
    "Есть медиафайл в сообщении",
    "Урл поста",
    "Урл блога",
    "Текст инцидента",
    "1ый ответ ПИ",
    "2ой ответ ПИ",
    "3ий ответ ПИ",
    "Причина закрытия",
    "Аудитория",
    "Вовлеченность",
    "URL автора",
    "Аккаунт публикации ответа",
    "Теги",
    "Примечание",
    "Время попадания на шаг оценка удовлетворенности",
    "Опрос отправлен",
)

_PLACES = ("Луговое", "Верхний Ключ", "Ӱстӱнгі Аал", "Сосновка", "")
_STREETS = ("улица Мира", "Речная улица", "переулок Ягодный", "")
_TOPICS = (
    ("Дороги", "Уборка дорог от снега и наледи", "Дорогу к школе не чистили третий день"),
    ("ЖКХ", "Отсутствие холодной воды", "Нет воды с утра, ёмкости пустые"),
    ("Благоустройство", "Уличное освещение", "Фонари не горят, детям страшно ходить"),
    ("Обращение с отходами", "Вывоз мусора", "Контейнер переполнен, собаки растащили мусор"),
)
_BODIES = ("Администрация Луговского района", "Сельсовет «Ключевской»", "Отдел образования")
_NETWORKS = ("http://vk.com/wall-1_{}", "http://ok.ru/group/1/topic/{}", "https://t.me/demo/{}")
_PEOPLE = ("Примеров П. П.", "Образцова О. О.", "Вымыслов В. В.")


def write_pos_file(
    path: Path, rows: Rows, *, headers: Sequence[str] = POS_HEADERS, **options: object
) -> Path:
    """Write a ПОС file; the ending of `path` chooses xlsx, xls or csv. See `write_table`."""
    return write_table(path, headers, rows, sheet="Sheet0", **options)  # type: ignore[arg-type]


def write_im_file(
    path: Path, rows: Rows, *, headers: Sequence[str] = IM_HEADERS, **options: object
) -> Path:
    """Write an ИМ file; the ending of `path` chooses xlsx, xls or csv. See `write_table`."""
    return write_table(path, headers, rows, sheet="Лист1", **options)  # type: ignore[arg-type]


def write_table(
    path: Path,
    headers: Sequence[str],
    rows: Rows,
    *,
    sheet: str = "Лист1",
    title: Sequence[str] = (),
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
) -> Path:
    """Write headers and rows (by header) with `title` lines above them, and return the path.

    Signs outside the encoding of a csv file become question marks.
    """
    lines: list[list[Value]] = [[line] for line in title]
    lines.append(list(headers))
    lines.extend([row.get(header) for header in headers] for row in rows)
    if path.suffix == ".xlsx":
        _write_xlsx(path, lines, sheet)
    elif path.suffix == ".xls":
        _write_xls(path, lines, sheet)
    else:
        with path.open("w", encoding=encoding, errors="replace", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerows([text_of(value) for value in line] for line in lines)
    return path


def text_of(value: Value) -> str:
    """Return the text the csv twin of a spreadsheet has for a cell's value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Да" if value else "Нет"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _write_xlsx(path: Path, lines: Sequence[Sequence[Value]], sheet: str) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for line in lines:
        page.append([_plain(value) for value in line])
    for row in page.iter_rows():
        for cell in row:
            # A text that looks like a formula is written as the text it is.
            if cell.data_type == "f":
                cell.data_type = "s"
    book.save(path)


def _plain(value: Value) -> Value:
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _write_xls(path: Path, lines: Sequence[Sequence[Value]], sheet: str) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    length = xlwt.easyxf(num_format_str="[h]:mm:ss")
    moment = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, timedelta):
                page.write(number, column, value / timedelta(days=1), length)
            elif isinstance(value, datetime):
                page.write(number, column, value, moment)
            elif isinstance(value, date):
                page.write(number, column, value, day)
            elif value is not None and value != "":
                page.write(number, column, value)
    book.save(str(path))


def invented_im_rows(n: int, seed: int = 0) -> list[dict[str, Value]]:
    """Return `n` invented rows of an ИМ export; the same seed gives the same rows."""
    chance = random.Random(seed)
    return [_im_row(chance, number) for number in range(n)]


def _im_row(chance: random.Random, number: int) -> dict[str, Value]:
    group, topic, words = chance.choice(_TOPICS)
    place, street = chance.choice(_PLACES), chance.choice(_STREETS)
    created = datetime(2026, 3, 2, 9) + timedelta(minutes=chance.randrange(200_000))
    replied = created + timedelta(seconds=chance.randrange(3_600, 90_000))
    ended = replied + timedelta(days=4, seconds=chance.randrange(90_000))
    is_done = chance.random() < 0.8
    reply = f"'Здравствуйте! Работы выполнены, заявка {number}."
    row: dict[str, Value] = {
        "Кабинет": "Пробная область",
        "ID": 90_000_000 + number,
        "Номер инцидента": 500_000 + number,
        "Отдел": chance.choice(_BODIES),
        "Исполнитель": chance.choice(("Отдел дорог", "")),
        "Общее время первого ответа": str(replied),
        "Общий текст первого ответа": reply,
        "Время с даты создания инцидента до времени первого ответа": (
            replied - created + timedelta(milliseconds=chance.randrange(1, 1000))
        ),
        "Время назначения последнего исполнителя": str(created + timedelta(minutes=5)),
        "Время 1го ответа ПИ": str(replied),
        "Уложились или нет после назн. ПИ": "Да",
        "Время отправки первого ответа ПИ на согласование": str(created + timedelta(minutes=20)),
        "Время, которое первый ответ ПИ находился на согласовании": timedelta(
            seconds=600, milliseconds=217
        ),
        "Текущий шаг инцидента": "Готово" if is_done else "Оценка удовлетворенности",
        "Дата создания": str(created),
        "Дата окончания": str(ended) if is_done else "",
        "Время с начала создания инцидента до окончания": ended - created if is_done else None,
        "Группа тем": group,
        "Тема": topic,
        "Регион": "Пробная область",
        "Муниципалитет": "Луговской район",
        "Населенный пункт": place,
        "Улица": street if place else "",
        "Дом": chance.choice(("4Б", "10", "")) if place and street else "",
        "Тип инцидента": chance.choice(("Решаемый", "Информационный")),
        "Итог": chance.choice(("Разъяснено", "Решено")),
        "Есть медиафайл в ответе": "Нет",
        "Есть медиафайл в сообщении": chance.choice(("Да", "Нет")),
        "Урл поста": chance.choice(_NETWORKS).format(number),
        "Текст инцидента": f"'{words}. {place} {street}, случай {number} 😤",
        "1ый ответ ПИ": reply,
        "2ой ответ ПИ": "'",
        "3ий ответ ПИ": "'",
        "Причина закрытия": (
            chance.choice(("Нет ответа от автора", "Автор доволен", "5")) if is_done else ""
        ),
        "Аудитория": chance.choice((1500, 225_538, None)),
        "URL автора": f"http://vk.com/id{1_000_000 + number}",
        "Теги": chance.choice(("", "снег, школа")),
        "Время попадания на шаг оценка удовлетворенности": str(replied),
        "Опрос отправлен": chance.choice(("Да", "Нет")),
    }
    return row


def invented_pos_rows(n: int, seed: int = 0) -> list[dict[str, Value]]:
    """Return `n` invented rows of a ПОС export; the same seed gives the same rows."""
    chance = random.Random(seed)
    return [_pos_row(chance, number) for number in range(n)]


def _pos_row(chance: random.Random, number: int) -> dict[str, Value]:
    received = date(2026, 1, 12) + timedelta(days=chance.randrange(150))
    is_fast, is_done = chance.random() < 0.6, chance.random() < 0.7
    is_appeal = not is_fast and chance.random() < 0.3
    due = received + timedelta(days=10 if is_fast else 30)
    done = received + timedelta(days=chance.randrange(1, 12))
    body = chance.choice(_BODIES)
    return {
        "Номер": 327_000_000 + number,
        "Номер ЕПГУ": 6_668_000_000 + number,
        "Источник": chance.choice(("MED_DOC_EPGU", "EPGU", "WIDGET")),
        "Верхнеуровневый ЛКО": "Пробная область",
        "Категория": chance.choice(("Медицина", "Дороги", "Мусор")),
        "Подкатегория": "Содержание",
        "Факт": chance.choice(("-", "Иное")),
        "Организация, в которую поступило сообщение": body,
        "Организация, в которой находится сообщение": body,
        "Дата поступления": f"{received:%d.%m.%Y}",
        "Дата планируемого завершения работ": f"{due:%d.%m.%Y}",
        "Дата фактического завершения работ": f"{done:%d.%m.%Y}" if is_done else "-",
        "Стадия": "Завершено" if is_done else "Исполнение",
        "Статус": "Отправлен ответ заявителю" if is_done else "Назначен исполнитель",
        "Просрочено": "Нет",
        "Фаст-трек": "Да" if is_fast else "Нет",
        "ФЗ": "59-ФЗ" if is_appeal else "Обычное сообщение",
        "Заявитель выбрал подачу по 59-ФЗ": "Да" if is_appeal else "Нет",
        "Тип решения": "Решено" if is_done else "-",
        "Направлено по email в ФОИВ, не подключенный к ПОС": "-",
        "Оценка ответа заявителем": chance.choice(("-", "5", "2")) if is_done else "-",
        "Повторное рассмотрение": "-",
        "ФИО координатора": chance.choice(_PEOPLE),
        "ФИО исполнителя": chance.choice(_PEOPLE),
        "ФИО руководителя": chance.choice(_PEOPLE),
    }
