"""Words of a text with their places in it."""

import re
from typing import NamedTuple

# «д5кв.3», «Ленина5», «улЛенина»: what people write in one go is read apart.
_LETTERS = r"A-Za-z\u0400-\u04ff"
_WORD = re.compile(
    rf"[0-9]+(?=кв\.?\s?[0-9])|[0-9][0-9{_LETTERS}]*|(?:[Уу]л|[Пп]ер)(?=[А-ЯЁ])|[{_LETTERS}]+"
)


class Token(NamedTuple):
    """A word: as compared (lower case, ё as е), as written, and where it stands."""

    word: str
    written: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it begins with a digit, like a house number."""
        return self.word[0].isdigit()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.written[0].isupper()


def tokens_of(text: str) -> list[Token]:
    """Return the words of the text in order."""
    return [
        Token(m.group().lower().replace("ё", "е"), m.group(), m.start(), m.end())
        for m in _WORD.finditer(text)
    ]


def stand_close(text: str, before: Token, after: Token, *, signs: str = " ,.№") -> bool:
    """Return whether at most three signs, all of those given, part two neighbouring words."""
    between = text[before.end : after.start]
    return len(between) <= 3 and not between.strip(signs)
