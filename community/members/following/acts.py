"""What people do to follow something, and to hear no more of somebody."""

from community.members.permissions import may_take_part
from community.members.roles.acts import NOBODY, OWNER, SIGNED_IN, Act

OPEN = f"`{may_take_part.name}`, and `visible_to` of the kind that is followed"

ACTS = (
    Act("follow", "Follow a region, a sector or an organisation that one may see", SIGNED_IN, OPEN),
    Act("follow_listed", "Follow a member who chose to be found", SIGNED_IN, OPEN),
    Act("follow_unlisted", "Follow a member who didn't", NOBODY, OPEN),
    Act("choose_level", "Choose how closely one follows a region, or mute it", SIGNED_IN, OPEN),
    Act("unfollow", "Stop following; see and change what one follows", OWNER, "it is one's own"),
    Act("block", "Block another member", SIGNED_IN, may_take_part),
    Act("unblock", "End a block; see whom one has blocked", OWNER, "it is one's own"),
)
