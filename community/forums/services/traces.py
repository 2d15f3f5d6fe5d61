"""When a change leaves no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.writing.history import services as history

if TYPE_CHECKING:
    from community.members.models import User

    from ..models import Post, Topic


def is_quiet(editor: User, text: Post | Topic) -> bool:
    """Whether a change is soon, and by who wrote the last words; whether somebody has answered doesn't matter."""
    writer_id = text.acted_by_id if text.acted_by_id and text.stands_as_mentors else text.author_id
    return history.is_quiet(editor=editor, writer_id=writer_id, written_at=text.edited_at or text.created_at)
