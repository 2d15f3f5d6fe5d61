"""The words that a person agrees to before a mentor registers them, in every language of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..models import former_name

if TYPE_CHECKING:
    from ..models import User

# Raised whenever the wording below changes.
VERSION = "2026-11.2"


def wording(mentor: User, language: str) -> str:
    """Say in a language what the person agrees to."""
    return _template(language) % {"mentor": mentor.name}


def without_mentor(text: str, language: str, name: str) -> str:
    """Put "former member" for the mentor in words that were agreed to, whatever their name was then.

    `name` is the last one, by which they are found in older words than those of this version.
    """
    before, after = _template(language).split("%(mentor)s")
    if text.startswith(before) and text.endswith(after):
        return before + former_name(language) + after
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _found: former_name(language), text)


def _template(language: str) -> str:
    with override(language):
        return _(
            "I agree that %(mentor)s makes an account for me here with my name, my home region and, if I give it, my "
            "telephone number, and writes here for me. Both our names stand beside what is written for me. My "
            "telephone number is seen only by my mentor, by the administrators and by me. I was told how my data are "
            "used. I may take this back at any time, by telling my mentor or the editors: then my account is deleted. "
            "With a code on paper I can take the account over myself, and see all that was done for me."
        )


def wordings(mentor: User) -> list[tuple[str, str, str]]:
    """Give the words in every language: its code, its name, the words."""
    return [(code, str(name), wording(mentor, code)) for code, name in settings.LANGUAGES]
