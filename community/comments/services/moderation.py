"""What moderators do with comments; each act is in Wagtail's log, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from community.comments.kinds import all_kinds
from community.comments.models import Comment, Discussion, KindRule, State
from community.comments.permissions import may_moderate, may_rule_kinds, place_ruled_by
from community.comments.rules import forget_kind_rules
from community.comments.signals import discussion_changed, kind_switched
from community.members.permissions import Viewer, require_writer
from community.writing.objections import require_no_objection
from community.writing.signals import stood_by

from .labels import write_down
from .states import locked, locked_comment, must, save_state, states_of

if TYPE_CHECKING:
    from community.comments.kinds import Place
    from community.members.models import User


@transaction.atomic
def hide_comment(*, by: User | None, comment: Comment, reason: str, is_judged: bool = False) -> Comment:
    """Hide a comment from everyone but moderators, and note why.

    `is_judged` of all these says that the moderators' desk has asked who may; nobody is named where the site itself
    does it.
    """
    comment = locked_comment(comment)
    _must_keep_order(by, comment, is_judged=is_judged)
    if comment.hidden_at and (by is None or comment.hidden_by_id is not None):
        return comment
    was_live, before = comment.is_live, states_of(comment)
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = timezone.now(), by, reason[:200]
    save_state(comment, was_live=was_live, by=by, is_judged=is_judged, before=stood_by(before), reason=reason)
    _note(comment, "hide", by=by, reason=reason, before=before)
    return comment


@transaction.atomic
def restore_comment(*, by: User | None, comment: Comment, reason: str = "", is_judged: bool = False) -> Comment:
    """Show a hidden or held comment again, or for the first time; what its author took back stays away."""
    comment = locked_comment(comment)
    _must_keep_order(by, comment, is_judged=is_judged)
    was_live, before = comment.is_live, states_of(comment)
    comment.hidden_at = comment.hidden_by = comment.held_at = None
    comment.hidden_reason = comment.held_reason = ""
    save_state(comment, was_live=was_live, by=by, is_judged=is_judged, before=stood_by(before), is_back=True)
    _note(comment, "restore", by=by, reason=reason, before=before)
    return comment


@transaction.atomic
def remove_comment(*, by: User | None, comment: Comment, reason: str, is_judged: bool = False) -> Comment:
    """Delete what another wrote; its place in the thread keeps a mark, and its words can still be brought back."""
    comment = locked_comment(comment)
    _must_keep_order(by, comment, is_judged=is_judged)
    if comment.deleted_at:
        return comment
    was_live, before = comment.is_live, states_of(comment)
    comment.deleted_at, comment.deleted_by = timezone.now(), by
    save_state(comment, was_live=was_live, by=by, is_judged=is_judged, before=stood_by(before), reason=reason)
    _note(comment, "remove", by=by, reason=reason, before=before)
    return comment


@transaction.atomic
def bring_back_comment(*, by: User | None, comment: Comment, reason: str = "", is_judged: bool = False) -> Comment:
    """Let a comment stand again that a moderator deleted; what its author took back stays away."""
    comment = locked_comment(comment)
    _must_keep_order(by, comment, is_judged=is_judged)
    if comment.deleted_at is None or not may_come_back(comment):
        return comment
    was_live, before = comment.is_live, states_of(comment)
    comment.deleted_at = comment.deleted_by = None
    save_state(comment, was_live=was_live, by=by, is_judged=is_judged, before=stood_by(before), is_back=True)
    _note(comment, "bring_back", by=by, reason=reason, before=before)
    return comment


@transaction.atomic
def hold_comment(*, comment: Comment, reason: str) -> Comment:
    """Have a comment that stands already wait for a moderator, since so much was reported of who wrote it."""
    comment = locked_comment(comment)
    if comment.held_at:
        return comment
    was_live, before = comment.is_live, states_of(comment)
    comment.held_at, comment.held_reason = timezone.now(), reason[:200]
    save_state(comment, was_live=was_live, by=None)
    _note(comment, "hold", by=None, reason=reason, before=before)
    return comment


def may_come_back(comment: Comment) -> bool:
    """Tell whether its author didn't delete it themselves, nor had its words removed."""
    is_own = comment.user_id is not None and comment.deleted_by_id == comment.user_id
    return bool(comment.comment) and not is_own


def mark_continued(comment: Comment) -> None:
    """Note that what a comment began goes on elsewhere, so that a page need not ask that of each."""
    Comment.objects.filter(pk=comment.pk).update(is_continued=True)


def _note(comment: Comment, act: str, *, by: User | None, reason: str, before: dict[str, bool]) -> None:
    write_down(comment, act, by=by, reason=reason, before=before, after=states_of(comment))


def _must_keep_order(by: User | None, comment: Comment, *, is_judged: bool) -> None:
    if is_judged:
        return
    must(by is not None)
    if by is not None:
        require_writer(by)
        must(bool(may_moderate(Viewer(by), comment.discussion)))
        require_no_objection(by, comment)


@transaction.atomic
def set_state(*, by: User, discussion: Discussion, state: str, days: int | None = None, reason: str = "") -> Discussion:
    """Choose how a discussion stands, or with an empty `state` that it stands as all of its kind; so with `days`.

    What is chosen for a draft holds from its publication on; until then the log doesn't tell what it is called.
    """
    discussion = locked(discussion.key)
    viewer = Viewer(by)
    place = place_ruled_by(viewer, discussion.key)
    must(place is not None or bool(may_moderate(viewer, discussion)))
    before = [discussion.state, discussion.days]
    if before == [state, days]:
        return discussion
    discussion.state, discussion.days = state, days
    discussion.save(update_fields=["state", "days"])
    data = {"reason": reason, "before": before, "after": [state, days]}
    log(discussion, "comments.state", user=by, title=_title(discussion, place), data=data)
    discussion_changed.send(sender=Discussion, discussion=discussion)
    return discussion


def _title(discussion: Discussion, place: Place | None) -> str:
    return place.title if place and not place.is_draft else str(discussion)


@transaction.atomic
def set_kind_rule(*, by: User, kind: str, state: str, days: int | None = None) -> KindRule:
    """Choose how discussions of a kind stand for which nothing else is chosen."""
    must(may_rule_kinds(by))
    rule, _is_new = KindRule.objects.select_for_update().get_or_create(kind=kind)
    before = [rule.state, rule.days]
    if before == [state, days]:
        return rule
    rule.state, rule.days = state, days
    rule.save()
    data = {"before": before, "after": [state, days]}
    log(rule, "comments.kind_rule", user=by, title=str(all_kinds()[kind]), data=data)
    transaction.on_commit(forget_kind_rules)
    if State.CLOSED in {before[0], state}:
        kind_switched.send(sender=KindRule, kind=kind)
    return rule
