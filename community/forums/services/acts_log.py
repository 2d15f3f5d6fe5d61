"""What moderators did, as the log of the site has it: of what a viewer looks after, in words.

Wagtail's own history of the site asks for permissions on whole models, which who moderates a region or a category has
not. Here each thing is asked whether the viewer looks after it, so nothing is told of private conversations and of
closed categories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from community.members.accounts.history import OTHER_NAMES, changes_of, value_shown
from community.members.models import User
from community.members.organisations.models import Organisation
from home.models import Region, Sector, Tag

from ..models import Category, Poll, Post, Topic
from .paging import page_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.permissions import Viewer

    from .paging import RowPage

PER_PAGE = 25
# The columns of a topic that say what a key of the log means.
COLUMNS = {
    **{name: f"{name}_at" for name in ("held", "hidden", "deleted", "locked", "archived", "pinned")},
    **{name: f"pinned_{name}" for name in ("everywhere", "until")},
    **{name: name for name in ("title", "kind", "category", "regions", "sectors", "tags")},
    **{name: name for name in ("author", "acted_by", "organisation")},
    **{name: name for name in ("held_reason", "hidden_reason", "deleted_reason")},
    "answer": "accepted_post",
}
NUMBERS = {"posts", "answer"}  # of posts in their topic

Named = Callable[["Viewer"], "QuerySet[Any]"]
# What the log keeps the keys of: those alone that the viewer may see are named.
KEYS: dict[str, Named] = {
    "category": lambda viewer: Category.objects.visible_to(viewer),
    "topic": lambda viewer: Topic.objects.visible_to(viewer),
    "regions": lambda viewer: Region.objects.all(),
    "sectors": lambda viewer: Sector.objects.all(),
    "tags": lambda viewer: Tag.objects.all(),
    "author": lambda viewer: User.objects.all(),
    "acted_by": lambda viewer: User.objects.all(),
    "organisation": lambda viewer: Organisation.objects.all(),
}


def name_fields() -> None:
    """Say what the keys mean that the services of the forum write into the log."""
    for key, column in COLUMNS.items():
        OTHER_NAMES[key] = Topic._meta.get_field(column).verbose_name  # type: ignore[union-attr]
    OTHER_NAMES["closed_at"] = Poll._meta.get_field("closed_at").verbose_name
    OTHER_NAMES["topic"] = Topic._meta.verbose_name
    OTHER_NAMES["posts"] = Post._meta.verbose_name_plural
    OTHER_NAMES["unlisted"] = gettext_lazy("out of lists")
    OTHER_NAMES["is_own"] = gettext_lazy("by its author")


def acts_for(viewer: Viewer) -> QuerySet[ModelLogEntry]:
    """Select what was done with topics, posts and polls that the viewer looks after.

    The log has keys as text, of all kinds of things: they are read as numbers of these kinds alone.
    """
    topics = Topic.objects.moderated_by(viewer)
    theirs: dict[type[Any], QuerySet[Any]] = {
        Topic: topics,
        Post: Post.objects.moderated_by(viewer),
        Poll: Poll.objects.filter(topic__in=topics.values("pk")),
    }
    types = ContentType.objects.get_for_models(*theirs)
    kept = Q(pk=None)
    keys = {}
    for model, things in theirs.items():
        name = f"{model._meta.model_name}_key"
        keys[name] = Case(When(content_type=types[model], then=Cast("object_id", BigIntegerField())))
        kept |= Q(content_type=types[model]) & Q(Exists(things.filter(pk=OuterRef(name))))
    found = ModelLogEntry.objects.alias(**keys).filter(kept, content_type__in=types.values())
    return found.select_related("user", "content_type")


def acts_page(viewer: Viewer, *, after: str = "") -> RowPage[ModelLogEntry]:
    """Take a page of them, the latest first, with what each changed; raises `NoSuchPlace`."""
    page = page_of(acts_for(viewer), name="acts", order=("timestamp", "pk"), after=after, size=PER_PAGE)
    write_changes(page.rows, viewer)
    return page


def write_changes(entries: Iterable[ModelLogEntry], viewer: Viewer) -> None:
    """Give each line of a page what it changed, in words; whatever it names is asked for once for all of them."""
    entries = list(entries)
    names = _names(entries, viewer)

    def shown(name: str, value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(shown(name, each) for each in value) or value_shown(name, None)
        if name == "kind" and value in Topic.Kind.values:
            return str(Topic.Kind(value).label)
        if name in NUMBERS and value:
            return f"#{value}"
        if name in KEYS and value:
            return names[name].get(value) or _("(not open to you, or no longer there)")
        return value_shown(name, value)

    for entry in entries:
        entry.changes = changes_of(entry, shown)


def _names(entries: Iterable[ModelLogEntry], viewer: Viewer) -> Mapping[str, dict[int, str]]:
    keys: dict[str, set[int]] = {name: set() for name in KEYS}
    for entry in entries:
        for name, value in (*_fields(entry.data.get("before")), *_fields(entry.data.get("after"))):
            if name in KEYS:
                keys[name].update(each for each in (value if isinstance(value, list) else [value]) if each)
    return {
        name: {row.pk: str(row) for row in KEYS[name](viewer).filter(pk__in=found)} if found else {}
        for name, found in keys.items()
    }


def _fields(side: object) -> Iterator[tuple[str, Any]]:
    yield from side.items() if isinstance(side, dict) else ()
