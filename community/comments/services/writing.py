"""Writing comments, answering them, changing and taking back one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.comments.kinds import place_of
from community.comments.models import COMMENT, DEEPEST_LEVEL, LONGEST, Comment, Discussion, State
from community.comments.permissions import may_delete, may_edit
from community.comments.rules import state_of
from community.members.assistance.services import act_for, note_correction, write_for
from community.members.organisations.permissions import require_speaker
from community.members.permissions import Refused, Viewer, require_writer
from community.writing.history import services as history
from community.writing.mentions.services import require_few_mentions
from community.writing.newcomers import require_few_links
from community.writing.services import clean_body, screen
from community.writing.signals import standing_changed

from .checking import check_soon, hold_first, hold_to_check
from .labels import write_down
from .mentioning import tell_mentioned
from .states import ReadOnly, announce, locked, locked_comment, must, save_state

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from community.comments.kinds import Place
    from community.members.models import User
    from community.members.organisations.models import Organisation


@transaction.atomic
def write_comment(
    *,
    key: str,
    author: User | AnonymousUser,
    body: str,
    reply_to: int | None = None,
    name: str = "",
    email: str = "",
    at: datetime | None = None,
    acted_by: User | None = None,
    organisation: Organisation | None = None,
) -> Comment:
    """Publish a comment of a member, or of a confirmed visitor; screening may hold it back, `at` dates it back.

    `acted_by` is the mentor who writes for a member.
    """
    if author.is_authenticated and acted_by:
        write_for(mentor=acted_by, person=author)
    elif author.is_authenticated:
        require_writer(author)
    if author.is_authenticated:
        require_few_mentions(author=author, text=body)
        require_few_links(author=author, text=body)
    require_speaker(author, organisation)
    place = require_place(key, author)
    discussion = locked(key, title=place.title)
    require_open(discussion, place)
    parent = parent_of(key=key, reply_to=reply_to)
    member = author if author.is_authenticated else None
    comment = Comment(
        discussion=discussion,
        content_type=ContentType.objects.get_for_model(Discussion),
        object_pk=str(discussion.pk),
        site_id=settings.SITE_ID,
        user=member,
        acted_by=acted_by,
        organisation=organisation,
        user_name="" if member else name,
        user_email="" if member else email,
        comment=clean_comment(body),
        submit_date=at or timezone.now(),
        parent_id=parent.pk if parent else 0,
    )
    typed = comment.comment if member else f"{name}\n\n{comment.comment}"
    hold = screen(author=member, text=typed, thing=comment)
    if hold := hold or hold_first(comment) or hold_to_check(comment):
        comment.held_at, comment.held_reason = timezone.now(), hold.reason
    comment.update_is_live()
    comment.save()
    check_soon(comment)
    announce(comment, was_live=False, is_news=at is None)
    if comment.held_at:
        standing_changed.send(sender=Comment, thing=comment, by=member, is_judged=False)
    return comment


@transaction.atomic
def edit_comment(*, by: User, comment: Comment, body: str, is_judged: bool = False) -> Comment:
    """Change the words of one's own fresh comment, or of one that one wrote for whom one accompanies.

    It is screened again, as if it were new. What it said before is kept. The same words again change nothing.
    `is_judged` where a moderator changes them, whom the desk has asked for the permission.
    """
    if is_by_mentor := by.pk == comment.acted_by_id:
        write_for(mentor=by, person=comment.user)
    else:
        require_writer(by)
    comment = locked_comment(comment)
    if not is_judged:
        if not may_edit(Viewer(by), comment):
            raise Refused(why_not_edited(comment))
        require_open(comment.discussion, require_place(comment.discussion.key, by))
    author: User | None = comment.user
    body, before, was_live = clean_comment(body), comment.comment, comment.is_live
    if body == before:
        return comment
    require_speaker(by if author is None else author, comment.organisation)
    if author:
        require_few_mentions(author=author, text=body)
        require_few_links(author=author, text=body)
    history.note_change(kind=COMMENT, key=comment.pk, editor=by, body=before, was_live=was_live)
    comment.edited_at = timezone.now()
    comment.comment = body
    if is_by_mentor and author:
        note_correction(mentor=by, person=author, thing=COMMENT, key=comment.pk)
    if not is_judged and (hold := screen(author=author, text=body, thing=comment)):
        comment.held_at, comment.held_reason = timezone.now(), hold.reason
    comment.update_is_live()
    comment.save()
    if comment.is_live and comment.published_at:
        tell_mentioned(comment)
    announce(comment, was_live=was_live, is_edited=True)
    if not (comment.is_live or is_judged):
        standing_changed.send(sender=Comment, thing=comment, by=by, is_judged=False)
    return comment


@transaction.atomic
def delete_comment(*, by: User, comment: Comment) -> Comment:
    """Take back one's own comment, or one that one wrote for whom one accompanies; its place stays, with a mark."""
    if by.pk == comment.acted_by_id:
        act_for(mentor=by, person=comment.user)
    comment = locked_comment(comment)
    must(may_delete(Viewer(by), comment))
    was_live = comment.is_live
    comment.deleted_at, comment.deleted_by = timezone.now(), by
    save_state(comment, was_live=was_live, by=by)
    history.forget(kind=COMMENT, keys=[comment.pk])
    write_down(comment, "delete", by=by)
    return comment


def require_place(key: str, author: User | AnonymousUser) -> Place:
    """Find what a discussion stands under; raises `Refused` where this writer doesn't see it."""
    place = place_of(key, Viewer(author))
    if place is None:
        raise Refused(_("This is not open to you."))
    return place


def require_open(discussion: Discussion, place: Place) -> None:
    """Raise `Refused` where nobody writes now."""
    if state_of(discussion, place) != State.OPEN:
        raise ReadOnly(_("These comments can only be read."))


def parent_of(*, key: str, reply_to: int | None) -> Comment | None:
    """Find the comment that is answered; raises `ValidationError` if it can't be, and so never a server error."""
    if not reply_to:
        return None
    parent = Comment.objects.filter(id=reply_to, discussion__key=key, is_live=True).first()
    if parent is None:
        raise ValidationError(_("The comment you answer is no longer there. You can write a new one."), code="gone")
    if parent.level >= DEEPEST_LEVEL:
        raise ValidationError(_("This thread is deep enough. Please answer one level higher."), code="deep")
    return parent


def why_not_edited(comment: Comment) -> str:
    """Say why a comment of one's own can't be changed, and what one may do instead."""
    if comment.deleted_at or comment.hidden_at:
        return _("This comment was taken away, so it can’t be changed.")
    most = settings.COMMENT_EDIT_MINUTES
    said = ngettext(
        "A comment can be changed for %(most)s minute. You can still delete it and write a new one.",
        "A comment can be changed for %(most)s minutes. You can still delete it and write a new one.",
        most,
    )
    return said % {"most": most}


def clean_comment(body: str) -> str:
    """Clean the text of a comment as it is stored; raises `ValidationError` if it is empty or too long."""
    text = clean_body(body)
    if len(text) > LONGEST:
        raise ValidationError(
            _("A comment has at most %(longest)d characters; this one has %(length)d.")
            % {"longest": LONGEST, "length": len(text)},
            code="max_length",
        )
    return text
