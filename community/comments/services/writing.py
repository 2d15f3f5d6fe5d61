"""Writing comments, answering them, taking back one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.comments.kinds import page_of
from community.comments.models import DEEPEST_LEVEL, LONGEST, Comment, Discussion
from community.comments.permissions import may_delete
from community.members.assistance.services import act_for, write_for
from community.members.organisations.permissions import require_speaker
from community.members.permissions import Viewer, require_writer
from community.writing.mentions.services import require_few_mentions
from community.writing.newcomers import require_few_links
from community.writing.services import clean_body, screen

from .labels import write_down
from .states import announce, locked, locked_comment, must, save_state

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

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
    must(page_of(key, Viewer(author)) is not None)
    discussion = locked(key)
    must(discussion.is_open)
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
    if hold := screen(author=member, text=comment.comment, thing=comment):
        comment.held_at, comment.held_reason = timezone.now(), hold.reason
    comment.update_is_live()
    comment.save()
    announce(comment, was_live=False)
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
    save_state(comment, was_live=was_live)
    write_down(comment, "delete", by=by)
    return comment


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
