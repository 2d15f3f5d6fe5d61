"""The form of a comment: django-comments-xtd's, shorter for members, and stricter with visitors."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_comments_xtd.forms import XtdCommentForm
from guard.keys import LARGEST

from community.members.forms import AddressField, clean_name
from community.members.organisations.forms import offer_speaker
from community.writing.open_sites.services import counted_links

from . import services
from .bounds import visitor_bounds
from .models import LONGEST, Discussion

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    from community.members.models import User

HIDDEN = ("content_type", "object_pk", "timestamp", "security_hash", "honeypot", "reply_to")


def words_field() -> forms.CharField:
    """Make the field for the words of a comment."""
    return forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write something.")},
    )


class EditForm(forms.Form):
    """Other words for a comment."""

    comment = words_field()

    def clean_comment(self) -> str:
        """Clean it as it is stored."""
        return services.clean_comment(self.cleaned_data["comment"])


class CommentForm(XtdCommentForm):
    """A comment on a discussion that may not exist yet; a visitor also gives name and address."""

    field_order = ("comment", "name", "email")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        key: str,
        author: User | AnonymousUser,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.key, self.author = key, author
        answered = str((data if data is not None else initial or {}).get("reply_to") or 0)
        # Several of these forms may stand on one page, each below the comment that it answers.
        auto_id = f"answer-{answered if answered.isdecimal() else 0}-%s"
        super().__init__(Discussion(key=key), data=data, initial=initial, auto_id=auto_id)
        for name in ("url", "followup"):
            del self.fields[name]
        self.fields["comment"] = words_field()
        self.fields["reply_to"].required = False
        self.fields["honeypot"].label = _("Leave this empty")
        if author.is_authenticated:
            del self.fields["name"], self.fields["email"]
            offer_speaker(self, author)
            return
        self.fields["name"] = forms.CharField(
            label=_("Your name"), max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"})
        )
        self.fields["email"] = AddressField(
            label=_("Your e-mail"),
            help_text=_("We send you a link that makes your comment appear. The address is never shown."),
        )
        self.fields["follows"] = forms.BooleanField(label=_("Mail me about new comments here"), required=False)

    def generate_security_data(self) -> dict[str, str]:
        """Sign when the form was shown, and for which discussion; the usual key of the row doesn't exist yet."""
        content_type, timestamp = str(Discussion._meta), str(int(time.time()))
        return {
            "content_type": content_type,
            "object_pk": self.key,
            "timestamp": timestamp,
            "security_hash": self.generate_security_hash(content_type, self.key, timestamp),
        }

    def clean_object_pk(self) -> str:
        """Refuse the signature of another discussion's form."""
        if self.cleaned_data["object_pk"] != self.key:
            raise ValidationError("Another discussion's form.")
        return self.key

    def clean_timestamp(self) -> int:
        """Not too old, and for visitors not faster than a person writes."""
        if not 0 < self.cleaned_data["timestamp"] < LARGEST:
            raise ValidationError("No moment.")
        shown_at: int = super().clean_timestamp()
        if not self.author.is_authenticated and time.time() - shown_at < visitor_bounds().seconds:
            raise ValidationError("Too quick.")
        return shown_at

    def clean_comment(self) -> str:
        """Clean it as it is stored; few links from visitors, but to sites open to all."""
        text = services.clean_comment(self.cleaned_data["comment"])
        most = visitor_bounds().links
        if not self.author.is_authenticated and len(counted_links(text)) > most:
            reason = ngettext(
                "At most %(most)s link is possible. Please leave out the others.",
                "At most %(most)s links are possible. Please leave out the others.",
                most,
            )
            raise ValidationError(reason % {"most": most}, code="links")
        return text

    def clean_name(self) -> str:
        """Single spaces, at least one letter."""
        return clean_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Say it above the form, not beside a hidden field, when the form was sent by no person or is too old."""
        cleaned = self.cleaned_data
        if any(name in self.errors for name in HIDDEN):
            for name in HIDDEN:
                self.errors.pop(name, None)
            self.data: QueryDict = self.data.copy()
            self.data.update(self.generate_security_data() | {"honeypot": ""})
            self.add_error(None, _("This form was open too long, or sent too fast. Please send it once more."))
            return cleaned
        try:
            services.parent_of(key=self.key, reply_to=cleaned.get("reply_to"))
        except ValidationError as error:
            self.add_error(None, error)
            if error.code == "gone":
                # What is sent once more is a comment of its own, as the message says.
                self.data = self.data.copy()
                self.data["reply_to"] = "0"
        return cleaned
