"""Saving drafts, taking them up again, and deleting them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.assistance.models import Assistance
from community.members.permissions import require_part

from ..kinds import TextKind
from ..uploads.addresses import has_pictures
from ..uploads.services import note_uploads, release
from .models import Draft, has_words, texts_of
from .places import withhold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.members.models import User

KEY = re.compile(r"[a-z]{1,20}(?:-[0-9a-z-]{1,80})?")
WRITER = re.compile(r"[0-9a-z]{0,32}")
LONGEST = 80_000  # characters of all that a form holds
MOST = 200  # drafts of one member
LARGEST = 2**31 - 1
A_RUN = 500
KIND = "draft"
# Drafts as texts in which pictures stand: each is open to its member alone.
DRAFTS = TextKind(
    KIND,
    visible_to=lambda viewer: Draft.objects.filter(user=viewer.user_id),
    authored_by=lambda user: Draft.objects.filter(user=user),
)


class State(StrEnum):
    """What became of a draft that was to be saved."""

    SAVED = "saved"
    OLDER = "older"  # this window has saved later words already, which arrived before these
    NEWER = "newer"  # another window or device has saved something that this one has not seen


@dataclass(frozen=True)
class Outcome:
    """The state, and the draft as it is kept now; None where nothing is worth keeping."""

    state: State
    draft: Draft | None


def find(*, user: User, key: str) -> Draft | None:
    """Find what somebody has begun at a place, as it may be shown by now."""
    draft = Draft.objects.filter(user=user, key=key).first()
    if draft is not None:
        withhold([draft])
    return draft


@transaction.atomic
def save(*, user: User, key: str, data: Mapping[str, Sequence[str]], writer: str = "", sequence: int = 1) -> Outcome:
    """Keep what a form holds; `sequence` is the number that this draft wants to have, one more than the last one seen.

    The window that saved last goes on counting by itself. Another one must have seen the last draft (its number is the
    next), else nothing is overwritten. A form without any words takes the draft away.
    Raises `Refused` for who may not take part, `ValidationError` for what is too much.
    """
    require_part(user)
    kept = _checked(key, data, writer)
    draft = Draft.objects.select_for_update().filter(user=user, key=key).first()
    if draft is not None and writer and draft.writer == writer:
        if sequence < draft.sequence:
            return Outcome(State.OLDER, draft)
    elif draft is not None and sequence != draft.sequence + 1:
        return Outcome(State.NEWER, draft)
    if not has_words(kept):
        if draft is not None:
            _delete([draft])
        return Outcome(State.SAVED, None)
    before = texts_of(draft.data) if draft else ""
    sequence = min(max(1, sequence), LARGEST)
    if draft is None:
        if Draft.objects.filter(user=user).count() >= MOST:
            raise ValidationError(_("You have very many drafts. Please delete some of them first."), code="too_many")
        try:
            with transaction.atomic():
                draft = Draft.objects.create(user=user, key=key, data=kept, writer=writer, sequence=sequence)
        except IntegrityError:  # another window was quicker
            return Outcome(State.NEWER, Draft.objects.get(user=user, key=key))
    else:
        draft.data, draft.writer, draft.sequence, draft.updated_at = kept, writer, sequence, timezone.now()
        draft.save()
    note_uploads(kind=KIND, key=draft.pk, text=texts_of(kept), owners=owners_of(draft), before=before)
    return Outcome(State.SAVED, draft)


@transaction.atomic
def discard(*, user: User, key: str) -> None:
    """Delete a draft, as its member wishes."""
    _delete(Draft.objects.select_for_update().filter(user=user, key=key))


def hold(*, user: User, key: str) -> None:
    """Have whoever saves a draft wait for the end of the transaction that publishes what it was for.

    Who saves locks the draft, then its pictures: who locks those first, as a text does that shows them, and then the
    draft would wait for them, and they for it.
    """
    Draft.objects.select_for_update().filter(user=user, key=key).values_list("pk").first()


@transaction.atomic
def finish(*, user: User, key: str, writer: str = "", sequence: int = 0) -> None:
    """Delete the draft of what was just sent, in the transaction that publishes it.

    A newer draft that the window which sent it has never seen is somebody's other words, and stays.
    """
    draft = Draft.objects.select_for_update().filter(user=user, key=key).first()
    if draft is not None and ((writer and draft.writer == writer) or draft.sequence <= sequence):
        _delete([draft])


def forget_old() -> int:
    """Delete drafts that nobody has gone on with for `DRAFT_DAYS`; return how many went."""
    before = timezone.now() - timedelta(days=settings.DRAFT_DAYS)
    with transaction.atomic():
        old = Draft.objects.select_for_update().filter(updated_at__lt=before).order_by("updated_at")
        return _delete(old[:A_RUN])


def erase(*, user: User, limit: int) -> int:
    """Delete at most `limit` drafts of a member whose account ends."""
    with transaction.atomic():
        return _delete(Draft.objects.select_for_update().filter(user=user).order_by("pk")[:limit])


def owners_of(draft: Draft) -> list[int]:
    """Say whose pictures a draft may hold: the member's, and those of people whom they write for."""
    accompanied = Assistance.objects.running().filter(mentor=draft.user_id).values_list("person", flat=True)
    return [draft.user_id, *accompanied]


def _delete(drafts: Iterable[Draft]) -> int:
    rows = list(drafts)
    with_pictures = [draft.pk for draft in rows if has_pictures(texts_of(draft.data))]
    if with_pictures:
        release(kind=KIND, keys=with_pictures)
    Draft.objects.filter(pk__in=[draft.pk for draft in rows]).delete()
    return len(rows)


def _checked(key: str, data: Mapping[str, Sequence[str]], writer: str) -> dict[str, list[str]]:
    """Refuse what no form of ours sends, and what is too long to keep."""
    if not (KEY.fullmatch(key) and WRITER.fullmatch(writer)):
        raise ValidationError(_("The form came incomplete."), code="invalid")
    kept = {str(name)[:60]: [str(value).replace("\0", "") for value in values] for name, values in data.items()}
    length = sum(len(value) for values in kept.values() for value in values)
    if length > LONGEST or sum(map(len, kept.values())) > 200:
        raise ValidationError(_("This is too long to be kept as a draft."), code="too_long")
    return kept
