"""The lines of the log say what was decided, in the reader's language and without codes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from community.forums import services as forums
from community.members.models import User
from community.moderation.models import Decision, Review
from community.moderation.services import people
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, decided, make_reply, report_thing

pytestmark = pytest.mark.django_db
WHY = "Bukan tempatnya."
HIDDEN_ID = "Perkara diputuskan: disembunyikan (tampil → disembunyikan)"


@pytest.mark.parametrize(
    ("decision", "more", "english", "indonesian"),
    [
        (
            Decision.HIDE,
            {"sanction": "warn"},
            f"Case decided: hidden (shown → hidden); the author: warning. Why: {WHY}",
            f"{HIDDEN_ID}; penulisnya: peringatan. Alasannya: {WHY}",
        ),
        (
            Decision.HIDE,
            {"sanction": "silence", "until": timezone.now() + timedelta(days=400)},
            f"Case decided: hidden (shown → hidden); the author: silence. Why: {WHY}",
            f"{HIDDEN_ID}; penulisnya: larangan menulis. Alasannya: {WHY}",
        ),
        (
            Decision.KEEP,
            {},
            f"Case decided: left standing. Why: {WHY}",
            f"Perkara diputuskan: dibiarkan tampil. Alasannya: {WHY}",
        ),
    ],
)
def test_a_decision_is_told_with_the_sanction_and_with_before_and_after(decision, more, english, indonesian):
    decided(make_reply(), decision, **more)
    assert said("moderation.decide") == [english]
    assert said("moderation.decide", "id") == [indonesian]


def test_an_appeal_and_its_decision_name_what_they_are_about():
    post = make_reply()
    made = appeal(author=post.author, review=decided(post, Decision.DELETE), words="Itu bukan iklan.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    assert said("moderation.appeal") == ["Appealed against: deleted."]
    assert said("moderation.decide")[-1] == "Case decided: shown again (deleted → shown)."


def test_an_appeal_that_is_refused_names_the_sanction_that_stays():
    post = make_reply()
    decided(post, Decision.KEEP, sanction="warn")
    made = appeal(author=post.author, review=warning_of(post.author), words="Tidak perlu.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.REFUSED, "Tetap."))
    assert said("moderation.decide")[-1] == "Case decided: the decision stayed; warning. Why: Tetap."


def test_a_warning_that_is_taken_back_is_told_with_what_it_said():
    post = make_reply()
    decided(post, Decision.KEEP, sanction="warn")
    made = appeal(author=post.author, review=warning_of(post.author), words="Tidak perlu.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED, "Benar."))
    assert said("moderation.withdraw_warning") == [f"Warning taken back: {WHY} Why: Benar."]
    assert said("moderation.decide")[-1] == "Case decided: warning taken back. Why: Benar."


def test_a_removal_and_its_undoing_say_until_when_and_how_the_account_stands():
    spammer, moderator = MemberFactory(), ModeratorFactory()
    report_thing(make_reply(author=spammer))
    removal = people.remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    people.undo_removal(by=moderator, removal=removal)
    (removed,) = said("moderation.remove_spammer")
    assert removed.startswith("Removed with all it wrote: can be undone until ")
    assert "T0" not in removed
    assert said("moderation.undo_removal") == ["Removal undone: removed (Iklan.) → can sign in again. Why: Undone"]
    assert said("moderation.decide") == ["Case decided: deleted with the account. Why: Iklan."]


def test_what_reports_hide_is_told_with_before_and_after():
    post = make_reply()
    for _number in range(2):
        report_thing(post, by=MemberFactory(trust_level=4))
    assert said("moderation.auto_hide") == ["Hidden by reports: shown → hidden. Why: Reported by members"]


def test_what_is_settled_on_its_own_page_has_a_line_of_its_own():
    moderator, reported, silent = ModeratorFactory(), make_reply(), make_reply()
    report_thing(reported)
    forums.hide_post(moderator=moderator, post=reported, reason="Kasar.")
    forums.hide_post(moderator=moderator, post=silent, reason="Iklan.")
    lines = ModelLogEntry.objects.filter(action="moderation.settle").order_by("pk")
    assert [(line.user, line.object_id) for line in lines] == [
        (moderator, str(case_of(thing).pk)) for thing in (reported, silent)
    ]
    assert said("moderation.settle") == [
        "Case settled on its own page: hidden (shown → hidden). Why: Kasar.",
        "Case settled on its own page: hidden (shown → hidden). Why: Iklan.",
    ]


def test_what_is_decided_at_the_desk_has_no_second_line():
    for decision in (Decision.HIDE, Decision.DELETE, Decision.KEEP):
        decided(make_reply(), decision)
        decided(TopicFactory(), decision)
    assert said("moderation.settle") == []


def test_an_appeal_that_is_settled_by_showing_the_text_again_says_so():
    post = make_reply()
    appeal(author=post.author, review=decided(post, Decision.HIDE), words="Itu canda.")
    forums.restore_post(moderator=ModeratorFactory(), post=post)
    assert said("moderation.settle") == ["Case settled on its own page: shown again (hidden → shown)."]


def test_what_a_line_does_not_know_is_left_out():
    decided(make_reply(), Decision.HIDE)
    line = ModelLogEntry.objects.get(action="moderation.decide")
    for data in ({}, {"before": "x", "after": {"decision": "y", "sanction": "z"}}, {"before": None, "after": None}):
        line.data = data
        with translation.override("en"):
            assert line.message == "Case decided"


def said(action: str, language: str = "en") -> list[str]:
    """What the log says of an act."""
    with translation.override(language):
        return [line.message for line in ModelLogEntry.objects.filter(action=action).order_by("pk")]


def warning_of(member: User) -> Review:
    """The case of the warning that a member got."""
    return Review.objects.sanctions().get(author=member)
