"""Rules of the site that are kept in rows, as thresholds and lists: each change is in the log, with before and after.

Whoever makes it: the editing room, a command or a service, which says in whose name by Wagtail's `LogContext`. Of the
settings, that somebody looked at them first is no change. What a queryset writes (`update`, `bulk_create`) is announced
by no signal, so a service that does that writes its own line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.models import Field, Model
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils.formats import localize
from wagtail.actions import action_registry
from wagtail.actions.base import BaseAction
from wagtail.actions.create import CreateAction
from wagtail.actions.delete import DeleteAction
from wagtail.actions.edit import EditAction
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.log_actions import LogContext, get_active_log_context, log

from ..accounts.history import value_shown

if TYPE_CHECKING:
    from wagtail.models import ModelLogEntry

Values = dict[str, Any]
ADD, CHANGE, DELETE = "rules.add", "rules.change", "rules.delete"


def record(model: type[Model]) -> None:
    """Have each change of a model's rows in the log, and no line of Wagtail's beside it, which says nothing of it."""
    name = model._meta.label
    pre_save.connect(_note_before, sender=model, dispatch_uid=f"audit_before {name}")
    post_save.connect(_log_saved, sender=model, dispatch_uid=f"audit_saved {name}")
    pre_delete.connect(_log_deleted, sender=model, dispatch_uid=f"audit_deleted {name}")
    for action in (RecordedCreate, RecordedEdit, RecordedDelete):
        action_registry.register(model, action)


class Recorded(BaseAction):
    """An action of Wagtail's that leaves the log to what is recorded, and says who acts."""

    def __init__(self, instance: Any, user: Any = None, **options: Any) -> None:
        super().__init__(instance, user, **{**options, "log_action": None})

    def execute(self, *args: Any, **options: Any) -> Any:
        """Act in the name of who was named, or else of who is signed in."""
        user = self.user or get_active_log_context().user
        with LogContext(user=user):
            return super().execute(*args, **options)


class RecordedCreate(Recorded, CreateAction):
    """Add a row."""


class RecordedEdit(Recorded, EditAction):
    """Change a row."""


class RecordedDelete(Recorded, DeleteAction):
    """Delete a row."""


def rule_told(entry: ModelLogEntry) -> str:
    """Tell what a rule said and says, field by field, under the names and in the words of its form."""
    kind = ContentType.objects.get_for_id(entry.content_type_id) if entry.content_type_id else None
    model = kind.model_class() if kind else None
    before, after = entry.data.get("before") or {}, entry.data.get("after") or {}
    parts = []
    for field in _fields(model) if model else ():
        sides = [_shown(field, side[field.name]) for side in (before, after) if field.name in side]
        if sides:
            parts.append(f"{field.verbose_name}: {' → '.join(sides)}")
    return "; ".join(parts)


def _note_before(sender: type[Model], instance: Any, raw: bool, using: str, **kwargs: Any) -> None:
    instance._rule_before = None if raw else _values(sender, instance.pk, using)


def _log_saved(sender: type[Model], instance: Any, raw: bool, using: str, **kwargs: Any) -> None:
    before = vars(instance).pop("_rule_before", None)
    if raw:
        return
    after = _values(sender, instance.pk, using) or {}
    if before is None and not issubclass(sender, BaseGenericSetting):
        _log(instance, ADD, None, _said(after))
        return
    before = before or {field.name: field.get_default() for field in _fields(sender)}
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        _log(instance, CHANGE, {name: before[name] for name in changed}, {name: after[name] for name in changed})


def _log_deleted(sender: type[Model], instance: Any, using: str, **kwargs: Any) -> None:
    _log(instance, DELETE, _said(_values(sender, instance.pk, using) or {}), None, deleted=True)


def _log(instance: Model, action: str, before: Values | None, after: Values | None, **more: Any) -> None:
    data = {"reason": "", "before": before, "after": after}
    log(instance, action, data=data, content_changed=True, **more)


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]


def _values(model: type[Model], key: Any, using: str) -> Values | None:
    """Read a row, and have nobody else change it meanwhile where a transaction can keep it so."""
    if key is None:
        return None
    rows = model._base_manager.using(using).filter(pk=key)
    if connections[using].in_atomic_block:
        rows = rows.select_for_update()
    return rows.values(*[field.name for field in _fields(model)]).first()


def _said(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _shown(field: Field[Any, Any], value: Any) -> str:
    words = dict(field.flatchoices)
    if value in words:
        return str(words[value])
    read = field.to_python(value)
    if isinstance(read, bool) or read in (None, "") or isinstance(read, str):
        return value_shown(field.name, read)
    return str(localize(read))
