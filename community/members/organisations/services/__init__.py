"""What people do with organisations, one function per intent, re-exported."""

from .changes import locked
from .closing import close, reopen, tell_of_closing
from .evidence import forget_evidence, remove_evidence
from .founding import Facts, change_logo, edit_organisation, found_organisation, remove_logo
from .invitations import (
    accept_invitation,
    forget_invitations,
    invite,
    refuse_invitation,
    send_again,
    withdraw_invitation,
)
from .owning import hand_over, name_owner, offer_ownership
from .people import change_role, leave, remove_member
from .requests import accept_request, ask_to_join, refuse_request, withdraw_request
from .staff import put_in_view, restore, suspend, take_from_view, tell_of, unverify, verify

__all__ = [
    "Facts",
    "accept_invitation",
    "accept_request",
    "ask_to_join",
    "change_logo",
    "change_role",
    "close",
    "edit_organisation",
    "forget_evidence",
    "forget_invitations",
    "found_organisation",
    "hand_over",
    "invite",
    "leave",
    "locked",
    "name_owner",
    "offer_ownership",
    "put_in_view",
    "refuse_invitation",
    "refuse_request",
    "remove_evidence",
    "remove_logo",
    "remove_member",
    "reopen",
    "restore",
    "send_again",
    "suspend",
    "take_from_view",
    "tell_of",
    "tell_of_closing",
    "unverify",
    "verify",
    "withdraw_invitation",
    "withdraw_request",
]
