"""The full-text index over the stems of cases.

SQLite: an FTS5 table that keeps no text of its own, in step by triggers. A later migration
that makes SQLite rebuild ``cases_case`` (any AlterField) drops the triggers with the old table:
it must run ``create_index`` of this migration again; ``tests/cases/test_search.py`` watches.
PostgreSQL: two GIN indexes, and one on the beginning of numbers.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CHANGED = "old.search_text IS NOT new.search_text OR old.search_personal IS NOT new.search_personal"
ADD = (
    "INSERT INTO cases_search (rowid, search_text, search_personal) "
    "VALUES (new.id, new.search_text, new.search_personal);"
)
REMOVE = (
    "INSERT INTO cases_search (cases_search, rowid, search_text, search_personal) "
    "VALUES ('delete', old.id, old.search_text, old.search_personal);"
)
SQLITE = (
    "DROP TABLE IF EXISTS cases_search",
    # The stems are ready words, so the tokenizer has nothing to fold: й stays й, ӱ stays ӱ.
    "CREATE VIRTUAL TABLE cases_search USING fts5(search_text, search_personal, "
    "content='cases_case', content_rowid='id', detail=column, columnsize=0, "
    "tokenize='unicode61 remove_diacritics 0')",
    "DROP TRIGGER IF EXISTS cases_search_insert",
    "DROP TRIGGER IF EXISTS cases_search_delete",
    "DROP TRIGGER IF EXISTS cases_search_update",
    f"CREATE TRIGGER cases_search_insert AFTER INSERT ON cases_case BEGIN {ADD} END",
    f"CREATE TRIGGER cases_search_delete AFTER DELETE ON cases_case BEGIN {REMOVE} END",
    "CREATE TRIGGER cases_search_update AFTER UPDATE OF search_text, search_personal "
    f"ON cases_case WHEN {CHANGED} BEGIN {REMOVE} {ADD} END",
    "INSERT INTO cases_search (cases_search) VALUES ('rebuild')",
)
SQLITE_REMOVE = (
    "DROP TRIGGER IF EXISTS cases_search_insert",
    "DROP TRIGGER IF EXISTS cases_search_delete",
    "DROP TRIGGER IF EXISTS cases_search_update",
    "DROP TABLE IF EXISTS cases_search",
)
POSTGRESQL = (
    "CREATE INDEX IF NOT EXISTS case_search_text ON cases_case "
    "USING gin (to_tsvector('simple', search_text))",
    "CREATE INDEX IF NOT EXISTS case_search_all ON cases_case "
    "USING gin (to_tsvector('simple', search_text || ' ' || search_personal))",
    "CREATE INDEX IF NOT EXISTS case_number_begins ON cases_case "
    "(municipality_id, number varchar_pattern_ops)",
    "CREATE INDEX IF NOT EXISTS case_external_begins ON cases_case "
    "(municipality_id, external_id varchar_pattern_ops) WHERE NOT external_id = ''",
)
POSTGRESQL_REMOVE = (
    "DROP INDEX IF EXISTS case_search_text",
    "DROP INDEX IF EXISTS case_search_all",
    "DROP INDEX IF EXISTS case_number_begins",
    "DROP INDEX IF EXISTS case_external_begins",
)


def _run(editor: BaseDatabaseSchemaEditor, by_vendor: dict[str, tuple[str, ...]]) -> None:
    for statement in by_vendor.get(editor.connection.vendor, ()):
        editor.execute(statement)


def create_index(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the index of the database at hand and fill it."""
    _run(editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove_index(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the index."""
    _run(editor, {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRESQL_REMOVE})


class Migration(migrations.Migration):
    """Full-text search."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(create_index, remove_index, elidable=False)]
