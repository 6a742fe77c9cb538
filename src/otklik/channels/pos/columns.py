"""The 25 columns of a ПОС export (facts 2.3), and columns of fuller exports where known."""

from __future__ import annotations

from otklik.core.tables import Column, TableSpec

SPEC = TableSpec(
    columns=(
        Column("number", "Номер", ("Номер сообщения", "№ сообщения", "ID сообщения")),
        Column("epgu_number", "Номер ЕПГУ", ("Номер на ЕПГУ",)),
        Column("source", "Источник", ("Источник сообщения",)),
        Column("top_lko", "Верхнеуровневый ЛКО"),
        Column("category", "Категория"),
        Column("subcategory", "Подкатегория"),
        Column("fact", "Факт"),
        Column(
            "org_received",
            "Организация, в которую поступило сообщение",
            ("Организация, в которую поступило обращение",),
        ),
        Column(
            "org_current",
            "Организация, в которой находится сообщение",
            ("Организация, в которой находится обращение", "Организация"),
        ),
        Column("received_on", "Дата поступления", ("Дата поступления сообщения", "Дата подачи")),
        Column(
            "due_on",
            "Дата планируемого завершения работ",
            ("Плановая дата завершения работ", "Дата планового завершения работ"),
        ),
        Column(
            "completed_on",
            "Дата фактического завершения работ",
            ("Фактическая дата завершения работ",),
        ),
        Column("stage", "Стадия"),
        Column("status", "Статус"),
        Column("overdue", "Просрочено"),
        Column("fast_track", "Фаст-трек", ("Фасттрек", "Fast-track", "Ускоренное рассмотрение")),
        Column("law_kind", "ФЗ"),
        Column("chose_59fz", "Заявитель выбрал подачу по 59-ФЗ"),
        Column("resolution_type", "Тип решения"),
        Column("sent_by_email", "Направлено по email в ФОИВ, не подключенный к ПОС"),
        Column("rating", "Оценка ответа заявителем", ("Оценка заявителя", "Оценка ответа")),
        Column("repeat_review", "Повторное рассмотрение"),
        Column("coordinator", "ФИО координатора", ("Координатор",)),
        Column("executor", "ФИО исполнителя", ("Исполнитель",)),
        Column("manager", "ФИО руководителя", ("Руководитель",)),
        # The export carries no text and no address (facts 2.3); a fuller export, or a file to
        # which clerks added them, may.
        Column(
            "text",
            "Текст сообщения",
            ("Текст обращения", "Текст", "Суть сообщения"),
            is_usual=False,
        ),
        Column("municipality", "Муниципальное образование", ("Муниципалитет",), is_usual=False),
        Column("settlement", "Населенный пункт", is_usual=False),
        Column("street", "Улица", is_usual=False),
        Column("house", "Дом", is_usual=False),
        Column("remark", "Примечание", ("Комментарий",), is_usual=False),
    ),
    required=(
        frozenset({"number", "received_on", "status"}),
        frozenset({"number", "received_on", "category"}),
    ),
)
