"""Which kinds a topic can have. An app that brings one adds it to `KINDS` in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.members.permissions import Refused

from .models import Topic
from .models.categories import moderated_categories
from .permissions import can_announce

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from community.members.models import User
    from community.members.permissions import Viewer

    from .models import Category


@dataclass(frozen=True)
class KindChoice:
    """One kind: what it is for, to whom the form offers it, and who may choose it in a category."""

    kind: str
    help_text: _StrPromise
    is_offered: Callable[[Viewer], bool] = lambda viewer: True
    may_choose: Callable[[User, Category], bool] = lambda user, category: True

    @property
    def label(self) -> str:
        """What it is called."""
        return str(Topic.Kind(self.kind).label)


KINDS: dict[str, KindChoice] = {}


def register_kind(choice: KindChoice) -> None:
    """Let topics be of a kind."""
    KINDS[choice.kind] = choice


def offered_kinds(viewer: Viewer) -> list[KindChoice]:
    """List the kinds that a form offers to a member."""
    return [choice for choice in KINDS.values() if choice.is_offered(viewer)]


def kinds_for(viewer: Viewer, topic: Topic) -> list[KindChoice]:
    """List the kinds that a topic which is there can be changed to; none where its own isn't among them.

    A poll is made with its topic. And what somebody can't choose they can't take back by chance either.
    """
    kinds = [choice for choice in offered_kinds(viewer) if choice.kind != Topic.Kind.POLL]
    return kinds if topic.kind in {choice.kind for choice in kinds} else []


def require_kind(user: User, category: Category, kind: str) -> None:
    """Raise `Refused` unless the member may choose this kind in the category."""
    choice = KINDS.get(kind)
    if choice is None or not choice.may_choose(user, category):
        raise Refused(_("You can’t choose this kind of topic here. Please choose another one."))


register_kind(KindChoice("discussion", gettext_lazy("to talk about something")))
register_kind(KindChoice("question", gettext_lazy("to get an answer")))
register_kind(KindChoice("poll", gettext_lazy("to let others vote; the options come further below")))
register_kind(
    KindChoice(
        "announcement",
        gettext_lazy("to tell all of something, as a moderator"),
        is_offered=lambda viewer: viewer.is_moderator or bool(moderated_categories(viewer)),
        may_choose=lambda user, category: bool(can_announce(user, category)),
    )
)
