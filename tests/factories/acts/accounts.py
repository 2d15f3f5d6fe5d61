"""Acts on accounts and the list of them, tried as each kind of person; the owner's account is the one acted on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import RequestFactory
from django.utils import timezone

from community.members.accounts.listing import AccountIndexView
from community.members.models import User
from community.members.roles.acts import Person
from community.members.standing import passwords, services
from community.members.trust import services as trust
from tests.factories.members import AdministratorFactory

from .world import Attempt, World


def _on(whom: str, act: Any, **facts: Any) -> Attempt:
    return lambda w, p: act(by=w.someone(p), member=getattr(w, whom), reason="x", **facts)


def _until(whom: str, act: Any) -> Attempt:
    return lambda w, p: act(
        by=w.someone(p), member=getattr(w, whom), reason="x", until=timezone.now() + timedelta(days=1)
    )


def _switch_off_administrator(world: World, person: Person) -> Any:
    services.switch_off(by=world.someone(person), member=AdministratorFactory(), reason="x")


def _switch_off_oneself(world: World, person: Person) -> Any:
    member = world.someone(person)
    services.switch_off(by=member, member=member, reason="x")


def _mail_link(world: World, person: Person) -> Any:
    request = RequestFactory().get("/")
    request.user = world.someone(person)
    passwords.mail_link(request, by=request.user, member=world.owner, reason="x")


def _list(world: World, person: Person) -> AccountIndexView:
    view = AccountIndexView()
    view.request = RequestFactory().get("/")
    view.request.user = world.someone(person)
    return view


ATTEMPTS: dict[str, Attempt] = {
    "see_addresses": lambda w, p: _list(w, p).sees_addresses,
    "export_accounts": lambda w, p: _list(w, p).as_spreadsheet(User.objects.none(), "csv"),
    "suspend_member": _until("owner", services.suspend),
    "lift_suspension": _on("owner", services.lift_suspension),
    "silence_member": _until("owner", services.silence),
    "lift_silence": _on("owner", services.lift_silence),
    "set_trust_level": _on("owner", trust.set_trust_level, level=2),
    "free_trust_level": _on("owner", trust.free_trust_level),
    "give_highest_trust": _on("owner", trust.set_trust_level, level=4),
    "switch_off_member": _on("owner", services.switch_off),
    "sign_out_member": _on("owner", services.sign_out),
    "mail_password_link": _mail_link,
    "suspend_staff": _until("colleague", services.suspend),
    "silence_staff": _until("colleague", services.silence),
    "switch_off_staff": _on("colleague", services.switch_off),
    "sign_out_staff": _on("colleague", services.sign_out),
    "switch_off_administrator": _switch_off_administrator,
    "switch_off_oneself": _switch_off_oneself,
}
