import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.mark.django_db
def test_the_models_are_as_the_migrations_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", "--verbosity", "0")


@pytest.mark.django_db
def test_every_migration_of_ours_was_applied() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
