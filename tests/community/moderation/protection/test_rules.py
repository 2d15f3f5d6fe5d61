"""What new accounts write waits where there is too much of it; whom that concerns, what is kept, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from community.comments import services as comments
from community.forums import services as forums
from community.forums.models import ForumSettings, Topic
from community.forums.polls.making import NewPoll
from community.forums.polls.services import change_poll
from community.members.models import Profile, User
from community.moderation.models import BlockedTerm, Trace
from community.moderation.services.screened_people import look_at_profile
from community.moderation.site_settings import moderation_settings
from community.moderation.tasks import forget_traces
from community.writing.newcomers import by_settled, is_unproven
from tests.factories.alike import LINE, NUMBER, OTHERS, SAME, SITE, change, idle_member, link_from, old_member
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment
from tests.factories.conversations import make_conversation
from tests.factories.forums import TopicFactory
from tests.factories.limits import UNCOMPARED
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.compared]

LONG_AGO = timedelta(days=30)


# Many in a row


def test_more_texts_in_a_row_than_are_set_wait_and_later_ones_do_not(story):
    change(burst_texts=2, burst_minutes=5)
    member = MemberFactory()
    written = [make_comment(story, body, member) for body in OTHERS[:3]]
    assert [each.is_live for each in written] == [True, True, False]
    assert make_comment(story, OTHERS[3]).is_live
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert make_comment(story, OTHERS[4], member).is_live


def test_visitors_are_told_apart_by_their_address(story, settings):
    settings.COMMENT_HOLD_FIRST = False
    change(burst_texts=1)
    written = [
        comments.write_comment(
            key=str(story.translation_key), author=AnonymousUser(), name="Tamu", email=email, body=body
        ).is_live
        for email, body in zip(("a@example.org", "b@example.org", "A@example.org"), OTHERS, strict=False)
    ]
    assert written == [True, True, False]


# All who are new together


def test_more_texts_of_all_who_are_new_together_than_are_set_wait_and_later_ones_do_not(story, settings):
    settings.COMMENT_HOLD_FIRST = False
    change(**dict.fromkeys(UNCOMPARED, 0) | {"newcomer_texts": 2, "newcomer_minutes": 30})
    visitor = {"key": str(story.translation_key), "author": AnonymousUser(), "name": "Tamu"}
    written = [
        make_comment(story, OTHERS[0]),
        comments.write_comment(**visitor, email="tamu@example.org", body=OTHERS[1]),
        make_comment(story, OTHERS[2]),
        comments.write_comment(**visitor, email="lain@example.org", body=OTHERS[3]),
    ]
    assert [each.is_live for each in written] == [True, True, False, False]
    for language, reason in (
        ("en", "More than 2 texts of new accounts and visitors in a short time"),
        ("id", "Lebih dari 2 tulisan akun baru dan pengunjung dalam waktu singkat"),
    ):
        with translation.override(language):
            assert written[2].get_held_reason_display() == reason
    assert make_comment(story, OTHERS[4], old_member()).is_live
    assert comments.edit_comment(by=written[0].user, comment=written[0], body=f"{OTHERS[0]} Begitu.").is_live
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert make_comment(story, OTHERS[5]).is_live


def test_twenty_in_an_hour_are_shown_to_begin_with_and_all_where_it_is_switched_off(story):
    said = (f"Kabar nomor {chr(ord('a') + number)}" for number in range(22))
    assert [make_comment(story, next(said)).is_live for _number in range(21)] == [True] * 20 + [False]
    change(newcomer_texts=0)
    assert make_comment(story, next(said)).is_live


# Texts that are changed


def test_a_change_is_no_further_text_and_no_repeat_of_itself(story):
    change(burst_texts=1)
    comment = make_comment(story, SAME)
    changed = comments.edit_comment(by=comment.user, comment=comment, body=f"{SAME} Begitu.")
    topic = TopicFactory(body=OTHERS[0])
    post = forums.edit_post(editor=topic.author, post=topic.posts.get(), body=f"{OTHERS[0]} Begitu.")
    assert (changed.is_live, post.is_live) == (True, True)
    assert Trace.objects.filter(kind="text").count() == 2


def test_a_link_that_comes_with_a_change_counts_and_one_that_stood_there_does_not(story):
    comments_ = [link_from(story, number=number) for number in range(2)]
    later = make_comment(story, OTHERS[2])
    edit = comments.edit_comment
    assert not edit(by=later.user, comment=later, body=f"{OTHERS[2]} https://toko.example").is_live
    first = comments_[0]
    assert edit(by=first.user, comment=first, body=f"{OTHERS[0]} {SITE.format(9)}").is_live


def test_what_a_changed_poll_says_is_compared():
    TopicFactory(body=SAME)
    topic = TopicFactory(body=OTHERS[0], poll=NewPoll(options=("satu", "dua")))
    change_poll(editor=topic.author, poll=topic.poll, new=NewPoll(options=(SAME, "dua")))
    assert Topic.objects.get(pk=topic.pk).held_at


# Whom it concerns


@pytest.mark.parametrize(
    "make",
    [old_member, lambda: MemberFactory(trust_level=2), ModeratorFactory, AdministratorFactory],
    ids=["level 1, not new", "level 2", "moderator", "staff"],
)
def test_nothing_of_others_is_compared_or_kept(story, make):
    change(burst_texts=1, host_accounts=1)
    member = make()
    assert all(make_comment(story, f"{SAME} https://toko.example", member).is_live for _number in range(3))
    assert not Trace.objects.exists()


@pytest.mark.parametrize(
    "facts", [{"date_joined": timezone.now() - LONG_AGO}, {"trust_level": 1}], ids=["level 0, old", "level 1, new"]
)
def test_who_is_unproven_is_compared_however_old_the_account_is(story, facts):
    change(burst_texts=1)
    member = MemberFactory(**facts)
    assert [make_comment(story, body, member).is_live for body in OTHERS[:2]] == [True, False]


def test_level_two_proves_somebody_on_the_first_day_and_level_one_after_the_days_that_are_set(story):
    ForumSettings.objects.create(newcomer_days=5)
    now = timezone.now()
    unproven = {
        (level, days): is_unproven(MemberFactory(trust_level=level, date_joined=now - timedelta(days=days)))
        for level in (0, 1, 2)
        for days in (0, 4, 6, 400)
    }
    settled = Profile.objects.filter(by_settled("user")).values_list("user__trust_level", "user__date_joined")
    assert {key for key, is_so in unproven.items() if is_so} == {
        *((0, days) for days in (0, 4, 6, 400)),
        *((1, days) for days in (0, 4)),
    }
    assert set(settled) == {
        (level, now - timedelta(days=days)) for (level, days), is_so in unproven.items() if not is_so
    }


def test_the_profile_of_an_unproven_account_waits_where_a_text_of_theirs_would_however_old_it_is():
    BlockedTerm.objects.create(text="judi")
    shown = {"is_listed": True, "bio": "Main judi di sini.", "date_joined": timezone.now() - LONG_AGO}
    idle, settled = MemberFactory(**shown), MemberFactory(trust_level=1, **shown)
    for member in (idle, settled):
        look_at_profile(member)
    assert [Profile.objects.get(user=member).is_listed for member in (idle, settled)] == [False, True]


def test_what_a_mentor_writes_for_somebody_new_is_the_mentors(story):
    change(host_accounts=1)
    assistance = make_assistance()
    mentor = assistance.mentor
    mentor.date_joined = timezone.now() - LONG_AGO
    mentor.save()
    said = {"author": assistance.person, "body": f"{OTHERS[0]} https://toko.example"}
    assert make_comment(story, acted_by=mentor, **said).is_live
    User.objects.filter(pk=mentor.pk).update(date_joined=timezone.now())
    assert not make_comment(story, acted_by=User.objects.get(pk=mentor.pk), **said).is_live


def test_a_private_conversation_is_neither_compared_nor_kept():
    change(burst_texts=1, host_accounts=1)
    for _number in range(2):
        talk = make_conversation(body=f"{SAME} https://toko.example")
        forums.reply(author=talk.author, topic=talk, body=SAME)
    assert not Trace.objects.exists()


def test_every_rule_can_be_switched_off(story):
    change(**dict.fromkeys(UNCOMPARED, 0))
    assert all(make_comment(story, f"{SAME} https://toko.example {NUMBER}").is_live for _number in range(7))
    assert all(make_comment(story, LINE).is_live for _number in range(17))
    assert not Trace.objects.exists()


# What is kept


def test_a_held_text_is_noted_and_a_refused_one_is_not(story):
    change(burst_texts=1)
    member = MemberFactory()
    for body in OTHERS[:2]:
        make_comment(story, body, member)
    with pytest.raises(ValidationError):
        make_comment(story, OTHERS[2], member, reply_to=12345)
    assert Trace.objects.filter(kind="text").count() == 2


def test_rows_tell_nothing_to_who_does_not_know_the_secret(story, settings):
    link_from(story)
    before = set(Trace.objects.values_list("value", flat=True))
    Trace.objects.all().delete()
    cache.clear()
    settings.SECRET_KEY = "another"
    link_from(story)
    assert before & set(Trace.objects.values_list("value", flat=True)) == {""}


def test_rows_go_when_no_rule_looks_back_so_far(story):
    change(host_days=2, repeat_days=3)
    make_comment(story, SAME)
    for days, left in ((2, True), (4, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            forget_traces()
        assert Trace.objects.exists() is left


# What it costs


def queries_of(story, member, number: int) -> int:
    moderation_settings()  # which are kept for a minute
    with CaptureQueriesContext(connection) as queries:
        link_from(story, member, number)
    return len(queries)


@pytest.mark.parametrize("unproven", [MemberFactory, idle_member])
@pytest.mark.parametrize("others", [0, 20])
def test_who_is_unproven_costs_seven_queries_however_much_was_written_and_others_none(story, others, unproven):
    off = dict.fromkeys(UNCOMPARED, 0)
    change(**off)
    for number in range(2):
        link_from(story, number=number)
    costs = {}
    for of in (old_member, unproven):
        without = queries_of(story, of(), 2)
        change(burst_texts=100, repeat_days=7, host_accounts=100, network_accounts=5, newcomer_texts=100)
        for _number in range(others):
            link_from(story, number=3)
        costs[of] = queries_of(story, of(), 4) - without
        change(**off)
    locks = 2 if connection.vendor == "postgresql" else 0
    assert costs == {old_member: 0, unproven: 7 + locks}
