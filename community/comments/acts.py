"""What people do with comments."""

from community.members.roles.acts import (
    EDITORS,
    EDITORS_THERE,
    EVERYBODY,
    MENTOR,
    MODERATORS_THERE,
    NOBODY,
    OWNER,
    Act,
)

from .permissions import may_delete, may_edit, may_moderate, may_rule, may_rule_kinds

VISIBLE = "`visible_to` of the queryset"
ACTS = (
    Act("write_comment", "Comment and answer; visitors confirm by mail", EVERYBODY, "the page is open to them"),
    Act("edit_comment", "Change the words of a fresh comment", OWNER, may_edit),
    Act("edit_comment_of_person", "Change one that one wrote for whom one accompanies", MENTOR, may_edit),
    Act("delete_comment", "Take a comment back", OWNER, may_delete),
    Act("delete_comment_of_person", "Take back one that one wrote for whom one accompanies", MENTOR, may_delete),
    Act("see_hidden_comment", "See a hidden comment", MODERATORS_THERE, VISIBLE),
    Act("hide_comment", "Hide and restore a comment", MODERATORS_THERE, may_moderate),
    Act(
        "close_discussion",
        "Open and close the comments under a page or an organisation",
        MODERATORS_THERE | EDITORS_THERE,
        may_rule,
    ),
    Act("rule_comments", "Say where one comments, for all pages of a kind", EDITORS, may_rule_kinds),
    Act("follow_comments", "Follow comments by mail; visitors confirm by mail", EVERYBODY, "the page is open to them"),
)
LINK = "the signed link that was mailed to the address, for three days"
VISITORS = (
    Act("ask_for_visitor_data", "Have the link mailed to an address", EVERYBODY, "a limit for each address"),
    Act("take_visitor_data", "With the link: see what was written, take it along, remove it", EVERYBODY, LINK),
    Act("take_visitor_data_without_link", "The same without the link", NOBODY, LINK),
)
