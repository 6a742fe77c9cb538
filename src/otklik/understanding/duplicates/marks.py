"""Word lists of duplicates: what says little, what counts, what is numbered."""

from otklik.core.text import stem

# Greetings, requests and complaints at large: forwarded copies gain and lose them.
_LIGHT = """
здравствуйте здравствуй добрый доброго день дня вечер вечера утро привет приветствую
уважаемый уважаемая уважаемые администрация прошу просим просьба помогите помочь
пожалуйста пожалуста спасибо благодарю заранее обращаюсь обращаемся обращение повторно
снова опять принять примите меры дать дайте ответ ответьте жду ждем надеюсь когда
закончится сколько можно раз пишу пишем второй третий еще уже очень этот это эта эти
который которая которые чтобы также только если или где как что так уважением
подскажите сообщите фото прилагаю прикладываю переслали пересылаю копия
"""
# What goes on and is counted anew in every message about one trouble.
_COUNTED = """
раз раза день дня дней дни сутки суток неделя недели недель неделю месяц месяца месяцев
год года лет час часа часов минут минуты
"""
_NUMBERED = "подъезд подъезде подъезда этаж этаже этажа корпус корпусе корпуса"
_ORDINALS = (
    "первый первая первом первого первой",
    "второй вторая втором второго",
    "третий третья третьем третьего третьей",
    "четвертый четвертая четвертом четвертого четвертой",
    "пятый пятая пятом пятого пятой",
    "шестой шестая шестом шестого",
    "седьмой седьмая седьмом седьмого",
    "восьмой восьмая восьмом восьмого",
    "девятый девятая девятом девятого девятой",
)

LIGHT_WORDS = frozenset(_LIGHT.split())
LIGHT_STEMS = frozenset(map(stem, LIGHT_WORDS))
LIGHT_WEIGHT = 0.2
SHORT_WORD = 3
COUNTED_STEMS = frozenset(map(stem, _COUNTED.split()))
NUMBERED_STEMS = frozenset(map(stem, _NUMBERED.split()))
ORDINAL_STEMS = {
    stem(word): str(number)
    for number, forms in enumerate(_ORDINALS, start=1)
    for word in forms.split()
}
FLAT_WORDS = frozenset(("кв", "квартира", "квартире", "квартиры", "квартиру"))
BUILDING_WORDS = frozenset(
    ("к", "корп", "корпус", "корпуса", "корпусе", "корпусу", "стр", "строение")
)
ORDINAL_TAILS = frozenset(
    ("й", "я", "е", "го", "му", "м", "ми", "х", "ый", "ой", "ий", "ая", "ую", "ое", "ти", "ю")
)
