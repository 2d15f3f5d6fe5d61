"""What people do with comments."""

from community.members.roles.acts import EVERYBODY, MODERATORS_THERE, OWNER, Act

from .permissions import may_delete, may_moderate

VISIBLE = "`visible_to` of the queryset"
ACTS = (
    Act("write_comment", "Comment and answer; visitors confirm by mail", EVERYBODY, "the page is open to them"),
    Act("delete_comment", "Take a comment back", OWNER, may_delete),
    Act("see_hidden_comment", "See a hidden comment", MODERATORS_THERE, VISIBLE),
    Act("hide_comment", "Hide and restore a comment", MODERATORS_THERE, may_moderate),
    Act("close_discussion", "Open and close a discussion", MODERATORS_THERE, may_moderate),
)
