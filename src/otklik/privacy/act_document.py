"""The act as a Word document to be signed: what, why, how many, and the list without names."""

from datetime import datetime
from io import BytesIO
from itertools import groupby

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Pt

from otklik.privacy.models import RetentionAct, RetentionItem

FONT = "PT Serif"


def act_document(act: RetentionAct) -> bytes:
    """Return the act as .docx: numbers of cases and days only, never a name of an applicant."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    items = list(act.items.order_by("pk"))
    taken = [item for item in items if not item.left_out_reason]
    _head(document, act)
    for line in _lines(act, len(taken)):
        document.add_paragraph(line)
    _years(document, taken)
    _signatures(document, act)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _list(document, _("List of cases"), taken, act)
    kept = [item for item in items if item.left_out_reason]
    if kept:
        _list(document, _("Kept on"), kept, act)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _head(document: Document, act: RetentionAct) -> None:
    place = document.add_paragraph(act.municipality.name)
    place.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    told = {"number": act.number, "day": _day(act, act.drawn_at)}
    words = _("ACT No. %(number)s of %(day)s on the end of keeping of cases") % told
    run = title.add_run(words)
    run.bold = True


def _lines(act: RetentionAct, count: int) -> list[str]:
    return [
        _("Ground: %s") % act.ground,
        _("Term of keeping: %(years)s years; cases ended before %(day)s.")
        % {"years": act.rule.years, "day": act.ended_before_date.strftime("%d.%m.%Y")},
        _("What is done: %s.") % act.get_action_display(),
        _("Number of cases: %s.") % count,
    ]


def _years(document: Document, items: list[RetentionItem]) -> None:
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = _("Year"), _("Cases")
    for year, group in groupby(sorted(item.ended_at.year for item in items)):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(year), str(len(list(group)))


def _signatures(document: Document, act: RetentionAct) -> None:
    document.add_paragraph()
    people = [(_("Drawn by"), act.drawn_by, act.drawn_at)]
    if act.approved_by is not None and act.approved_at is not None:
        people.append((_("Approved by"), act.approved_by, act.approved_at))
    for label, person, at in people:
        who = ", ".join(part for part in (person.position, person.short_name) if part)
        document.add_paragraph(f"{label}: {who}, {_day(act, at)}  ____________________")
    if act.done_at is not None:
        document.add_paragraph(_("Carried out on %s.") % _day(act, act.done_at))


def _list(document: Document, title: str, items: list[RetentionItem], act: RetentionAct) -> None:
    document.add_heading(title, level=2)
    table = document.add_table(rows=1, cols=4, style="Table Grid")
    heads = (_("Number"), _("Received"), _("Ended"), _("Note"))
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        cell.text = words
    for item in items:
        cells = table.add_row().cells
        days = _day(act, item.received_at), _day(act, item.ended_at)
        for cell, words in zip(cells, (item.case_number, *days, item.left_out_reason), strict=True):
            cell.text = words


def _day(act: RetentionAct, at: datetime) -> str:
    return act.municipality.local(at).strftime("%d.%m.%Y")
