"""What of the forum can be followed, and what each level means there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.members.following.kinds import CATEGORY, TAG, TOPIC, Levels, followable
from community.members.following.levels import MUTED, NORMAL, TRACKING, WATCHING

from .models import Category, Topic
from .services import levels
from .services.tags import tags_seen_by

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OF_TOPICS: dict[int, _StrPromise] = {
    WATCHING: _("You are told of every reply, and the lists say how much is unread."),
    TRACKING: _("The lists say how much is unread. You are told when somebody mentions or answers you."),
    NORMAL: _("You are told when somebody mentions or answers you."),
    MUTED: _("You are told of nothing here, and it is left out of your lists."),
}
OF_CATEGORIES: dict[int, _StrPromise] = {
    WATCHING: _("You are told of every new topic and every reply in this category."),
    TRACKING: _("The lists say of topics in this category that you have opened how much is unread."),
    NORMAL: _("You are told when somebody mentions or answers you."),
    MUTED: _(
        "Topics in this category are left out of your lists, unless you follow one of them, and you are told of none."
    ),
}
OF_TAGS: dict[int, _StrPromise] = {
    WATCHING: _("You are told of every new topic and every reply with this tag."),
    TRACKING: _("The lists say of topics with this tag that you have opened how much is unread."),
    NORMAL: _("You are told when somebody mentions or answers you."),
    MUTED: _(
        "Topics with this tag are left out of your lists, unless you follow one of them, and you are told of none."
    ),
}


def register() -> None:
    """Name topics, categories and tags; called once in `AppConfig.ready`."""
    followable(
        TOPIC,
        label=_("Topics"),
        brings=_("New replies."),
        visible_to=lambda viewer: Topic.objects.visible_to(viewer).select_related("category"),
        levels=Levels(OF_TOPICS, by_itself=True, in_force=levels.in_force, around=levels.around),
    )
    followable(
        CATEGORY,
        label=_("Categories"),
        brings=_("New topics in this category."),
        visible_to=lambda viewer: Category.objects.visible_to(viewer).select_related("parent"),
        levels=Levels(
            OF_CATEGORIES,
            usual=TRACKING,
            in_force=levels.around_category,
            around=lambda category: [(CATEGORY, category.parent)] if category.parent else [],
        ),
    )
    followable(
        TAG,
        label=_("Tags"),
        brings=_("New topics with this tag."),
        visible_to=lambda viewer: tags_seen_by(viewer).filter(synonym_of=None),
        page=lambda tag: reverse("forums:tag", args=[tag.slug]),
        levels=Levels(OF_TAGS, usual=TRACKING),
    )
