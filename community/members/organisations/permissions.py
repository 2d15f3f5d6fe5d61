"""Who may run an organisation, speak in its name, and look after all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rules.predicates import predicate

from community.members.permissions import Refused, is_active, is_suspended, may_write

from .models import Membership, Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from community.members.models import User

RUNNING = (Membership.Role.OWNER, Membership.Role.MANAGER)


def membership_of(user: User | AnonymousUser, organisation: Organisation) -> Membership | None:
    """Find how a member belongs to an organisation, if they do."""
    if not user.is_authenticated:
        return None
    return Membership.objects.filter(organisation=organisation, user=user).first()


def organisations_of(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Select the organisations in whose name a member may speak, by name."""
    if not user.is_authenticated or not user.is_active:
        return Organisation.objects.none()
    own = Membership.objects.filter(user=user.pk, role__in=RUNNING)
    return Organisation.objects.public().filter(pk__in=own.values("organisation")).order_by("name_key", "pk")


@predicate
def is_owner(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Tell whether the organisation is theirs."""
    own = membership_of(user, organisation)
    return own is not None and own.role == Membership.Role.OWNER


@predicate
def is_runner(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Tell whether they run the organisation, as owner or manager."""
    own = membership_of(user, organisation)
    return own is not None and own.runs


@predicate
def speaks_for(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Tell whether they run it, and staff have not taken it from view; asks the database, since that may be new."""
    return organisations_of(user).filter(pk=organisation.pk).exists()


@predicate
def is_in_view(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Tell whether staff have not taken it from view, nor its owner closed it: nobody new comes in meanwhile."""
    return organisation.is_public


@predicate
def is_closed(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Tell whether its owner has closed it."""
    return organisation.closed_at is not None


@predicate
def keeps_organisations(user: User | AnonymousUser) -> bool:
    """Tell whether the user verifies and suspends organisations in the editing room."""
    return user.has_perm("members.change_organisation")


may_run = is_active & ~is_suspended & is_runner & ~is_closed
may_admit = may_run & is_in_view
may_own = is_active & ~is_suspended & is_owner & ~is_closed
may_close = may_write & is_owner
may_edit = may_write & is_runner & ~is_closed
may_invite = may_edit & is_in_view
may_speak_for = may_write & speaks_for
may_keep = is_active & ~is_suspended & keeps_organisations


def require_speaker(user: User | AnonymousUser, organisation: Organisation | None) -> None:
    """Raise `Refused` unless the member may write in the organisation's name; without one there is nothing to ask."""
    if organisation is not None and not may_speak_for(user, organisation):
        raise Refused(_("You may not write in the name of this organisation: only its owners and managers may."))
