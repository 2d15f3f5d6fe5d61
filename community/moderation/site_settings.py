"""What administrators decide about keeping order, read through one function and kept for a minute."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.cache import cache
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from community.comments.bounds import VisitorBounds
from community.forums.models.site_settings import number

KEY, SECONDS = "moderation.settings:4", 60  # another key when fields are added: what a cache holds has none of them


# What many say in the same words, and mean. Abbreviations are those of telephones.
EVERYDAY_WORDS = (
    "terima kasih terimakasih makasih trims trimakasih thanks thank you so much banyak sekali juga sama sangat amin "
    "selamat pagi siang sore malam halo hai hello salam kenal sejahtera semua semuanya kita kami saya aku anda bapak "
    "ibu pak bu bang kak kakak mama om tante adik admin teman saudara basudara basodara setuju sepakat betul benar "
    "mantap bagus keren hebat luar biasa siap hadir ikut mau ingin boleh bisa baik oke ok ya iya sudah belum nanti "
    "semoga sukses selalu lancar sehat bermanfaat berkat tuhan memberkati maaf mohon tolong info informasi "
    "informasinya infonya ilmu ilmunya bantuan bantuannya atas untuk dari di ke dan yang ini itu ada apa kapan mana "
    "siapa bagaimana gimana berapa kenapa caranya harga harganya tempat tempatnya tanya bertanya dong sih"
)


@register_setting(icon="tasks")
class ModerationSettings(BaseGenericSetting):
    """The rules of keeping order; Discourse's defaults, where it has them."""

    hide_score = models.DecimalField(
        _("weight of reports at which something is hidden"),
        max_digits=5,
        decimal_places=2,
        default=Decimal("8.33"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_(
            "A report weighs 1 and the trust level of who sends it, and more of who was mostly right before. What "
            "visitors report hides nothing. 0: nothing is hidden before a moderator has seen it."
        ),
    )
    staff_weight = number(_("weight of a report by one of the staff"), 6, least=1, most=100)
    judged_reports = number(
        _("decided reports up to which it counts for nothing how right somebody was"), 5, least=1, most=1000
    )
    right_percent = number(
        _("per cent of right reports from which on those of somebody weigh more"),
        70,
        least=1,
        most=99,
        help_text=_("Below it they weigh less."),
    )
    unnamed_reports = number(
        _("reports of one thing that are kept of visitors without an address"), 3, least=1, most=100
    )
    address_days = number(
        _("days for which the addresses of visitors who reported are kept"),
        60,
        least=1,
        most=365,
        help_text=_("If nobody decides earlier: with the answer they are forgotten."),
    )
    spam_reporters = number(
        _("members who report a newcomer for spam until they are silenced"),
        3,
        most=100,
        help_text=_("All they wrote then waits for a moderator. 0: that never happens."),
    )
    silence_days = number(
        _("days for which a newcomer who was reported so is silenced"),
        30,
        least=1,
        most=365,
        help_text=_("A moderator can end it earlier."),
    )
    retract_minutes = number(_("minutes in which a report can be taken back"), 10, most=1440)
    claim_minutes = number(_("minutes for which a moderator keeps a case to themselves"), 15, least=1, most=1440)
    appeal_days = number(_("days in which an author can appeal"), 30, least=1, most=365)
    undo_hours = number(_("hours in which the removal of a spammer can be undone"), 24, least=1, most=720)
    digest_hours = number(
        _("hours between two mails of what waits"),
        24,
        most=720,
        help_text=_("To each who keeps order, while something waits for them. 0: no such mails."),
    )
    host_accounts = number(
        _("new accounts that link to the same site"),
        3,
        most=100,
        help_text=_("What the last of them writes with such a link waits, and all that follows. 0: it never does."),
    )
    contact_accounts = number(
        _("new accounts that give the same contact"),
        3,
        most=100,
        help_text=_(
            "A telephone number, an e-mail address, a chat or a name with a number, however it is typed. What the last "
            "of them writes with it waits, and all that follows. 0: it never does."
        ),
    )
    alike_texts = number(
        _("texts of new accounts with the same site, contact or short text"),
        3,
        most=1000,
        help_text=_("Also of one alone, within the same days. What has it beyond that waits. 0: it never does."),
    )
    host_days = number(_("days for which links and contacts are compared"), 7, least=1, most=90)
    network_accounts = number(
        _("new accounts from one network"),
        5,
        most=1000,
        help_text=_(
            "What they write waits from the last of them on, who comes to the moderators, as all that follow. 0: it "
            "never does."
        ),
    )
    network_hours = number(_("hours for which networks are compared"), 24, least=1, most=720)
    burst_texts = number(
        _("texts of a new account in a row"),
        5,
        most=1000,
        help_text=_("What they write beyond that waits. 0: it never does."),
    )
    burst_minutes = number(_("minutes in which texts count as in a row"), 10, least=1, most=1440)
    newcomer_texts = number(
        _("texts of new accounts and visitors together"),
        20,
        most=1000,
        help_text=_(
            "What any of them writes beyond that waits, whatever it says. Raise it before many come at once, as in a "
            "training. 0: it never does."
        ),
    )
    newcomer_minutes = number(_("minutes in which texts of all of them are counted"), 60, least=1, most=1440)
    repeat_days = number(
        _("days for which texts are compared"),
        7,
        most=90,
        help_text=_(
            "What a new account writes waits where new accounts have written mostly the same elsewhere. "
            "0: texts are not compared."
        ),
    )
    repeat_letters = number(
        _("letters from which on texts are compared"), 30, least=10, most=1000, help_text=_("Shorter ones often agree.")
    )
    line_accounts = number(
        _("new accounts that write the same short text"),
        3,
        most=100,
        help_text=_(
            "One that is shorter than that, and the same letter by letter. What the last of them writes so waits, and "
            "all that follows. 0: it never does."
        ),
    )
    line_hours = number(_("hours for which short texts are compared"), 24, least=1, most=720)
    line_letters = number(
        _("letters from which on short texts are compared"), 15, least=5, most=1000, help_text=_("Below it none is.")
    )
    everyday_words = models.TextField(
        _("words that everybody says"),
        blank=True,
        max_length=4000,
        default=EVERYDAY_WORDS,
        help_text=_(
            "With spaces between them. A text of these words alone, like thanks, is compared with none, and none of "
            "them is taken for a name in a chat."
        ),
    )
    visitor_links = number(_("links in a comment"), 2, most=100)
    visitor_seconds = number(
        _("seconds that a comment takes at least"),
        3,
        most=60,
        help_text=_("Who sends it sooner after the form was shown is asked to send it once more. 0: nobody is."),
    )
    visitor_waiting = number(
        _("comments of one address that wait to be confirmed"), 5, least=1, most=100, help_text=_("At the same time.")
    )

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    *("hide_score", "staff_weight", "judged_reports", "right_percent", "retract_minutes"),
                    *("unnamed_reports", "address_days", "spam_reporters", "silence_days"),
                )
            ],
            heading=_("Reports"),
            help_text=_(
                "A newcomer is here who is of trust level 0, however long ago they joined, or of level 1 in the days "
                "in which the settings of the forum call somebody new."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("claim_minutes", "appeal_days", "undo_hours", "digest_hours")],
            heading=_("Decisions"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    *("host_accounts", "contact_accounts", "alike_texts", "host_days"),
                    *("network_accounts", "network_hours"),
                    *("burst_texts", "burst_minutes", "newcomer_texts", "newcomer_minutes"),
                    *("repeat_days", "repeat_letters"),
                    *("line_accounts", "line_hours", "line_letters", "everyday_words"),
                )
            ],
            heading=_("What waits by itself"),
            help_text=_(
                "Only of visitors and new accounts. New is here who is of trust level 0, however long ago they joined, "
                "or of level 1 in the days in which the settings of the forum call somebody new. Nothing is refused."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("visitor_links", "visitor_seconds", "visitor_waiting")],
            heading=_("Comments of visitors"),
        ),
    ]

    class Meta:
        verbose_name = _("moderation settings")


def moderation_settings() -> ModerationSettings:
    """Return the settings as they are, or the defaults while nobody has saved any."""
    found: ModerationSettings | None = cache.get(KEY)
    if found is None:
        found = ModerationSettings.objects.first() or ModerationSettings()
        cache.set(KEY, found, SECONDS)
    return found


def visitor_bounds() -> VisitorBounds:
    """Tell comments within what visitors write them."""
    found = moderation_settings()
    return VisitorBounds(links=found.visitor_links, seconds=found.visitor_seconds, waiting=found.visitor_waiting)


def forget_moderation_settings() -> None:
    """Have them read anew."""
    cache.delete(KEY)
