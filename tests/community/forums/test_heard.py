"""What somebody is told who hears the pages: which post a link is about, what a form is, where the focus goes."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from community.forums import services
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.polls import make_poll, vote

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<(?:a class="(?:quiet|pill plain)"|li><a)[^>]*>(.*?)</a>', re.DOTALL)
FOCUSED = 'tabindex="-1" autofocus'


def text_of(client, address: str, **more) -> str:
    response = client.get(address, **more)
    assert response.status_code == 200
    return response.content.decode()


def names_of(html: str) -> list[str]:
    """What the links that do something are called, as a list of links reads them out."""
    main = html.split("<main")[1].split("</main>")[0]
    return ["".join(re.sub(r"<[^>]+>", "", inner).split()) for inner in LINK.findall(main)]


def test_no_two_links_of_a_topic_that_do_something_are_called_the_same(client):
    asker, one, other, moderator = (MemberFactory(), MemberFactory(), MemberFactory(), ModeratorFactory())
    topic = TopicFactory(author=asker, kind="question")
    for author in (one, other):
        PostFactory(topic=topic, author=author)
    for viewer, name in ((asker, "Ubah:#1"), (one, "Tanggapi:#3"), (moderator, "Moderasi:#2")):
        client.force_login(viewer)
        names = names_of(text_of(client, topic.get_absolute_url()))
        assert name in names
        assert sorted(names) == sorted(set(names))


def test_what_is_done_more_rarely_stands_behind_a_button_that_says_of_which_post(client):
    topic = PostFactory().topic
    client.force_login(ModeratorFactory())
    page = text_of(client, topic.get_absolute_url())
    assert re.findall(r'<summary class="quiet" aria-label="([^"]+)">', page) == [
        f"Lainnya tentang kiriman {number}" for number in (1, 2)
    ]
    rows = [row.split("</article>")[0] for row in page.split('<div class="actions">')[1:] if "Kutip" in row]
    assert len(rows) == 2
    for row in rows:
        shown, menu = row.split('<details class="menu">')
        assert "Kutip" in shown
        for act in ("Tandai", "Bagikan", "Moderasi"):
            assert act in menu
            assert act not in shown


def test_what_undoes_an_act_says_which_one(client):
    moderator, topic = ModeratorFactory(), PostFactory().topic
    services.lock_topic(moderator=moderator, topic=topic)
    services.pin_topic(moderator=moderator, topic=topic)
    client.force_login(moderator)
    page = text_of(client, topic.get_absolute_url())
    assert re.findall(r'>Batalkan tindakan<span class="visually-hidden">: (#\d)</span>', page) == ["#3", "#4"]


def test_what_stands_again_by_a_press_says_what_it_is(client):
    post, moderator = PostFactory(), ModeratorFactory()
    services.hide_post(moderator=moderator, post=post, reason="Iklan")
    client.force_login(moderator)
    page = text_of(client, post.topic.get_absolute_url())
    assert re.search(r'/tampilkan/"[^>]*>[^<]+<span class="visually-hidden">: #2</span></a>', page)


@pytest.mark.parametrize(("kind", "said"), [("question", "Penanya"), ("discussion", "Yang memulai")])
def test_only_who_asked_is_said_to_have_asked(client, kind, said):
    page = text_of(client, TopicFactory(kind=kind).get_absolute_url())
    assert page.count(f'<span class="badge amber">{said}</span>') == 1
    assert ("Penanya" in page) == (kind == "question")


def test_the_focus_goes_to_what_comes_in_the_place_of_a_link_and_to_nothing_on_a_page_of_its_own(client):
    poll = make_poll()
    post = PostFactory(topic=poll.topic)
    client.force_login(ModeratorFactory())
    for name, *keys in (
        ("forums:reply", poll.topic.pk),
        ("forums:bookmark", post.pk),
        ("forums:vote", poll.pk),
        ("forums:moderate_topic", poll.topic.pk),
        ("forums:moderate_post", post.pk),
        ("forums:post_act", post.pk, "hapus"),
        ("members:follow", "topic", poll.topic.pk),
    ):
        address = reverse(name, args=keys)
        piece = text_of(client, address, headers={"HX-Request": "true"})
        begins = r'^\s*(?:<div class="keeping">\s*)?<(?:form|nav)[^>]* aria-label="[^"]+"[^>]* '
        assert re.search(begins + FOCUSED, piece), name
        assert "autofocus" not in text_of(client, address), name


def test_groups_of_fields_have_a_name_and_notes_belong_to_their_field(client):
    client.force_login(MemberFactory())
    CategoryFactory()
    page = text_of(client, "/forum/baru/")
    assert re.search(r'<section[^>]* aria-labelledby="poll-part">\s*<h2 id="poll-part">Jajak pendapat</h2>', page)
    assert 'id="pictures_helptext"' in page
    assert re.search(r'<input type="file"[^>]* aria-describedby="pictures_helptext"', page)


def test_each_round_of_a_ranking_can_be_scrolled_under_its_name(client):
    poll = make_poll(mode="ranked", results="always")
    vote(poll, 1, 2)
    page = text_of(client, reverse("forums:poll", args=[poll.pk]))
    assert 'class="table-scroll" tabindex="0" role="region" aria-label="Putaran 1"' in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "in place"])
def test_what_is_wrong_with_a_form_is_said_at_its_head_which_gets_the_focus(client, headers):
    member = MemberFactory()
    client.force_login(member)
    CategoryFactory()
    post = PostFactory(author=member)
    for name, *keys in (
        ("forums:start",),
        ("forums:edit", post.pk),
        ("forums:private_start",),
        ("forums:reply", post.topic.pk),
    ):
        page = client.post(reverse(name, args=keys), {"body": " "}, headers=headers).content.decode()
        assert page.count("autofocus") == 1, name
        [said] = re.findall(r'(?s)<div class="notice danger" tabindex="-1" autofocus>(.*?)</div>', page)
        assert re.search(r'<p><a href="#id_body">Tulisan Anda</a>: \S+', said), name
        assert page.index(said) < page.index('id="id_body"'), name


def test_so_is_what_is_wrong_with_the_whole_and_with_a_poll(client):
    client.force_login(MemberFactory())
    sent = {"category": CategoryFactory().slug, "title": "Perahu bersama", "body": "Yang mana?", "poll-options": "Satu"}
    page = client.post("/forum/baru/", sent).content.decode()
    assert re.search(r'<p><a href="#id_poll-options">', page)
    topic = PostFactory().topic
    services.lock_topic(moderator=ModeratorFactory(), topic=topic)
    page = client.post(reverse("forums:reply", args=[topic.pk]), {"body": "Masih boleh?"}).content.decode()
    assert page.count("notice danger") == 1
    assert "autofocus" in page.split("notice danger")[1][:60]
