"""What people do with texts, whichever app keeps them."""

from community.members.roles.acts import EVERYBODY, MODERATORS_THERE, OWNER, SIGNED_IN, Act

from .history.permissions import can_hide_version

ACTS = (
    Act("send_picture", "Send a picture for a text", SIGNED_IN, "`require_writer`, and what is left of one's quota"),
    Act("see_private_picture", "See a picture of a held post", MODERATORS_THERE | OWNER, "`may_see`"),
    Act("see_history", "See what a public post said before", EVERYBODY, "`visible_to` of the text"),
    Act("see_hidden_version", "See an earlier text that a moderator hid", MODERATORS_THERE, "`keeps_order`"),
    Act("hide_version", "Hide and show an earlier text", MODERATORS_THERE, can_hide_version),
)
