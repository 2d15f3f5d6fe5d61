"""Removing a spammer with all they wrote, undoing it, and what moderators note on people."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation
from outbox.models import Job
from wagtail.models import ModelLogEntry

from community.members.models import Erasure
from community.members.permissions import Refused
from community.members.standing.services import suspend
from community.members.standing.wording import until_when
from community.moderation.models import BlockedTerm, Decision, Note, Removal, Review
from community.moderation.reasons import UNDONE
from community.moderation.services import people
from community.moderation.services.deciding import Verdict, claim, decide
from community.moderation.tasks import bring_back
from home.templatetags.time_tags import in_full
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import TopicFactory
from tests.factories.members import (
    PASSWORD,
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.regions import make_region
from tests.factories.reports import case_of, make_reply, report_thing, state

pytestmark = pytest.mark.django_db
PAGE = "/akun/ditangguhkan/"


def sign_in(client):
    return client.post("/akun/masuk/", {"login": "maria@example.org", "password": PASSWORD})


def texts_of(spammer):
    return [
        make_reply(author=spammer),
        TopicFactory(author=spammer, body="Beli jam tangan murah."),
        make_comment(make_story(), "Jam tangan murah.", author=spammer),
    ]


def test_a_spammer_is_shut_out_at_once_and_all_they_wrote_is_deleted():
    spammer, moderator = MemberFactory(is_listed=True, bio="Jam."), ModeratorFactory()
    texts = texts_of(spammer)
    for thing in texts:
        report_thing(thing)
    decide(by=moderator, review=case_of(texts[0]), verdict=Verdict(Decision.SPAMMER, "Iklan jam."))
    spammer.refresh_from_db()
    assert spammer.suspended_until > timezone.now() + timedelta(days=365)
    assert not Review.objects.open().exists()
    assert {case_of(thing).decision for thing in texts} == {Decision.SPAMMER}
    job = Job.objects.get(name=people.CLEAN)
    assert people.clean(removal_id=job.args[0]) == 4
    assert {state(thing) for thing in texts} == {"deleted"}
    spammer.profile.refresh_from_db()
    assert not spammer.profile.is_listed
    assert people.clean(removal_id=job.args[0]) == 0


def test_for_a_day_all_of_it_comes_back_as_it_stood_before():
    BlockedTerm.objects.create(text="judi")
    spammer, moderator = MemberFactory(is_listed=True), ModeratorFactory()
    texts = texts_of(spammer)
    held = make_reply(author=spammer, body="Ada judi di sini.")
    removal = people.remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    people.clean(removal_id=removal.pk)
    people.undo_removal(by=moderator, removal=removal)
    assert people.bring_back(removal_id=removal.pk) == 5
    assert [state(thing) for thing in (*texts, held)] == ["live", "live", "live", "held"]
    spammer.refresh_from_db()
    spammer.profile.refresh_from_db()
    assert (spammer.suspended_until, spammer.profile.is_listed) == (None, True)
    assert case_of(held).decided_at is None
    assert people.undo_removal(by=moderator, removal=removal).undone_at
    assert people.remove_spammer(by=moderator, member=spammer, reason="Lagi.").pk != removal.pk


def test_what_comes_back_is_told_in_the_name_of_who_undid_the_removal_with_why_and_what_was_before(client, work_outbox):
    spammer, moderator = MemberFactory(is_listed=True), ModeratorFactory()
    texts = texts_of(spammer)
    removal = people.remove_spammer(by=ModeratorFactory(), member=spammer, reason="Iklan.")
    work_outbox()
    people.undo_removal(by=moderator, removal=removal)
    work_outbox()
    assert {state(thing) for thing in texts} == {"live"}
    lines = ModelLogEntry.objects.filter(action__in=["forums.undelete", "comments.bring_back", "members.show_profile"])
    assert {(line.user, line.data["reason"]) for line in lines} == {(moderator, UNDONE.kept())}
    assert len(lines) == 4
    for line in lines.exclude(action="members.show_profile"):
        states = {"held": False, "hidden": False}
        assert (line.data["before"], line.data["after"]) == (states | {"deleted": True}, states | {"deleted": False})
    client.force_login(ModeratorFactory())
    page = client.get("/forum/moderasi/tindakan/").content.decode()
    told = re.findall(r"<b>([^<]+)</b>.*?<p class=\"meta\">([^<·]+) · ", page, re.DOTALL)
    assert [who for what, who in told if what.startswith("Dipulihkan setelah dihapus")] == [moderator.name] * 2


def test_a_job_from_before_that_was_told_brings_all_back_in_nobodys_name():
    spammer, moderator = MemberFactory(), ModeratorFactory()
    post = make_reply(author=spammer)
    removal = people.remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    people.clean(removal_id=removal.pk)
    people.undo_removal(by=moderator, removal=removal)
    bring_back(removal.pk)
    assert state(post) == "live"
    line = ModelLogEntry.objects.get(action="forums.undelete")
    assert (line.user, line.data["reason"]) == (None, UNDONE.kept())


def test_what_was_suspended_before_stays_so_after_the_undoing():
    until = timezone.now() + timedelta(days=3)
    spammer = MemberFactory(suspended_until=until, suspended_reason="Kasar.")
    moderator = ModeratorFactory()
    removal = people.remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    people.undo_removal(by=moderator, removal=removal)
    spammer.refresh_from_db()
    assert (spammer.suspended_until, spammer.suspended_reason) == (until, "Kasar.")


def test_after_a_day_it_can_not_be_undone_and_the_account_is_given_over_to_be_erased():
    spammer, moderator = MemberFactory(), ModeratorFactory()
    removal = people.remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    assert people.finish_removals() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        with pytest.raises(Refused):
            people.undo_removal(by=moderator, removal=removal)
        assert (people.finish_removals(), people.finish_removals()) == (1, 0)
        erasure = Erasure.objects.get(user=spammer)
    assert (erasure.keeps, erasure.reason, erasure.due_at <= timezone.now() + timedelta(hours=25)) == (
        False,
        "spam",
        True,
    )


@pytest.mark.parametrize(
    ("path", "words", "late"),
    [
        (
            PAGE,
            ("Akun ini disingkirkan", "beserta semua tulisannya", "masih dapat dibatalkan"),
            "tidak dapat dibatalkan",
        ),
        (f"/en{PAGE}", ("This account was removed", "with all it wrote", "that can be undone"), "be undone any more"),
    ],
)
def test_a_removed_account_that_signs_in_is_told_what_is_so(client, settings, path, words, late):
    settings.CONTACT_EMAIL = "redaksi@example.org"
    spammer = MemberFactory(email="maria@example.org")
    removal = people.remove_spammer(by=ModeratorFactory(), member=spammer, reason="Iklan jam tangan.")
    assert sign_in(client).url == PAGE
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 403
    with translation.override("en" if path.startswith("/en") else "id"), timezone.override(ZoneInfo(spammer.zone)):
        told = (*words, "Iklan jam tangan.", "mailto:redaksi@example.org", in_full(removal.ends_at))
    assert [said for said in told if said not in page] == []
    assert not [false for false in (f"{spammer.date_joined.year + 100}", "tetap ada", "stays") if false in page]
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        sign_in(client)
        assert late in client.get(path).content.decode()


def test_who_is_suspended_again_after_the_undoing_is_only_suspended(client):
    spammer, moderator = MemberFactory(email="maria@example.org"), ModeratorFactory()
    removal = people.remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    people.undo_removal(by=moderator, removal=removal)
    suspend(by=moderator, member=spammer, until=timezone.now() + timedelta(days=2), reason="Kasar.")
    sign_in(client)
    assert "Akun ini disingkirkan" not in client.get(PAGE).content.decode()


def test_a_mentor_reads_that_nothing_can_be_written_for_a_removed_account():
    spammer = MemberFactory(name="Maria")
    people.remove_spammer(by=ModeratorFactory(), member=spammer, reason="Iklan.")
    spammer.refresh_from_db()
    with translation.override("en"):
        assert until_when(spammer, is_oneself=False) == "Nothing can be written for Maria: the account was removed."
        assert until_when(spammer) == "This account was removed, so you can’t write."


def test_a_removal_that_is_pressed_twice_is_one():
    spammer, moderator = MemberFactory(), ModeratorFactory()
    one = people.remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    assert people.remove_spammer(by=ModeratorFactory(), member=spammer, reason="Iklan.") == one
    assert Removal.objects.count() == 1


@pytest.mark.parametrize("factory", [AdministratorFactory, ModeratorFactory, EditorFactory])
def test_moderators_remove_none_of_the_staff(factory):
    with pytest.raises(Refused):
        people.remove_spammer(by=ModeratorFactory(), member=factory(), reason="x")


def test_who_reported_something_of_theirs_removes_nobody_until_another_has_decided_that():
    spammer, moderator = MemberFactory(), ModeratorFactory()
    post, other = make_reply(author=spammer), make_reply(author=spammer, body="Lain lagi kata ini.")
    report_thing(post, by=moderator)
    report_thing(other)
    with pytest.raises(Refused, match="Anda sendiri melaporkan"):
        people.remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    with pytest.raises(Refused, match="Anda sendiri melaporkan"):
        decide(by=moderator, review=case_of(other), verdict=Verdict(Decision.SPAMMER, "Iklan."))
    spammer.refresh_from_db()
    assert (spammer.suspended_until, Review.objects.open().count()) == (None, 2)
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.HIDE, "Iklan."))
    assert people.remove_spammer(by=moderator, member=spammer, reason="Iklan.").person == spammer


def test_nobody_is_removed_while_another_moderator_looks_at_a_case_of_theirs():
    spammer, one, other = MemberFactory(), ModeratorFactory(name="Maria Rahakbauw"), ModeratorFactory()
    post = make_reply(author=spammer)
    report_thing(post)
    claim(by=one, review=case_of(post))
    with pytest.raises(Refused, match="Maria Rahakbauw sedang melihat"):
        people.remove_spammer(by=other, member=spammer, reason="Iklan.")
    assert people.remove_spammer(by=one, member=spammer, reason="Iklan.").person == spammer
    later = make_reply(author=MemberFactory(), body="Lain lagi kata ini.")
    report_thing(later)
    claim(by=one, review=case_of(later))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert people.remove_spammer(by=other, member=later.author, reason="Iklan.").by == other


def test_removing_several_leaves_those_that_are_anothers_and_says_how_many_and_why(client):
    moderator, one = ModeratorFactory(), ModeratorFactory(name="Maria Rahakbauw")
    spammers = [MemberFactory(name=name) for name in ("Akun Satu", "Akun Dua", "Akun Tiga")]
    posts = [make_reply(author=spammer, body=f"Kata {spammer.pk} ini.") for spammer in spammers]
    for post, reporter in zip(posts, (None, None, moderator), strict=True):
        report_thing(post, by=reporter)
    claim(by=one, review=case_of(posts[1]))
    client.force_login(moderator)
    keys = [person.pk for person in (*spammers, AdministratorFactory(), ModeratorFactory())]
    sent = {"person": keys, "send": "1", "reason": "Iklan."}
    answer = client.post("/moderasi/orang/singkirkan/", sent, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert list(Removal.objects.values_list("person__name", flat=True)) == ["Akun Satu"]
    assert said[0].startswith("1 akun")
    assert said[1].startswith("2 akun dibiarkan seperti semula. Akun Dua: Maria Rahakbauw sedang")
    assert "Akun Tiga: Anda sendiri melaporkan" in said[1]
    assert said[2].startswith("2 dari yang ditandai")


def test_regional_moderators_remove_nobody():
    with pytest.raises(Refused):
        people.remove_spammer(by=RegionalModeratorFactory(of=make_region("81.02")), member=MemberFactory(), reason="x")


def test_moderators_note_something_on_a_person_and_delete_their_own_notes_alone():
    person, one, other = MemberFactory(), ModeratorFactory(), ModeratorFactory()
    note = people.write_note(by=one, person=person, text=" Sudah ditelepon. ")
    assert people.history_of(person, sees_notes=True).notes == [note]
    assert people.history_of(person, sees_notes=False).notes == []
    with pytest.raises(Refused):
        people.delete_note(by=other, note=note)
    people.delete_note(by=one, note=note)
    assert not Note.objects.exists()
    with pytest.raises(Refused):
        people.write_note(by=MemberFactory(), person=person, text="x")


def test_a_moderator_neither_notes_something_on_themselves_nor_deletes_such_a_note():
    oneself = ModeratorFactory()
    with pytest.raises(Refused):
        people.write_note(by=oneself, person=oneself, text="Tidak pernah salah.")
    note = Note.objects.create(person=oneself, author=oneself, text="Ditulis sebelum ia moderator.")
    with pytest.raises(Refused):
        people.delete_note(by=oneself, note=note)
    assert Note.objects.get() == note


def test_the_history_counts_by_decision_and_outcome_and_what_waits_for_neither(django_assert_num_queries):
    person, reporter = MemberFactory(), MemberFactory()
    for number, decision in enumerate(("hide", "hide", "keep", "ignore", "")):
        post = make_reply(author=person, body=f"Beli {number} sekarang juga.")
        report_thing(post, by=reporter)
        if decision:
            decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(decision, "Bukan tempatnya."))
    with django_assert_num_queries(3):
        history = people.history_of(person, sees_notes=False)
    with translation.override("en"):
        assert people.history_of(person, sees_notes=False).cases == {
            "hidden": 2,
            "left undecided": 1,
            "left standing": 1,
        }
        told = people.history_of(reporter, sees_notes=False).reports
    assert told == {"agreed": 2, "not agreed": 1, "left undecided": 1}
    assert history.reports == {}


def test_the_history_of_a_person_counts_cases_and_reports():
    person = MemberFactory()
    post = make_reply(author=person)
    report_thing(post)
    report_thing(make_reply(), by=person)
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.HIDE, "Kasar.", sanction="warn"))
    history = people.history_of(person, sees_notes=True)
    assert (sum(history.cases.values()), [entry.action for entry in history.acts]) == (2, ["moderation.warn"])
