"""Keeping what a text said before a change, and hiding one of its earlier texts.

Whoever changes their own post or title soon after they wrote it leaves no trace (`is_soon`), unless something is to be
decided about it: then the forum notes neither a version nor that the text was edited. Of comments every change is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.members.permissions import Refused, Viewer

from .. import kinds
from ..objections import require_no_objection
from .models import Version
from .permissions import require_to_tend

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from community.members.models import User

LONGEST_NOTE = 200


def is_soon(*, editor: User, writer_id: int | None, written_at: datetime) -> bool:
    """Say whether a change is made as soon as one mends a slip, by who wrote the last words."""
    soon = written_at + timedelta(seconds=settings.EDIT_GRACE_SECONDS)
    return editor.pk == writer_id and timezone.now() < soon


@transaction.atomic
def note_change(
    *, kind: str, key: int, editor: User, title: str = "", body: str = "", was_live: bool = True, note: str = ""
) -> Version:
    """Keep what a text says that is about to be changed, while the caller holds the lock on it."""
    last = Version.objects.filter(kind=kind, object_id=key).aggregate(number=Max("number"))["number"]
    said = {"title": title, "body": body, "note": " ".join(note.split())[:LONGEST_NOTE]}
    return Version.objects.create(
        kind=kind, object_id=key, number=(last or 0) + 1, editor=editor, was_live=was_live, **said
    )


@transaction.atomic
def hide_version(*, moderator: User, version: Version, reason: str, is_judged: bool = False) -> Version:
    """Show an earlier text to nobody but who keeps order there; `is_judged` where the desk has asked for that."""
    version = Version.objects.select_for_update().get(pk=version.pk)
    if not is_judged:
        require_to_tend(moderator, version)
        _require_unopposed(moderator, version)
    if version.hidden_at is not None:  # pressed twice
        return version
    version.hidden_at, version.hidden_by, version.hidden_reason = timezone.now(), moderator, reason[:200]
    _save_state(version, "writing.hide_version", moderator, reason, before=False)
    return version


@transaction.atomic
def show_version(*, moderator: User, version: Version, reason: str = "") -> Version:
    """Show an earlier text again that was hidden."""
    version = Version.objects.select_for_update().get(pk=version.pk)
    require_to_tend(moderator, version)
    _require_unopposed(moderator, version)
    if version.hidden_at is None:
        return version
    version.hidden_at = version.hidden_by = None
    version.hidden_reason = ""
    _save_state(version, "writing.show_version", moderator, reason, before=True)
    return version


def forget(*, kind: str, keys: Iterable[int]) -> int:
    """Delete the earlier texts of texts that are taken back or emptied; return how many went."""
    return _of(kind, keys).delete()[0]


@transaction.atomic
def rewrite(*, kind: str, key: int, change: Callable[[str], str]) -> None:
    """Change all earlier texts of a text, as where the name of somebody must go from them."""
    for version in _of(kind, [key]).select_for_update():
        body = change(version.body)
        if body != version.body:
            Version.objects.filter(pk=version.pk).update(body=body)


def hand_over(*, kind: str, key: int, of: int, to: int, until: datetime | None = None) -> int:
    """Have the changes that one member made to a text, all or those until a moment, stand as another's."""
    versions = _of(kind, [key]).filter(editor=of)
    return (versions if until is None else versions.filter(at__lt=until)).update(editor=to)


def bodies(*, kind: str, key: int) -> list[str]:
    """Give what a text said before."""
    return list(_of(kind, [key]).values_list("body", flat=True))


def open_bodies(*, kind: str, key: int, most: int) -> list[str]:
    """Give the latest of these that everybody who may see the text may look up."""
    found = _of(kind, [key]).filter(was_live=True, hidden_at=None).order_by("-number")
    return list(found.values_list("body", flat=True)[:most])


def closed_titles(*, kind: str, key: int) -> set[str]:
    """Give what a text was called while it was not public, and what moderators hid: its history tells neither."""
    closed = Q(was_live=False) | Q(hidden_at__isnull=False)
    return set(_of(kind, [key]).filter(closed).exclude(title="").values_list("title", flat=True))


def erase(*, user: User, limit: int) -> int:
    """Delete at most `limit` earlier texts of what a member wrote: of what stays only its last words do.

    What they told of changes to others' texts goes, too.
    """
    for kind in kinds.KINDS.values():
        of_theirs = Version.objects.filter(kind=kind.name, object_id__in=kind.authored_by(user).values("pk"))
        if keys := list(of_theirs.values_list("pk", flat=True)[:limit]):
            return Version.objects.filter(pk__in=keys).delete()[0]
    told = Version.objects.filter(editor=user).exclude(note="").values_list("pk", flat=True)[:limit]
    return Version.objects.filter(pk__in=list(told)).update(note="")


def _of(kind: str, keys: Iterable[int]) -> QuerySet[Version]:
    return Version.objects.filter(kind=kind, object_id__in=list(keys))


def _require_unopposed(moderator: User, version: Version) -> None:
    """Raise `Refused` where something speaks against it, or who wrote the text would show what another one hid."""
    thing = kinds.one(Viewer(moderator), version.kind, version.object_id)
    require_no_objection(moderator, thing)
    is_anothers = version.hidden_at is not None and version.hidden_by_id != moderator.pk
    if is_anothers and thing is not None and thing.author == moderator:
        raise Refused(_("This is a case of your own; another moderator decides it."))


def _save_state(version: Version, action: str, moderator: User, reason: str, *, before: bool) -> None:
    version.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    data = {"reason": reason, "before": {"hidden": before}, "after": {"hidden": not before}}
    log(version, action, user=moderator, title=str(version), data=data)
