"""The pages with which moderators act on a topic and a post: for them alone, on the state that was shown, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.services.acting import undo
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory, act_url
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.opened import opened
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db

KEY = {"idempotency_key": "k" * 32}


@pytest.fixture
def moderator(client):
    user = ModeratorFactory()
    client.force_login(user)
    return user


def test_moderators_find_the_acts_and_members_nothing_of_them(client, moderator):
    post = PostFactory()
    html = client.get(post.topic.get_absolute_url()).content.decode()
    assert act_url(post.topic) in html
    assert act_url(post) in html
    for anybody in (
        None,
        MemberFactory(),
        post.author,
        post.topic.author,
        RegionalModeratorFactory(of=make_region("82")),
    ):
        client.logout()
        if anybody:
            client.force_login(anybody)
        assert "/forum/moderasi/" not in client.get(post.topic.get_absolute_url()).content.decode()
        for url in (
            act_url(post.topic),
            act_url(post),
            act_url(post.topic, "judul"),
            act_url(post, "hapus"),
        ):
            assert client.get(url).status_code == (403 if anybody else 302)


def test_the_acts_are_a_page_and_load_in_place(client, moderator):
    post = PostFactory()
    for thing in (post, post.topic):
        page, piece = (
            client.get(act_url(thing)),
            client.get(act_url(thing), headers={"HX-Request": "true"}),
        )
        assert act_url(thing, "hapus") in page.content.decode()
        assert act_url(thing, "hapus") in piece.content.decode()
        assert b"<html" not in piece.content
        form = client.get(act_url(thing, "hapus"), headers={"HX-Request": "true"}).content.decode()
        assert f'action="{act_url(thing, "hapus")}"' in form


@pytest.mark.parametrize(
    ("act", "sent", "name", "value"),
    [
        ("judul", {"title": "Ombak tinggi"}, "title", "Ombak tinggi"),
        ("tentang", {"kind": "question", "tags": "ombak"}, "kind", "question"),
        ("sematkan", {"everywhere": "on"}, "pinned_everywhere", True),
        ("keluarkan", {}, "is_listed", False),
        ("sembunyikan", {"reason": "Iklan"}, "hidden_reason", "Iklan"),
        ("hapus", {"reason": "Iklan"}, "deleted_reason", "Iklan"),
    ],
)
def test_each_form_does_its_act_once_however_often_it_is_sent(client, moderator, act, sent, name, value):
    topic = PostFactory().topic
    url = act_url(topic, act)
    form = opened(client, url) | sent | KEY
    for _twice in range(2):
        assert client.post(url, form).status_code == 302
    assert getattr(Topic.objects.get(pk=topic.pk), name) == value
    assert ModelLogEntry.objects.filter(action__startswith="forums.", user=moderator).count() == 1


def test_a_topic_goes_to_another_category_and_to_another_owner(client, moderator):
    topic, other, owner = PostFactory().topic, CategoryFactory(), MemberFactory(name="Dewi Rahayaan", handle="dewi")
    url = act_url(topic, "kategori")
    form = opened(client, url) | {"category": other.slug} | KEY
    for _twice in range(2):
        assert client.post(url, form).status_code == 302
    url = act_url(topic, "pemilik")
    client.post(url, opened(client, url) | {"to": "@dewi", "reason": "Akun ganda"})
    stands = Topic.objects.get(pk=topic.pk)
    assert (stands.category, stands.author) == (other, owner)


def test_closing_opening_archiving_and_their_contraries(client, moderator):
    topic = PostFactory().topic
    pairs = {"tutup": "buka", "arsipkan": "lanjutkan", "sematkan": "lepaskan", "keluarkan": "daftarkan"}
    for act, contrary in pairs.items():
        for name in (act, contrary):
            url = act_url(topic, name)
            assert client.post(url, opened(client, url) | {"reason": "x", "is_told": "on"}).status_code == 302
            again = client.get(url).status_code
            assert again == (200 if name == "sematkan" else 403)  # said anew, a pin may be another one
    assert topic.posts.exclude(act="").count() == 8


def test_a_post_is_hidden_shown_deleted_and_restored_with_reasons(client, moderator):
    post = PostFactory()
    for act, sent in (
        ("sembunyikan", {"reason": "Kasar"}),
        ("tampilkan", {}),
        ("hapus", {"reason": "Iklan"}),
        ("pulihkan", {}),
    ):
        url = act_url(post, act)
        assert client.post(url, opened(client, url) | sent).status_code == 302
    acts = ModelLogEntry.objects.filter(user=moderator, action__startswith="forums.").order_by("pk")
    actions = list(acts.values_list("action", flat=True))
    assert actions == [f"forums.{name}" for name in ("hide", "restore", "delete", "undelete")]
    assert Post.objects.live().filter(pk=post.pk).exists()


def test_an_error_keeps_what_was_typed(client, moderator):
    post = PostFactory()
    url = act_url(post, "pemilik")
    answer = client.post(url, opened(client, url) | {"to": "tidak-ada", "reason": "Akun ganda"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="tidak-ada"' in html
    assert 'value="Akun ganda"' in html
    assert client.post(act_url(post, "hapus"), opened(client, act_url(post, "hapus"))).status_code == 200
    assert Post.objects.live().filter(pk=post.pk).exists()


def test_a_name_that_several_have_is_answered_with_their_handles(client, moderator):
    MemberFactory(name="Maria Letsoin", handle="maria-l")
    MemberFactory(name="Maria Letsoin", handle="maria-r")
    MemberFactory(name="Petrus Ohoiwutun")
    post = PostFactory()
    url = act_url(post, "pemilik")
    html = client.post(url, opened(client, url) | {"to": "maria letsoin", "reason": "x"}).content.decode()
    assert "@maria-l" in html
    assert "@maria-r" in html
    client.post(url, opened(client, url) | {"to": "Petrus", "reason": "x"})
    assert Post.objects.get(pk=post.pk).author.name == "Petrus Ohoiwutun"


def test_a_regional_moderator_finds_by_name_only_who_lets_themselves_be_found(client):
    MemberFactory(name="Yosef Renyaan")
    post = PostFactory(topic=TopicFactory(regions=[make_region("81.02")]))
    client.force_login(RegionalModeratorFactory(of=make_region("81")))
    url = act_url(post, "pemilik")
    assert client.post(url, opened(client, url) | {"to": "Yosef Renyaan", "reason": "x"}).status_code == 200
    assert Post.objects.get(pk=post.pk).author == post.author


def test_a_form_that_is_older_than_the_topic_does_nothing_says_so_and_keeps_what_was_typed(client, moderator):
    topic = PostFactory().topic
    url = act_url(topic, "judul")
    form = opened(client, url) | {"title": "Ombak tinggi", "reason": "Lebih jelas"}
    services.lock_topic(moderator=ModeratorFactory(), topic=topic)
    answer = client.post(url, form)
    assert answer.status_code == 200
    assert Topic.objects.get(pk=topic.pk).title == topic.title
    assert "Ombak tinggi" in answer.content.decode()
    assert "Lebih jelas" in answer.content.decode()
    assert "Formulir" in answer.content.decode() or "berubah" in answer.content.decode()
    again = {field.html_name: field.value() for field in answer.context["form"]}
    assert client.post(url, {name: value for name, value in again.items() if value}).status_code == 302
    assert Topic.objects.get(pk=topic.pk).title == "Ombak tinggi"


def test_a_post_that_was_rewritten_meanwhile_is_not_hidden(client, moderator):
    post = PostFactory()
    url = act_url(post, "sembunyikan")
    form = opened(client, url) | {"reason": "Kasar"}
    services.edit_post(editor=post.author, post=post, body="Maaf, saya ubah.")
    assert client.post(url, form).status_code == 200
    assert Post.objects.live().filter(pk=post.pk).exists()


def test_a_day_ends_by_the_clock_of_who_pins_and_the_form_says_so(client):
    topic = TopicFactory()
    client.force_login(ModeratorFactory(zone="Asia/Jakarta"))
    url = act_url(topic, "sematkan")
    assert "menurut jam zona waktu Anda" in client.get(url).content.decode()
    day = (timezone.now() + timedelta(days=100)).date()
    client.post(url, opened(client, url) | {"until": day.isoformat()})
    topic.refresh_from_db()
    assert topic.pinned_until == datetime(day.year, day.month, day.day, 16, 59, 59, tzinfo=UTC)


def test_a_day_that_is_over_pins_nothing_and_one_to_come_pins_until_its_end(client, moderator):
    topic = PostFactory().topic
    url = act_url(topic, "sematkan")
    yesterday, tomorrow = (timezone.localdate() + timedelta(days=days) for days in (-1, 1))
    assert client.post(url, opened(client, url) | {"until": yesterday.isoformat()}).status_code == 200
    assert client.post(url, opened(client, url) | {"until": tomorrow.isoformat()}).status_code == 302
    until = timezone.localtime(Topic.objects.get(pk=topic.pk).pinned_until)
    assert (until.date(), until.hour, until.minute) == (tomorrow, 23, 59)


def test_a_moderator_of_a_category_pins_there_and_not_everywhere(client):
    keeper, topic = MemberFactory(), TopicFactory()
    topic.category.moderators.add(keeper)
    client.force_login(keeper)
    url = act_url(topic, "sematkan")
    form = client.get(url).content.decode()
    assert 'name="until"' in form
    assert 'name="everywhere"' not in form
    client.post(url, opened(client, url))
    assert Topic.objects.get(pk=topic.pk).is_pinned
    assert act_url(TopicFactory(), "sematkan") not in form
    assert client.get(act_url(TopicFactory(), "sematkan")).status_code == 403


def test_a_regional_moderator_is_offered_no_pin(client):
    topic = TopicFactory(regions=[make_region("81.02")])
    client.force_login(RegionalModeratorFactory(of=make_region("81")))
    html = client.get(act_url(topic)).content.decode()
    assert act_url(topic, "judul") in html
    assert act_url(topic, "sematkan") not in html
    assert client.get(act_url(topic, "sematkan")).status_code == 403


def test_what_takes_something_from_view_is_done_by_a_button_that_warns(client, moderator):
    post = PostFactory()
    for thing in (post, post.topic):
        for act, is_grave in (("hapus", True), ("sembunyikan", True), ("pemilik", False)):
            html = client.get(act_url(thing, act)).content.decode()
            assert ('class="button danger"' in html) is is_grave, (thing, act)


def test_a_merged_topic_offers_nothing_but_the_way_to_where_it_went(client, moderator):
    topic, into = PostFactory().topic, PostFactory().topic
    url = act_url(topic, "hapus")
    form = opened(client, url) | {"reason": "Iklan"}
    services.merge_topics(moderator=moderator, topic=topic, into=into)
    assert client.post(url, form).status_code == 200  # it was opened before
    assert client.get(url).status_code == 403
    html = client.get(act_url(topic)).content.decode()
    assert into.url_at(4) in html
    assert f"{act_url(topic)}hapus/" not in html
    assert f"{act_url(topic)}judul/" not in html
    assert Topic.objects.get(pk=topic.pk).deleted_at is None


def test_an_act_that_changes_nothing_says_so(client, moderator):
    topic = PostFactory(topic=TopicFactory(author=MemberFactory(handle="dewi"))).topic
    for act, sent in (("pemilik", {"to": "@dewi", "reason": "x"}), ("tentang", {}), ("judul", {"title": topic.title})):
        url = act_url(topic, act)
        answer = client.post(url, opened(client, url) | sent, follow=True)
        assert "tidak ada yang perlu diubah" in answer.content.decode(), act
    url = act_url(topic, "judul")
    answer = client.post(url, opened(client, url) | {"title": "Ombak tinggi di Kei"}, follow=True)
    assert "tidak ada yang perlu diubah" not in answer.content.decode()


@pytest.mark.parametrize(("act", "sent"), [("tutup", {}), ("hapus", {"reason": "Iklan"})])
def test_a_form_that_is_sent_again_after_its_act_was_taken_back_says_so(client, moderator, act, sent):
    topic = PostFactory().topic
    url = act_url(topic, act)
    form = opened(client, url) | sent | KEY
    client.post(url, form)
    assert "lalu dibatalkan" not in client.post(url, form, follow=True).content.decode()
    undo(moderator=moderator, act=topic.posts.exclude(act="").get())
    assert "lalu dibatalkan" in client.post(url, form, follow=True).content.decode()
    topic.refresh_from_db()
    assert topic.is_live
    assert topic.locked_at is None
