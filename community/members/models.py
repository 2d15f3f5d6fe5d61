"""Who someone is (User), how they are called (Handle) and what they tell of themselves (Profile)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Case, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from community.reasons import ReasonField

from .handles import fold_lightly, is_wish, kept_as
from .parts import ProfileParts

LANGUAGES = [("id", "Indonesia"), ("en", "English")]
ZONES = [
    ("Asia/Jakarta", _("WIB (Western Indonesia)")),
    ("Asia/Makassar", _("WITA (Central Indonesia)")),
    ("Asia/Jayapura", _("WIT (Eastern Indonesia)")),
    ("UTC", _("UTC")),
]


def former_name(language: str | None = None) -> str:
    """Say who wrote what stays of a deleted account, in a language or in the reader's."""
    if language is None:
        return gettext("Former member")
    with override(language):
        return gettext("Former member")


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail is folded to lower case, as people type it both ways."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> User:
        """Make and save a user; without an e-mail for a person whom a mentor assists."""
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an administrator, from the command line of the site."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        Role.objects.create(user=user, kind=Role.Kind.ADMINISTRATOR, reason="createsuperuser")
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by e-mail, however it was typed."""
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The e-mail is the login; public prose is in `Profile`."""

    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=10, default="id", choices=LANGUAGES)
    zone = models.CharField(_("time zone"), max_length=40, default="Asia/Jayapura", choices=ZONES)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    trust_level = models.PositiveSmallIntegerField(_("trust level"), default=0, editable=False)
    # Since when it is that one; a level that was locked by hand isn't changed by numbers.
    trust_since = models.DateTimeField(_("trust level since"), null=True, editable=False)
    trust_locked = models.BooleanField(_("trust level locked"), default=False, db_default=False, editable=False)
    # Days on which they were here of which there are no rows any more: see `trust.days`.
    earlier_days = models.PositiveIntegerField(_("earlier days here"), default=0, db_default=0, editable=False)
    silenced_until = models.DateTimeField(_("silenced until"), null=True, blank=True, editable=False)
    silenced_reason = ReasonField(_("silenced because"), max_length=500, blank=True, editable=False)
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True, editable=False)
    suspended_reason = ReasonField(_("suspended because"), max_length=500, blank=True, editable=False)
    # How often all sessions of the account were ended at once; each of them holds the number of its time.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    erased_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_folded_unique")]
        indexes = [
            models.Index(fields=["name", "id"], name="user_by_name"),
            models.Index(
                fields=["last_login", "date_joined"], condition=models.Q(erased_at=None), name="user_by_visit"
            ),
            models.Index(fields=["date_joined", "id"], name="user_by_joining"),
            models.Index(fields=["suspended_until"], condition=~models.Q(suspended_until=None), name="user_suspended"),
            models.Index(fields=["silenced_until"], condition=~models.Q(silenced_until=None), name="user_silenced"),
            models.Index(fields=["name"], condition=models.Q(is_active=False), name="user_switched_off"),
            models.Index(fields=["name"], condition=models.Q(is_superuser=True), name="user_administrator"),
        ]

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """Call whoever deleted their account "Former member", in the language of whoever reads."""
        user = super().from_db(*args, **kwargs)
        if user.__dict__.get("erased_at"):
            user.name = former_name()
        return user

    def __str__(self) -> str:
        return self.name or self.email or str(self.pk)

    def get_full_name(self) -> str:
        """Return the name, for Wagtail's admin."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name, for Wagtail's admin."""
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Name what a session must know to go on: the password's hash, and how often all sessions were ended."""
        known: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        if not self.sessions_ended:
            return known
        return salted_hmac(
            "community.members.sessions_ended", f"{known}{self.sessions_ended}", secret=secret
        ).hexdigest()

    def get_absolute_url(self) -> str:
        """Return the page of the member; the form to fill in while there is no profile yet."""
        profile = getattr(self, "profile", None)
        return profile.get_absolute_url() if profile else reverse("members:edit")


class HandleQuerySet(models.QuerySet["Handle"]):
    """Handles, found by what somebody typed."""

    def known_as(self, text: str) -> Self:
        """Find the one handle that is meant: the same letters first, then one that looks like them.

        Two older handles may look alike: then one is folded as it was before (`fold_lightly`).
        """
        text = text.lower()
        lightly = fold_lightly(text)
        near = Case(When(text=text, then=0), When(folded=lightly, then=1), default=2)
        return self.filter(folded__in=kept_as(text)).order_by(near)[:1]


class Handle(models.Model):
    """A short unique name (`@handle`) of a member or an organisation; an old one stays and leads to its owner."""

    text = models.CharField(_("handle"), max_length=30)
    folded = models.CharField(max_length=30, unique=True, editable=False)
    # None once the account was deleted: what is left of the handle keeps others from taking it, and leads to nobody.
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="handles")
    organisation = models.ForeignKey(
        "members.Organisation", null=True, editable=False, on_delete=models.CASCADE, related_name="handles"
    )
    is_current = models.BooleanField(default=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = HandleQuerySet.as_manager()

    class Meta:
        verbose_name = _("handle")
        verbose_name_plural = _("handles")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(is_current=True), name="handle_one_current_per_user"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(is_current=True),
                name="handle_one_current_per_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(user=None) | models.Q(organisation=None), name="handle_of_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.text}"


class Profile(ProfileParts):
    """What a member tells of themselves; found by others only when they chose so."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    handle = models.OneToOneField(Handle, on_delete=models.PROTECT, related_name="+")
    is_listed = models.BooleanField(
        _("let others find me"),
        default=False,
        help_text=_(
            "Your profile then stands in the list of members and in the search, each part for those it is open to."
        ),
    )
    # Taken out of view by a moderator, or by the site itself: until it is shown again nobody can be found by it.
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    hidden_reason = ReasonField(_("reason for hiding"), max_length=200, blank=True, editable=False)
    was_listed = models.BooleanField(default=False, db_default=False, editable=False)  # before that

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        indexes = [models.Index(fields=["picture"], name="profile_picture", condition=~models.Q(picture=""))]

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        """Return the page of the member."""
        # A wish may meanwhile be another's handle, whose page this must not lead to.
        handle = self.handle.folded if is_wish(self.handle.folded) else self.handle.text
        return reverse("members:profile", args=[handle])


class AddressChange(models.Model):
    """Another address that a member asked for; it counts when the old mailbox and the new one have said yes."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="address_change")
    email = models.EmailField(_("new e-mail address"))
    old_email = models.EmailField(_("e-mail address until then"), blank=True)
    old_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    new_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")

    def __str__(self) -> str:
        return f"{self.user}: {self.email}"


# At the end, for Django to find them; they point at `User`.
from .assistance.models import Assistance, ClaimCode  # noqa: E402, F401
from .audit.models import LogErasing  # noqa: E402, F401
from .blocking.models import Block  # noqa: E402, F401
from .following.models import Watch  # noqa: E402, F401
from .organisations.models import (  # noqa: E402
    Evidence,  # noqa: F401
    Invitation,  # noqa: F401
    InvitedMailbox,  # noqa: F401
    Membership,  # noqa: F401
    MembershipRequest,  # noqa: F401
    Organisation,  # noqa: F401
    OrganisationPage,  # noqa: F401
    Verification,  # noqa: F401
)
from .rights.models import Consent, Erasure, Export, InactivityWarning  # noqa: E402, F401
from .roles.models import Role, Vouch  # noqa: E402, F401
from .trust.models import VisitedDay  # noqa: E402, F401
