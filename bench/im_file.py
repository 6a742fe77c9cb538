"""Writes a large invented file in the layout of «Инцидент Менеджмент»."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook

from otklik.cli.demo.stories import StoryBook

HEADERS = (
    "Кабинет;ID;Номер инцидента;Отдел;Исполнитель;Общее время первого ответа;"
    "Общий текст первого ответа;Время с даты создания инцидента до времени первого ответа;"
    "Время с даты создания инцидента до времени первого ответа, рабочее время;"
    "Время назначения последнего исполнителя;Время 1го ответа ПИ;"
    "Первая реакция с момента назн. ПИ;Уложились или нет после назн. ПИ;"
    "Время с начала создания инцидента до окончания;"
    "Время отправки первого ответа ПИ на согласование;"
    "Время, которое первый ответ ПИ находился на согласовании;Текущий шаг инцидента;"
    "Дата создания;Дата окончания;Группа тем;Тема;Регион;Муниципалитет;Населенный пункт;Улица;"
    "Дом;Объект старый;Объект;Тип инцидента;Итог;Есть медиафайл в ответе;"
    "Есть медиафайл в сообщении;Урл поста;Урл блога;Текст инцидента;1ый ответ ПИ;2ой ответ ПИ;"
    "3ий ответ ПИ;Причина закрытия;Аудитория;Вовлеченность;URL автора;"
    "Аккаунт публикации ответа;Теги;Примечание;"
    "Время попадания на шаг оценка удовлетворенности;Опрос отправлен"
).split(";")
SETTLEMENTS = ("с. Таштып", "с. Имек", "с. Арбаты", "д. Бутрахты", "с. Матур", "")
STREETS = ("ул. Ленина", "ул. Советская", "ул. Набережная", "")
ANSWER = "Здравствуйте! Работы включены в план и будут выполнены на этой неделе."


Label = Callable[[str], tuple[str, str]]


def write_im_file(
    path: Path, rows: int, label_of: Label, *, seed: int = 1, first_number: int = 500_000
) -> None:
    """Write ``rows`` invented incidents to an xlsx.

    ``label_of`` gives the names of (group, topic) for the code of the topic a text is about.
    """
    random, book = Random(seed), StoryBook()
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Лист1")
    sheet.append(HEADERS)
    start = datetime(2024, 11, 1, 8)  # noqa: DTZ001 - files carry naive times
    for number in range(rows):
        at = start + timedelta(minutes=number * 10 % 1_000_000)
        story = book.of_month(at.month, random)
        place = f"{random.choice(SETTLEMENTS)} {random.choice(STREETS)} {random.randint(1, 80)}"
        text = random.choice(story.texts).format(place=place, landmark="школы")
        group, topic = label_of(story.topic_code)
        sheet.append(_cells(first_number + number, at, text, group, topic, random))
    workbook.save(path)


def _cells(
    number: int, at: datetime, text: str, group: str, topic: str, random: Random
) -> list[object]:
    assigned = at + timedelta(minutes=20)
    answered = at + timedelta(hours=random.uniform(1, 30))
    ended = answered + timedelta(days=2)
    cells: dict[str, object] = dict.fromkeys(HEADERS, "")
    cells |= {
        "Кабинет": "Демонстрация",
        "ID": 1_000_000 + number,
        "Номер инцидента": number,
        "Отдел": "Администрация",
        "Общее время первого ответа": f"{answered:%Y-%m-%d %H:%M:%S}",
        "Общий текст первого ответа": f"'{ANSWER}",
        "Время назначения последнего исполнителя": f"{assigned:%Y-%m-%d %H:%M:%S}",
        "Время 1го ответа ПИ": f"{answered:%Y-%m-%d %H:%M:%S}",
        "Уложились или нет после назн. ПИ": "Да",
        "Текущий шаг инцидента": "Готово",
        "Дата создания": f"{at:%Y-%m-%d %H:%M:%S}",
        "Дата окончания": f"{ended:%Y-%m-%d %H:%M:%S}",
        "Группа тем": group,
        "Тема": topic,
        "Регион": "Демонстрация",
        "Муниципалитет": "Демонстрация",
        "Населенный пункт": random.choice(SETTLEMENTS),
        "Тип инцидента": "Решаемый",
        "Итог": random.choice(("Разъяснено", "Решено")),
        "Есть медиафайл в ответе": "Нет",
        "Есть медиафайл в сообщении": "Нет",
        "Урл поста": f"https://vk.com/wall-1_{number}",
        "Урл блога": "https://vk.com/club1",
        "Текст инцидента": f"'{text}",
        "1ый ответ ПИ": f"'{ANSWER}",
        "2ой ответ ПИ": "'",
        "3ий ответ ПИ": "'",
        "Причина закрытия": "Автор доволен",
        "Аудитория": random.randint(100, 9000),
        "URL автора": f"https://vk.com/id{number}",
        "Опрос отправлен": "Нет",
    }
    return [cells[name] for name in HEADERS]
