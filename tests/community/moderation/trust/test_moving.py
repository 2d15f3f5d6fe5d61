"""Members rise by their numbers, at once or at night; the third level is lost again; every step is in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from outbox.models import Job
from outbox.schedule import periods
from wagtail.models import ModelLogEntry

from community.forums.models import Post, Reading
from community.forums.services import progress
from community.members.models import User, VisitedDay
from community.members.organisations.services import verify
from community.members.organisations.services.joining import admit
from community.members.permissions import Viewer
from community.members.roles.services import grant
from community.members.roles.vouching import take_back, vouch
from community.members.trust.services import set_trust_levels
from community.moderation.trust import counting, services
from community.writing.reactions.models import Reaction
from community.writing.reactions.services import react
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory, MentorFactory
from tests.factories.organisations import add_member, keeper, make_organisation, owner_of
from tests.factories.told import make_story
from tests.factories.trust import (
    be_here,
    copies_of,
    level_of,
    like,
    make_ready_for_basic,
    make_ready_for_known,
    make_topics,
    read,
)

pytestmark = pytest.mark.django_db
BASIC, KNOWN, REGULAR, LEADER = 1, 2, 3, 4
TASK = "community.moderation.tasks.promote"


def asked_for() -> list[int]:
    """Whom the jobs that wait would look at."""
    calls = Job.objects.filter(name=TASK, state=Job.State.PENDING).values_list("args", flat=True)
    return sorted(key for (keys,) in calls for key in keys)


def forget_jobs() -> None:
    Job.objects.filter(name=TASK).delete()


def test_the_task_runs_every_night():
    assert periods()["community.moderation.tasks.recompute_trust"] == 86_400


def test_at_night_each_gets_what_their_numbers_say():
    basic, known, none = make_ready_for_basic(), make_ready_for_known(), MemberFactory()
    assert services.recompute_all() >= 2
    assert [level_of(member) for member in (basic, known, none)] == [BASIC, KNOWN, 0]
    assert services.recompute_all() == 0


def test_a_member_may_rise_two_levels_in_one_night():
    member = make_ready_for_known(trust_level=0)
    services.recompute_all()
    assert level_of(member) == KNOWN


def test_one_reading_less_is_too_little():
    member = make_ready_for_basic()
    Reading.objects.filter(user=member, last_read=1).first().delete()
    services.recompute_all()
    assert level_of(member) == 0


def test_each_step_is_in_the_log_with_what_was_before():
    member = make_ready_for_basic(name="Ana")
    services.recompute_all()
    (entry,) = ModelLogEntry.objects.for_instance(member).filter(action="members.trust_level")
    assert (entry.label, entry.user) == ("Ana", None)
    assert (entry.data["before"], entry.data["after"]) == (0, BASIC)
    assert entry.data["reason"]
    assert User.objects.get(pk=member.pk).trust_since == entry.timestamp


@pytest.mark.parametrize(
    "facts",
    [{"trust_locked": True}, {"is_active": False}, {"silenced_until": True}, {"suspended_until": True}],
    ids=lambda facts: next(iter(facts)),
)
def test_locked_switched_off_and_restricted_ones_stay_as_they_are(facts):
    soon = timezone.now() + timedelta(days=1)
    member = make_ready_for_basic(**{name: soon if name.endswith("until") else value for name, value in facts.items()})
    services.recompute_all()
    assert level_of(member) == 0


def test_the_highest_level_stays_whatever_the_numbers_are():
    member = MemberFactory(trust_level=LEADER)
    services.recompute_all()
    assert level_of(member) == LEADER


def test_the_third_level_is_lost_when_its_numbers_are_gone_but_not_in_two_weeks():
    lately = MemberFactory(trust_level=REGULAR, trust_since=timezone.now() - timedelta(days=13))
    before = MemberFactory(trust_level=REGULAR, trust_since=timezone.now() - timedelta(days=15))
    locked = MemberFactory(trust_level=REGULAR, trust_locked=True)
    services.recompute_all()
    assert [level_of(member) for member in (lately, before, locked)] == [REGULAR, KNOWN, REGULAR]
    entry = ModelLogEntry.objects.get(action="members.trust_level")
    assert (entry.object_id, entry.data["before"], entry.data["after"]) == (str(before.pk), REGULAR, KNOWN)


def test_who_keeps_the_community_going_gets_the_third_level():
    member = make_regular()
    services.recompute_all()
    assert level_of(member) == REGULAR


def test_agreed_reports_keep_one_from_it(monkeypatch):
    member = make_regular()
    monkeypatch.setattr(counting, "FLAGGED", [lambda keys, since: {member.pk: (6, 1)}])
    services.recompute_all()
    assert level_of(member) == KNOWN


def test_what_was_locked_or_moved_while_it_was_counted_stays():
    locked, moved = MemberFactory(), MemberFactory(trust_level=KNOWN)
    User.objects.filter(pk=locked.pk).update(trust_locked=True)
    assert set_trust_levels({locked.pk: (0, BASIC), moved.pk: (0, BASIC)}, reason="x") == 0
    assert [level_of(member) for member in (locked, moved)] == [0, KNOWN]
    assert not ModelLogEntry.objects.filter(action="members.trust_level").exists()


def test_a_night_costs_as_many_queries_for_many_as_for_few():
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            services.recompute_all()
        return len(queries)

    make_ready_for_basic()
    services.recompute_all()
    for _each in range(2):
        make_ready_for_basic()
    few = cost()
    for _each in range(6):
        make_ready_for_basic()
    assert cost() == few


def test_days_that_nothing_asks_for_any_more_become_a_number_of_their_member():
    member, other = MemberFactory(earlier_days=2), MemberFactory()
    be_here(member, 3, before=110)
    be_here(member, 1)
    be_here(other, 1, before=105)
    for _twice in range(2):
        services.recompute_all()
        assert VisitedDay.objects.filter(user=member).count() == 1
        assert not VisitedDay.objects.filter(user=other).exists()
        assert [User.objects.get(pk=each.pk).earlier_days for each in (member, other)] == [5, 1]


def test_reading_on_brings_a_newcomer_up_at_once(work_outbox):
    member = make_ready_for_basic(date_joined=timezone.now() - timedelta(minutes=5))
    Reading.objects.filter(user=member, seconds__gt=0).update(seconds=590)
    topic = Reading.objects.filter(user=member, seconds=590).get().topic
    Reading.objects.update(last_read_at=timezone.now() - timedelta(minutes=5))
    progress.note_reading(viewer=Viewer(member), topic_id=topic.pk, number=1, seconds=15)
    assert asked_for() == [member.pk]
    work_outbox()
    assert level_of(member) == BASIC


def test_reading_asks_at_most_once_a_minute_and_from_the_second_level_on_never():
    topic = TopicFactory()
    for level, expected in ((0, 1), (BASIC, 1), (KNOWN, 0), (REGULAR, 0)):
        forget_jobs()
        viewer = Viewer(MemberFactory(trust_level=level))
        for _each in range(3):
            progress.note_reading(viewer=viewer, topic_id=topic.pk, number=1, seconds=15)
        assert len(asked_for()) == expected


def test_replying_commenting_and_reacting_bring_up_who_is_of_level_one():
    for level, expected in ((0, 0), (BASIC, 1), (KNOWN, 0)):
        member = MemberFactory(trust_level=level)
        post = PostFactory(author=member)
        assert asked_for() == [member.pk] * expected
        forget_jobs()
        make_comment(make_story(), author=member)
        assert asked_for() == [member.pk] * expected
        forget_jobs()
        react(user=member, kind="post", key=PostFactory(author=MemberFactory()).pk, name="thanks")
        assert asked_for() == [member.pk] * expected
        forget_jobs()
        react(user=MemberFactory(), kind="post", key=post.pk, name="thanks")
        assert asked_for() == [member.pk] * expected
        forget_jobs()


def test_one_reaction_writes_one_job_for_both():
    liker, liked = MemberFactory(trust_level=BASIC), MemberFactory(trust_level=BASIC)
    post = PostFactory(author=liked)
    forget_jobs()
    react(user=liker, kind="post", key=post.pk, name="thanks")
    assert Job.objects.filter(name=TASK).count() == 1
    assert asked_for() == sorted([liker.pk, liked.pk])


def test_the_last_reply_brings_up_at_once(work_outbox):
    member = make_ready_for_known()
    Post.objects.filter(author=member).latest("pk").delete()
    forget_jobs()
    services.promote([member.pk])
    assert level_of(member) == BASIC
    PostFactory(author=member)
    work_outbox()
    assert level_of(member) == KNOWN


def test_a_locked_level_is_not_even_looked_at():
    member = MemberFactory(trust_level=BASIC, trust_locked=True)
    PostFactory(author=member)
    progress.note_reading(viewer=Viewer(member), topic_id=TopicFactory().pk, number=1, seconds=15)
    assert asked_for() == []


def test_a_mentors_word_brings_up_at_once(work_outbox):
    member = MemberFactory()
    vouch(mentor=MentorFactory(), member=member, reason="Sabar.")
    work_outbox()
    assert level_of(member) == BASIC


def test_a_word_that_was_taken_back_or_whose_mentor_is_none_any_more_counts_no_longer():
    taken_back, lost = MemberFactory(), MemberFactory()
    mentor, former = MentorFactory(), MentorFactory()
    vouch(mentor=mentor, member=taken_back, reason="x")
    vouch(mentor=former, member=lost, reason="x")
    take_back(mentor=mentor, member=taken_back)
    former.roles.all().delete()
    services.recompute_all()
    assert [level_of(member) for member in (taken_back, lost)] == [0, 0]


def test_a_role_brings_up_at_once(work_outbox):
    member = MemberFactory()
    grant(by=AdministratorFactory(), user=member, kind="editor", reason="x")
    work_outbox()
    assert level_of(member) == BASIC


def test_being_registered_by_a_mentor_brings_up_at_once(work_outbox):
    person = make_assistance().person
    work_outbox()
    assert level_of(person) == BASIC


def test_a_verified_organisation_brings_up_all_its_people_and_who_joins_later(work_outbox):
    organisation = make_organisation()
    early, late = add_member(organisation).user, MemberFactory()
    services.recompute_all()
    assert level_of(early) == 0
    verify(by=keeper(), organisation=organisation, seen="Akta")
    work_outbox()
    assert [level_of(member) for member in (early, owner_of(organisation))] == [BASIC, BASIC]
    organisation.refresh_from_db()
    admit(organisation, late, "member", by=owner_of(organisation))
    work_outbox()
    assert level_of(late) == BASIC


@pytest.mark.parametrize("column", ["suspended_at", "closed_at", "verified_at"])
def test_an_organisation_that_is_out_of_view_or_not_verified_stands_for_nobody(column):
    organisation = make_organisation()
    verify(by=keeper(), organisation=organisation, seen="Akta")
    member = add_member(organisation).user
    organisation.refresh_from_db()
    setattr(organisation, column, None if column == "verified_at" else timezone.now())
    organisation.save()
    services.recompute_all()
    assert level_of(member) == 0


def test_whoever_somebody_stands_for_reads_nothing_for_the_second_level(work_outbox):
    member = make_ready_for_known()
    Reading.objects.filter(user=member).delete()
    services.recompute_all()
    assert level_of(member) == BASIC
    vouch(mentor=MentorFactory(), member=member, reason="x")
    work_outbox()
    assert level_of(member) == KNOWN


def test_who_is_assisted_gets_there_by_what_a_mentor_writes_for_them():
    assistance = make_assistance()
    person, topics = assistance.person, make_topics(3)
    posts = [PostFactory(author=person, acted_by=assistance.mentor, topic=topic) for topic in topics]
    services.recompute_all()
    assert level_of(person) == BASIC
    like(MemberFactory(), posts[0])
    services.recompute_all()
    assert level_of(person) == KNOWN


def test_the_first_two_levels_stay_when_the_word_is_gone(work_outbox):
    member, mentor = MemberFactory(), MentorFactory()
    vouch(mentor=mentor, member=member, reason="x")
    work_outbox()
    mentor.roles.all().delete()
    services.recompute_all()
    assert level_of(member) == BASIC


def make_regular() -> User:
    """A member of level 2 with all that level 3 takes while little is going on."""
    member = MemberFactory(trust_level=KNOWN)
    topics = make_topics(10)
    read(member, [*topics, *copies_of(topics[0], 190)], posts=500, seconds=9_000)
    be_here(member, 50)
    fans = [MemberFactory() for _each in range(5)]
    posts = [PostFactory(author=member, topic=topic) for topic in topics]
    for place in range(20):
        like(fans[place % 5], posts[place // 2])
    for place, reaction in enumerate(Reaction.objects.filter(user__in=fans)):
        day = timezone.now() - timedelta(days=place % 7)
        Reaction.objects.filter(pk=reaction.pk).update(created_at=day)
    others = [PostFactory(topic=topics[place % 10]) for place in range(30)]
    for post in others:
        like(member, post)
    return member
