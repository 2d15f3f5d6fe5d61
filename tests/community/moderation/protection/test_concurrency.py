"""Texts of new accounts that are written at the same moment: no more of them slip through than one after the other."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from community.comments.models import Comment
from community.forums.models import ForumSettings, Post, Topic
from community.forums.services import edit_topic, reply, start_topic
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.threads import at_once

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets only one write at a time"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.compared,
]

SAME = "Butuh dana cepat? Hubungi kami hari ini juga, tanpa jaminan dan tanpa ribet."


def live() -> int:
    return Comment.objects.filter(is_live=True).count() + Post.objects.filter(is_live=True, topic__is_live=True).count()


def test_of_new_accounts_that_link_to_one_site_at_once_two_are_seen():
    stories, writers = (
        [make_story(f"Cerita {number}") for number in range(12)],
        [MemberFactory() for _number in range(12)],
    )
    at_once(
        *(
            partial(make_comment, story, "Ini: https://toko.example", author)
            for story, author in zip(stories, writers, strict=True)
        )
    )
    assert (Comment.objects.count(), live()) == (12, 2)


def test_of_the_same_words_said_at_once_everywhere_one_is_seen():
    story, category = make_story(), CategoryFactory()
    topics = [TopicFactory(author=MemberFactory(trust_level=2), category=category) for _number in range(4)]
    calls = [
        call
        for topic in topics
        for call in (
            partial(make_comment, story, SAME, MemberFactory()),
            partial(reply, author=MemberFactory(), topic=topic, body=SAME),
            partial(start_topic, author=MemberFactory(), category=category, title=f"Kabar {topic.pk}", body=SAME),
        )
    ]
    before = live()
    at_once(*calls)
    assert (Topic.objects.count(), live() - before) == (8, 1)


def test_of_what_one_new_account_writes_at_once_as_many_are_seen_as_are_set():
    stories, writer = [make_story(f"Cerita {number}") for number in range(12)], MemberFactory()
    at_once(*(partial(make_comment, story, f"Kabar {story.title}", writer) for story in stories))
    assert (Comment.objects.count(), live()) == (12, 5)


def test_who_changes_title_and_text_while_answering_elsewhere_waits_for_nobody_for_ever(monkeypatch):
    # Then who changes a text takes the lock of the writer, too, after that of the title.
    monkeypatch.setattr(ForumSettings._meta.get_field("same_text_minutes"), "default", 5)
    writer = MemberFactory()
    others = [TopicFactory(author=MemberFactory(trust_level=2)) for _number in range(5)]
    topics = [TopicFactory(author=writer, body=f"Kabar nomor {number} dari ohoi") for number in range(5)]
    changes = [
        partial(edit_topic, editor=writer, topic=topic, title=f"Judul {topic.pk}", body=f"Kata {topic.pk}", regions=[])
        for topic in topics
    ]
    answers = [partial(reply, author=writer, topic=topic, body=f"Jawaban {topic.pk}") for topic in others]
    at_once(*(call for pair in zip(changes, answers, strict=True) for call in pair))
    assert Post.objects.filter(author=writer).count() == 10
