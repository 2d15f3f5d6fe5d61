from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from community.forums import services
from community.forums.models import Post, Topic
from tests.factories.conversations import make_conversation
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = MemberFactory()
    client.force_login(user)
    return user


def test_a_reply_to_a_topic_that_is_gone_meanwhile_gives_the_text_back(client, member):
    topic = TopicFactory()
    services.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="iklan")
    answer = client.post(url("reply", topic), {"body": "Sudah saya <coba>."})
    assert answer.status_code == 404
    assert "Sudah saya &lt;coba&gt;.</textarea>" in answer.content.decode()
    assert topic.title not in answer.content.decode()
    assert client.get(url("reply", topic)).status_code == 404


def test_a_change_of_a_post_in_a_topic_that_was_closed_meanwhile_gives_the_text_back(client, member):
    topic = TopicFactory(author=member)
    post = PostFactory(topic=topic, author=member)
    services.lock_topic(moderator=ModeratorFactory(), topic=topic)
    answer = client.post(url("edit", post), {"body": "Tulisan baru."})
    assert answer.status_code == 403
    assert "Tulisan baru.</textarea>" in answer.content.decode()


def test_deleting_twice_leads_to_the_same_place(client, member):
    post = PostFactory(topic=TopicFactory(), author=member)
    first = client.post(url("delete", post))
    again = client.post(url("delete", post))
    assert first.url == again.url == post.topic.get_absolute_url()
    assert client.get(url("delete", post)).url == first.url


def test_a_deleted_topic_leads_to_the_forum_however_often_the_button_is_pressed(client, member):
    post = TopicFactory(author=member).posts.get()
    assert client.post(url("delete", post)).url == client.post(url("delete", post)).url == reverse("forums:index")


def test_who_deletes_the_last_post_is_told_that_the_topic_goes_and_led_to_the_forum_from_its_address(client, member):
    topic = TopicFactory(author=member)
    post, answer = topic.posts.get(), PostFactory(topic=topic)
    assert "seluruh topik" not in client.get(url("delete", post)).content.decode()
    services.delete_post(member=answer.author, post=answer)
    assert "Hapus seluruh topik?" in client.get(url("delete", post)).content.decode()
    assert "Moderator dapat memulihkannya" in client.post(url("delete", post), follow=True).content.decode()
    for address in (topic.get_absolute_url(), f"/forum/kiriman/{post.pk}/", f"/forum/topik/{topic.pk}/x/1/"):
        led = client.get(address, follow=True)
        assert led.redirect_chain == [("/forum/", 302)]
        assert "Anda menghapus topik ini." in led.content.decode()
    assert Client().get(topic.get_absolute_url()).status_code == 404
    services.bring_back_topic(moderator=ModeratorFactory(), topic=topic)
    assert client.get(topic.get_absolute_url()).status_code == 200


def test_who_deletes_the_last_post_of_a_conversation_is_told_that_all_of_it_goes(client, member):
    topic = make_conversation(author=member)
    assert "Hapus seluruh percakapan?" in client.get(url("delete", topic.posts.written().get())).content.decode()
    led = client.post(url("delete", topic.posts.written().get()), follow=True)
    assert led.redirect_chain == [("/forum/pesan/", 302)]
    assert "Anda menghapus percakapan ini." in led.content.decode()


def test_a_preview_finds_no_fault_yet(client, member):
    CategoryFactory()
    page = client.post("/forum/baru/", {"body": "Isi *miring*", "preview": "1"}).content.decode()
    assert "<em>miring</em>" in page
    assert 'class="error"' not in page
    assert not Topic.objects.exists()


def test_who_goes_back_and_sends_other_words_says_something_else(client, member):
    topic = TopicFactory()
    key = re.search(r'name="idempotency_key" value="([^"]+)"', client.get(url("reply", topic)).content.decode())[1]
    for body in ("Satu.", "Satu.", "Dua."):
        client.post(url("reply", topic), {"body": body, "idempotency_key": key})
    assert list(topic.posts.filter(number__gt=1).values_list("body", flat=True)) == ["Satu.", "Dua."]


def test_the_page_of_a_reply_has_one_heading_a_way_back_and_its_quiet_buttons_together(client, member):
    topic = TopicFactory()
    page = client.get(url("reply", topic)).content.decode()
    assert '<h2 class="visually-hidden">Balas topik ini</h2>' in page
    assert f'<a class="button outline" href="{topic.get_absolute_url()}">Batal</a>' in page
    assert re.search(r"<noscript>[^/]*name=\"preview\".*?</button> <button[^>]*name=\"save_draft\".*?</noscript>", page)
    mistaken = client.post(url("reply", topic), {"body": ""}, headers=at(url("reply", topic))).content.decode()
    assert ">Batal</a>" in mistaken
    in_place = client.get(url("reply", topic), headers=at(topic.get_absolute_url())).content.decode()
    assert "<h2>Balas topik ini</h2>" in in_place
    assert ">Batal</a>" not in in_place


def test_the_browser_may_keep_a_form_so_that_going_back_loses_nothing(client, member):
    topic = TopicFactory()
    for path in ("/forum/baru/", url("reply", topic)):
        assert client.get(path)["Cache-Control"] == "private, max-age=0"


def test_a_hidden_topic_is_gone_for_its_author_too_and_of_a_hidden_post_a_mark_is_left(client, member):
    topic = TopicFactory(author=member)
    reply = PostFactory(topic=TopicFactory(), author=member, body="Kata yang kasar.")
    services.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="iklan")
    services.hide_post(moderator=ModeratorFactory(), post=reply, reason="kasar")
    for path in (topic.get_absolute_url(), topic.posts.get(number=1).get_absolute_url()):
        assert client.get(path).status_code == 404
    answer = client.get(reply.get_absolute_url(), follow=True)
    assert answer.redirect_chain[0][0].endswith("#post-2")
    assert "Kata yang kasar." not in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/forum/?after=x",
        "/forum/?after=%00",
        "/forum/?sector=%00",
        "/forum/?sector=nirgends",
        "/forum/?tag=nirgends",
        "/forum/tag/nirgends/",
        "/forum/tag/%00/",
        "/forum/?region=%00",
        "/forum/?region=99.99",
        "/forum/ruang/tidak-ada/",
        "/forum/topik/99999999999999999999999999/x/",
        "/forum/kiriman/99999999999999999999999999/",
        "/forum/balas/99999999999999999999999999/",
        "/forum/kiriman/99999999999999999999999999/hapus/",
    ],
)
def test_odd_addresses_are_404(client, member, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "kept"),
    [("tab=nirgends", ""), ("tab=top&period=century", "?tab=top"), ("tab=x&sector=ikan&period=x", "?sector=ikan")],
)
def test_a_list_that_is_none_leads_to_the_first_one_and_stays_narrowed(client, query, kept):
    make_sector("ikan")
    assert client.get(f"/forum/?{query}").url == f"/forum/{kept}"


@pytest.mark.parametrize("query", ["?kutip=%00", "?kutip=99999999999999999999999", "?kutip=-1", "?kutip=x"])
def test_an_odd_quotation_leaves_the_form_empty(client, member, query):
    page = client.get(url("reply", TopicFactory()) + query)
    assert page.status_code == 200
    assert "&gt;" not in page.content.decode().split("<textarea")[1].split("</textarea>")[0]


@pytest.mark.parametrize(
    "text", ["مرحبا بالعالم", "Ikan 🐟 kerapu", "x" * 160, "<b>tebal</b>", '"><script>alert(1)</script>']
)
def test_any_title_is_shown_as_it_was_typed(client, member, text):
    category = CategoryFactory()
    answer = client.post("/forum/baru/", {"category": category.slug, "title": text, "body": text}, follow=True)
    assert Topic.objects.get().title == text
    for page in (answer, client.get("/forum/"), client.get(category.get_absolute_url())):
        assert "<script>alert" not in page.content.decode()
        assert "<b>tebal" not in page.content.decode()


def test_the_last_page_of_a_long_topic_marks_its_place_on_the_scale(client):
    topic = TopicFactory()
    for _number in range(40):
        PostFactory(topic=topic)
    assert 'cy="4%"' in client.get(topic.get_absolute_url()).content.decode()
    assert 'cy="96%"' in client.get(f"{topic.get_absolute_url()}?page=3").content.decode()


@pytest.mark.parametrize("value", ["9" * 20, "9" * 40, "-1", "laut", "\0", "١"])
def test_a_forged_sector_is_said_beside_the_field(client, member, value):
    room = CategoryFactory()
    sent = {"category": room.slug, "title": "Bibit", "body": "Di mana?", "sectors": value}
    answer = client.post(reverse("forums:start"), sent)
    assert answer.status_code == 200
    assert "sectors" in answer.context["form"].errors
    assert not Topic.objects.exists()


def test_a_form_sent_again_after_its_topic_was_taken_back_gives_the_text_back(client, member):
    sent = {"category": CategoryFactory().slug, "title": "Bibit", "body": "Di mana?", "idempotency_key": "k1"}
    client.post(reverse("forums:start"), sent)
    services.delete_post(member=member, post=Post.objects.get())
    answer = client.post(reverse("forums:start"), sent)
    assert answer.status_code == 404
    assert "Di mana?</textarea>" in answer.content.decode()


def url(name: str, thing: Topic | Post) -> str:
    return reverse(f"forums:{name}", args=[thing.pk])


def at(address: str) -> dict[str, str]:
    """What htmx sends along from a page."""
    return {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address}"}
