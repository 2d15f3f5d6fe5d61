"""What an account itself consists of: read for a copy of the data, and taken apart when it is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from outbox.models import MailMessage

from community.reasons import with_words

from .. import pictures
from ..audiences import PARTS, Audience, audience_field
from ..describing import forget_skills
from ..handles import seal
from ..models import Handle, Profile
from .answers import Attachment, Part
from .models import Export

if TYPE_CHECKING:
    from ..models import User

# Rows that mean nothing without their account: the field that names it, how the file is called, and what of them is
# told (never a secret). Packages that are not installed are passed over.
GO_WITH_THE_ACCOUNT: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "account.EmailAddress": ("user", "email_addresses", ("email", "verified", "primary")),
    "mfa.Authenticator": ("user", "second_factors", ("type", "created_at", "last_used_at")),
    "socialaccount.SocialAccount": ("user", "other_sign_ins", ("provider", "uid", "date_joined", "extra_data")),
    "usersessions.UserSession": ("user", "sessions", ("created_at", "last_seen_at", "ip", "user_agent")),
    "wagtailadmin.EditingSession": ("user", "editing_sessions", ("last_seen_at",)),
    "wagtailadmin.FormState": ("user", "unsaved_forms", ("object_id", "data", "last_updated_at")),
    "wagtailcore.APIToken": ("user", "api_tokens", ("name", "created", "last_used_at")),
    "wagtailcore.PageSubscription": ("user", "page_subscriptions", ("page_id", "comment_notifications")),
    "wagtailcore.UploadedFile": ("uploaded_by_user", "unfinished_uploads", ("file",)),
    "wagtailusers.UserProfile": ("user", "editing_room", ("preferred_language", "current_time_zone", "avatar")),
    "members.Consent": (
        "user",
        "consents",
        ("kind", "version", "language", "text", "agreed_at", "withdrawn_at", "is_replaced"),
    ),
    "members.AddressChange": ("user", "address_changes", ("email", "old_email", "asked_at")),
    "members.Role": ("user", "roles", ("kind", "region__code", "granted_at", "reason")),
    "members.Invitation": ("user", "organisation_invitations", ("organisation__name", "role", "state", "created_at")),
    "members.MembershipRequest": ("user", "membership_requests", ("organisation__name", "text", "state", "created_at")),
    "members.InactivityWarning": ("user", "warnings", ("days", "sent_at")),
    "members.Assistance": (
        *("person", "accompanied_by"),
        ("mentor__name", "phone", "consent_on", "consent_place", "consent_text", "registered_at", "ended_at"),
    ),
    "members.VisitedDay": ("user", "days_here", ("day",)),
    "members.ClaimCode": ("person", "claim_codes", ("issued_at", "expires_at", "used_at")),
}
AT_LAST = "account.EmailAddress"  # other apps ask it until all their rows are answered for
TRUST = ("trust_level", "trust_since", "trust_locked", "earlier_days")
STANDING = ("silenced_until", "silenced_reason", "suspended_until", "suspended_reason")
FILES = {"wagtailcore.UploadedFile": "file", "wagtailusers.UserProfile": "avatar"}


def keys() -> list[str]:
    """Name the keys to `User` of what goes with the account."""
    return [f"{label}.{field}" for label, (field, _name, _told) in GO_WITH_THE_ACCOUNT.items()]


def parts_of(user: User) -> Iterator[Part | Attachment]:
    """Yield all that the account itself consists of."""
    yield Part("account", [_account(user)])
    if profile := Profile.objects.filter(user=user).select_related("region").first():
        yield Part("profile", [_profile(profile)])
        yield from _picture(profile)
    yield Part("handles", Handle.objects.filter(user=user).values("text", "is_current", "created_at"))
    yield Part("copies_of_data", Export.objects.filter(user=user).values("asked_at", "state", "expires_at"))
    if user.email:  # their texts hold links that open the account
        sent = mails_to(user.email).order_by("pk").values("subject", "created_at", "state")
        yield Part("mails_of_the_last_month", sent.iterator())
    for label, rows in _owned(user):
        _field, name, told = GO_WITH_THE_ACCOUNT[label]
        yield Part(name, rows.values(*told).iterator())
        if field := FILES.get(label):
            yield from _files(rows, field)


def remove_rows(user: User, *, limit: int) -> int:
    """Delete at most `limit` rows of each kind that goes with the account; return how many. Addresses come last."""
    gone = 0
    for label, rows in _owned(user):
        batch = list(rows[:limit]) if label != AT_LAST else []
        if not batch:
            continue
        for row in batch:
            if label in FILES and (file := getattr(row, FILES[label])):
                file.delete(save=False)
        if label == "usersessions.UserSession":
            Session.objects.filter(session_key__in=[row.session_key for row in batch]).delete()
        rows.model._default_manager.filter(pk__in=[row.pk for row in batch]).delete()
        gone += len(batch)
    return gone


def remove_addresses(user: User) -> None:
    """Delete the addresses, when all that was known by them is answered for."""
    EmailAddress.objects.filter(user=user).delete()


def remove_profile(user: User) -> None:
    """Delete the profile with all its parts, the files of its picture, and skills that nobody else has."""
    for profile in Profile.objects.filter(user=user):
        skills = list(profile.skills.values_list("pk", flat=True))
        pictures.drop(profile.picture)
        profile.delete()
        forget_skills(skills)


def seal_handles(user: User) -> None:
    """Leave of the handles only what keeps others from taking them; what is left from before has it, too."""
    left = Q(user=None, organisation=None, text="") & ~Q(folded__startswith="=")
    for handle in Handle.objects.filter(Q(user=user) | left):
        handle.user, handle.text, handle.folded, handle.is_current = None, "", seal(handle.folded), False
        handle.save(update_fields=["user", "text", "folded", "is_current"])


def remove_exports(user: User) -> int:
    """Delete the copies of a member's data with their files; return how many went."""
    exports = list(Export.objects.filter(user=user))
    for export in exports:
        export.file.delete(save=False)
        export.delete()
    return len(exports)


def mails_to(address: str) -> QuerySet[MailMessage]:
    """Find the mails of the outbox to an address; each of ours has one recipient."""
    return MailMessage.objects.filter(to__0=address)


def _account(user: User) -> dict[str, Any]:
    told = ("name", "email", "language", "zone", "date_joined", "last_login", *TRUST)
    kept = {name: getattr(user, name) for name in (*told, *STANDING, "is_staff", "is_superuser")}
    [row] = with_words([kept])
    return row | {"groups": list(user.groups.values_list("name", flat=True))}


def _profile(profile: Profile) -> dict[str, Any]:
    """Tell of each part, and of who sees it."""
    return {
        "is_listed": profile.is_listed,
        "bio": profile.bio,
        "home_region": profile.region.code if profile.region else None,
        "further_regions": list(profile.further_regions.values_list("code", flat=True)),
        "languages": profile.languages,
        "skills": list(profile.skills.values_list("name", flat=True)),
        "sectors": list(profile.sectors.values_list("slug", flat=True)),
        "roles": profile.roles,
        "links": profile.links,
        "seen_by": {part: Audience(getattr(profile, audience_field(part))).name.lower() for part in PARTS},
    }


def _picture(profile: Profile) -> Iterator[Attachment]:
    if profile.picture:
        with suppress(FileNotFoundError):
            yield Attachment("picture.webp", pictures.content_of(profile, pictures.LARGE))


def _owned(user: User) -> Iterator[tuple[str, QuerySet[Any]]]:
    for label, (field, _name, _told) in GO_WITH_THE_ACCOUNT.items():
        if label.partition(".")[0] in apps.app_configs:
            yield label, apps.get_model(label)._default_manager.filter(**{field: user}).order_by("pk")


def _files(rows: QuerySet[Any], field: str) -> Iterator[Attachment]:
    for row in rows:
        if file := getattr(row, field):
            yield Attachment(f"{row.pk}-{file.name.rpartition('/')[2]}", file)
