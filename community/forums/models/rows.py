"""What services tell a topic or a post for one reader, beside its own columns; templates read it by these names.

Nothing of it is stored, and each part is there only where the service that is named for it was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.writing.reactions.shown import Shown

    from ..services.act_sentences import ActLine
    from .participants import Participant
    from .posts import Post


class TopicRow:
    """A topic as a row of a list, or as the page of it."""

    # services.reading.folded: by somebody whom the reader has blocked
    is_folded: bool

    # services.unread.mark, of a list of topics
    is_new: bool

    # services.unread.mark, only of what the reader has opened; services.conversations.mark_unread
    unread: int
    resume_url: str

    # services.progress.with_state, None where they never opened it; the first two by services.unread.mark, too
    last_read: int | None
    next_number: int | None
    own_level: int | None

    # services.conversations: who takes part, and what the others are called
    taking_part: list[Participant]
    others: list[str]


class PostRow:
    """A post on a page of its topic."""

    # services.reading.posts_on_page; `is_folded` by services.reading.answer_to, too
    is_folded: bool
    is_readable: bool
    is_editable: bool
    is_deletable: bool
    is_reactable: bool
    is_moderated: bool
    is_answer: bool
    is_acceptable: bool
    is_by_mentor: bool
    reactions: list[Shown]
    shown: str

    # services.bookmarks: the key of the reader's own
    bookmark_id: int | None

    # services.act_lines.write_lines, of the small posts that say what a moderator did
    line: ActLine
    is_undoable: bool
    poll_id: int | None
    gathered: Sequence[Post] = ()  # the marks right after it that its line tells of, too
    is_gathered: bool = False  # whether it is one of them

    # services.acting.undo: of how many posts of a row it was not taken back
    left: int = 0

    # services.participants.people_with_acts: who came and left, "" of other posts
    participation: str
