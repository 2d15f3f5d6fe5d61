"""Taking back the acts that change what a topic is: each says when what it did still stands, and what was before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from community.members.permissions import Refused

from ..permissions import can_arrange, can_tend, require
from .acting import UNDOING, is_undoable, note_act
from .guarded import require_unopposed_undoing
from .publication import changing

if TYPE_CHECKING:
    from community.members.models import User

    from ..models import Act, Post, Topic

Data = Mapping[str, Any]
Now = Callable[["Topic", Data], object]
TakingBack = Callable[["User", "Topic", Data], Data | None]  # what was taken back, where that isn't all of it
May = Callable[["User", "Topic", Data], object]
About = Callable[["Topic", Data], "Sequence[Post | Topic]"]

STANDS: dict[str, Now] = {}  # whether what an act did is still so, at least a part of it
MAY: dict[str, May] = {}  # who takes it back
ABOUT: dict[str, About] = {}  # what it was done with, where that isn't the topic
ASKING: set[str] = set()  # where finding that out asks the database, so that a page doesn't


def tell(*, topic: Topic, moderator: User, act: Act, reason: str, is_told: bool, **data: Any) -> Post:
    """Say in a topic what was done; the reason stands there only where it is told to readers."""
    return note_act(topic=topic, moderator=moderator, act=act, **data, **({"reason": reason} if is_told else {}))


def write_down(
    action: str,
    thing: Post | Topic,
    moderator: User | None,
    reason: str,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """Write an act into the log, with what was before it and after it."""
    data = {"reason": reason, "before": before, "after": after}
    log(instance=thing, action=action, user=moderator, data=data, title=str(thing)[:120])


def may_arrange(user: User, topic: Topic, _data: Data) -> object:
    """Let all who keep order there take it back, unless the topic was merged."""
    return can_arrange(user, topic)


def may_tend(user: User, topic: Topic, _data: Data) -> object:
    """Let them do so as long as it isn't archived."""
    return can_tend(user, topic)


def undone_by(
    *acts: Act,
    now: Now | None = None,
    stands: Now | None = None,
    may: May = may_arrange,
    about: About | None = None,
    field: str = "",
    asks: bool = False,
    moves_counts: bool = False,
) -> Callable[[TakingBack], TakingBack]:
    """Register how acts are taken back: the function is given the topic, locked, and what the act's post knows.

    `now` gives what they changed as it is now, in the form in which the act's data has it below `before` and `after`;
    where they did several things that are taken back each for itself, `stands` tells whether any is left. `about` names
    what they were done with, if not with the topic. `field` is
    what the log calls what they change, where they know one value of it and not several by their names; `moves_counts`
    where posts come or go with it, so that they are counted anew.
    """

    def register(take_back: TakingBack) -> TakingBack:
        for name in acts:
            STANDS[name] = stands or (lambda topic, data: now is None or now(topic, data) == data.get("after"))
            ABOUT.update({name: about} if about else {})
            MAY[name], UNDOING[name] = may, _undoing(take_back, field, moves_counts=moves_counts)
            ASKING.update({name} if asks else ())
        return take_back

    return register


def still_stands(topic: Topic, act: Post) -> bool:
    """Tell whether what an act did is still so; of what others register it isn't known before it is tried."""
    return act.act not in STANDS or bool(STANDS[act.act](topic, act.act_data or {}))


def can_be_taken_back(user: User, topic: Topic, act: Post) -> bool:
    """Tell whether a page offers somebody who keeps order there to take an act back.

    What moves posts asks for more than a page knows of the other topic; here it is enough that this one isn't archived.
    """
    is_left = is_undoable(act) and (act.act in ASKING or still_stands(topic, act))
    return _may_undo(user, topic, act) and is_left


def require_undoable(user: User, topic: Topic, act: Post) -> None:
    """Raise `Refused`, with the reason, where an act can't be taken back."""
    require(_may_undo(user, topic, act), user, topic)
    _require_unopposed(user, topic, act)
    if not (is_undoable(act) and still_stands(topic, act)):
        raise Refused(_("This was changed again since then, so it can’t be taken back any more."))


def _require_unopposed(user: User, topic: Topic, act: Post) -> None:
    about = ABOUT.get(act.act)
    require_unopposed_undoing(act, user, *(about(topic, act.act_data or {}) if about else [topic]))


def _may_undo(user: User, topic: Topic, act: Post) -> bool:
    return bool(MAY.get(act.act, may_tend)(user, topic, act.act_data or {}))


def _undoing(take_back: TakingBack, field: str, *, moves_counts: bool) -> Callable[[User, Post], None]:
    def undo(moderator: User, act: Post) -> None:
        with changing(act.topic_id, counts_replies=moves_counts) as topic:
            require(_may_undo(moderator, topic, act), moderator, topic)
            _require_unopposed(moderator, topic, act)
            if not still_stands(topic, act):
                raise Refused(_("This was changed again since then, so it can’t be taken back any more."))
            whole = act.act_data or {}
            data = take_back(moderator, topic, whole) or whole
            act.left = len(whole.get("posts", ())) - len(data.get("posts", ()))
            before, after = (_as_logged(data, side, field) for side in ("after", "before"))
            write_down("forums.undo", topic, moderator, "", before=before, after=after)

    return undo


def _as_logged(data: Data, side: str, field: str) -> dict[str, Any]:
    """Say one side of an act as the log says it: by the names of fields, and what posts are by their numbers."""
    if field:
        return {field: data[side]}
    numbers = {str(key): f"#{number}" for key, number in data.get("posts", [])}
    return {numbers.get(name, name): value for name, value in data[side].items()}
