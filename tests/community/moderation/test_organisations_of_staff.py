"""What editors do about organisations keeps to the rules of the desk, also while one is closed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core import mail

from community.members.organisations import services as organisations
from community.members.permissions import Refused
from community.moderation.kinds import KINDS
from community.moderation.models import BlockedTerm, Decision, Review
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, claim, decide
from community.moderation.services.reviews import tidy
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    ModeratorFactory,
)
from tests.factories.organisations import ADVERT, keeper, make_organisation, owner_of, save
from tests.factories.reports import case_of, decided, report_thing, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_indonesian")]


def keeper_of_organisations():
    editor = EditorFactory()
    editor.user_permissions.add(Permission.objects.get(codename="change_organisation"))
    return editor


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
