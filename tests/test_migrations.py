"""Migrations lead from nothing to the models, and back."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.special import RunPython, RunSQL

PLACES = [settings.ROOT / place for place in ("site", "home", "community", "search")]
OURS = {app.label for app in apps.get_app_configs() if any(Path(app.path).is_relative_to(each) for each in PLACES)}


@pytest.mark.compared
@pytest.mark.real_limits
@pytest.mark.django_db
def test_the_models_are_as_the_migrations_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", "--verbosity", "0")


@pytest.mark.django_db
def test_every_migration_of_ours_was_applied() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_every_step_can_be_taken_back() -> None:
    migrations = [each for (app, _name), each in MigrationLoader(connection).disk_migrations.items() if app in OURS]
    steps = [(str(each), step) for each in migrations for step in each.operations]
    assert {app for app in OURS if any(name.startswith(f"{app}.") for name, _step in steps)} >= {"home", "search"}
    assert [name for name, step in steps if isinstance(step, RunPython | RunSQL) and not step.reversible] == []


@pytest.mark.parametrize("app", ["search", "moderation", "comments", "outbox", "guard"])
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_app_goes_back_to_nothing_and_forth_again(app: str) -> None:
    """Apps that go without much else: others that stand on one go with it; the rest refer to each other."""
    before = set(connection.introspection.table_names())
    try:
        call_command("migrate", app, "zero", "--verbosity", "0")
        assert connection.introspection.table_names() != sorted(before)
    finally:
        call_command("migrate", "--verbosity", "0")
    assert set(connection.introspection.table_names()) == before
