"""Warnings, silences and suspensions: each a case of its own, which its member finds and appeals against once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import User
from community.members.permissions import Refused
from community.members.standing import services as standing
from community.moderation.models import STANDING, Decision, Reason, Review
from community.moderation.services import people
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide, label_of
from community.moderation.services.people import history_of
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.regions import make_region
from tests.factories.reports import decided, make_reply, report_thing

pytestmark = pytest.mark.django_db

WHY = "Iklan yang sama di sepuluh topik."
COLUMN = {"silence": "silenced_until", "suspend": "suspended_until"}
SANCTIONS = ["warn", "silence", "suspend"]


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_one_that_is_imposed_in_the_editing_room_is_a_case_with_its_reason_and_its_end(act):
    member, moderator = MemberFactory(), ModeratorFactory()
    case = restricted(act, member=member, by=moderator, days=7)
    assert (case.decision, case.decided_by, case.author, case.reason) == (act, moderator, member, WHY)
    assert (case.until, case.beside) == (getattr(fresh(member), COLUMN[act]), None)
    assert list(Review.objects.told_to(member)) == [case]


@pytest.mark.parametrize("act", SANCTIONS)
def test_one_that_is_imposed_with_a_decision_stands_beside_it(act):
    post = make_reply()
    about = decided(post, Decision.HIDE, **sanction(act))
    case = case_against(post.author)
    assert (case.decision, case.beside, case.decided_by) == (act, about, about.decided_by)
    assert set(Review.objects.told_to(post.author)) == {about, case}


def test_a_repeat_makes_no_second_case():
    member, by, until = MemberFactory(), ModeratorFactory(), timezone.now() + timedelta(days=3)
    for _time in range(2):
        standing.silence(by=by, member=member, until=until, reason=WHY)
    assert Review.objects.filter(author=member).count() == 1


def test_the_silence_by_the_site_is_nobodys_case_and_a_moderator_who_reported_doesnt_decide_about_it():
    newcomer, reporter = MemberFactory(), ModeratorFactory()
    silence_by_reports(newcomer, reporter)
    case = case_against(newcomer)
    assert (case.decision, case.decided_by) == (Decision.SILENCE, None)
    assert "dengan sendirinya" in mail_to(newcomer).body
    made = appeal(author=newcomer, review=case, words="Itu bukan iklan.")
    with pytest.raises(Refused):
        decide(by=reporter, review=made, verdict=Verdict(Decision.GRANTED))
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    assert fresh(newcomer).silenced_until is None


def test_what_the_site_did_and_takes_back_as_the_reports_were_wrong_needs_no_appeal_and_ends_one(client):
    newcomer, other = MemberFactory(), MemberFactory()
    for member in (newcomer, other):
        silence_by_reports(member, MemberFactory())
    made = appeal(author=other, review=case_against(other), words="Itu bukan iklan.")
    for case in list(Review.objects.open().filter(appeal_of=None)):
        decide(by=ModeratorFactory(), review=case, verdict=Verdict(Decision.KEEP))
    made.refresh_from_db()
    case = case_against(newcomer)
    assert (fresh(other).silenced_until, made.decision, bool(case.withdrawn_at)) == (None, Decision.GRANTED, True)
    with pytest.raises(Refused):
        appeal(author=newcomer, review=case, words="Itu bukan iklan.")
    client.force_login(newcomer)
    page = client.get(f"/moderasi/tulisan-saya/{case.pk}/").content.decode()
    assert ("Tidak dihitung lagi" in page, "belum ada moderator" in page, "/banding/" in page) == (True, False, False)
    client.force_login(other)
    assert "ternyata keliru" in client.get(f"/moderasi/tulisan-saya/{made.appeal_of_id}/").content.decode()


def test_a_removed_account_appeals_against_no_earlier_sanction():
    spammer, moderator = MemberFactory(), ModeratorFactory()
    case = restricted("silence", member=spammer, by=moderator)
    people.remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    assert list(Review.objects.filter(author=spammer).order_by("pk").values_list("decision", flat=True)) == [
        Decision.SILENCE,
        Decision.REMOVAL,
    ]
    with pytest.raises(Refused):
        appeal(author=spammer, review=case, words="Bukan.")


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_granting_lifts_it_and_stands_in_the_log_with_who_why_before_and_after(act):
    member, other = MemberFactory(), ModeratorFactory()
    case = restricted(act, member=member)
    made = appeal(author=member, review=case, words="Itu salah paham.")
    decide(by=other, review=made, verdict=Verdict(Decision.GRANTED, "Memang salah paham."))
    assert getattr(fresh(member), COLUMN[act]) is None
    assert Review.objects.get(pk=case.pk).withdrawn_at
    lift = {"silence": "members.lift_silence", "suspend": "members.lift_suspension"}[act]
    entry = ModelLogEntry.objects.get(action=lift)
    assert (entry.user, entry.data["reason"], entry.data["after"]) == (other, "Memang salah paham.", None)
    assert entry.data["before"] == case.until.isoformat()
    told = ModelLogEntry.objects.get(action="moderation.decide")
    assert (told.data["before"], told.data["after"]["decision"]) == (act, Decision.GRANTED)


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_refusing_leaves_it_with_a_reason_and_there_is_no_second_appeal(act):
    member = MemberFactory()
    case = restricted(act, member=member)
    made = appeal(author=member, review=case, words="Itu salah paham.")
    with pytest.raises(ValidationError):
        decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.REFUSED))
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.REFUSED, "Sudah diingatkan."))
    assert getattr(fresh(member), COLUMN[act]) == case.until
    assert Review.objects.get(pk=case.pk).withdrawn_at is None
    assert appeal(author=member, review=case, words="Lagi.") == made


def test_a_warning_that_is_taken_back_counts_no_longer():
    post, other = make_reply(), ModeratorFactory()
    decided(post, Decision.KEEP, sanction="warn")
    case = case_against(post.author)
    assert "peringatan" in history_of(post.author, sees_notes=True).cases
    made = appeal(author=post.author, review=case, words="Itu bukan untuk saya.")
    decide(by=other, review=made, verdict=Verdict(Decision.GRANTED))
    history = history_of(post.author, sees_notes=True)
    assert "peringatan" not in history.cases
    assert history.acts[0].action == "moderation.withdraw_warning"
    assert history.acts[0].data["before"] == {"warned": "Bukan tempatnya."}


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_who_decided_it_doesnt_outlast_the_appeal_with_another_one(act):
    by, member = ModeratorFactory(), MemberFactory()
    restricted(act, member=member, by=by)
    asked = appeal(author=member, review=case_against(member), words="Itu bukan saya.")
    with pytest.raises(Refused):
        restricted(act, member=member, by=by, days=30)
    decide(by=ModeratorFactory(), review=asked, verdict=Verdict(Decision.GRANTED))
    assert getattr(fresh(member), "silenced_until" if act == "silence" else "suspended_until") is None


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_a_later_one_stays(act):
    member = MemberFactory()
    first = restricted(act, member=member, days=3)
    later = restricted(act, member=member, days=30, reason="Lagi.")
    made = appeal(author=member, review=first, words="Itu salah paham.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    made.refresh_from_db()
    assert (getattr(fresh(member), COLUMN[act]), made.is_left) == (later.until, True)
    assert "diputuskan kemudian masih berlaku" in mail_to(member).body


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_the_one_whose_place_it_took_goes_on(act):
    member = MemberFactory()
    first = restricted(act, member=member, days=3)
    later = restricted(act, member=member, days=30, reason="Lagi.")
    made = appeal(author=member, review=later, words="Terlalu lama.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    assert getattr(fresh(member), COLUMN[act]) == first.until


def test_of_two_that_were_both_wrong_none_goes_on():
    member = MemberFactory()
    for days in (3, 30):
        restricted("silence", member=member, days=days, reason=f"{days} hari.")
    for case in Review.objects.sanctions().order_by("pk"):
        made = appeal(author=member, review=case, words="Bukan saya.")
        decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    assert fresh(member).silenced_until is None


def test_one_that_was_lifted_or_is_over_can_be_appealed_against_since_it_counts():
    member, moderator = MemberFactory(), ModeratorFactory()
    case = restricted("silence", member=member, by=moderator)
    standing.lift_silence(by=moderator, member=member, reason="Cukup.")
    made = appeal(author=member, review=case, words="Tidak semestinya.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    made.refresh_from_db()
    assert (made.is_left, history_of(member, sees_notes=True).cases.get("Larangan menulis")) == (False, None)


@pytest.mark.parametrize("act", SANCTIONS)
def test_nobody_appeals_for_others_or_without_words_or_too_late(act):
    case = any_sanction(act)
    with pytest.raises(Refused):
        appeal(author=MemberFactory(), review=case, words="Kenapa?")
    with pytest.raises(ValidationError):
        appeal(author=case.author, review=case, words=" ")
    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(Refused):
        appeal(author=case.author, review=case, words="Kenapa?")


@pytest.mark.parametrize("act", SANCTIONS)
def test_who_imposed_it_doesnt_decide_nor_does_a_moderator_of_a_region_or_of_nothing(act):
    case = any_sanction(act)
    made = appeal(author=case.author, review=case, words="Kenapa?")
    region = make_region("81.02")
    for by in (case.decided_by, RegionalModeratorFactory(of=region), EditorFactory(), case.author):
        with pytest.raises(Refused):
            decide(by=by, review=made, verdict=Verdict(Decision.GRANTED))
    assert Review.objects.get(pk=made.pk).decided_at is None


def test_who_reported_what_led_to_it_doesnt_decide_either():
    post, reporter = make_reply(), ModeratorFactory()
    report_thing(post, by=reporter)
    decided(post, Decision.HIDE, **sanction("silence"))
    made = appeal(author=post.author, review=case_against(post.author), words="Kenapa?")
    with pytest.raises(Refused):
        decide(by=reporter, review=made, verdict=Verdict(Decision.GRANTED))


def test_what_an_administrator_imposed_on_one_of_the_staff_a_moderator_doesnt_lift():
    editor = EditorFactory()
    case = restricted("silence", member=editor, by=AdministratorFactory())
    made = appeal(author=editor, review=case, words="Kenapa?")
    with pytest.raises(Refused, match="pengelola situs"):
        decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    decide(by=AdministratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    assert fresh(editor).silenced_until is None


def test_an_appeal_against_a_text_leaves_the_sanction_that_came_with_it():
    post = make_reply()
    about = decided(post, Decision.HIDE, **sanction("silence"))
    made = appeal(author=post.author, review=about, words="Itu bukan iklan.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    assert fresh(post.author).silenced_until == case_against(post.author).until


@pytest.mark.parametrize(
    ("act", "label"),
    [("warn", "Cabut peringatannya"), ("silence", "Izinkan menulis lagi"), ("suspend", "Izinkan masuk lagi")],
)
def test_the_desk_says_what_granting_does_and_what_was_decided(client, act, label):
    case = any_sanction(act)
    made = appeal(author=case.author, review=case, words="Itu salah paham.")
    assert label_of(Decision.GRANTED, made) == label
    client.force_login(ModeratorFactory())
    page = client.get(f"/moderasi/perkara/{made.pk}/").content.decode()
    assert {each for each in (label, case.reason, "Itu salah paham.", "Tampilkan lagi") if each in page} == {
        label,
        case.reason,
        "Itu salah paham.",
    }
    queue = client.get("/moderasi/?perihal=appeal").content.decode()
    assert f"Banding: {case.done}" in queue
    assert client.post(f"/moderasi/perkara/{made.pk}/", {"decision": "granted"}).status_code == 302
    assert Review.objects.get(pk=made.pk).decision == Decision.GRANTED


def test_the_pages_of_an_appeal_and_of_ones_own_cases_ask_as_much_whatever_was_decided_before(client):
    def queries(count):
        member, moderator = MemberFactory(), ModeratorFactory()
        for days in range(2, 2 + count):
            restricted("silence", member=member, by=moderator, days=days, reason=f"{days} hari.")
        made = appeal(author=member, review=case_against(member), words="Cukup.")
        asked = []
        for who, address in ((ModeratorFactory(), made.get_absolute_url()), (member, "/moderasi/tulisan-saya/")):
            client.force_login(who)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            asked.append(len(captured))
        return asked

    queries(2)
    assert queries(2) == queries(20)


@pytest.mark.parametrize("act", SANCTIONS)
def test_its_member_finds_it_with_why_and_appeals_there(client, act):
    case = any_sanction(act)
    User.objects.update(suspended_until=None)  # so that they can sign in
    client.force_login(case.author)
    assert case.get_decision_display() in client.get("/moderasi/tulisan-saya/").content.decode()
    page = client.get(f"/moderasi/tulisan-saya/{case.pk}/").content.decode()
    assert ("Putusan tentang akun Anda" in page, case.reason in page) == (True, True)
    assert client.post(f"/moderasi/tulisan-saya/{case.pk}/banding/", {"words": "Kenapa?"}).status_code == 302
    assert "Moderator lain akan melihatnya" in client.get(f"/moderasi/tulisan-saya/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ("mengajukan banding satu kali", "moderator lain yang memutuskan")),
        ("en", ("appeal once, until", "another moderator decides")),
    ],
)
@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_the_mail_says_where_and_until_when_one_appeals(act, language, words):
    member = MemberFactory(language=language)
    case = restricted(act, member=member)
    body = mail_to(member).body
    assert [each for each in words if each not in body] == []
    prefix = "/en/moderasi" if language == "en" else "/moderasi"
    place = f"{prefix}/banding/" if act == "suspend" else f"{prefix}/tulisan-saya/{case.pk}/"
    assert place in body
    assert (case.decided_at + timedelta(days=30)).strftime("%Y") in body


@pytest.mark.parametrize(("language", "words"), [("id", "peringatan"), ("en", "Please take this as a warning")])
def test_the_mail_of_a_warning_says_it_too(language, words):
    post = make_reply(author=MemberFactory(language=language))
    decided(post, Decision.KEEP, sanction="warn")
    body = mail_to(post.author).body
    assert (words in body, f"/moderasi/tulisan-saya/{case_against(post.author).pk}/" in body) == (True, True)


@pytest.mark.parametrize(
    ("act", "language", "granted", "refused"),
    [
        ("warn", "id", "Peringatannya dicabut", "putusannya tetap"),
        ("silence", "en", "The silence is taken back", "the decision stays"),
        ("suspend", "id", "Penangguhannya dicabut", "putusannya tetap"),
    ],
)
def test_the_mail_of_the_outcome_says_what_became_of_it(act, language, granted, refused):
    for decision, words in ((Decision.GRANTED, granted), (Decision.REFUSED, refused)):
        case = any_sanction(act, language=language)
        made = appeal(author=case.author, review=case, words="Kenapa?")
        decide(by=ModeratorFactory(), review=made, verdict=Verdict(decision, "Sudah dibicarakan."))
        sent = mail_to(case.author)
        assert (words in sent.body, "Sudah dibicarakan." in sent.body) == (True, True)


def sanction(act, days=3):
    """Name what is done about an author together with a decision."""
    return {"sanction": act} | ({"until": timezone.now() + timedelta(days=days)} if act != "warn" else {})


def restricted(act, *, member, by=None, days=7, reason=WHY):
    """Silence or suspend somebody as the editing room does; give the case."""
    until = timezone.now() + timedelta(days=days)
    getattr(standing, act)(by=by or ModeratorFactory(), member=member, until=until, reason=reason)
    return case_against(member)


def any_sanction(act, **member):
    """Impose one, whichever way there is for it."""
    if act != "warn":
        return restricted(act, member=MemberFactory(**member))
    post = make_reply(author=MemberFactory(**member))
    decided(post, Decision.KEEP, sanction="warn", reason=WHY)
    return case_against(post.author)


def silence_by_reports(newcomer, *reporters):
    """Have several members report what a newcomer wrote, so that the site silences them."""
    post = make_reply(author=newcomer)
    for reporter in (*reporters, *[MemberFactory() for _number in range(3 - len(reporters))]):
        report_thing(post, by=reporter, reason=Reason.SPAM)


def case_against(member):
    return Review.objects.filter(kind=STANDING, author=member, appeal_of=None).latest("pk")


def fresh(member):
    return User.objects.get(pk=member.pk)


def mail_to(member):
    return next(sent for sent in reversed(mail.outbox) if sent.to == [member.email])
