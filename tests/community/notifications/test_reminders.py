"""A reminder that one asked for rings the bell, and brings one mail, if one wants it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from community.forums.models import Bookmark
from community.forums.services import bookmarks
from community.members.models import Watch
from community.members.permissions import Viewer
from community.notifications.models import Notification
from community.notifications.services.listing import page_of
from community.notifications.services.preferences import choose_mails
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory
from tests.factories.notifications import send_mails, tell, told, watch

pytestmark = pytest.mark.django_db


def remind(member, post) -> None:
    """Have somebody keep a post, and let the time of the reminder come."""
    bookmarks.bookmark_post(user=member, post=post, remind_at=timezone.now() + timedelta(days=1))
    Bookmark.objects.update(remind_at=timezone.now() - timedelta(minutes=1))
    bookmarks.remind_due(now=timezone.now())
    tell()


@pytest.fixture
def post():
    made = PostFactory()
    tell()
    Notification.objects.all().delete()
    return made


def test_it_rings_the_bell_and_is_mailed_once(post):
    member = MemberFactory()
    remind(member, post)
    assert told(member) == [("bookmark", 2)]
    [group] = page_of(Viewer(member)).groups
    assert [line.said for line in group.lines] == ["Anda ingin diingatkan tentang ini"]
    assert [message.to for message in mail.outbox] == [[member.email]]
    assert send_mails() == 0
    assert len(mail.outbox) == 1


def test_who_wants_no_mail_for_it_is_reminded_by_the_bell_alone(post):
    member = MemberFactory()
    choose_mails(user=member, mention=True, quote=True, reply=True, reminder=False)
    remind(member, post)
    assert told(member) == [("bookmark", 2)]
    assert send_mails() == 0
    assert mail.outbox == []


def test_it_comes_also_of_ones_own_post_and_of_a_topic_that_one_muted(post):
    watch(post.author, "topic", post.topic_id, Watch.Level.MUTED)
    remind(post.author, post)
    assert told(post.author) == [("bookmark", 2)]
