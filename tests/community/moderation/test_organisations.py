"""Organisations are written by members and read by everybody: so they are reported, wait and are judged as texts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from community.members.models import Organisation
from community.members.organisations import services as organisations
from community.members.permissions import Refused
from community.moderation.kinds import KINDS
from community.moderation.models import BlockedTerm, Decision, ModerationSettings, Review, Trace
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, claim, decide
from community.moderation.services.people import (
    bring_back,
    clean,
    hold_all,
    remove_spammer,
    show_all,
    undo_removal,
)
from community.moderation.services.reports import retract
from community.moderation.services.reviews import tidy
from tests.factories.forums import TopicFactory
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.opened import opened
from tests.factories.organisations import add_member, facts_of, keeper, make_organisation, owner_of, save
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, report_thing, state

pytestmark = pytest.mark.django_db


def owner_of_longest(organisation):
    return organisation.memberships.filter(role="owner").order_by("pk").first().user


def keeper_of_organisations():
    editor = EditorFactory()
    editor.user_permissions.add(Permission.objects.get(codename="change_organisation"))
    return editor


ADVERT = {"name": "Slot Gacor", "description": "Main di sini: https://slotgacor.example dan menang besar."}


@pytest.fixture(autouse=True)
def _in_indonesian():
    with translation.override("id"):
        yield


@pytest.mark.parametrize("signed_in", [True, False])
def test_everybody_reports_one_from_its_page_and_a_moderator_takes_it_from_view(client, signed_in):
    organisation = make_organisation(**ADVERT)
    if signed_in:
        client.force_login(MemberFactory())
    address = f"/moderasi/laporkan/organisation/{organisation.pk}/"
    assert address in client.get(organisation.get_absolute_url()).text
    answer = client.post(address, {**opened(client, address), "reason": "spam"})
    assert answer.status_code == 200
    case = case_of(organisation)
    assert (case.author, case.flag_count) == (owner_of(organisation), 1)
    moderator = ModeratorFactory()
    client.force_login(moderator)
    assert "Slot Gacor" in client.get("/moderasi/?perihal=organisation").text
    shown = client.get(case.get_absolute_url())
    assert "https://slotgacor.example" in shown.text
    typed = {**opened(client, case.get_absolute_url()), "decision": "hide", "reason": "Judi."}
    assert client.post(case.get_absolute_url(), typed).status_code == 302
    client.logout()
    assert client.get(organisation.get_absolute_url()).status_code == 404
    assert "Slot Gacor" not in client.get("/organisasi/").text
    assert mail.outbox[-1].to == [owner_of(organisation).email]
    assert "organisasi Anda “Slot Gacor”" in mail.outbox[-1].body


def test_who_runs_one_is_offered_no_report_of_it(client):
    organisation = make_organisation()
    client.force_login(owner_of(organisation))
    assert "/laporkan/organisation/" not in client.get(organisation.get_absolute_url()).text


@pytest.mark.parametrize("decision", [Decision.KEEP, Decision.IGNORE])
def test_one_that_stands_stays_in_view(decision):
    organisation = make_organisation()
    decided(organisation, decision)
    assert state(organisation) == "live"


def test_its_owner_appeals_and_another_moderator_shows_it_again(client):
    organisation = make_organisation()
    case = decided(organisation, Decision.HIDE)
    owner = owner_of(organisation)
    asked = appeal(author=owner, review=case, words="Kami koperasi sungguhan.")
    decide(by=ModeratorFactory(), review=asked, verdict=Verdict(Decision.GRANTED, "Benar."))
    assert state(organisation) == "live"
    client.force_login(owner)
    assert organisation.name in client.get("/moderasi/tulisan-saya/").text


def test_a_moderator_decides_nothing_about_their_own():
    moderator = ModeratorFactory()
    organisation = make_organisation(moderator)
    report_thing(organisation)
    with pytest.raises(Refused):
        decide(by=moderator, review=case_of(organisation), verdict=Verdict(Decision.KEEP))


def test_moderators_of_a_region_look_after_those_there_and_see_them_out_of_view(client):
    there, elsewhere = make_region("81.02"), make_region("72.01")
    organisation, other = make_organisation(region=there), make_organisation(region=elsewhere)
    regional = RegionalModeratorFactory(of=make_region("81"))
    for each in (organisation, other):
        report_thing(each)
    decide(by=regional, review=case_of(organisation), verdict=Verdict(Decision.HIDE, "Iklan."))
    with pytest.raises(Refused):
        decide(by=regional, review=case_of(other), verdict=Verdict(Decision.HIDE, "Iklan."))
    decide(by=ModeratorFactory(), review=case_of(other), verdict=Verdict(Decision.HIDE, "Iklan."))
    client.force_login(regional)
    pages = [client.get(each.get_absolute_url()).status_code for each in (organisation, other)]
    assert pages == [200, 404]


def test_its_case_goes_along_to_another_region():
    owner = MemberFactory()
    organisation = make_organisation(owner, region=make_region("81.02"))
    report_thing(organisation)
    facts = facts_of(name=organisation.name, region=make_region("72.01"))
    organisations.edit_organisation(by=owner, organisation=organisation, facts=facts)
    assert set(case_of(organisation).places.values_list("token", flat=True)) == {"region:72", "region:72.01"}


def test_what_a_blocked_word_holds_waits_from_the_beginning(client):
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    member = MemberFactory()
    client.force_login(member)
    region = make_region()
    typed = {**opened(client, "/organisasi/baru/"), "kind": "company", "region": region.code, "handle": "", **ADVERT}
    answer = client.post("/organisasi/baru/", typed, follow=True)
    organisation = Organisation.objects.get()
    assert answer.status_code == 200
    assert "Moderator akan melihatnya, lalu orang lain dapat melihatnya." in answer.text
    assert "Sekarang undang" not in answer.text
    case = case_of(organisation)
    assert (organisation.is_public, case.is_held, case.author) == (False, True, member)
    decide(by=ModeratorFactory(), review=case, verdict=Verdict(Decision.KEEP))
    assert state(organisation) == "live"


def test_what_a_moderator_let_stand_waits_again_only_where_it_says_something_else():
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    owner = MemberFactory()
    organisation = make_organisation(owner, **ADVERT)
    assert not organisation.is_public
    decide(by=ModeratorFactory(), review=case_of(organisation), verdict=Verdict(Decision.KEEP))
    facts = facts_of(**ADVERT, region=organisation.region)
    assert organisations.edit_organisation(by=owner, organisation=organisation, facts=facts).is_public
    facts = facts_of(**{**ADVERT, "description": "slotgacor.example, lebih besar."}, region=organisation.region)
    assert not organisations.edit_organisation(by=owner, organisation=organisation, facts=facts).is_public


@pytest.mark.compared
def test_new_accounts_that_advertise_the_same_site_wait():
    facts = [{"name": f"Usaha {n}", "description": f"Kata {n}: https://slotgacor.example/{n}"} for n in range(5)]
    made = [make_organisation(MemberFactory(), **each) for each in facts]
    assert [each.is_public for each in made] == [True, True, False, False, False]
    assert Review.objects.open().filter(kind="organisation", is_held=True).count() == 3


def test_those_that_a_spammer_owns_alone_go_with_the_account_and_come_back_with_it():
    spammer, moderator = MemberFactory(), ModeratorFactory()
    own, shared, hidden = (make_organisation(spammer) for _number in range(3))
    add_member(shared, role="owner")
    decided(hidden, Decision.HIDE)
    removal = remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    clean(removal_id=removal.pk)
    assert [state(each) for each in (own, shared, hidden)] == ["hidden", "live", "hidden"]
    undo_removal(by=moderator, removal=removal)
    bring_back(removal_id=removal.pk, by_id=moderator.pk)
    assert [state(each) for each in (own, shared, hidden)] == ["live", "live", "hidden"]


def test_the_case_of_one_that_others_run_too_stays_for_a_decision_of_its_own():
    first, second, moderator = MemberFactory(), MemberFactory(), ModeratorFactory()
    organisation = make_organisation(first)
    add_member(organisation, second, role="owner")
    report_thing(organisation)
    with pytest.raises(ValidationError):
        decide(by=moderator, review=case_of(organisation), verdict=Verdict(Decision.SPAMMER, "Iklan."))
    clean(removal_id=remove_spammer(by=moderator, member=first, reason="Iklan.").pk)
    assert (state(organisation), case_of(organisation).decided_at) == ("live", None)
    clean(removal_id=remove_spammer(by=moderator, member=second, reason="Iklan.").pk)
    assert state(organisation) == "hidden"


def test_those_of_somebody_who_is_silenced_as_a_spammer_wait():
    member = MemberFactory()
    organisation = make_organisation(member)
    assert hold_all(person_id=member.pk) >= 1
    assert state(organisation) == "hidden"
    assert case_of(organisation).is_held


def test_what_staff_take_from_view_in_the_editing_room_is_told_to_its_owner_who_appeals(client):
    organisation = make_organisation()
    client.force_login(keeper())
    save(client, organisation, is_suspended="on", reason="Alamatnya palsu.")
    case = case_of(organisation)
    assert (case.decision, case.reason) == (Decision.HIDE, "Alamatnya palsu.")
    assert mail.outbox[-1].to == [owner_of(organisation).email]
    assert "Alamatnya palsu." in mail.outbox[-1].body
    appeal(author=owner_of(organisation), review=case, words="Alamat kami benar.")
    save(client, organisation, reason="")  # against their own decision somebody else decides
    assert state(organisation) == "hidden"
    client.force_login(keeper())
    save(client, organisation, reason="")
    assert state(organisation) == "live"
    assert not Review.objects.open().exists()


def test_staff_neither_show_nor_hide_what_is_their_own():
    editor = AdministratorFactory()
    organisation = make_organisation(editor)
    decided(organisation, Decision.HIDE, by=AdministratorFactory())
    with pytest.raises(Refused, match="organisasi Anda sendiri"):
        organisations.restore(by=editor, organisation=organisation)
    assert state(organisation) == "hidden"
    with pytest.raises(Refused):
        organisations.suspend(by=editor, organisation=make_organisation(editor), reason="x")


def test_what_was_closed_is_no_longer_there_to_decide():
    organisation = make_organisation()
    report_thing(organisation)
    organisations.close(by=owner_of(organisation), organisation=organisation)
    case = decide(by=ModeratorFactory(), review=case_of(organisation), verdict=Verdict(Decision.HIDE, "Iklan."))
    assert case.decision == Decision.GONE
    assert KINDS["organisation"].lock(organisation.pk) is None


def test_one_that_nobody_owns_is_judged_all_the_same():
    organisation = make_organisation()
    organisation.memberships.all().delete()
    case = decided(organisation, Decision.HIDE)
    assert (case.author, state(organisation)) == (None, "hidden")


@pytest.mark.compared
def test_what_settled_members_say_of_theirs_is_compared_with_nothing():
    settled = {"date_joined": timezone.now() - timedelta(days=30), "trust_level": 2}
    made = [make_organisation(MemberFactory(**settled), **ADVERT) for _number in range(4)]
    assert all(each.is_public for each in made)


@pytest.mark.parametrize("role", ["owner", "manager", "member"])
def test_nobody_decides_about_one_to_which_they_belong_nor_reports_it(client, role):
    moderator = ModeratorFactory()
    organisation = make_organisation()
    add_member(organisation, moderator, role=role)
    case = decided(organisation, Decision.HIDE)
    asked = appeal(author=owner_of_longest(organisation), review=case, words="Kami sungguhan.")
    for review, decision in ((case, Decision.KEEP), (asked, Decision.GRANTED)):
        with pytest.raises(Refused):
            decide(by=moderator, review=review, verdict=Verdict(decision, "Boleh."))
    client.force_login(moderator)
    assert client.get(asked.get_absolute_url()).status_code in {403, 404}
    organisations.put_in_view(by=None, organisation=organisation, reason="")
    with pytest.raises(Refused):
        report_thing(organisation, by=moderator)


def test_who_owns_it_by_now_is_told_of_the_decision_and_appeals_and_its_words_stay_with_who_wrote_them(client):
    organisation, heir = make_organisation(), MemberFactory()
    first = owner_of(organisation)
    add_member(organisation, heir, role="owner")
    report_thing(organisation)
    organisations.leave(member=first, organisation=organisation)
    case = decide(by=ModeratorFactory(), review=case_of(organisation), verdict=Verdict(Decision.HIDE, "Iklan."))
    assert (case.author, mail.outbox[-1].to) == (heir, [heir.email])
    asked = appeal(author=heir, review=case, words="Saya pemilik baru.")
    add_member(organisation, role="owner")
    organisations.leave(member=heir, organisation=organisation)
    decide(by=ModeratorFactory(), review=asked, verdict=Verdict(Decision.REFUSED, "Tetap."))
    assert (asked.author, mail.outbox[-1].to) == (heir, [heir.email])


def test_a_moderator_who_owns_it_by_now_decides_nothing():
    organisation, moderator = make_organisation(), ModeratorFactory()
    report_thing(organisation)
    add_member(organisation, moderator, role="owner")
    organisations.leave(member=owner_of_longest(organisation), organisation=organisation)
    with pytest.raises(Refused):
        decide(by=moderator, review=case_of(organisation), verdict=Verdict(Decision.KEEP))


def test_nobody_decides_about_their_own_by_removing_its_owner(client):
    organisation, moderator = make_organisation(), ModeratorFactory()
    add_member(organisation, moderator)
    report_thing(organisation)
    with pytest.raises(Refused):
        remove_spammer(by=moderator, member=owner_of(organisation), reason="Iklan.")
    client.force_login(moderator)
    assert organisation.name not in client.get("/moderasi/").text


def test_what_is_written_while_reports_hide_it_waits_when_these_are_taken_back():
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    owner, reporter = MemberFactory(), MemberFactory(trust_level=4)
    organisation = make_organisation(owner)
    other = report_thing(organisation, by=MemberFactory(trust_level=4))
    flag = report_thing(organisation, by=reporter)
    assert state(organisation) == "hidden"
    facts = facts_of(**ADVERT, region=organisation.region)
    organisations.edit_organisation(by=owner, organisation=organisation, facts=facts)
    for each, by in ((flag, reporter), (other, other.reporter)):
        retract(member=by, flag=each)
    assert state(organisation) == "hidden"
    assert case_of(organisation).is_held


@pytest.mark.parametrize("decide_first", [True, False])
def test_one_that_is_opened_again_out_of_view_stands_by_a_decision_or_waits(decide_first):
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    owner = MemberFactory()
    organisation = make_organisation(owner, **({} if decide_first else ADVERT))
    if decide_first:
        decided(organisation, Decision.HIDE)
    organisations.close(by=owner, organisation=organisation)
    tidy()
    organisations.reopen(by=keeper(), organisation=organisation, reason="Kembali.")
    assert state(organisation) == "hidden"
    case = case_of(organisation)
    assert (case.decision, case.is_held, case.author) == ("hide" if decide_first else "", not decide_first, owner)


@pytest.mark.parametrize("at_once", [True, False])
def test_what_was_hidden_is_opened_again_and_shown_by_the_rules_of_the_desk(client, at_once):
    owner = MemberFactory()
    organisation = make_organisation(owner)
    case = decided(organisation, Decision.HIDE)
    organisations.close(by=owner, organisation=organisation)
    client.force_login(keeper())
    answer = save(client, organisation, reason="Benar.")  # to show it while it is closed
    assert "tutup" in str(answer.context["form"].errors["is_suspended"])
    if not at_once:
        save(client, organisation, is_reopened="on", is_suspended="on", reason="Kembali.")
        save(client, organisation, reason="Benar.")
    else:
        save(client, organisation, is_reopened="on", reason="Benar.")
    case.refresh_from_db()
    assert (state(organisation), bool(case.withdrawn_at)) == ("live", True)


def test_what_staff_hide_while_it_is_closed_is_no_case_until_it_is_open():
    owner = MemberFactory()
    organisation = make_organisation(owner)
    organisations.close(by=owner, organisation=organisation)
    mail.outbox.clear()
    organisations.suspend(by=keeper(), organisation=organisation, reason="Namanya kasar.")
    assert (Review.objects.count(), mail.outbox) == (0, [])
    with pytest.raises(Refused):
        organisations.restore(by=keeper(), organisation=organisation, reason="x")
    organisations.reopen(by=keeper(), organisation=organisation)
    assert case_of(organisation).is_held


def test_editors_leave_to_others_what_is_not_theirs_to_decide():
    editor = keeper_of_organisations()
    above, reported, claimed = make_organisation(AdministratorFactory()), make_organisation(), make_organisation()
    report_thing(reported, by=editor)
    report_thing(claimed)
    claim(by=ModeratorFactory(), review=case_of(claimed))
    for each in (above, reported, claimed):
        with pytest.raises(Refused):
            organisations.suspend(by=editor, organisation=each, reason="Iklan.")
        assert state(each) == "live"


@pytest.mark.compared
def test_what_a_newcomer_says_of_their_organisation_they_and_others_of_it_say_again():
    words = "Kami koperasi nelayan di pesisir timur yang mengeringkan rumput laut bersama dan menjualnya ke kota. " * 3
    owner, manager = MemberFactory(), MemberFactory()
    organisation = make_organisation(owner, name="Koperasi Ain", description=words)
    add_member(organisation, manager, role="manager")
    facts = facts_of(name="Koperasi Ain", description=words, founded=2020, region=organisation.region)
    assert organisations.edit_organisation(by=manager, organisation=organisation, facts=facts).is_public
    topic = TopicFactory(author=owner, title="Perkenalkan koperasi kami", body=words)
    assert state(topic) == "live"


@pytest.mark.compared
def test_many_that_one_newcomer_enters_in_a_row_wait():
    owner = MemberFactory()
    made = [make_organisation(owner) for _number in range(7)]
    assert [each.is_public for each in made] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("facts", [{"registration_number": "slotgacor.example"}, {"handle": "slotgacor"}])
def test_all_that_is_shown_of_it_is_looked_at(facts):
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    BlockedTerm.objects.create(text="slotgacor")
    assert not make_organisation(**facts).is_public


def test_what_waited_for_nothing_but_a_wrong_silence_is_shown_again():
    member = MemberFactory()
    waits, put_away = make_organisation(member), make_organisation(member)
    decided(put_away, Decision.HIDE)
    hold_all(person_id=member.pk)
    assert state(waits) == "hidden"
    assert show_all(person_id=member.pk) == 1
    assert [state(each) for each in (waits, put_away)] == ["live", "hidden"]


@pytest.mark.parametrize(("runners", "is_silenced"), [(0, True), (1, False)])
def test_who_runs_one_alone_is_silenced_for_three_reports_of_spam_and_no_one_of_several(runners, is_silenced):
    owner = MemberFactory()
    organisation, topic = make_organisation(owner), TopicFactory(author=owner)
    for _number in range(runners):
        add_member(organisation, role="manager")
    for _number in range(3):
        report_thing(organisation, reason="spam")
    report_thing(topic)
    owner.refresh_from_db()
    assert bool(owner.silenced_until) is is_silenced


@pytest.mark.compared
def test_a_harmless_change_long_after_is_nothing_new():
    owner = MemberFactory()
    organisation = make_organisation(owner)
    Organisation.objects.update(created_at=timezone.now() - timedelta(days=8))
    Trace.objects.all().delete()
    for _number in range(6):
        make_organisation(MemberFactory())
    ModerationSettings.objects.create(newcomer_texts=3)
    facts = facts_of(name=organisation.name, founded=2020, region=organisation.region)
    assert organisations.edit_organisation(by=owner, organisation=organisation, facts=facts).is_public


def test_its_owner_reads_that_it_waits(client):
    BlockedTerm.objects.create(text="slotgacor.example", kind="host")
    owner = MemberFactory()
    case = case_of(make_organisation(owner, **ADVERT))
    client.force_login(owner)
    words = "Ini menunggu sampai dibaca moderator; sesudah itu ditampilkan."
    assert words in client.get(f"/moderasi/tulisan-saya/{case.pk}/").text
