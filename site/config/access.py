"""Who may do what at the addresses that other packages bring; our own views carry their rules themselves."""

from __future__ import annotations

from django.conf import settings
from django.urls import ResolverMatch
from guard.access import EDITORS, EVERYONE, MEMBERS, METHODS, Rule

READ = Rule({"GET": EVERYONE})
FORM = Rule({"GET": EVERYONE, "POST": EVERYONE})
OWN_FORM = Rule({"GET": MEMBERS, "POST": MEMBERS})
OWN = Rule({"GET": MEMBERS})
SEND = Rule({"POST": EVERYONE})
CLOSED = Rule({})
# What is switched off answers 404 itself, by whichever method it is asked: 405 would say that it is there.
NOT_THERE = Rule(dict.fromkeys((*METHODS, "OPTIONS"), EVERYONE))

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
    "account_email_verification_sent": FORM,
    "account_confirm_email": FORM,
    "account_change_password": OWN_FORM,
    "account_set_password": OWN_FORM,
    "account_reauthenticate": OWN_FORM,
    "account_reset_password": FORM,
    "account_reset_password_done": READ,
    "account_reset_password_from_key": FORM,
    "account_reset_password_from_key_done": READ,
    "account_request_login_code": FORM,
    "account_confirm_login_code": FORM,
    "mfa_login_webauthn": FORM,
    "mfa_authenticate": FORM,
    "mfa_reauthenticate": OWN_FORM,
    "mfa_reauthenticate_webauthn": OWN_FORM,
    "mfa_index": OWN,
    "mfa_activate_totp": OWN_FORM,
    "mfa_deactivate_totp": OWN_FORM,
    "mfa_view_recovery_codes": OWN,
    "mfa_generate_recovery_codes": OWN_FORM,
    "mfa_download_recovery_codes": OWN,
    "mfa_list_webauthn": OWN,
    "mfa_add_webauthn": OWN_FORM,
    "mfa_edit_webauthn": OWN_FORM,
    "mfa_remove_webauthn": OWN_FORM,
    "usersessions_list": OWN_FORM,
    "socialaccount_connections": OWN_FORM,
    "socialaccount_signup": FORM,
    "socialaccount_login_cancelled": READ,
    "socialaccount_login_error": READ,
    **{f"{provider}_login": SEND for provider in ("google", "facebook", "github", "openid_connect")},
    **{f"{provider}_callback": READ for provider in ("google", "facebook", "github", "openid_connect")},
}


def rule_of(match: ResolverMatch) -> Rule | None:
    """Return the rule for an address whose view carries none; None when nobody thought of it."""
    is_there = getattr(match.func, "is_there", None)
    if is_there and not is_there():
        return NOT_THERE
    if rule := NAMED.get(match.view_name):
        return rule
    return next((rule for start, rule in BELOW.items() if match.route.startswith(start)), None)
