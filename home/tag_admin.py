"""Tags in the editing room: their names and synonyms, merging one into another, and what deleting one would mean."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import DeleteView

from home.choosers import SnippetKeyChooser
from home.models import Tag
from home.models.vocabulary import TAG_SEPARATORS, names_in
from home.services.tags import (
    check_merging,
    check_name,
    check_synonyms,
    left_out,
    merge_tag,
    set_synonyms,
    what_carries,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AbstractUser
    from django.http import HttpRequest, HttpResponse

INDEX = "wagtailsnippets_home_tag:list"


class TagForm(WagtailAdminModelForm):
    """A tag, and the words that lead to it.

    Words that are left out are asked about once: they were addresses, those of merged tags among them.
    """

    synonym_names = forms.CharField(
        label=gettext_lazy("Synonyms"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Words that lead to this tag when somebody types or visits them, separated by commas. To have another tag"
            " that is in use lead here, merge it into this one instead."
        ),
    )

    lets_go = forms.BooleanField(label=gettext_lazy("Let these words go"), required=False)

    class Meta:
        model = Tag
        fields = ("name", "name_en", "slug")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            names = self.instance.synonyms.order_by("name").values_list("name", flat=True)
            self.fields["synonym_names"].initial = ", ".join(names)
        self.going = self._going()
        if not self.going:
            del self.fields["lets_go"]

    def clean_name(self) -> str:
        """Refuse a new name that nobody could type, or that means another tag when typed."""
        name = " ".join(self.cleaned_data["name"].split()).lstrip("#").strip()
        if name != self.initial.get("name"):
            check_name(tag=self.instance if self.instance.pk else None, name=name)
        return name

    def clean_name_en(self) -> str:
        """Refuse one that nobody could type."""
        name = " ".join(self.cleaned_data["name_en"].split())
        if TAG_SEPARATORS.search(name):
            raise ValidationError(_("Commas and semicolons stand between tags, not in the name of one."))
        return name

    def clean_synonym_names(self) -> list[str]:
        """Read them; a tag that is in use has to be merged."""
        names = names_in(self.cleaned_data["synonym_names"])
        check_synonyms(tag=self.instance if self.instance.pk else None, names=names)
        return names

    def clean(self) -> dict[str, Any]:
        """Ask once before words are let go."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.going and not cleaned.get("lets_go"):
            self.add_error(
                "lets_go",
                _(
                    "These words would lead nowhere then, and links to them would break: %(words)s. Write them above"
                    " again to keep them, or tick this."
                )
                % {"words": ", ".join(self.going)},
            )
        return cleaned

    def save(self, commit: bool = True) -> Tag:
        """Write down the synonyms, too."""
        tag: Tag = super().save(commit=commit)
        if commit:
            set_synonyms(by=cast("AbstractUser", self.for_user), tag=tag, names=self.cleaned_data["synonym_names"])
        return tag

    def _going(self) -> list[str]:
        if not (self.is_bound and self.instance.pk):
            return []
        names = names_in(self.data.get(self.add_prefix("synonym_names"), ""))
        return [tag.name for tag in left_out(tag=self.instance, names=names).order_by("name")]


class MergeForm(forms.Form):
    """Into which tag, and why; then whether one is sure."""

    into: forms.ModelChoiceField[Tag] = forms.ModelChoiceField(
        Tag.objects.all(),
        label=gettext_lazy("Into which tag"),
        widget=SnippetKeyChooser(model=Tag),
        help_text=gettext_lazy("All stories and topics get that tag in place of this one, which then leads there."),
        error_messages={"invalid_choice": gettext_lazy("There is no such tag any more. Please choose another one.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, required=False, help_text=gettext_lazy("Stays in the history.")
    )
    is_sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, tag: Tag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tag = tag

    def clean_into(self) -> Tag:
        """Refuse one into which it can't go."""
        into: Tag = self.cleaned_data["into"]
        check_merging(tag=self.tag, into=into)
        return into

    def ask(self) -> None:
        """Keep what was chosen out of sight, and take it for meant when it is sent once more."""
        for name in ("into", "reason"):
            self.fields[name].widget = forms.HiddenInput()
        self.data = {name: self.data[name] for name in self.data} | {"is_sure": "on"}


class MergeView(WagtailAdminTemplateMixin, FormView[MergeForm]):
    """Makes a tag the synonym of another one, after it has said what that moves and asked whether it is meant."""

    template_name = "home/admin/merge_tag.html"
    form_class = MergeForm
    header_icon = "tag"
    page_title = gettext_lazy("Merge a tag")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who may change tags."""
        if not request.user.has_perm("home.change_tag"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def tag(self) -> Tag:
        """Which one goes."""
        return get_object_or_404(Tag, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name it."""
        return self.tag.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        index = {"url": reverse(INDEX), "label": _("Tags")}
        return [*super().get_breadcrumbs_items(), index, {"url": "", "label": self.tag.name}]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which one goes."""
        return super().get_form_kwargs() | {"tag": self.tag}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what stands on it and leads to it, and name the button."""
        context = super().get_context_data(**kwargs)
        label = _("Yes, merge") if context.get("into") else _("Merge")
        context |= {"media": context["form"].media, "submit_button_label": label, "tag": self.tag}
        return context | {"carried": what_carries(self.tag), "synonyms": self.tag.synonyms.order_by("name")}

    def form_valid(self, form: MergeForm) -> HttpResponse:
        """Ask, then merge, or say why not."""
        if not form.cleaned_data["is_sure"]:
            form.ask()
            return self.render_to_response(self.get_context_data(form=form, into=form.cleaned_data["into"]))
        by = cast("AbstractUser", self.request.user)
        try:
            into = merge_tag(by=by, tag=self.tag, into=form.cleaned_data["into"], reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("into", error)
            return self.form_invalid(form)
        told = {"tag": self.tag.name, "into": into.name}
        messages.success(self.request, _("“%(tag)s” leads to “%(into)s” now.") % told)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Lead back to the list."""
        return reverse(INDEX)


class TagDeleteView(DeleteView):
    """Deletes a tag, after it has said who loses it, and that merging would keep it found."""

    template_name = "home/admin/delete_tag.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what stands on it and leads to it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        told = {"carried": what_carries(self.object), "synonyms": self.object.synonyms.order_by("name")}
        return context | told | {"may_merge": may_merge(self.object, self.request.user)}


def may_merge(tag: Tag, user: Any) -> bool:
    """Tell whether a tag can be merged, and by this one."""
    return not tag.synonym_of_id and user.has_perm("home.change_tag")


def merge_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Offer merging in the list of tags."""
    if isinstance(snippet, Tag) and may_merge(snippet, user):
        yield Button(_("Merge"), reverse("tag_merge", args=[snippet.pk]), priority=30)


urlpatterns = [path("tags/<int:pk>/merge/", MergeView.as_view(), name="tag_merge")]
