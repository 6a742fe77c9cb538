"""Invented messages of four kinds, for the tests of what learns. No real text is among them."""

PLACES = ("на улице Лесной", "у дома пять", "возле школы", "в нашем дворе", "на въезде в село")
ENDINGS = ("Примите меры.", "Когда это кончится?", "Просим помочь.", "Жители недовольны.")
SAID = {
    "Дороги": (
        "Огромные ямы {place}, машины разбивают колёса.",
        "Асфальт разрушен {place}, проехать нельзя.",
        "Сделайте ремонт дороги {place}, одни колдобины.",
        "Яма {place} такая, что пробил колесо.",
    ),
    "Освещение": (
        "Не горят фонари {place}, темно и страшно.",
        "Фонарь погас {place} месяц назад.",
        "Нет освещения {place}, дети идут в темноте.",
        "Лампы на столбах {place} не светят вечером.",
    ),
    "Мусор": (
        "Мусор не вывозят {place}, контейнеры полные.",
        "Свалка {place}, пакеты разносит ветер.",
        "Баки {place} переполнены, запах невозможный.",
        "Стихийная свалка отходов {place} растёт.",
    ),
    "Вода": (
        "Нет холодной воды {place} третий день.",
        "Из крана {place} течёт ржавая вода.",
        "Прорвало трубу {place}, вода бежит рекой.",
        "Отключили воду {place} без объявления.",
    ),
}


def complaints() -> tuple[list[str], list[str]]:
    """Return texts and their labels: 80 of each kind."""
    pairs = [
        (f"{said.format(place=place)} {ending}", label)
        for label, kinds in SAID.items()
        for said in kinds
        for place in PLACES
        for ending in ENDINGS
    ]
    return [text for text, _label in pairs], [label for _text, label in pairs]
