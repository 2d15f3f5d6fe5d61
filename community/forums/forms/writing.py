"""What one fills in to start, answer and change topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from community.members.organisations.forms import offer_speaker
from community.members.permissions import EVERYONE
from community.writing.forms import BodyField, TitleField
from community.writing.history.forms import NoteField
from home.fields import RegionField
from home.models import Sector, Tag
from home.models.vocabulary import names_in

from ..kinds import kinds_for, offered_kinds
from ..models import Category, Post, Topic
from ..models.site_settings import forum_settings
from ..services.limits import minimum_for
from ..services.tags import check_tags

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict

    from community.members.models import User
    from community.members.permissions import Viewer

MAX_REGIONS = 5
MAX_SECTORS = 3


class PostForm(forms.Form):
    """The text of a post."""

    body = BodyField()

    def bound_body(self, topic: Topic | None, *, before: str = "") -> None:
        """Take a text as long as the settings say, and one that is changed as it was."""
        field = cast("BodyField", self.fields["body"])
        field.within(least=minimum_for(topic), most=forum_settings().post_max, before=before)


class ReplyForm(PostForm):
    """An answer, perhaps in the name of an organisation."""

    def __init__(
        self, data: QueryDict | None = None, *, viewer: Viewer, topic: Topic, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.bound_body(topic)
        offer_speaker(self, viewer.user)


class AcceptForm(forms.Form):
    """Why who keeps order says what the answer is; who asked needs no reason."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("Stays in the history."))


def require_keys(field: forms.Field, value: Any) -> None:
    """Raise `ValidationError` for what is no key; a number that no database holds would be an error there."""
    for key in value or ():
        if not (str(key).isascii() and str(key).isdecimal() and len(str(key)) < 10):
            raise ValidationError(field.error_messages["invalid_choice"], code="invalid_choice", params={"value": key})


class SectorsField(forms.ModelMultipleChoiceField[Sector]):
    """Sectors to tick, few enough to say something."""

    def __init__(self) -> None:
        super().__init__(Sector.objects.all(), label=_("Sectors"), required=False, widget=forms.CheckboxSelectMultiple)

    def clean(self, value: Any) -> QuerySet[Sector]:
        """Refuse what is no sector, and too many."""
        require_keys(self, value)
        sectors: QuerySet[Sector] = super().clean(value)
        if len(sectors) > MAX_SECTORS:
            raise ValidationError(_("Choose at most three sectors."), code="too_many")
        return sectors


class TagsField(forms.CharField):
    """Tags by name, separated by commas; cleans to the names, which the service finds or makes."""

    def __init__(self) -> None:
        help_text = _("A few words that others look for, separated by commas: bibit, penyakit.")
        super().__init__(label=_("Tags"), required=False, max_length=400, help_text=help_text)

    def prepare_value(self, value: Any) -> Any:
        """Show tags by the names that are read back as the same ones."""
        if isinstance(value, str) or value is None:
            return value
        return ", ".join(tag.name for tag in value if isinstance(tag, Tag))

    def clean(self, value: Any) -> list[str]:
        """Read the names."""
        return names_in(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is written, since the initial value are tags."""
        return super().has_changed(self.prepare_value(initial), data)


class TopicFactsForm(forms.Form):
    """What a topic is called and what it is about."""

    title = TitleField(help_text=_("A question or a subject, so that others see at once whether they can help."))
    regions = RegionField(max_regions=MAX_REGIONS, required=False)
    sectors = SectorsField()
    tags = TagsField()
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=forms.RadioSelect)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        viewer: Viewer,
        topic: Topic | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"kind": Topic.Kind.DISCUSSION, **(initial or {})})
        self.author = viewer.user
        bounds = forum_settings()
        title = cast("TitleField", self.fields["title"])
        title.within(least=bounds.title_min, most=bounds.title_max, before=topic.title if topic else "")
        kinds = kinds_for(viewer, topic) if topic else offered_kinds(viewer)
        if kinds:
            choices = [(choice.kind, f"{choice.label}: {choice.help_text}") for choice in kinds]
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["kind"]

    def clean_tags(self) -> list[str]:
        """Refuse what the member can't give a topic."""
        names: list[str] = self.cleaned_data["tags"]
        check_tags(author=cast("User", self.author), names=names)
        return names

    def clean_kind(self) -> str | None:
        """Take none as what it is by itself: a discussion, or whatever it was."""
        return self.cleaned_data["kind"] or None


class FirstPostForm(TopicFactsForm, PostForm):
    """One's own topic with its first post."""

    field_order: tuple[str, ...] = ("kind", "title", "body", "regions", "sectors", "tags")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        viewer: Viewer,
        topic: Topic | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, viewer=viewer, topic=topic, initial=initial)
        self.bound_body(topic, before=str((initial or {}).get("body", "")) if topic else "")


class CategoryField(forms.ModelChoiceField[Category]):
    """One of the categories; what lies in another one says so, and what isn't for everyone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Category.objects.none(),  # the form says which
            label=_("Category"),
            to_field_name="slug",
            error_messages={"invalid_choice": _("Please choose one of these categories.")},
            **kwargs,
        )

    def label_from_instance(self, obj: Category) -> str:
        """Name it with the one that it lies in, so that one knows before whether others read what one writes there."""
        name = f"{obj.parent.local_name} › {obj.local_name}" if obj.parent else obj.local_name
        return name if obj.audience_see == EVERYONE else pgettext("room", "%(name)s (not public)") % {"name": name}


class ChangedForm(forms.Form):
    """A form that knows, hidden, which text it showed when it was opened; its draft keeps that, too."""

    shown_state = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def facts(self) -> dict[str, Any]:
        """What the service is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "shown_state"}


class EditPostForm(ChangedForm, PostForm):
    """A post that is changed."""

    note = NoteField()

    def __init__(self, data: QueryDict | None = None, *, post: Post, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.bound_body(post.topic, before=post.body)


class EditFirstPostForm(ChangedForm, FirstPostForm):
    """One's own topic with its first post, changed."""

    field_order = (*FirstPostForm.field_order, "note")

    note = NoteField()


class TopicForm(FirstPostForm):
    """A new topic."""

    field_order = ("category", "kind", "title", "body", "regions", "sectors", "tags")

    category = CategoryField(empty_label=_("Please choose"))

    def __init__(self, data: QueryDict | None = None, *, viewer: Viewer, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, viewer=viewer, initial=initial)
        self.fields["category"].queryset = Category.objects.startable_by(viewer).in_tree_order()  # type: ignore[attr-defined]
        offer_speaker(self, viewer.user)

    def clean_kind(self) -> str:
        """Take none as a discussion."""
        return super().clean_kind() or Topic.Kind.DISCUSSION

    @property
    def has_categories(self) -> bool:
        """Whether there is a category that the member may write in."""
        return bool(self.fields["category"].queryset)  # type: ignore[attr-defined]
