"""Each act has a sentence in both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from community.forums.models import OF_PARTICIPANTS, Act, Category, Post, Topic
from community.forums.services.act_sentences import SENTENCES, line_for
from community.forums.services.acting import UNDOING
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db

WRITTEN = {
    Act.RENAMED: {"before": "Lama", "after": "Baru"},
    Act.MOVED_CATEGORY: {"before": 1, "after": 2},
    Act.PINNED: {"after": {"pinned": True, "everywhere": True, "until": "2026-12-01T00:00:00+00:00"}},
    Act.OWNER: {"number": 2},
    Act.POST_HIDDEN: {"posts": [[7, 3]]},
    Act.POST_DELETED: {"posts": [[7, 3], [8, 4]]},
    Act.POST_RESTORED: {"posts": [[7, 3]]},
    Act.SPLIT: {"count": 2, "came": True},
    Act.MOVED: {"count": 2, "came": False},
    Act.MERGED: {"count": 2, "came": True},
}


@pytest.mark.parametrize("act", sorted({*SENTENCES, *WRITTEN}))
def test_each_act_is_said_in_both_languages(act):
    said = []
    post = Post(act=act, act_data=WRITTEN.get(act, {}), author=MemberFactory(name="Ina Letsoin"), number=4)
    rooms = {1: Category(name="Balai", name_en="Hall"), 2: Category(name="Pasar", name_en="Market")}
    for language in ("id", "en"):
        with override(language):
            said.append(line_for(post, topics={}, categories=rooms).text)
    assert said[0] != said[1]
    assert all(act == Act.MOVED_AWAY or "Ina Letsoin" in text for text in said)
    assert not any("%(" in text for text in said)


def test_all_acts_are_said():
    assert {*SENTENCES, *WRITTEN, *OF_PARTICIPANTS} == set(Act)
    assert set(UNDOING) <= {*SENTENCES, *WRITTEN}


def test_one_and_several_are_told_apart():
    post = Post(act=Act.MOVED, act_data={"count": 1, "came": False}, author=MemberFactory(), number=4)
    with override("en"):
        assert "moved 1 post to another topic" in line_for(post, topics={}, categories={}).text
        post.act_data["count"] = 3
        assert "moved 3 posts to another topic" in line_for(post, topics={}, categories={}).text


def test_a_topic_is_named_only_where_it_is_given():
    post = Post(act=Act.MOVED_AWAY, act_data={"topic": 7, "post": 9}, author=MemberFactory(), number=4)
    with override("id"):
        assert line_for(post, topics={}, categories={}).url == ""
        assert line_for(post, topics={7: Topic(pk=7, title="x", slug="x")}, categories={}).url == "/forum/kiriman/9/"


def test_a_title_that_readers_are_not_told_is_not_named():
    data, moderator = {"before": "Lama", "after": "Baru"}, MemberFactory(name="Ina Letsoin")
    post = Post(act=Act.RENAMED, act_data=data, author=moderator, number=4)
    said = []
    for language in ("id", "en"):
        with override(language):
            said.append(line_for(post, topics={}, categories={}, untold={"Lama"}).text)
    assert said == ["Ina Letsoin mengganti judul topik ini", "Ina Letsoin renamed this topic"]
