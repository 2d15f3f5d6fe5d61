"""The drawn pictures of the demo."""

from __future__ import annotations

from django.core.files.images import ImageFile
from wagtail.images.rect import Rect

from home.models import CustomImage

from .loading import IMAGES, Row, read_images

FOCUS = 0.3  # side of the square around the focal point, as part of the height


def make_images() -> dict[str, CustomImage]:
    """Make the pictures that are missing, found again by title; a job makes their renditions later."""
    known = {image.title: image for image in CustomImage.objects.all()}
    return {row["key"]: known.get(row["title"]) or _make(row) for row in read_images()}


def _make(row: Row) -> CustomImage:
    path = IMAGES / row["file"]
    with path.open("rb") as file:
        image = CustomImage(
            title=row["title"],
            file=ImageFile(file, name=path.name),
            alt=row["alt"],
            alt_en=row["alt_en"],
            credit=row["credit"],
            credit_en=row["credit_en"],
        )
        x, y, half = row["focal_x"] * image.width, row["focal_y"] * image.height, FOCUS * image.height / 2
        image.focal_point = Rect(
            max(0, x - half), max(0, y - half), min(image.width, x + half), min(image.height, y + half)
        )
        image.save()
    return image
