"""What people do with members and roles, and what groups let them do in the editing room."""

from .permissions import may_edit_profile, may_see_profile
from .roles.acts import (
    ADMINISTRATORS,
    EDITORS,
    EDITORS_THERE,
    EVERYBODY,
    MODERATORS,
    OWNER,
    STAFF,
    Act,
    Person,
)
from .roles.permissions import may_grant, may_vouch

VISIBILITY = "`members.visibility` compares the part's audience with where the viewer stands"
GROUP = "rights of the group that the role brings, asked by Wagtail"

MEMBERS = (
    Act("see_listed", "See the profile of who chose to be found", EVERYBODY, may_see_profile),
    Act("see_unlisted", "See the profile of who didn't", MODERATORS | OWNER, may_see_profile),
    Act("see_for_contacts", "See what a profile shows to contacts", MODERATORS | OWNER, VISIBILITY),
    Act("see_for_self", "See what a profile shows to its owner alone", OWNER, VISIBILITY),
    Act("edit_profile", "Change a profile or its picture", ADMINISTRATORS | OWNER, may_edit_profile),
    Act("withdraw_consent", "Take a consent back", OWNER, "the consent is one's own"),
    Act("fetch_export", "Fetch the copy of a member's data", OWNER, "the copy is one's own"),
)
ROLES = (
    Act("vouch", "Vouch for a new mentor (two make one), never for oneself", frozenset({Person.MENTOR}), may_vouch),
    Act("take_vouch_back", "Take one's vouch back until it counts", frozenset({Person.MENTOR}), "it is one's own"),
    Act("grant_role", "Grant a role", ADMINISTRATORS, may_grant),
    Act("revoke_role", "Revoke a role, but never the last administrator's", ADMINISTRATORS, may_grant),
)
EDITING_ROOM = (
    Act("enter_admin", "Enter the editing room, with a second factor", STAFF, GROUP),
    Act("write_there", "Write stories and events of the region", EDITORS_THERE, GROUP),
    Act("write_elsewhere", "Write stories and events of other regions", EDITORS, GROUP),
    Act("publish", "Publish, and approve what others wrote", EDITORS, GROUP),
    Act("add_picture", "Add pictures and documents", EDITORS_THERE, GROUP),
    Act("change_vocabulary", "Change sectors and tags", EDITORS, GROUP),
    Act("see_log_of_mail", "See the mail and the jobs of the site", ADMINISTRATORS, "`outbox.wagtail_hooks.ReadOnly`"),
)
