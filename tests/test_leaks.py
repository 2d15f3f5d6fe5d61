"""What not everybody may see shows nowhere: lists, regions, map, feeds, sitemap, calendars, search, links to comments.

`WAYS` names how things are told and how each may be not public, `PLACES` where a public one would show. An app that
adds a place adds it there; `test_a_public_thing_shows_in_its_places` proves that the places are looked at in earnest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from community.comments import services as comments
from community.comments.models import Discussion
from community.forums import services as forums
from community.forums.signals import category_changed
from community.members.services import edit_profile, follow_account
from community.writing.signals import Hold, screening
from home.models import RegionPage
from home.services.region_pages import make_region_aliases, make_region_pages
from home.services.site_tree import make_site_tree
from tests.factories.comments import make_comment
from tests.factories.documents import close, make_collection, make_document
from tests.factories.events import make_event
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story, translate

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

SECRET, SECRET_EN = "Rahasiadagang", "Tradesecret"
SOUGHT = "refraktometer"  # stands beside the secret, since the search repeats what was asked
CODE = "81.02"
PLACES = [
    "/",
    "/cerita/",
    "/cerita/?region=81.02",
    "/acara/",
    "/acara/?when=past",
    "/wilayah/",
    "/wilayah/81/",
    "/wilayah/81.02/",
    "/cerita/atom.xml",
    "/wilayah/81/atom.xml",
    "/cerita/bidang/rumput-laut/atom.xml",
    "/acara.ics",
    "/wilayah/81/acara.ics",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/sitemap-regions.xml",
    "/sitemap-stories.xml",
    "/sitemap-events.xml",
    "/forum/",
    "/forum/ruang/balai/",
    "/anggota/",
    f"/cari/?q={SOUGHT}",
    f"/cari/?q={SOUGHT}&region=81",
    f"/cari/?q={SOUGHT}&kind=comment",
    f"/api/v1/search?q={SOUGHT}",
]


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the walk search as fast as it goes: a page that asks one to wait shows nothing, and would prove nothing."""
    monkeypatch.setattr("search.limits.limit", lambda request, **rate: None)


@dataclass
class Told:
    """A thing with the secret in it, and the addresses that are its own or of what it stands in."""

    thing: Any
    own: list[str]
    english: Page | None = None
    beside: list[str] = field(default_factory=list)


def tell_page(make: Callable[..., Page]) -> Told:
    page, english = make_told(make)
    beside = [page.get_parent().url, f"/acara/{page.translation_key}.ics"]
    return Told(page, [page.url, english.url], english, beside)


def tell_story() -> Told:
    return tell_page(make_story)


def tell_event() -> Told:
    return tell_page(make_event)


def tell_topic() -> Told:
    region = make_places()
    category = CategoryFactory(slug="balai")
    topic = TopicFactory(title=SECRET, body=f"{SECRET} {SOUGHT}", category=category, regions=[region])
    permalink = reverse("forums:post", args=[topic.posts.get().pk])
    return Told(topic, [topic.get_absolute_url(), permalink])


def tell_post() -> Told:
    region = make_places()
    topic = TopicFactory(category=CategoryFactory(slug="balai"), regions=[region])
    post = PostFactory(topic=topic, body=f"{SECRET} {SOUGHT}")
    return Told(post, [reverse("forums:post", args=[post.pk]), topic.get_absolute_url()])


def tell_comment() -> Told:
    page = make_told(make_story, title="Tali yang sama", translated=False)[0]
    comment = make_comment(page, f"{SECRET} {SOUGHT}")
    return Told(comment, [reverse("comments:comment", args=[comment.pk]), page.url])


def tell_member() -> Told:
    member = MemberFactory(name=f"{SECRET} {SOUGHT}", handle="orang", is_listed=True, region=make_places())
    change_profile(member)
    return Told(member, ["/anggota/orang/"], beside=[f"/anggota/?q={SECRET[:5]}"])


def tell_document() -> Told:
    make_places()
    document = make_document(SECRET.encode(), title=f"{SECRET} {SOUGHT}", collection=make_collection())
    return Told(document, [f"/cari/?q={SOUGHT}&kind=document"], beside=[document.url])


def draft(told: Told) -> None:
    for page in (told.thing, told.english):
        page.unpublish()


def scheduled(told: Told) -> None:
    for page in (told.thing, told.english):
        page.unpublish()
        page.refresh_from_db()
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision().publish()


def expired(told: Told) -> None:
    both = Page.objects.filter(pk__in=[told.thing.pk, told.english.pk])
    both.update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")


def for_members(told: Told) -> None:
    restrict(told.thing)


def with_password(told: Told) -> None:
    restrict(told.thing, restriction_type="password", password="buka")


def below_a_private_region(told: Told) -> None:
    restrict(RegionPage.objects.get(region__code=CODE, locale=Locale.get_default()))


def collection_for_members(told: Told) -> None:
    close(told.thing.collection)


def collection_with_password(told: Told) -> None:
    close(told.thing.collection, "password", password="buka")


def in_a_collection_below_a_closed_one(told: Told) -> None:
    outer = make_collection("Luar")
    close(outer)
    told.thing.collection = make_collection("Dalam", parent=outer)
    told.thing.save()


def erased(told: Told) -> None:
    told.thing.delete()


def held(told: Told) -> None:
    """A receiver of `screening` held it back when it was written."""


def hidden(told: Told) -> None:
    {"Topic": hide_topic, "Post": hide_post, "Comment": hide_comment}[type(told.thing).__name__](told.thing)


def deleted(told: Told) -> None:
    {"Topic": delete_topic, "Post": delete_post, "Comment": delete_comment}[type(told.thing).__name__](told.thing)


def topic_hidden(told: Told) -> None:
    hide_topic(told.thing.topic)


def in_a_room_for_members(told: Told) -> None:
    category = getattr(told.thing, "topic", told.thing).category
    category.audience_see = "members"
    category.save()
    category_changed.send(sender=type(category), category=category)


def page_for_members(told: Told) -> None:
    restrict(page_of(told))


def page_unpublished(told: Told) -> None:
    page_of(told).unpublish()


def discussion_closed(told: Told) -> None:
    comments.set_state(by=ModeratorFactory(), discussion=told.thing.discussion, state=Discussion.State.CLOSED)


def not_to_be_found(told: Told) -> None:
    change_profile(told.thing, is_listed=False)


def switched_off(told: Told) -> None:
    told.thing.is_active = False
    told.thing.save()
    follow_account(user=told.thing)  # as the editing room does


OF_PAGES = [draft, scheduled, expired, for_members, with_password, below_a_private_region]
WAYS: dict[Callable[[], Told], list[Callable[[Told], None]]] = {
    tell_story: OF_PAGES,
    tell_event: OF_PAGES,
    tell_topic: [held, hidden, deleted, in_a_room_for_members],
    tell_post: [held, hidden, deleted, topic_hidden, in_a_room_for_members],
    tell_comment: [held, hidden, deleted, page_for_members, page_unpublished, discussion_closed],
    tell_document: [collection_for_members, collection_with_password, in_a_collection_below_a_closed_one, erased],
    tell_member: [not_to_be_found, switched_off],
}
SHOWN: dict[Callable[[], Told], list[str]] = {
    tell_story: ["/", "/cerita/", "/wilayah/81/", "/cerita/atom.xml", "/wilayah/81/atom.xml"],
    tell_event: ["/", "/acara/", "/wilayah/81/", "/acara.ics", "/wilayah/81/acara.ics"],
    tell_topic: ["/", "/forum/", "/forum/ruang/balai/", "/wilayah/81.02/", f"/cari/?q={SOUGHT}"],
    tell_post: [f"/cari/?q={SOUGHT}", f"/cari/?q={SOUGHT}&region=81"],
    tell_comment: [f"/cari/?q={SOUGHT}&kind=comment"],
    tell_document: [f"/cari/?q={SOUGHT}"],
    tell_member: ["/anggota/", f"/cari/?q={SOUGHT}"],
}


@pytest.mark.parametrize(("tell", "hide"), [(tell, hide) for tell, ways in WAYS.items() for hide in ways])
def test_what_not_everybody_may_see_shows_nowhere(
    client: Client, tell: Callable[[], Told], hide: Callable[[Told], None]
) -> None:
    with holding(hide is held):
        told = tell()
    hide(told)
    for address in in_both_languages([*PLACES, *told.beside, *told.own]):
        html = client.get(address, follow=True).content.decode()
        assert SECRET not in html, address
        assert address.removeprefix("/en") in told.own or SECRET.lower() not in html, address
        assert SECRET_EN not in html, address


@pytest.mark.parametrize("tell", WAYS)
def test_a_public_thing_shows_in_its_places(client: Client, tell: Callable[[], Told]) -> None:
    told = tell()
    secret = SECRET_EN if told.english else SECRET
    own = [told.english.url.removeprefix("/en")] if told.english else told.own[:1]
    for address in [*SHOWN[tell], told.own[0]]:
        assert SECRET in client.get(address, follow=True).content.decode(), address
    for address in [*SHOWN[tell], *own]:
        assert secret in client.get(f"/en{address}", follow=True).content.decode(), address


@pytest.mark.parametrize("hide", [for_members, with_password, below_a_private_region])
def test_an_untranslated_page_is_as_closed_in_english(client: Client, hide: Callable[[Told], None]) -> None:
    hide(Told(make_told(make_event, translated=False)[0], []))
    for address in ("/en/", "/en/acara/", "/en/wilayah/81/", "/en/acara.ics"):
        assert SECRET not in client.get(address, follow=True).content.decode(), address


def make_places() -> Any:
    """Make a regency with its page in both languages and all above it; return the regency."""
    region = make_region(CODE)
    make_site_tree()
    make_region_pages()
    make_region_aliases("en")
    return region


def make_told(make: Callable[..., Page], title: str = SECRET, *, translated: bool = True) -> tuple[Page, Page]:
    """A page below a regency, in a sector, in both languages."""
    make_places()
    parent = RegionPage.objects.get(region__code=CODE, locale=Locale.get_default())
    page = make(title, parent=parent, slug=title.lower().replace(" ", "-"))
    page.sectors.add(make_sector())
    page.intro = f"{page.intro} {SOUGHT}"
    page.save_revision().publish()
    page = type(page).objects.get(pk=page.pk)
    return page, translate(page, SECRET_EN) if translated else page


def in_both_languages(addresses: list[str]) -> Iterator[str]:
    for address in addresses:
        yield address
        if not address.startswith(("/sitemap", "/en/")):
            yield f"/en{address}"


@contextmanager
def holding(does_hold: bool) -> Iterator[None]:
    """Hold back what is written with the secret in it."""

    def hold(text: str, **kwargs: object) -> Hold | None:
        return Hold("a word to be looked at") if does_hold and SECRET in text else None

    screening.connect(hold)
    try:
        yield
    finally:
        screening.disconnect(hold)


def restrict(page: Page, restriction_type: str = "login", **fields: str) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=restriction_type, **fields)


def page_of(told: Told) -> Page:
    return Page.objects.get(translation_key=told.thing.discussion.key, locale=Locale.get_default())


def change_profile(member: Any, **changes: Any) -> None:
    profile = member.profile
    kept = {"name": member.name, "language": "id", "zone": "Asia/Jayapura"}
    shown = {"bio": profile.bio, "region": profile.region, "is_listed": profile.is_listed}
    edit_profile(by=member, profile=profile, **{**kept, **shown, **changes})


def hide_topic(topic: Any) -> None:
    forums.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="")


def hide_post(post: Any) -> None:
    forums.hide_post(moderator=ModeratorFactory(), post=post, reason="")


def hide_comment(comment: Any) -> None:
    comments.hide_comment(by=ModeratorFactory(), comment=comment, reason="")


def delete_topic(topic: Any) -> None:
    forums.delete_post(member=topic.author, post=topic.posts.get())


def delete_post(post: Any) -> None:
    forums.delete_post(member=post.author, post=post)


def delete_comment(comment: Any) -> None:
    comments.delete_comment(by=comment.user, comment=comment)
