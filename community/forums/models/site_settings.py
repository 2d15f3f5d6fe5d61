"""What administrators decide about the forum, read through one function and kept for a minute."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from community.writing.newcomers import Bounds
from community.writing.services import LONGEST_TEXT, LONGEST_TITLE

from .top import Period

KEY, SECONDS = "forums.settings:3", 60  # another key when fields are added: what a cache holds has none of them
ONLY_MODERATORS = 5  # one more than the highest trust level
MOST_TAGS = 5
DAY = 86_400  # seconds


def number(
    name: Any, default: int, *, most: int, least: int = 0, help_text: Any = ""
) -> models.PositiveIntegerField[Any, Any]:
    """Make a field for a limit that may be set from `least` to `most`."""
    validators = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveIntegerField(name, default=default, validators=validators, help_text=help_text)


@register_setting(icon="comment-large")
class ForumSettings(BaseGenericSetting):
    """The rules of the forum; Discourse's defaults, where it has them."""

    class Standing(models.IntegerChoices):
        """From which trust level on a member may do something."""

        MEMBER = 0, _("Every member")
        BASIC = 1, _("Members from trust level 1")
        KNOWN = 2, _("Members from trust level 2")
        REGULAR = 3, _("Members from trust level 3")
        LEADER = 4, _("Members of trust level 4")
        MODERATOR = ONLY_MODERATORS, _("Moderators only")

    new_tags_from = models.PositiveSmallIntegerField(
        _("who may make new tags"),
        choices=Standing.choices,
        default=Standing.REGULAR,
        help_text=_("The others choose among the tags that are there. Moderators always may."),
    )
    max_tags = models.PositiveSmallIntegerField(
        _("most tags of a topic"), default=MOST_TAGS, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    top_period = models.CharField(
        _("first period of the top topics"),
        max_length=5,
        choices=Period.choices,
        default=Period.MONTH,
        help_text=_("What the tab “Top” shows until the reader chooses another span of time."),
    )
    title_min = number(_("shortest title"), 15, least=1, most=LONGEST_TITLE, help_text=_("In characters."))
    title_max = number(_("longest title"), LONGEST_TITLE, least=15, most=LONGEST_TITLE, help_text=_("In characters."))
    private_title_min = number(
        _("shortest subject of a private conversation"), 2, least=1, most=15, help_text=_("In characters.")
    )
    post_min = number(_("shortest post"), 5, least=1, most=500, help_text=_("In characters."))
    private_post_min = number(
        _("shortest post in a private conversation"), 2, least=1, most=500, help_text=_("In characters.")
    )
    post_max = number(_("longest post"), LONGEST_TEXT, least=500, most=LONGEST_TEXT, help_text=_("In characters."))
    seconds_between = number(
        _("seconds between two posts"), 5, most=DAY, help_text=_("Between two posts of one member; 0: none.")
    )
    same_text_minutes = number(
        _("minutes until the same text is taken again"),
        5,
        most=1440,
        help_text=_("From one member, anywhere in the forum; 0: at once."),
    )
    newcomer_days = number(
        _("days for which somebody is new"),
        3,
        most=365,
        help_text=_(
            "Since they joined, while they are of trust level 0. 0: nobody is held to the limits of new members."
        ),
    )
    newcomer_seconds_between = number(
        _("seconds between two posts of new members"),
        30,
        most=DAY,
        help_text=_("Between two posts of one member; 0: none."),
    )
    newcomer_links = number(
        _("links in a text"),
        2,
        most=100,
        help_text=_("To other sites. Counts in comments, too; what is quoted doesn’t."),
    )
    newcomer_pictures = number(_("pictures in a text"), 1, most=50)
    newcomer_mentions = number(
        _("@mentions in a text"), 2, most=50, help_text=_("Counts in comments, too; what is quoted doesn’t.")
    )
    newcomer_replies = number(
        _("replies in one topic"), 3, most=1000, help_text=_("In topics that others began; one’s own are free.")
    )
    first_day_topics = number(
        _("topics on the first day"), 3, most=1000, help_text=_("Within 24 hours after joining, deleted ones counted.")
    )
    first_day_replies = number(
        _("replies on the first day"),
        10,
        most=1000,
        help_text=_("Within 24 hours after joining, deleted ones counted."),
    )
    newcomer_conversations = number(
        _("private conversations in 24 hours"), 2, most=1000, help_text=_("Those that they begin themselves.")
    )

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("new_tags_from"), FieldPanel("max_tags"), FieldPanel("top_period")], heading=_("Topics")
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    *("title_min", "private_title_min", "title_max"),
                    *("post_min", "private_post_min", "post_max"),
                )
            ],
            heading=_("How long texts are"),
            help_text=_("For everybody, moderators too. What was written before stays as it is."),
        ),
        MultiFieldPanel(
            [FieldPanel("seconds_between"), FieldPanel("same_text_minutes")],
            heading=_("How fast one may write"),
            help_text=_("Not for the staff, and not for moderators where they keep order."),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    *("newcomer_days", "newcomer_seconds_between", "newcomer_links", "newcomer_pictures"),
                    *("newcomer_mentions", "newcomer_replies", "first_day_topics", "first_day_replies"),
                    "newcomer_conversations",
                )
            ],
            heading=_("New members"),
            help_text=_("Not for the staff, and not for moderators where they keep order."),
        ),
    ]

    class Meta:
        verbose_name = _("forum settings")

    def clean(self) -> None:
        """Refuse bounds between which nothing lies, and to slow down the others more than who is new."""
        super().clean()
        wrong = {}
        if None not in {self.title_min, self.title_max} and self.title_min > self.title_max:
            wrong["title_min"] = gettext("The shortest title is longer than the longest one.")
        pauses = self.newcomer_seconds_between, self.seconds_between
        if None not in pauses and pauses[0] < pauses[1]:
            wrong["newcomer_seconds_between"] = gettext("New members can’t have a shorter pause than the others.")
        if wrong:
            raise ValidationError(wrong)


def forum_settings() -> ForumSettings:
    """Return the settings as they are, or the defaults while nobody has saved any."""
    found: ForumSettings | None = cache.get(KEY)
    if found is None:
        found = ForumSettings.objects.first() or ForumSettings()
        cache.set(KEY, found, SECONDS)
    return found


def forget_forum_settings() -> None:
    """Have them read anew."""
    cache.delete(KEY)


def newcomer_bounds() -> Bounds:
    """Tell writing within what new members write, in all texts."""
    found = forum_settings()
    return Bounds(
        days=found.newcomer_days,
        links=found.newcomer_links,
        pictures=found.newcomer_pictures,
        mentions=found.newcomer_mentions,
    )
