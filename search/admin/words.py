"""Synonyms and protected words in the editing room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ..models import ProtectedWord, SynonymGroup
from ..phrases import phrases_in
from ..typed import is_more_than_words

LONGEST_PREFILLED = 200


class PrefilledCreateView(generic.CreateView):
    """A form in which the words stand already that its address names: the report of searches leads to it."""

    def get_initial(self) -> dict[str, Any]:
        """Take the words from the address."""
        return {**super().get_initial(), "words": self.request.GET.get("words", "")[:LONGEST_PREFILLED]}


class SynonymForm(forms.ModelForm[SynonymGroup]):
    """Words that mean the same."""

    class Meta:
        model = SynonymGroup
        fields = ("words",)
        widgets = {"words": AdminAutoHeightTextInput}

    def clean_words(self) -> str:
        """Refuse what a search reads as something else than words: it would never be looked for as it stands."""
        words: str = self.cleaned_data["words"]
        self.instance.words = words  # refused or not, the model looks at them too
        if odd := next(filter(is_more_than_words, phrases_in(words)), None):
            message = _(
                "“%(phrase)s” can never match: a minus before a word, quotation marks and filters such as kind:event"
                " are not looked for as words. Please write it without them."
            )
            raise ValidationError(message % {"phrase": odd})
        return words


class WordViewSet(ModelViewSet):
    """What the lists of words have in common."""

    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    list_per_page = 50


class SynonymViewSet(WordViewSet):
    """The groups of synonyms."""

    model = SynonymGroup
    name = "search_synonyms"
    url_prefix = "search/synonyms"
    icon = "openquote"
    menu_label = _("Synonyms")
    list_display = ("words",)
    search_fields = ("words",)
    ordering = ("words",)
    add_view_class = PrefilledCreateView

    def get_form_class(self, for_update: bool = False) -> type[SynonymForm]:
        """Let the list of words be written as a text."""
        return SynonymForm


class ProtectedWordViewSet(WordViewSet):
    """The words that are never cut down to a stem."""

    model = ProtectedWord
    form_fields = ("word",)
    name = "search_protected_words"
    url_prefix = "search/protected-words"
    icon = "lock"
    menu_label = _("Protected words")
    list_display = ("word",)
    search_fields = ("word",)
    ordering = ("word",)
