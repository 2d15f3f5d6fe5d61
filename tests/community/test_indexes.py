"""Indexes of large tables are built beside the writing, once, and again after an interruption."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from community.indexes import BuildIndex, IndexForeignKey

BUILT = {
    ("comments_comment", "acted_by_id"),
    ("comments_comment", "organisation_id"),
    ("forums_post", "organisation_id"),
    ("forums_topic", "organisation_id"),
    ("forums_topic", "topic_unanswered"),
    ("forums_post", "post_of_author_in_topic"),
    ("forums_post", "post_by_time"),
    ("forums_post", "post_of_topic_by_time"),
    ("forums_post", "post_written"),
    ("forums_post", "post_written_for_others"),
    ("forums_topic", "topic_newest"),
    ("moderation_review", "review_waiting_first"),
    ("members_user", "user_by_joining"),
    ("members_user", "user_suspended"),
    ("members_user", "user_silenced"),
    ("members_user", "user_switched_off"),
    ("members_user", "user_administrator"),
}


def steps() -> Iterator[tuple[str, Any, ProjectState]]:
    """Every step of ours, with the state after its migration."""
    loader = MigrationLoader(connection)
    for key, migration in loader.disk_migrations.items():
        for step in migration.operations:
            if isinstance(step, IndexForeignKey | BuildIndex):
                yield key[0], step, loader.project_state(key)


def table_of(app: str, step: Any) -> str:
    return apps.get_model(app, step.model_name)._meta.db_table


def indexes_of(table: str) -> dict[str, dict[str, Any]]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    return {name: each for name, each in found.items() if each["index"] and not each["unique"]}


def run(step: Any, app: str, state: ProjectState, *, forwards: bool) -> None:
    with connection.schema_editor(atomic=False) as editor:
        (step.database_forwards if forwards else step.database_backwards)(app, editor, state, state)


@pytest.mark.django_db
def test_each_is_there_once_whether_django_would_have_named_it_or_we_did() -> None:
    there = [
        (table, name)
        for table in {table for table, _name in BUILT}
        for index, each in indexes_of(table).items()
        for name in {index, *(each["columns"] if len(each["columns"]) == 1 else ())}
    ]
    assert {each: there.count(each) for each in BUILT} == dict.fromkeys(BUILT, 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_each_is_taken_back_built_anew_and_left_alone_where_it_is() -> None:
    tried = set()
    for app, step, state in steps():
        table = table_of(app, step)
        before = set(indexes_of(table))
        run(step, app, state, forwards=False)
        gone = before - set(indexes_of(table))
        assert len(gone) == 1, step
        for _time in range(2):
            run(step, app, state, forwards=True)
            assert set(indexes_of(table)) == before
        tried |= gone
    assert len(tried) == len(BUILT)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="others build within a transaction")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_that_was_left_half_built_is_built_again() -> None:
    app, step, state = next(each for each in steps() if isinstance(each[1], BuildIndex))
    name = step.index.name
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass", [name])
        run(step, app, state, forwards=True)
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", [name])
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db
def test_the_migrations_with_such_steps_hold_no_transaction() -> None:
    for key, migration in MigrationLoader(connection).disk_migrations.items():
        if any(isinstance(step, IndexForeignKey | BuildIndex) for step in migration.operations):
            assert migration.atomic is False, key
