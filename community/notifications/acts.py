"""What people do with what they are told."""

from community.members.roles.acts import EVERYBODY, OWNER, SIGNED_IN, Act

from .permissions import may_choose_mails

ACTS = (
    Act("read_notifications", "Read what one was told, and mark it as read", OWNER, "it is one's own"),
    Act("choose_mails", "Choose of what one gets mails", SIGNED_IN, may_choose_mails),
    Act("mute_by_mail", "Hear no more of a topic, by the link in a mail", EVERYBODY, "who has the signed link"),
)
