"""People: how they sign up and in, and what their sessions may."""

from .environment import env
from .identity import SITE_NAME

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [  # the first hashes; who comes with an older one gets a new one when they sign in
    "community.members.hashers.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "community.members.passwords.validators.GuessableWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "community.members.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the session that signed up
ACCOUNT_CHANGE_EMAIL = True  # one address; `members.address_changes` says how it is replaced
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # written by the adapter, which throws it away: strangers get no mail
ACCOUNT_FORMS = {
    "login": "community.members.forms.SignInForm",
    "signup": "community.members.forms.SignUpForm",
    "change_password": "community.members.forms.ChangePasswordForm",
    "reset_password": "community.members.forms.ForgottenPasswordForm",
    "reset_password_from_key": "community.members.forms.NewPasswordForm",
    "set_password": "community.members.account_forms.SetPasswordForm",
    "request_login_code": "community.members.account_forms.AskForCodeForm",
    "confirm_login_code": "community.members.account_forms.MailedCodeForm",
    "reauthenticate": "community.members.account_forms.PasswordAgainForm",
}

# The second factor: an app that counts codes, or a passkey; with either come codes on paper.
MFA_ADAPTER = "community.members.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # telephones whose clock is half a minute off are common
MFA_FORMS = {
    "authenticate": "community.members.account_forms.SecondFactorForm",
    "reauthenticate": "community.members.account_forms.SecondFactorAgainForm",
    "activate_totp": "community.members.account_forms.ActivateAppForm",
    "add_webauthn": "community.members.account_forms.AddPasskeyForm",
    "edit_webauthn": "community.members.account_forms.RenamePasskeyForm",
}
# Whoever may open the editing room sets one up before they reach it.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)

# How often one address of the network, and one whole network (/24, or /64 of IPv6), may knock, and how often for one
# account. A village may share one address, so the strict rates are those per account (of sign-in: what failed).
ENTRANCE_RATES = {
    "sign_in": env.list("LIMIT_SIGN_IN", default=["120/minute", "480/minute", "5/5 minutes"]),
    "sign_up": env.list("LIMIT_SIGN_UP", default=["100/hour", "300/hour", "10/hour"]),
    "reset": env.list("LIMIT_RESET", default=["60/hour", "240/hour", "5/hour"]),
    "code": env.list("LIMIT_CODE", default=["60/hour", "240/hour", "5/15 minutes"]),
    "claim": env.list("LIMIT_CLAIM", default=["30/hour", "120/hour", "5/hour"]),
}
# `members.entrance` counts at these doors; allauth goes on counting what a signed-in member does.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "5/5m/key",  # of codes of the second factor
    "signup": "",
    "reset_password": "",
    "reset_password_from_key": "60/m/ip",
    "request_login_code": "",
}
MFA_RATE_LIMITS = {"webauthn_login": ""}
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# Rights over one's data, in days. For the last four, 0 means never.
BACKUP_DAYS = env.int("BACKUP_DAYS", default=30)  # backups are kept; only said to members, who keeps them decides
EXPORT_DAYS = env.int("EXPORT_DAYS", default=7)  # a copy of one's data is offered
ERASURE_DAYS = env.int("ERASURE_DAYS", default=14)  # to change one's mind about deleting the account
UNVERIFIED_DAYS = env.int("UNVERIFIED_DAYS", default=30)  # an account waits for its address to be confirmed
INACTIVE_FIRST_DAYS = env.int("INACTIVE_FIRST_DAYS", default=700)  # without a visit: the first warning
INACTIVE_LAST_DAYS = env.int("INACTIVE_LAST_DAYS", default=723)  # the last warning
INACTIVE_DAYS = env.int("INACTIVE_DAYS", default=730)  # the account is deleted, if both warnings were sent

# Organisations: whom invitations spare, and how long private papers are kept (0 means as long as the organisation).
INVITATIONS_A_DAY = env.int("INVITATIONS_A_DAY", default=3)  # mails to one mailbox, from all organisations together
INVITATION_REFUSED_DAYS = env.int("INVITATION_REFUSED_DAYS", default=30)  # an organisation leaves alone who said no
EVIDENCE_DAYS = env.int("EVIDENCE_DAYS", default=365)  # after a verification ended, or its organisation left view

# People without an e-mail address, for whom a mentor acts.
ASSISTED_A_DAY = env.int("ASSISTED_A_DAY", default=20)  # people whom one mentor may register within a day
CLAIM_CODE_DAYS = env.int("CLAIM_CODE_DAYS", default=90)  # the code on paper opens their account
