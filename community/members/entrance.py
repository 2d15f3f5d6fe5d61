"""How often one may knock at the doors of the site: by address, by network, and for one account.

A village behind one address gets in by the first two rates (`ENTRANCE_RATES`), and nobody tries many passwords of one
account by the third. It counts what was typed, whether there is such an account or not, so no answer tells of it.
"""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from guard.limits import address_of, forget_count, limit_as, must_be_open, network_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SIGN_IN, SIGN_UP, RESET, CODE, CLAIM = "sign_in", "sign_up", "reset", "code", "claim"
FAILED = "sign_in.failed"


def door(view: Callable[..., HttpResponse], name: str, account: str = "") -> Callable[..., HttpResponse]:
    """Count who sends a form at a door, and for which account; `account` is the field that names it."""

    @functools.wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            knock(request, name)
            if account and (typed := request.POST.get(account, "")):
                limit_as(account_of(typed), scope=f"{name}.account", rate=settings.ENTRANCE_RATES[name][2])
        return view(request, *args, **kwargs)

    return counted


def knock(request: HttpRequest, name: str) -> None:
    """Count one more knock of an address and of its network; raises `TooMany`."""
    by_address, by_network, _by_account = settings.ENTRANCE_RATES[name]
    address = address_of(request)
    limit_as(f"address:{address}", scope=name, rate=by_address)
    limit_as(f"network:{network_of(address)}", scope=f"{name}.network", rate=by_network)


def must_be_open_for(email: str) -> None:
    """Raise `TooMany` when passwords were tried too often for an account."""
    must_be_open(account_of(email), scope=FAILED, rate=settings.ENTRANCE_RATES[SIGN_IN][2])


def count_failure(email: str) -> None:
    """Count a wrong password; raises `TooMany` past the rate."""
    limit_as(account_of(email), scope=FAILED, rate=settings.ENTRANCE_RATES[SIGN_IN][2])


def forget_failures(email: str) -> None:
    """Let in at once who has chosen a new password by mail."""
    forget_count(account_of(email), scope=FAILED, rate=settings.ENTRANCE_RATES[SIGN_IN][2])


def account_of(email: str) -> str:
    """Name an account by its address, unreadable for whoever reads the counts."""
    return "account:" + hashlib.sha256(email.strip().lower().encode()).hexdigest()
