"""People: how they sign up and in, and what their sessions may."""

from .environment import env

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
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
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses of strangers
ACCOUNT_FORMS = {
    "login": "community.members.forms.SignInForm",
    "signup": "community.members.forms.SignUpForm",
    "add_email": "community.members.forms.AddressForm",
    "change_password": "community.members.forms.ChangePasswordForm",
    "reset_password": "community.members.forms.ForgottenPasswordForm",
    "reset_password_from_key": "community.members.forms.NewPasswordForm",
}
# A whole village may share one address of the network, so the strict limits are those per account ("key").
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
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
