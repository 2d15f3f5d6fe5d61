"""Pages in the editing room: every type is opened, every kind of region gets its page, an old address leads on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import Region, RegionPage, StandardPage
from tests.factories.events import make_event
from tests.factories.home import make_full_story, make_home, make_region_page
from tests.factories.members import AdministratorFactory
from tests.factories.regions import make_region
from tests.factories.told import make_story

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

TYPES = {
    "HomePage",
    "RegionIndexPage",
    "RegionPage",
    "StoryIndexPage",
    "StoryPage",
    "EventIndexPage",
    "EventPage",
    "StandardPage",
}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(AdministratorFactory())
    return client


@pytest.fixture
def kei() -> RegionPage:
    return make_region_page(make_region("81.02"))


def test_every_type_of_page_is_opened(editor: Client, kei: RegionPage) -> None:
    make_full_story(parent=kei)
    make_event(parent=kei)
    make_home().add_child(instance=StandardPage(title="Tentang", slug="tentang"))
    pages = Page.objects.filter(depth__gt=1).specific()
    assert {type(page).__name__ for page in pages} == TYPES
    for page in pages:
        assert editor.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


@pytest.mark.parametrize(
    ("code", "kind"),
    [("81.02.01", Region.Kind.DISTRICT), ("81.02.01.2001", Region.Kind.VILLAGE), ("81.02.40001", Region.Kind.ISLAND)],
)
def test_an_editor_adds_a_page_for_a_place_inside_a_regency(
    editor: Client, kei: RegionPage, code: str, kind: str
) -> None:
    place = Region.objects.create(code=code, name="Ohoi Contoh", kind=kind, parent=kei.region)
    answer = editor.post(f"/admin/pages/add/home/regionpage/{kei.pk}/", form_of(place))
    assert answer.status_code == 302
    page = RegionPage.objects.get(region=place, locale__language_code="id")
    assert page.get_parent().specific == kei
    editor.logout()
    assert editor.get(f"/wilayah/{code}/", follow=True).redirect_chain[-1][0] == page.url


def test_a_place_of_elsewhere_or_with_a_page_is_refused_beside_the_field(editor: Client, kei: RegionPage) -> None:
    for place in (make_region("82.01"), kei.region):
        answer = editor.post(f"/admin/pages/add/home/regionpage/{kei.pk}/", form_of(place))
        assert answer.context["form"].errors.keys() == {"region"}


def test_a_story_below_a_branch_that_was_renamed_is_found_at_its_old_address(
    client: Client, kei: RegionPage, django_capture_on_commit_callbacks: Any
) -> None:
    story = make_story(parent=kei)
    old = story.url
    with django_capture_on_commit_callbacks(execute=True):
        kei.slug = "nama-baru"
        kei.save_revision().publish()
    assert client.get(old, follow=True).redirect_chain[-1][0] == type(story).objects.get(pk=story.pk).url


def form_of(region: Region) -> dict[str, object]:
    lists = ("key_facts", "potentials", "gallery", "comments")
    return nested_form_data(
        {
            "title": region.full_name,
            "slug": f"halaman-{region.code.replace('.', '-')}",
            "region": region.pk,
            "introduction": "Sebuah tempat.",
            "cover": "",
            "body": streamfield([("paragraph", rich_text("<p>Isi.</p>"))]),
            "action-publish": "1",
            **{name: inline_formset([]) for name in lists},
        }
    )
