"""Deciding: each way a case can end, who may, once, and what follows for the author and for those who reported."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.comments.services import delete_comment, restore_comment
from community.forums.services import delete_post, edit_post, hide_post, restore_post
from community.members.permissions import Refused
from community.moderation.forms.desk import DecideForm
from community.moderation.kinds import KINDS
from community.moderation.models import BlockedTerm, Decision, Flag, Reason, Review
from community.moderation.services.deciding import Decided, Verdict, claim, decide, decisions_for, release
from community.moderation.services.reports import report
from community.moderation.services.reviews import open_missing
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.conversations import make_conversation
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

pytestmark = pytest.mark.django_db
MAKERS = {
    "post": make_reply,
    "topic": TopicFactory,
    "comment": lambda: make_comment(make_story()),
    "visitor": lambda: make_visitor_comment(make_story()),
}


@pytest.mark.parametrize("what", MAKERS)
@pytest.mark.parametrize(
    ("decision", "left", "outcome"),
    [
        (Decision.HIDE, "hidden", "agreed"),
        (Decision.DELETE, "deleted", "agreed"),
        (Decision.KEEP, "live", "disagreed"),
        (Decision.IGNORE, "live", "ignored"),
    ],
)
def test_each_decision_does_what_it_says_and_says_who_was_right(what, decision, left, outcome):
    thing = MAKERS[what]()
    case = decided(thing, decision)
    assert (state(thing), Flag.objects.get().outcome, case.decision) == (left, outcome, decision)
    entry = ModelLogEntry.objects.get(action="moderation.decide")
    assert (entry.data["reason"], entry.data["before"], entry.data["after"]["decision"]) == (
        "Bukan tempatnya.",
        "live",
        decision,
    )


@pytest.mark.parametrize("what", MAKERS)
def test_a_text_is_changed_and_stands(what):
    thing = MAKERS[what]()
    decided(thing, Decision.EDIT, text="Kata yang lebih sopan.")
    kind = KINDS[case_of(thing).kind]
    assert kind.text(kind.rows().get(pk=thing.pk)) == "Kata yang lebih sopan."
    assert state(thing) == "live"


def test_a_private_message_is_hidden_by_who_sees_only_that_one():
    conversation = make_conversation()
    post = conversation.posts.get(number=1)
    report_thing(post, by=conversation.participants.exclude(user=post.author).first().user)
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.HIDE, "Kasar."))
    post.refresh_from_db()
    conversation.refresh_from_db()
    assert (bool(post.hidden_at), conversation.is_live) == (True, True)


def test_a_profile_is_taken_out_of_view():
    member = MemberFactory(is_listed=True, bio="Judi.")
    case = decided(member.profile, Decision.HIDE)
    member.profile.refresh_from_db()
    assert (member.profile.is_listed, bool(member.profile.hidden_at)) == (False, True)
    assert case.kind == "profile"


def test_what_waits_is_shown_by_keeping_it_and_cannot_be_left_undecided():
    BlockedTerm.objects.create(text="judi")
    topic = TopicFactory(body="Ada judi di sini.")
    case, moderator = case_of(topic), ModeratorFactory()
    assert (case.is_held, "judi" in case.held_reason) == (True, True)
    with pytest.raises(ValidationError):
        decide(by=moderator, review=case, verdict=Verdict(Decision.IGNORE))
    decide(by=moderator, review=case, verdict=Verdict(Decision.KEEP))
    assert state(topic) == "live"


def test_the_author_reads_why_with_the_way_to_appeal_and_nobody_reads_who_reported():
    post = make_reply()
    reporter = MemberFactory(name="Si Pelapor")
    report_thing(post, by=reporter)
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.HIDE, "Menyinggung tetangga."))
    sent = mail.outbox[-1]
    assert sent.to == [post.author.email]
    assert "Menyinggung tetangga." in sent.body
    assert f"/moderasi/tulisan-saya/{case_of(post).pk}/" in sent.body
    assert "Si Pelapor" not in sent.body + sent.subject


def test_what_stands_as_before_tells_the_author_nothing_but_a_warning_does():
    decided(make_reply(), Decision.KEEP)
    assert mail.outbox == []
    decided(make_reply(), Decision.KEEP, sanction="warn")
    assert "peringatan" in mail.outbox[0].body


def test_a_visitor_who_left_an_address_hears_once_and_is_forgotten():
    post = make_reply()
    visitor = AnonymousUser()
    report(reporter=visitor, kind="post", key=post.pk, reason=Reason.SPAM, email="tamu@example.org")
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.HIDE, "Iklan."))
    assert [sent for sent in mail.outbox if sent.to == ["tamu@example.org"]]
    assert Flag.objects.get().email == ""


@pytest.mark.parametrize("sanction", ["silence", "suspend"])
def test_who_wrote_it_is_silenced_or_suspended_with_it(sanction):
    post, until = make_reply(), timezone.now() + timedelta(hours=72)
    decided(post, Decision.HIDE, sanction=sanction, until=until)
    post.author.refresh_from_db()
    assert getattr(post.author, "silenced_until" if sanction == "silence" else "suspended_until") == until


def test_a_sanction_without_its_end_undoes_the_whole_decision():
    post = make_reply()
    with pytest.raises(ValidationError):
        decided(post, Decision.HIDE, sanction="silence")


def test_a_case_is_decided_once_and_the_second_reads_who_was_faster():
    post = make_reply()
    report_thing(post)
    case, first = case_of(post), ModeratorFactory(name="Bu Cepat")
    decide(by=first, review=case, verdict=Verdict(Decision.HIDE, "Kasar."))
    with pytest.raises(Decided, match="Bu Cepat"):
        decide(by=ModeratorFactory(), review=case, verdict=Verdict(Decision.KEEP))


def test_a_case_that_somebody_keeps_to_themselves_is_decided_by_nobody_else_for_a_while():
    post = make_reply()
    report_thing(post)
    one, other = ModeratorFactory(name="Bu Rina"), ModeratorFactory()
    case = claim(by=one, review=case_of(post))
    with pytest.raises(Refused, match="Bu Rina"):
        claim(by=other, review=case)
    with pytest.raises(Refused, match="Bu Rina"):
        decide(by=other, review=case, verdict=Verdict(Decision.KEEP))
    Review.objects.filter(pk=case.pk).update(claimed_at=timezone.now() - timedelta(minutes=16))
    assert claim(by=other, review=case).claimed_by == other
    assert release(by=other, review=case).claimed_by is None


def test_nobody_decides_their_own_case():
    moderator = ModeratorFactory()
    own, reported = make_reply(author=moderator), make_reply()
    report_thing(own)
    report_thing(reported, by=moderator)
    for post in (own, reported):
        with pytest.raises(Refused):
            decide(by=moderator, review=case_of(post), verdict=Verdict(Decision.KEEP))


def test_moderators_decide_nothing_about_administrators_and_regional_ones_nothing_about_moderators_of_all():
    region = make_region("81.02")
    of_administrator = make_reply(author=AdministratorFactory())
    of_moderator = make_reply(author=ModeratorFactory(), regions=[region])
    for post in (of_administrator, of_moderator):
        report_thing(post)
    with pytest.raises(Refused):
        decide(by=ModeratorFactory(), review=case_of(of_administrator), verdict=Verdict(Decision.HIDE, "x"))
    with pytest.raises(Refused):
        decide(
            by=RegionalModeratorFactory(of=region), review=case_of(of_moderator), verdict=Verdict(Decision.HIDE, "x")
        )
    decide(by=AdministratorFactory(), review=case_of(of_administrator), verdict=Verdict(Decision.HIDE, "x"))


def test_regional_moderators_decide_in_their_region_and_nowhere_else_and_of_people_only_warn():
    here, there = make_region("81.02"), make_region("72.01")
    moderator = RegionalModeratorFactory(of=here)
    inside, outside = make_reply(regions=[here]), make_reply(regions=[there])
    for post in (inside, outside):
        report_thing(post)
    with pytest.raises(Refused):
        decide(by=moderator, review=case_of(outside), verdict=Verdict(Decision.HIDE, "Kasar."))
    until = timezone.now() + timedelta(days=1)
    with pytest.raises(Refused):
        decide(by=moderator, review=case_of(inside), verdict=Verdict(Decision.HIDE, "Kasar.", "", "silence", until))
    decide(by=moderator, review=case_of(inside), verdict=Verdict(Decision.HIDE, "Kasar.", sanction="warn"))
    assert state(inside) == "hidden"
    assert Review.objects.sanctions().get(author=inside.author).decision == Decision.WARN


def test_regional_moderators_are_offered_a_warning_alone_and_none_for_the_staff():
    here = make_region("81.02")
    moderator, post = RegionalModeratorFactory(of=here), make_reply(regions=[here])
    of_staff = make_reply(regions=[here], author=EditorFactory())
    for each in (post, of_staff):
        report_thing(each)
    form = DecideForm(review=case_of(post), thing=post, by=moderator)
    assert [name for name, _label in form.fields["sanction"].choices] == ["", "warn"]
    assert not {"hours", "day"} & set(form.fields)
    assert "sanction" not in DecideForm(review=case_of(of_staff), thing=of_staff, by=moderator).fields
    with pytest.raises(Refused):
        decide(by=moderator, review=case_of(of_staff), verdict=Verdict(Decision.HIDE, "Kasar.", sanction="warn"))


def test_the_moderator_of_a_category_decides_there():
    category, moderator = CategoryFactory(), MemberFactory()
    category.moderators.add(moderator)
    post, other = make_reply(category=category), make_reply()
    for each in (post, other):
        report_thing(each)
    decide(by=moderator, review=case_of(post), verdict=Verdict(Decision.DELETE, "Iklan."))
    assert state(post) == "deleted"
    with pytest.raises(Refused):
        decide(by=moderator, review=case_of(other), verdict=Verdict(Decision.DELETE, "Iklan."))


@pytest.mark.parametrize("decision", [Decision.HIDE, Decision.DELETE, Decision.SPAMMER])
def test_what_is_put_out_of_view_needs_a_reason(decision):
    with pytest.raises(ValidationError):
        decided(make_reply(), decision, reason=" ")


def test_only_what_is_possible_is_offered():
    post = make_reply()
    report_thing(post)
    moderator, member = ModeratorFactory(), RegionalModeratorFactory(of=make_region("81.02"))
    assert Decision.SPAMMER in decisions_for(case_of(post), post, moderator)
    assert Decision.SPAMMER not in decisions_for(case_of(post), post, member)


@pytest.mark.parametrize(
    ("settle", "decision"),
    [
        (lambda post, by: delete_post(member=post.author, post=post), Decision.GONE),
        (lambda post, by: hide_post(moderator=by, post=post, reason="x"), Decision.HIDE),
    ],
)
def test_a_case_that_is_settled_elsewhere_ends(settle, decision):
    post, moderator = make_reply(), ModeratorFactory()
    report_thing(post)
    settle(post, moderator)
    assert case_of(post).decision == decision


def test_what_is_released_on_its_own_page_ends_its_case():
    BlockedTerm.objects.create(text="judi")
    comment = make_comment(make_story(), "Ada judi.")
    moderator = ModeratorFactory()
    assert case_of(comment).decided_at is None
    restore_comment(by=moderator, comment=comment)
    assert (case_of(comment).decision, case_of(comment).decided_by) == (Decision.KEEP, moderator)


def test_a_case_about_a_comment_ends_when_its_author_takes_it_back():
    comment = make_comment(make_story())
    report_thing(comment)
    delete_comment(by=comment.user, comment=comment)
    assert (case_of(comment).decision, Flag.objects.get().outcome) == (Decision.GONE, "ignored")


def test_a_topic_whose_first_post_waits_for_a_change_has_one_case_and_keeping_it_shows_both():

    topic = TopicFactory()
    BlockedTerm.objects.create(text="judi")
    first = topic.posts.get(number=1)
    edit_post(editor=topic.author, post=first, body="Sekarang ada judi.")
    case = case_of(topic)
    decide(by=ModeratorFactory(), review=case, verdict=Verdict(Decision.KEEP))
    first.refresh_from_db()
    assert (first.is_live, Review.objects.count()) == (True, 1)


def test_what_waited_before_there_were_cases_gets_one():
    BlockedTerm.objects.create(text="judi")
    topic, comment = TopicFactory(body="Ada judi."), make_comment(make_story(), "Ada judi.")
    Review.objects.all().delete()
    assert (open_missing(), open_missing()) == (2, 0)
    assert case_of(topic).is_held
    assert case_of(comment).is_held


def test_restoring_on_its_own_page_what_reports_hid_ends_the_case_in_favour_of_the_author():
    post, moderator = make_reply(), ModeratorFactory()
    for _number in range(2):
        report_thing(post, by=MemberFactory(trust_level=4))
    restore_post(moderator=moderator, post=post, reason="")
    assert (state(post), case_of(post).decision) == ("live", Decision.KEEP)
