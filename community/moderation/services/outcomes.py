"""What became of an appeal, in words for who appealed: the same in the mail and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Decision

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
            follows = (LEFT if appeal.is_left else GRANTED)[Decision(appeal.appeal_of.decision)]
            return _("Another moderator has looked at it and sees it as you do.") + f" {follows}"
    return _("It has ended: what it was about is no longer there.")
