"""Following a discussion by mail: members and visitors, what is told when, to whom, and ending it by one press."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from celery import current_app
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from guard.limits import forget_counts
from outbox.services import work_sweeps
from wagtail.models import PageViewRestriction

from community.comments import services
from community.comments.kinds import place_of
from community.comments.models import Discussion, VisitorFollow
from community.comments.services import following, following_mails
from community.members.blocking.services import block
from community.members.models import User
from community.members.permissions import Viewer
from community.writing.kinds import everyone
from community.writing.signals import Hold, screening
from tests.factories.comments import make_comment, make_story
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh():
    forget_counts()
    with translation.override("id"):
        yield


@pytest.fixture
def story():
    return make_story()


@pytest.fixture
def follower(story):
    member = MemberFactory(email="ikut@example.org")
    following.follow(user=member, place=place_of(str(story.translation_key), Viewer(member)))
    return member


def test_a_follower_is_mailed_of_a_new_comment_in_some_minutes(story, follower):
    comment = make_comment(story, "Panen *bagus* tahun ini.")
    assert mails() == []
    [letter] = mails(after=10)
    assert letter.to == ["ikut@example.org"]
    assert letter.subject == "[Negeri] 1 komentar baru pada “Tali yang sama”"
    assert "Panen bagus tahun ini." in letter.body
    assert comment.get_absolute_url() in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mails(after=20) == []


def test_what_comes_within_some_minutes_is_told_together_and_what_comes_later_again(story, follower):
    for number in range(7):
        make_comment(story, f"kata {number}")
    [letter] = mails(after=10)
    assert "7 komentar baru" in letter.subject
    assert [number for number in range(7) if f"kata {number}" in letter.body] == [0, 1, 2, 3, 4]
    assert "Dan 2 lagi" in letter.body
    make_comment(story, "yang kemudian")
    [later] = mails(after=10)
    assert "yang kemudian" in later.body
    assert "kata 0" not in later.body


def test_nobody_is_mailed_of_their_own_words_or_of_whom_they_blocked(story, follower):
    make_comment(story, "kata sendiri", author=follower)
    other = MemberFactory()
    block(user=follower, other=other)
    make_comment(story, "kata yang diblokir", author=other)
    assert mails(after=10) == []


def test_a_held_comment_is_told_of_once_it_is_approved_and_a_hidden_one_never(story, follower):
    def hold(**kwargs: object) -> Hold:
        return Hold("diperiksa")

    screening.connect(hold)
    try:
        comment = make_comment(story, "ditahan dulu")
    finally:
        screening.disconnect(hold)
    hidden = make_comment(story, "iklan")
    services.hide_comment(by=ModeratorFactory(), comment=hidden, reason="iklan")
    assert mails(after=10) == []
    services.restore_comment(by=ModeratorFactory(), comment=comment)
    [letter] = mails(after=10)
    assert "ditahan dulu" in letter.body
    assert "iklan" not in letter.body


def test_what_is_dated_back_is_no_news(story, follower):
    make_comment(story, at=timezone.now() - timedelta(days=30))
    assert mails(after=10) == []


@pytest.mark.parametrize("closed", ["private", "unpublished", "switched off"])
def test_nothing_is_told_of_what_is_no_longer_open(story, follower, closed):
    comment = make_comment(story, "rahasia")
    if closed == "private":
        PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.PASSWORD, password="x")
    elif closed == "unpublished":
        story.unpublish()
    else:
        services.set_state(by=ModeratorFactory(), discussion=comment.discussion, state="closed")
    assert mails(after=10) == []


@pytest.mark.parametrize("gone", [{"is_active": False}, {"suspended_until": timezone.now() + timedelta(days=9)}])
def test_who_is_not_there_is_not_mailed(story, follower, gone):
    User.objects.filter(pk=follower.pk).update(**gone)
    make_comment(story)
    assert mails(after=10) == []


def test_a_step_that_is_taken_for_few_followers_goes_on_with_the_others(story, monkeypatch):
    monkeypatch.setattr(following_mails, "STEP", 2)
    place = place_of(str(story.translation_key), everyone())
    for _number in range(3):
        following.follow(user=MemberFactory(), place=place)
    discussion = Discussion.objects.get()
    for number in range(3):
        VisitorFollow.objects.create(discussion=discussion, email=f"tamu{number}@example.org", language="id")
    make_comment(story)
    assert len({address for letter in mails(after=10) for address in letter.to}) == 6


def test_a_member_follows_and_ends_it_on_a_page(client, story):
    member = MemberFactory()
    client.force_login(member)
    address = reverse("comments:follow", args=[story.translation_key])
    assert address in client.get(story.url).content.decode()
    assert client.post(address).url == f"{story.url}#komentar"
    client.post(address)
    discussion = Discussion.objects.get()
    assert following.Follower(discussion, member).follows
    assert "Tali yang sama" in client.get(reverse("members:following")).content.decode()
    assert 'name="stop"' in client.get(address).content.decode()
    client.post(address, {"stop": "1"})
    assert not following.Follower(discussion, member).follows


def test_a_visitor_follows_once_the_mailed_link_is_confirmed(client, story):
    address = reverse("comments:follow", args=[story.translation_key])
    assert client.post(address, {"email": "x"}).status_code == 200
    assert mails() == []
    client.post(address, {"email": "Ina@Example.org"})
    [letter] = mails()
    assert not VisitorFollow.objects.exists()
    link = re.search(r"http\S+/ikuti/konfirmasi/\S+", letter.body)[0].partition("/diskusi")[2]
    link = f"/diskusi{link}"
    assert client.get(link).status_code == 200
    assert not VisitorFollow.objects.exists()
    for _time in range(2):
        assert client.post(link).status_code == 200
    assert VisitorFollow.objects.get().email == "ina@example.org"
    make_comment(story, "kata baru")
    [news] = mails(after=10)
    assert news.to == ["ina@example.org"]
    assert "kata baru" in news.body


def test_a_visitor_who_comments_may_follow_at_once(client, story):
    waiting = services.ask_to_confirm(
        key=str(story.translation_key), name="Ina", email="Ina@example.org", body="Salam.", follows=True
    )
    assert not VisitorFollow.objects.exists()
    services.confirm_comment(waiting=waiting)
    assert VisitorFollow.objects.get().email == "ina@example.org"
    mail.outbox.clear()
    assert mails(after=10) == []  # what one wrote oneself is no news


@pytest.mark.parametrize("token", ["x", "eyJhIjoxfQ:1:2", "%00"])
def test_forged_links_say_that_they_do_not_work(client, token):
    for name in ("follow_confirm", "unfollow"):
        address = reverse(f"comments:{name}", args=[token])
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def test_a_link_of_one_kind_is_none_of_another(client, story, follower):
    found = following.Follower(Discussion.objects.get(), follower, language="id")
    assert following.follower_of(following.undo_mark(found)) is None
    assert following.asked_by(following.token_of(found)) is None


def test_a_link_to_begin_works_as_long_as_the_page_is_open(story):
    following.ask_to_follow(place=place_of(str(story.translation_key), everyone()), email="ina@example.org")
    [letter] = mails()
    token = re.search(r"/ikuti/konfirmasi/(\S+?)/", letter.body)[1]
    assert following.asked_by(token)
    story.unpublish()
    assert following.asked_by(token) is None


def test_one_press_in_a_mail_ends_it_and_can_be_undone(story, follower):
    make_comment(story)
    [letter] = mails(after=10)
    link = letter.extra_headers["List-Unsubscribe"].strip("<>").partition("://")[2].partition("/")[2]
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(f"/{link}").status_code == 200
    found = following.Follower(Discussion.objects.get(), follower, language="id")
    assert found.follows
    answer = stranger.post(f"/{link}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not found.follows
    stranger.post(f"/{link}", {"undo": "x"})
    assert not found.follows
    stranger.post(f"/{link}", {"undo": answer.context["undo"]})
    assert found.follows


def test_a_visitor_ends_it_the_same_way(client, story):
    discussion = make_comment(story).discussion
    row = VisitorFollow.objects.create(discussion=discussion, email="ina@example.org", language="id")
    address = reverse(
        "comments:unfollow", args=[following.token_of(following.Follower(discussion, email=row.email, language="id"))]
    )
    answer = client.post(address)
    assert not VisitorFollow.objects.exists()
    client.post(address, {"undo": answer.context["undo"]})
    assert VisitorFollow.objects.exists()


def test_following_is_no_way_to_learn_of_what_is_closed(client, story):
    comment = make_comment(story)
    address = reverse("comments:follow", args=[story.translation_key])
    services.set_state(by=ModeratorFactory(), discussion=comment.discussion, state="closed")
    assert client.get(address).status_code == 403
    assert client.post(address, {"email": "ina@example.org"}).status_code == 403
    story.unpublish()
    assert client.get(address).status_code == 404
    assert mails() == []


def test_an_address_is_asked_only_so_often(client, story):
    address = reverse("comments:follow", args=[story.translation_key])
    codes = [client.post(address, {"email": "ina@example.org"}).status_code for _time in range(7)]
    assert codes == [200] * 5 + [429] * 2


def test_a_new_title_is_told_and_listed(story, follower):
    story.title = "Tali yang baru"
    story.save_revision().publish()
    assert Discussion.objects.get().title == "Tali yang baru"
    make_comment(story)
    [letter] = mails(after=10)
    assert "Tali yang baru" in letter.subject


def mails(*, after: int | None = None) -> list:
    """What was sent since the last time; `after` so many minutes the followers are told."""
    if after is not None:
        minutes = timedelta(minutes=after)
        for discussion in Discussion.objects.exclude(mails_due_at=None):
            assert discussion.mails_due_at > timezone.now()
            Discussion.objects.filter(pk=discussion.pk).update(mails_due_at=discussion.mails_due_at - minutes)
        following_mails.tell_due()
        current_app.loader.import_default_modules()
        while work_sweeps():
            pass
    sent = list(mail.outbox)
    mail.outbox.clear()
    return sent
