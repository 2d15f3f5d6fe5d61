"""The form of a story, which takes as its authors whom the chooser offers, however their key was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from .vocabulary import Tag, names_in

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import BaseFormSet, ModelForm

# The app of the members tells here, in `AppConfig.ready`, whom a user may name.
NAMEABLE: list[Callable[[Any], QuerySet[Any]]] = []


class StoryPageForm(WagtailAdminPageForm):
    """What an editor writes of a story."""

    def clean(self) -> dict[str, Any]:
        """Refuse authors whom the editor may not see, but for those it has already; take tags for their synonyms."""
        cleaned: dict[str, Any] = super().clean()
        if "authors" in self.formsets and self.for_user is not None:
            _refuse_unseen(self.formsets["authors"], self.for_user)
        if names := [name for text in cleaned.get("tags") or () for name in names_in(text)]:
            known = Tag.called(names)
            cleaned["tags"] = list(dict.fromkeys(known[name].name if name in known else name for name in names))
        return cleaned


def _refuse_unseen(formset: BaseFormSet[ModelForm[Any]], user: Any) -> None:
    known = {form.initial.get("user") for form in formset.forms}
    named = {form: form.cleaned_data.get("user") for form in formset.forms if form.is_valid()}
    new = {form: author.pk for form, author in named.items() if author is not None and author.pk not in known}
    for nameable in NAMEABLE if new else ():
        seen = set(nameable(user).filter(pk__in=new.values()).values_list("pk", flat=True))
        for form, key in new.items():
            if key not in seen:
                form.add_error("user", _("Please choose a member whom the list offers."))
                sent = {name: form.data[name] for name in form.data}
                form.data = sent | {form.add_prefix("user"): ""}  # else the form would show their name
