"""Fields in the text of an answer: those filled from the case, and those a person fills."""

import re
from collections.abc import Mapping

# What a field that could not be filled from the case asks the writer for. An answer is Russian
# text whatever the language of the desk, so these words are not translated.
FIELDS: dict[str, str] = {
    "number": "номер",
    "received_date": "дата обращения",
    "topic": "тема",
    "place": "место",
    "settlement": "населённый пункт",
    "recipient": "кто отвечает",
    "recipient_phone": "телефон",
    "promised_date": "срок работ",
    "due_date": "срок ответа",
    "applicant": "имя заявителя",
    "executor": "исполнитель",
    "municipality": "муниципалитет",
}
_NAMED = re.compile(r"\{([a-z_]{1,30})\}")
# «[срок работ]», not «[1]» nor a link of a network «[id1|Имя]».
_FREE = re.compile(r"\[([А-Яа-яЁё][^\[\]\n|]{0,80})\]")


def unknown_fields(text: str) -> list[str]:
    """Return the named fields nobody knows, in order, each once."""
    return [name for name in dict.fromkeys(_NAMED.findall(text)) if name not in FIELDS]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with the named fields filled; what has no value is left to the writer."""

    def value(found: "re.Match[str]") -> str:
        name = found.group(1)
        if name not in FIELDS:
            return found.group()
        # A value never brings a field of its own along.
        given = re.sub(r"[\[\]{}]", "", values.get(name, "")).strip()
        return given or f"[{FIELDS[name]}]"

    return _NAMED.sub(value, text)


def unfilled(text: str) -> list[str]:
    """Return the fields that are still to be filled, in order, each once."""
    found = [
        (one.start(), FIELDS.get(one.group(1), one.group(1)) if one.re is _NAMED else one.group(1))
        for pattern in (_NAMED, _FREE)
        for one in pattern.finditer(text)
    ]
    return list(dict.fromkeys(name for _start, name in sorted(found)))
