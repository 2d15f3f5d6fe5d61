"""Organisations are written by members and read by everybody: so they are reported, wait and are judged as texts."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from community.members.organisations import services as organisations
from community.members.permissions import Refused
from community.moderation.models import Decision
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.people import bring_back, clean, remove_spammer, undo_removal
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.opened import opened
from tests.factories.organisations import ADVERT, add_member, facts_of, make_organisation, owner_of
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, report_thing, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_indonesian")]


def owner_of_longest(organisation):
    return organisation.memberships.filter(role="owner").order_by("pk").first().user


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


def test_one_that_nobody_owns_is_judged_all_the_same():
    organisation = make_organisation()
    organisation.memberships.all().delete()
    case = decided(organisation, Decision.HIDE)
    assert (case.author, state(organisation)) == (None, "hidden")


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
