"""What moderators fill in to move posts into another topic, to make a new one of them, and to merge two topics.

Each is asked twice: what was filled in is told with its counts, and done once that is confirmed, if it is still so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.members.permissions import Viewer
from community.writing.forms import TitleField

from ..models import Category, Poll, Post, Topic
from ..models.site_settings import forum_settings
from ..services.choosing import numbers_in, posts_meant, topics_meant
from ..services.limits import title_minimum_for
from ..services.tending import categories_for
from .writing import CategoryField

if TYPE_CHECKING:
    from django.http import QueryDict

    from community.members.models import User

LONGEST_NUMBERS = 5000


class NumbersForm(forms.Form):
    """Posts by their numbers, beside those that are ticked."""

    nomor = forms.CharField(
        label=gettext_lazy("Posts"),
        required=False,
        max_length=LONGEST_NUMBERS,
        help_text=gettext_lazy("Their numbers, for example 3, 7-12 or 40- for all from 40 on; or tick them below."),
    )


class ConfirmedForm(forms.Form):
    """A reason, and the state that was confirmed."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, required=False, help_text=gettext_lazy("Stays in the history.")
    )
    shown_state = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, topic: Topic, moderator: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.topic, self.moderator, self.viewer = topic, moderator, Viewer(moderator)

    @property
    def topics(self) -> list[Topic]:
        """Those that change."""
        return [self.topic]

    @property
    def posts(self) -> list[Post]:
        """Those that are moved."""
        return []

    def state(self) -> str:
        """Name what is confirmed, without telling it: the topics and the posts as they are now."""
        fresh = Topic.objects.filter(pk__in=[topic.pk for topic in self.topics]).order_by("pk")
        topics = [_standing(topic) for topic in fresh]
        posts = [(post.pk, post.number, post.hidden_at, post.deleted_at) for post in self._fresh_posts()]
        return salted_hmac("forums.moving", repr((topics, posts))).hexdigest()

    def _fresh_posts(self) -> Iterable[Post]:
        keys = [post.pk for post in self.posts]
        return Post.objects.written().filter(pk__in=keys, topic=self.topic).order_by("number") if keys else []


class GatheredForm(ConfirmedForm):
    """The posts that are meant."""

    field_order: tuple[str, ...] = ("numbers",)
    is_opening: ClassVar[bool] = False  # whether they begin a topic of their own
    numbers = forms.CharField(
        label=gettext_lazy("Posts"),
        max_length=LONGEST_NUMBERS,
        help_text=gettext_lazy("Their numbers, for example 3, 7-12 or 40- for all from 40 on."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._posts: list[Post] = []

    def clean_numbers(self) -> str:
        """Fetch the posts that the numbers mean."""
        text: str = self.cleaned_data["numbers"]
        numbers = numbers_in(text, last=self.topic.post_count)
        self._posts = posts_meant(self.topic, numbers, opening=self.is_opening)
        return text

    @property
    def posts(self) -> list[Post]:
        """Those that the numbers mean."""
        return self._posts


class TargetMixin(forms.Form):
    """Another topic: by its address, its number or words of its title; where several fit one is chosen."""

    topic: Topic
    viewer: Viewer
    target = forms.CharField(
        label=gettext_lazy("The other topic"),
        max_length=300,
        help_text=gettext_lazy("Its address, its number, or words of its title."),
    )
    choice = forms.ChoiceField(
        label=gettext_lazy("Which of these?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Several topics fit. Please choose one of them.")
        ),
    )
    other: Topic | None = None

    def find_target(self) -> None:
        """Offer the topics that fit what was typed; called once the form knows who asks."""
        text = str(self.data.get("target", ""))[:300] if self.is_bound else ""
        self.fitting = topics_meant(self.viewer, text, apart_from=self.topic.pk) if text.strip() else []
        if len(self.fitting) > 1:
            choices = [(str(topic.pk), _row(topic)) for topic in self.fitting]
            self.fields["choice"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["choice"]

    def clean(self) -> dict[str, Any]:
        """Find the one that is meant."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = [topic for topic in self.fitting if str(topic.pk) == cleaned.get("choice")]
        if len(self.fitting) == 1 or chosen:
            self.other = (chosen or self.fitting)[0]
        elif not self.fitting and "target" in cleaned:
            self.add_error(
                "target",
                _("No topic in which you keep order is called so. Please write its address, or other words of it."),
            )
        return cleaned


class MoveForm(TargetMixin, GatheredForm):
    """Into which topic posts go."""

    field_order = ("numbers", "target", "choice", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find_target()

    @property
    def topics(self) -> list[Topic]:
        """The one from which they go, and the other one."""
        return [self.topic, *([self.other] if self.other else [])]


class SplitForm(GatheredForm):
    """What the new topic is called, and where it lies."""

    field_order = ("numbers", "title", "category", "reason")
    is_opening = True
    title = TitleField()
    category = CategoryField(empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = cast("TitleField", self.fields["title"])
        title.within(least=title_minimum_for(), most=forum_settings().title_max)
        keys = [self.topic.category_id, *(each.pk for each in categories_for(self.moderator, self.topic))]
        field: Any = self.fields["category"]
        field.queryset, field.initial = Category.objects.filter(pk__in=keys).in_tree_order(), self.topic.category.slug


class MergeForm(TargetMixin, ConfirmedForm):
    """With which topic, and which of the two stays."""

    field_order = ("target", "choice", "stays", "reason")
    THIS, OTHER = "this", "other"
    stays = forms.ChoiceField(
        label=gettext_lazy("Which topic stays?"),
        choices=[(OTHER, gettext_lazy("The other topic")), (THIS, gettext_lazy("This topic"))],
        initial=OTHER,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Its title, its address and its first post stay; the posts of the other go there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find_target()

    @property
    def topics(self) -> list[Topic]:
        """The one that goes, and the one that stays."""
        if self.other is None:
            return [self.topic]
        pair = [self.topic, self.other]
        return pair if self.cleaned_data.get("stays") == self.OTHER else pair[::-1]

    @property
    def poll(self) -> Poll | None:
        """The one in the topic that goes, which doesn't go along."""
        return Poll.objects.filter(topic=self.topics[0]).first() if self.other else None


def _row(topic: Topic) -> str:
    replies = ngettext("%(count)d reply", "%(count)d replies", topic.reply_count) % {"count": topic.reply_count}
    return f"{topic.title} ({topic.category.local_name}, {replies})"


def _standing(topic: Topic) -> tuple[object, ...]:
    states = (topic.hidden_at, topic.deleted_at, topic.archived_at, topic.merged_into_id)
    return topic.pk, topic.title, topic.category_id, *states
