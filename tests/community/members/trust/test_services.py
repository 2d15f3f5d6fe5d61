"""Setting a level by hand: who may, that it stays, and that it is in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.models import User
from community.members.permissions import Refused
from community.members.trust.services import free_trust_level, set_trust_level
from community.moderation.trust.services import recompute_all
from tests.factories.members import AdministratorFactory, EditorFactory, MemberFactory, ModeratorFactory
from tests.factories.rights import erase
from tests.factories.trust import level_of, make_ready_for_basic

pytestmark = pytest.mark.django_db


def entries_of(member: User) -> list[dict[str, object]]:
    entries = ModelLogEntry.objects.for_instance(member).filter(action="members.trust_level").order_by("pk")
    return [entry.data for entry in entries]


def sent(client, member: User, **typed: object):
    return client.post(reverse("member_standing", args=[member.pk]), {"reason": "Selalu membantu", **typed})


def test_a_moderator_sets_a_level_that_numbers_do_not_change_any_more():
    member, moderator = make_ready_for_basic(), ModeratorFactory()
    user = set_trust_level(by=moderator, member=member, level=0, reason="Iklan")
    assert (user.trust_level, user.trust_locked) == (0, True)
    recompute_all()
    assert level_of(member) == 0
    free_trust_level(by=moderator, member=member, reason="Sudah beres")
    recompute_all()
    assert level_of(member) == 1
    assert [data["reason"] for data in entries_of(member)][:2] == ["Iklan", "Sudah beres"]


def test_it_is_in_the_log_with_who_and_what_was_before():
    member, moderator = MemberFactory(trust_level=1), ModeratorFactory()
    set_trust_level(by=moderator, member=member, level=3, reason="Selalu membantu")
    entry = ModelLogEntry.objects.for_instance(member).get(action="members.trust_level")
    assert entry.user == moderator
    assert entry.data["before"] == {"trust_level": 1, "trust_locked": False}
    assert entry.data["after"] == {"trust_level": 3, "trust_locked": True}
    assert User.objects.get(pk=member.pk).trust_since > timezone.now() - timedelta(minutes=1)


def test_the_same_again_changes_nothing():
    member, moderator = MemberFactory(), ModeratorFactory()
    free_trust_level(by=moderator, member=member, reason="x")
    for _twice in range(2):
        set_trust_level(by=moderator, member=member, level=2, reason="x")
    assert len(entries_of(member)) == 1


def test_it_needs_a_reason_and_a_level_that_there_is():
    member, moderator = MemberFactory(), ModeratorFactory()
    for facts in ({"level": 2, "reason": " "}, {"level": 5, "reason": "x"}, {"level": -1, "reason": "x"}):
        with pytest.raises(ValidationError):
            set_trust_level(by=moderator, member=member, **facts)
    assert level_of(member) == 0


@pytest.mark.parametrize("factory", [MemberFactory, EditorFactory])
def test_others_set_no_level(factory):
    with pytest.raises(Refused):
        set_trust_level(by=factory(), member=MemberFactory(), level=1, reason="x")


def test_nobody_sets_their_own_nor_that_of_somebody_above_them():
    moderator, administrator = ModeratorFactory(), AdministratorFactory()
    for by, member in ((moderator, moderator), (moderator, administrator), (administrator, administrator)):
        with pytest.raises(Refused):
            set_trust_level(by=by, member=member, level=1, reason="x")


def test_only_administrators_give_the_highest_level_and_take_it():
    member, moderator, administrator = MemberFactory(), ModeratorFactory(), AdministratorFactory()
    with pytest.raises(Refused):
        set_trust_level(by=moderator, member=member, level=4, reason="x")
    set_trust_level(by=administrator, member=member, level=4, reason="x")
    for act in (
        lambda by: set_trust_level(by=by, member=member, level=1, reason="x"),
        lambda by: free_trust_level(by=by, member=member, reason="x"),
    ):
        with pytest.raises(Refused):
            act(moderator)
    assert level_of(member) == 4
    assert free_trust_level(by=administrator, member=member, reason="x").trust_level == 3


def test_the_page_of_an_account_sets_it_and_shows_it(client):
    client.force_login(ModeratorFactory())
    member = MemberFactory()
    assert sent(client, member, act="set_trust_level", level="2").status_code == 302
    assert level_of(member) == 2
    page = client.get(reverse("member_standing", args=[member.pk]))
    assert "Selalu membantu" in page.content.decode()
    assert "free_trust_level" in dict(page.context["form"].fields["act"].choices)
    sent(client, member, act="free_trust_level")
    assert not User.objects.get(pk=member.pk).trust_locked


@pytest.mark.parametrize("level", ["", "4", "9", "x"])
def test_the_form_of_a_moderator_takes_no_other_level(client, level):
    client.force_login(ModeratorFactory())
    member = MemberFactory()
    assert "level" in sent(client, member, act="set_trust_level", level=level).context["form"].errors
    assert not User.objects.get(pk=member.pk).trust_locked


def test_a_moderator_is_not_offered_what_would_be_refused(client):
    member = MemberFactory(trust_level=4, trust_locked=True)
    offered = {}
    for by in (ModeratorFactory(), AdministratorFactory()):
        client.force_login(by)
        form = client.get(reverse("member_standing", args=[member.pk])).context["form"]
        offered[by.is_superuser] = {"set_trust_level", "free_trust_level"} & set(dict(form.fields["act"].choices))
    assert offered == {False: set(), True: {"set_trust_level", "free_trust_level"}}


def test_an_administrator_gives_the_highest_level_on_the_page(client):
    client.force_login(AdministratorFactory())
    member = MemberFactory()
    sent(client, member, act="set_trust_level", level="4")
    assert level_of(member) == 4


def test_nothing_of_it_is_left_of_a_deleted_account():
    member = MemberFactory(trust_level=3, trust_locked=True, trust_since=timezone.now(), earlier_days=9)
    gone = erase(member, keeps=True)
    assert gone.erased_at
    assert (gone.trust_level, gone.trust_locked, gone.trust_since, gone.earlier_days) == (0, False, None, 0)
