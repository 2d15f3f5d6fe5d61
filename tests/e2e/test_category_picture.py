"""The picture of a category stands above its topics as a band, and doesn't push them out of sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .running_site import RunningSite

CATEGORY = "pasar-dan-angkutan"
GIVE_A_PICTURE = f"""
import django
django.setup()
from community.forums.models import Category
from home.models import CustomImage
Category.objects.filter(slug="{CATEGORY}").update(picture=CustomImage.objects.earliest("pk"))
"""
TAKE_IT_AWAY = GIVE_A_PICTURE.replace('CustomImage.objects.earliest("pk")', "None")


@pytest.mark.parametrize(("width", "highest"), [(360, 120), (1280, 200)])
def test_a_picture_is_a_band(open_page: Callable[..., Page], site: RunningSite, width: int, highest: int) -> None:
    site.run("-c", GIVE_A_PICTURE)
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(f"/forum/ruang/{CATEGORY}/")
    picture = page.locator(".category-picture").locator("img, svg").first
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box
    assert 80 <= box["height"] <= highest
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    site.run("-c", TAKE_IT_AWAY)
