"""Deleting an account: asked for, perhaps stopped, then worked off in steps and done for good.

The row of the user stays, since what was written points at it; it just no longer says who it was.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from outbox.models import Sweep
from outbox.services import forget_mails, start_sweep
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from ..able import can_act
from ..audit.forgetting import forget_labels
from ..models import Profile, User, former_name
from ..permissions import Refused
from ..services import follow_account
from ..signals import member_erased, member_erasing
from . import account, mails, sent
from .answers import answers
from .models import Erasure

if TYPE_CHECKING:
    from datetime import datetime

TASK = "community.members.tasks.erase"
STEP = 50  # rows of each kind that one step removes
A_RUN = 20  # accounts that one run of the schedule begins with


@transaction.atomic
def request_erasure(*, member: User, keeps: bool, by: User | None = None) -> Erasure:
    """Ask for one's account to be deleted; until it begins, others find the profile no more, and all else stays.

    A second request changes whether contributions stay. Raises `Refused` for the last administrator. `by` is who asks
    for a member without an address, whose right to do so the caller has checked.
    """
    user = _locked(member)
    if not user.is_active:
        raise Refused(_("This is not open to you."))
    _leave_an_administrator(user)
    if standing := Erasure.objects.filter(user=user).first():
        if standing.began_at is None:
            standing.keeps = keeps
            standing.save(update_fields=["keeps"])
        return standing
    due = timezone.now() + timedelta(days=settings.ERASURE_DAYS)
    profile = Profile.objects.filter(user=user).first()
    erasure = Erasure.objects.create(user=user, keeps=keeps, due_at=due, was_listed=bool(profile and profile.is_listed))
    if profile and profile.is_listed:
        Profile.objects.filter(pk=profile.pk).update(is_listed=False)
        follow_account(user=user)
    _log(erasure, "members.ask_erasure", by=by or user)
    mails.send(user, "erasure_asked", page="members:erase", due=due, keeps=keeps)
    return erasure


@transaction.atomic
def erase_removed(*, member: User) -> Erasure:
    """Have an account that moderators removed for spam deleted with all it wrote, now, and without a word to it.

    What its owner had asked for themselves meanwhile is done at once, and leaves nothing.
    """
    user = _locked(member)
    now = timezone.now()
    told = {"keeps": False, "due_at": now, "reason": Erasure.Reason.SPAM}
    erasure, is_new = Erasure.objects.get_or_create(user=user, defaults=told)
    if not is_new and erasure.began_at is None:
        erasure.keeps, erasure.due_at, erasure.reason = False, now, Erasure.Reason.SPAM
        erasure.save(update_fields=["keeps", "due_at", "reason"])
    _log(erasure, "members.ask_erasure", by=None)
    return erasure


@transaction.atomic
def stop_erasure(*, member: User, by: User | None = None) -> bool:
    """Stop the deletion of one's account while it has not begun; return whether there was one to stop."""
    user = _locked(member)
    erasure = Erasure.objects.select_for_update().filter(user=user, began_at=None).first()
    if erasure is None:
        return False
    _log(erasure, "members.stop_erasure", by=by or user)
    erasure.delete()
    if erasure.was_listed:
        Profile.objects.filter(user=user, hidden_at=None).update(is_listed=True)
        follow_account(user=user)
    return True


def pending(member: User) -> Erasure | None:
    """Find the deletion that a member asked for and may still stop."""
    return Erasure.objects.filter(user=member, began_at=None).first()


def is_last_administrator(user: User) -> bool:
    """Tell whether nobody else could look after the site: who is about to leave, or suspended, doesn't count."""
    if not user.is_superuser:
        return False
    others = User.objects.filter(can_act(), is_superuser=True).exclude(pk=user.pk)
    return not others.exists()


def begin_due(*, now: datetime | None = None) -> int:
    """Begin with the accounts whose days are over, and go on with those that got stuck; return how many."""
    now = now or timezone.now()
    due = list(Erasure.objects.filter(began_at=None, due_at__lte=now).order_by("due_at", "pk")[:A_RUN])
    begun = sum(_begin(erasure, now) for erasure in due)
    open_sweeps = Sweep.objects.filter(name=TASK, state=Sweep.State.PENDING).values_list("scope", flat=True)
    stuck = Erasure.objects.filter(done_at=None, began_at__lt=now - timedelta(hours=1)).order_by("began_at")
    for erasure in stuck.exclude(pk__in=[int(scope) for scope in open_sweeps])[:A_RUN]:
        start_sweep(TASK, scope=str(erasure.pk))
    return begun


def erase_step(*, erasure_id: int) -> bool:
    """Take one step, in the transaction of the caller; return whether there may be more to do."""
    rows = Erasure.objects.select_for_update(of=("self",)).select_related("user")
    erasure = rows.filter(pk=erasure_id, done_at=None).exclude(began_at=None).first()
    if erasure is None:
        return False
    _close(erasure.user)
    answered: list[tuple[Any, Any]] = member_erasing.send(
        sender=User, user=erasure.user, keep=erasure.keeps, limit=STEP
    )
    if sum(done for _receiver, done in answered):
        return True
    _anonymise(erasure)
    return False


def _begin(erasure: Erasure, now: datetime) -> bool:
    """Begin, once: whoever writes the time first does; the last administrator's account waits for another one."""
    with transaction.atomic():
        user = _locked(erasure.user)
        if is_last_administrator(user):
            Erasure.objects.filter(pk=erasure.pk).update(due_at=F("due_at") + timedelta(days=1))
            return False
        if not Erasure.objects.filter(pk=erasure.pk, began_at=None).update(began_at=now):
            return False
        start_sweep(TASK, scope=str(erasure.pk))
    return True


def _close(user: User) -> None:
    """Shut the account: without a password that fits, every session ends."""
    if user.is_active or user.has_usable_password():
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "is_staff", "is_superuser", "password"])


@answers(
    "members.Handle.user",
    "members.Profile.user",
    "members.User_groups.user",
    "members.User_user_permissions.user",
    "members.Export.user",
)
def _anonymise(erasure: Erasure) -> None:
    """Take away what still says who it was, and write the last mail; what is kept of handles leads to nobody."""
    user = erasure.user
    name, profile_id = user.name, Profile.objects.filter(user=user).values_list("pk", flat=True).first()
    if user.email:
        account.mails_to(user.email).delete()
        if erasure.reason != Erasure.Reason.SPAM:
            mails.send(user, "erasure_done", keeps=erasure.keeps)
    forget_mails(sent.naming(user))
    account.remove_exports(user)
    account.remove_addresses(user)
    account.remove_profile(user)
    account.seal_handles(user)
    user.groups.clear()
    user.user_permissions.clear()
    user.name, user.email, user.last_login = former_name(settings.LANGUAGE_CODE), None, None
    user.trust_level, user.trust_since, user.trust_locked, user.earlier_days = 0, None, False, 0
    user.silenced_until, user.suspended_until = None, None
    user.silenced_reason = user.suspended_reason = ""
    user.erased_at = timezone.now()
    user.save()
    forget_labels(ModelLogEntry.objects.for_instance(user), label=user.name)
    erasure.done_at = user.erased_at
    erasure.save(update_fields=["done_at"])
    _log(erasure, "members.erase", by=None)
    member_erased.send(sender=User, user=user, name=name, profile_id=profile_id)


def _locked(member: User) -> User:
    """Lock the account; an administrator's together with the others', so that the last two can't leave at once."""
    wanted = Q(pk=member.pk)
    if member.is_superuser:
        wanted |= Q(is_superuser=True, is_active=True)
    return {user.pk: user for user in User.objects.select_for_update().filter(wanted).order_by("pk")}[member.pk]


def _leave_an_administrator(user: User) -> None:
    if is_last_administrator(user):
        raise Refused(
            _("You are the only administrator, and the site needs one. Make someone else an administrator first.")
        )


def _log(erasure: Erasure, action: str, *, by: User | None) -> None:
    data = {"reason": erasure.reason, "before": None, "after": {"contributions_stay": erasure.keeps}}
    log(erasure, action, user=by, title=str(erasure.user_id), data=data)
