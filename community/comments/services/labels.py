"""What the log calls a comment: its first words, never its writer's name, which would outlive who bore it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from community.comments.models import Comment
from community.members.audit import forgetting as audit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import User

NO_LABEL = "—"


def write_down(comment: Comment, act: str, *, by: User | None, **data: Any) -> None:
    """Write an act into the log."""
    log(comment, f"comments.{act}", user=by, title=comment.comment[:50] or NO_LABEL, data=data)


def forget_labels(keys: Iterable[int]) -> None:
    """Take the first words of comments out of the log, whose lines stay."""
    audit.forget_labels(_lines().filter(object_id__in=[str(key) for key in keys]), label=NO_LABEL)


def forget_name(*, user: User) -> None:
    """Take a former member's names out of the log: older lines about comments begin with what they were called then."""
    theirs = Comment.objects.filter(user=user).annotate(key=Cast("pk", CharField(max_length=20)))
    audit.forget_labels(_lines().filter(object_id__in=theirs.values("key")), label=NO_LABEL)


def _lines() -> QuerySet[Any]:
    lines: QuerySet[Any] = ModelLogEntry.objects.filter(content_type__app_label="comments")
    return lines.filter(content_type__model="comment")
