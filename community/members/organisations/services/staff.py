"""What staff do: verify an organisation, take it from view, name the pages that tell of it.

`take_from_view` and `put_in_view` ask no permission: who judges what is written asked it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members import pictures
from community.members.signals import stood_for

from ..models import Evidence, Organisation, OrganisationPage, Verification
from ..permissions import may_keep, membership_of
from .changes import announce, judged, locked, must, note

if TYPE_CHECKING:
    from django.core.files.base import File

    from community.members.models import User

CLOSED = gettext_lazy("It is closed. Open it again first.")


@transaction.atomic
def verify(*, by: User, organisation: Organisation, seen: str, files: Iterable[File[bytes]] = ()) -> Verification:
    """Confirm that an organisation is what it says; what was seen stays private. A second time adds to the first."""
    must(may_keep(by))
    organisation = locked(organisation)
    verification = organisation.verifications.filter(ended_at=None).first()
    if verification is None:
        verification = Verification.objects.create(organisation=organisation, by=by, note=seen)
        organisation.verified_at = verification.at
        organisation.save(update_fields=["verified_at"])
        note(organisation, "verify_organisation", by=by, after=verification.at.date().isoformat())
        announce(organisation)
        stood_for.send(sender=Organisation, keys=list(organisation.memberships.values_list("user", flat=True)))
    elif seen != verification.note:
        verification.note = seen
        verification.save(update_fields=["note"])
        note(organisation, "verify_organisation", by=by, reason=_("Note changed."))
    for file in files:
        Evidence.objects.create(verification=verification, name=(file.name or "")[-120:], file=file)
    return verification


@transaction.atomic
def unverify(*, by: User, organisation: Organisation, reason: str) -> Organisation:
    """Take the confirmation back; what was seen is kept, the files for the days that the operator set."""
    must(may_keep(by))
    organisation = locked(organisation)
    if organisation.verified_at:
        end_verification(organisation, by=by, reason=reason)
        announce(organisation)
    return organisation


@transaction.atomic
def suspend(*, by: User, organisation: Organisation, reason: str) -> Organisation:
    """Take an organisation from view; its people and moderators still see it, and nobody speaks in its name.

    Of one that is closed even the name is no longer told then; who opens it again has it looked at.
    """
    organisation = _require_judge(by, organisation)
    if organisation.suspended_at is None:
        organisation = take_from_view(by=by, organisation=organisation, reason=reason)
        if organisation.closed_at is None:
            judged(organisation, by=by, before="live", reason=reason)
    return organisation


@transaction.atomic
def restore(*, by: User, organisation: Organisation, reason: str = "") -> Organisation:
    """Show a suspended organisation again, once it is open."""
    organisation = _require_judge(by, organisation)
    must(organisation.closed_at is None, str(CLOSED))
    if organisation.suspended_at:
        organisation = put_in_view(by=by, organisation=organisation, reason=reason)
        judged(organisation, by=by, before="hidden", reason=reason)
    return organisation


@transaction.atomic
def take_from_view(*, by: User | None, organisation: Organisation, reason: str) -> Organisation:
    """Let only its people and who keeps order see an organisation; without `by` it is the site that does it."""
    organisation = locked(organisation)
    if organisation.suspended_at is None:
        organisation.suspended_at = timezone.now()
        _show(organisation, "suspend_organisation", by=by, reason=reason)
    return organisation


@transaction.atomic
def put_in_view(*, by: User | None, organisation: Organisation, reason: str) -> Organisation:
    """Let everybody see an organisation again."""
    organisation = locked(organisation)
    if organisation.suspended_at:
        organisation.suspended_at = None
        _show(organisation, "restore_organisation", by=by, reason=reason)
    return organisation


@transaction.atomic
def tell_of(*, by: User, organisation: Organisation, keys: Iterable[UUID]) -> None:
    """Name the stories and events, by their translation keys, that the organisation's page leads to."""
    must(may_keep(by))
    organisation = locked(organisation)
    wanted, known = set(keys), set(organisation.told_of.values_list("translation_key", flat=True))
    if wanted == known:
        return
    organisation.told_of.filter(translation_key__in=known - wanted).delete()
    OrganisationPage.objects.bulk_create(
        OrganisationPage(organisation=organisation, translation_key=key) for key in wanted - known
    )
    note(organisation, "tell_of_organisation", by=by, before=len(known), after=len(wanted))


def end_verification(organisation: Organisation, *, by: User, reason: str) -> None:
    """End what stands, in the row and in its history; the caller has locked the row and announces it."""
    before = organisation.verified_at.date().isoformat() if organisation.verified_at else None
    organisation.verifications.filter(ended_at=None).update(ended_at=timezone.now(), ended_reason=reason[:200])
    organisation.verified_at = None
    organisation.save(update_fields=["verified_at"])
    note(organisation, "unverify_organisation", by=by, reason=reason, before=before)


def _require_judge(by: User, organisation: Organisation) -> Organisation:
    """Lock an organisation for who may say whether it is in view, which none of its people may."""
    must(may_keep(by))
    organisation = locked(organisation)
    must(membership_of(by, organisation) is None, _("This is your own organisation; somebody else decides about it."))
    return organisation


def _show(organisation: Organisation, action: str, *, by: User | None, reason: str) -> None:
    organisation.logo = pictures.move(organisation.logo, is_public=organisation.is_public)
    organisation.save(update_fields=["suspended_at", "logo"])
    note(organisation, action, by=by, reason=reason)
    announce(organisation)
