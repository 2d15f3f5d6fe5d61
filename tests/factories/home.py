"""Pictures, pages of regions, and stories with everything in them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image

from home.models import CustomImage, HomePage, Region, RegionIndexPage, RegionPage, StoryAuthor, StoryPage
from home.services.site_tree import make_site_tree
from tests.factories.told import make_sector, make_story


def make_picture(name: str = "laut", size: tuple[int, int] = (64, 40)) -> CustomImage:
    """A small blue picture with alternative text and credit."""
    file = BytesIO()
    Image.new("RGB", size, "#0b6e78").save(file, "PNG")
    file.seek(0)
    return CustomImage.objects.create(
        title=name, file=ImageFile(file, name=f"{name}.png"), alt=f"Gambar {name}", credit="Redaksi Negeri"
    )


def make_home() -> HomePage:
    if not HomePage.objects.exists():
        make_site_tree()
    return HomePage.objects.get(locale__language_code="id")


def make_region_page(region: Region, **fields: Any) -> RegionPage:
    """The page of a region and those of the regions above it."""
    make_home()
    existing = RegionPage.objects.filter(region=region, locale__language_code="id").first()
    if existing:
        return existing
    parent = (
        make_region_page(region.parent) if region.parent else RegionIndexPage.objects.get(locale__language_code="id")
    )
    page = RegionPage(title=region.full_name, slug=f"wilayah-{region.code.replace('.', '-')}", region=region, **fields)
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return RegionPage.objects.get(pk=page.pk)


def make_full_story(**fields: Any) -> StoryPage:
    """A story with a cover and one block of every kind."""
    picture = make_picture()
    figure = {"image": picture.pk, "caption": "Bentangan tali", "alt": ""}
    body = [
        ("paragraph", "<p>Pukul lima pagi.</p>"),
        ("heading", "Jarak yang memberi ruang"),
        ("image", figure),
        ("gallery", [figure, figure]),
        ("quote", {"text": "Kami hanya belajar menunggu.", "source": "Ketua kelompok"}),
        ("video", {"title": "Mengikat bibit", "url": "https://youtu.be/dQw4w9WgXcQ", "length": "6:12"}),
        ("fact_box", {"title": "Sekilas", "rows": [{"label": "Keluarga", "value": "20"}], "source": ""}),
        ("next_step", {"kind": "read", "title": "Baca lagi", "text": "", "path": "/cerita/"}),
    ]
    sectors = fields.pop("sectors", None) or [make_sector()]
    story = make_story(cover=picture, sectors=sectors, **fields)
    story.body = [{"type": kind, "value": value} for kind, value in body]
    story.save_revision().publish()
    return StoryPage.objects.get(pk=story.pk)


def add_author(story: StoryPage, user: Any) -> None:
    story.authors.add(StoryAuthor(user=user, sort_order=1))
    story.save_revision().publish()
