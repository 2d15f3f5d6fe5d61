"""Organisations as entries: what they say of themselves, while they are in view and not closed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from community.members.organisations.models import Organisation
from community.writing.services import plain_text

from . import EVERYONE, Description, beside, paragraphs, with_ancestors


class OrganisationSource:
    """Organisations; who is behind them is not found by this way, since each of the people chooses that."""

    kind, label, icon, models = "organisation", _("Organisation"), "building-office-2", (Organisation,)
    has_own_languages = False

    def things(self) -> QuerySet[Organisation]:
        """All organisations with place and sectors."""
        return Organisation.objects.select_related("handle", "region").prefetch_related("sectors").order_by("pk")

    def keys(self, thing: Organisation) -> list[str]:
        """One entry."""
        return [str(thing.pk)]

    def describe(self, thing: Organisation) -> list[Description]:
        """Describe a public organisation."""
        if not thing.is_public:
            return []
        sectors = list(thing.sectors.all())
        with translation.override("id"):
            path = thing.get_absolute_url()
            terms = beside([thing.get_kind_display(), *(sector.local_name for sector in sectors)])
        return [
            Description(
                object_id=str(thing.pk),
                language="id",
                title=thing.name,
                summary=plain_text(thing.description, 400),
                body=paragraphs(
                    f"@{thing.handle.text}", plain_text(thing.description), thing.registration_number, terms
                ),
                place=str(thing.region),
                path=path,
                group=f"organisation:{thing.pk}",
                audience=[EVERYONE],
                regions=with_ancestors([thing.region.code]),
                sectors=[sector.slug for sector in sectors],
            )
        ]
