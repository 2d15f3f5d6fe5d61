"""Texts that must wait for a moderator; in a private conversation none can, since no moderator reads there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.writing.services import screen

if TYPE_CHECKING:
    from community.members.models import User
    from community.writing.signals import Hold

    from ..models import Topic


def held_for(topic: Topic, *, author: User, text: str, thing: Any) -> Hold | None:
    """Ask whether a text in a topic must wait; raises `ValidationError` where it would wait for ever."""
    hold = screen(author=author, text=text, thing=thing)
    if hold and topic.is_private:
        words = _("This can’t be sent in a private conversation: %(reason)s. Please change the text.")
        raise ValidationError(words % {"reason": hold.reason}, code="held")
    return hold
