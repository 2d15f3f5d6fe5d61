"""Promoted results in the editing room: which page, topic or region stands first for which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from community.members.permissions import Viewer

from ..addresses import entry_at
from ..models import Promotion, SearchEntry
from .words import PrefilledCreateView, WordViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PromotionForm(WagtailAdminModelForm):
    """The words, and the address of what stands first; both languages of a page have the same promotion."""

    address = forms.CharField(
        label=_("Address of the result"),
        max_length=2000,
        help_text=_(
            "Open the page, the topic or the region on this site, copy its address from the browser and paste it here."
        ),
    )
    field_order = ("words", "address", "starts_on", "ends_on")

    class Meta:
        model = Promotion
        fields = ("words", "starts_on", "ends_on")
        widgets = {"words": AdminAutoHeightTextInput, "starts_on": AdminDateInput, "ends_on": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.entry_id and self._finds(self.instance.entry):
            self.fields["address"].initial = self.instance.entry.path

    def clean_address(self) -> str:
        """Find what stands at the address."""
        address: str = self.cleaned_data["address"]
        entry = entry_at(address)
        if entry is None or not self._may_name(entry):
            raise forms.ValidationError(
                _(
                    "The search knows nothing at this address. Please check that it belongs to this site and that the "
                    "page is published and open to read; what was published just now may take a minute."
                )
            )
        self.instance.entry = entry
        return address

    def _may_name(self, entry: SearchEntry) -> bool:
        """Whether the editor finds it too, so that no title of a closed room is told to who guesses an address."""
        return self.instance.entry_id == entry.pk or self._finds(entry)

    def _finds(self, entry: SearchEntry) -> bool:
        return SearchEntry.objects.findable_by(Viewer(self.for_user).tokens).filter(pk=entry.pk).exists()


class PromotionIndexView(generic.IndexView):
    """The newest first, each with what it promotes."""

    columns = (
        TitleColumn("words", label=_("Words"), url_name="search_promotions:edit", sort_key="words"),
        Column("entry.title", label=_("Result")),
        DateColumn("starts_on", label=_("First day"), sort_key="starts_on"),
        DateColumn("ends_on", label=_("Last day"), sort_key="ends_on"),
    )

    def get_base_queryset(self) -> QuerySet[Promotion]:
        """Fetch those whose results the editor finds, or that are gone, with them, once."""
        found = SearchEntry.objects.findable_by(Viewer(self.request.user).tokens)
        shown = Q(entry__is_deleted=True) | Q(entry__in=found.values("pk"))
        return Promotion.objects.filter(shown).select_related("entry").order_by("-pk")


class PromotionViewSet(WordViewSet):
    """The promotions."""

    model = Promotion
    name = "search_promotions"
    url_prefix = "search/promotions"
    icon = "pick"
    menu_label = _("Promoted results")
    search_fields = ("words", "entry__title")
    index_view_class = PromotionIndexView
    add_view_class = PrefilledCreateView

    def get_form_class(self, for_update: bool = False) -> type[PromotionForm]:
        """Let the result be named by its address."""
        return PromotionForm
