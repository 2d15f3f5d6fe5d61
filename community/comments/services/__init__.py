"""What members and visitors do with comments, and what moderators do."""

from .moderation import hide_comment, restore_comment, set_state
from .states import locked_comment
from .visitors import Restricted, ask_to_confirm, confirm_comment, forget_unconfirmed, token_of, unconfirmed_of
from .writing import clean_comment, delete_comment, parent_of, write_comment

__all__ = [
    "Restricted",
    "ask_to_confirm",
    "clean_comment",
    "confirm_comment",
    "delete_comment",
    "forget_unconfirmed",
    "hide_comment",
    "locked_comment",
    "parent_of",
    "restore_comment",
    "set_state",
    "token_of",
    "unconfirmed_of",
    "write_comment",
]
