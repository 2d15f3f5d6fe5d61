"""What people do with organisations; the owner of the table is the organisation's owner."""

from community.members.permissions import may_write
from community.members.roles.acts import EDITORS, MODERATORS_THERE, OWNER, SIGNED_IN, Act

from .permissions import may_admit, may_close, may_edit, may_invite, may_keep, may_own, may_run, may_speak_for

VISIBLE = "`visible_to` of the queryset"

ACTS = (
    Act("found_organisation", "Enter an organisation, whose owner one is then", SIGNED_IN, may_write),
    Act("edit_organisation", "Change what it says of itself, and its logo; managers, too", OWNER, may_edit),
    Act("invite", "Invite somebody, or mail that once more; managers, too", OWNER, may_invite),
    Act("invite_manager", "Invite a manager", OWNER, may_invite & may_own),
    Act("withdraw_invitation", "Take an invitation back; managers, too", OWNER, may_run),
    Act("ask_to_join", "Ask to be let in, unless one is in already", SIGNED_IN - OWNER, may_write),
    Act("accept_request", "Let in who asks; managers, too", OWNER, may_admit),
    Act("refuse_request", "Say no to who asks, also while it is suspended; managers, too", OWNER, may_run),
    Act("change_role", "Change the role of one of its people", OWNER, may_own),
    Act("offer_ownership", "Ask somebody to own it, too", OWNER, may_own),
    Act("hand_organisation_over", "Ask somebody to own it in one's place", OWNER, may_own),
    Act("remove_from_organisation", "Take somebody out; managers only plain members", OWNER, may_own | may_run),
    Act("close_organisation", "Close it", OWNER, may_close),
    Act(
        "leave_organisation",
        "Leave, but never as the last owner",
        OWNER,
        "the membership is one's own",
    ),
    Act("speak_for", "Write in its name; managers, too", OWNER, may_speak_for),
    Act("see_suspended_organisation", "See one that is suspended", OWNER | MODERATORS_THERE | EDITORS, VISIBLE),
    Act("verify_organisation", "Verify it, and take that back", EDITORS, may_keep),
    Act("remove_evidence", "Delete a paper that was seen for it", EDITORS, may_keep),
    Act(
        "suspend_organisation",
        "Suspend it in the editing room, and show it again; moderators do so in its case",
        EDITORS,
        may_keep,
    ),
    Act("reopen_organisation", "Open it again after its owner closed it", EDITORS, may_keep),
    Act("name_owner", "Ask somebody to own it where the last owner left", EDITORS, may_keep),
    Act("tell_of_organisation", "Name the stories and events that tell of it", EDITORS, may_keep),
)
