"""Topics and posts in the editing room: read, hidden with a reason, restored; never added or deleted here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from guard.freshness import ShownState
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateTimeInput

from community.members.permissions import Viewer
from community.members.roles.theirs import HistoryOfTheirs, InspectTheirs, UsageOfTheirs

from .. import services
from ..models import Post, Topic
from ..permissions import can_pin, can_pin_everywhere
from ..services.standing import require_near
from .filters import PostFilterSet, TopicFilterSet
from .standing import ModerationEditView, state, why_put_away

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


class ModerationForm(ShownState):
    """Whether it is shown, and why not; of what was deleted or merged it offers nothing.

    The reason begins empty: that of hiding is none for showing it again, and is told above the form.
    """

    is_shown = forms.BooleanField(label=_("Show it"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("Stays in the history."))

    class Meta:
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_shown = not (self.instance.held_at or self.instance.hidden_at)
        self.fields["is_shown"].initial = self.was_shown
        self.put_away = why_put_away(self.instance)
        if self.put_away:  # it carries its mark alone, so that one from before is refused as such
            self.fields = {"shown_state": self.fields["shown_state"]}

    def depends_on(self, thing: Any) -> Iterable[object]:
        """Whether it is held, hidden or deleted."""
        return thing.held_at, thing.hidden_at, thing.deleted_at

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of hiding, and leave alone what nothing here can be done with."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.put_away:
            raise forms.ValidationError(self.put_away, code="put_away")
        if self.was_shown and not cleaned.get("is_shown") and not cleaned.get("reason"):
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
    """One topic; it may also be closed, archived, pinned or taken out of the lists."""

    is_locked = forms.BooleanField(label=_("Closed: it can be read, but no longer answered"), required=False)
    is_archived = forms.BooleanField(
        label=_("Archived: it can be read, but nobody answers or changes it, moderators neither"), required=False
    )
    is_unlisted = forms.BooleanField(
        label=_("Unlisted: only who has its address finds it, no list and no search shows it"), required=False
    )
    is_pinned = forms.BooleanField(label=_("Pinned above the others of its category"), required=False)
    is_pinned_everywhere = forms.BooleanField(label=_("Pinned above the topics of all categories, too"), required=False)
    pinned_until = forms.DateTimeField(
        label=_("Pinned until"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("By the clock of your time zone. Left empty, it stays pinned until somebody ends it."),
    )

    class Meta(ModerationForm.Meta):
        model = Topic

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.put_away:
            return
        self.fields["is_locked"].initial = bool(self.instance.locked_at)
        self.fields["is_archived"].initial = bool(self.instance.archived_at)
        self.fields["is_unlisted"].initial = not self.instance.is_listed
        self.fields["is_pinned"].initial = self.instance.is_pinned
        self.fields["is_pinned_everywhere"].initial = self.instance.is_pinned and self.instance.pinned_everywhere
        self.fields["pinned_until"].initial = self.instance.pinned_until if self.instance.is_pinned else None

    def depends_on(self, thing: Topic) -> Iterable[object]:
        """The same, with where it stands, and what it says."""
        body = thing.posts.order_by("number").values_list("body", flat=True).first()
        standing = (thing.locked_at, thing.archived_at, thing.is_listed, thing.merged_into_id, *pin_of(thing))
        return *super().depends_on(thing), *standing, thing.title, body

    def clean_pinned_until(self) -> Any:
        """A moment that is over pins nothing, and one that is years away nobody remembers."""
        until, known = self.cleaned_data["pinned_until"], self.instance.pinned_until
        if until and known and until == known.replace(second=0, microsecond=0):
            return known  # the field shows minutes: nobody changed it
        if until:
            require_near(until)
        return until


def pin_of(topic: Topic) -> tuple[bool, bool, Any]:
    """Say whether a topic is pinned, whether everywhere, and until when."""
    return topic.is_pinned, topic.pinned_everywhere, topic.pinned_until


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
        posts = Post.objects.moderated_by(Viewer(self.request.user)).written()
        return posts.select_related("author", "topic").order_by("-pk")


class PostEditView(ModerationEditView):
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


class TopicEditView(ModerationEditView):
    """One topic, with what moderators do about it; those of regions pin nothing, since that is seen in all."""

    def get_form(self, *args: Any, **kwargs: Any) -> TopicModerationForm:
        """Leave out what isn't open to this moderator."""
        form: TopicModerationForm = super().get_form(*args, **kwargs)
        if not form.put_away and not can_pin_everywhere(self.request.user):
            del form.fields["is_pinned_everywhere"]
            if form.instance.pinned_everywhere or not can_pin(self.request.user, form.instance):
                del form.fields["is_pinned"], form.fields["pinned_until"]
        return form

    def locked(self) -> Topic:
        """Lock it."""
        return services.locked_topic(self.form.instance)

    def act(self) -> None:
        """Hide or restore, close, archive, unlist, pin, through the services."""
        topic, data, moderator = self.form.instance, self.form.cleaned_data, self.request.user
        if data["is_shown"] and not self.form.was_shown:
            services.restore_topic(moderator=moderator, topic=topic, reason=data["reason"])
        elif self.form.was_shown and not data["is_shown"]:
            services.hide_topic(moderator=moderator, topic=topic, reason=data["reason"])
        if data["is_locked"] and not topic.locked_at:
            services.lock_topic(moderator=moderator, topic=topic, reason=data["reason"])
        elif topic.locked_at and not data["is_locked"]:
            services.unlock_topic(moderator=moderator, topic=topic, reason=data["reason"])
        told: dict[str, Any] = {"moderator": moderator, "topic": topic, "reason": data["reason"]}
        if data["is_archived"] != bool(topic.archived_at):
            (services.archive_topic if data["is_archived"] else services.unarchive_topic)(**told)
        if data["is_unlisted"] == topic.is_listed:
            (services.unlist_topic if data["is_unlisted"] else services.list_topic)(**told)
        if "is_pinned" in data:
            self._pin(topic, told)

    def _pin(self, topic: Topic, told: dict[str, Any]) -> None:
        data = self.form.cleaned_data
        everywhere = data.get("is_pinned_everywhere", False)
        if not (data["is_pinned"] or everywhere):
            if topic.is_pinned:
                services.unpin_topic(**told)
        elif (True, everywhere, data["pinned_until"]) != pin_of(topic):
            services.pin_topic(everywhere=everywhere, until=data["pinned_until"], **told)


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
