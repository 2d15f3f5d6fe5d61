"""What not everybody may see shows nowhere: lists, regions, map, feeds, sitemap, calendars, search, links to comments.

`WAYS` names how things are told and how each may be not public, `PLACES` where a public one would show. An app that
adds a place adds it there; `test_a_public_thing_shows_in_its_places` proves that the places are looked at in earnest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.factories.hiding import (
    below_a_private_region,
    collection_for_members,
    collection_with_password,
    deleted,
    discussion_closed,
    draft,
    erased,
    expired,
    for_members,
    held,
    hidden,
    holding,
    in_a_collection_below_a_closed_one,
    in_a_room_for_members,
    in_a_room_for_region,
    not_to_be_found,
    page_for_members,
    page_unpublished,
    parts_for_contacts,
    parts_for_members,
    parts_for_oneself,
    scheduled,
    switched_off,
    topic_hidden,
    with_password,
)
from tests.factories.secrets import (
    SECRET,
    SECRET_EN,
    SOUGHT,
    Told,
    tell_comment,
    tell_document,
    tell_event,
    tell_member,
    tell_parts,
    tell_post,
    tell_story,
    tell_topic,
)

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

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
    "/forum/?tab=unanswered",
    "/forum/?tab=top&period=all",
    "/forum/?region=81",
    "/forum/ruang/balai/",
    "/anggota/",
    "/anggota/?region=81.02",
    f"/cari/?q={SOUGHT}",
    f"/cari/?q={SOUGHT}&region=81",
    f"/cari/?q={SOUGHT}&kind=comment",
    f"/api/v1/search?q={SOUGHT}",
    "/tulisan/lengkapi/?q=%23rahasiadagang",
    "/tulisan/lengkapi/?q=%40rahasiadagang",
    f"/cari/mirip/?title={SOUGHT}",
]


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the walk search as fast as it goes: a page that asks one to wait shows nothing, and would prove nothing."""
    monkeypatch.setattr("search.limits.limit", lambda request, **rate: None)


OF_PAGES = [draft, scheduled, expired, for_members, with_password]
WAYS: dict[Callable[[], Told], list[Callable[[Told], None]]] = {
    tell_story: OF_PAGES,
    tell_event: OF_PAGES,
    tell_topic: [held, hidden, deleted, in_a_room_for_members, in_a_room_for_region],
    tell_post: [held, hidden, deleted, topic_hidden, in_a_room_for_members, in_a_room_for_region],
    tell_comment: [held, hidden, deleted, page_for_members, page_unpublished, discussion_closed],
    tell_document: [collection_for_members, collection_with_password, in_a_collection_below_a_closed_one, erased],
    tell_member: [not_to_be_found, switched_off],
    tell_parts: [parts_for_members, parts_for_contacts, parts_for_oneself, not_to_be_found, switched_off],
}
LIKE_A_TITLE = ["/tulisan/lengkapi/?q=%23rahasiadagang", f"/cari/mirip/?title={SOUGHT}"]
SHOWN: dict[Callable[[], Told], list[str]] = {
    tell_story: ["/", "/cerita/", "/wilayah/81/", "/cerita/atom.xml", "/wilayah/81/atom.xml"],
    tell_event: ["/", "/acara/", "/wilayah/81/", "/acara.ics", "/wilayah/81/acara.ics"],
    tell_topic: ["/", "/forum/", "/forum/ruang/balai/", "/wilayah/81.02/", f"/cari/?q={SOUGHT}", *LIKE_A_TITLE],
    tell_post: [f"/cari/?q={SOUGHT}", f"/cari/?q={SOUGHT}&region=81"],
    tell_comment: [f"/cari/?q={SOUGHT}&kind=comment"],
    tell_document: [f"/cari/?q={SOUGHT}"],
    tell_member: ["/anggota/", f"/cari/?q={SOUGHT}", "/tulisan/lengkapi/?q=%40rahasiadagang"],
    tell_parts: ["/anggota/", f"/cari/?q={SOUGHT}", f"/cari/?q={SOUGHT}&region=81"],
}


@pytest.mark.parametrize("tell", WAYS)
def test_what_not_everybody_may_see_shows_nowhere(client: Client, tell: Callable[..., Told]) -> None:
    walk(client, [tell_and_hide(tell, hide) for hide in WAYS[tell]])


@pytest.mark.parametrize("tell", [tell_story, tell_event])
def test_what_stands_below_a_private_region_shows_nowhere(client: Client, tell: Callable[..., Told]) -> None:
    walk(client, [tell_and_hide(tell, below_a_private_region)])


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
    hide(tell_event(english=""))
    for address in ("/en/", "/en/acara/", "/en/wilayah/81/", "/en/acara.ics"):
        assert SECRET not in client.get(address, follow=True).content.decode(), address


def tell_and_hide(tell: Callable[..., Told], hide: Callable[[Told], None]) -> Told:
    """Tell a secret that names, where it shows, how it should have been hidden."""
    with holding(hide is held):
        told = tell(f"{SECRET}{hide.__name__.replace('_', '')}")
    hide(told)
    return told


def walk(client: Client, hidden: list[Told]) -> None:
    """Look for the secrets in all places, and where the things themselves stand or stood."""
    own = {address for told in hidden for address in told.own}
    beside = {address for told in hidden for address in told.beside}
    for address in in_both_languages([*PLACES, *sorted(beside | own)]):
        html = client.get(address, follow=True).content.decode()
        assert re.findall(rf"{SECRET}\w*|{SECRET_EN}", html) == [], address
        assert address.removeprefix("/en") in own or SECRET.lower() not in html, address


def in_both_languages(addresses: list[str]) -> Iterator[str]:
    for address in addresses:
        yield address
        if not address.startswith(("/sitemap", "/en/")):
            yield f"/en{address}"
