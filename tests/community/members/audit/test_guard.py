"""The database keeps the log append-only, whoever writes to it; only words that tell of somebody go."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.audit import forgetting, guard
from community.members.audit.models import LogErasing
from community.members.standing import services as standing
from tests.factories.members import AdministratorFactory, MemberFactory

pytestmark = pytest.mark.django_db
OTHERWISE = {
    "id": 987_654,
    "content_type_id": lambda: ContentType.objects.get_for_model(ContentType).pk,
    "label": "Seseorang",
    "action": "members.suspend",
    "data": {"reason": "", "before": None, "after": None},
    "timestamp": timezone.now,
    "uuid": "0d0f5e3c-6f6b-4b8e-9d1d-3f1f1d1a1b1c",
    "user_id": 987_654,
    "revision_id": 987_654,
    "content_changed": True,
    "deleted": True,
    "object_id": "987654",
}


@pytest.fixture
def line():
    """A line that a service wrote."""
    member = MemberFactory()
    standing.sign_out(by=AdministratorFactory(), member=member, reason="Ponselnya hilang.")
    return ModelLogEntry.objects.for_instance(member).get()


@pytest.mark.parametrize("name", [field.attname for field in ModelLogEntry._meta.concrete_fields])
def test_no_column_of_a_line_is_changed(line, name):
    value = OTHERWISE[name]
    refused(lambda: ModelLogEntry.objects.filter(pk=line.pk).update(**{name: value() if callable(value) else value}))
    assert ModelLogEntry.objects.filter(pk=line.pk).values().get() == vars_of(line)


def test_a_line_is_not_saved_anew_and_not_deleted_in_any_way(line):
    line.data = {**line.data, "reason": "Lain."}
    refused(line.save)
    refused(line.delete)
    refused(ModelLogEntry.objects.filter(pk=line.pk).delete)
    refused(lambda: execute("DELETE FROM wagtailcore_modellogentry"))
    refused(lambda: execute("UPDATE wagtailcore_modellogentry SET user_id = NULL"))
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")  # else what waits to be checked refuses it first
        refused(lambda: execute("TRUNCATE wagtailcore_modellogentry"))
    line.refresh_from_db()
    assert line.data["reason"] == "Ponselnya hilang."


def test_lines_of_wagtail_stay_as_well():
    member = MemberFactory()
    line = ModelLogEntry.objects.log_action(member, "wagtail.edit")
    refused(line.delete)


def test_words_are_forgotten_and_then_the_log_is_shut_again(line):
    forgetting.forget_words(line, data={**line.data, "reason": "—"})
    assert forgetting.forget_labels(ModelLogEntry.objects.filter(pk=line.pk), label="—") == 1
    line.refresh_from_db()
    assert (line.label, line.data["reason"]) == ("—", "—")
    assert not LogErasing.objects.exists()
    refused(lambda: ModelLogEntry.objects.filter(pk=line.pk).update(label="Lain"))


def test_even_where_words_are_forgotten_nothing_else_changes(line):
    with transaction.atomic():
        LogErasing.objects.create()
        refused(lambda: ModelLogEntry.objects.filter(pk=line.pk).update(action="members.suspend"))
        refused(lambda: ModelLogEntry.objects.filter(pk=line.pk).update(user=None))
        refused(line.delete)


def test_what_goes_wrong_meanwhile_leaves_the_log_shut(line):
    with pytest.raises(TypeError):
        forgetting.forget_words(line, data={"reason": object()})
    assert not LogErasing.objects.exists()


def test_kinds_of_an_app_that_is_gone_are_cleared_away(line):
    gone = ContentType.objects.create(app_label="gone", model="thing")
    kept = ModelLogEntry.objects.create(
        content_type=gone, object_id="1", label="x", action="members.edit", timestamp=timezone.now()
    )
    gone.delete()
    kept.refresh_from_db()
    assert kept.content_type_id is None


def test_the_same_line_is_loaded_again(line):
    ModelLogEntry.objects.get(pk=line.pk).save_base(raw=True)


def test_the_guard_is_taken_out_and_put_in_again(line):
    guard.lift(connection)
    ModelLogEntry.objects.filter(pk=line.pk).update(label="Lain")
    guard.lay(connection)
    refused(line.delete)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Elsewhere a table that changes keeps its triggers.")
def test_after_migrations_that_made_the_table_anew_the_guard_is_there_again(line):
    guard.lift(connection)
    guard.lay_again(using="default", sender=apps.get_app_config("members"))
    guard.lay_again(using="default", sender=apps.get_app_config("members"))
    refused(line.delete)


def refused(change) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change()


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def vars_of(line: ModelLogEntry) -> dict:
    return {field.attname: getattr(line, field.attname) for field in line._meta.concrete_fields}
