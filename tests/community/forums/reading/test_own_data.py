from __future__ import annotations

import pytest
from django.utils import timezone

from community.forums.models import Bookmark, Reading, ReadingClock, Visit
from community.forums.services import bookmarks, own_reading
from community.members.rights.contents import CONTENTS
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def keep_all(member):
    post = PostFactory()
    Reading.objects.create(user=member, topic=post.topic, last_read=2)
    ReadingClock.objects.create(user=member, until=1_800_000_000, seconds=15)
    Visit.objects.create(user=member)
    return bookmarks.bookmark_post(user=member, post=post, note="Untuk rapat")


def test_a_copy_tells_what_one_read_and_keeps_and_nothing_of_others():
    member = MemberFactory()
    bookmark = keep_all(member)
    keep_all(MemberFactory())
    told = {part.name: list(part.rows) for part in own_reading.personal_data(user=member)}
    assert {name: len(rows) for name, rows in told.items()} == {
        "forum_reading": 1,
        "forum_reading_clock": 1,
        "forum_bookmarks": 1,
        "forum_visits": 1,
    }
    assert told["forum_reading_clock"][0]["until"].isoformat() == "2027-01-15T08:00:00+00:00"
    assert told["forum_bookmarks"][0]["note"] == "Untuk rapat"
    assert told["forum_reading"][0]["topic_title"] == bookmark.post.topic.title
    assert set(told) <= set(CONTENTS)


def test_an_account_that_ends_takes_it_along_step_by_step():
    member, other = MemberFactory(), MemberFactory()
    for each in (member, member, other):
        bookmark = bookmarks.bookmark_post(user=each, post=PostFactory(), note="x")
        Reading.objects.create(user=each, topic=bookmark.post.topic)
    Visit.objects.create(user=member, at=timezone.now())
    ReadingClock.objects.create(user=member, until=1_800_000_000, seconds=15)
    assert [own_reading.erase(user=member, limit=2) for _step in range(6)] == [2, 1, 2, 1, 0, 0]
    assert not ReadingClock.objects.exists()
    assert Reading.objects.get().user == Bookmark.objects.get().user == other
