"""Several decisions about one thing: each is taken back for itself, and none stands while the thing is in public."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.utils import translation
from wagtail.models import ModelLogEntry

from community.comments import services as comments
from community.comments.models import Comment
from community.forums import services as forums
from community.forums.models import Post, Topic
from community.forums.services.acting import undo
from community.members.permissions import Refused
from community.moderation.kinds import KINDS, kind_of
from community.moderation.models import Decision, Review
from community.moderation.services.appeals import appeal
from community.moderation.services.at_hand import DELETE, HIDE, SHOW, act_on
from community.moderation.services.deciding import Verdict, decide, label_of
from community.moderation.services.reviews import open_review
from tests.factories.comments import make_comment, make_story
from tests.factories.conversations import make_conversation
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

pytestmark = pytest.mark.django_db


def comment():
    return make_comment(make_story())


def profile():
    return MemberFactory(is_listed=True).profile


def message():
    return make_conversation().posts.get(number=1)


TEXTS = [comment, make_reply, TopicFactory]


@pytest.mark.parametrize("make", TEXTS)
def test_what_was_hidden_and_then_deleted_stays_deleted_when_the_hiding_is_taken_back(client, make):
    hidden, deleted = hidden_and_deleted(thing := make())
    granted = grant(hidden)
    assert (state(thing), counts(hidden), counts(deleted)) == ("deleted", False, True)
    assert (granted.is_left, said_last()) == (
        True,
        "Case decided: the decision was taken back; something else keeps it out of view.",
    )
    for told in (mail.outbox[-1].body, page_of(client, hidden)):
        assert ("tidak dihitung lagi" in told, "belum ditampilkan karenanya" in told) == (True, True)
        assert "Ini ditampilkan lagi" not in told
    assert grant(deleted).is_left is False
    assert (state(thing), counts(deleted)) == ("live", False)
    assert "belum ditampilkan" not in mail.outbox[-1].body


@pytest.mark.parametrize("make", TEXTS)
def test_what_was_hidden_and_then_deleted_is_hidden_again_when_the_deletion_is_taken_back(client, make):
    hidden, deleted = hidden_and_deleted(thing := make())
    granted = grant(deleted)
    assert (state(thing), counts(hidden), counts(deleted), granted.is_left) == ("hidden", True, False, True)
    assert said_last() == (
        "Case decided: the decision was taken back (deleted → hidden); something else keeps it out of view."
    )
    assert "belum ditampilkan karenanya" in mail.outbox[-1].body
    grant(hidden)
    assert (state(thing), counts(hidden)) == ("live", False)


def test_who_decides_reads_whether_taking_it_back_shows_it():
    hidden, deleted = hidden_and_deleted(make_reply())
    asked, by = appeal(author=hidden.author, review=hidden, words="Itu canda."), ModeratorFactory()
    with translation.override("en"):
        assert label_of(Decision.GRANTED, asked) == "Take the decision back"
        grant(deleted)
        assert label_of(Decision.GRANTED, asked) == "Show it again"
    assert decide(by=by, review=asked, verdict=Verdict(Decision.GRANTED)).is_left is False


def test_the_desk_says_of_a_decision_that_was_taken_back_that_it_was(client, moderator):
    hidden, deleted = hidden_and_deleted(make_reply())
    taken_back = "Dicabut ·"
    assert taken_back not in client.get(deleted.get_absolute_url()).content.decode()
    grant(hidden)
    for case in (hidden, deleted):
        assert client.get(case.get_absolute_url()).content.decode().count(taken_back) == 1


@pytest.mark.parametrize("make", [profile, message])
def test_of_two_decisions_that_hide_a_thing_both_must_be_taken_back(make):
    thing = make()
    first, second = (decided_anew(thing, Decision.HIDE) for _number in range(2))
    grant(first)
    assert (state(thing), counts(first), counts(second)) == ("hidden", False, True)
    grant(second)
    assert (state(thing), counts(second)) == ("live", False)


@pytest.mark.parametrize("make", [*TEXTS, profile, message])
@pytest.mark.parametrize("first", [Decision.HIDE, Decision.DELETE])
def test_nothing_counts_any_more_against_what_is_shown_at_the_desk(client, make, first):
    thing = make()
    if first not in kind_of(thing).decisions:
        first = Decision.HIDE
    case = decided_anew(thing, first)
    decided_anew(thing, Decision.KEEP)
    assert (state(thing), counts(case)) == ("live", False)
    assert "membuatnya tidak tampil tidak dihitung lagi" in mail.outbox[-1].body
    with pytest.raises(Refused):
        appeal(author=case.author, review=case, words="Itu canda.")
    assert "Tidak dihitung lagi" in page_of(client, case)


@pytest.mark.parametrize("make", TEXTS)
def test_nothing_counts_any_more_against_what_is_changed_and_left_standing(make):
    hidden, deleted = hidden_and_deleted(thing := make())
    asked = appeal(author=hidden.author, review=hidden, words="Itu canda.")
    decided_anew(thing, Decision.EDIT, text="Kata lain yang sopan.")
    asked.refresh_from_db()
    assert (state(thing), counts(hidden), counts(deleted)) == ("live", False, False)
    assert (asked.decision, asked.is_left) == (Decision.GRANTED, False)


def test_a_decision_that_is_carried_out_takes_nothing_of_others_back():
    thing = comment()
    first, second = (decided_anew(thing, decision) for decision in (Decision.HIDE, Decision.DELETE))
    assert (counts(first), counts(second)) == (True, True)


@pytest.mark.parametrize("make", TEXTS)
def test_what_is_shown_on_its_own_page_while_its_case_is_open_is_told_in_one_mail(make):
    thing, moderator = make(), ModeratorFactory()
    hidden = decided_anew(thing, Decision.HIDE)
    open_review(kind_of(thing), thing)
    mail.outbox.clear()
    if isinstance(thing, Comment):
        comments.restore_comment(by=moderator, comment=fresh(thing))
    else:
        getattr(forums, f"restore_{kind_of(thing).name}")(moderator=moderator, **{kind_of(thing).name: fresh(thing)})
    assert (state(thing), case_of(thing).decision, counts(hidden)) == ("live", Decision.KEEP, False)
    (told,) = mail.outbox
    assert "membuatnya tidak tampil tidak dihitung lagi" in told.body


@pytest.mark.parametrize("make", [make_reply, TopicFactory])
def test_who_brings_back_on_its_page_what_was_hidden_before_takes_the_deletion_back_alone(client, make):
    hidden, deleted = hidden_and_deleted(thing := make())
    mail.outbox.clear()
    bring_back = getattr(forums, f"bring_back_{kind_of(thing).name}")
    bring_back(moderator=ModeratorFactory(), **{kind_of(thing).name: fresh(thing)})
    assert (state(thing), counts(hidden), counts(deleted)) == ("hidden", True, False)
    (told,) = mail.outbox
    assert ("dicabut" in told.subject, "belum ditampilkan" in told.body) == (True, True)
    assert "Tidak dihitung lagi" in page_of(client, deleted)


def test_an_appeal_against_a_deletion_that_is_undone_on_its_page_is_granted_and_says_that_it_stays_hidden():
    hidden, deleted = hidden_and_deleted(thing := make_reply())
    asked = appeal(author=thing.author, review=deleted, words="Itu canda.")
    forums.bring_back_post(moderator=ModeratorFactory(), post=fresh(thing))
    asked.refresh_from_db()
    assert (asked.decision, asked.is_left, counts(hidden), counts(deleted)) == (Decision.GRANTED, True, True, False)
    assert "belum ditampilkan" in mail.outbox[-1].body
    assert said_last("settle").endswith("(deleted → hidden); something else keeps it out of view.")


@pytest.mark.parametrize("make", [make_reply, TopicFactory])
def test_a_deletion_that_is_taken_back_in_the_topic_leaves_the_hiding_as_it_was_decided(make):
    thing, moderator = make(), ModeratorFactory()
    hidden, deleted = hidden_and_deleted(thing, by=moderator)
    topic = thing if isinstance(thing, Topic) else thing.topic
    undo(moderator=moderator, act=Post.objects.filter(topic=topic).exclude(act="").latest("number"))
    assert (state(thing), counts(hidden), counts(deleted)) == ("hidden", True, False)
    assert Review.objects.filter(kind=hidden.kind, object_id=thing.pk).count() == 2


def test_one_press_that_shows_a_comment_again_sends_only_what_is_true():
    hidden, deleted = hidden_and_deleted(thing := comment())
    mail.outbox.clear()
    act_on(by=ModeratorFactory(), comment=fresh(thing), act=SHOW, reason="")
    assert (state(thing), counts(hidden), counts(deleted)) == ("live", False, False)
    assert {message.subject for message in mail.outbox} == {"Tulisan Anda ditampilkan lagi"}


@pytest.mark.parametrize("make", TEXTS)
def test_the_log_says_how_a_thing_stood_before_it_was_deleted(make):
    hidden_and_deleted(make())
    assert said("settle") == [
        "Case settled on its own page: hidden (shown → hidden). Why: Iklan.",
        "Case settled on its own page: deleted (hidden → deleted). Why: Iklan.",
    ]


@pytest.mark.parametrize("make", [make_reply, TopicFactory])
def test_the_log_says_that_what_was_reported_and_waited_was_waiting(make):
    thing = make()
    report_thing(thing)
    forums.hold_back(thing=fresh(thing), reason="Diperiksa.")
    put_away(thing, HIDE, by=ModeratorFactory())
    assert said_last("settle") == "Case settled on its own page: hidden (waiting → hidden). Why: Iklan."


def test_the_log_says_that_a_topic_whose_first_post_waited_was_waiting():
    topic = TopicFactory()
    forums.hold_back(thing=topic.posts.get(number=1), reason="Diperiksa.")
    put_away(topic, DELETE, by=ModeratorFactory())
    assert said_last("settle") == "Case settled on its own page: deleted (waiting → deleted). Why: Iklan."


def test_the_log_says_that_a_topic_was_waiting_whose_first_post_is_shown():
    topic = TopicFactory()
    forums.hold_back(thing=topic.posts.get(number=1), reason="Diperiksa.")
    open_review(KINDS["topic"], fresh(topic))
    forums.restore_post(moderator=ModeratorFactory(), post=topic.posts.get(number=1))
    assert said_last("settle") == "Case settled on its own page: left standing (waiting → shown)."


def test_the_log_says_how_a_profile_stood_before():
    thing = profile()
    for _number in range(2):
        decided_anew(thing, Decision.HIDE)
    assert said("decide") == [
        "Case decided: hidden (shown → hidden). Why: Bukan tempatnya.",
        "Case decided: hidden. Why: Bukan tempatnya.",
    ]


def test_decisions_from_before_that_what_was_shown_since_count_no_longer():
    kept, granted, again = (comment() for _number in range(3))
    cases = {thing: hidden_and_deleted(thing) for thing in (kept, granted, again)}
    standing = decided(comment(), Decision.HIDE)
    decided_anew(kept, Decision.KEEP)
    grant(cases[granted][0])
    decided_anew(again, Decision.KEEP)
    later = decided_anew(again, Decision.HIDE)
    Review.objects.filter(pk__in=[case.pk for pair in cases.values() for case in pair]).update(withdrawn_at=None)
    migration = import_module("community.moderation.migrations.0012_shown_since")
    migration.withdraw(apps, None)
    assert [counts(case) for case in (*cases[kept], *cases[again])] == [False] * 4
    assert [counts(case) for case in (*cases[granted], standing, later)] == [True] * 4  # deleted still
    Review.objects.filter(appeal_of=cases[granted][0]).update(is_left=False)  # as it was before: it was shown
    migration.withdraw(apps, None)
    assert [counts(case) for case in (*cases[granted], standing, later)] == [False, False, True, True]


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def put_away(thing, act, *, by):
    """Hide or delete it on its own page."""
    if isinstance(thing, Comment):
        act_on(by=by, comment=fresh(thing), act=act, reason="Iklan.")
        return
    name = kind_of(thing).name
    verb = "hide" if act == HIDE else "remove"
    getattr(forums, f"{verb}_{name}")(moderator=by, reason="Iklan.", **{name: fresh(thing)})


def hidden_and_deleted(thing, *, by=None):
    """Hide it, and delete it afterwards, each a case of its own."""
    by, cases = by or ModeratorFactory(), []
    for act in (HIDE, DELETE):
        put_away(thing, act, by=by)
        cases.append(case_of(thing))
    assert [case.decision for case in cases] == [Decision.HIDE, Decision.DELETE]
    return cases


def decided_anew(thing, decision, **more):
    """Decide it in a case that began however it stands, as when somebody reports it at the moment it is put away."""
    kind = kind_of(thing)
    case = open_review(kind, kind.rows().get(pk=thing.pk))
    return decide(by=ModeratorFactory(), review=case, verdict=Verdict(decision, "Bukan tempatnya.", **more))


def grant(case):
    asked = appeal(author=case.author, review=case, words="Itu canda.")
    return decide(by=ModeratorFactory(), review=asked, verdict=Verdict(Decision.GRANTED))


def counts(case):
    return Review.objects.get(pk=case.pk).withdrawn_at is None


def page_of(client, case):
    client.force_login(case.author)
    return client.get(f"/moderasi/tulisan-saya/{case.pk}/").content.decode()


def said(act):
    with translation.override("en"):
        entries = ModelLogEntry.objects.filter(action=f"moderation.{act}").order_by("pk")
        return [str(entry.message) for entry in entries]


def said_last(act="decide"):
    return said(act)[-1]
