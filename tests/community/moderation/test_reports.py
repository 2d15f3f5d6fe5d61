"""Reporting: who may, once each, how much it weighs, what many reports do, and taking one back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from celery import current_app
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from outbox.models import Job

from community.forums.services import edit_post
from community.members.permissions import Refused
from community.moderation.models import Decision, Flag, ModerationSettings, Reason, Review
from community.moderation.services import people
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.reports import (
    TooLate,
    accuracy_bonus,
    agreed_against,
    forget_addresses,
    report,
    retract,
    weight_of,
)
from community.moderation.site_settings import forget_moderation_settings
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.conversations import make_conversation
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, make_reply, report_thing, state

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def test_a_report_opens_one_case_and_a_second_one_of_the_same_member_is_the_first():
    post, member = make_reply(), MemberFactory()
    first = report_thing(post, by=member)
    assert report_thing(post, by=member, reason=Reason.SPAM) == first
    report_thing(post)
    case = case_of(post)
    assert (Review.objects.count(), case.flag_count, case.score) == (1, 2, Decimal(2))
    assert case.author == post.author


def test_what_a_moderator_let_stand_the_same_member_reports_again_only_once_it_says_something_else():
    post, member = make_reply(), MemberFactory()
    report_thing(post, by=member)
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.KEEP))
    with pytest.raises(Refused, match="masih sama"):
        report_thing(post, by=member)
    report_thing(post, by=MemberFactory())  # somebody else may see it differently
    edit_post(editor=post.author, post=post, body="Sekarang benar-benar iklan.")
    assert report_thing(post, by=member).review.decided_at is None


def test_three_who_were_wrong_dont_hide_the_same_words_once_more():
    post, members = make_reply(), [MemberFactory(trust_level=2) for _number in range(3)]
    for member in members:
        report_thing(post, by=member)
    assert state(post) == "hidden"
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.KEEP))
    for member in members:
        with pytest.raises(Refused):
            report_thing(post, by=member)
    assert state(post) == "live"


def test_one_reports_neither_ones_own_text_nor_what_one_does_not_see():
    post = make_reply()
    with pytest.raises(Refused):
        report_thing(post, by=post.author)
    _topic, private = (conversation := make_conversation()), conversation.posts.get(number=1)
    with pytest.raises(Refused):
        report_thing(private, by=MemberFactory())
    with pytest.raises(Refused):
        report(reporter=VISITOR, kind="ngawur", key=post.pk, reason=Reason.SPAM)
    assert not Flag.objects.exists()


def test_who_is_suspended_reports_nothing():
    suspended = MemberFactory(suspended_until=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused):
        report_thing(make_reply(), by=suspended)


@pytest.mark.parametrize("reason", [Reason.OTHER, Reason.ILLEGAL])
def test_something_else_needs_words_and_they_reach_people(reason):
    post = make_reply()
    with pytest.raises(ValidationError):
        report_thing(post, reason=reason, words="  ")
    assert report_thing(post, reason=reason, words=" Ini  foto anak saya. ").words == "Ini foto anak saya."


def test_who_takes_part_reports_a_private_message_which_others_than_moderators_of_all_never_see():
    conversation = make_conversation()
    post = conversation.posts.get(number=1)
    reader = conversation.participants.exclude(user=post.author).first().user
    report_thing(post, by=reader)
    case = case_of(post)
    assert (case.kind, list(case.places.all())) == ("private", [])


@pytest.mark.parametrize(("level", "weight"), [(0, 1), (2, 3), (4, 5)])
def test_a_report_weighs_one_and_the_trust_level(level, weight):
    assert weight_of(MemberFactory(trust_level=level)) == weight


@pytest.mark.parametrize("factory", [ModeratorFactory, AdministratorFactory])
def test_a_report_of_the_staff_weighs_six(factory):
    assert weight_of(factory()) == 6


def test_what_a_report_of_the_staff_weighs_and_who_counts_as_right_are_settings():
    ModerationSettings.objects.create(staff_weight=3, judged_reports=2, right_percent=50)
    assert weight_of(ModeratorFactory()) == 3
    assert accuracy_bonus(agreed=1, disagreed=1) == 0
    assert accuracy_bonus(agreed=4, disagreed=0) == Decimal("5.0")
    assert accuracy_bonus(agreed=2, disagreed=2) == 0
    assert accuracy_bonus(agreed=0, disagreed=4) == Decimal("-5.0")


@pytest.mark.parametrize(
    ("agreed", "disagreed", "bonus"),
    [(5, 0, "0"), (6, 0, "6.46"), (16, 0, "10.0"), (7, 3, "0"), (0, 6, "-6.46"), (3, 3, "-1.85")],
)
def test_who_was_right_weighs_more_and_who_was_wrong_less_after_five_decided_reports(agreed, disagreed, bonus):
    assert accuracy_bonus(agreed=agreed, disagreed=disagreed) == Decimal(bonus)


def test_who_was_always_wrong_weighs_nothing_and_never_less():
    member = MemberFactory()
    for _number in range(6):
        flag = report_thing(make_reply(), by=member)
        Flag.objects.filter(pk=flag.pk).update(outcome="disagreed")
    assert weight_of(member) == 0


def test_what_many_report_is_hidden_and_its_author_gets_a_polite_mail_with_the_way_to_mend_it():
    post = make_reply()
    for level in (3, 3):
        report_thing(post, by=MemberFactory(trust_level=level))
    assert (state(post), len(mail.outbox)) == ("live", 0)
    report_thing(post, by=MemberFactory())
    assert state(post) == "hidden"
    case, sent = case_of(post), mail.outbox[0]
    assert (case.is_hidden, case.decided_at) == (True, None)
    assert sent.to == [post.author.email]
    assert f"/moderasi/tulisan-saya/{case.pk}/" in sent.body
    assert f"melaporkan tulisan Anda di bawah “{post.topic.title}”" in sent.body


def test_one_report_less_hides_nothing_and_the_threshold_is_a_setting():
    post = make_reply()
    ModerationSettings.objects.create(hide_score=Decimal(0))
    for _number in range(4):
        report_thing(post, by=MemberFactory(trust_level=4))
    assert state(post) == "live"


def test_visitors_report_too_but_hide_nothing():
    post = make_reply()
    for number in range(12):
        report(reporter=VISITOR, kind="post", key=post.pk, reason=Reason.SPAM, email=f"tamu{number}@example.org")
    assert (state(post), case_of(post).flag_count) == ("live", 12)


def test_a_visitor_reports_once_with_an_address_and_those_without_one_are_bounded():
    post = make_reply()
    told = {"reporter": VISITOR, "kind": "post", "key": post.pk, "reason": Reason.RUDE}
    one = report(**told, email="Tamu@Example.org")
    assert report(**told, email="tamu@example.org") == one
    for _number in range(6):
        report(**told)
    assert case_of(post).flag_count == 1 + 3
    ModerationSettings.objects.create(unnamed_reports=4)
    for _number in range(2):
        report(**told)
    assert case_of(post).flag_count == 1 + 4


def test_what_the_staff_wrote_is_hidden_only_where_one_of_them_reports_it():
    post = make_reply(author=ModeratorFactory())
    for _number in range(4):
        report_thing(post, by=MemberFactory(trust_level=4))
    assert state(post) == "live"
    report_thing(post, by=AdministratorFactory())
    assert state(post) == "hidden"


@pytest.mark.parametrize("make", [make_comment, make_visitor_comment])
def test_comments_are_reported_as_posts_are(make):
    comment = make(make_story())
    for _number in range(2):
        report_thing(comment, by=MemberFactory(trust_level=4))
    assert state(comment) == "hidden"


def test_a_report_is_taken_back_for_ten_minutes_and_its_case_goes_with_it():
    post, member = make_reply(), MemberFactory()
    retract(member=member, flag=report_thing(post, by=member))
    assert not Review.objects.open().exists()
    flag = report_thing(make_reply(), by=member)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)), pytest.raises(TooLate):
        retract(member=member, flag=flag)
    with pytest.raises(Refused):
        retract(member=MemberFactory(), flag=flag)


def test_what_was_hidden_is_shown_again_when_a_report_that_it_took_is_taken_back():
    post, last = make_reply(), MemberFactory(trust_level=3)
    report_thing(post, by=MemberFactory(trust_level=4))
    flag = report_thing(post, by=last)
    assert state(post) == "hidden"
    retract(member=last, flag=flag)
    assert (state(post), case_of(post).flag_count, case_of(post).is_hidden) == ("live", 1, False)


def test_a_newcomer_whom_three_report_for_spam_is_silenced_and_all_they_wrote_waits():
    newcomer = MemberFactory()
    posts = [make_reply(author=newcomer, body=f"Kata nomor {number} ini.") for number in range(3)]
    for post in posts:
        report_thing(post, reason=Reason.SPAM)
    newcomer.refresh_from_db()
    assert timedelta(days=29) < newcomer.silenced_until - timezone.now() <= timedelta(days=30)
    job = Job.objects.get(name="community.moderation.tasks.hold_all")
    current_app.loader.import_default_modules()
    current_app.tasks[job.name](*job.args)
    assert {state(post) for post in posts} == {"held"}
    assert {case_of(post).is_held for post in posts} == {True}


def test_that_silence_ends_once_a_moderator_finds_the_reports_wrong_and_what_waited_for_it_is_shown(work_outbox):
    newcomer = MemberFactory()
    other, reported = make_reply(newcomer, "Kami menanam rumput laut di Elat."), make_reply(newcomer)
    for _number in range(3):
        report_thing(reported, reason=Reason.SPAM)
    work_outbox()
    assert (state(other), state(reported)) == ("held", "held")
    decide(by=ModeratorFactory(), review=case_of(reported), verdict=Verdict(Decision.KEEP))
    work_outbox()
    newcomer.refresh_from_db()
    assert newcomer.silenced_until is None
    assert (state(other), state(reported)) == ("live", "live")
    assert not Review.objects.open().exists()
    assert Review.objects.sanctions().get(author=newcomer).withdrawn_at


def test_it_goes_on_while_as_many_reports_are_right_or_wait(work_outbox):
    newcomer = MemberFactory()
    first, second = make_reply(newcomer), make_reply(newcomer, "Kain tenun dari Tanimbar Kei.")
    members = [MemberFactory() for _number in range(3)]
    for thing in (first, second):
        for member in members:
            report_thing(thing, by=member, reason=Reason.SPAM)
    work_outbox()
    decide(by=ModeratorFactory(), review=case_of(first), verdict=Verdict(Decision.KEEP))
    work_outbox()
    newcomer.refresh_from_db()
    assert newcomer.silenced_until
    decide(by=ModeratorFactory(), review=case_of(second), verdict=Verdict(Decision.HIDE, "Iklan."))
    newcomer.refresh_from_db()
    assert newcomer.silenced_until


def test_how_long_that_silence_is_is_a_setting():
    ModerationSettings.objects.create(spam_reporters=1, silence_days=2)
    newcomer = MemberFactory()
    report_thing(make_reply(author=newcomer), reason=Reason.SPAM)
    newcomer.refresh_from_db()
    assert timedelta(days=1) < newcomer.silenced_until - timezone.now() <= timedelta(days=2)


@pytest.mark.parametrize(
    ("joined", "level", "reason"),
    [(0, 0, Reason.RUDE), (30, 0, Reason.RUDE), (30, 1, Reason.SPAM), (0, 2, Reason.SPAM)],
)
def test_for_no_other_reason_and_nobody_for_whom_something_speaks_is_silenced_so(joined, level, reason):
    author = MemberFactory(date_joined=timezone.now() - timedelta(days=joined), trust_level=level)
    post = make_reply(author=author)
    for _number in range(4):
        report_thing(post, reason=reason)
    author.refresh_from_db()
    assert author.silenced_until is None


@pytest.mark.parametrize(("joined", "level"), [(400, 0), (0, 1)], ids=["level 0, old", "level 1, new"])
def test_who_is_unproven_is_silenced_so_however_old_the_account_is(joined, level):
    author = MemberFactory(date_joined=timezone.now() - timedelta(days=joined), trust_level=level)
    post = make_reply(author=author)
    for number in range(3):
        author.refresh_from_db()
        assert author.silenced_until is None, number
        report_thing(post, reason=Reason.SPAM)
    author.refresh_from_db()
    assert author.silenced_until > timezone.now()


@pytest.mark.parametrize("make", [ModeratorFactory, AdministratorFactory])
def test_the_staff_and_moderators_are_never_silenced_so(make):
    author = make(trust_level=0, date_joined=timezone.now() - timedelta(days=400))
    post = make_reply(author=author)
    for _number in range(4):
        report_thing(post, reason=Reason.SPAM)
    author.refresh_from_db()
    assert author.silenced_until is None


def test_one_person_with_three_reports_silences_nobody():
    newcomer, reporter = MemberFactory(), MemberFactory()
    for number in range(3):
        report_thing(make_reply(author=newcomer, body=f"Kata {number} ini."), by=reporter, reason=Reason.SPAM)
    newcomer.refresh_from_db()
    assert newcomer.silenced_until is None


def test_holding_all_twice_holds_once():
    newcomer = MemberFactory()
    make_reply(author=newcomer)
    assert (people.hold_all(person_id=newcomer.pk), people.hold_all(person_id=newcomer.pk)) == (1, 0)


def test_addresses_of_visitors_are_forgotten_in_time():
    post = make_reply()
    report(reporter=VISITOR, kind="post", key=post.pk, reason=Reason.SPAM, email="tamu@example.org")
    assert forget_addresses() == 0
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        ModerationSettings.objects.create(address_days=62)
        assert forget_addresses() == 0
        ModerationSettings.objects.update(address_days=60)
        forget_moderation_settings()
        assert forget_addresses() == 1
    assert Flag.objects.get().email == ""


def test_what_was_reported_with_reason_counts_against_a_members_level():
    author, since = MemberFactory(), timezone.now() - timedelta(days=1)
    reporter = MemberFactory()
    for number in range(2):
        report_thing(make_reply(author=author, body=f"Kata {number} ini."), by=reporter)
    report_thing(make_reply(author=author, body="Kata lain ini."))
    assert agreed_against([author.pk], since) == {}
    Flag.objects.filter(reporter=reporter).update(outcome="agreed")
    assert agreed_against([author.pk], since) == {author.pk: (2, 1)}
    assert agreed_against([author.pk], timezone.now()) == {}


def silenced_until_tomorrow(**told):
    return MemberFactory(silenced_until=timezone.now() + timedelta(days=1), **told)


def test_reports_of_who_is_silenced_are_taken_and_order_the_queue_as_a_visitors_do_but_hide_nothing():
    post = make_reply()
    for _number in range(4):
        report_thing(post, by=silenced_until_tomorrow(trust_level=4), reason=Reason.ILLEGAL, words="Melanggar hukum.")
    report_thing(post, by=ModeratorFactory(silenced_until=timezone.now() + timedelta(days=1)))
    assert (state(post), case_of(post).flag_count, case_of(post).score) == ("live", 5, Decimal(5))
    report_thing(post, by=MemberFactory(trust_level=4))
    assert state(post) == "live"
    report_thing(post, by=MemberFactory(trust_level=4))
    assert state(post) == "hidden"


def test_they_hide_nothing_either_once_the_silence_is_over():
    post = make_reply()
    for _number in range(2):
        report_thing(post, by=silenced_until_tomorrow(trust_level=4))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        report_thing(post, by=MemberFactory(trust_level=4))
        assert state(post) == "live"


def test_what_the_staff_wrote_is_not_hidden_by_the_report_of_one_of_them_who_is_silenced():
    post = make_reply(author=ModeratorFactory())
    for _number in range(2):
        report_thing(post, by=MemberFactory(trust_level=4))
    report_thing(post, by=AdministratorFactory(silenced_until=timezone.now() + timedelta(days=1)))
    assert state(post) == "live"


def test_who_is_silenced_is_none_of_the_three_who_silence_a_newcomer():
    newcomer = MemberFactory()
    post = make_reply(author=newcomer)
    for reporter in (*(silenced_until_tomorrow() for _number in range(3)), MemberFactory(), MemberFactory()):
        report_thing(post, by=reporter, reason=Reason.SPAM)
    newcomer.refresh_from_db()
    assert newcomer.silenced_until is None
    report_thing(post, reason=Reason.SPAM)
    newcomer.refresh_from_db()
    assert newcomer.silenced_until is not None


def test_nor_does_their_report_keep_a_newcomer_silenced_when_the_others_were_wrong():
    newcomer = MemberFactory()
    wrong, other = make_reply(author=newcomer), make_reply(newcomer, "Kain tenun dari Tanimbar Kei.")
    for _number in range(3):
        report_thing(wrong, reason=Reason.SPAM)
        report_thing(other, by=silenced_until_tomorrow(), reason=Reason.SPAM)
    newcomer.refresh_from_db()
    assert newcomer.silenced_until is not None
    decide(by=ModeratorFactory(), review=case_of(wrong), verdict=Verdict(Decision.KEEP))
    newcomer.refresh_from_db()
    assert newcomer.silenced_until is None


@pytest.mark.parametrize(("language", "words"), [("", "Ini milik Anda"), ("/en", "This is yours")])
def test_of_ones_own_text_the_page_says_so_in_the_place_of_the_form(client, language, words):
    post = make_reply()
    client.force_login(post.author)
    address = f"{language}/moderasi/laporkan/post/{post.pk}/"
    for answer, status in ((client.get(address), 200), (client.post(address, {"reason": "rude"}), 403)):
        assert answer.status_code == status
        assert words in answer.content.decode()
        assert 'name="reason"' not in answer.content.decode()
    assert not Flag.objects.exists()
