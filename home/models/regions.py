"""The gazetteer: every province, regency, city, district, village and island by its official code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def within_any(codes: Iterable[str], prefix: str = "") -> Q:
    """Select what lies in one of these regions or below it; `prefix` leads to the region. Without codes, nothing."""
    selected = Q(pk__in=[])
    for code in codes:
        selected |= Q(**{f"{prefix}code": code}) | Q(**{f"{prefix}code__startswith": f"{code}."})
    return selected


class RegionQuerySet(models.QuerySet["Region"]):
    """Regions, by their place in the hierarchy of codes."""

    def within(self, code: str) -> Self:
        """The region of this code and everything below it."""
        return self.filter(Q(code=code) | Q(code__startswith=f"{code}."))

    def with_pages(self) -> Self:
        """Provinces, regencies and cities: the kinds that have a page from the start."""
        return self.filter(kind__in=[Region.Kind.PROVINCE, Region.Kind.REGENCY, Region.Kind.CITY])


class Region(models.Model):
    """A place with an official code of the Ministry of Home Affairs; everything refers to it, never to its page."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Province")
        REGENCY = "regency", _("Regency")
        CITY = "city", _("City")
        DISTRICT = "district", _("District")
        VILLAGE = "village", _("Village")
        ISLAND = "island", _("Island")

    code = models.CharField(_("code"), max_length=20, unique=True, help_text=_("As Kemendagri writes it: 81.02.01."))
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("part of")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, help_text=_("Degrees, WGS 84."))
    longitude = models.FloatField(_("longitude"), null=True, blank=True, help_text=_("Degrees, WGS 84."))
    former_codes = models.JSONField(_("former codes"), default=list, blank=True)
    former_names = models.JSONField(_("former names"), default=list, blank=True)
    alternative_names = models.JSONField(_("alternative names"), default=list, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        indexes = [models.Index(fields=["kind", "name"], name="region_kind_name")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name with its kind where the name alone is not enough: `Kabupaten Maluku Tenggara`, `Kota Tual`."""
        return f"{PREFIXES.get(self.kind, '')}{self.name}"

    @property
    def ancestor_codes(self) -> list[str]:
        """Codes of the regions above, outermost first: 81.02.01 gives 81 and 81.02."""
        parts = self.code.split(".")
        return [".".join(parts[:n]) for n in range(1, len(parts))]

    def get_absolute_url(self) -> str:
        """The address by code, which leads to the page of the region or shows the plain entry."""
        return reverse("region", args=[self.code])


PREFIXES: dict[str, str] = {
    Region.Kind.PROVINCE: "Provinsi ",
    Region.Kind.REGENCY: "Kabupaten ",
    Region.Kind.CITY: "Kota ",
    Region.Kind.DISTRICT: "Kecamatan ",
}
