"""The text index, by what the database offers: FTS5 with triggers, or a generated tsvector with a GIN index."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_entrytext USING fts5(
        title, summary, body, author, place,
        content='search_searchentry', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
    )""",
    "INSERT INTO search_entrytext(search_entrytext, rank) VALUES ('rank', 'bm25(10.0, 3.0, 1.0, 2.0, 2.0)')",
    "INSERT INTO search_entrytext(search_entrytext) VALUES ('rebuild')",
    """CREATE TRIGGER search_entrytext_insert AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_entrytext(rowid, title, summary, body, author, place)
        VALUES (new.id, new.title, new.summary, new.body, new.author, new.place);
    END""",
    """CREATE TRIGGER search_entrytext_delete AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_entrytext(search_entrytext, rowid, title, summary, body, author, place)
        VALUES ('delete', old.id, old.title, old.summary, old.body, old.author, old.place);
    END""",
    """CREATE TRIGGER search_entrytext_update AFTER UPDATE OF title, summary, body, author, place
    ON search_searchentry BEGIN
        INSERT INTO search_entrytext(search_entrytext, rowid, title, summary, body, author, place)
        VALUES ('delete', old.id, old.title, old.summary, old.body, old.author, old.place);
        INSERT INTO search_entrytext(rowid, title, summary, body, author, place)
        VALUES (new.id, new.title, new.summary, new.body, new.author, new.place);
    END""",
]
SQLITE_BACK = [
    "DROP TRIGGER search_entrytext_insert",
    "DROP TRIGGER search_entrytext_delete",
    "DROP TRIGGER search_entrytext_update",
    "DROP TABLE search_entrytext",
]


# Stands between two pieces, so that no phrase reaches from one into the next; nobody can ask for it.
GAP = " || '''|'':1'::tsvector || "


def vector(configuration: str) -> str:
    """The weighted words of an entry in one configuration: title first, then summary and names, then text."""
    return (
        f"setweight(to_tsvector('{configuration}', title), 'A'){GAP}"
        f"setweight(to_tsvector('{configuration}', summary || ' ' || author || ' ' || place), 'B'){GAP}"
        f"setweight(to_tsvector('{configuration}', left(body, 200000)), 'D')"
    )


# Stemmed in the entry's language, and unstemmed beside it, since the Indonesian stemmer mistakes names for words.
POSTGRESQL = [
    f"""ALTER TABLE search_searchentry ADD COLUMN document tsvector GENERATED ALWAYS AS (
        {vector("simple")}{GAP}
        CASE WHEN language = 'en' THEN {vector("english")} ELSE {vector("indonesian")} END
    ) STORED""",
    "CREATE INDEX search_searchentry_document ON search_searchentry USING gin (document)",
]
POSTGRESQL_BACK = ["ALTER TABLE search_searchentry DROP COLUMN document"]


def forwards(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
