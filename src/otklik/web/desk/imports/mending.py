"""A refused row as a form: the cells that matter first, all others folded away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otklik.cases.models import QuarantinedRow
from otklik.channels.im import columns as im_columns
from otklik.channels.pos import columns as pos_columns
from otklik.core.reasons import Reason
from otklik.core.tables import TableSpec, match_headers

SPECS: Mapping[str, TableSpec] = {"im": im_columns.SPEC, "pos": pos_columns.SPEC}
MAIN_COLUMNS = (
    "number",
    "created_at",
    "received_on",
    "text",
    "topic_group",
    "topic",
    "category",
    "subcategory",
    "fact",
    "body",
    "org_current",
    "settlement",
    "street",
)
LONG_TEXT = 80
PREFIX = "cell-"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the row as an input; ``is_wrong`` when a reason of the refusal names it."""

    name: str
    header: str
    value: str
    is_wrong: bool
    is_main: bool

    @property
    def is_long(self) -> bool:
        """Whether the text wants more than a line."""
        return len(self.value) > LONG_TEXT or "\n" in self.value


def reasons_of(row: QuarantinedRow) -> list[Reason]:
    """Return why the row was refused."""
    return [Reason.from_json(one) for one in row.reasons]


def cells_of(
    row: QuarantinedRow,
    payload: Mapping[str, str] | None = None,
    reasons: Sequence[Reason] | None = None,
) -> list[Cell]:
    """Return the cells of the row in the order of the file.

    ``payload`` and ``reasons`` replace those of the row after an attempt. Columns a reason
    complains of that the file did not have are added, empty.
    """
    values = dict(row.payload if payload is None else payload)
    spec = SPECS.get(row.batch.channel)
    columns = dict(match_headers(spec, tuple(values)).columns) if spec else {}
    named = {one.params.get("column", "") for one in reasons or reasons_of(row)}
    wrong = {_header(one, spec, values) for one in named if one}
    for header in sorted(wrong):
        values.setdefault(header, "")
    main = {columns[name] for name in MAIN_COLUMNS if name in columns} | wrong
    return [
        Cell(f"{PREFIX}{number}", header, value, header in wrong, header in main)
        for number, (header, value) in enumerate(values.items())
    ]


def mended(row: QuarantinedRow, given: Mapping[str, str]) -> dict[str, str]:
    """Return the row with the cells of the form; cells the form did not send stay as they are.

    A browser sends line ends as two characters; they are made one again.
    """
    return {
        cell.header: str(given.get(cell.name, cell.value)).replace("\r\n", "\n")
        for cell in cells_of(row)
    }


def _header(column: str, spec: TableSpec | None, values: Mapping[str, str]) -> str:
    """Return the header of the column; a column the file lacks is named by its symbol."""
    if column in values or spec is None:
        return column
    return next((one.header for one in spec.columns if one.name == column), column)
