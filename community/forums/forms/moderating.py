"""What moderators fill in on the page of a topic: each act with its reason, on the state that its form showed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from guard.freshness import ShownState

from community.members.permissions import Viewer
from community.writing.forms import TitleField
from home.fields import RegionField

from ..kinds import kinds_for
from ..models import Category, Post, Topic
from ..models.site_settings import forum_settings
from ..permissions import can_pin_everywhere
from ..services.limits import title_minimum_for
from ..services.standing import LONGEST_PIN, pin_of, require_near
from ..services.tags import check_tags
from ..services.tending import categories_for
from .member_field import MemberField
from .reading import DayField
from .writing import MAX_REGIONS, CategoryField, SectorsField, TagsField

if TYPE_CHECKING:
    from community.members.models import User

STAYS = gettext_lazy("Stays in the history.")


class ActForm(ShownState):
    """A reason. Whether the state is still the one that was shown is asked under the lock, where a repeat is known."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False, help_text=STAYS)
    is_about_topic: ClassVar[bool] = False

    class Meta:
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, moderator: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moderator, self.viewer = moderator, Viewer(moderator)

    def clean(self) -> dict[str, Any]:
        """Leave the comparing to the view."""
        return self.cleaned_data

    @property
    def typed(self) -> str:
        """What was written into it, to be copied where the act can't be done any more."""
        texts = [each.value() for each in self.visible_fields() if isinstance(each.field, forms.CharField)]
        return "\n".join(text for text in texts if text)

    @property
    def facts(self) -> dict[str, Any]:
        """What the service is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "shown_state"}


class TopicActForm(ActForm):
    """An act on a topic that a small post there tells, with its reason or without."""

    is_told = forms.BooleanField(label=gettext_lazy("Readers of the topic see the reason, too"), required=False)

    class Meta(ActForm.Meta):
        model = Topic

    def depends_on(self, thing: Topic) -> Iterable[object]:
        """What it is called and about, where it lies and stands, and whose it is."""
        about = [sorted(row.pk for row in getattr(thing, name).all()) for name in ("regions", "sectors", "tags")]
        states = (thing.held_at, thing.hidden_at, thing.deleted_at, thing.locked_at, thing.archived_at, thing.is_listed)
        lies = (thing.category_id, thing.merged_into_id, thing.author_id)
        return thing.title, thing.kind, *lies, *about, *states, pin_of(thing)


class QuietActForm(TopicActForm):
    """One whose reason stays in the history: the small post says only what was done."""

    is_told = None  # type: ignore[assignment]  # Django takes the field away so


class HideTopicForm(QuietActForm):
    """One that needs a reason."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, help_text=STAYS)


class RenameForm(TopicActForm):
    """Another title."""

    field_order = ("title",)
    title = TitleField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = self.instance.title
        title, most = cast("TitleField", self.fields["title"]), forum_settings().title_max
        title.within(least=title_minimum_for(), most=most, before=self.instance.title)
        if self.instance.is_live:  # of one that was never public the former title is told to nobody
            title.help_text = _(
                "Readers are told what it was called before, by a row in the topic and by its history. "
                "A title that nobody should read can be hidden there."
            )


class RetagForm(TopicActForm):
    """What it is about, and of which kind it is."""

    field_order = ("kind", "regions", "sectors", "tags")
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, widget=forms.RadioSelect)
    regions = RegionField(max_regions=MAX_REGIONS, required=False)
    sectors = SectorsField()
    tags = TagsField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("regions", "sectors", "tags"):
            self.fields[name].initial = getattr(self.instance, name).all()
        if kinds := kinds_for(self.viewer, self.instance):
            self.fields["kind"].choices = [(choice.kind, choice.label) for choice in kinds]  # type: ignore[attr-defined]
            self.fields["kind"].initial = self.instance.kind
        else:
            del self.fields["kind"]

    def clean_tags(self) -> list[str]:
        """Refuse what the moderator can't give a topic."""
        names: list[str] = self.cleaned_data["tags"]
        check_tags(author=self.moderator, names=names)
        return names


class RecategoriseForm(TopicActForm):
    """Another category, of those where the moderator keeps order, too."""

    field_order = ("category",)
    category = CategoryField(empty_label=gettext_lazy("Please choose"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [category.pk for category in categories_for(self.moderator, self.instance)]
        self.fields["category"].queryset = Category.objects.filter(pk__in=keys).in_tree_order()  # type: ignore[attr-defined]


class PinForm(TopicActForm):
    """Where it is pinned, and until the end of which day."""

    field_order = ("everywhere", "until")
    everywhere = forms.BooleanField(
        label=gettext_lazy("Pinned above the topics of all categories, too"), required=False
    )
    until = DayField(
        label=gettext_lazy("Pinned until"),
        help_text=gettext_lazy(
            "To the end of that day by the clock of your time zone. Left empty, it stays pinned until somebody ends it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_pinned:
            self.fields["everywhere"].initial = self.instance.pinned_everywhere
            until = self.instance.pinned_until
            self.fields["until"].initial = until and timezone.localtime(until).date()
        today = timezone.localdate()
        bounds = {"min": today.isoformat(), "max": (today + LONGEST_PIN - timedelta(days=1)).isoformat()}
        self.fields["until"].widget.attrs.update(bounds)
        if not can_pin_everywhere(self.moderator):
            del self.fields["everywhere"]

    def clean_until(self) -> datetime | None:
        """Take the end of the day, in the zone of who asks."""
        day = self.cleaned_data["until"]
        if not day:
            return None
        if day < timezone.localdate():
            raise ValidationError(_("Please choose a day that is not over."), code="past")
        until = timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
        require_near(until)
        return until


class PostActForm(ActForm):
    """An act on a post."""

    class Meta(ActForm.Meta):
        model = Post

    def depends_on(self, thing: Post) -> Iterable[object]:
        """What it says, where it stands, whose it is, and whether it stands."""
        states = (thing.held_at, thing.hidden_at, thing.deleted_at)
        return thing.topic_id, thing.number, thing.author_id, thing.body, *states


class HidePostForm(PostActForm):
    """One that needs a reason."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, help_text=STAYS)


class OwnerForm(HidePostForm):
    """Whose it is from now on."""

    field_order = ("to",)
    to = MemberField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].viewer = self.viewer  # type: ignore[attr-defined]


class TopicOwnerForm(HideTopicForm):
    """Whose the topic is from now on, with its first post."""

    field_order = ("to",)
    to = MemberField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].viewer = self.viewer  # type: ignore[attr-defined]
