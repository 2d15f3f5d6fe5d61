"""Following a discussion by mail: members and visitors, what is told when, to whom, and ending it by one press."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from guard.limits import forget_counts
from outbox.services import work_sweeps
from wagtail.models import PageViewRestriction

from community.comments import services
from community.comments.kinds import place_of
from community.comments.models import Discussion, VisitorFollow
from community.comments.services import by_address, following, following_mails
from community.members.blocking.services import block
from community.members.following import overview
from community.members.models import User
from community.members.permissions import Viewer
from community.writing.kinds import everyone
from community.writing.signals import Hold, screening
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment, make_story, translate
from tests.factories.members import MemberFactory, MentorFactory, ModeratorFactory
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh():
    forget_counts()
    with translation.override("id"):
        yield


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


def test_what_was_there_before_somebody_followed_is_no_news_to_them(story, follower):
    make_comment(story, "Sebelumnya.")
    late = MemberFactory(email="terlambat@example.org")
    following.follow(user=late, place=place_of(str(story.translation_key), Viewer(late)))
    make_comment(story, "Sesudahnya.")
    told = {letter.to[0]: letter.body for letter in mails(after=10)}
    assert "Sebelumnya." in told["ikut@example.org"]
    assert "Sebelumnya." not in told["terlambat@example.org"]
    assert "Sesudahnya." in told["terlambat@example.org"]


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
    mails()  # those to its author
    assert mails(after=10) == []
    services.restore_comment(by=ModeratorFactory(), comment=comment)
    [letter] = [sent for sent in mails(after=10) if sent.to == [follower.email]]
    assert "ditahan dulu" in letter.body
    assert "iklan" not in letter.body


def test_what_was_hidden_before_anybody_was_told_is_news_once_it_is_restored_and_only_once(story, follower):
    moderator = ModeratorFactory()
    comment = make_comment(story, "yang disembunyikan")
    services.hide_comment(by=moderator, comment=comment, reason="salah paham")
    mails()  # those to its author
    assert mails(after=10) == []
    services.restore_comment(by=moderator, comment=comment)
    [letter] = [sent for sent in mails(after=10) if sent.to == [follower.email]]
    assert "yang disembunyikan" in letter.body
    services.hide_comment(by=moderator, comment=comment, reason="salah paham")
    services.restore_comment(by=moderator, comment=comment)
    assert [sent for sent in mails(after=10) if sent.to == [follower.email]] == []


def test_a_mail_names_all_who_stand_beside_the_comment(story, follower):
    mentor = MentorFactory(name="Petrus Renyaan")
    person = make_assistance(mentor=mentor).person
    make_comment(story, author=person, acted_by=mentor)
    organisation = make_organisation(owner := MemberFactory(name="Ina Letsoin"), name="BUMDes Hoat")
    make_comment(story, author=owner, organisation=organisation)
    [letter] = mails(after=10)
    assert f"{person.name} (ditulis oleh Petrus Renyaan) menulis:" in letter.body
    assert "Ina Letsoin atas nama BUMDes Hoat menulis:" in letter.body


def test_who_may_not_follow_now_reads_why_where_they_undo(client, story, follower):
    discussion = make_comment(story).discussion
    address = reverse("comments:unfollow", args=[following.token_of(following.Follower(discussion, follower))])
    undo = client.post(address).context["undo"]
    User.objects.filter(pk=follower.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    answer = client.post(address, {"undo": undo})
    assert answer.status_code == 403
    assert "ditangguhkan" in answer.content.decode()


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
        follow_as_visitor(discussion, f"tamu{number}@example.org")
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
    assert not VisitorFollow.objects.running().exists()
    link = re.search(r"http\S+/ikuti/konfirmasi/\S+", letter.body)[0].partition("/diskusi")[2]
    link = f"/diskusi{link}"
    assert "ina" not in base64.urlsafe_b64decode(link.split("/")[4].partition(":")[0] + "===").decode()
    assert client.get(link).status_code == 200
    assert not VisitorFollow.objects.running().exists()
    for _time in range(2):
        assert client.post(link).status_code == 200
    assert VisitorFollow.objects.running().get().email == "ina@example.org"
    make_comment(story, "kata baru")
    [news] = mails(after=10)
    assert news.to == ["ina@example.org"]
    assert "kata baru" in news.body


def test_a_link_to_begin_works_once_also_after_the_mails_were_ended(client, story):
    link = ask_for_link(client, story)
    client.post(link)
    row = VisitorFollow.objects.running().get()
    assert client.post(link).context["follows"]  # a second press is harmless
    assert VisitorFollow.objects.get().confirmed_at == row.confirmed_at
    following.stop(following.Follower(row.discussion, row=row))
    for answer in (client.post(link), client.get(link)):
        page = answer.content.decode()
        assert answer.status_code == 410
        assert "Tautan ini sudah dipakai" in page
        assert "<button" not in page.partition("<main")[2].partition("</main>")[0]
        assert reverse("comments:follow", args=[story.translation_key]) in page
    assert not VisitorFollow.objects.running().exists()
    again = ask_for_link(client, story)
    assert client.post(link).status_code == 410  # the old one neither
    assert client.get(again).status_code == 200
    assert client.post(again).context["follows"]
    assert VisitorFollow.objects.running().get() == row


def test_a_link_that_was_asked_for_while_the_mails_went_begins_nothing_after_they_were_ended(client, story):
    row = follow_as_visitor(make_comment(story).discussion, "ina@example.org")
    link = ask_for_link(client, story)
    assert client.post(link).context["follows"]
    following.stop(following.Follower(row.discussion, row=row))
    assert client.post(link).status_code == 410
    assert not VisitorFollow.objects.running().exists()


def test_of_two_links_that_were_asked_for_each_begins_the_mails_and_the_other_none_after_they_were_ended(client, story):
    first, second = (ask_for_link(client, story) for _time in range(2))
    assert client.post(first).context["follows"]
    row = VisitorFollow.objects.get()
    following.stop(following.Follower(row.discussion, row=row))
    assert [client.post(link).status_code for link in (first, second)] == [410, 410]


def test_who_undid_the_end_is_mailed_on_and_old_links_still_begin_nothing(client, story):
    link = ask_for_link(client, story)
    client.post(link)
    row = VisitorFollow.objects.get()
    end = reverse("comments:unfollow", args=[following.token_of(following.Follower(row.discussion, row=row))])
    client.post(end, {"undo": client.post(end).context["undo"]})
    assert client.get(link).context["follows"]
    client.post(end)
    assert client.post(link).status_code == 410


def test_a_link_of_an_earlier_version_works_once_too(client, story):
    row = following.ask_to_follow(place=place_of(str(story.translation_key), everyone()), email="ina@example.org")
    link = reverse("comments:follow_confirm", args=[signing.dumps(row.pk, salt=following.BEGIN_SALT)])
    assert client.post(link).context["follows"]
    following.stop(following.Follower(row.discussion, row=row))
    assert client.post(link).status_code == 410


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
    found = following.Follower(Discussion.objects.get(), follower)
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
    found = following.Follower(Discussion.objects.get(), follower)
    assert found.follows
    answer = stranger.post(f"/{link}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not found.follows
    stranger.post(f"/{link}", {"undo": "x"})
    assert not found.follows
    stranger.post(f"/{link}", {"undo": answer.context["undo"]})
    assert found.follows


def test_a_visitor_ends_it_the_same_way_and_can_undo_it_for_some_days(client, story):
    row = follow_as_visitor(make_comment(story).discussion, "ina@example.org")
    address = reverse("comments:unfollow", args=[following.token_of(following.Follower(row.discussion, row=row))])
    answer = client.post(address)
    undo = answer.context["undo"]
    assert not VisitorFollow.objects.running().exists()
    assert not client.get(address).context["undo"]
    for _time in range(2):
        assert client.post(address, {"undo": undo}).context["is_back"]
    assert VisitorFollow.objects.running().exists()
    client.post(address)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert not client.post(address, {"undo": undo}).context["is_back"]
    assert not VisitorFollow.objects.running().exists()


def test_the_link_ends_the_mails_whatever_the_address_is_by_now(client, story):
    row = follow_as_visitor(make_comment(story).discussion, "lama@example.org")
    address = reverse("comments:unfollow", args=[following.token_of(following.Follower(row.discussion, row=row))])
    by_address.move(old="lama@example.org", new="baru@example.org")
    client.post(address)
    assert not VisitorFollow.objects.running().exists()


def test_what_was_removed_is_not_begun_again_by_an_old_link(client, story):
    row = follow_as_visitor(make_comment(story).discussion, "ina@example.org")
    address = reverse("comments:unfollow", args=[following.token_of(following.Follower(row.discussion, row=row))])
    undo = client.post(address).context["undo"]
    row.delete()
    assert client.get(address).status_code == 404
    assert client.post(address, {"undo": undo}).status_code == 404
    assert not VisitorFollow.objects.exists()


def test_what_nobody_confirmed_and_what_was_ended_is_forgotten(story):
    place = place_of(str(story.translation_key), everyone())
    waiting = following.ask_to_follow(place=place, email="tunggu@example.org")
    ended = follow_as_visitor(waiting.discussion, "berhenti@example.org")
    following.stop(following.Follower(ended.discussion, row=ended))
    running = follow_as_visitor(waiting.discussion, "ikut@example.org")
    assert following.forget_unused() == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert following.forget_unused() == 2
    assert list(VisitorFollow.objects.all()) == [running]


def test_asking_twice_by_a_double_click_sends_one_mail(client, story):
    address = reverse("comments:follow", args=[story.translation_key])
    assert "idempotency_key" in client.get(address).content.decode()
    for _press in range(2):
        client.post(address, {"email": "ina@example.org", "idempotency_key": "k" * 20})
    assert len(mails()) == 1


def test_a_title_that_only_some_may_read_is_told_to_nobody(story, follower):
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    story.title = "Judul rahasia"
    story.save_revision().publish()
    assert Discussion.objects.get().title == "Tali yang sama"


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


def test_what_one_follows_is_called_as_its_page_in_the_readers_language(story, follower, client):
    english = translate(story)
    english.title = "The same rope"
    english.save_revision().publish()
    discussion = Discussion.objects.get()
    client.force_login(follower)
    for language, title in (("id", "Tali yang sama"), ("en", "The same rope")):
        with translation.override(language):
            pages = reverse("members:following"), reverse("members:follow", args=["discussion", discussion.pk])
        assert all(title in client.get(page).content.decode() for page in pages)
    User.objects.filter(pk=follower.pk).update(language="en")
    make_comment(story)
    [letter] = mails(after=10)
    assert "The same rope" in letter.subject


def test_a_translation_that_the_reader_may_not_see_names_nothing(story, follower):
    english = translate(story)
    english.title = "Secret rope"
    english.save_revision().publish()
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=english, restriction_type="login")])
    PageViewRestriction.objects.update(restriction_type="password", password="x")
    with translation.override("en"):
        assert titles_followed(follower) == ["Tali yang sama"]


def test_a_renamed_organisation_is_called_as_now(follower):
    organisation = make_organisation()
    following.follow(user=follower, place=place_of(f"organisation-{organisation.pk}", Viewer(follower)))
    organisation.name = "Koperasi Baru"
    organisation.save()
    assert titles_followed(follower) == ["Koperasi Baru", "Tali yang sama"]


def test_many_discussions_are_named_by_as_many_queries_as_one(story, follower):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            titles_followed(User.objects.get(pk=follower.pk))
        return len(asked)

    first = queries()
    for number in range(8):
        other = make_story(f"Cerita {number}")
        following.follow(user=follower, place=place_of(str(other.translation_key), Viewer(follower)))
    assert queries() == first


def titles_followed(member: User) -> list[str]:
    [section] = overview.sections(Viewer(member))
    return [entry.name for entry in section.entries]


def ask_for_link(client, story, email: str = "ina@example.org") -> str:
    """Ask on the page to follow as a visitor, and give the address in the mail."""
    mail.outbox.clear()
    client.post(reverse("comments:follow", args=[story.translation_key]), {"email": email})
    [letter] = mails()
    return f"/diskusi{re.search(r'http.*?/diskusi(/ikuti/konfirmasi/.*?/)', letter.body)[1]}"


def follow_as_visitor(discussion: Discussion, email: str) -> VisitorFollow:
    return following.begin_with(discussion=discussion, email=email)


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
