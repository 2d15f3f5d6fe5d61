"""Organisations are written by members and read by everybody: so they are reported, wait and are judged as texts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from community.members.models import Organisation
from community.members.organisations import services as organisations
from community.members.permissions import Refused
from community.moderation.kinds import KINDS
from community.moderation.models import BlockedTerm, Decision, Review
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.people import bring_back, clean, hold_all, remove_spammer, undo_removal
from tests.factories.members import (
    AdministratorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.opened import opened
from tests.factories.organisations import add_member, facts_of, keeper, make_organisation, owner_of, save
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, report_thing, state

pytestmark = pytest.mark.django_db

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
    save(client, organisation, reason="")
    assert state(organisation) == "live"
    assert not Review.objects.open().exists()


def test_staff_show_none_of_their_own_again():
    editor = AdministratorFactory()
    organisation = make_organisation(editor)
    decided(organisation, Decision.HIDE, by=AdministratorFactory())
    with pytest.raises(Refused, match="organisasi Anda sendiri"):
        organisations.restore(by=editor, organisation=organisation)
    assert state(organisation) == "hidden"


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
