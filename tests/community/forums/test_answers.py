from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.signals import answer_accepted, answer_unaccepted
from community.members.blocking.services import block
from community.members.permissions import Refused
from community.writing.reactions.services import react
from search.models import SearchEntry
from search.sources.talk import ANSWERED
from search.tasks import refresh_topic
from tests.factories.assistance import make_assistance
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.organisations import make_organisation, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced() -> Iterator[list[tuple[str, int, int]]]:
    heard: list[tuple[str, int, int]] = []

    def hear(signal, post, by, **kwargs):
        heard.append(("accepted" if signal is answer_accepted else "unaccepted", post.number, by.pk))

    answer_accepted.connect(hear)
    answer_unaccepted.connect(hear)
    yield heard
    answer_accepted.disconnect(hear)
    answer_unaccepted.disconnect(hear)


def accepted(topic: Topic) -> tuple[int | None, bool]:
    topic.refresh_from_db()
    return topic.accepted_post_id, topic.is_answered


def url(post: Post) -> str:
    return reverse("forums:answer", args=[post.pk])


def test_who_asked_marks_a_reply_changes_their_mind_and_takes_the_mark_away(announced):
    topic = TopicFactory(kind="question")
    first, second = PostFactory(topic=topic), PostFactory(topic=topic)
    asker = topic.author
    services.accept_answer(member=asker, post=first)
    services.accept_answer(member=asker, post=first)
    assert accepted(topic) == (first.pk, True)
    services.accept_answer(member=asker, post=second)
    assert accepted(topic) == (second.pk, True)
    for _press in range(2):
        services.unaccept_answer(member=asker, topic=topic)
    assert accepted(topic) == (None, False)
    assert announced == [
        ("accepted", 2, asker.pk),
        ("unaccepted", 2, asker.pk),
        ("accepted", 3, asker.pk),
        ("unaccepted", 3, asker.pk),
    ]
    assert not ModelLogEntry.objects.filter(action__contains="answer").exists()


def test_a_moderator_does_so_with_a_reason_in_the_log():
    post, moderator = PostFactory(topic=TopicFactory(kind="question")), ModeratorFactory()
    services.accept_answer(member=moderator, post=post, reason="Terbukti")
    services.unaccept_answer(member=moderator, topic=post.topic, reason="Keliru")
    told = [entry.data for entry in ModelLogEntry.objects.filter(action__contains="answer").order_by("timestamp", "pk")]
    assert told == [
        {"reason": "Terbukti", "before": {"answer": None}, "after": {"answer": 2}},
        {"reason": "Keliru", "before": {"answer": 2}, "after": {"answer": None}},
    ]


def test_nobody_else_does():
    post = PostFactory(topic=TopicFactory(kind="question"))
    for somebody in (MemberFactory(), post.author):
        with pytest.raises(Refused):
            services.accept_answer(member=somebody, post=post)
    assert accepted(post.topic) == (None, False)


def test_the_question_itself_and_what_is_not_there_for_everyone_is_no_answer():
    topic = TopicFactory(kind="question")
    post = PostFactory(topic=topic)
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
    for each in (topic.posts.get(number=1), post):
        with pytest.raises(Refused):
            services.accept_answer(member=topic.author, post=each)


@pytest.mark.parametrize("state", ["silenced_until", "suspended_until"])
def test_who_may_not_write_does_not_mark_either(state):
    topic = TopicFactory(kind="question")
    post = PostFactory(topic=topic)
    setattr(topic.author, state, timezone.now() + timedelta(days=1))
    with pytest.raises(Refused):
        services.accept_answer(member=topic.author, post=post)


def test_in_a_closed_topic_only_who_keeps_order_does():
    post, moderator = PostFactory(topic=TopicFactory(kind="question")), ModeratorFactory()
    services.lock_topic(moderator=moderator, topic=post.topic)
    with pytest.raises(Refused):
        services.accept_answer(member=post.topic.author, post=post)
    services.accept_answer(member=moderator, post=post)
    assert accepted(post.topic) == (post.pk, True)


def test_an_answer_that_is_hidden_is_none_until_it_is_restored(announced):
    post, moderator = PostFactory(topic=TopicFactory(kind="question")), ModeratorFactory()
    services.accept_answer(member=post.topic.author, post=post)
    services.hide_post(moderator=moderator, post=post, reason="x")
    assert accepted(post.topic) == (post.pk, False)
    services.restore_post(moderator=moderator, post=post)
    assert accepted(post.topic) == (post.pk, True)
    assert len(announced) == 1


def test_an_answer_that_its_author_deletes_is_none_and_another_can_be_marked():
    topic = TopicFactory(kind="question")
    first, second = PostFactory(topic=topic), PostFactory(topic=topic)
    services.accept_answer(member=topic.author, post=first)
    services.delete_post(member=first.author, post=first)
    assert accepted(topic)[1] is False
    services.accept_answer(member=topic.author, post=second)
    assert accepted(topic) == (second.pk, True)


@pytest.mark.parametrize("kind", ["discussion", "announcement", "poll"])
def test_a_topic_of_a_kind_that_asks_nothing_has_no_answer(kind):
    post = PostFactory()
    Topic.objects.update(kind=kind)
    with pytest.raises(Refused, match="bukan pertanyaan"):
        services.accept_answer(member=post.topic.author, post=post)


def test_a_question_that_becomes_a_discussion_shows_no_answer_until_it_is_one_again():
    post = PostFactory(topic=TopicFactory(kind="question"))
    topic, asker = post.topic, post.topic.author
    services.accept_answer(member=asker, post=post)
    for kind, is_answered in (("discussion", False), ("question", True)):
        services.edit_topic(editor=asker, topic=topic, title=topic.title, regions=[], kind=kind)
        assert accepted(topic) == (post.pk, is_answered)


def test_the_answer_stands_under_the_question_and_in_lists_as_long_as_it_is_there(client):
    topic = TopicFactory(kind="question")
    post = PostFactory(topic=topic, body="Turunkan talinya **setengah meter**.")
    assert "Terjawab" not in client.get("/forum/").content.decode()
    services.accept_answer(member=topic.author, post=post)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert f"Jawaban yang diterima, dari {post.author.name}" in page
    assert '<a href="#post-2">' in page
    assert page.count("setengah meter") == 3  # above, in its place, and for search engines
    assert "Terjawab" in client.get("/forum/").content.decode()
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "setengah meter" not in page
    assert "Terjawab" not in page
    assert "Terjawab" not in client.get("/forum/").content.decode()


def test_an_answer_on_a_later_page_is_linked_by_its_permanent_address(client):
    topic, author = TopicFactory(kind="question"), MemberFactory()
    last = [PostFactory(topic=topic, author=author) for _number in range(20)][-1]
    services.accept_answer(member=topic.author, post=last)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert f'<a href="{last.get_absolute_url()}">' in page
    second = client.get(f"{topic.get_absolute_url()}?page=2").content.decode()
    assert "Jawaban yang diterima" not in second
    assert "ld+json" not in second


def test_an_answer_by_whom_the_reader_has_blocked_is_folded(client):
    topic, reader = TopicFactory(kind="question"), MemberFactory()
    post = PostFactory(topic=topic)
    services.accept_answer(member=topic.author, post=post)
    block(user=reader, other=post.author)
    client.force_login(reader)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert re.search(r"Jawaban yang diterima.*?<details><summary>", page, re.DOTALL)


def test_a_question_with_its_answer_is_told_to_search_engines(client):
    topic = TopicFactory(kind="question", title="Mengapa </script> memutih?", body="Sejak *hujan*.")
    post, other = PostFactory(topic=topic, body="Air <b>tawar</b> & arus."), PostFactory(topic=topic)
    assert "QAPage" not in client.get(topic.get_absolute_url()).content.decode()
    services.accept_answer(member=topic.author, post=post)
    react(user=MemberFactory(), kind="post", key=post.pk, name="thanks")
    page = client.get(topic.get_absolute_url()).content.decode()
    [told] = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    question = told["mainEntity"]
    assert (told["@type"], question["@type"]) == ("QAPage", "Question")
    assert question["name"] == "Mengapa </script> memutih?"
    assert (question["text"], question["answerCount"]) == ("Sejak hujan.", 2)
    answer = question["acceptedAnswer"]
    assert answer["url"].endswith(post.get_absolute_url())
    assert (answer["upvoteCount"], answer["author"]["name"]) == (1, post.author.name)
    assert [each["url"].rsplit("/", 2)[1] for each in question["suggestedAnswer"]] == [str(other.pk)]


def test_an_answered_question_is_worth_more_to_the_search():
    topic = TopicFactory(kind="question")
    post = PostFactory(topic=topic)

    def popularity() -> int:
        refresh_topic(topic.pk)
        return SearchEntry.objects.get(kind="topic", object_id=str(topic.pk)).popularity

    assert popularity() == 1
    services.accept_answer(member=topic.author, post=post)
    assert popularity() == 1 + ANSWERED
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="x")
    assert popularity() == 0


def test_the_form_is_a_page_that_says_what_it_does(client):
    topic = TopicFactory(kind="question")
    post = PostFactory(topic=topic)
    client.force_login(topic.author)
    assert client.get(topic.get_absolute_url()).content.decode().count(url(post)) == 1
    page = client.get(url(post)).content.decode()
    assert "Inikah jawabannya?" in page
    assert 'name="reason"' not in page
    for _press in range(2):
        assert client.post(url(post)).url == topic.get_absolute_url()
    assert accepted(topic) == (post.pk, True)
    assert "Bukan jawabannya lagi?" in client.get(url(post)).content.decode()
    for _press in range(2):
        assert client.post(url(post), {"remove": "1"}).status_code == 302
    assert accepted(topic) == (None, False)


def test_who_may_not_is_refused_and_shown_no_link(client):
    topic = TopicFactory(kind="question")
    post = PostFactory(topic=topic)
    client.force_login(post.author)
    assert url(post) not in client.get(topic.get_absolute_url()).content.decode()
    assert client.get(url(post)).status_code == 403
    assert client.post(url(post)).status_code == 403
    client.force_login(topic.author)
    assert client.get(url(topic.posts.get(number=1))).status_code == 404
    assert client.get("/forum/kiriman/99999999999999999999999/jawaban/").status_code == 404


def test_a_moderator_writes_a_reason(client):
    post = PostFactory(topic=TopicFactory(kind="question"))
    client.force_login(ModeratorFactory())
    assert 'name="reason"' in client.get(url(post)).content.decode()
    client.post(url(post), {"reason": "Terbukti"})
    assert ModelLogEntry.objects.get(action="forums.accept_answer").data["reason"] == "Terbukti"


def test_all_who_stand_beside_the_answer_are_named_under_the_question(client):
    assistance, organisation = make_assistance(), make_organisation(name="BUMDes Hoat")
    speaker = owner_of(organisation)
    replies = (
        ({"author": assistance.person, "acted_by": assistance.mentor}, f"ditulis oleh <b>{assistance.mentor.name}</b>"),
        ({"author": speaker, "organisation": organisation}, f"dari {speaker.name} atas nama BUMDes Hoat"),
    )
    for facts, said in replies:
        post = PostFactory(topic=TopicFactory(kind="question"), **facts)
        services.accept_answer(member=post.topic.author, post=post)
        page = client.get(post.topic.get_absolute_url()).content.decode()
        [answer] = re.findall(r'<p id="jawaban">.*?</p>', page, re.DOTALL)
        assert said in answer
    organisation.suspended_at = organisation.created_at
    organisation.save()
    assert "BUMDes Hoat" not in client.get(post.topic.get_absolute_url()).content.decode()
