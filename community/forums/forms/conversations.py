"""What one fills in to write to others in private, and to let more of them take part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.models import Handle, User
from community.members.permissions import may_see_profile
from community.members.roles.names import local_name
from community.writing.forms import TitleField
from community.writing.history.forms import NoteField

from ..models import Topic
from ..models.site_settings import forum_settings
from ..services.limits import title_minimum_for
from ..services.participants import groups_open_to, require_few
from .member_field import CHOICES_SHOWN
from .writing import ChangedForm, PostForm, require_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import QueryDict

SEPARATORS = re.compile(r"[,;\n]+")
NOBODY = gettext_lazy("Please name at least one other member to whom you write.")


class PeopleField(forms.CharField):
    """Members by their handles or whole names, separated by commas; cleans to the members.

    Several handles may also stand beside each other, each with its sign. Organisations take no part: messages are
    between people.

    Who isn't found by the writer is as unknown as who isn't there.
    """

    writer: User

    def __init__(self, **kwargs: Any) -> None:
        help_text = gettext_lazy("Names or handles, separated by commas: Maria Letsoin, @petrus.")
        super().__init__(max_length=800, help_text=help_text, **kwargs)

    def clean(self, value: Any) -> Any:
        """Find the members who are meant, and name all whom nobody knows at once."""
        texts = list(_texts_in(super().clean(value)))
        require_few(len(texts))
        found = {text: self._find(text) for text in dict.fromkeys(texts)}
        unknown = [text for text, user in found.items() if user is None]
        if unknown:
            words = _("Nobody is found under these names: %(names)s. Please look at how they are written.")
            raise ValidationError(words % {"names": ", ".join(unknown)}, code="unknown")
        return list(dict.fromkeys(found.values()))

    def _find(self, text: str) -> User | None:
        related = ("user__profile", "organisation")
        handle = Handle.objects.known_as(text.removeprefix("@")).select_related(*related).first()
        if handle and handle.organisation and handle.organisation.is_public:
            words = _("“%(name)s” is an organisation. Messages go to members: please name somebody who belongs to it.")
            raise ValidationError(words % {"name": handle.organisation.name}, code="organisation")
        user = handle.user if handle else None
        if user is not None and may_see_profile(self.writer, user.profile):
            return user
        return None if text.startswith("@") else self._called(text)

    def _called(self, name: str) -> User | None:
        """Find by the whole name, among those who let themselves be found; of several name the handles."""
        listed = User.objects.filter(is_active=True, profile__is_listed=True, name__iexact=name)
        found = list(listed.select_related("profile__handle").order_by("pk")[:CHOICES_SHOWN])
        if len(found) > 1:
            choices = ", ".join(str(user.profile.handle) for user in found)
            words = _("Several members are called “%(name)s”. Please write one of these handles: %(choices)s.")
            raise ValidationError(words % {"name": name, "choices": choices}, code="several")
        return found[0] if found else None


def _texts_in(value: str) -> Iterator[str]:
    """Give each handle, which begins with its sign or is a word of its own, and each name."""
    for part in SEPARATORS.split(value):
        words = part.split()
        if any(word.startswith("@") for word in words):
            yield from (word for word in words if word.strip("@"))
        elif words:
            yield " ".join(words)


class GroupsField(forms.ModelMultipleChoiceField[Group]):
    """Groups to tick; only where there are some that the writer may add."""

    def __init__(self) -> None:
        super().__init__(
            Group.objects.none(), label=gettext_lazy("Groups"), required=False, widget=forms.CheckboxSelectMultiple
        )

    def label_from_instance(self, obj: Group) -> str:
        """Say what a group is called in the reader's language."""
        return local_name(obj.name)

    def clean(self, value: Any) -> Any:
        """Refuse what is no key; a number that no database holds would be an error there."""
        require_keys(self, value)
        return super().clean(value)


class ParticipantsForm(forms.Form):
    """Who shall take part, too."""

    people = PeopleField(label=gettext_lazy("Members"), required=False)
    groups = GroupsField()

    def __init__(self, data: QueryDict | None = None, *, writer: User, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        cast("PeopleField", self.fields["people"]).writer = writer
        open_to = groups_open_to(writer)
        if open_to.exists():
            cast("GroupsField", self.fields["groups"]).queryset = open_to
        else:
            del self.fields["groups"]
            self.fields["people"].required = True
            self.fields["people"].error_messages["required"] = NOBODY

    def clean(self) -> dict[str, Any]:
        """Ask for somebody."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["groups"] = list(cleaned.get("groups") or ())
        if not self.errors and not (cleaned.get("people") or cleaned["groups"]):
            self.add_error("people", NOBODY)
        return cleaned


class ConversationForm(ParticipantsForm, PostForm):
    """A new conversation: with whom, about what, and its first words."""

    field_order = ("people", "groups", "title", "body")

    title = TitleField(label=gettext_lazy("Subject"))

    def __init__(self, data: QueryDict | None = None, *, writer: User, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, writer=writer, initial=initial)
        self.fields["people"].label = gettext_lazy("To")
        bound(self, Topic(is_private=True))


class EditConversationForm(ChangedForm, PostForm):
    """The subject and the first words of one's own conversation, changed."""

    field_order = ("title", "body", "note")

    title = TitleField(label=gettext_lazy("Subject"))
    note = NoteField()

    def __init__(self, data: QueryDict | None = None, *, topic: Topic, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        bound(self, topic, before=initial["body"])


def bound(form: PostForm, topic: Topic, *, before: str = "") -> None:
    """Take a subject and a text as long as the settings say for private conversations, and each as it was."""
    form.bound_body(topic, before=before)
    title = cast("TitleField", form.fields["title"])
    title.within(least=title_minimum_for(topic), most=forum_settings().title_max, before=topic.title)


def handle_of_address(text: str) -> str:
    """Read from an address to whom one is about to write."""
    handle = text.replace("\0", "").strip()[:40]
    return f"@{handle.removeprefix('@')}" if handle else ""
