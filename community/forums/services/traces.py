"""When a change leaves no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.writing.history import services as history
from community.writing.objections import is_settled

if TYPE_CHECKING:
    from community.members.models import User

    from ..models import Post, Topic


def is_quiet(editor: User, text: Post | Topic) -> bool:
    """Whether a change is soon, and by who wrote the last words; whether somebody has answered doesn't matter.

    Of what was reported, or is out of view, every change is kept: who decides about it reads what it said.
    """
    writer_id = text.acted_by_id if text.acted_by_id and text.stands_as_mentors else text.author_id
    is_soon = history.is_soon(editor=editor, writer_id=writer_id, written_at=text.edited_at or text.created_at)
    return is_soon and is_settled(text)
