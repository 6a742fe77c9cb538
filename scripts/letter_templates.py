"""Draw the usual templates of letters anew: src/otklik/letters/originals/*.docx.

An official replaces a template in the browser; here the texts of the package are written. They
are worded so that no name has to be declined and nobody is addressed as a man or a woman.
"""

from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

FOLDER = Path(__file__).resolve().parents[1] / "src/otklik/letters/originals"
FONT = "PT Serif"
LOOP, END = "{%p for q in questions %}", "{%p endfor %}"
WHY = ("{%p if reason %}", "{{ reason }}", "{%p endif %}")
HELLO = "Здравствуйте!"
SEEN = (
    "Обращение (заявитель: {{ applicant_short }}) зарегистрировано {{ registered_date }} "
    "под № {{ number }}."
)

LETTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "transfer": (
        "О направлении обращения",
        (
            "На основании части 3 статьи 8 Федерального закона от 02.05.2006 № 59-ФЗ «О порядке "
            "рассмотрения обращений граждан Российской Федерации» направляется для рассмотрения "
            "по компетенции обращение № {{ number }} от {{ registered_date }}.",
            "{%p if applicant %}",
            "Заявитель: {{ applicant }}. Для ответа: {{ applicant_contacts }}.",
            "{%p endif %}",
            "Вопросы, переданные на рассмотрение:",
            LOOP,
            "{{ q.number }}. {{ q.text }}",
            END,
            *WHY,
            "О направлении обращения заявитель уведомлён. Просим дать ответ заявителю в срок, "
            "установленный статьёй 12 указанного закона, и сообщить нам о результате.",
            "Приложение: копия обращения.",
        ),
    ),
    "transfer_notice": (
        "О направлении обращения по компетенции",
        (
            HELLO,
            SEEN,
            "Часть вопросов или все они не относятся к компетенции администрации. На основании "
            "частей 3 и 4 статьи 8 Федерального закона от 02.05.2006 № 59-ФЗ обращение направлено: "
            "{{ bodies }}.",
            "{%p for q in questions if q.bodies %}",
            "Вопрос {{ q.number }}: {{ q.text }} — {{ q.bodies }}.",
            END,
            *WHY,
            "Ответ на эти вопросы даст орган, которому направлено обращение.",
        ),
    ),
    "extension": (
        "О продлении срока рассмотрения обращения",
        (
            HELLO,
            SEEN,
            "На основании части 2 статьи 12 Федерального закона от 02.05.2006 № 59-ФЗ срок "
            "рассмотрения продлён. Прежний срок: {{ first_due_date }}. Новый срок: {{ due_date }}.",
            "Причина: {{ reason }}",
        ),
    ),
    "return": (
        "О возвращении обращения",
        (
            HELLO,
            SEEN,
            "Обращение возвращается без рассмотрения по существу. Основание: {{ law }}.",
            *WHY,
            "Судебное решение обжалуется в порядке, установленном процессуальным законом. Если "
            "жалоба возвращена потому, что направить её можно только тому, чьи действия "
            "обжалуются, эти действия можно обжаловать в суд.",
            "Приложение: обращение.",
        ),
    ),
    "no_answer": (
        "О рассмотрении обращения",
        (
            HELLO,
            SEEN,
            "Ответ по существу поставленных вопросов не даётся. Основание: {{ law }}.",
            *WHY,
            "Если причины, по которым ответ не может быть дан, будут устранены, обращение можно "
            "направить вновь.",
        ),
    ),
    "published": (
        "О размещённом ответе",
        (
            HELLO,
            SEEN,
            "Ответ на поставленный вопрос размещён на официальном сайте (часть 4 статьи 10, "
            "часть 5.1 статьи 11 Федерального закона от 02.05.2006 № 59-ФЗ).",
            "Адрес страницы: {{ reason }}",
        ),
    ),
    "termination": (
        "О прекращении переписки",
        (
            HELLO,
            SEEN,
            "На поставленный вопрос неоднократно давались письменные ответы по существу. Новых "
            "доводов или обстоятельств в обращении нет. На основании части 5 статьи 11 "
            "Федерального закона от 02.05.2006 № 59-ФЗ принято решение о безосновательности "
            "очередного обращения и прекращении переписки по данному вопросу.",
            *WHY,
            "При появлении новых доводов или обстоятельств обращение можно направить вновь.",
        ),
    ),
    "answer": (
        "О рассмотрении обращения",
        (HELLO, SEEN, "По поставленным вопросам сообщаем следующее.", "{{ answer }}"),
    ),
}
APPEAL_ROWS = (
    ("Номер", "{{ number }}"),
    ("Поступило", "{{ received_date }}, {{ channel }}"),
    ("Зарегистрировано", "{{ registered_date }}"),
    ("Вид и форма", "{{ kind }}{% if form %}, {{ form }}{% endif %}"),
    ("Поступило через", "{{ passed_on_by or '—' }}"),
    ("Повторность", "{{ repeat or '—' }}"),
    ("Заявитель", "{{ applicant }}"),
    ("Адрес и связь", "{{ applicant_contacts }}"),
    ("Соавторы", "{% for a in authors %}{{ a.name }}; {% endfor %}"),
    ("Содержание", "{{ text }}"),
    ("Исполнитель", "{{ recipient }}"),
    ("Срок", "{{ due_date }}"),
    ("Направлено", "{{ bodies or '—' }}"),
    ("Состояние, итог", "{{ state }}{% if result %}, {{ result }}{% endif %}"),
    ("Контроль", "{{ control_date }} {{ controller }}"),
)
CONTROL_ROWS = (
    ("Номер обращения", "{{ number }}"),
    ("Зарегистрировано", "{{ registered_date }}"),
    ("Заявитель", "{{ applicant }}"),
    ("Исполнитель", "{{ recipient }}"),
    ("Срок ответа", "{{ due_date }}"),
    ("Контрольный срок", "{{ control_date }}"),
    ("Контролирует", "{{ controller }}"),
    ("Что контролируется", "{{ control_remark }}"),
    ("Результат", "{{ control_result }}"),
    ("Состояние дела", "{{ state }}{% if result %}, {{ result }}{% endif %}"),
)


def main() -> None:
    """Write every template into the folder of the package."""
    for name, (subject, paragraphs) in LETTERS.items():
        document = _blank()
        _letterhead(document)
        _addressee(document)
        document.add_paragraph().add_run(subject).bold = True
        for words in paragraphs:
            paragraph = document.add_paragraph(words)
            if not words.startswith("{%p"):
                paragraph.paragraph_format.first_line_indent = Cm(1.25)
        _signature(document)
        document.save(str(FOLDER / f"{name}.docx"))
    _card("appeal_card", "КАРТОЧКА ОБРАЩЕНИЯ № {{ number }}", APPEAL_ROWS, has_questions=True)
    _card("control_card", "КОНТРОЛЬНАЯ КАРТОЧКА", CONTROL_ROWS, has_questions=True)


def _blank() -> Document:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.paragraph_format.space_after = Pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    return document


def _letterhead(document: Document) -> None:
    demo = document.add_paragraph("{%p if is_demo %}")
    demo = document.add_paragraph("ДЕМОНСТРАЦИЯ: документ не имеет силы")
    demo.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("{%p endif %}")
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run("Администрация {{ municipality }}").bold = True
    document.add_paragraph(
        "{{ letter_date }}{% if letter_number %}  № {{ letter_number }}{% endif %}"
    )


def _addressee(document: Document) -> None:
    for words in ("{{ addressee }}", "{{ addressee_contacts }}"):
        paragraph = document.add_paragraph(words)
        paragraph.paragraph_format.left_indent = Cm(9)
        paragraph.paragraph_format.space_after = Pt(2)


def _signature(document: Document) -> None:
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "{{ signer_position }}"
    last = table.rows[0].cells[1].paragraphs[0]
    last.text, last.alignment = "{{ signer_name }}", WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()
    line = (
        "Исполнитель: {{ executor_name }}{% if executor_phone %}, {{ executor_phone }}{% endif %}"
    )
    document.add_paragraph().add_run(line).font.size = Pt(9)


def _card(name: str, title: str, rows: tuple[tuple[str, str], ...], *, has_questions: bool) -> None:
    document = _blank()
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run("Администрация {{ municipality }}{% if is_demo %} (демонстрация){% endif %}")
    top = document.add_paragraph()
    top.alignment = WD_ALIGN_PARAGRAPH.CENTER
    top.add_run(title).bold = True
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for label, words in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, words
        cells[0].width, cells[1].width = Cm(4.5), Cm(12)
    table.columns[0].width, table.columns[1].width = Cm(4.5), Cm(12)
    if has_questions:
        _questions(document)
    document.add_paragraph("Напечатано {{ letter_date }}, {{ executor_name }}")
    document.save(str(FOLDER / f"{name}.docx"))


def _questions(document: Document) -> None:
    document.add_paragraph()
    table = document.add_table(rows=1, cols=4, style="Table Grid")
    table.autofit = False
    widths = (Cm(1), Cm(7), Cm(4.5), Cm(4))
    heads = ("№", "Вопрос", "Код ССТУ", "Итог, куда направлено")
    rows = (
        ("{%tr for q in questions %}", "", "", ""),
        ("{{ q.number }}", "{{ q.text }}", "{{ q.code }}", "{{ q.result }} {{ q.bodies }}"),
        ("{%tr endfor %}", "", "", ""),
    )
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        cell.text = words
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for line in table.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width


if __name__ == "__main__":
    main()
