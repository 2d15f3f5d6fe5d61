"""What the site says by itself where it keeps order: beside what it holds, hides or restricts, and in the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.reasons import declare

BLOCKED = declare("blocked", _("Blocked word or site: %(term)s"), "term")

REPORTED = declare("reported", _("Reported by members"))
TAKEN_BACK = declare("taken_back", _("A report was taken back"))
SILENCED = declare(
    "silenced",
    _("Several members reported what you wrote as advertising. A moderator looks at it; until then your texts wait."),
)
NOT_SPAM = declare("not_spam", _("A moderator did not find the advertising that was reported."))
OF_SPAMMER = declare("of_spammer", _("Its author was reported for spam by several members"))
UNDONE = declare("undone", _("Undone"))
LOOKED_AT = declare("looked_at", _("Looked at"))

SAME_SITE = declare("same_site", _("Same site from several new accounts: %(site)s"), "site")
SAME_CONTACT = declare(
    "same_contact",
    _("Same telephone number, e-mail address, chat or name with a number from several new accounts"),
)
SAME_LINE = declare("same_line", _("Several new accounts have written the same short text"))
ALIKE = declare(
    "alike",
    ngettext_lazy(
        "More than %(count)s text of new accounts with the same site, contact or line",
        "More than %(count)s texts of new accounts with the same site, contact or line",
        "count",
    ),
    "count",
)
SAME_WORDS = declare("same_words", _("A new account has written the same elsewhere"))
IN_A_ROW = declare(
    "in_a_row",
    ngettext_lazy(
        "More than %(count)s text of a new account in a row",
        "More than %(count)s texts of a new account in a row",
        "count",
    ),
    "count",
)
SAME_NETWORK = declare(
    "same_network",
    ngettext_lazy("%(count)s new account from one network", "%(count)s new accounts from one network", "count"),
    "count",
)
ALL_TOGETHER = declare(
    "all_together",
    ngettext_lazy(
        "More than %(count)s text of new accounts and visitors in a short time",
        "More than %(count)s texts of new accounts and visitors in a short time",
        "count",
    ),
    "count",
)

LEVEL_LOST = declare("level_lost", _("The numbers for this level no longer hold."))
LEVEL_REACHED = declare("level_reached", _("The numbers are reached."))
VOUCHED = declare("vouched", _("Somebody stands for them."))
