"""At once: one report of one member, one case of one thing, one decision of one case, one removal of one account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.utils import timezone

from community.forums.models import Post
from community.forums.services import hide_post
from community.members.models import User
from community.members.permissions import Refused
from community.members.standing.services import lift_silence, silence, suspend
from community.moderation.models import Decision, Flag, Reason, Removal, Review
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, claim, decide
from community.moderation.services.people import remove_spammer, undo_removal
from community.moderation.services.reports import report
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

WORKERS = 4

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def at_once(*acts):
    """Do all of them at the same moment; give what each answered, or that it was refused."""
    barrier = Barrier(len(acts))

    def try_it(act):
        try:
            barrier.wait()
            return act()
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(try_it, acts))


def test_a_double_click_reports_once():
    post, member = make_reply(), MemberFactory()
    told = {"kind": "post", "key": post.pk, "reason": Reason.SPAM}
    at_once(*[lambda: report(reporter=User.objects.get(pk=member.pk), **told)] * WORKERS)
    assert (Flag.objects.count(), Review.objects.count(), case_of(post).flag_count) == (1, 1, 1)


def test_reports_of_many_at_once_make_one_case_with_the_weight_of_all_and_one_mail():
    post = make_reply()
    members = [MemberFactory(trust_level=2) for _number in range(WORKERS)]
    acts = [lambda member=member: report_thing(Post.objects.get(pk=post.pk), by=member) for member in members]
    at_once(*acts)
    case = case_of(post)
    assert (Review.objects.count(), case.flag_count, case.score, case.is_hidden) == (1, 4, 12, True)
    assert state(post) == "hidden"


def test_two_moderators_decide_a_case_once():
    post = make_reply()
    report_thing(post)
    case, moderators = case_of(post), [ModeratorFactory() for _number in range(WORKERS)]
    acts = [
        lambda by=by, to=to: decide(by=by, review=Review.objects.get(pk=case.pk), verdict=Verdict(to, "x"))
        for by, to in zip(moderators, [Decision.HIDE, Decision.KEEP] * 2, strict=True)
    ]
    assert at_once(*acts).count("refused") == WORKERS - 1
    assert (state(post) == "hidden") == (case_of(post).decision == Decision.HIDE)


def test_two_moderators_take_a_case_once():
    post = make_reply()
    report_thing(post)
    case, moderators = case_of(post), [ModeratorFactory() for _number in range(WORKERS)]
    acts = [lambda by=by: claim(by=by, review=Review.objects.get(pk=case.pk)) for by in moderators]
    assert at_once(*acts).count("refused") == WORKERS - 1


def test_deciding_while_somebody_hides_it_on_its_own_page_ends_the_case_once_and_never_stops():
    for _number in range(3):
        post, one, other = make_reply(), ModeratorFactory(), ModeratorFactory()
        report_thing(post)
        case = case_of(post)
        at_once(
            lambda by=one, case=case: decide(by=by, review=case, verdict=Verdict(Decision.HIDE, "x")),
            lambda by=other, post=post: hide_post(moderator=by, post=post, reason="y"),
        )
        assert (case_of(post).decision, state(post)) == (Decision.HIDE, "hidden")


def test_an_account_is_removed_once():
    spammer, moderators = MemberFactory(), [ModeratorFactory() for _number in range(WORKERS)]
    at_once(*[lambda by=by: remove_spammer(by=by, member=spammer, reason="x") for by in moderators])
    assert Removal.objects.count() == 1


def test_who_is_suspended_appeals_once_and_of_two_moderators_one_decides():
    member = MemberFactory()
    suspend(by=ModeratorFactory(), member=member, until=timezone.now() + timedelta(days=3), reason="x")
    case, author = Review.objects.get(author=member), User.objects.get(pk=member.pk)
    at_once(*[lambda: appeal(author=author, review=Review.objects.get(pk=case.pk), words="Bukan.")] * WORKERS)
    made = Review.objects.get(appeal_of=case)
    moderators = [ModeratorFactory() for _number in range(WORKERS)]
    acts = [
        lambda by=by, to=to: decide(by=by, review=Review.objects.get(pk=made.pk), verdict=Verdict(to, "x"))
        for by, to in zip(moderators, [Decision.GRANTED, Decision.REFUSED] * 2, strict=True)
    ]
    assert at_once(*acts).count("refused") == WORKERS - 1
    is_granted = Review.objects.get(pk=made.pk).decision == Decision.GRANTED
    assert (User.objects.get(pk=member.pk).suspended_until is None) == is_granted


def test_an_appeal_is_granted_while_others_silence_lift_and_remove_and_nobody_waits_for_ever():
    for _number in range(3):
        member, moderators = MemberFactory(), [ModeratorFactory() for _number in range(4)]
        until = timezone.now() + timedelta(days=3)
        silence(by=ModeratorFactory(), member=member, until=until, reason="x")
        case = Review.objects.get(author=member)
        made = appeal(author=member, review=case, words="Bukan.")
        longer = {"until": until + timedelta(days=9), "reason": "y"}
        at_once(
            lambda made=made, by=moderators[0]: decide(by=by, review=made, verdict=Verdict(Decision.GRANTED)),
            lambda member=member, by=moderators[1], longer=longer: silence(by=by, member=member, **longer),
            lambda member=member, by=moderators[2]: lift_silence(by=by, member=member, reason="z"),
            lambda member=member, by=moderators[3]: remove_spammer(by=by, member=member, reason="x"),
        )
        made.refresh_from_db()
        assert made.decision in {Decision.GRANTED, Decision.SPAMMER}


def test_a_removal_is_taken_back_once_by_who_undoes_it_and_who_grants_the_appeal():
    for _number in range(3):
        member, moderators = MemberFactory(), [ModeratorFactory() for _number in range(2)]
        report_thing(make_reply(author=member))
        removal = remove_spammer(by=ModeratorFactory(), member=member, reason="x")
        made = appeal(author=member, review=removal.cases.sanctions().get(), words="Bukan.")
        at_once(
            lambda made=made, by=moderators[0]: decide(by=by, review=made, verdict=Verdict(Decision.GRANTED)),
            lambda removal=removal, by=moderators[1]: undo_removal(by=by, removal=removal),
        )
        made.refresh_from_db()
        member.refresh_from_db()
        assert (made.decision, member.suspended_until) == (Decision.GRANTED, None)
        assert Review.objects.open().filter(author=member).count() == 1


def test_an_author_appeals_once():
    post = make_reply()
    case = decided(post, Decision.HIDE)
    author = User.objects.get(pk=post.author_id)
    at_once(*[lambda: appeal(author=author, review=Review.objects.get(pk=case.pk), words="Bukan.")] * WORKERS)
    assert Review.objects.filter(appeal_of=case).count() == 1
