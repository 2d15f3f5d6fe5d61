"""What members and visitors do with comments, and what moderators do."""

from .checking import is_first
from .moderation import (
    bring_back_comment,
    hide_comment,
    hold_comment,
    mark_continued,
    may_come_back,
    remove_comment,
    restore_comment,
    set_kind_rule,
    set_state,
)
from .states import ReadOnly, locked_comment
from .visitors import Restricted, ask_to_confirm, confirm_comment, forget_unconfirmed, token_of, unconfirmed_of
from .writing import clean_comment, delete_comment, edit_comment, parent_of, why_not_edited, write_comment

__all__ = [
    "ReadOnly",
    "Restricted",
    "ask_to_confirm",
    "bring_back_comment",
    "clean_comment",
    "confirm_comment",
    "delete_comment",
    "edit_comment",
    "forget_unconfirmed",
    "hide_comment",
    "hold_comment",
    "is_first",
    "locked_comment",
    "mark_continued",
    "may_come_back",
    "parent_of",
    "remove_comment",
    "restore_comment",
    "set_kind_rule",
    "set_state",
    "token_of",
    "unconfirmed_of",
    "why_not_edited",
    "write_comment",
]
