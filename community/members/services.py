"""What members do with their account: join, describe themselves, take another handle."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .audiences import Audience
from .describing import DESCRIBED, Description, write
from .handles import clean_handle, fold, proposals, wish_of
from .models import Handle, Profile, User
from .permissions import manages_members, may_edit_profile, require_writer
from .pictures import belongs_to_everyone, draw_squares, drop, keep, move
from .signals import address_changed, member_joined, profile_changed

if TYPE_CHECKING:
    from django.core.files.base import File

    from home.models import Region

    from .organisations.models import Organisation

HANDLES_A_YEAR = 5


@transaction.atomic
def join(
    *,
    email: str | None,
    password: str | None,
    name: str,
    language: str,
    handle: str = "",
    is_staff: bool = False,
    is_proved: bool = True,
) -> User:
    """Make an account with its handle and profile; takes the nearest free handle if the wish was just taken.

    Only whom the caller knows to be of the staff may wish for a handle that says so. Until the mailbox is proved, a
    handle only stays a wish: were it taken, it would tell who signs up whether their address had an account already.
    """
    user = User.objects.create_user(email, password, name=name, language=language)
    give_profile(user=user, handle=handle, is_staff=is_staff, is_proved=is_proved)
    member_joined.send(sender=User, user=user)
    return user


@transaction.atomic
def give_profile(*, user: User, handle: str = "", is_staff: bool = False, is_proved: bool = True) -> Profile:
    """Give an account its profile if it has none yet, as one made in the editing room or by a command."""
    if profile := Profile.objects.filter(user=user).select_related("handle").first():
        return profile
    is_staff = is_staff or user.is_staff or user.is_superuser
    wishes = chain(
        [clean_handle(handle, is_staff=is_staff)] if handle else [], proposals(handle or user.name, is_staff=is_staff)
    )
    take = claim_handle if is_proved else wish_for_handle
    claimed = next(made for made in (take(wish, user=user) for wish in wishes) if made)
    return Profile.objects.create(user=user, handle=claimed)


@transaction.atomic
def replace_address(*, user: User) -> None:
    """Forget the addresses that opened an account before it got another: a lost or stolen mailbox must not open it.

    The new one is confirmed by a mail when its owner first signs in.
    """
    addresses = EmailAddress.objects.filter(user=user)
    former = addresses.exclude(email__iexact=user.email or "")
    for old in former.filter(verified=True).values_list("email", flat=True) if user.email else ():
        address_changed.send(sender=User, user=user, old=old, new=user.email)
    former.delete()
    if user.email and not addresses.exists():
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)


@transaction.atomic
def follow_account(*, user: User) -> None:
    """Tell the others that an account was changed or switched off in the editing room, which saves it by itself."""
    profile = give_profile(user=user)
    profile.user = user
    _take_turn(profile)
    if (place := move(profile.picture, is_public=belongs_to_everyone(profile))) != profile.picture:
        profile.picture = place
        profile.save(update_fields=["picture"])
    profile_changed.send(sender=User, user=user)


@transaction.atomic
def edit_profile(
    *,
    by: User,
    profile: Profile,
    name: str,
    bio: str,
    region: Region | None,
    language: str,
    zone: str,
    is_listed: bool,
    description: Description | None = None,
) -> Profile:
    """Change what a member tells of themselves, who sees it, and how the site speaks to them.

    Without a description the parts it would tell of stay as they are. Who may not write for the time being may still
    hide, and choose a language and a zone; else it raises `Refused`. What a moderator took out of view stays so.
    """
    _must(may_edit_profile(by, profile))
    user = profile.user
    tells_more = description is not None and description.tells_more_than(profile)
    if (name, bio) != (user.name, profile.bio) or (is_listed and not profile.is_listed) or tells_more:
        require_writer(by)
    _take_turn(profile)
    user.name, user.language, user.zone = name, language, zone
    user.save(update_fields=["name", "language", "zone"])
    profile.bio, profile.region, profile.is_listed = bio, region, is_listed and profile.hidden_at is None
    if description is not None:
        write(profile, description)
    profile.picture = move(profile.picture, is_public=belongs_to_everyone(profile))
    profile.save(update_fields=["is_listed", "picture", *DESCRIBED])
    profile_changed.send(sender=User, user=user)
    return profile


def change_picture(*, by: User, profile: Profile, file: File[bytes] | None, audience: Audience) -> Profile:
    """Show another picture, drawn anew as squares, or the same to others; raises `ValidationError` for what is none."""
    _must(may_edit_profile(by, profile))
    if file or audience < profile.picture_audience:
        require_writer(by)
    squares = draw_squares(file) if file else None  # before the transaction: it takes its time
    with transaction.atomic():
        _take_turn(profile)
        profile.picture_audience = audience
        is_public = belongs_to_everyone(profile)
        place = keep(squares, is_public=is_public) if squares else move(profile.picture, is_public=is_public)
        return _replace_picture(profile, place)


@transaction.atomic
def remove_picture(*, by: User, profile: Profile) -> Profile:
    """Show initials again, and delete the files."""
    _must(may_edit_profile(by, profile))
    _take_turn(profile)
    return _replace_picture(profile, "")


@transaction.atomic
def change_handle(*, by: User, profile: Profile, handle: str) -> Handle:
    """Take another handle; the old one stays with its owner and leads to the new. Raises `ValidationError`."""
    _must(may_edit_profile(by, profile))
    if handle == profile.handle.text:
        return profile.handle
    text = clean_handle(handle, is_staff=manages_members(by, profile))
    if text == profile.handle.text:
        return profile.handle
    require_writer(by)
    Handle.objects.filter(user=profile.user, is_current=True).update(is_current=False)
    claimed = reclaim_handle(text, user=profile.user)
    if claimed is None:
        must_not_collect_handles(user=profile.user)
        claimed = claim_handle(text, user=profile.user)
    if claimed is None:
        raise ValidationError(taken(text), code="taken")
    profile.handle = claimed
    profile.save(update_fields=["handle"])
    profile_changed.send(sender=User, user=profile.user)
    return claimed


def taken(handle: str, owner: User | Organisation | None = None) -> str:
    """Say that a handle, or one that looks like it, belongs to somebody else; empty if it is free."""
    held = Handle.objects.known_as(handle).first()
    if held is None or (owner and owner in (held.user, held.organisation)):
        return ""
    free = next(wish for wish in proposals(handle) if not Handle.objects.known_as(wish).exists())
    return _("“%(handle)s”, or one that looks like it, is taken. Free is for example “%(free)s”.") % {
        "handle": handle,
        "free": free,
    }


def _take_turn(profile: Profile) -> None:
    """Wait until nobody else changes the profile, and see which picture it has then: its files go when it goes."""
    told = ("picture", "picture_audience", "is_listed", "hidden_at")
    current = Profile.objects.select_for_update().only(*told).get(pk=profile.pk)
    for name in told:
        setattr(profile, name, getattr(current, name))


def _replace_picture(profile: Profile, place: str) -> Profile:
    if place != profile.picture:
        drop(profile.picture)
    profile.picture = place
    profile.save(update_fields=["picture", "picture_audience"])
    profile_changed.send(sender=User, user=profile.user)
    return profile


def claim_handle(text: str, **owner: User | Organisation) -> Handle | None:
    """Make a handle the owner's, or None when it is taken; the unique row decides, so two can't win."""
    if Handle.objects.known_as(text).exists():
        return None
    try:
        with transaction.atomic():
            return Handle.objects.create(text=text, folded=fold(text), **owner)
    except IntegrityError:
        return None


def wish_for_handle(text: str, *, user: User) -> Handle | None:
    """Note a handle that an account gets with the proof of its mailbox, in the place of the one noted before.

    None when it is taken; what others only wish for is free.
    """
    if (held := Handle.objects.known_as(text).first()) and held.user != user:
        return None
    noted = {"text": text, "folded": wish_of(user.pk)}
    return Handle.objects.update_or_create(user=user, is_current=True, defaults=noted)[0]


@transaction.atomic
def settle_handle(*, user: User) -> tuple[str, str] | None:
    """Give an account the handle that it only wished for, now that its mailbox is proved.

    Returns the wish and what it became instead, one made from the name, where it was taken meanwhile; else None.
    """
    handle = Handle.objects.select_for_update().filter(user=user, folded=wish_of(user.pk)).first()
    if handle is None:
        return None
    wish = handle.text
    made = next(text for text in chain([wish], proposals(user.name)) if _settle(handle, text))
    profile_changed.send(sender=User, user=user)
    return None if made == wish else (wish, made)


def _settle(handle: Handle, text: str) -> bool:
    if Handle.objects.known_as(text).exists():
        return False
    handle.text, handle.folded = text, fold(text)
    try:
        with transaction.atomic():
            handle.save(update_fields=["text", "folded"])
    except IntegrityError:
        return False
    return True


def reclaim_handle(text: str, **owner: User | Organisation) -> Handle | None:
    """Take up again a handle that the owner had before, perhaps in another spelling."""
    handle = Handle.objects.known_as(text).first()
    if handle is None or any(getattr(handle, kind) != whose for kind, whose in owner.items()):
        return None
    handle.text, handle.is_current = text, True
    handle.save(update_fields=["text", "is_current"])
    return handle


def must_not_collect_handles(**owner: User | Organisation) -> None:
    """Refuse one who takes many handles, since every old one stays taken for all others."""
    lately = timezone.now() - timedelta(days=365)
    if Handle.objects.filter(created_at__gt=lately, **owner).count() >= HANDLES_A_YEAR:
        raise ValidationError(
            _("You have changed your handle often lately. Please keep this one, or take one back that you had before."),
            code="often",
        )


def _must(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied(_("Only the member may do this."))
