"""Whom a reply quotes, while the account stands and once it is deleted."""

from __future__ import annotations

import html
import re
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums.models import Post, Quote
from community.forums.services import edit_post, hide_post, personal, restore_post
from community.forums.services.quoting import quote, references_in, without_names
from community.members.rights import erasing
from community.writing.history import services as history
from search import spelling
from tests.community.members.rights.test_erasing import traces
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.hostile import QUOTES, wrapped_quotes
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.rights import MUCH_LATER, erase, work

pytestmark = pytest.mark.django_db
NAME = "Zulaikha Kabalmay"


@pytest.mark.parametrize("keeps", [True, False])
def test_the_name_above_a_quote_goes_with_the_account(client, keeps):
    member, other = MemberFactory(name="Zulaikha Dahulu"), MemberFactory()
    topic = TopicFactory(author=member, body="Ombak tinggi.\n\nJangan melaut.")
    client.force_login(other)
    earlier = reply_by_the_button(client, topic)
    member.name = NAME
    member.save()
    later = reply_by_the_button(client, topic)
    hide_post(moderator=(moderator := ModeratorFactory()), post=later, reason="coba")
    restore_post(moderator=moderator, post=later)
    erase(member, keeps=keeps)
    spelling.forget_unused()
    assert not traces("zulaikha", "kabalmay")
    words = "Ombak tinggi.\n>\n> Jangan melaut." if keeps else "(dihapus)"
    for post in Post.objects.filter(pk__in=[earlier.pk, later.pk]):
        assert post.body == f"> **Mantan anggota**, {at(topic.posts.get(number=1))}:\n>\n> {words}\n\nSetuju."
        assert "<strong>Mantan anggota</strong>" in post.html
        assert ("Jangan melaut" in post.html) is keeps
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "Setuju." in page
    assert NAME not in page
    assert ModelLogEntry.objects.filter(action="forums.hide", label__contains="Mantan anggota").exists()


def test_many_quotes_go_in_steps_and_quotes_of_others_stay(monkeypatch):
    monkeypatch.setattr(erasing, "STEP", 2)
    member, topic = MemberFactory(name=NAME, language="en"), TopicFactory(author=MemberFactory(name="Orang Lain"))
    own = PostFactory(author=member, topic=topic, body="Kata saya.")
    of_another = PostFactory(topic=topic, body=quote(topic.posts.get(number=1)) + "Ya.")
    for _time in range(5):
        PostFactory(topic=topic, body=quote(own) + "Ya.")
    erase(member, keeps=False)
    assert not Post.objects.filter(body__contains=NAME).exists()
    assert Post.objects.filter(body=f"> **Mantan anggota**, {at(own)}:\n>\n> (dihapus)\n\nYa.").count() == 5
    assert Post.objects.get(pk=of_another.pk).body == of_another.body


def test_a_form_that_was_open_meanwhile_brings_the_name_back_no_more():
    member = MemberFactory(name=NAME)
    topic = TopicFactory(author=member)
    typed = quote(topic.posts.get()) + "Setuju."
    erasing.request_erasure(member=member, keeps=True)
    erasing.begin_due(now=timezone.now() + MUCH_LATER)
    post = PostFactory(topic=topic, body=typed)
    begins = f"> **Mantan anggota**, {at(topic.posts.get(number=1))}:\n>\n> Sejak"
    assert post.body.startswith(begins)
    work()
    edited = edit_post(editor=post.author, post=post, body=typed + " Betul.")
    assert edited.body.startswith(begins)


def test_quotes_within_quotes_and_words_below_are_told_apart():
    body = (
        "> **B**, #2:\n>\n> > **A *x***, #1:\n> >\n> > Rahasia.\n>\n> Kata B.\n> **A**, #1:\n> Lagi.\n\n"
        "Kata saya.\n**A**, #1:\n\n> **A**, #1: tadi"
    )
    given = without_names(body, {("number", 1): False}, language="en")
    assert given == (
        "> **B**, #2:\n>\n> > **Former member**, #1:\n> >\n> > (removed)\n>\n> Kata B.\n> **Former member**, #1:\n>\n"
        "> (removed)\n\nKata saya.\n**A**, #1:\n\n> **Former member**, #1:"
    )
    assert without_names(given, {("number", 1): False}, language="en") == given


IN_PARTS = [
    "> **{name}**, {at}:\n>\n> Rahasia.\n\nSetuju.\n\n> Rahasia kedua.\n> Rahasia ketiga.\n\nTidak.",
    "> **{name}**, {at}:\n>\n> Rahasia satu\nRahasia dua\n\nTidak.",
    ">> **{name}**, {at}:\n>\n>> Rahasia.\n\nTidak.",
    "**{name}**, {at}:\n\n> Rahasia.\n\nSetuju.\n\n> Rahasia.\n\nTidak.",
]


@pytest.mark.parametrize("body", IN_PARTS)
def test_what_was_answered_piece_by_piece_or_wraps_in_the_quote_goes_whole(body):
    member = MemberFactory(name=NAME)
    words = "Rahasia.\n\nRahasia satu\nRahasia dua\n\nRahasia kedua.\nRahasia ketiga."
    said = PostFactory(author=member, topic=TopicFactory(), body=words)
    post = PostFactory(topic=TopicFactory(), body=body.format(name=NAME, at=at(said)))
    erase(member, keeps=False)
    post.refresh_from_db()
    assert "Rahasia" not in post.body
    assert NAME not in post.body
    assert post.body.endswith("\n\nTidak.")
    assert ("Setuju." in body) is ("Setuju." in post.body)


def test_quotes_of_another_stay_and_so_does_what_is_quoted_without_a_name_later():
    member, other = MemberFactory(name=NAME), MemberFactory(name="Orang Lain")
    said, kept = PostFactory(author=member), PostFactory(author=other, body="Kata lain.")
    post = PostFactory(topic=TopicFactory(), body=f"{quote(said)}Ya.\n\n{quote(kept)}Ya.\n\n> Sambungannya.\n# Akhir")
    erase(member, keeps=False)
    post.refresh_from_db()
    assert "> Kata lain.\n\nYa.\n\n> Sambungannya.\n# Akhir" in post.body
    again = edit_post(editor=post.author, post=post, body=f"> **X**, {at(said)}:\n>\n> Ini.\n\nYa.\n\n> Dari koran.")
    assert again.body == f"> **Mantan anggota**, {at(said)}:\n>\n> (dihapus)\n\nYa.\n\n> Dari koran."


def at(post) -> str:
    """How the line above a quote leads to the post."""
    return f"[#{post.number}](/forum/kiriman/{post.pk}/)"


@pytest.mark.parametrize("keeps", [True, False])
def test_a_quote_that_was_put_into_another_topic_loses_the_name_too(keeps):
    member = MemberFactory(name=NAME)
    said = PostFactory(author=member, body="Kata saya.", topic=TopicFactory())
    carried = quote(said) + "Bagus."
    reply = PostFactory(topic=TopicFactory(), body=carried)
    begun = TopicFactory(body=carried).posts.get()
    english = PostFactory(topic=TopicFactory(), body=carried.replace("/forum/", "/en/forum/"))
    neighbour = PostFactory(topic=reply.topic, author=MemberFactory(name="Orang Lain"))
    PostFactory(topic=reply.topic, body=quote(neighbour) + "Ya.")
    erase(member, keeps=keeps)
    for post in (reply, begun, english):
        post.refresh_from_db()
        assert NAME not in post.body
        assert NAME not in post.html
        assert "Mantan anggota" in post.body
        assert ("Kata saya." in post.body) is keeps
    assert Post.objects.filter(body__contains="Orang Lain").count() == 1
    assert not Quote.objects.filter(quoted=said).exists()


TOUCHED = [
    "> **{name}**, [#1](http://testserver/forum/kiriman/{key}/):\n>\n> Rahasia.",
    "> **{name}**, http://testserver/en/forum/kiriman/{key}/\n> Rahasia.",
    "- Satu:\n\n    > **{name}**, [#1](/forum/kiriman/{key}/):\n    >\n    > Rahasia.",
    "1. > **{name}**, [#1](/forum/kiriman/{key}/):\n   >\n   > Rahasia.",
    "> **{name}**, [#1](/forum/kiriman/{key}/)\n>\n> Rahasia.",
    "> __{name}__, [#1](/forum/kiriman/{key}/):\n>\n> Rahasia.",
    "> *{name}* [#1](https://testserver/forum/kiriman/{key}/#x) menulis: Rahasia.",
    ">\n> {name} ([#1](/forum/kiriman/{key}/)):\n> Rahasia.",
    '> [{name}](/forum/kiriman/{key}/ "{name}"):\n> Rahasia.',
    "> Kata lain.\n> __{name}__, [#1](/forum/kiriman/{key}/):\n> Rahasia.",
    "Kata lain: **{name}**, [#1](/forum/kiriman/{key}/):\n\n> Rahasia.",
    "{name} <http://testserver/forum/kiriman/{key}/>\n> Rahasia.",
    "[#1](/forum/kiriman/{key}/), _{name}_\n> Rahasia.",
]


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("touched", TOUCHED)
def test_a_line_that_was_touched_loses_the_name_too(touched, keeps):
    member = MemberFactory(name=NAME)
    said = PostFactory(author=member, topic=TopicFactory(), body="Rahasia.")
    post = PostFactory(topic=TopicFactory(), body=touched.format(name=NAME, key=said.pk) + "\n\nKata saya.")
    assert set(post.quotes.values_list("quoted", flat=True)) == {said.pk}
    erase(member, keeps=keeps)
    post.refresh_from_db()
    assert "Zulaikha" not in post.body
    assert "**Mantan anggota**" in post.body
    assert f"/forum/kiriman/{said.pk}/)" in post.body
    assert ("Rahasia." in post.body) is keeps
    assert post.body.endswith("\n\nKata saya.")
    assert ("Kata lain" in touched) is ("Kata lain" in post.body)
    assert without_names(post.body, {("post", said.pk): keeps}, language="id") == post.body


@pytest.mark.parametrize(
    "body",
    [
        "Lihat [#1](/forum/kiriman/1/), lalu jawab.",
        "> Budi berkata:\n> lihat [#1](/forum/kiriman/1/).",
        "> **Siapa**, [#1](https://lain.example/forum/kiriman/1/):\n> Katanya.",
        "> **Siapa**, [#1](https://lain.example/en/forum/kiriman/1/):\n> Katanya.",
    ],
)
def test_other_links_quote_nobody(body):
    assert references_in(body) == set()


def test_a_paragraph_of_ones_own_above_a_quote_stays():
    own = "Saya sendiri melihatnya. " * 10
    given = without_names(f"{own}[#1](/forum/kiriman/7/)\n\n> Kata.", {("post", 7): False}, language="id")
    assert given == f"{own}[#1](/forum/kiriman/7/)\n\n> (dihapus)"


@pytest.mark.parametrize("unit", QUOTES)
def test_hostile_texts_lose_each_name_at_the_first_time_and_no_line_that_quotes_nobody(unit):
    for text in wrapped_quotes(unit):
        given = without_names(text, {("post", 7): False}, language="id")
        assert without_names(given, {("post", 7): False}, language="id") == given
        assert references_in(given) == references_in(text)
        assert ("**a**" in given) is False
        assert (given == text) is (("post", 7) not in references_in(text))


def test_what_is_put_into_another_topic_afterwards_names_nobody_either():
    member = MemberFactory(name=NAME)
    said = PostFactory(author=member)
    carried = quote(said) + "Bagus."
    erase(member, keeps=True)
    for post in (PostFactory(topic=TopicFactory(), body=carried), TopicFactory(body=carried).posts.get()):
        assert post.body.startswith(f"> **Mantan anggota**, {at(said)}:")
        assert not post.quotes.exists()


def test_rows_tell_whom_a_post_quotes_now_or_quoted_in_a_text_that_is_kept():
    topic = TopicFactory()
    first, second = topic.posts.get(), PostFactory(topic=topic, body="Katanya.")
    post = PostFactory(topic=topic, body=quote(first) + "Ya.\n\n> **Lama**, #2:\n> Katanya.")
    assert set(post.quotes.values_list("quoted", flat=True)) == {first.pk, second.pk}
    edit_post(editor=post.author, post=post, body=quote(second) + "Ya.")
    assert set(post.quotes.values_list("quoted", flat=True)) == {first.pk, second.pk}
    history.forget(kind="post", keys=[post.pk])
    edit_post(editor=post.author, post=post, body=quote(second) + "Ya, ya.")
    assert set(post.quotes.values_list("quoted", flat=True)) == {second.pk}
    history.forget(kind="post", keys=[post.pk])
    edit_post(editor=post.author, post=post, body="Ya, dan > **Lama**, #1: bukan kutipan.")
    history.forget(kind="post", keys=[post.pk])
    edit_post(editor=post.author, post=post, body="Ya, dan > **Lama**, #1: tetap bukan kutipan.")
    assert not post.quotes.exists()


@pytest.mark.parametrize("key", ["999999999999999999", "0", "1"])
def test_a_line_that_leads_nowhere_quotes_nobody(key):
    post = PostFactory(body=f"> **Siapa**, [#1](/forum/kiriman/{key}/):\n> Katanya.")
    assert set(post.quotes.values_list("quoted", flat=True)) <= {1}


def test_who_erases_reads_no_posts_that_quote_nobody_of_theirs():
    member, topic = MemberFactory(), TopicFactory()
    PostFactory(author=member, topic=topic)
    for _time in range(5):
        PostFactory(topic=topic, body=quote(topic.posts.get(number=1)) + "Ya.")
    with CaptureQueriesContext(connection) as asked:
        assert personal._forget_in_quotes(member, True, 50) == 0
    assert len(asked) == 1


def test_quotes_of_before_get_their_rows_from_the_migration():
    topic = TopicFactory(body="Kata.")
    first, gone = topic.posts.get(), PostFactory(topic=topic, body="Kata.")
    old = PostFactory(topic=topic, body="> **A**, #1:\n> Kata.\n\n> **B**, #2:\n> Kata.\n\n> **C**, #99:\n> Kata.")
    Quote.objects.all().delete()
    erase(gone.author, keeps=True)
    migration = import_module("community.forums.migrations.0007_quotes_of_before")
    for _time in range(2):
        migration.note_quotes(apps, SimpleNamespace(connection=connection))
    assert list(Quote.objects.values_list("post", "quoted")) == [(old.pk, first.pk)]


def reply_by_the_button(client, topic) -> Post:
    """Answer as the button for quoting has it."""
    address = f"/forum/balas/{topic.pk}/"
    page = client.get(f"{address}?kutip={topic.posts.get(number=1).pk}").content.decode()
    [typed] = re.findall(r"(?s)<textarea[^>]*>(.*?)</textarea>", page)
    client.post(address, {"body": html.unescape(typed).lstrip("\n") + "Setuju."})
    return topic.posts.order_by("-number").first()
