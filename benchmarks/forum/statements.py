"""Rows written by the database itself: INSERT … SELECT, much faster than anything that goes through Python."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import DatabaseDefault

# A number below `most` that is always the same for the same key, and looks as if it were drawn.
PICK = """
CREATE OR REPLACE FUNCTION pick(key bigint, most bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
'SELECT mod(mod(key * 2654435761, 4294967296) / 7, most)'
"""


def run(sql: str) -> int:
    """Execute a statement; return how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.rowcount)


def insert(model: type[Model], source: str, **columns: str) -> int:
    """Write a row for each that `source` gives (what stands behind FROM), but what is there already; return how many.

    `columns` are expressions of SQL. A column that isn't named has the value that a new thing has.
    """
    blank = model()
    names, expressions, values = list[str](), list[str](), list[Any]()
    for field in model._meta.concrete_fields:
        if field.column in columns:
            expressions.append(columns[str(field.column)])
        elif field.primary_key or isinstance(getattr(blank, field.attname), DatabaseDefault):
            continue
        else:
            expressions.append("%s")
            values.append(field.get_db_prep_save(getattr(blank, field.attname), connection))
        names.append(f'"{field.column}"')
    head = f"INSERT INTO {model._meta.db_table} ({', '.join(names)})"
    sql = f"{head} SELECT {', '.join(expressions)} FROM {source} ON CONFLICT DO NOTHING"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)
