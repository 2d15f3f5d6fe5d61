"""What editors teach the search: words that mean the same, names that stay whole, results that come first."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from search.phrases import folded, phrases_in

from .entries import SearchEntry

MOST_PHRASES = 30
LONGEST_PHRASE = 80
MOST_WORDS = 6


class Worded(models.Model):
    """Something with a list of words or phrases, which is tidied when it is saved."""

    words: models.TextField[str, str]
    fewest = 1

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        """Refuse a list that is too short or too long, or has a phrase that nobody would type."""
        phrases = phrases_in(self.words)
        if len(phrases) < self.fewest:
            message = ngettext(
                "Please write at least one word or phrase.",
                "Please write at least %(count)s words or phrases, with commas between them.",
                self.fewest,
            )
            raise ValidationError({"words": message % {"count": self.fewest}})
        if len(phrases) > MOST_PHRASES:
            too_many = _("These are more than %(count)s words or phrases. Please spread them over several entries.")
            raise ValidationError({"words": too_many % {"count": MOST_PHRASES}})
        for phrase in phrases:
            if len(phrase) > LONGEST_PHRASE or len(folded(phrase).split()) > MOST_WORDS:
                too_long = _("“%(phrase)s” is too long: at most %(words)s words and %(characters)s characters, please.")
                shown = {"phrase": phrase[:LONGEST_PHRASE], "words": MOST_WORDS, "characters": LONGEST_PHRASE}
                raise ValidationError({"words": too_long % shown})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Tidy the list, then save."""
        self.words = ", ".join(self.phrases)
        super().save(*args, **kwargs)

    @property
    def phrases(self) -> list[str]:
        """The words and phrases one by one."""
        return phrases_in(self.words)


class SynonymGroup(Worded):
    """Words and phrases that mean the same: who types one of them finds the others too."""

    words = models.TextField(
        _("words with one meaning"),
        help_text=_("With commas between them, for example: rumput laut, seaweed. Both languages may stand together."),
    )
    fewest = 2

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def clean(self) -> None:
        """Refuse a second group of just these words, in whatever order; one word may stand in several groups."""
        super().clean()
        others = SynonymGroup.objects.exclude(pk=self.pk)
        if same := next((group for group in others if group.meaning == self.meaning), None):
            message = _("There is a group of just these words: “%(words)s”. Please change that one if one is missing.")
            raise ValidationError({"words": message % {"words": same.words}})

    @property
    def meaning(self) -> frozenset[str]:
        """Its words and phrases as they are compared, in no order."""
        return frozenset(folded(phrase) for phrase in self.phrases)


class ProtectedWord(models.Model):
    """A name or programme word that is never cut down to a stem: Maluku must not become *malu*, ashamed."""

    word = models.CharField(
        _("word"), max_length=40, unique=True, help_text=_("One word; of a name with several, each by itself.")
    )

    class Meta:
        verbose_name = _("protected word")
        verbose_name_plural = _("protected words")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """Refuse what the search would read as several words."""
        self.word = self.word.strip().lower()
        if not re.fullmatch(r"\w+", self.word):
            message = _("Please write one word, without spaces, hyphens or other signs.")
            raise ValidationError({"word": message})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it in lower case, then save."""
        self.word = self.word.strip().lower()
        super().save(*args, **kwargs)


class Promotion(Worded):
    """A result that stands first when someone asks for just these words, always or between two days."""

    words = models.TextField(
        _("words that visitors type"),
        help_text=_("One or several, with commas between them. The result stands first when someone types just these."),
    )
    entry = models.ForeignKey(
        SearchEntry, on_delete=models.CASCADE, related_name="promotions", verbose_name=_("result")
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True, help_text=_("Empty means: from now on."))
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty means: without an end."))

    class Meta:
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        ordering = ["-pk"]

    def clean(self) -> None:
        """Refuse an end before the beginning too."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first. Please change one of the two.")})
