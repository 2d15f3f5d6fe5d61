"""Who may do what at the addresses that other packages bring; our own views carry their rules themselves."""

from __future__ import annotations

from django.conf import settings
from django.urls import ResolverMatch
from guard.access import EDITORS, EVERYONE, MEMBERS, Rule

READ = Rule({"GET": EVERYONE})
FORM = Rule({"GET": EVERYONE, "POST": EVERYONE})
OWN_FORM = Rule({"GET": MEMBERS, "POST": MEMBERS})
CLOSED = Rule({})

# By the first words of the route. Inside the admin Wagtail asks for the particular permission; this is its door. Its
# forms are posted: a DELETE would pass by what some of them check first.
BELOW = {"admin/": Rule({"GET": EDITORS, "POST": EDITORS})}
PREVIEW = Rule({"GET": EDITORS, "POST": EDITORS, "DELETE": EDITORS})
SEGMENT = Rule({"PUT": EDITORS, "DELETE": EDITORS})

NAMED = {
    "components": Rule({"GET": EVERYONE if settings.DEBUG else EDITORS}),  # for those who build and keep the site
    # django-ninja
    "api:search": READ,
    "api:openapi-json": READ,
    "api:api-root": READ,
    # Wagtail, and what its editing room asks for by script
    "wagtailadmin_pages:preview_on_add": PREVIEW,
    "wagtailadmin_pages:preview_on_edit": PREVIEW,
    "wagtailadmin_dismissibles": Rule({"PATCH": EDITORS}),
    "wagtail_localize:edit_string_translation": SEGMENT,
    "wagtail_localize:edit_override": SEGMENT,
    "wagtail_serve": READ,
    "wagtailcore_authenticate_with_password": FORM,
    "wagtailcore_login": CLOSED,  # one login for all, allauth's, with its rate limits
    "wagtaildocs_serve": READ,
    "wagtaildocs_authenticate_with_password": FORM,
    # django-allauth
    "account_login": FORM,
    "account_logout": FORM,
    "account_signup": FORM,
    "account_inactive": READ,
    "account_email": OWN_FORM,
    "account_email_verification_sent": FORM,
    "account_confirm_email": FORM,
    "account_change_password": OWN_FORM,
    "account_set_password": OWN_FORM,
    "account_reauthenticate": OWN_FORM,
    "account_reset_password": FORM,
    "account_reset_password_done": READ,
    "account_reset_password_from_key": FORM,
    "account_reset_password_from_key_done": READ,
}


def rule_of(match: ResolverMatch) -> Rule | None:
    """Return the rule for an address whose view carries none; None when nobody thought of it."""
    if rule := NAMED.get(match.view_name):
        return rule
    return next((rule for start, rule in BELOW.items() if match.route.startswith(start)), None)
