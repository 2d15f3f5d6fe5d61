"""The site before anybody tells anything: gazetteer, pages of all regions, pictures, members, categories."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta

from demo.loading import IMAGES, read_images
from demo.pages import INDEXES
from demo.talk import make_categories
from demo.things import make_sectors
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale

from benchmarks.prose import Prose
from community.forums.models import Category
from community.members.models import User
from community.members.services import edit_profile, join
from community.members.trust.levels import BASIC
from home.models import (
    CustomImage,
    GalleryImage,
    HomePage,
    HomeRegion,
    KeyFact,
    Potential,
    Region,
    RegionPage,
    Sector,
    SiteSettings,
    Tag,
)

PROVINCE = "81"  # Maluku: what is measured as the region, with everything in the regencies below it
LANGUAGES = ("id", "en")
PARTS = 6  # key facts, potentials and pictures of the measured region
SINCE = timedelta(days=400)  # for which members have been there


@dataclass
class Ground:
    """What things stand on; `regencies` are the pages of them below the province, by language."""

    prose: Prose = field(default_factory=Prose)
    locales: dict[str, Locale] = field(default_factory=dict)
    province: Region = field(default_factory=Region)
    regencies: dict[str, list[RegionPage]] = field(default_factory=dict)
    pictures: list[CustomImage] = field(default_factory=list)
    sectors: list[Sector] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    members: list[User] = field(default_factory=list)


def lay_ground() -> Ground:
    """Make what a fresh production site has, and what the editors of one fill in first."""
    for command in ("load_shipped_regions", "make_pages"):
        call_command(command, stdout=io.StringIO())
    ground = Ground(
        locales={locale.language_code: locale for locale in Locale.objects.all()},
        province=Region.objects.get(code=PROVINCE),
        pictures=[_picture(**row) for row in read_images()[:PARTS]],
        sectors=list(make_sectors().values()),
        tags=[Tag.objects.create(name=name, slug=name) for name in ("bagan", "bibit", "koperasi", "pasar", "ohoi")],
        categories=list(make_categories().values()),
    )
    for language in LANGUAGES:
        pages = RegionPage.objects.filter(locale__language_code=language).select_related("region", "locale")
        _fill_region(pages.get(region=ground.province), ground)
        ground.regencies[language] = list(pages.filter(region__parent=ground.province))
        _fill_frame(language, ground)
    SiteSettings.objects.create(footer_text=ground.prose.sentences(2), footer_text_en=ground.prose.sentences(2))
    return ground


def add_members(ground: Ground, numbers: range) -> None:
    """Have people join who tell something of themselves and want to be found.

    They have been there for long, and not idle: what unproven accounts write is compared, and waits where it is alike.
    """
    for number in numbers:
        user = join(email=f"orang{number}@example.org", password=None, name=f"Orang Contoh {number}", language="id")
        edit_profile(
            by=user,
            profile=user.profile,
            name=user.name,
            bio=ground.prose.sentences(1)[:280],
            region=ground.province,
            language="id",
            zone=user.zone,
            is_listed=True,
        )
        user.date_joined, user.trust_level = timezone.now() - SINCE, BASIC
        user.save(update_fields=["date_joined", "trust_level"])
        ground.members.append(user)


def _picture(*, file: str, title: str, alt: str, alt_en: str, credit: str, **_focus: object) -> CustomImage:
    with (IMAGES / file).open("rb") as drawn:
        image = ImageFile(drawn, name=file)
        return CustomImage.objects.create(title=title, file=image, alt=alt, alt_en=alt_en, credit=credit)


def _fill_region(page: RegionPage, ground: Ground) -> None:
    page.alias_of, page.cover, page.introduction = None, ground.pictures[0], ground.prose.sentences(4)[:600]
    for order in range(PARTS):
        shared = {"locale": page.locale, "sort_order": order}
        page.key_facts.add(KeyFact(label=f"Angka {order}", value=f"{order + 3},7 %", source="BPS", year=2025, **shared))
        page.potentials.add(Potential(sector=ground.sectors[order], text=ground.prose.sentences(1)[:240], **shared))
        page.gallery.add(GalleryImage(image=ground.pictures[order], caption=ground.prose.title(), **shared))
    page.body = [{"type": "paragraph", "value": f"<p>{ground.prose.sentences(6)}</p>"} for _number in range(4)]
    page.save()
    page.save_revision().publish()


def _fill_frame(language: str, ground: Ground) -> None:
    home = HomePage.objects.get(locale__language_code=language)
    home.hero_text = home.join_text = ground.prose.sentences(2)[:240]
    home.join_title, home.join_image = ground.prose.title(), ground.pictures[1]
    regions = Region.objects.filter(parent=ground.province)[:PARTS]
    home.regions = [HomeRegion(region=region, sort_order=order) for order, region in enumerate(regions)]
    home.save_revision().publish()
    for model in INDEXES.values():
        index = model.objects.get(locale__language_code=language)
        index.intro = ground.prose.sentences(2)[:400]
        index.save_revision().publish()
