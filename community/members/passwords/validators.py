"""The validator that Django asks for every new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .guessing import is_guessable

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class GuessableWordsValidator:
    """Refuse passwords made of words that everybody here tries first, whatever numbers stand around them."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise `ValidationError` with a way out."""
        if is_guessable(password):
            raise ValidationError(
                _("Others guess this at once, with numbers too. Take three or four words that don’t belong together."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """Say what is not taken."""
        return _("Not a common word or the name of a place with numbers, such as indonesia123.")
