"""Small files of the address register for tests: an invented district and its neighbour.

The district has ОКТМО 99625, the neighbour 99630; both are in the files of the region, as in life.
"""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

DAY = "20260901"
OKTMO = "99625"
Row = Mapping[str, object]

REGION, DISTRICT, COUNCIL, NEIGHBOUR = 1, 2, 3, 4
LUGOVOE, DOLINA, FAR = 10, 11, 12
LENINA, NOVAYA, LANE, GARDENS, GARDEN_STREET, FAR_STREET = 20, 21, 22, 23, 24, 25

# number: (name, type, level, lies in, ОКТМО)
PLACES: dict[int, tuple[str, str, int, int, str]] = {
    REGION: ("Луговская", "обл", 1, 0, "99000000"),
    DISTRICT: ("Луговской", "р-н", 3, REGION, "99625000"),
    COUNCIL: ("Луговской", "сельсовет", 4, DISTRICT, "99625440"),
    NEIGHBOUR: ("Соседний", "р-н", 3, REGION, "99630000"),
    LUGOVOE: ("Луговое", "с", 6, COUNCIL, "99625440101"),
    DOLINA: ("Долина", "д.", 6, COUNCIL, "99625440106"),
    FAR: ("Дальнее", "с", 6, NEIGHBOUR, "99630401101"),
    LENINA: ("Ленина", "ул", 8, LUGOVOE, "99625440101"),
    NOVAYA: ("Озёрная", "ул", 8, LUGOVOE, "99625440101"),
    LANE: ("Озёрная", "пер.", 8, LUGOVOE, "99625440101"),
    GARDENS: ("Садовод", "снт", 7, LUGOVOE, "99625440101"),
    GARDEN_STREET: ("Вишнёвая", "ул", 8, GARDENS, "99625440101"),
    FAR_STREET: ("Ленина", "ул", 8, FAR, "99630401101"),
}
# number: (lies in, attributes)
HOUSES: dict[int, tuple[int, Row]] = {
    100: (LENINA, {"HOUSENUM": "12", "HOUSETYPE": 2}),
    101: (LENINA, {"HOUSENUM": "12", "HOUSETYPE": 2, "ADDNUM1": "1", "ADDTYPE1": 1}),
    102: (LENINA, {"HOUSENUM": "14а", "HOUSETYPE": 2}),
    103: (LENINA, {"HOUSENUM": "3", "HOUSETYPE": 4}),
    104: (DOLINA, {"HOUSENUM": "5", "HOUSETYPE": 3}),
    105: (GARDEN_STREET, {"HOUSENUM": "7", "HOUSETYPE": 2}),
    106: (FAR_STREET, {"HOUSENUM": "1", "HOUSETYPE": 2}),
}
COUNTED = {"settlements": 2, "streets": 5, "houses": 5}


def write_xml(folder: Path, kind: str, root: str, tag: str, rows: Iterable[Row]) -> Path:
    """Write one file under a name as the register gives."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"AS_{kind}_{DAY}_0a1b2c3d-0000-4444-8888-aabbccddeeff.XML"
    with path.open("w", encoding="utf-8") as file:
        file.write(f'<?xml version="1.0" encoding="utf-8"?><{root}>')
        for row in rows:
            cells = " ".join(f"{name}={quoteattr(str(value))}" for name, value in row.items())
            file.write(f"<{tag} {cells} />")
        file.write(f"</{root}>")
    return path


def write_region(
    folder: Path,
    places: Mapping[int, tuple[str, str, int, int, str]] = PLACES,
    houses: Mapping[int, tuple[int, Row]] = HOUSES,
    *,
    without: Iterable[int] = (),
    has_codes_in_tree: bool = True,
) -> Path:
    """Write the region; ``without`` are numbers that are no longer in force."""
    gone = set(without)
    write_xml(folder, "ADDR_OBJ", "ADDRESSOBJECTS", "OBJECT", _objects(places, gone))
    write_xml(folder, "ADDR_OBJ_DIVISION", "ITEMS", "ITEM", [{"PARENTID": 1, "CHILDID": 2}])
    tree = [
        {"OBJECTID": key, "PARENTOBJID": above, "OKTMO": code if has_codes_in_tree else ""}
        for key, (_name, _type, _level, above, code) in places.items()
    ]
    tree += [{"OBJECTID": key, "PARENTOBJID": above} for key, (above, _row) in houses.items()]
    # What a house lay in before.
    items = [{**row, "ISACTIVE": 1} for row in tree]
    items += [{"OBJECTID": key, "PARENTOBJID": FAR_STREET, "ISACTIVE": 0} for key in houses]
    write_xml(folder, "MUN_HIERARCHY", "ITEMS", "ITEM", items)
    codes = [
        {"OBJECTID": key, "TYPEID": type_id, "VALUE": value, "STARTDATE": start, "ENDDATE": end}
        for key, place in places.items()
        for type_id, value, start, end in (
            (7, "77777777777", "1900-01-01", "2016-01-01"),
            (6, "99225000000", "1900-01-01", "2079-06-06"),
            (7, place[4], "2016-01-01", "2079-06-06"),
        )
    ]
    write_xml(folder, "ADDR_OBJ_PARAMS", "PARAMS", "PARAM", codes)
    rows = [
        {"OBJECTID": key, **row, "ISACTUAL": 1, "ISACTIVE": int(key not in gone)}
        for key, (_above, row) in houses.items()
    ]
    rows.append({"OBJECTID": 100, "HOUSENUM": "99", "HOUSETYPE": 2, "ISACTUAL": 0, "ISACTIVE": 0})
    write_xml(folder, "HOUSES", "HOUSES", "HOUSE", rows)
    return folder


def _objects(
    places: Mapping[int, tuple[str, str, int, int, str]], gone: set[int]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for key, (name, type_label, level, _above, _code) in places.items():
        row = {"OBJECTID": key, "NAME": name, "TYPENAME": type_label, "LEVEL": level}
        rows.append({**row, "ISACTUAL": 1, "ISACTIVE": int(key not in gone)})
        # How it was called before.
        rows.append({**row, "NAME": f"Бывшая {name}", "ISACTUAL": 0, "ISACTIVE": 0})
    return rows


def zipped(folder: Path, path: Path, inside: str = "99/") -> Path:
    """Pack the files of a folder as the archive of the register does."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{inside}{file.name}")
    return path
