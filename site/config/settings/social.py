"""Signing in with an account from elsewhere: a provider is there when its variables are set, and absent otherwise."""

from typing import Any

from .environment import env

SOCIALACCOUNT_ADAPTER = "community.members.social_adapter.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "community.members.account_forms.SocialSignUpForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # a new member chooses name and handle first
# Whoever controls an address elsewhere must not come in here by it: an account is connected by its signed-in owner.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {}

_apps = {
    "google": {
        "client_id": env.str("GOOGLE_CLIENT_ID", default=""),
        "secret": env.str("GOOGLE_CLIENT_SECRET", default=""),
    },
    "facebook": {
        "client_id": env.str("FACEBOOK_CLIENT_ID", default=""),
        "secret": env.str("FACEBOOK_CLIENT_SECRET", default=""),
    },
    "github": {
        "client_id": env.str("GITHUB_CLIENT_ID", default=""),
        "secret": env.str("GITHUB_CLIENT_SECRET", default=""),
    },
}
_options: dict[str, dict[str, Any]] = {
    "google": {"SCOPE": ["profile", "email"], "AUTH_PARAMS": {"access_type": "online"}},
    "facebook": {"METHOD": "oauth2", "SCOPE": ["email", "public_profile"], "FIELDS": ["id", "name", "email"]},
    "github": {"SCOPE": ["read:user", "user:email"]},
}
for _provider, _app in _apps.items():
    if all(_app.values()):
        SOCIALACCOUNT_PROVIDERS[_provider] = {"APPS": [_app], "OAUTH_PKCE_ENABLED": True, **_options[_provider]}

_openid = {
    "name": env.str("OPENID_NAME", default=""),
    "client_id": env.str("OPENID_CLIENT_ID", default=""),
    "secret": env.str("OPENID_CLIENT_SECRET", default=""),
}
_server = env.str("OPENID_SERVER_URL", default="")
if _server and all(_openid.values()):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [{"provider_id": "openid", **_openid, "settings": {"server_url": _server}}],
        "OAUTH_PKCE_ENABLED": True,
    }
