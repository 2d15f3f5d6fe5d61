"""Starting and changing topics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.members.assistance.services import note_correction, write_for
from community.members.following.kinds import TOPIC
from community.members.organisations.permissions import require_speaker
from community.writing.history import services as history
from community.writing.mentions.services import require_few_mentions
from community.writing.newcomers import require_few_links
from community.writing.signals import standing_changed

from ..kinds import require_kind
from ..models import Category, Topic
from ..permissions import can_edit_topic, can_start_topic, require
from ..polls.making import checked, make_poll
from .beginning import begin_topic
from .limits import fit_body, fit_title, require_may_start
from .posts import edit_post
from .publication import changing
from .quoted_words import quoted_by
from .screened import held_for
from .tags import tags_for
from .traces import is_quiet

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.organisations.models import Organisation
    from home.models import Region, Sector, Tag

    from ..polls.making import NewPoll


@transaction.atomic
def start_topic(
    *,
    author: User,
    category: Category,
    title: str,
    body: str,
    regions: Iterable[Region] = (),
    sectors: Iterable[Sector] = (),
    tags: Iterable[Tag | str] = (),
    kind: str = Topic.Kind.DISCUSSION,
    language: str = "id",
    at: datetime | None = None,
    is_example: bool = False,
    acted_by: User | None = None,
    organisation: Organisation | None = None,
    poll: NewPoll | None = None,
) -> Topic:
    """Open a topic with its first post.

    `at` dates it back, for what was written elsewhere, which no limit of now counts. `acted_by` is the mentor who
    writes for the author, `poll` what one can vote on in it. Tags are given or named; who may, makes new ones.
    """
    poll = checked(poll) if poll else None
    kind = _kind_with(poll, kind)
    if acted_by:
        write_for(mentor=acted_by, person=author)
    require(can_start_topic(author, category), author)
    require_kind(author, category, kind)
    require_speaker(author, organisation)
    title, body = fit_title(title), fit_body(body)
    require_few_mentions(author=author, text=body)
    require_few_links(author=author, text=body, quoted=quoted_by(author))
    if at is None:
        require_may_start(author=author, acted_by=acted_by, category=category, body=body)
    topic = Topic(
        author=author,
        acted_by=acted_by,
        category=category,
        kind=kind,
        title=title,
        language=language,
        is_example=is_example,
        created_at=at or timezone.now(),
        organisation=organisation,
    )

    def store_what_it_is_about() -> None:
        topic.regions.set(regions)
        topic.sectors.set(sectors)
        topic.tags.set(tags_for(author=author, named=tags))
        if poll:
            make_poll(topic=topic, poll=poll)

    return begin_topic(topic, body=body, beside=store_what_it_is_about, also_typed=[poll.text] if poll else [])


@transaction.atomic
def edit_topic(
    *,
    editor: User,
    topic: Topic,
    title: str,
    regions: Iterable[Region],
    sectors: Iterable[Sector] | None = None,
    tags: Iterable[Tag | str] | None = None,
    kind: str | None = None,
    body: str | None = None,
    note: str = "",
) -> Topic:
    """Change what one's own topic is called and what it is about, or one that one began for whom one accompanies.

    None leaves sectors, tags, the kind or the text of the first post as they are; `note` says why it is changed.
    """
    if is_by_mentor := editor.pk == topic.acted_by_id:
        write_for(mentor=editor, person=topic.author)
    is_noted = False
    with changing(topic.pk, counts_replies=False) as locked:
        require(can_edit_topic(editor, locked), editor, locked)
        title = fit_title(title, topic=locked, before=locked.title)
        if locked.is_private:  # it is about nothing by which others would look for it
            regions, sectors, tags, kind = (), None, None, None
        meant = None if tags is None else tags_for(author=locked.author, named=tags)
        about: dict[str, Iterable[Any] | None] = {"regions": regions, "sectors": sectors, "tags": meant}
        told = {name: list(rows) for name, rows in about.items() if rows is not None}
        is_retold = any(set(rows) != set(getattr(locked, name).all()) for name, rows in told.items())
        if title != locked.title or kind not in {None, locked.kind} or is_retold:
            require_speaker(locked.author, locked.organisation)
            if is_by_mentor:
                note_correction(mentor=editor, person=locked.author, thing="topic", key=locked.pk)
                is_noted = True
        if title != locked.title:
            if not is_quiet(editor, locked):
                was, was_live = locked.title, locked.is_live
                history.note_change(kind=TOPIC, key=locked.pk, editor=editor, title=was, was_live=was_live, note=note)
                locked.edited_at = timezone.now()
                if is_by_mentor:
                    locked.corrected_at = locked.edited_at
            locked.title = title
            if hold := held_for(locked, author=locked.author, text=title, thing=locked):
                locked.held_at, locked.held_reason = timezone.now(), hold.reason
        if kind is not None and kind != locked.kind:
            if Topic.Kind.POLL in {kind, locked.kind}:
                raise ValidationError(_("A poll is made with its topic, and stays with it."), code="poll")
            require_kind(locked.author, locked.category, kind)
            locked.kind = kind
        for name, rows in told.items():
            getattr(locked, name).set(rows)
        if locked.held_at:
            standing_changed.send(sender=Topic, thing=locked, by=editor, is_judged=False)
    if body is not None:
        first = locked.posts.get(number=1)
        locked = edit_post(editor=editor, post=first, body=body, note=note, is_noted=is_noted).topic
    return locked


def _kind_with(poll: NewPoll | None, kind: str) -> str:
    """Give the kind of a new topic: one with a poll is a poll, and no other is."""
    if poll and kind in {Topic.Kind.DISCUSSION, Topic.Kind.POLL}:
        return Topic.Kind.POLL
    if poll:
        raise ValidationError(
            _("A topic in which others vote is of the kind “poll”. Please choose that, or leave the options empty."),
            code="poll",
        )
    if kind == Topic.Kind.POLL:
        raise ValidationError(_("Give the poll at least two options, or choose another kind of topic."), code="no_poll")
    return kind
