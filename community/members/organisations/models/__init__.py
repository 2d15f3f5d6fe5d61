"""The models of organisations, re-exported."""

from .mailboxes import InvitedMailbox
from .organisations import Organisation, OrganisationPage
from .people import Invitation, Membership, MembershipRequest
from .verifications import Evidence, Verification

__all__ = [
    "Evidence",
    "Invitation",
    "InvitedMailbox",
    "Membership",
    "MembershipRequest",
    "Organisation",
    "OrganisationPage",
    "Verification",
]
