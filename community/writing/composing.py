"""What every form has in which one writes a text: its draft, its pictures, and buttons that send nothing yet.

    composer = Composer(request, f"reply-{topic.pk}")
    form = ReplyForm(composer.data, ...)
    composer.take_up(form)
    if composer.sends(form):
        ... in the transaction that publishes: composer.hold(), and at its end composer.finish()
        return composer.lead_to(post)

In the form stands `{% include "writing/includes/composer.html" %}`, and its tag takes `{% composer_attributes %}`.
"""

from __future__ import annotations

import secrets
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, Value
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from guard.limits import limit

from community.members.assistance.acting import acting, author_of
from community.members.permissions import Refused, member_of

from .drafts import services
from .drafts.models import Draft
from .drafts.views import RATE, forgotten, seen, sent
from .uploads.addresses import has_pictures, markdown_of
from .uploads.services import limit_pictures, most_pictures, too_many_pictures
from .uploads.views import take_for

if TYPE_CHECKING:
    from typing import Any

    from django import forms
    from django.http import QueryDict

    from community.members.models import User
    from community.members.permissions import ViewedRequest

BUTTONS = ("preview", "attach", "save_draft")  # those that send nothing yet
MOST_AT_ONCE = 10  # pictures that a form without scripts brings


def key_of(request: ViewedRequest, key: str) -> str:
    """Name the place of a draft: who writes for somebody has drafts of their own for that."""
    assistance = acting(request)
    return f"{key}-for-{assistance.pk}" if assistance else key


def is_begun(request: ViewedRequest, key: str) -> Exists | Value:
    """Tell, as a column of whatever is asked of the database anyway, whether the member has a draft at a place."""
    if not request.viewer.user_id:
        return Value(False)
    return Exists(Draft.objects.filter(user=request.viewer.user_id, key=key_of(request, key)))


class Composer:
    """One form that is being shown or was sent; `key` names the place of its draft."""

    def __init__(self, request: ViewedRequest, key: str, *, field: str = "body", appends: bool = False) -> None:
        """`field` has the text; with `appends` what the form would begin with, as a quote, comes after the draft."""
        self.request, self.field, self.appends = request, field, appends
        self.key = key_of(request, key)
        self.is_posted = request.method == "POST"
        self.errors: list[str] = []
        self.notices: list[str] = []
        self.draft: Draft | None = None
        self.data: QueryDict | None = self._with_pictures() if self.is_posted else None
        self.writer = request.POST.get("draft_writer", "")[:32] or secrets.token_hex(8)
        self.sequence = seen(request.POST)
        if not request.user.is_authenticated:
            return
        if self.is_posted:
            self._save_if_asked()
        else:
            self.draft = services.find(user=self.member, key=self.key)
            self.sequence = self.draft.sequence if self.draft else 0

    @property
    def member(self) -> User:
        """Who writes; the draft is theirs also where they write for somebody else."""
        return member_of(self.request)

    @property
    def is_sent(self) -> bool:
        """Whether the form was sent for good, and not by a button that only prepares."""
        return self.is_posted and not self.is_prepared

    @property
    def is_prepared(self) -> bool:
        """Whether a button was pressed that sends nothing yet, or pictures came along, which want to be described."""
        return any(name in self.request.POST for name in BUTTONS) or bool(self.request.FILES)

    @property
    def discard_url(self) -> str:
        """The page that deletes the draft and leads back."""
        back = urlencode({"next": self.request.get_full_path()})
        return f"{reverse('writing:discard_draft', args=[self.key])}?{back}"

    @property
    def most_megabytes(self) -> int:
        """How large a picture may be that is sent."""
        return int(settings.UPLOAD_MB)

    @cached_property
    def most_pictures(self) -> int:
        """How many pictures may stand in the text."""
        return most_pictures(author_of(self.request))

    @property
    def too_many_pictures(self) -> str:
        """What is said where one more is put in."""
        return too_many_pictures(author_of(self.request), most=self.most_pictures)

    def sends(self, form: forms.Form) -> bool:
        """Whether what was sent for good can be taken."""
        return self.is_sent and form.is_valid()

    def take_up(self, form: forms.Form) -> None:
        """Let a form that is opened hold what its draft holds; find no fault in one that is only prepared.

        A page may hold several forms, whose fields differ by their prefix: each takes up its own.
        """
        if self.is_posted:
            if self.is_prepared:
                form.errors.clear()
            return
        if self.draft is None:
            return
        begins = str(form.initial.get(self.field) or "") if self.appends else ""
        for name, field in form.fields.items():
            values = self.draft.values(form.add_prefix(name))
            if getattr(field.widget, "allow_multiple_selected", False):
                form.initial[name] = values
            elif values:
                form.initial[name] = values[0]
        if begins and begins.strip() not in self.draft.text.replace("\r\n", "\n"):  # else it was opened once before
            form.initial[self.field] = "\n\n".join(filter(None, (self.draft.text.rstrip(), begins)))

    def hold(self, *, before: str = "") -> None:
        """Let nobody save the draft any more, where pictures stand in what is sent, or stood in what it changes.

        At the beginning of the transaction that publishes it.
        """
        if has_pictures((self.data or self.request.POST).get(self.field, "")) or has_pictures(before):
            services.hold(user=self.member, key=self.key)

    def finish(self) -> None:
        """Delete the draft, in the transaction that publishes what it was for."""
        services.finish(user=self.member, key=self.key, writer=self.writer, sequence=self.sequence)

    def lead_to(self, goal: Any) -> HttpResponse:
        """Lead to what was written; htmx is told to go there, and the browser to forget its copy of the draft."""
        address = resolve_url(goal)
        answer: HttpResponse = HttpResponseClientRedirect(address) if self.request.htmx else redirect(address)
        return forgotten(answer, self.key)

    def _save_if_asked(self) -> None:
        """Save the draft by the button that works without scripts."""
        if "save_draft" not in self.request.POST:
            return
        limit(self.request, scope="draft", rate=RATE)
        try:
            outcome = services.save(user=self.member, key=self.key, **sent(self.data or self.request.POST))
        except (ValidationError, Refused) as error:
            self.errors += error.messages if isinstance(error, ValidationError) else [str(error)]
            return
        self.sequence = outcome.draft.sequence if outcome.draft else 0
        if outcome.state is services.State.NEWER:
            self.errors.append(
                _("Another window has saved a newer draft. Yours was not saved; press again to put it in its place.")
            )
        else:
            self.notices.append(_("Your draft is saved."))

    def _with_pictures(self) -> QueryDict:
        """Put the pictures that came along at the end of the text, to be described there."""
        files = self.request.FILES.getlist("pictures")[:MOST_AT_ONCE]
        if not (files and self.request.user.is_authenticated):
            return self.request.POST
        lines: list[str] = []
        typed = self.request.POST.get(self.field, "")
        for file in files:
            limit(self.request, scope="upload", rate=settings.UPLOAD_RATE)
            try:
                limit_pictures(author=author_of(self.request), text="\n\n".join([typed, *lines]), more=1)
                upload = take_for(self.request, file)
            except (ValidationError, Refused) as error:
                said = error.messages if isinstance(error, ValidationError) else [str(error)]
                self.errors += [f"{file.name}: {each}" for each in said]
            else:
                lines.append(markdown_of(upload.name, ""))
        data = self.request.POST.copy()
        data[self.field] = "\n\n".join(filter(None, (data.get(self.field, "").rstrip(), *lines)))
        if lines:
            self.notices.append(
                _("Your pictures stand at the end of the text. Write between the brackets what can be seen in them.")
            )
        return data
