"""On PostgreSQL the stems are kept as a ready vector, and one index is made of it.

An index over ``to_tsvector(...)`` keeps no vectors: whenever the planner walked the cases newest
first, each row's vector was made anew, seconds for a word many cases have. A generated column
is in step by itself. What only those may search in who see personal data has the label B, the
rest A: one vector and one index serve both (``cases.queries.search``).

The table is written anew once and locked meanwhile (two minutes for a million cases), which
needs its size on the disk again. SQLite keeps its FTS5 table.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRESQL = (
    "ALTER TABLE cases_case ADD COLUMN search_vector tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('simple', search_text), 'A') || "
    "setweight(to_tsvector('simple', search_personal), 'B')) STORED",
    "DROP INDEX IF EXISTS case_search_text",
    "DROP INDEX IF EXISTS case_search_all",
    "CREATE INDEX case_search_vector ON cases_case USING gin (search_vector)",
    # Without figures on the words the planner would take every word for a rare one.
    "ANALYZE cases_case (search_vector)",
)
POSTGRESQL_REMOVE = (
    "ALTER TABLE cases_case DROP COLUMN IF EXISTS search_vector",
    "CREATE INDEX IF NOT EXISTS case_search_text ON cases_case "
    "USING gin (to_tsvector('simple', search_text))",
    "CREATE INDEX IF NOT EXISTS case_search_all ON cases_case "
    "USING gin (to_tsvector('simple', search_text || ' ' || search_personal))",
)


def _run(editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    if editor.connection.vendor == "postgresql":
        for statement in statements:
            editor.execute(statement)


def keep_vectors(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the column and its index, remove the indexes it replaces."""
    _run(editor, POSTGRESQL)


def forget_vectors(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Go back to indexes over the texts."""
    _run(editor, POSTGRESQL_REMOVE)


class Migration(migrations.Migration):
    """A stored search vector on PostgreSQL."""

    dependencies = [("cases", "0004_guesses_of_topics")]
    operations = [migrations.RunPython(keep_vectors, forget_vectors, elidable=False)]
