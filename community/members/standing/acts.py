"""What moderators and administrators do about accounts and the list of them; the owner is the member it is about."""

from community.members.accounts.permissions import may_export, may_see_addresses
from community.members.roles.acts import ADMINISTRATORS, MODERATORS, NOBODY, Act

from .permissions import may_manage, may_restrict

EDITING = "rights of the group that the role brings, asked by Wagtail, and `is_not_above`"

ACTS = (
    Act("see_accounts", "See the list of accounts", MODERATORS, "`accounts.permissions.AccountPolicy`"),
    Act("see_addresses", "See and search the addresses in it", ADMINISTRATORS, may_see_addresses),
    Act("export_accounts", "Take the list along as a file", ADMINISTRATORS, may_export),
    Act("change_account", "Change name, address or password of an account", ADMINISTRATORS, EDITING),
    Act("suspend_member", "Suspend a member", MODERATORS, may_restrict),
    Act("lift_suspension", "Lift the suspension", MODERATORS, may_restrict),
    Act("silence_member", "Silence a member", MODERATORS, may_restrict),
    Act("lift_silence", "Lift the silence", MODERATORS, may_restrict),
    Act("set_trust_level", "Set the trust level of a member by hand, up to 3", MODERATORS, may_restrict),
    Act("free_trust_level", "Let the trust level follow the numbers again", MODERATORS, may_restrict),
    Act("give_highest_trust", "Give a member the highest trust level", ADMINISTRATORS, may_manage),
    Act("switch_off_member", "Switch an account off and on", ADMINISTRATORS, may_manage),
    Act("sign_out_member", "Sign a member out everywhere", ADMINISTRATORS, may_manage),
    Act("mail_password_link", "Send a member the mail for a new password", ADMINISTRATORS, may_manage),
    Act("suspend_staff", "Suspend one of the staff", ADMINISTRATORS, may_restrict),
    Act("silence_staff", "Silence one of the staff", ADMINISTRATORS, may_restrict),
    Act("switch_off_staff", "Switch the account of one of the staff off and on", ADMINISTRATORS, may_manage),
    Act("sign_out_staff", "Sign one of the staff out everywhere", ADMINISTRATORS, may_manage),
    Act("switch_off_administrator", "Switch another administrator's account off", ADMINISTRATORS, may_manage),
    Act("switch_off_oneself", "Switch one's own account off here", NOBODY, may_manage),
)
