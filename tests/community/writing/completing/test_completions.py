"""What is proposed while one types, to whom, and in which order."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from community.members.blocking.services import block
from community.members.organisations.services import suspend
from community.members.permissions import Viewer
from community.writing.completing.sources import completions, link
from community.writing.services import plain_text, render_markdown
from search.services import refresh
from search.sources import SOURCES
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory
from tests.factories.organisations import make_organisation
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def visitor() -> Viewer:
    """A new one each time, as in requests: a viewer remembers which rooms are open to them."""
    return Viewer(AnonymousUser())


def proposed(typed: str, viewer: Viewer | None = None, near: str = "") -> list[str]:
    return [row.text for row in completions(viewer or visitor(), typed, near=near)]


def test_people_are_proposed_by_handle_and_by_name():
    MemberFactory(handle="maria", name="Siti Rahanra", is_listed=True)
    MemberFactory(handle="yosina", name="Maria Lefaan", is_listed=True)
    make_organisation(handle="maritim", name="Koperasi Laut")
    make_organisation(handle="hoat", name="BUMDes Mari Maju")
    assert proposed("@mari") == ["@maria", "@maritim", "@yosina", "@hoat"]
    assert proposed("@MARIA") == ["@maria", "@yosina"]


def test_who_does_not_want_to_be_found_is_never_proposed():
    hidden = MemberFactory(handle="sembunyi", name="Sembunyi", is_listed=False)
    off = MemberFactory(handle="sembuh", is_listed=True, is_active=False)
    topic = TopicFactory(author=hidden)
    PostFactory(topic=topic, author=hidden)
    organisation = make_organisation(handle="sembako", name="Sembako")
    suspend(by=AdministratorFactory(), organisation=organisation, reason="x")
    for typed in ("@", "@sem", "@sembunyi"):
        assert proposed(typed, near=f"topic:{topic.pk}") == []
    assert not off.is_active


def test_those_of_the_topic_come_first_the_latest_in_front():
    MemberFactory(handle="anton", is_listed=True)
    topic = TopicFactory(author=MemberFactory(handle="anselma", is_listed=True))
    for handle in ("anung", "anwar"):
        PostFactory(topic=topic, author=MemberFactory(handle=handle, is_listed=True))
    near = f"topic:{topic.pk}"
    assert proposed("@", near=near) == ["@anwar", "@anung", "@anselma"]
    assert proposed("@an", near=near) == ["@anwar", "@anung", "@anselma", "@anton"]
    assert proposed("@") == []


def test_so_do_those_of_a_discussion():
    story = make_story()
    make_comment(story, author=MemberFactory(handle="zeth", is_listed=True))
    assert proposed("@", near=f"discussion:{story.translation_key}") == ["@zeth"]


def test_a_topic_that_one_may_not_read_tells_nobody_who_takes_part():
    room = CategoryFactory(audience_see="members")
    topic = TopicFactory(category=room, author=MemberFactory(handle="anselma", is_listed=True))
    assert proposed("@", near=f"topic:{topic.pk}") == []
    assert proposed("@", Viewer(MemberFactory()), near=f"topic:{topic.pk}") == ["@anselma"]


@pytest.mark.parametrize(
    "near", ["topic:", "topic:x", "topic:99999999999999999999", "discussion:x", "lain:1", ":", "²"]
)
def test_an_odd_place_has_nobody(near):
    assert proposed("@", near=near) == []


def test_oneself_and_whom_one_blocked_are_left_out():
    me = MemberFactory(handle="anselma", is_listed=True)
    blocked = MemberFactory(handle="anton", name="Anton", is_listed=True)
    topic = TopicFactory(author=me)
    PostFactory(topic=topic, author=blocked)
    block(user=me, other=blocked)
    assert proposed("@", Viewer(me), near=f"topic:{topic.pk}") == []
    assert "@anton" not in proposed("@anton", Viewer(me))
    assert proposed("@anton") == ["@anton"]


@pytest.mark.parametrize("count", [2, 30])
def test_proposals_cost_the_same_for_few_and_many(count):
    topic = TopicFactory()
    for number in range(count):
        PostFactory(topic=topic, author=MemberFactory(handle=f"orang-{number}", name=f"Orang {number}", is_listed=True))
    with CaptureQueriesContext(connection) as asked:
        assert len(proposed("@or", near=f"topic:{topic.pk}")) == min(count, 8)
    assert len(asked) <= 8


def test_emoji_are_proposed_by_any_of_their_names():
    assert proposed(":ika") == ["🐟"]
    assert proposed(":fish")[:2] == ["🐟", "🎣"]
    assert "👍" in proposed(":")
    assert len(proposed(":")) == 8
    assert proposed(":xyzxyz") == []


def test_a_region_and_a_topic_become_plain_links():
    kei = make_region("81.02")
    refresh("region", SOURCES["region"].things().get(pk=kei.pk))
    topic = TopicFactory(title="Maluku [baru] * dan_lagi")
    refresh("topic", topic)
    offered = proposed("#malu")
    address = topic.get_absolute_url()
    assert rf"[Maluku \[baru\] \* dan\_lagi]({address})" in offered
    [region] = [text for text in offered if "/wilayah/81.02/" in text]
    html = render_markdown(" ".join(offered))
    assert f'href="{address}"' in html
    assert "Maluku [baru] * dan_lagi" in plain_text(" ".join(offered))
    assert region.startswith("[")


def test_a_topic_in_a_closed_room_is_proposed_to_whom_it_is_open():
    topic = TopicFactory(category=CategoryFactory(audience_see="members"), title="Rahasia rapat")
    refresh("topic", topic)
    assert proposed("#rahasia") == []
    assert len(proposed("#rahasia", Viewer(MemberFactory()))) == 1


@pytest.mark.parametrize("typed", ["", "x", "*a", "@\0", "#\0", "@" + "a" * 500, "#a", "# ", "@ ", "@%", "#' OR 1"])
def test_odd_beginnings_propose_nothing(typed):
    MemberFactory(handle="maria", name="Maria", is_listed=True)
    assert proposed(typed) == []


def test_the_text_of_a_link_stays_what_it_is():
    title = r"a\b [c](d) *e* _f_ `g` <h> &amp; ~~i~~ ||j|| :fish: @maria"
    assert plain_text(link(title, "/x/")) == title


def test_the_list_is_made_of_options(client):
    MemberFactory(handle="maria", name="<b>Maria</b>", is_listed=True)
    answer = client.get("/tulisan/lengkapi/", {"q": "@maria"})
    html = answer.content.decode()
    assert re.match(r'<li role="option" aria-selected="false" data-text="@maria"><span>@maria', html)
    assert "&lt;b&gt;Maria" in html
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("still_clock")
def test_who_asks_too_often_waits(client, settings):
    settings.COMPLETION_RATES = ["2/minute"]
    assert [client.get("/tulisan/lengkapi/?q=@m").status_code for _time in range(3)] == [200, 200, 429]


def test_the_link_names_no_language():
    kei, topic = make_region("81.02"), TopicFactory(title="Maluku raya")
    refresh("region", SOURCES["region"].things().get(pk=kei.pk))
    refresh("topic", topic)
    with override("en"):
        offered = proposed("#malu")
    assert any("](/wilayah/81.02/)" in text for text in offered)
    assert any(f"](/forum/topik/{topic.pk}/" in text for text in offered)
    assert "(/en/" not in " ".join(offered)
