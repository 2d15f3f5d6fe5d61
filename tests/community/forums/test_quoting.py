"""Whom a reply quotes, while the account stands and once it is deleted."""

from __future__ import annotations

import html
import re

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums.models import Post
from community.forums.quoting import quote, without_names
from community.forums.services import edit_post, hide_post, restore_post
from community.members.rights import erasing
from search import spelling
from tests.community.members.rights.test_erasing import traces
from tests.factories.forums import PostFactory, TopicFactory
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
        assert post.body == f"> **Mantan anggota**, #1:\n>\n> {words}\n\nSetuju."
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
    assert Post.objects.filter(body="> **Mantan anggota**, #2:\n>\n> (dihapus)\n\nYa.").count() == 5
    assert Post.objects.get(pk=of_another.pk).body == of_another.body


def test_a_form_that_was_open_meanwhile_brings_the_name_back_no_more():
    member = MemberFactory(name=NAME)
    topic = TopicFactory(author=member)
    typed = quote(topic.posts.get()) + "Setuju."
    erasing.request_erasure(member=member, keeps=True)
    erasing.begin_due(now=timezone.now() + MUCH_LATER)
    post = PostFactory(topic=topic, body=typed)
    assert post.body.startswith("> **Mantan anggota**, #1:\n>\n> Sejak")
    work()
    edited = edit_post(editor=post.author, post=post, body=typed + " Betul.")
    assert edited.body.startswith("> **Mantan anggota**, #1:")


def test_quotes_within_quotes_and_words_below_are_told_apart():
    body = (
        "> **B**, #2:\n>\n> > **A *x***, #1:\n> >\n> > Rahasia.\n>\n> Kata B.\n> **A**, #1:\n> Lagi.\n\n"
        "Kata saya.\n**A**, #1:\n\n> **A**, #1: tadi"
    )
    given = without_names(body, {1: False}, language="en")
    assert given == (
        "> **B**, #2:\n>\n> > **Former member**, #1:\n> >\n> > (removed)\n>\n> Kata B.\n> **Former member**, #1:\n>\n"
        "> (removed)\n\nKata saya.\n**A**, #1:\n\n> **Former member**, #1:"
    )
    assert without_names(given, {1: False}, language="en") == given


def reply_by_the_button(client, topic) -> Post:
    """Answer as the button for quoting has it."""
    address = f"/forum/balas/{topic.pk}/"
    page = client.get(f"{address}?kutip={topic.posts.get(number=1).pk}").content.decode()
    [typed] = re.findall(r"(?s)<textarea[^>]*>(.*?)</textarea>", page)
    client.post(address, {"body": html.unescape(typed).lstrip("\n") + "Setuju."})
    return topic.posts.order_by("-number").first()
