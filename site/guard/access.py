"""Who may do what at each address: the rule stands on the view, is enforced there, and `make access` tries them all.

    @access(GET=EVERYONE, POST=MEMBERS)
    def reply(request): ...

works on a function and on a class-based view. A method without an audience is answered 405; an anonymous visitor is
led to the login and back; others who may not get 403. Views of other packages are named in `config.access`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import ResolverMatch
from django.utils.module_loading import import_string

from .refusals import signed_out, words_in

ViewT = TypeVar("ViewT", bound=Callable[..., Any])


class Audience(IntEnum):
    """Who may; each audience is part of the one before it."""

    EVERYONE = 0
    MEMBERS = 1
    EDITORS = 2  # whoever may open the admin
    ADMINISTRATORS = 3


EVERYONE = Audience.EVERYONE
MEMBERS = Audience.MEMBERS
EDITORS = Audience.EDITORS
ADMINISTRATORS = Audience.ADMINISTRATORS

KEPT = "draft_sequence"  # a field of the forms whose words the device keeps until they are sent (js/drafts.js)
UNSENT = "unsent"  # what says to the sign-in page that such a form was not sent

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Rule:
    """The audience of each method; who may GET may also ask for the head."""

    methods: Mapping[str, Audience]

    def audience(self, method: str) -> Audience | None:
        """Return who may use the method, None when nobody may."""
        return self.methods.get("GET" if method == "HEAD" else method)

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        """Answer a request that may not pass; None lets it pass. Raises PermissionDenied for a signed-in user."""
        audience = self.audience(request.method or "")
        if audience is None:
            return HttpResponseNotAllowed(sorted(self.methods))
        if audience is EVERYONE or belongs(request.user, audience):
            return None
        if request.user.is_authenticated:
            raise PermissionDenied
        return _to_login(request)


def belongs(user: Any, audience: Audience) -> bool:
    """Say whether a user is part of an audience."""
    if audience is EVERYONE:
        return True
    if isinstance(user, AnonymousUser) or not user.is_authenticated or not user.is_active:
        return False
    if audience is MEMBERS or user.is_superuser:
        return True
    return audience is EDITORS and user.has_perm("wagtailadmin.access_admin")


def access(**methods: Audience) -> Callable[[ViewT], ViewT]:
    """Give a view its rule, as `GET=…, POST=…`, and enforce it."""
    unknown = set(methods) - set(METHODS)
    if unknown or not methods:
        raise ValueError(f"Name at least one of the methods {METHODS}, not {unknown or 'none'}.")
    rule = Rule(methods)

    def guarded(view: ViewT) -> ViewT:
        if isinstance(view, type):
            return _enforced_class(view, rule)
        return _enforced(view, rule)

    return guarded


def rule_for(match: ResolverMatch) -> Rule | None:
    """Return the rule of the view that an address leads to: its own, else the one `config.access` names."""
    view = match.func
    rule = getattr(view, "access_rule", None) or getattr(getattr(view, "view_class", None), "access_rule", None)
    return rule or import_string(settings.GUARD_RULES)(match)


def _enforced(view: Any, rule: Rule) -> Any:
    @functools.wraps(view)
    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return rule.refusal(request) or view(request, *args, **kwargs)

    guarded_view.access_rule = rule  # type: ignore[attr-defined]
    return guarded_view


def _enforced_class(view_class: Any, rule: Rule) -> Any:
    """Guard `dispatch`; a subclass with a rule of its own replaces the inherited one."""
    view_class.access_rule = rule
    if not getattr(view_class.dispatch, "asks_rule", False):
        dispatch = view_class.dispatch

        @functools.wraps(dispatch)
        def guarded_dispatch(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return self.access_rule.refusal(request) or dispatch(self, request, *args, **kwargs)

        guarded_dispatch.asks_rule = True  # type: ignore[attr-defined]
        view_class.dispatch = guarded_dispatch
    return view_class


def _to_login(request: HttpRequest) -> HttpResponse:
    """Lead to the login and back; htmx is told to load the whole page, not to put the form where it asked from.

    Where the words of the form are kept, the sign-in page says so (`UNSENT`).
    Who wrote something that the site no longer takes, as when a session ends meanwhile, gets the words back first.
    Scripts keep them on the device.
    """
    login = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):
        response = HttpResponse()
        is_kept = KEPT in request.POST and words_in(request)
        response["HX-Redirect"] = f"{login['Location']}&{UNSENT}=1" if is_kept else login["Location"]
        return response
    if words := words_in(request):
        return signed_out(request, words=words, login_url=login["Location"])
    return login
