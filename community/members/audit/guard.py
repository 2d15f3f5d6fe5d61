"""Triggers that keep the log append-only, whoever writes to the database.

A line is never deleted. Of its columns only `label` and `data` change, while a row of `LogErasing` is there, and
`content_type` to nothing, as when Django clears away the kinds of an app that is gone. Writing the same again is no
change: so fixtures are loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

LOG, ERASING = "wagtailcore_modellogentry", "members_logerasing"

POSTGRESQL = """
CREATE OR REPLACE FUNCTION members_keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  yielding text[] := ARRAY['label', 'data', 'content_type_id'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - yielding = to_jsonb(OLD) - yielding
      AND (NEW.content_type_id IS NULL OR NEW.content_type_id IS NOT DISTINCT FROM OLD.content_type_id)
      AND ((NEW.label = OLD.label AND NEW.data = OLD.data) OR EXISTS (SELECT 1 FROM members_logerasing))
    THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'The log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER members_keep_log BEFORE UPDATE OR DELETE ON wagtailcore_modellogentry
  FOR EACH ROW EXECUTE FUNCTION members_keep_log();
CREATE TRIGGER members_keep_log_whole BEFORE TRUNCATE ON wagtailcore_modellogentry
  FOR EACH STATEMENT EXECUTE FUNCTION members_keep_log();
"""
SQLITE = (
    """
CREATE TRIGGER IF NOT EXISTS members_keep_log BEFORE UPDATE ON wagtailcore_modellogentry
WHEN NEW."id" IS NOT OLD."id"
  OR NEW."action" IS NOT OLD."action"
  OR NEW."timestamp" IS NOT OLD."timestamp"
  OR NEW."uuid" IS NOT OLD."uuid"
  OR NEW."user_id" IS NOT OLD."user_id"
  OR NEW."object_id" IS NOT OLD."object_id"
  OR NEW."revision_id" IS NOT OLD."revision_id"
  OR NEW."content_changed" IS NOT OLD."content_changed"
  OR NEW."deleted" IS NOT OLD."deleted"
  OR (NEW."content_type_id" IS NOT NULL AND NEW."content_type_id" IS NOT OLD."content_type_id")
  OR ((NEW."label" IS NOT OLD."label" OR NEW."data" IS NOT OLD."data")
    AND NOT EXISTS (SELECT 1 FROM members_logerasing))
BEGIN SELECT RAISE(ABORT, 'The log is append-only'); END
""",
    """
CREATE TRIGGER IF NOT EXISTS members_keep_log_whole BEFORE DELETE ON wagtailcore_modellogentry
BEGIN SELECT RAISE(ABORT, 'The log is append-only'); END
""",
)


def lay(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in."""
    with connection.cursor() as cursor:
        for statement in [POSTGRESQL] if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take them out: for a migration that is taken back, and for tests that empty their database."""
    with connection.cursor() as cursor:
        on = f" ON {LOG}" if connection.vendor == "postgresql" else ""
        for name in ("members_keep_log", "members_keep_log_whole"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS members_keep_log()")


def lay_again(using: str, **kwargs: Any) -> None:
    """Put them back after migrations: SQLite changes a table by making another one, which has none."""
    connection = connections[using]
    if connection.vendor == "sqlite" and ERASING in connection.introspection.table_names():
        lay(connection)
