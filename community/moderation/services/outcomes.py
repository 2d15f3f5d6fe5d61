"""What became of an appeal, in words for who appealed: the same in the mail and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..kinds import KINDS, found
from ..models import Decision
from .undoing import kept_away_by, words_before

if TYPE_CHECKING:
    from ..models import Review

# How a granted appeal ended, by what it was against.
GRANTED = {
    Decision.HIDE: gettext_lazy("It is shown again."),
    Decision.DELETE: gettext_lazy("It is shown again."),
    Decision.EDIT: gettext_lazy("Your words stand again as they were."),
    Decision.WARN: gettext_lazy("The warning is taken back and no longer counts."),
    Decision.SILENCE: gettext_lazy("The silence is taken back and no longer counts."),
    Decision.SUSPEND: gettext_lazy("The suspension is taken back and no longer counts."),
    Decision.REMOVAL: gettext_lazy("Your account is there again, with all you wrote."),
}
# And where something else had come in its place.
AWAY = gettext_lazy("It no longer counts. Something else still kept it out of view, so it was not shown by that.")
LEFT = {
    Decision.HIDE: AWAY,
    Decision.DELETE: AWAY,
    Decision.EDIT: gettext_lazy("The text has been changed again since, or can’t be put back, so it stays as it is."),
    Decision.SILENCE: gettext_lazy("It no longer counts. Another silence that was decided later goes on."),
    Decision.SUSPEND: gettext_lazy("It no longer counts. Another suspension that was decided later goes on."),
}
# A change is told with how the text stands by now: it may say the words of another one, or be out of view all the same.
EARLIER = gettext_lazy("It says again what an earlier decision had made of it, which still counts.")
NOT_SHOWN = gettext_lazy("Others don’t see it, though: something else still keeps it out of view.")


def outcome_of(appeal: Review) -> str:
    """Tell who appealed how it stands."""
    match appeal.decision:
        case "":
            return _("Another moderator looks at it.")
        case Decision.REFUSED:
            return _("Another moderator has looked at it: the decision stays.")
        case Decision.GRANTED if appeal.appeal_of:
            if appeal.decided_by_id is None and appeal.appeal_of.decided_by_id is None:
                return _("The reports that it came from were found to be wrong since then: it is taken back.")
            follows = _granted(appeal, appeal.appeal_of)
            return _("Another moderator has looked at it and sees it as you do.") + f" {follows}"
    return _("It has ended: what it was about is no longer there.")


def _granted(appeal: Review, case: Review) -> str:
    """Tell how an appeal ended that was granted."""
    follows = str((LEFT if appeal.is_left else GRANTED)[Decision(case.decision)])
    thing = found(case.kind, case.object_id) if case.decision == Decision.EDIT else None
    if thing is None:
        return follows
    kind = KINDS[case.kind]
    _version, earlier = words_before(case, kind, thing)
    if earlier is not None and not appeal.is_left:
        follows = str(EARLIER)
    is_away = kind.state(thing) in {"held", "hidden"} or kept_away_by(kind, thing, besides=case)
    return f"{follows} {NOT_SHOWN}" if is_away else follows
