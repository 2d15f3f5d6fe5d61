"""Pictures in three formats and as many sizes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override
from outbox.models import Job
from wagtail.images.models import Filter

from home.models import CustomImage
from home.services import renditions
from home.services.structured import picture as picture_address
from home.tasks import make_fine_renditions, make_renditions, request_missing_renditions
from tests.factories.home import make_full_story, make_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_picture_offers_avif_webp_and_jpeg_in_three_widths() -> None:
    image = make_picture(size=(1300, 800))
    renditions.make_renditions(image)
    html = show(CustomImage.objects.get(pk=image.pk), "sizes='50vw'")
    assert html.index("image/avif") < html.index("image/webp") < html.index(".jpg")
    for width in ("400w", "800w", "1280w"):
        assert html.count(width) == 2
    for attribute in ('sizes="50vw"', 'width="1300"', 'height="800"', 'alt="Gambar laut"', 'loading="lazy"'):
        assert attribute in html


def test_nothing_is_enlarged_and_nothing_made_twice() -> None:
    image = make_picture(size=(500, 300))
    assert renditions.make_renditions(image) == 3
    assert renditions.make_renditions(image) == 0


def test_the_quick_formats_of_all_pictures_are_made_before_the_fine_one_of_any(work_outbox: Callable[[], None]) -> None:
    first, second = make_picture("satu"), make_picture("dua")
    work_outbox()
    made = [job.name.rpartition(".")[2] for job in Job.objects.filter(name__startswith="home.").order_by("done_at")]
    assert made == ["make_renditions", "make_renditions", "make_fine_renditions", "make_fine_renditions"]
    for image in (first, second):
        assert set(image.renditions.values_list("filter_spec", flat=True)) == renditions.useful_specs(image)


def test_a_page_makes_no_picture_and_shows_contours_until_there_is_one(client: Client) -> None:
    story = make_full_story()
    with mock.patch.object(Filter, "run", side_effect=AssertionError("made while a reader waits")):
        html = client.get(story.url).content.decode()
    assert "<picture>" not in html
    assert 'class="contour"' in html
    assert '<span class="visually-hidden">Gambar laut</span>' in html
    make_renditions(story.cover_id)
    assert "<picture>" in client.get(story.url).content.decode()


def test_a_page_shows_what_is_there_while_the_fine_format_is_still_being_made() -> None:
    image = make_picture()
    make_renditions(image.pk)
    html = show(image)
    assert "image/webp" in html
    assert "image/avif" not in html


def test_a_preview_shows_pictures_at_once() -> None:
    html = make_full_story().make_preview_request().content.decode()
    assert html.count("<picture>") == 4
    assert "image/avif" not in html


def test_a_preview_bears_that_the_file_of_a_picture_is_gone() -> None:
    image = make_picture()
    image.file.storage.delete(image.file.name)
    request = RequestFactory().get("/")
    request.is_preview = True  # type: ignore[attr-defined]
    assert "contour" in show(image, request=request)


def test_a_picture_that_is_not_there_yet_is_not_shared() -> None:
    image = make_picture()
    assert picture_address(image) == ""
    make_renditions(image.pk)
    assert picture_address(CustomImage.objects.get(pk=image.pk)).endswith(".jpg")


def test_the_jobs_bear_that_the_picture_is_gone() -> None:
    make_renditions(0)
    make_fine_renditions(0)


def test_lost_renditions_are_made_again(work_outbox: Callable[[], None]) -> None:
    image, whole = make_picture("satu"), make_picture("dua")
    work_outbox()
    image.renditions.last().delete()
    request_missing_renditions()
    request_missing_renditions()
    waiting = Job.objects.filter(state=Job.State.PENDING, name="home.tasks.make_renditions")
    assert [job.args for job in waiting] == [[image.pk]]
    work_outbox()
    for each in (image, whole):
        assert each.renditions.count() == len(renditions.useful_specs(each))


def test_a_picture_that_cannot_be_read_is_not_tried_again_each_hour() -> None:
    image = make_picture()
    Job.objects.update(state=Job.State.FAILED)
    request_missing_renditions()
    assert not Job.objects.filter(state=Job.State.PENDING).exists()
    image.file.storage.delete(image.file.name)
    assert renditions.make_missing_renditions(renditions.QUICK) == 0


def test_templates_take_their_sizes_from_the_one_table() -> None:
    floors = ("site", "home", "community", "search")
    templates = [path for floor in floors for path in (Path(settings.ROOT) / floor).rglob("*.html")]
    assert templates
    tags = re.compile(r"wagtailimages_tags|\{% (image|srcset_image)\b|width-\d+")
    assert [str(path) for path in templates if tags.search(path.read_text())] == []


def test_a_cropped_picture_keeps_its_focal_point_in_sight() -> None:
    image = make_picture(size=(100, 100))
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 20, 70, 10, 10
    image.save()
    make_renditions(image.pk)
    assert "object-position:20% 70%" in show(image)


def test_alternative_text_can_be_given_for_one_place() -> None:
    image = make_picture()
    make_renditions(image.pk)
    assert 'alt="Dua &lt;perahu&gt;"' in show(image, "alt=alt", alt="Dua <perahu>")


@pytest.mark.parametrize(("language", "said"), [("id", ["Gambar laut", "Redaksi"]), ("en", ["The sea", "Editors"])])
def test_alternative_text_and_credit_are_said_in_the_readers_language(language: str, said: list[str]) -> None:
    image = make_picture()
    image.alt_en, image.credit, image.credit_en, image.caption = "The sea", "Redaksi", "Editors", "Pagi"
    with override(language):
        assert [image.default_alt_text, image.local_credit] == said
        assert image.local_caption == "Pagi"


def test_all_pictures_of_a_body_are_read_in_one_query(django_assert_num_queries: Any) -> None:
    story = make_full_story()
    for image in CustomImage.objects.all():
        renditions.make_renditions(image)
    bodies = [block.value for block in story.body if block.block_type in {"image", "gallery"}]
    assert len(bodies) == 2
    list(bodies[1])
    assert bodies[0]["image"].pk == bodies[1][0]["image"].pk
    with django_assert_num_queries(1):
        Template("{% load picture_tags %}{% prepare_pictures body %}").render(Context({"body": story.body}))
        for image in (bodies[0]["image"], bodies[1][0]["image"], bodies[1][1]["image"]):
            show(image)


def show(image: CustomImage, options: str = "", **context: Any) -> str:
    template = Template(f"{{% load picture_tags %}}{{% picture image {options} %}}")
    return template.render(Context({"image": image, **context}))
