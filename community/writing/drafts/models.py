"""Drafts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What a form held when it was last saved, for one member and one place: `topic`, `reply-7`, `edit-31`.

    Two windows may write at the same place. `writer` names the window that saved last, `sequence` counts what was
    saved: who has not seen the last one is told that there is a newer draft, and overwrites nothing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+", verbose_name=_("member")
    )
    key = models.CharField(_("place"), max_length=100)
    data = models.JSONField(_("content"), default=dict)  # values by the name of the form's field
    writer = models.CharField(max_length=32, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("saved"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_once")]
        indexes = [models.Index(fields=["user", "-updated_at", "-id"], name="draft_of_member")]

    def __str__(self) -> str:
        return self.key

    def values(self, name: str) -> list[str]:
        """Give what a field of the form held."""
        return [str(each) for each in self.data.get(name, [])]

    @property
    def text(self) -> str:
        """The text that was typed, under whichever name its form has it."""
        return next((values[0] for name in TEXTS if (values := self.values(name))), "")

    def show(self, text: str) -> None:
        """Give another text than the one that is kept, to who reads it now; nothing is stored."""
        name = next(name for name in TEXTS if self.values(name))
        self.data = {**self.data, name: [text]}

    @property
    def title(self) -> str:
        """The title that was typed, if the form has one."""
        return next(iter(self.values("title")), "")


TEXTS = ("body", "comment")
TYPED = (*TEXTS, "title", "tags", "poll-options")  # what makes a draft worth keeping


def texts_of(data: dict[str, Any]) -> str:
    """Join all that a draft holds, to look for pictures in it."""
    return "\n".join(str(value) for values in data.values() for value in values)


def has_words(data: dict[str, list[str]]) -> bool:
    """Tell whether anything was typed; what was only chosen is not worth a draft."""
    typed = [data[name] for name in TYPED if name in data] or data.values()
    return any(value.strip() for values in typed for value in values)
