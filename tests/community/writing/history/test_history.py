"""The history of posts and titles: what is kept, who sees it, and what a moderator hides."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums import services as forums
from community.forums.models import Post, Quote, Topic
from community.forums.services.quoting import quote
from community.members.models import former_name
from community.writing.history import services
from community.writing.models import Version
from community.writing.signals import Hold, screening
from tests.factories.assistance import make_assistance
from tests.factories.conversations import make_conversation
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.notifications import tell, told
from tests.factories.rights import erase

pytestmark = pytest.mark.django_db
SECRET = "Rahasia yang kasar."


def test_a_change_keeps_what_the_post_said_before_and_who_changed_it():
    post = PostFactory(body="Satu.")
    edit(post, "Dua.", note="  Salah\ntulis. ")
    edit(post, "Tiga.")
    first, second = Version.objects.all()
    assert (first.kind, first.object_id, first.number, first.body) == ("post", post.pk, 1, "Satu.")
    assert (first.editor, first.note) == (post.author, "Salah tulis.")
    assert (second.number, second.body, second.note) == (2, "Dua.", "")


def test_a_change_that_changes_nothing_keeps_nothing():
    post = PostFactory(body="Satu.")
    edit(post, "Satu.")
    assert not Version.objects.exists()


def test_a_quick_change_leaves_no_trace(settings):
    settings.EDIT_GRACE_SECONDS = 300
    post = PostFactory(body="Satu.")
    edit(post, "Dua.")
    post.refresh_from_db()
    assert post.body == "Dua."
    assert post.edited_at is None
    assert not Version.objects.exists()


def test_a_quick_change_leaves_no_trace_though_somebody_has_answered(settings):
    settings.EDIT_GRACE_SECONDS = 300
    topic = TopicFactory(title="Bibit memutih", body="Satu.")
    PostFactory(topic=topic)
    forums.edit_topic(editor=topic.author, topic=topic, title="Bibit putih", regions=[], body="Dua.")
    assert not Version.objects.exists()
    topic.refresh_from_db()
    post = topic.posts.get(number=1)
    assert (topic.title, post.body) == ("Bibit putih", "Dua.")
    assert (topic.edited_at, post.edited_at) == (None, None)


def test_who_is_mentioned_or_quoted_in_a_quick_change_after_an_answer_hears_of_it(settings):
    settings.EDIT_GRACE_SECONDS = 300
    topic, dewi = TopicFactory(), MemberFactory(handle="dewi")
    first, post = (PostFactory(topic=topic, body=body) for body in ("Kata pertama.", "Satu kata."))
    answer = PostFactory(topic=topic, body=f"{quote(post)}\n\nBetul.")
    tell()
    edit(post, f"Dua kata, @dewi.\n\n{quote(first)}")
    tell()
    assert ("mention", post.number) in told(dewi)
    assert ("quote", post.number) in told(first.author)
    answer.refresh_from_db()
    assert f"**{post.author.name}**" in answer.body  # what was quoted before stays under its name
    assert Quote.objects.filter(post=answer, quoted=post).exists()


def test_after_five_minutes_a_change_is_kept(settings):
    settings.EDIT_GRACE_SECONDS = 300
    post = PostFactory(body="Satu.", at=timezone.now() - timedelta(minutes=6))
    edit(post, "Dua.")
    edit(post, "Tiga.")  # soon after the last change, which stays the only one
    assert Version.objects.get().body == "Satu."


def test_a_mentor_mends_quickly_without_a_trace_but_the_person_does_not(settings):
    settings.EDIT_GRACE_SECONDS = 300
    assistance = make_assistance()
    post = PostFactory(author=assistance.person, acted_by=assistance.mentor, body="Satu.")
    forums.edit_post(editor=assistance.mentor, post=post, body="Dua.")
    assert not Version.objects.exists()
    forums.edit_post(editor=assistance.person, post=post, body="Tiga.")
    assert Version.objects.get().body == "Dua."
    assert Post.objects.get(pk=post.pk).mentor is None


def test_a_title_has_a_history_that_stands_with_the_first_post(client):
    topic = TopicFactory(title="Bibit memutih")
    forums.edit_topic(editor=topic.author, topic=topic, title="Bibit putih", regions=[], note="Lebih pendek.")
    assert Version.objects.get().title == "Bibit memutih"
    page = client.get(address(topic.posts.get())).content.decode()
    assert "Bibit <del>memutih</del>" in page
    assert "Bibit <ins>putih</ins>" in page
    assert "Lebih pendek." in page
    topic.refresh_from_db()
    assert address(topic.posts.get()) in client.get(topic.get_absolute_url()).content.decode()


def test_one_edit_of_title_and_text_is_one_change(client):
    topic = TopicFactory(title="Bibit memutih di sini", body="Kata lama.")
    about = {"editor": topic.author, "topic": topic, "regions": []}
    forums.edit_topic(**about, title="Bibit putih di sini", body="Kata baru.", note="Lebih pendek.")
    first = topic.posts.get()
    page = client.get(address(first)).content.decode()
    for said in ("<del>memutih</del>", "<ins>putih</ins>", "Kata <del>lama</del>", "Kata <ins>baru</ins>"):
        assert said in page
    assert page.count("Lebih pendek.") == 2  # above the texts and in the list
    assert "?change=2" not in page
    edit(first, "Kata terakhir.", note="Lebih pendek.")
    page = client.get(address(first)).content.decode()
    assert "?change=2" in page
    assert "Kata <del>baru</del>" in page
    assert "?change=3" not in page


def test_who_keeps_order_is_shown_title_and_text_each_by_itself_to_hide_one(client):
    topic = TopicFactory(title="Bibit memutih di sini", body="Kata lama.")
    about = {"editor": topic.author, "topic": topic, "regions": []}
    forums.edit_topic(**about, title="Bibit putih di sini", body="Kata baru.", note="Lebih pendek.")
    title = Version.objects.get(kind="topic")
    services.hide_version(moderator=ModeratorFactory(), version=title, reason="x")
    page = client.get(address(topic.posts.get())).content.decode()
    assert "memutih" not in page
    assert "Kata <del>lama</del>" in page
    client.force_login(ModeratorFactory())
    assert "?change=2" in client.get(address(topic.posts.get())).content.decode()


def test_the_mark_leads_to_the_history(client):
    post = PostFactory(body="Satu dua.")
    assert address(post) not in client.get(post.topic.get_absolute_url()).content.decode()
    edit(post, "Satu tiga.", note="Salah hitung.")
    assert address(post) in client.get(post.topic.get_absolute_url()).content.decode()
    page = client.get(address(post)).content.decode()
    for said in ("Satu <del>dua</del>.", "Satu <ins>tiga</ins>.", "Salah hitung.", post.author.name):
        assert said in page


def test_each_change_can_be_looked_at(client):
    post = PostFactory(body="Satu.")
    edit(post, "Dua.")
    edit(post, "Tiga.")
    assert "<del>Satu</del>" in client.get(f"{address(post)}?change=1").content.decode()
    assert "<del>Dua</del>" in client.get(f"{address(post)}?change=2").content.decode()
    for odd in ("0", "3", "x", "-1", "9" * 20, "%00"):
        assert client.get(f"{address(post)}?change={odd}").status_code == 404


def test_the_history_names_the_text_and_its_topic_and_belongs_to_the_forum(client):
    category = CategoryFactory(parent=CategoryFactory())
    post = PostFactory(topic=TopicFactory(category=category), body="Satu.")
    edit(post, "Dua.")
    page = client.get(f"/tulisan/riwayat/post/{post.pk}/").content.decode()
    crumbs = page[page.index('<nav class="breadcrumbs"') :].partition("</nav>")[0]
    way = ["/forum/", category.parent.get_absolute_url(), category.get_absolute_url(), post.topic.get_absolute_url()]
    assert re.findall(r'href="([^"]+)"', crumbs) == way
    assert post.topic.title in crumbs
    assert "#2: Dua." in page[page.index('<p class="lead">') :].partition("</p>")[0]
    assert 'href="/forum/" aria-current="page"' in page


def test_the_history_of_a_private_message_leads_back_to_private_messages(client):
    topic = make_conversation()
    client.force_login(topic.author)
    page = client.get(f"/tulisan/riwayat/post/{topic.posts.get().pk}/").content.decode()
    crumbs = page[page.index('<nav class="breadcrumbs"') :].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', crumbs) == ["/forum/", "/forum/pesan/", topic.get_absolute_url()]


def test_a_text_without_a_history_says_so(client):
    assert "empty" in client.get(address(PostFactory())).content.decode()


@pytest.mark.parametrize("path", ["post/0/", "post/99999999999999999999/", "kapal/1/", "draft/1/"])
def test_odd_addresses_are_404(client, path):
    assert client.get(f"/tulisan/riwayat/{path}").status_code == 404


def test_who_may_not_see_the_text_sees_no_history(client):
    room = CategoryFactory(audience_see="members")
    hidden, closed = PostFactory(body=SECRET), PostFactory(body=SECRET)
    for post in (hidden, closed):
        edit(post, "Baik.")
    forums.hide_post(moderator=ModeratorFactory(), post=hidden, reason="x")
    Topic.objects.filter(pk=closed.topic_id).update(category=room)
    for post in (hidden, closed):
        assert client.get(address(post)).status_code == 404
    client.force_login(MemberFactory())
    assert client.get(address(closed)).status_code == 200
    assert client.get(address(hidden)).status_code == 404
    client.force_login(ModeratorFactory())
    assert SECRET[:7] in client.get(address(hidden)).content.decode()


def test_words_that_were_held_back_are_not_brought_out_by_the_history(client):
    post = PostFactory(body="Satu.")

    @receiver(screening, weak=False, dispatch_uid="test_history")
    def hold(text, **kwargs):
        return Hold("kasar") if text == SECRET else None

    try:
        edit(post, SECRET)
        edit(post, "Baik lagi.")
    finally:
        screening.disconnect(dispatch_uid="test_history")
    forums.restore_post(moderator=ModeratorFactory(), post=post)
    for number in (1, 2):
        page = client.get(f"{address(post)}?change={number}").content.decode()
        assert "Rahasia" not in page
    client.force_login(ModeratorFactory())
    assert "Rahasia" in client.get(f"{address(post)}?change=2").content.decode()


def test_a_moderator_hides_an_earlier_text_and_shows_it_again(client):
    post, moderator = PostFactory(body=SECRET), ModeratorFactory()
    edit(post, "Baik.")
    version = Version.objects.get()
    client.force_login(moderator)
    hide = f"/tulisan/riwayat/{version.pk}/sembunyikan/"
    assert hide in client.get(address(post)).content.decode()
    assert client.post(hide, {"reason": ""}).status_code == 200
    for _twice in range(2):
        assert client.post(hide, {"reason": "Menghina."}).url == address(post)
    assert "Rahasia" in client.get(address(post)).content.decode()
    client.logout()
    assert "Rahasia" not in client.get(address(post)).content.decode()
    assert client.get(hide).status_code == 302
    client.force_login(moderator)
    assert "Menghina." in client.get(hide).content.decode()
    for _twice in range(2):
        client.post(hide, {"show": "1"})
    client.logout()
    assert "Rahasia" in client.get(address(post)).content.decode()
    acts = ModelLogEntry.objects.filter(action__startswith="writing.").order_by("pk")
    assert [entry.action for entry in acts] == ["writing.hide_version", "writing.show_version"]
    assert acts[0].data == {"reason": "Menghina.", "before": {"hidden": False}, "after": {"hidden": True}}


def test_nobody_else_hides_an_earlier_text(client):
    post = PostFactory(body=SECRET)
    edit(post, "Baik.")
    version = Version.objects.get()
    with pytest.raises(PermissionDenied):
        services.hide_version(moderator=post.author, version=version, reason="x")
    client.force_login(post.author)
    assert client.post(f"/tulisan/riwayat/{version.pk}/sembunyikan/", {"reason": "x"}).status_code == 403
    assert "sembunyikan" not in client.get(address(post)).content.decode()


def test_who_keeps_order_and_is_silenced_hides_none_and_reads_why(client):
    post = PostFactory(body=SECRET)
    edit(post, "Baik.")
    version = Version.objects.get()
    moderator = ModeratorFactory(silenced_until=timezone.now() + timedelta(days=3), silenced_reason="Kasar di meja.")
    with pytest.raises(PermissionDenied):
        services.hide_version(moderator=moderator, version=version, reason="x")
    client.force_login(moderator)
    address = f"/tulisan/riwayat/{version.pk}/sembunyikan/"
    assert "Kasar di meja." in client.get(address).content.decode()
    assert client.post(address, {"reason": "x"}).status_code == 403
    version.refresh_from_db()
    assert version.hidden_at is None


def test_taking_a_post_back_takes_its_earlier_texts_along():
    post, other = PostFactory(body="Satu."), PostFactory(body="Satu.")
    for each in (post, other):
        edit(each, "Dua.")
    forums.delete_post(member=post.author, post=post)
    assert Version.objects.get().object_id == other.pk


@pytest.mark.parametrize("keeps", [True, False])
def test_of_a_deleted_account_no_earlier_text_is_left(keeps):
    member = MemberFactory()
    topic = TopicFactory(author=member, title="Sebelumnya")
    post = PostFactory(author=member, body="Satu.")
    edit(post, "Dua.", note="Saya salah.")
    forums.edit_topic(editor=member, topic=topic, title="Sesudahnya", regions=[])
    others = PostFactory(body="Milik orang lain.")
    edit(others, "Masih milik orang lain.")
    services.note_change(kind="post", key=others.pk, editor=member, body="x", note="Kata Zulaikha.")
    erase(member, keeps=keeps)
    assert {version.object_id for version in Version.objects.all()} == {others.pk}
    assert not Version.objects.filter(note__contains="Zulaikha").exists()


@pytest.mark.parametrize("keeps", [True, False])
def test_a_name_goes_from_quotes_in_earlier_texts_too(keeps):
    quoted = PostFactory(author=MemberFactory(name="Zulaikha"), body="Kata Zulaikha.")
    answer = PostFactory(topic=quoted.topic, body=quote(quoted) + "Betul.")
    edit(answer, "Betul sekali, tanpa kutipan.")
    assert Quote.objects.filter(post=answer).exists()
    erase(quoted.author, keeps=keeps)
    body = Version.objects.get().body
    assert "**Zulaikha**" not in body
    assert former_name("id") in body
    assert ("Kata Zulaikha." in body) is keeps


@pytest.mark.parametrize("count", [1, 50])
def test_a_history_costs_the_same_for_few_and_many_changes(client, count, django_assert_max_num_queries):
    post = PostFactory(body="Mula.")
    for number in range(count):
        services.note_change(kind="post", key=post.pk, editor=post.author, body=f"Versi {number}.")
    with django_assert_max_num_queries(10):
        assert client.get(address(post)).status_code == 200


def edit(post: Post, body: str, note: str = "") -> None:
    forums.edit_post(editor=post.author, post=post, body=body, note=note)


def address(post: Post) -> str:
    return f"/tulisan/riwayat/post/{post.pk}/"
