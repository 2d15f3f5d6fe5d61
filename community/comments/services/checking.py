"""Comments that wait before anybody sees them: the first one of a visitor, and what is checked for spam elsewhere.

The checker is asked by a job, never while somebody waits. As long as it doesn't answer the comment stays held, and a
moderator may let it pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import urllib3
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from outbox.services import enqueue

from community.comments.models import Comment
from community.members.trust.levels import NEW
from community.members.trust.rights import Rank
from community.reasons import declare
from community.writing.signals import Hold

from .by_address import written_with
from .labels import write_down
from .states import locked_comment, save_state

if TYPE_CHECKING:
    from typing import Any

TASK = "community.comments.tasks.check_spam"
SECONDS = 10
TRUE, FALSE = "true", "false"  # what a checker answers, as Akismet does
LONGEST_ANSWER = 80  # bytes
IS_CHECKED = _("Is being checked for spam")
FIRST = declare("first", _("First comment of a visitor"))
CHECKED = declare("checked", IS_CHECKED)
SPAM = declare("spam", _("The checker takes it for spam"))


class CheckFailedError(Exception):
    """The checker gave no answer that can be read; it is asked again later."""


def hold_first(comment: Comment) -> Hold | None:
    """Hold a visitor's comment unless one of the same address was shown before, and stands."""
    return Hold(FIRST.kept()) if not comment.user_id and is_first(comment.user_email) else None


def is_first(email: str) -> bool:
    """Tell whether what is written with an address waits for a moderator, since nothing of it stands yet."""
    return settings.COMMENT_HOLD_FIRST and not written_with(email).filter(is_live=True).exists()


def hold_to_check(comment: Comment) -> Hold | None:
    """Hold what is checked elsewhere: comments of visitors, and of members whom nothing speaks for yet."""
    level = comment.user.trust_level if comment.user else NEW
    return Hold(CHECKED.kept()) if most_unchecked(Rank(level)) == 0 else None


def most_unchecked(rank: Rank) -> int | None:
    """Say how many comments of a member are shown before they were checked elsewhere: none, or all."""
    return 0 if settings.SPAM_CHECK_URL and rank.level == NEW else None


def check_soon(comment: Comment) -> None:
    """Have it checked after the commit, where that is what it waits for."""
    if comment.held_at and _is_to_check(comment):
        enqueue(TASK, comment.pk)


def check(*, comment_id: int) -> None:
    """Ask the checker, then show the comment, or say what it said; what was decided meanwhile stays as it is."""
    comment = Comment.objects.filter(pk=comment_id).select_related("discussion", "user").first()
    if comment is None or not _waits(comment) or not settings.SPAM_CHECK_URL:
        return
    is_spam = _ask(comment)
    with transaction.atomic():
        fresh = locked_comment(comment)
        if not _waits(fresh):
            return
        was_live = fresh.is_live
        if is_spam:
            fresh.held_reason = SPAM.kept()
        else:
            fresh.held_at, fresh.held_reason = None, ""
        save_state(fresh, was_live=was_live, by=None)
        write_down(fresh, "check", by=None, reason=SPAM.kept() if is_spam else "")


def _waits(comment: Comment) -> bool:
    return bool(comment.held_at) and _is_to_check(comment) and not comment.deleted_at


def _ask(comment: Comment) -> bool:
    """Ask as Akismet is asked; an address of the network is kept of nobody, so none is told."""
    told: dict[str, Any] = {
        "api_key": settings.SPAM_CHECK_KEY,
        "blog": settings.BASE_URL,
        "user_ip": "127.0.0.1",
        "comment_type": "reply" if comment.level else "comment",
        "comment_author": comment.writer.name,
        "comment_author_email": comment.user_email,
        "comment_content": comment.comment,
        "permalink": settings.BASE_URL + comment.get_absolute_url(),
        "blog_charset": "UTF-8",
    }
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    how: dict[str, Any] = {"headers": form, "timeout": SECONDS, "retries": False, "redirect": False}
    try:
        answer = urllib3.request("POST", settings.SPAM_CHECK_URL, body=urlencode(told), **how)
    except urllib3.exceptions.HTTPError as error:
        raise CheckFailedError(str(error)) from error
    said = answer.data[:LONGEST_ANSWER].decode(errors="replace").strip().lower()
    if answer.status != 200 or said not in {TRUE, FALSE}:
        raise CheckFailedError(f"{answer.status}: {said}")
    return said == TRUE


def _is_to_check(comment: Comment) -> bool:
    """Tell whether that is what it waits for; of some it was noted as a sentence, in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        return comment.held_reason in {CHECKED.kept(), str(IS_CHECKED)}
