"""Topics and posts in the editing room: read, hidden with a reason, restored; never added or deleted here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from guard.freshness import FreshEditView, ShownState
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from community.members.permissions import Viewer
from community.members.roles.theirs import HistoryOfTheirs, InspectTheirs, OnlyTheirs, UsageOfTheirs

from .. import services
from ..models import Post, Topic
from ..permissions import can_pin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


class ModerationForm(ShownState):
    """Whether it is shown, and why not."""

    is_shown = forms.BooleanField(label=_("Show it"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("Stays in the history."))

    class Meta:
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_shown = not (self.instance.held_at or self.instance.hidden_at)
        self.fields["is_shown"].initial = self.was_shown
        self.fields["reason"].initial = self.instance.hidden_reason or self.instance.held_reason

    def depends_on(self, thing: Any) -> Iterable[object]:
        """Whether it is held, hidden or deleted."""
        return thing.held_at, thing.hidden_at, thing.deleted_at

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of hiding."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("is_shown") and not cleaned.get("reason"):
            self.add_error("reason", _("Please write why it is hidden."))
        return cleaned


class PostModerationForm(ModerationForm):
    """One post."""

    class Meta(ModerationForm.Meta):
        model = Post

    def depends_on(self, thing: Post) -> Iterable[object]:
        """The same, and what it says: nobody lets pass what they have not read."""
        return *super().depends_on(thing), thing.body


class TopicModerationForm(ModerationForm):
    """One topic; it may also be closed or pinned."""

    is_locked = forms.BooleanField(label=_("Closed: it can be read, but no longer answered"), required=False)
    is_pinned = forms.BooleanField(label=_("Pinned above the others"), required=False)

    class Meta(ModerationForm.Meta):
        model = Topic

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_locked"].initial = bool(self.instance.locked_at)
        self.fields["is_pinned"].initial = bool(self.instance.pinned_at)

    def depends_on(self, thing: Topic) -> Iterable[object]:
        """The same, with whether it is closed or pinned, and what it says."""
        body = thing.posts.order_by("number").values_list("body", flat=True).first()
        return *super().depends_on(thing), thing.locked_at, thing.pinned_at, thing.title, body


class StateFilterSet(WagtailFilterSet):
    """Which wait, which are hidden, which their authors took back."""

    held = django_filters.BooleanFilter(field_name="held_at", lookup_expr="isnull", exclude=True, label=_("waits"))
    hidden = django_filters.BooleanFilter(field_name="hidden_at", lookup_expr="isnull", exclude=True, label=_("hidden"))
    deleted = django_filters.BooleanFilter(
        field_name="deleted_at", lookup_expr="isnull", exclude=True, label=_("deleted")
    )


class TopicFilterSet(StateFilterSet):
    """The same for topics, and by category."""

    class Meta:
        model = Topic
        fields = ("category",)


class PostFilterSet(StateFilterSet):
    """The same for posts."""

    class Meta:
        model = Post
        fields: tuple[str, ...] = ()


def state(contribution: Post | Topic) -> Any:
    """Name the state of a contribution."""
    if contribution.deleted_at:
        return _("deleted")
    if contribution.hidden_at:
        return _("hidden")
    return _("waits") if contribution.held_at else _("shown")


class TopicIndexView(generic.IndexView):
    """The newest topics first, of those that are the moderator's to look after."""

    columns = (
        TitleColumn("title", label=_("Topic"), url_name="forum_topics:edit"),
        Column("author", label=_("Author")),
        Column("category", label=_("Category")),
        Column("state", label=_("State"), accessor=state),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
    )

    def get_base_queryset(self) -> QuerySet[Topic]:
        """Fetch who wrote and where, once."""
        topics = Topic.objects.moderated_by(Viewer(self.request.user))
        return topics.select_related("author", "category").order_by("-pk")


class PostIndexView(generic.IndexView):
    """The newest posts first, of those that are the moderator's to look after."""

    columns = (
        TitleColumn("__str__", label=_("Post"), url_name="forum_posts:edit"),
        Column("topic", label=_("Topic")),
        Column("author", label=_("Author")),
        Column("state", label=_("State"), accessor=state),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
    )

    def get_base_queryset(self) -> QuerySet[Post]:
        """Fetch who wrote and where, once."""
        posts = Post.objects.moderated_by(Viewer(self.request.user))
        return posts.select_related("author", "topic").order_by("-pk")


class PostEditView(OnlyTheirs, FreshEditView):
    """One post, with what moderators do about it."""

    def locked(self) -> Post:
        """Lock its topic."""
        return services.locked_post(self.form.instance)

    def act(self) -> None:
        """Hide or restore through the services."""
        post, data, moderator = self.form.instance, self.form.cleaned_data, self.request.user
        if data["is_shown"] and not self.form.was_shown:
            services.restore_post(moderator=moderator, post=post, reason=data["reason"])
        elif self.form.was_shown and not data["is_shown"]:
            services.hide_post(moderator=moderator, post=post, reason=data["reason"])


class TopicEditView(OnlyTheirs, FreshEditView):
    """One topic, with what moderators do about it; only those of all regions pin, since that is seen in all."""

    def get_form(self, *args: Any, **kwargs: Any) -> TopicModerationForm:
        """Leave out what isn't open to this moderator."""
        form: TopicModerationForm = super().get_form(*args, **kwargs)
        if not can_pin(self.request.user):
            del form.fields["is_pinned"]
        return form

    def locked(self) -> Topic:
        """Lock it."""
        return services.locked_topic(self.form.instance)

    def act(self) -> None:
        """Hide or restore, close, pin, through the services."""
        topic, data, moderator = self.form.instance, self.form.cleaned_data, self.request.user
        if data["is_shown"] and not self.form.was_shown:
            services.restore_topic(moderator=moderator, topic=topic, reason=data["reason"])
        elif self.form.was_shown and not data["is_shown"]:
            services.hide_topic(moderator=moderator, topic=topic, reason=data["reason"])
        if data["is_locked"] and not topic.locked_at:
            services.lock_topic(moderator=moderator, topic=topic, reason=data["reason"])
        elif topic.locked_at and not data["is_locked"]:
            services.unlock_topic(moderator=moderator, topic=topic)
        is_pinned = data.get("is_pinned", bool(topic.pinned_at))
        if is_pinned and not topic.pinned_at:
            services.pin_topic(moderator=moderator, topic=topic)
        elif topic.pinned_at and not is_pinned:
            services.unpin_topic(moderator=moderator, topic=topic)


class ModerationViewSet(ModelViewSet):
    """What both lists have in common."""

    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = InspectTheirs
    history_view_class = HistoryOfTheirs
    usage_view_class = UsageOfTheirs
    edit_template_name = "forums/admin/edit.html"


class TopicViewSet(ModerationViewSet):
    """The topics."""

    model = Topic
    name = "forum_topics"
    url_prefix = "forum/topics"
    icon = "comment"
    menu_label = _("Topics")
    search_fields = ("title", "author__name")
    filterset_class = TopicFilterSet
    index_view_class = TopicIndexView
    edit_view_class = TopicEditView
    inspect_view_fields = ("title", "author", "category", "created_at", "held_reason", "hidden_reason")

    def get_form_class(self, for_update: bool = False) -> type[ModerationForm]:
        """Moderate; there is nothing else to edit."""
        return TopicModerationForm


class PostViewSet(ModerationViewSet):
    """The posts."""

    model = Post
    name = "forum_posts"
    url_prefix = "forum/posts"
    icon = "comment-large"
    menu_label = _("Posts")
    search_fields = ("body", "author__name", "topic__title")
    filterset_class = PostFilterSet
    index_view_class = PostIndexView
    edit_view_class = PostEditView
    inspect_view_fields = ("body", "author", "topic", "number", "created_at", "held_reason", "hidden_reason")

    def get_form_class(self, for_update: bool = False) -> type[ModerationForm]:
        """Moderate; there is nothing else to edit."""
        return PostModerationForm
