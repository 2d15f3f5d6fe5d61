"""Invitations: sent by who runs an organisation, answered once by the link in the mail."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.members.able import can_act
from community.members.handles import LONGEST
from community.members.models import User
from community.members.permissions import Refused

from .. import mails
from ..models import Invitation, Membership, Organisation
from ..models.people import Answer
from ..permissions import is_in_view, may_invite, may_keep, may_own, may_run
from .changes import MOST_OWNED, locked, must, owned_by
from .joining import admit
from .people import give
from .sparing import LATELY, forget_mailboxes, spare

SALT = "community.members.invitation"
MOST_WAITING = 50  # invitations of one organisation
KEPT = timedelta(days=60)  # how long it can still be said what became of one


@transaction.atomic
def invite(
    *,
    by: User,
    organisation: Organisation,
    user: User | None = None,
    handle: str = "",
    email: str = "",
    role: str = Membership.Role.MEMBER,
) -> Invitation:
    """Invite a member, or whoever reads an address; only owners invite managers and owners.

    Raises `ValidationError`, `Refused`.

    Whether an address has an account is not told: it gets the same mail, and the link asks for an account. Of a member
    only the handle that was typed is shown, here their own where none is given.
    """
    organisation = locked(organisation)
    must(may_invite(by, organisation))
    must(role == Membership.Role.MEMBER or may_own(by, organisation), _("Only owners can invite managers and owners."))
    email = "" if user else email.lower()
    handle = (handle or own_handle(user))[:LONGEST] if user else ""
    if user and Membership.objects.filter(organisation=organisation, user=user).exists():
        raise ValidationError(_("%(name)s is one of you already.") % {"name": user.name}, code="member")
    waiting = Invitation.objects.filter(organisation=organisation, state=Answer.WAITING)
    waiting.filter(created_at__lt=timezone.now() - LATELY).update(state=Answer.WITHDRAWN)
    known = waiting.filter(email=email).first() if email else waiting.filter(user=user).first()
    if known:
        raise ValidationError(
            _("They are invited already. On the page “People” you can send the mail once more."), code="waiting"
        )
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(_("Many invitations still wait for an answer. Please take some back first."), code="many")
    spare(organisation, user=user, email=email)
    reader = user or _reader_of(email)  # whose mailbox alone shows the language
    language = reader.language if reader else get_language() or by.language
    invitation = Invitation.objects.create(
        organisation=organisation,
        user=user,
        handle=handle,
        email=email,
        role=role,
        invited_by=by,
        language=language,
    )
    mails.send_invitation(invitation, token_of(invitation))
    return invitation


@transaction.atomic
def send_again(*, by: User, invitation: Invitation) -> Invitation:
    """Mail the link once more, for another two weeks; the one before works no longer."""
    organisation, invitation = _locked(invitation)
    must(may_invite(by, organisation) and invitation.state == Answer.WAITING)
    must(invitation.role == Membership.Role.MEMBER or may_own(by, organisation))
    is_theirs = not invitation.hands_over or invitation.invited_by_id == by.pk
    must(is_theirs, _("Somebody offers their own place here. Only they can send that again."))
    spare(organisation, user=invitation.user, email=invitation.email)
    invitation.created_at, invitation.invited_by = timezone.now(), by
    invitation.save(update_fields=["created_at", "invited_by"])
    mails.send_invitation(invitation, token_of(invitation))
    return invitation


@transaction.atomic
def withdraw_invitation(*, by: User, invitation: Invitation) -> Invitation:
    """Take an invitation back; one that was answered stays so."""
    organisation, invitation = _locked(invitation)
    must(may_run(by, organisation))
    if invitation.state == Answer.WAITING:
        _settle(invitation, Answer.WITHDRAWN)
    return invitation


@transaction.atomic
def accept_invitation(*, member: User, token: str) -> Membership:
    """Join by a link, or become an owner, once; `Refused` says why it can't be.

    Who was invited by handle answers for themselves only.
    """
    organisation, invitation = _answerable(member, token)
    must(is_in_view(member, organisation))
    must(_still_stands(invitation), _("This invitation can no longer be answered."))
    if invitation.role == Membership.Role.OWNER:
        _require_room(member)
    membership = admit(organisation, member, invitation.role, by=member)
    if invitation.hands_over:
        theirs = Membership.objects.get(organisation=organisation, user=invitation.invited_by)
        give(organisation, theirs, Membership.Role.MANAGER, by=member)
    _settle(invitation, Answer.ACCEPTED)
    return membership


@transaction.atomic
def refuse_invitation(*, member: User, token: str) -> Invitation:
    """Say no; the link does nothing afterwards. Which owner offered to one of the people to own it is told."""
    organisation, invitation = _answerable(member, token)
    _settle(invitation, Answer.REFUSED)
    if _was_offered(invitation) and may_own(invitation.invited_by, organisation):
        mails.tell_of_refusal(invitation)
    return invitation


def take_over(*, member: User, email: str) -> None:
    """Make invitations to an address that a member gives up theirs; those who sent them see the address they typed."""
    mailed = Invitation.objects.filter(user=None, email=email.lower())
    ours = Invitation.objects.filter(user=member, state=Answer.WAITING).values_list("organisation", flat=True)
    twice = mailed.filter(state=Answer.WAITING, organisation__in=list(ours))
    twice.update(state=Answer.WITHDRAWN, answered_at=timezone.now())
    mailed.update(user=member)


def token_of(invitation: Invitation) -> str:
    """Sign an invitation as it was last sent; an older link is another one."""
    return signing.dumps([invitation.pk, int(invitation.created_at.timestamp())], salt=SALT)


def invitation_of(token: str) -> Invitation | None:
    """Read a link, whatever became of the invitation; None when it is forged or forgotten."""
    try:
        key, sent = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Invitation.objects.select_related("organisation__handle", "invited_by", "user")
    invitation = rows.filter(pk=key).first()
    if invitation and int(invitation.created_at.timestamp()) != sent and invitation.state == Answer.WAITING:
        invitation.state = Answer.WITHDRAWN  # another mail took its place
    return invitation


def waiting_for(member: User) -> list[Invitation]:
    """List what a member may answer, sent to them or to an address that they have confirmed."""
    addresses = EmailAddress.objects.filter(user=member, verified=True).annotate(folded=Lower("email"))
    theirs = Q(user=member) | Q(user=None, email__in=addresses.values("folded"))
    rows = Invitation.objects.filter(theirs, state=Answer.WAITING, organisation__in=Organisation.objects.public())
    return [each for each in rows.select_related("organisation__handle", "invited_by") if each.is_open]


def forget_invitations() -> int:
    """Delete invitations, with the addresses in them, when they are long over; return how many."""
    forget_mailboxes()
    now = timezone.now()
    respected = Q(state=Answer.REFUSED, answered_at__gt=now - timedelta(days=settings.INVITATION_REFUSED_DAYS))
    return Invitation.objects.filter(created_at__lt=now - KEPT).exclude(respected).delete()[0]


def _answerable(member: User, token: str) -> tuple[Organisation, Invitation]:
    found = invitation_of(token)
    if found is None or not found.is_open:
        raise Refused(_("This invitation can no longer be answered."))
    organisation, invitation = _locked(found)
    must(member.is_active and invitation.user_id in (None, member.pk))
    must(invitation.is_open, _("This invitation can no longer be answered."))
    return organisation, invitation


def _reader_of(email: str) -> User | None:
    """Find whose mailbox an address is, if they have shown that it is."""
    return User.objects.filter(email=email, emailaddress__verified=True).first()


def own_handle(user: User) -> str:
    """Give the handle by which a member is named to those who invite them."""
    return user.handles.filter(is_current=True).values_list("text", flat=True).first() or ""


def _still_stands(invitation: Invitation) -> bool:
    """Tell whether who gave their word may still give it: nobody comes in by that of a suspended manager."""
    by, organisation = invitation.invited_by, invitation.organisation
    if by is None:
        return False
    if invitation.role == Membership.Role.OWNER and not invitation.hands_over and may_keep(by):
        return True  # staff name owners
    may_give = may_run if invitation.role == Membership.Role.MEMBER else may_own
    return bool(may_give(by, organisation))


def _was_offered(invitation: Invitation) -> bool:
    """Tell whether one of the people was asked to own it: who was invited by handle or address is named to nobody."""
    if invitation.role != Membership.Role.OWNER or invitation.user is None or invitation.email:
        return False
    return Membership.objects.filter(organisation=invitation.organisation, user=invitation.user).exists()


def _require_room(member: User) -> None:
    """Refuse who is about to leave, or owns as many as one may; two yeses at once are counted one after the other."""
    User.objects.select_for_update().get(pk=member.pk)
    able = User.objects.filter(can_act(), pk=member.pk)
    must(able.exists(), _("Your account is to be deleted, or suspended, so you can’t take this on."))
    must(
        owned_by(member) < MOST_OWNED,
        _("You own as many organisations as one member may. Please hand one over first."),
    )


def _locked(invitation: Invitation) -> tuple[Organisation, Invitation]:
    organisation = locked(invitation.organisation)
    current = Invitation.objects.select_for_update(of=("self",)).select_related("user", "invited_by")
    fresh = current.get(pk=invitation.pk)
    fresh.organisation = organisation
    return organisation, fresh


def _settle(invitation: Invitation, state: Answer) -> Invitation:
    invitation.state, invitation.answered_at = state, timezone.now()
    invitation.save(update_fields=["state", "answered_at"])
    return invitation
