"""Writing down who is mentioned, and keeping links true when their owners no longer let themselves be found."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Case, F, Q, Value, When
from django.utils.translation import gettext, ngettext
from outbox.services import start_sweep

from community.members.blocking.models import Block

from ..markdown import names_in
from ..newcomers import bounds, is_bound, more_later
from ..signals import mentioned
from .handles import Handles, address_of, handles_called
from .kinds import KINDS, readers
from .models import Mention, MentionLink

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User
    from community.members.organisations.models import Organisation

TASK = "community.writing.tasks.rerender_links"
STEP = 50  # texts
SHOWN = Q(handle__user__is_active=True, handle__user__profile__is_listed=True) | Q(
    handle__organisation__isnull=False, handle__organisation__suspended_at=None
)


def require_few_mentions(*, author: User, text: str) -> None:
    """Raise `ValidationError` where a text names more handles than its author may, whether they lead anywhere or not.

    What is only quoted doesn't count: nobody hears of it.
    """
    count = len({name.rstrip("-_") for name in names_in(text, quoted=False)})
    if not count:
        return
    is_new = count > bounds().mentions and is_bound(author)
    most = bounds().mentions if is_new else settings.MENTIONS_PER_TEXT
    if count <= most:
        return
    reason = ngettext(
        "At most %(most)s @mention is possible in one text of yours, and this one has %(count)s.",
        "At most %(most)s @mentions are possible in one text of yours, and this one has %(count)s.",
        most,
    )
    rest = gettext("Please leave out the others.")
    when = f" {more_later(author)}" if is_new else ""
    raise ValidationError(f"{reason % {'most': most, 'count': count}} {rest}{when}", code="too_many_mentions")


def most_told(author: User) -> int:
    """Say how many others one text tells that it means them, over all its changes: twice as many as it may mention."""
    return 2 * (bounds().mentions if is_bound(author) else settings.MENTIONS_PER_TEXT)


def note_mentions(*, kind: str, key: int, author: User | None, text: str) -> list[Mention]:
    """Write down who is mentioned in a text that has just become visible, or was changed; return who is new among them.

    In the transaction of the caller, who has locked the text. Nobody hears of it who wrote it, has blocked its author,
    or may not read it; a visitor mentions nobody. A text that is changed again and again calls so many and no more.
    """
    handles = handles_called(names_in(text, quoted=False)[: 2 * settings.MENTIONS_PER_TEXT]) if author else {}
    if author is None or not handles:
        return []
    users = {handle.user.pk: handle.user for handle in handles.values() if handle.user and handle.user.is_active}
    organisations = {each.organisation.pk: each.organisation for each in handles.values() if each.organisation}
    known = list(Mention.objects.filter(kind=kind, object_id=key).values_list("user_id", "organisation_id"))
    for user_id, organisation_id in known:
        users.pop(user_id, None)
        organisations.pop(organisation_id, None)
    users.pop(author.pk, None)
    new = [Mention(kind=kind, object_id=key, user=user) for user in _told(kind, key, author, list(users.values()))]
    new += [
        Mention(kind=kind, object_id=key, organisation=organisation)
        for organisation in organisations.values()
        if organisation.is_public
    ]
    if known and new:  # else each change of one text could call as many others
        new = new[: max(0, most_told(author) - len(known))]
    if new:
        Mention.objects.bulk_create(new)
        mentioned.send(sender=Mention, kind=kind, key=key, author=author, mentions=new)
    return new


def note_links(*, kind: str, key: int, handles: Handles, is_new: bool = False) -> None:
    """Write down which handles stand in a text as it is stored, to render it anew when their owners go."""
    if not is_new:
        MentionLink.objects.filter(kind=kind, object_id=key).delete()
    rows = (
        MentionLink(kind=kind, object_id=key, handle=handle, is_link=bool(address_of(handle)))
        for handle in handles.values()
    )
    MentionLink.objects.bulk_create(rows, ignore_conflicts=True)


def forget_mentions(*, kind: str, keys: Collection[int]) -> None:
    """Forget who was mentioned in texts that were emptied."""
    for model in (Mention, MentionLink):
        model._default_manager.filter(kind=kind, object_id__in=keys).delete()


def follow_owner(*, owner: User | Organisation) -> None:
    """Have the texts rendered anew that lead to an owner who is no longer found, or not to one who now is."""
    if _untrue(owner).exists():
        start_sweep(TASK, scope=f"{owner._meta.model_name}:{owner.pk}")


def rerender_links(*, scope: str, after: int) -> int | None:
    """Take one step of it; return where to go on."""
    name, _colon, pk = scope.partition(":")
    rows = list(_untrue_by(name, int(pk)).filter(pk__gt=after).order_by("pk")[:STEP])
    _rerender(rows)
    return rows[-1].pk if rows else None


def forget_member(*, user: User, limit: int) -> int:
    """Let at most `limit` texts no longer lead to whom is being deleted, and forget where they were mentioned."""
    rows = list(MentionLink.objects.filter(handle__user=user).order_by("pk")[:limit])
    _rerender([row for row in rows if row.is_link])
    gone = 0
    for kind, keys in _by_kind(rows):
        drawn = MentionLink.objects.filter(kind=kind, object_id__in=keys, handle__user=user)
        gone += drawn.delete()[0]
    mentions = Mention.objects.filter(user=user).order_by("pk").values_list("pk", flat=True)[:limit]
    return gone + Mention.objects.filter(pk__in=list(mentions)).delete()[0]


def _told(kind: str, key: int, author: User, users: list[User]) -> list[User]:
    """Leave out who blocked the author, and who may not read the text."""
    if not users:
        return []
    deaf = set(Block.objects.filter(user__in=users, blocked=author).values_list("user_id", flat=True))
    users = [user for user in users if user.pk not in deaf]
    reading = readers(kind, key, users) if users else set()
    return [user for user in users if user.pk in reading]


def _untrue(owner: User | Organisation) -> QuerySet[MentionLink]:
    return _untrue_by(str(owner._meta.model_name), owner.pk)


def _untrue_by(name: str, pk: int) -> QuerySet[MentionLink]:
    """Select the links of an owner that are not what they should be by now."""
    shown = Case(When(SHOWN, then=Value(True)), default=Value(False), output_field=BooleanField())
    of_owner = MentionLink.objects.filter(**{f"handle__{name}": pk})
    return of_owner.annotate(is_shown=shown).exclude(is_link=F("is_shown"))


def _rerender(rows: Collection[MentionLink]) -> None:
    for kind, keys in _by_kind(rows):
        if kind in KINDS and (rerender := KINDS[kind].rerender):
            rerender(keys)


def _by_kind(rows: Collection[MentionLink]) -> list[tuple[str, list[int]]]:
    """Sort the keys of texts by their kinds."""
    found = sorted(rows, key=lambda row: row.kind)
    return [(kind, [row.object_id for row in of_kind]) for kind, of_kind in groupby(found, key=lambda row: row.kind)]
