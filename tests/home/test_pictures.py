"""Pictures in three formats and as many sizes."""

from __future__ import annotations

import pytest

from home.models import CustomImage
from home.services import renditions
from home.tasks import make_renditions
from home.templatetags.picture_tags import picture, prepare_pictures
from tests.factories.home import make_full_story, make_picture

pytestmark = pytest.mark.django_db


def test_a_picture_offers_avif_webp_and_jpeg_in_three_widths() -> None:
    image = make_picture(size=(1300, 800))
    make_renditions(image.pk)
    html = picture(CustomImage.objects.get(pk=image.pk), sizes="50vw")
    assert html.index("image/avif") < html.index("image/webp") < html.index(".jpg")
    for width in ("400w", "800w", "1280w"):
        assert html.count(width) == 2
    for attribute in ('sizes="50vw"', 'width="1300"', 'height="800"', 'alt="Gambar laut"', 'loading="lazy"'):
        assert attribute in html


def test_nothing_is_enlarged_and_nothing_made_twice() -> None:
    image = make_picture(size=(500, 300))
    assert renditions.make_renditions(image) == 3
    assert renditions.make_renditions(image) == 0


def test_a_picture_without_renditions_is_shown_at_once_in_one_quick_format() -> None:
    html = picture(make_picture())
    assert "image/webp" in html
    assert "image/avif" not in html


def test_the_job_bears_that_the_picture_is_gone() -> None:
    make_renditions(0)


def test_a_cropped_picture_keeps_its_focal_point_in_sight() -> None:
    image = make_picture(size=(100, 100))
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 20, 70, 10, 10
    image.save()
    assert "object-position:20% 70%" in picture(image)


def test_alternative_text_can_be_given_for_one_place() -> None:
    assert 'alt="Dua &lt;perahu&gt;"' in picture(make_picture(), alt="Dua <perahu>")


def test_all_pictures_of_a_body_are_read_in_one_query(django_assert_num_queries) -> None:
    story = make_full_story()
    for image in CustomImage.objects.all():
        renditions.make_renditions(image)
    bodies = [block.value for block in story.body if block.block_type in {"image", "gallery"}]
    assert len(bodies) == 2
    list(bodies[1])
    assert bodies[0]["image"].pk == bodies[1][0]["image"].pk
    with django_assert_num_queries(1):
        prepare_pictures(story.body)
        for image in (bodies[0]["image"], bodies[1][0]["image"], bodies[1][1]["image"]):
            picture(image)
