"""The columns of an ИМ export: 47 of the cabinet export, and their names in other layouts.

Sources: domain facts 3.3 (three layouts, the Perm set) and 3.8 (a real export).
"""

from __future__ import annotations

from otklik.core.tables import Column, TableSpec

SPEC = TableSpec(
    columns=(
        Column("cabinet", "Кабинет"),
        Column("incident_id", "ID", ("ID инцидента", "Идентификатор", "Id записи")),
        Column("number", "Номер инцидента", ("№ инцидента", "Номер", "Инцидент №")),
        Column("body", "Отдел", ("Орган", "Отдел (орган)", "Ответственный орган")),
        Column("sub_body", "Исполнитель", ("Последний исполнитель", "ПИ")),
        Column(
            "first_reply_at",
            "Общее время первого ответа",
            ("Время первого ответа", "Дата первого ответа"),
        ),
        Column(
            "first_reply_text",
            "Общий текст первого ответа",
            ("Текст первого ответа", "Текст ответа"),
        ),
        Column(
            "time_to_first_reply",
            "Время с даты создания инцидента до времени первого ответа",
        ),
        Column(
            "working_time_to_first_reply",
            "Время с даты создания инцидента до времени первого ответа, рабочее время",
        ),
        Column(
            "assigned_at",
            "Время назначения последнего исполнителя",
            ("Время назначения исполнителя", "Дата назначения исполнителя"),
        ),
        Column(
            "executor_reply_at",
            "Время 1го ответа ПИ",
            (
                "Время 1го ответа ПИ (последнего исполнителя)",
                "Время первого ответа ПИ",
                "Время 1-го ответа последнего исполнителя",
            ),
        ),
        Column(
            "executor_reaction",
            "Первая реакция с момента назн. ПИ",
            ("Первая реакция с момента назначения ПИ",),
        ),
        Column(
            "is_in_time",
            "Уложились или нет после назн. ПИ",
            ("Уложились или нет после назначения ПИ",),
        ),
        Column("time_to_end", "Время с начала создания инцидента до окончания"),
        Column("sent_to_review_at", "Время отправки первого ответа ПИ на согласование"),
        Column(
            "time_on_review",
            "Время, которое первый ответ ПИ находился на согласовании",
        ),
        Column(
            "step",
            "Текущий шаг инцидента",
            ("Текущий шаг", "Шаг инцидента", "Статус", "Статус инцидента"),
        ),
        Column(
            "created_at",
            "Дата создания",
            (
                "Дата создания инцидента",
                "Время создания",
                "Дата и время создания",
                "Дата создания/начала",
            ),
        ),
        Column(
            "ended_at",
            "Дата окончания",
            (
                "Дата окончания/закрытия",
                "Дата закрытия",
                "Дата окончания инцидента",
                "Дата закрытия инцидента",
                "Время закрытия",
            ),
        ),
        Column("topic_group", "Группа тем", ("Группа темы", "Группы тем")),
        Column("topic", "Тема", ("Тема инцидента",)),
        Column("region", "Регион", ("Субъект РФ",)),
        Column("municipality", "Муниципалитет", ("Муниципальное образование", "Район")),
        Column("settlement", "Населенный пункт", ("Нас. пункт", "Город/Населенный пункт")),
        Column("street", "Улица"),
        Column("house", "Дом", ("Номер дома",)),
        Column("old_object", "Объект старый"),
        Column("object", "Объект"),
        Column("incident_type", "Тип инцидента", ("Тип",)),
        Column("outcome", "Итог", ("Итог инцидента", "Результат")),
        Column("has_media_in_reply", "Есть медиафайл в ответе"),
        Column("has_media_in_message", "Есть медиафайл в сообщении"),
        Column(
            "post_url",
            "Урл поста",
            ("URL поста", "Ссылка на пост", "Ссылка на сообщение", "Ссылка", "Адрес поста"),
        ),
        Column("blog_url", "Урл блога", ("URL блога", "Ссылка на блог")),
        Column("text", "Текст инцидента", ("Текст сообщения", "Текст поста", "Текст")),
        Column("reply_1", "1ый ответ ПИ", ("1-й ответ ПИ", "Первый ответ ПИ")),
        Column("reply_2", "2ой ответ ПИ", ("2-й ответ ПИ", "Второй ответ ПИ")),
        Column("reply_3", "3ий ответ ПИ", ("3-й ответ ПИ", "Третий ответ ПИ")),
        Column("closing_reason", "Причина закрытия", ("Причина закрытия инцидента",)),
        Column("audience", "Аудитория"),
        Column("involvement", "Вовлеченность"),
        Column("author_url", "URL автора", ("Урл автора", "Ссылка на автора")),
        Column("reply_account", "Аккаунт публикации ответа"),
        Column("tags", "Теги", ("Тэги",)),
        Column("remark", "Примечание", ("Комментарий", "Примечания")),
        Column(
            "satisfaction_at",
            "Время попадания на шаг оценка удовлетворенности",
            ("Время попадания на шаг «Оценка удовлетворенности»",),
        ),
        Column("is_survey_sent", "Опрос отправлен"),
        Column("author_name", "Автор", ("Имя автора", "ФИО автора"), is_usual=False),
    ),
    required=(
        frozenset({"number", "created_at", "text"}),
        frozenset({"incident_id", "created_at", "text"}),
        frozenset({"number", "created_at", "topic_group", "topic"}),
        # The Perm set (facts 3.3) has no numbers: its rows are shown to a clerk one by one.
        frozenset({"topic_group", "topic", "text"}),
    ),
)
