"""Who keeps order in what, and what nobody decides: their own cases, and those of people above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.predicates import predicate
from wagtail.permission_policies import ModelPermissionPolicy

from community.comments.kinds import keeps_order_at
from community.forums.permissions import keeps_something
from community.members.permissions import Viewer, is_active, is_suspended, may_take_part, may_write

from .models import AGAINST, Flag, Review

if TYPE_CHECKING:
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
    """Tell whether the user neither wrote what it is about, nor reported it, nor decided what is appealed against."""
    if review.author_id == user.pk or (review.appeal_of and review.appeal_of.decided_by_id == user.pk):
        return False
    reported = Flag.objects.standing().filter(review__in=[review.pk, review.appeal_of_id or review.pk])
    return not reported.filter(reporter=user).exists()


def is_above(author: User, user: User) -> bool:
    """Tell whether an author looks after more than who would decide about their words."""
    if user.is_superuser:
        return False
    return author.is_superuser or (Viewer(author).is_moderator and not Viewer(user).is_moderator)


@predicate
def is_not_above(user: User, review: Review) -> bool:
    """Tell whether the author doesn't look after more than the user does."""
    return review.author is None or not is_above(review.author, user)


@predicate
def is_author_of(user: User, review: Review) -> bool:
    """Tell whether the user wrote what it is about."""
    return review.author_id == user.pk


@predicate
def was_against(user: User, review: Review) -> bool:
    """Tell whether a moderator put out of view what it is about, and nobody appealed against that yet."""
    return review.decision in AGAINST and not review.is_appeal and not Review.objects.filter(appeal_of=review).exists()


may_block_terms = is_active & ~is_suspended & moderates_all
may_continue = may_write & keeps_order_there & stands
may_see_desk = is_active & ~is_suspended & keeps_order_somewhere
may_see_review = may_see_desk & keeps_review & ~is_author_of  # who wrote it doesn't read who reported it
may_decide = may_see_review & is_anothers_case & is_not_above
may_know_people = is_active & ~is_suspended & moderates_all
may_report = may_take_part
may_appeal = may_take_part & is_author_of & was_against


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
