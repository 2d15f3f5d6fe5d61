"""What mentors do with people who have no address: register, look after their profile, let go."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import Profile, User
from ..permissions import Refused, Viewer, is_mentor, require_writer
from ..rights import erasing
from ..rights.models import Consent, Erasure
from ..services import edit_profile, join
from ..signals import stood_for
from ..visibility import open_to
from .models import Assistance
from .permissions import may_accompany, may_administer, require_administrator, require_assistance, require_mentor
from .wording import VERSION, wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from home.models import Region


@transaction.atomic
def register(
    *,
    mentor: User,
    name: str,
    region: Region,
    consent_on: date,
    consent_place: str,
    language: str,
    phone: str = "",
    is_another: bool = False,
) -> Assistance:
    """Make an account for a person without an address, with what they agreed to; the mentor accompanies them.

    Raises `ValidationError` (code `namesake`) when the mentor may see a member of that name there, unless it
    `is_another`.
    """
    require_mentor(mentor)
    User.objects.select_for_update().get(pk=mentor.pk)  # who registers two at once is counted right
    _must_not_register_many(mentor)
    if not is_another and namesakes(name, region, seen_by=mentor).exists():
        raise ValidationError(
            _("There is somebody of this name in this region already. Please make sure that it is another person."),
            code="namesake",
        )
    person = join(email=None, password=None, name=name, language=language)
    person.profile.region = region
    person.profile.save(update_fields=["region"])
    words = wording(mentor, language)
    Consent.objects.create(
        user=person,
        kind=Consent.Kind.ASSISTED,
        version=VERSION,
        language=language,
        text=words,
        agreed_at=_moment_of(consent_on),
    )
    assistance = Assistance.objects.create(
        person=person,
        mentor=mentor,
        phone=phone,
        consent_on=consent_on,
        consent_place=consent_place,
        consent_language=language,
        consent_version=VERSION,
        consent_text=words,
    )
    note(person, "assist", by=mentor, after={"consent": VERSION, "language": language})
    stood_for.send(sender=Assistance, keys=[person.pk])
    return assistance


def namesakes(name: str, region: Region, *, seen_by: User) -> QuerySet[User]:
    """Find members of a name who live in a region, however it is written: those the mentor sees there, or accompanies.

    Of others it would tell that they are members and where they live, which they chose not to show.
    """
    theirs = Assistance.objects.running().filter(mentor=seen_by, person=OuterRef("pk"))
    shown = Q(profile__is_listed=True) & open_to(Viewer(seen_by), "region", "profile__")
    return User.objects.filter(shown | Exists(theirs), name__iexact=name, is_active=True, profile__region=region)


def act_for(*, mentor: User, person: User) -> Assistance:
    """Begin, inside the caller's transaction, to do something for a person; raises `Refused` when that is over."""
    assistance = require_assistance(mentor, person)
    assistance.active_at = timezone.now()
    assistance.save(update_fields=["active_at"])
    return assistance


def write_for(*, mentor: User, person: User) -> None:
    """Begin to write for a person, or to change what was; raises `Refused` also while they may only read."""
    act_for(mentor=mentor, person=person)
    require_writer(person, is_oneself=False)


def note_correction(*, mentor: User, person: User, thing: str, key: int) -> None:
    """Write that a mentor changed a topic or a post that they had written for a person, who finds it in their list."""
    note(person, "correct_for", by=mentor, after={thing: key})


@transaction.atomic
def edit_profile_for(*, mentor: User, person: User, phone: str, changed: Iterable[str], **changes: Any) -> Profile:
    """Change what a profile tells, for its person; `changed` names what, for them to see later."""
    assistance = act_for(mentor=mentor, person=person)
    profile = Profile.objects.select_related("user", "handle", "region").get(user=person)
    edit_profile(by=mentor, profile=profile, is_listed=profile.is_listed, **changes)
    assistance.phone = phone
    assistance.save(update_fields=["phone"])
    if changed := sorted(changed):
        note(person, "edit_for", by=mentor, after={"changed": changed})
    return profile


@transaction.atomic
def end_assistance(*, by: User, assistance: Assistance, reason: str) -> Assistance:
    """Accompany a person no longer; the account stays, and an administrator may find them another mentor."""
    row = Assistance.objects.select_for_update(of=("self",)).select_related("person", "mentor").get(pk=assistance.pk)
    if row.mentor_id != by.pk:
        require_administrator(by)
    if row.ended_at is None:
        finish(row, Assistance.End.ENDED)
        note(row.person, "end_assistance", by=by, reason=reason)
    return row


@transaction.atomic
def hand_over(*, by: User, person: User, to: User, reason: str) -> Assistance:
    """Let another mentor go on with a person, also with one whom nobody accompanies any more."""
    require_administrator(by)
    rows = Assistance.objects.select_for_update(of=("self",)).filter(person=person)
    last = rows.order_by("-registered_at", "-pk").first()
    person = User.objects.get(pk=person.pk)
    if last is None or person.email is not None or not person.is_active:
        raise Refused(_("This person can act for themselves, or their account was deleted."))
    to = User.objects.select_for_update().get(pk=to.pk)  # whoever suspends them at the same time waits
    if not is_mentor(to):
        raise Refused(_("The one who goes on must be a mentor of the programme."))
    if not may_accompany(to):
        raise Refused(_("This mentor may not write for the time being. Please choose another one."))
    if last.ended_at is None and last.mentor_id == to.pk:
        return last
    kept = ("phone", "consent_on", "consent_place", "consent_language", "consent_version", "consent_text")
    fields = {name: getattr(last, name) for name in kept}
    finish(last, Assistance.End.HANDED_OVER)
    assistance = Assistance.objects.create(person=person, mentor=to, **fields)
    note(person, "hand_over", by=by, reason=reason, before={"mentor": last.mentor_id}, after={"mentor": to.pk})
    return assistance


@transaction.atomic
def request_erasure_for(*, by: User, person: User, keeps: bool, reason: str) -> Erasure:
    """Ask for the account of a person to be deleted who told their mentor, or an administrator, so."""
    _require_mentor_or_administrator(by, person)
    erasure = erasing.request_erasure(member=person, keeps=keeps, by=by)
    note(person, "ask_erasure_for", by=by, reason=reason, after={"contributions_stay": keeps})
    return erasure


@transaction.atomic
def stop_erasure_for(*, by: User, person: User) -> bool:
    """Stop that again while it has not begun; return whether there was anything to stop."""
    _require_mentor_or_administrator(by, person)
    return erasing.stop_erasure(member=person, by=by)


def let_go(*, mentor: User, limit: int) -> int:
    """End at most `limit` assistances of a mentor whose account is deleted; return how many."""
    rows = Assistance.objects.select_for_update(of=("self",)).filter(mentor=mentor, ended_at=None)
    running = list(rows.select_related("person").order_by("pk")[:limit])
    for assistance in running:
        finish(assistance, Assistance.End.LEFT)
        note(assistance.person, "end_assistance", by=None, reason="left")
    return len(running)


def finish(assistance: Assistance, how: Assistance.End) -> None:
    """Write down that an assistance is over; the telephone number stays only where nobody else can be asked for it.

    One that ended earlier keeps when and how.
    """
    if assistance.ended_at is None:
        assistance.ended_at, assistance.ended_how = timezone.now(), how
    if how in (Assistance.End.HANDED_OVER, Assistance.End.CLAIMED, Assistance.End.ADDRESS):
        assistance.phone = ""
    assistance.save(update_fields=["ended_at", "ended_how", "phone"])


def note(person: User, act: str, *, by: User | None, reason: str = "", before: Any = None, after: Any = None) -> None:
    """Write in the log what was done with or for a person; the name in the label goes when the account does."""
    data = {"reason": reason, "before": before, "after": after}
    log(person, f"members.{act}", user=by, title=person.name, data=data)


def _require_mentor_or_administrator(by: User, person: User) -> None:
    """Let the mentor who accompanies the person pass, and administrators for whoever has no address."""
    if may_administer(by) and User.objects.filter(pk=person.pk, email=None, erased_at=None).exists():
        return
    require_assistance(by, person)


def _must_not_register_many(mentor: User) -> None:
    """Refuse a mentor who registers more people in a day than anybody can talk with."""
    lately = timezone.now() - timedelta(days=1)
    if Assistance.objects.filter(mentor=mentor, registered_at__gt=lately).count() >= settings.ASSISTED_A_DAY:
        raise Refused(
            _("You have registered %(count)d people within a day. Please go on tomorrow.")
            % {"count": settings.ASSISTED_A_DAY}
        )


def _moment_of(day: date) -> datetime:
    """Give a moment of the day on which somebody agreed: noon, or now on the same day."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())
