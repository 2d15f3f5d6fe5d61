"""What a member wrote as a visitor, with the address that their account has confirmed, is theirs too."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.utils import translation
from wagtail.models import ModelLogEntry

from community.comments import services
from community.comments.models import Comment, UnconfirmedComment, VisitorFollow
from community.comments.services import following, personal
from community.members.services import replace_address
from search.models import SearchEntry
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.rights import change_address, erase, work

pytestmark = pytest.mark.django_db

TAMU = "tamu@example.org"


def told(member, name: str) -> list[dict]:
    return [row for part in personal.personal_data(user=member) if part.name == name for row in part.rows]


def replace_by_staff(member, email: str) -> None:
    member.email = email
    member.save()
    replace_address(user=member)
    EmailAddress.objects.filter(user=member).update(verified=True)


def wait_to_confirm(story) -> None:
    services.ask_to_confirm(key=str(story.translation_key), name="Tamu", email=TAMU, body="Belum jadi.")


def test_it_is_in_the_copy_of_ones_data_and_nothing_of_other_visitors():
    story, member = make_story(), MemberFactory(email=TAMU)
    make_visitor_comment(story, "Sebelum jadi anggota.")
    wait_to_confirm(story)
    Comment.objects.filter(pk=make_visitor_comment(story, "Orang lain.").pk).update(user_email="lain@example.org")
    make_comment(story, "Sebagai anggota.", author=member)
    (row,) = told(member, "comments_as_visitor")
    assert (row["name"], row["email"], row["text"]) == ("Tamu", TAMU, "Sebelum jadi anggota.")
    assert [row["body"] for row in told(member, "unconfirmed_comments")] == ["Belum jadi."]
    assert [row["text"] for row in told(member, "comments")] == ["Sebagai anggota."]


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("by_staff", [True, False])
def test_it_stays_ones_own_when_the_account_gets_another_address(keeps, by_staff):
    story, member = make_story(), MemberFactory(email=TAMU)
    comment = make_visitor_comment(story, "Dari surel lama.")
    (replace_by_staff if by_staff else change_address)(member, "baru@example.org")
    assert [row["text"] for row in told(member, "comments_as_visitor")] == ["Dari surel lama."]
    erase(member, keeps=keeps)
    comment.refresh_from_db()
    assert (comment.user_name == "Tamu", comment.user_email, comment.is_live) == (False, "", keeps)


@pytest.mark.parametrize("by_staff", [True, False])
def test_what_waits_to_be_confirmed_stays_with_the_mailbox_that_its_link_was_sent_to(by_staff):
    story, member = make_story(), MemberFactory(email=TAMU)
    wait_to_confirm(story)
    (replace_by_staff if by_staff else change_address)(member, "baru@example.org")
    assert told(member, "unconfirmed_comments") == []
    comment = services.confirm_comment(waiting=UnconfirmedComment.objects.get())
    assert comment.user_email == TAMU
    assert told(member, "comments_as_visitor") == []


def test_the_traces_of_what_was_confirmed_go_along_to_another_address():
    story, member = make_story(), MemberFactory(email=TAMU)
    wait_to_confirm(story)
    services.confirm_comment(waiting=UnconfirmedComment.objects.get())
    change_address(member, "baru@example.org")
    assert UnconfirmedComment.objects.get().email == "baru@example.org"
    erase(member, keeps=False)
    assert not UnconfirmedComment.objects.exists()


@pytest.mark.parametrize("fields", [{"email": TAMU, "verified": False}, {"email": "lain@example.org"}])
def test_who_has_not_proved_that_the_address_is_theirs_gets_and_removes_nothing(fields):
    story, member = make_story(), MemberFactory(**fields)
    comment = make_visitor_comment(story)
    wait_to_confirm(story)
    assert told(member, "comments_as_visitor") == told(member, "unconfirmed_comments") == []
    erase(member, keeps=False)
    comment.refresh_from_db()
    assert (comment.user_name, comment.user_email, comment.is_live) == ("Tamu", TAMU, True)
    assert UnconfirmedComment.objects.exists()


def test_with_all_that_one_wrote_it_is_removed_and_its_place_stays():
    story, member = make_story(), MemberFactory(email=TAMU)
    comment = make_visitor_comment(story, "Dari Ambon dengan salam.")
    answer = make_comment(story, "Balasan anggota.", reply_to=comment.pk)
    services.hide_comment(by=ModeratorFactory(), comment=make_visitor_comment(story, "Dari Ambon lagi."), reason="x")
    wait_to_confirm(story)
    erase(member, keeps=False)
    comment.refresh_from_db()
    assert (comment.comment, comment.user_name, comment.user_email, comment.is_live) == ("", "—", "", False)
    assert Comment.objects.get(pk=answer.pk).is_live
    assert not Comment.objects.exclude(user_email="").exists()
    assert not UnconfirmedComment.objects.exists()
    assert not SearchEntry.objects.filter(body__contains="Dari Ambon").exists()
    assert "Dari Ambon" not in "".join(ModelLogEntry.objects.values_list("label", flat=True))


def test_where_it_stays_it_stays_under_former_member_and_without_the_address(client):
    story, member = make_story(), MemberFactory(email=TAMU)
    comment = make_visitor_comment(story, "Dari Ambon dengan salam.")
    work()
    assert SearchEntry.objects.get(kind="comment").author == "Tamu"
    erase(member, keeps=True)
    comment = Comment.objects.get(pk=comment.pk)
    assert (comment.comment, comment.is_live) == ("Dari Ambon dengan salam.", True)
    assert (comment.user_name, comment.user_email, comment.ip_address) == ("", "", None)
    with translation.override("en"):
        assert comment.writer.name == "Former member"
    assert SearchEntry.objects.get(kind="comment").author == "Mantan anggota"
    page = client.get(story.get_url()).content.decode()
    assert "Mantan anggota" in page
    assert "Dari Ambon dengan salam." in page


def test_many_are_answered_for_in_steps():
    story, member = make_story(), MemberFactory(email=TAMU)
    for _number in range(5):
        make_visitor_comment(story)
    done = []
    while count := personal.erase_comments(user=member, keep=True, limit=2):
        done.append(count)
    assert done == [2, 2, 1]


def test_what_one_follows_as_a_visitor_is_told_goes_along_and_is_forgotten():
    story, member = make_story(), MemberFactory(email=TAMU)
    discussion, other = make_comment(story).discussion, make_comment(make_story("Lain")).discussion
    for each in (discussion, other):
        following.begin_with(discussion=each, email=TAMU)
    following.begin_with(discussion=other, email="baru@example.org")
    assert [row["title"] for row in told(member, "comments_followed_as_visitor")] == ["Tali yang sama", "Lain"]
    change_address(member, "baru@example.org")
    rows = VisitorFollow.objects.order_by("discussion")
    assert list(rows.values_list("email", "discussion")) == [
        ("baru@example.org", discussion.pk),
        ("baru@example.org", other.pk),
    ]
    erase(member, keeps=True)
    assert not VisitorFollow.objects.exists()
