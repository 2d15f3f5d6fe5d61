"""What the form of an act says before it is done, and how it behaves where it stands in the topic itself."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import timezone
from django.utils.translation import override

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.views.act_words import POST_WORDS, TOPIC_WORDS, words_for
from community.forums.views.moderator_acts import POST_ACTS, TOPIC_ACTS
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory, act_url
from tests.factories.members import ModeratorFactory
from tests.factories.opened import opened

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
UNDONE = {"id": "bisa dibatalkan", "en": "can be undone"}


@pytest.fixture
def moderator(client):
    user = ModeratorFactory()
    client.force_login(user)
    return user


def text_of(answer) -> str:
    return unescape(answer.content.decode())


def ready_for(act: str, thing: Post | Topic) -> None:
    """Bring something into the state in which an act is offered."""
    states = {
        "buka": {"locked_at": timezone.now()},
        "lepaskan": {"pinned_at": timezone.now()},
        "lanjutkan": {"archived_at": timezone.now()},
        "daftarkan": {"is_listed": False},
        "tampilkan": {"hidden_at": timezone.now(), "is_live": False},
        "pulihkan": {"deleted_at": timezone.now(), "is_live": False},
    }
    if act in states:
        type(thing).objects.filter(pk=thing.pk).update(**states[act])


def test_every_act_has_its_words():
    assert TOPIC_WORDS.keys() == TOPIC_ACTS.keys()
    assert POST_WORDS.keys() == POST_ACTS.keys()


@pytest.mark.parametrize("act", TOPIC_ACTS)
def test_the_form_of_an_act_names_it_and_says_what_it_does_and_whether_it_can_be_undone(client, moderator, act):
    topic, _elsewhere = PostFactory().topic, CategoryFactory()
    ready_for(act, topic)
    for language, prefix in (("id", ""), ("en", "/en")):
        with override(language):
            words = words_for(topic, act)
            heading, says = str(words.heading), str(words.says)
        page = text_of(client.get(f"{prefix}{act_url(topic, act)}"))
        piece = text_of(client.get(f"{prefix}{act_url(topic, act)}", headers=HTMX))
        assert re.search(rf"<h1>\s*{re.escape(heading)}\s*</h1>", page)
        assert page.count(f"<h2>{heading}") == 0
        assert f"<h2>{heading}</h2>" in piece
        for html in (page, piece):
            assert says in html
            assert (UNDONE[language] in html) is (act != "tampilkan")


@pytest.mark.parametrize("act", POST_ACTS)
def test_so_does_the_form_of_an_act_with_a_post(client, moderator, act):
    post = PostFactory()
    ready_for(act, post)
    words = words_for(post, act)
    piece = text_of(client.get(act_url(post, act), headers=HTMX))
    assert f"<h2>{words.heading}</h2>" in piece
    assert "#2" in str(words.heading)
    assert str(words.says) in piece


def test_no_act_says_that_it_can_be_undone_which_cannot():
    """What was never public, and is shown now, leaves no row; all others do."""
    topic, moderator = PostFactory().topic, ModeratorFactory()
    Topic.objects.filter(pk=topic.pk).update(held_at=timezone.now(), is_live=False, published_at=None)
    services.restore_topic(moderator=moderator, topic=topic)
    assert not topic.posts.exclude(act="").exists()
    assert not TOPIC_WORDS["tampilkan"].is_undoable


def test_a_form_that_is_sent_in_place_and_is_wrong_stays_there_with_its_error(client, moderator):
    post = PostFactory()
    for thing in (post, post.topic):
        url = act_url(thing, "hapus")
        answer = client.post(url, opened(client, url), headers=HTMX)
        html = answer.content.decode()
        assert answer.status_code == 200  # which htmx puts into its place
        assert "<html" not in html
        assert f'data-hx-post="{url}"' in html
        assert 'class="error"' in html
        assert 'class="error"' in client.post(url, opened(client, url)).content.decode()


def test_a_form_that_is_sent_in_place_leads_to_what_was_changed_and_one_that_is_refused_says_why(client, moderator):
    topic = PostFactory().topic
    url = act_url(topic, "tutup")
    sent = opened(client, url)
    answer = client.post(url, sent, headers=HTMX)
    assert answer.headers["HX-Redirect"] == topic.get_absolute_url()
    assert Topic.objects.get(pk=topic.pk).locked_at
    url = act_url(topic, "judul")
    sent = opened(client, url) | {"title": "Ombak tinggi"}
    services.archive_topic(moderator=moderator, topic=topic)
    sent["shown_state"] = opened(client, act_url(topic, "lanjutkan"))["shown_state"]
    refused = client.post(url, sent, headers=HTMX)
    assert refused.status_code == 200
    assert "diarsipkan" in refused.content.decode()
    assert "Ombak tinggi" in refused.content.decode()


def test_what_takes_something_from_view_stands_last_among_the_acts_and_warns(client, moderator):
    post = PostFactory()
    for thing in (post, post.topic):
        html = client.get(act_url(thing), headers=HTMX).content.decode()
        links = re.findall(r'<a class="(quiet[^"]*)" href="([^"]+)"', html)
        grave = [address for kind, address in links if kind == "quiet danger"]
        assert grave == [act_url(thing, "sembunyikan"), act_url(thing, "hapus")]
        assert [address for _kind, address in links][-2:] == grave


def test_who_renames_is_told_that_readers_learn_the_former_title(client, moderator):
    topic = TopicFactory()
    says = "Pembaca diberi tahu judul sebelumnya"
    assert says in client.get(act_url(topic, "judul")).content.decode()
    assert "told what it was called before" in client.get(f"/en{act_url(topic, 'judul')}").content.decode()
    services.hide_topic(moderator=moderator, topic=topic, reason="x")
    assert says not in client.get(act_url(topic, "judul")).content.decode()
    services.rename_topic(moderator=moderator, topic=topic, title="Ombak tinggi di Kei")
    assert topic.posts.get(act="renamed").act_data["is_untold"]


def test_why_a_topic_is_gone_stands_apart_from_the_notice_and_from_the_posts(client, moderator):
    topic = TopicFactory()
    services.remove_topic(moderator=moderator, topic=topic, reason="Ganda")
    html = client.get(topic.get_absolute_url()).content.decode()
    head = html.partition('class="topic-head"')[2].partition("</header>")[0]
    stack = head.partition('<div class="stack">')[2]
    assert "Ganda" in stack
    assert 'class="notice warning"' in stack
