"""A form field for regions: one writes codes or names, the gazetteer says which are meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import Region

CODE = re.compile(r"(?P<code>\d{2}(?:\.\d{2,5}){0,3})")
CODE_AT_END = re.compile(rf"\({CODE.pattern}\)\s*$")
SEPARATORS = re.compile(r"[;\n]")
KIND_WORDS = {
    "provinsi": Region.Kind.PROVINCE,
    "prov": Region.Kind.PROVINCE,
    "kabupaten": Region.Kind.REGENCY,
    "kab": Region.Kind.REGENCY,
    "kota": Region.Kind.CITY,
    "kecamatan": Region.Kind.DISTRICT,
    "kec": Region.Kind.DISTRICT,
    "desa": Region.Kind.VILLAGE,
    "ohoi": Region.Kind.VILLAGE,
    "kelurahan": Region.Kind.VILLAGE,
    "pulau": Region.Kind.ISLAND,
}
CHOICES_SHOWN = 6


class RegionField(forms.CharField):
    """Regions by code or name, separated by `;` or lines; cleans to a list, or to one region if only one is asked."""

    def __init__(self, *, max_regions: int = 1, **kwargs: Any) -> None:
        self.max_regions = max_regions
        kwargs.setdefault("max_length", 100 * max_regions)
        kwargs.setdefault("label", gettext_lazy("Region") if max_regions == 1 else gettext_lazy("Regions"))
        kwargs.setdefault("help_text", HELP_ONE if max_regions == 1 else HELP_MANY)
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> object:
        """Show regions as names with their codes, so that they are read back as the same ones."""
        if isinstance(value, Region):
            return label(value)
        if isinstance(value, Iterable) and not isinstance(value, str):
            return "; ".join(label(region) for region in value if isinstance(region, Region))
        return value

    def clean(self, value: object) -> Any:
        """Find the regions that are meant; say which names are unknown or shared by several."""
        text = super().clean(value)
        parts = [part.strip() for part in SEPARATORS.split(text) if part.strip()]
        if len(parts) > self.max_regions:
            raise ValidationError(
                ngettext("Name one region only.", "Name at most %(count)d regions.", self.max_regions)
                % {"count": self.max_regions},
                code="too_many",
            )
        regions = list({region.pk: region for region in map(resolve, parts)}.values())
        if self.max_regions == 1:
            return regions[0] if regions else None
        return regions

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare what is written, since the initial value is a region."""
        return super().has_changed(self.prepare_value(initial), data)


def label(region: Region) -> str:
    """Write a region as people may write it back: `Kota Tual (81.72)`."""
    return f"{region.full_name} ({region.code})"


def resolve(text: str) -> Region:
    """Find the one region that a code or a name means."""
    if match := CODE_AT_END.search(text) or CODE.fullmatch(text):
        return _by_code(match.group("code"))
    found = list(named(text)[: CHOICES_SHOWN + 1])
    if len(found) == 1:
        return found[0]
    if found:
        choices = "; ".join(label(region) for region in found[:CHOICES_SHOWN])
        raise ValidationError(
            _("Several regions are called “%(name)s”. Write one of these: %(choices)s.")
            % {"name": text, "choices": choices},
            code="ambiguous",
        )
    raise ValidationError(_unknown(text), code="unknown")


def named(text: str) -> QuerySet[Region]:
    """Find regions of this name or other name; a word such as *kota* before it says the kind."""
    name, kind = text, None
    first, _space, rest = text.partition(" ")
    if rest and (kind := KIND_WORDS.get(first.lower().rstrip("."))):
        name = rest.strip()
    same = Q(name__iexact=name) | Q(alternative_names__icontains=f'"{name}"')
    if kind:
        same = (same & Q(kind=kind)) | Q(name__iexact=text)
    return Region.objects.filter(same).order_by("code")


def _by_code(code: str) -> Region:
    region = Region.objects.filter(Q(code=code) | Q(former_codes__icontains=f'"{code}"')).order_by("code").first()
    if region is None:
        raise ValidationError(_("No region has the code %(code)s.") % {"code": code}, code="unknown")
    return region


def _unknown(text: str) -> str:
    near = [label(region) for region in Region.objects.filter(name__istartswith=text[:4]).order_by("code")[:3]]
    if near:
        return _("No region is called “%(name)s”. Did you mean one of these: %(choices)s?") % {
            "name": text,
            "choices": "; ".join(near),
        }
    return _("No region is called “%(name)s”. Write the name as on maps, or its code, such as 81.02.") % {"name": text}


HELP_ONE = gettext_lazy("A name or an official code, for example Kota Tual or 81.72.")
HELP_MANY = gettext_lazy("Names or official codes, separated by semicolons: Kota Tual; 81.02.")
