"""What people do in the forum."""

from community.members.roles.acts import (
    ADMINISTRATORS,
    EVERYBODY,
    MENTOR,
    MODERATORS,
    MODERATORS_THERE,
    NOBODY,
    OWNER,
    SIGNED_IN,
    Act,
)

from .permissions import (
    can_delete_post,
    can_edit_post,
    can_edit_topic,
    can_moderate,
    can_pin,
    can_reply,
    can_start_topic,
)

VISIBLE = "`visible_to` of the queryset"
ACTS = (
    Act("read_topic", "Read a topic in a room for everyone", EVERYBODY, VISIBLE),
    Act("read_closed_room", "Read a topic in a room of a group one isn't in", MODERATORS, VISIBLE),
    Act("start_topic", "Start a topic", SIGNED_IN, can_start_topic),
    Act("reply", "Answer in a topic", SIGNED_IN, can_reply),
    Act("reply_in_closed", "Answer in a topic that was closed", MODERATORS_THERE, can_reply),
    Act("edit_topic", "Change the title and regions of a topic", OWNER, can_edit_topic),
    Act("edit_post", "Change a post", OWNER, can_edit_post),
    Act("correct_topic", "Change the title and regions of one that one began for somebody", MENTOR, can_edit_topic),
    Act("correct_post", "Change a post that one wrote for somebody whom one accompanies", MENTOR, can_edit_post),
    Act("delete_post_of_person", "Take back a post that one wrote for somebody", NOBODY, can_delete_post),
    Act("delete_post", "Take a post back", OWNER, can_delete_post),
    Act("see_held_post", "See a post that waits for a moderator", MODERATORS_THERE | OWNER, VISIBLE),
    Act("see_hidden_post", "See a hidden post", MODERATORS_THERE, VISIBLE),
    Act("hide_post", "Hide and restore a post", MODERATORS_THERE, can_moderate),
    Act("hide_topic", "Hide and restore a topic", MODERATORS_THERE, can_moderate),
    Act("lock_topic", "Close and open a topic", MODERATORS_THERE, can_moderate),
    Act("pin_topic", "Pin a topic above those of all regions", MODERATORS, can_pin),
    Act("make_category", "Make and change rooms", ADMINISTRATORS, "the administrator's rights, asked by Wagtail"),
)
