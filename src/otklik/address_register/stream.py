"""Rows of an XML file of the address register, one after another, however large the file is.

Every file of the register is one list of elements with attributes. They are taken straight from
expat, at the same speed as from ``ElementTree.iterparse``: that one cannot refuse a DOCTYPE before
obeying it, and builds a tree that must be cleared.
"""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from otklik.address_register.refusal import GarError

Row = dict[str, str]
_CHUNK = 1 << 18
# A tag that never ends would be gathered in memory; one of the register has some 400 bytes.
_LONGEST_SILENCE = 4 << 20


def rows(file: BinaryIO, name: str, tag: str, moved: Callable[[int], None]) -> Iterator[Row]:
    """Yield the attributes of every element ``tag`` of the file that is in force.

    The register keeps the whole history of an object under one number: only rows with ISACTUAL
    and ISACTIVE of 1 speak of today; parameters have neither and are told by their dates.
    ``moved`` is told the number of bytes just read. Raises ``GarError``: ``file_is_unsafe`` for
    a file with a DOCTYPE (the register has none, so entities can only be meant to do harm),
    ``file_is_damaged`` for one that is no XML or ends before its end.
    """
    found: list[Row] = []
    parser = _parser(name, tag, found)
    silence = last = 0
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
            yield from found
            found.clear()
            moved(len(chunk))
            silence = silence + len(chunk) if parser.CurrentByteIndex == last else 0
            last = parser.CurrentByteIndex
            if silence > _LONGEST_SILENCE:
                raise GarError("file_is_damaged", file=name)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        # Not only broken XML: an encoding that is none, or none expat can read.
        raise GarError("file_is_damaged", file=name) from error
    yield from found


def _parser(name: str, tag: str, found: list[Row]) -> Any:
    def start(element: str, attributes: Row) -> None:
        is_old = attributes.get("ISACTIVE", "1") != "1" or attributes.get("ISACTUAL", "1") != "1"
        if element == tag and not is_old:
            found.append(attributes)

    def doctype(*_parts: object) -> None:
        raise GarError("file_is_unsafe", file=name)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    return parser
