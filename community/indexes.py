"""Steps of migrations that build indexes of large tables while members go on writing there.

PostgreSQL builds beside the writing (CREATE INDEX CONCURRENTLY), which no transaction can hold: a migration with such
steps has `atomic = False`, and no other steps. Begun anew after an interruption it goes on: an index that is there
stays, one that was left half-built is built again. Other databases are small enough to build at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations import AddIndex, AlterField

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

HALF_BUILT = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND NOT indisvalid"


class IndexForeignKey(AlterField):
    """Give a foreign key its index, under the name that Django would give it; `field` is as the model has it."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Build it."""
        for statement in self._statements(app_label, schema_editor, to_state):
            build(schema_editor, str(statement), name=str(statement.parts["name"]))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop it."""
        for statement in self._statements(app_label, schema_editor, from_state):
            drop(schema_editor, name=str(statement.parts["name"]))

    def _statements(self, app_label: str, schema_editor: Any, state: ProjectState) -> list[Any]:
        model = state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return []
        statements: list[Any] = schema_editor._field_indexes_sql(model, model._meta.get_field(self.name))
        return statements


class BuildIndex(AddIndex):
    """Add an index of a model."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Build it."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            statement = self.index.create_sql(model, schema_editor)
            build(schema_editor, str(statement), name=schema_editor.quote_name(self.index.name))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop it."""
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            drop(schema_editor, name=schema_editor.quote_name(self.index.name))


def build(schema_editor: BaseDatabaseSchemaEditor, statement: str, *, name: str) -> None:
    """Run a `CREATE INDEX` so that nobody waits for it, unless the index is there; `name` is quoted."""
    how = "IF NOT EXISTS"
    if schema_editor.connection.vendor == "postgresql":
        how = "CONCURRENTLY IF NOT EXISTS"
        if not schema_editor.collect_sql and _is_half_built(schema_editor, name):
            drop(schema_editor, name=name)
    schema_editor.execute(statement.replace("CREATE INDEX", f"CREATE INDEX {how}", 1), params=None)


def drop(schema_editor: BaseDatabaseSchemaEditor, *, name: str) -> None:
    """Drop an index, if it is there, so that nobody waits for it; `name` is quoted."""
    how = "CONCURRENTLY IF EXISTS" if schema_editor.connection.vendor == "postgresql" else "IF EXISTS"
    schema_editor.execute(f"DROP INDEX {how} {name}", params=None)


def _is_half_built(schema_editor: BaseDatabaseSchemaEditor, name: str) -> bool:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(HALF_BUILT, [name])
        return cursor.fetchone() is not None
