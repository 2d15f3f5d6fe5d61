"""Which acts of moderators ask whether something speaks against them: all but those that take nothing from anybody.

What takes from view, silences, changes or moves away what somebody wrote is not done to those above, nor in cases of
one's own; who has done it takes it back themselves. A new `Act` asks, unless it stands among the harmless ones here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.writing.objections import require_no_objection

from ..models import Act

if TYPE_CHECKING:
    from community.members.models import User

    from ..models import Post, Topic

HARMLESS = frozenset({Act.PINNED, Act.UNPINNED})
ENDS = {Act.OPENED: Act.CLOSED, Act.UNARCHIVED: Act.ARCHIVED, Act.LISTED: Act.UNLISTED}


def require_unopposed(act: Act, moderator: User, topic: Topic, *things: Any) -> None:
    """Raise `Refused`, with the reason, where something speaks against an act with a topic, or with posts in it."""
    if not is_spared(act, moderator, topic):
        require_no_objection(moderator, *(things or (topic,)))


def require_unopposed_undoing(said: Post, moderator: User, *things: Any) -> None:
    """Raise the same where somebody takes back what another one did; what one did oneself one takes back."""
    if said.author_id != moderator.pk and said.act not in HARMLESS:
        require_no_objection(moderator, *things)


def is_spared(act: Act, moderator: User, topic: Topic) -> bool:
    """Tell whether an act needs nobody's word: it is harmless, or ends what no other moderator began."""
    if act in HARMLESS:
        return True
    if act not in ENDS:
        return False
    began = topic.posts.filter(act=ENDS[act]).order_by("-number").values_list("author", flat=True).first()
    return began in {None, moderator.pk}
