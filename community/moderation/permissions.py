"""Who keeps order in what, and what nobody decides: their own cases, and those of people above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from rules.predicates import predicate
from wagtail.permission_policies import ModelPermissionPolicy

from community.comments.kinds import keeps_order_at
from community.forums.permissions import keeps_something
from community.members.permissions import Viewer, is_active, may_take_part, may_write, viewers_of
from community.members.standing.permissions import is_another, is_ordinary, may_restrict

from .models import Decision, Flag, Reason, Removal, Review

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from community.comments.models import Comment
    from community.members.models import User


@predicate
def moderates_all(user: User | AnonymousUser) -> bool:
    """Tell whether the user looks after what is written everywhere."""
    return Viewer(user).is_moderator


@predicate
def keeps_order_somewhere(user: User | AnonymousUser) -> bool:
    """Tell whether the user looks after something: everywhere, in a region or in a category."""
    return keeps_something(Viewer(user))


@predicate
def keeps_order_there(user: User | AnonymousUser, comment: Comment) -> bool:
    """Tell whether the user looks after the comments among which this one stands."""
    return keeps_order_at(Viewer(user), comment.discussion.key)


@predicate
def stands(user: User | AnonymousUser, comment: Comment) -> bool:
    """Tell whether everybody sees the comment who sees the page."""
    return comment.is_live


@predicate
def keeps_review(user: User, review: Review) -> bool:
    """Tell whether what the case is about is the user's to look after."""
    return Review.objects.kept_by(Viewer(user)).filter(pk=review.pk).exists()


@predicate
def is_anothers_case(user: User, review: Review) -> bool:
    """Tell whether the user neither wrote what it is about, nor reported it, nor decided what is appealed against.

    A silence that is the site's own goes back to all who had reported that member for spam.
    """
    against = review.appeal_of
    if review.author_id == user.pk or (against and against.decided_by_id == user.pk):
        return False
    about = Q(review__in={review.pk, review.appeal_of_id, against and against.beside_id} - {None})
    if against and against.is_sanction and against.decided_by_id is None and review.author_id:
        about |= Q(review__author=review.author_id, reason=Reason.SPAM, created_at__lte=against.decided_at)
    return not Flag.objects.standing().filter(about, reporter=user).exists()


def is_above(author: User, user: User) -> bool:
    """Tell whether an author looks after more than who would decide about their words."""
    if user.is_superuser:
        return False
    return author.is_superuser or (Viewer(author).is_moderator and not Viewer(user).is_moderator)


def is_any_above(authors: Iterable[User], user: User) -> bool:
    """Tell the same of several authors, with as many questions as of one."""
    authors = list(authors)
    if user.is_superuser or not authors:
        return False
    if any(author.is_superuser for author in authors):
        return True
    return not Viewer(user).is_moderator and any(viewer.is_moderator for viewer in viewers_of(authors))


@predicate
def is_not_above(user: User, review: Review) -> bool:
    """Tell whether the author doesn't look after more than the user does."""
    return review.author is None or not is_above(review.author, user)


@predicate
def could_impose(user: User, review: Review) -> bool:
    """Tell whether the user could have decided themselves what is appealed against, where it is about an account."""
    against = review.appeal_of
    if against is None or not against.is_sanction or review.author is None:
        return True
    return bool(may_restrict(user, review.author))


@predicate
def is_author_of(user: User, review: Review) -> bool:
    """Tell whether the user wrote what it is about."""
    return review.author_id == user.pk


@predicate
def was_against(user: User, review: Review) -> bool:
    """Tell whether something was decided that one can appeal against, that stands, and nobody did so yet."""
    if review.withdrawn_at or review.appeal_ends_at is None:
        return False
    return not Review.objects.filter(appeal_of=review).exists()


@predicate
def is_removed(user: User, review: Review) -> bool:
    """Tell whether the account was removed with all it wrote."""
    return Removal.objects.filter(person=user, undone_at=None).exists()


@predicate
def is_of_removal(user: User, review: Review) -> bool:
    """Tell whether that is what was decided."""
    return review.decision == Decision.REMOVAL


# Who is silenced reads at the desk what they read before, and does nothing there: whatever changes something is for
# who `may_write`.
may_block_terms = may_write & moderates_all
may_continue = may_write & keeps_order_there & stands
may_see_desk = may_take_part & keeps_order_somewhere
# Who wrote it doesn't read who reported it.
may_see_review = may_see_desk & keeps_review & ~is_author_of
may_decide = may_write & may_see_review & is_anothers_case & is_not_above & could_impose
may_warn = may_restrict | (may_write & keeps_order_somewhere & is_another & is_ordinary)  # in a case
may_know_people = may_take_part & moderates_all
may_know_person = may_know_people & is_another  # nobody reads what the others know of them
may_note = may_write & may_know_person
may_report = may_take_part
# Also who is suspended or removed, by the link in their mail; a removed account against its removal alone.
may_appeal = is_active & is_author_of & was_against & (~is_removed | is_of_removal)


class ReviewPolicy(ModelPermissionPolicy):
    """Who keeps order somewhere sees the cases there; they are decided at the desk, and added or deleted by nobody."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let in who keeps order somewhere."""
        return action in {"view", "change"} and bool(may_see_desk(user))

    def user_has_any_permission(self, user: User, actions: list[str]) -> bool:
        """Ask for any of several."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Review) -> bool:
        """Ask whether this one is theirs."""
        return action in {"view", "change"} and bool(may_see_review(user, instance))


class KeptByModerators(ModelPermissionPolicy):
    """What moderators of all keep in the editing room: blocked words, sites open to all, reply templates."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Ask whether they may."""
        return bool(may_block_terms(user))

    def user_has_any_permission(self, user: User, actions: list[str]) -> bool:
        """Ask the same."""
        return bool(may_block_terms(user))

    def user_has_permission_for_instance(self, user: User, action: str, instance: object) -> bool:
        """Ask the same of each."""
        return bool(may_block_terms(user))
