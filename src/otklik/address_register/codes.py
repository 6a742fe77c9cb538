"""Codes of new territories, readable in files and addresses: ``t-imek-per-shkolnyy``."""

import re

# As the codes of the files of the registry are written: «ё» as «yo», «ъ» and «ь» left out.
_LETTERS = str.maketrans("абвгдезийклмнопрстуфыэіӧӱғң", "abvgdeziyklmnoprstufyeiougn") | {
    ord(letter): latin
    for letter, latin in (
        *(("ё", "yo"), ("ж", "zh"), ("х", "kh"), ("ц", "ts"), ("ч", "ch"), ("ш", "sh")),
        *(("щ", "shch"), ("ъ", ""), ("ь", ""), ("ю", "yu"), ("я", "ya"), ("ҷ", "ch")),
    )
}
_LONGEST = 80
_STREET = "ул"


def place_code(name: str, type_label: str, above: str, gar_id: int, taken: set[str]) -> str:
    """Return a code nobody has yet and add it to ``taken``.

    ``above`` is the code of the settlement of a street, or blank. A street that is no «ул» has
    its type in the code; the number in the register makes the second of a name differ.
    """
    words = name if type_label in ("", _STREET) or not above else f"{type_label} {name}"
    number = f"-{gar_id}"
    code = f"{above or 't'}-{_latin(words)}".rstrip("-")[: _LONGEST - len(number)]
    if code in taken:
        code = f"{code}{number}"
    taken.add(code)
    return code


def _latin(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_LETTERS)).strip("-")
