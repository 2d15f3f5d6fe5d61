"""Starting and changing topics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from community.members.assistance.services import note_correction, write_for
from community.members.organisations.permissions import require_speaker
from community.writing.services import clean_body, clean_title, screen

from ..models import Category, Post, Topic
from ..permissions import can_edit_topic, can_start_topic, require
from ..quoting import note_quotes, without_names_of_the_gone
from ..signals import post_changed, topic_changed
from .posts import edit_post
from .publication import changing, publish_due, shift_counters

if TYPE_CHECKING:
    from community.members.models import User
    from community.members.organisations.models import Organisation
    from home.models import Region, Sector, Tag


@transaction.atomic
def start_topic(
    *,
    author: User,
    category: Category,
    title: str,
    body: str,
    regions: Iterable[Region] = (),
    sectors: Iterable[Sector] = (),
    tags: Iterable[Tag] = (),
    language: str = "id",
    at: datetime | None = None,
    is_example: bool = False,
    acted_by: User | None = None,
    organisation: Organisation | None = None,
) -> Topic:
    """Open a topic with its first post; `at` dates it back, for what was written elsewhere.

    `acted_by` is the mentor who writes for the author.
    """
    if acted_by:
        write_for(mentor=acted_by, person=author)
    require(can_start_topic(author, category), author)
    require_speaker(author, organisation)
    at = at or timezone.now()
    topic = Topic(
        author=author,
        acted_by=acted_by,
        category=category,
        title=clean_title(title),
        language=language,
        is_example=is_example,
        created_at=at,
        post_count=1,
        last_post_at=at,
        last_post_author=author,
        organisation=organisation,
    )
    post = Post(author=author, acted_by=acted_by, organisation=organisation, topic=topic, number=1, created_at=at)
    post.write(without_names_of_the_gone(clean_body(body), topic_id=None, language=language))
    if hold := screen(author=author, text=f"{topic.title}\n\n{post.body}", thing=topic):
        topic.held_at, topic.held_reason = timezone.now(), hold.reason
    topic.settle()
    topic.save()
    topic.regions.set(regions)
    topic.sectors.set(sectors)
    topic.tags.set(tags)
    post.topic = topic
    post.save()
    note_quotes(post, is_new=True)
    if topic.is_live:
        shift_counters(category.pk, topics=1, posts=1, at=at)
    publish_due(topic)
    topic_changed.send(sender=Topic, topic=topic)
    post_changed.send(sender=Post, post=post)
    return topic


@transaction.atomic
def edit_topic(
    *,
    editor: User,
    topic: Topic,
    title: str,
    regions: Iterable[Region],
    sectors: Iterable[Sector] | None = None,
    tags: Iterable[Tag] | None = None,
    body: str | None = None,
) -> Topic:
    """Change what one's own topic is called and what it is about, or one that one began for whom one accompanies.

    None leaves sectors, tags or the text of the first post as they are.
    """
    if is_by_mentor := editor.pk == topic.acted_by_id:
        write_for(mentor=editor, person=topic.author)
    is_noted = False
    with changing(topic.pk) as locked:
        require(can_edit_topic(editor, locked), editor, locked)
        title = clean_title(title)
        about = {"regions": regions, "sectors": sectors, "tags": tags}
        told = {name: list(rows) for name, rows in about.items() if rows is not None}
        if title != locked.title or any(set(rows) != set(getattr(locked, name).all()) for name, rows in told.items()):
            require_speaker(locked.author, locked.organisation)
            if is_by_mentor:
                note_correction(mentor=editor, person=locked.author, thing="topic", key=locked.pk)
                is_noted = True
        if title != locked.title:
            locked.title, locked.edited_at = title, timezone.now()
            if is_by_mentor:
                locked.corrected_at = locked.edited_at
            if hold := screen(author=locked.author, text=title, thing=locked):
                locked.held_at, locked.held_reason = timezone.now(), hold.reason
        for name, rows in told.items():
            getattr(locked, name).set(rows)
    if body is not None:
        locked = edit_post(editor=editor, post=locked.posts.get(number=1), body=body, is_noted=is_noted).topic
    return locked
