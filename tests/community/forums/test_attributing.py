"""Quotes name whom the quoted post shows, above its words alone, and only where all who read along may read it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.forums import services
from community.forums.models import Post, Quote
from community.forums.services.attributing import MOST, attributed_anew, settle_quotes
from community.forums.services.owning import name_in_quotes
from community.forums.services.quoting import quote
from community.notifications.models import Notification
from community.writing.history import services as history
from community.writing.models import Version
from community.writing.services import render_markdown
from tests.factories.conversations import make_conversation
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.hostile import QUOTES_OF_A_POST, quotes_of_a_post
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.notifications import tell

pytestmark = pytest.mark.django_db
NAMED = re.compile(r"<(?:strong|em)>([^<]*)</(?:strong|em)>,? <a")
BODY = "Saya tidak setuju dengan **harga** itu.\n\nBibit datang hari Senin, pukul 8.\n\n- Bawa air\n- Bawa garam"


@pytest.fixture
def said():
    return PostFactory(author=MemberFactory(name="Bram Renyaan"), body=BODY)


def at(post: Post) -> str:
    return f"[#{post.number}](/forum/kiriman/{post.pk}/)"


def stored(body: str, **facts: object) -> str:
    return PostFactory(body=f"{body}\n\nKata saya.", **facts).body.removesuffix("\n\nKata saya.")


FORGED = [
    ("> **Bram Renyaan**, {at}:\n>\n> Saya setuju.", ">\n>\n> Saya setuju."),
    ("> **Bram Renyaan**, {at}: Saya setuju.", "> Saya setuju."),
    ("> **Bram Renyaan**, #2:\n>\n> Saya setuju.", ">\n>\n> Saya setuju."),
    ("> **Bram Renyaan**, {at}:\n> Saya\n> setuju dengan harga itu.", ">\n> Saya\n> setuju dengan harga itu."),
    ("> *Bram Renyaan* {at}:\n> Saya setuju.", ">\n> Saya setuju."),
    ("> Bram Renyaan ({at}):\n> Saya setuju.", ">\n> Saya setuju."),
    ("**Bram Renyaan**, {at}:\n\n> Saya setuju.", "\n\n> Saya setuju."),
    ("> > **Bram Renyaan**, {at}:\n> >\n> > Saya setuju.", "> >\n> >\n> > Saya setuju."),
    ("> **Bram Renyaan**, {at}:\n\n> Saya setuju.", ">\n\n> Saya setuju."),
]


@pytest.mark.parametrize(("body", "given"), FORGED)
def test_words_that_the_post_does_not_say_are_a_quote_of_nobody(said, body, given):
    post = PostFactory(topic=said.topic, body=body.format(at=at(said)) + "\n\nKata saya.")
    assert post.body == f"{given}\n\nKata saya."
    assert "Bram" not in post.html
    assert f"/forum/kiriman/{said.pk}/" not in post.html
    assert "<blockquote>" in post.html
    assert not Quote.objects.filter(post=post).exists()
    tell()
    assert not Notification.objects.filter(recipient=said.author, reason="quote").exists()


TRUE = [
    "Bibit datang hari Senin, pukul 8.",
    "bibit datang hari Senin",
    "Saya tidak setuju dengan harga itu.\n>\n> Bibit datang",
    "Saya … dengan **harga** itu.\n>\n> [...]\n>\n> - Bawa garam",
    "- Bawa garam",
]


@pytest.mark.parametrize("words", TRUE)
def test_words_of_the_post_bear_the_name_that_it_shows_whatever_was_typed(said, words):
    for name in ("Bram Renyaan", "Menteri Kelautan"):
        for topic in (said.topic, TopicFactory()):
            given = stored(f"> **{name}**, {at(said)}:\n>\n> {words}", topic=topic)
            assert given == f"> **Bram Renyaan**, {at(said)}:\n>\n> {words}"


def test_the_button_writes_what_holds_also_of_quotes_in_quotes(said):
    between = PostFactory(topic=said.topic, body=quote(said) + "Lalu hari Selasa?")
    assert between.body == quote(said) + "Lalu hari Selasa?"
    outer = PostFactory(topic=said.topic, body=quote(between) + "Baik.")
    assert outer.body == quote(between) + "Baik."
    assert set(outer.quotes.values_list("quoted", flat=True)) == {said.pk, between.pk}
    wrong = quote(between).replace("Bibit datang", "Bibit tidak datang")
    assert "Bram Renyaan" not in PostFactory(topic=said.topic, body=wrong + "Baik.").body


def test_ones_own_sentence_with_a_link_above_a_quote_stays_as_it_is(said):
    for body in (
        f"Lihat {at(said)}, dan kata pepatah:\n\n> Sedikit demi sedikit.",
        f"**Penting**: baca dulu {at(said)} ya\n\n> Sedikit demi sedikit.",
        f"> Lama-lama menjadi bukit.\n> Lihat {at(said)}.",
    ):
        assert stored(body) == body


def test_a_post_that_the_writer_or_those_who_read_along_may_not_see_is_named_to_nobody():
    group = Group.objects.create(name="Pengurus")
    closed = CategoryFactory(audience_see=f"group:{group.pk}")
    insider = MemberFactory(name="Bram Renyaan")
    insider.groups.add(group)
    topic = TopicFactory(category=closed, author=insider, body=BODY)
    secret = topic.posts.get()
    guessed = quote(secret) + "Benar?"
    plain = ">\n>\n> Saya tidak setuju"
    assert PostFactory(body=guessed).body.startswith(plain)
    assert PostFactory(body=guessed, author=insider).body.startswith(plain)
    assert PostFactory(body=guessed, topic=topic, author=insider).body == guessed
    beside = TopicFactory(category=closed, author=insider)
    assert PostFactory(body=guessed + "Ya.", topic=beside, author=insider).body.startswith("> **Bram Renyaan**")
    private = make_conversation(author=insider, body=BODY)
    words = quote(private.posts.get()) + "Ini."
    assert PostFactory(body=words, author=insider).body.startswith(plain)
    assert PostFactory(body=words, author=insider, topic=private).body == words


def test_what_members_read_may_be_named_in_a_conversation_and_not_to_visitors(said):
    said.topic.category.audience_see = "members"
    said.topic.category.save()
    topic = make_conversation()
    assert services.reply(author=topic.author, topic=topic, body=quote(said) + "Ya.").body.startswith("> **Bram")
    assert PostFactory(body=quote(said) + "Ya.").body.startswith(">\n>\n> Saya")


def test_a_quote_outlives_that_the_quoted_post_is_changed_closed_or_deleted(said):
    post = PostFactory(topic=said.topic, body=quote(said) + "Setuju.")
    services.edit_post(editor=said.author, post=said, body="Sudah lain sama sekali.")
    history.forget(kind="post", keys=[said.pk])
    assert services.edit_post(editor=post.author, post=post, body=post.body + " Betul.").body.startswith("> **Bram")
    services.delete_post(member=said.author, post=Post.objects.get(pk=said.pk))
    post = Post.objects.get(pk=post.pk)
    assert services.edit_post(editor=post.author, post=post, body=post.body + " Ya.").body.startswith("> **Bram")
    changed = post.body.replace("tidak setuju", "setuju")
    assert services.edit_post(editor=post.author, post=Post.objects.get(pk=post.pk), body=changed).body.startswith(
        ">\n"
    )


def test_words_that_were_changed_since_are_quoted_as_long_as_all_may_look_them_up(said):
    Post.objects.filter(pk=said.pk).update(created_at=timezone.now() - timedelta(hours=1))
    typed = quote(said) + "Setuju."
    services.edit_post(editor=said.author, post=said, body="Sudah lain sama sekali.")
    assert PostFactory(topic=said.topic, body=typed).body == typed
    history.hide_version(moderator=ModeratorFactory(), version=Version.objects.get(), reason="Data pribadi")
    assert PostFactory(topic=said.topic, body=typed + " Ya.").body.startswith(">\n")


def test_a_new_owner_is_named_above_the_words_of_the_post_and_above_no_others(said):
    true = PostFactory(topic=said.topic, body=quote(said) + "Setuju.")
    forged = PostFactory(topic=said.topic)
    forged.write(f"> **Bram Renyaan**, {at(said)}:\n>\n> Saya setuju.\n\nNah.")  # as it was before it was looked at
    forged.save()
    Quote.objects.create(post=forged, quoted=said)
    own = PostFactory(topic=said.topic, body=f"**Penting**: baca {at(said)} ya\n\n> Sedikit.")
    services.change_owner(moderator=ModeratorFactory(), post=said, to=MemberFactory(name="Dewi"), reason="x")
    name_in_quotes(post_id=said.pk)
    bodies = [Post.objects.get(pk=post.pk).body for post in (true, forged, own)]
    assert bodies[0].startswith(f"> **Dewi**, {at(said)}:")
    assert bodies[1:] == [">\n>\n> Saya setuju.\n\nNah.", own.body]


@pytest.mark.parametrize("unit", QUOTES_OF_A_POST)
def test_hostile_texts_lose_no_words_and_name_only_who_said_them(said, unit):
    body = quotes_of_a_post(unit, at=at(said), word="Bibit")
    given = settle_quotes(body, topic=said.topic, writer=said.author)
    assert given.count("**Bram Renyaan**") == (MOST if "{word}" in unit else 0)
    assert set(NAMED.findall(render_markdown(given))) <= {"Bram Renyaan"}
    for words in ("> x", "> Bibit"):
        assert given.count(words) == body.count(words)
    assert settle_quotes(given, topic=said.topic, writer=said.author) == given
    assert attributed_anew(given, said, from_topic=said.topic_id) == given


@pytest.fixture
def agreed():
    return PostFactory(author=MemberFactory(name="Budi"), body="ya, setuju")


def written(body: str, said: Post) -> Post:
    """A post with a body in which the post that it names stands as `{at}`."""
    return PostFactory(topic=said.topic, body=body.replace("{at}", at(said)) + "\n\nKata saya.")


@pytest.mark.parametrize(
    "line", ["> **Budi (yang mencuri uang desa)**, {at}:", "> **Budi** yang mencuri, {at}:", "> *Budi* _mencuri_ {at}:"]
)
def test_the_name_above_a_quote_is_that_which_the_post_shows_and_nothing_beside_it(agreed, line):
    post = written(f"{line}\n> ya", agreed)
    assert "mencuri" not in post.body
    assert post.body.startswith("> **Budi**")
    assert post.body.endswith(":\n> ya\n\nKata saya.")


def test_a_name_that_only_occurs_in_the_words_or_in_that_of_another_is_put_right():
    said = PostFactory(author=MemberFactory(name="Ali"), body="Menurut Ali, uang desa habis.")
    for name in ("Budi", "Alimuddin", "Ali dan Budi"):
        assert written(f"> **{name}**, {{at}}: {said.body}", said).body.startswith(f"> **Ali**, {at(said)}: Menurut")


@pytest.mark.parametrize("typed", ["Bu\\_di\\*", "Bu_di*"])
def test_a_name_stays_with_its_signs_however_they_are_typed(typed):
    said = PostFactory(author=MemberFactory(name="Bu_di*"), body="ya, setuju")
    body = f"> **{typed}**, {at(said)}:\n>\n> ya, setuju"
    assert stored(body) == body


BESIDE = [
    ("> *Budi*, {at}: Saya mencuri uang: ya", "> Saya mencuri uang: ya"),
    ("> **Budi**, {at} — Saya mencuri uang: ya", "> — Saya mencuri uang: ya"),
    ("> Budi, {at}: Saya mencuri uang desa.", "> Saya mencuri uang desa."),
    ("> &#8203;**Budi**, {at}: Saya mencuri uang desa.", "> Saya mencuri uang desa."),
    ("> Kata **Budi** {at} Saya mencuri uang.", "> Saya mencuri uang."),
    ("> Budi {at} Saya mencuri uang.", "> Saya mencuri uang."),
    ("&#8203;**Budi**, {at}:\n\n> Saya mencuri uang.", "\n\n> Saya mencuri uang."),
]


@pytest.mark.parametrize(("body", "given"), BESIDE)
def test_all_words_on_the_line_with_the_name_are_those_of_the_post(agreed, body, given):
    assert written(body, agreed).body == f"{given}\n\nKata saya."


def test_what_stands_in_the_same_line_is_quoted_as_long_as_the_post_says_it(agreed):
    for body in (f"> *Budi*, {at(agreed)} menulis: ya, setuju", f"> **Budi**, {at(agreed)}: ya"):
        assert stored(body) == body


def test_a_sentence_with_a_link_within_a_quote_is_a_part_of_the_words(agreed):
    forged = "> **Budi**, {at}:\n>\n> ya\n>\n> Saya mencuri, lihat {at}, di situ\n>\n> > setuju"
    assert "Budi" not in written(forged, agreed).body
    nested = "> **Budi**, {at}:\n>\n> ya\n>\n> > **Budi**, {at}: Saya mencuri"
    assert "Budi" not in written(nested, agreed).body


def test_the_button_quotes_sentences_with_links_and_emphasis_as_they_are(agreed):
    own = "Awal.\n**Penting**: baca [#1](/forum/kiriman/{}/) ya: itu.\n\n"
    own += "Saya **sangat**, [#2](/forum/topik/1/x/2/) setuju."
    own += "\nLihat [#1](/forum/kiriman/{}/), kata pepatah:\n\n> Sedikit demi sedikit."
    said = PostFactory(author=MemberFactory(name="Budi"), body=own.replace("{}", str(agreed.pk)))
    post = PostFactory(topic=said.topic, body=quote(said) + "Ya.")
    assert post.body == quote(said) + "Ya."
    outer = PostFactory(topic=said.topic, body=quote(post) + "Baik.")
    assert outer.body == quote(post) + "Baik."
    more = quote(said).rstrip() + "\n>\n> Saya mencuri.\n\nYa."
    assert "**Budi**" not in PostFactory(topic=said.topic, body=more).body


def test_quotes_behind_the_twentieth_name_nobody(agreed):
    part = f"> **Budi**, {at(agreed)}:\n>\n> ya, setuju\n\nBaik.\n\n"
    assert PostFactory(topic=agreed.topic, body=part * 21).body.count("**Budi**") == 20
    picture = PostFactory(topic=agreed.topic, author=MemberFactory(name="Dewi"), body="Gambar")
    Post.objects.filter(pk=picture.pk).update(body="***")
    forged = part * 20 + f"> **Dewi**, {at(picture)}:\n>\n> Saya mencuri."
    assert "Dewi" not in PostFactory(topic=agreed.topic, body=forged).body


def test_bodies_are_read_of_the_first_quoted_posts_alone_and_earlier_texts_once(agreed):
    topic = agreed.topic
    posts = [PostFactory(topic=topic, body=f"Kata {number}.") for number in range(25)]
    body = "".join(f"{quote(post)}Ya.\n\n" for post in posts)
    with CaptureQueriesContext(connection) as asked:
        settle_quotes(body, topic=topic, writer=agreed.author)
    [read] = [each["sql"] for each in asked if '"forums_post"."body"' in each["sql"]]
    assert str(posts[19].pk) in read
    assert f" {posts[20].pk}" not in read.partition(" WHERE ")[2]
    Post.objects.filter(pk=agreed.pk).update(edited_at=timezone.now())
    for number in range(25):
        history.note_change(kind="post", key=agreed.pk, editor=agreed.author, body=f"Dulu {number}.")
    line = f"> **Budi**, {at(agreed)}:\n> Dulu "
    with CaptureQueriesContext(connection) as asked:
        given = settle_quotes(
            "\n\n".join(f"{line}{number}." for number in (4, 5, 24)), topic=topic, writer=agreed.author
        )
    assert sum("writing_version" in each["sql"] for each in asked) == 1
    assert given == f">\n> Dulu 4.\n\n{line}5.\n\n{line}24."
