"""What the small posts of moderators' acts say, to whoever reads them.

A topic or category that they name is named to those alone who may see it, and so is what a topic was called where its
history doesn't tell it; who had a post before is named to nobody, nor who wrote one that was hidden or deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from ..models import Act

if TYPE_CHECKING:
    from community.members.models import User

    from ..models import Category, Post, Topic

# The icon of each act, and its sentence where that is always the same.
SENTENCES: dict[str, tuple[str, str]] = {
    Act.CLOSED: ("lock-closed", gettext_noop("%(name)s closed this topic")),
    Act.OPENED: ("lock-open", gettext_noop("%(name)s opened this topic again")),
    Act.UNPINNED: ("map-pin", gettext_noop("%(name)s ended the pinning of this topic")),
    Act.ARCHIVED: ("archive-box", gettext_noop("%(name)s archived this topic")),
    Act.UNARCHIVED: ("archive-box-x-mark", gettext_noop("%(name)s took this topic out of the archive")),
    Act.UNLISTED: ("eye-slash", gettext_noop("%(name)s took this topic out of the lists")),
    Act.LISTED: ("eye", gettext_noop("%(name)s put this topic into the lists again")),
    Act.TOPIC_HIDDEN: ("eye-slash", gettext_noop("%(name)s hid this topic")),
    Act.TOPIC_DELETED: ("trash", gettext_noop("%(name)s deleted this topic")),
    Act.TOPIC_RESTORED: ("arrow-uturn-left", gettext_noop("%(name)s restored this topic")),
    Act.RETAGGED: ("tag", gettext_noop("%(name)s changed what this topic is about")),
    Act.MOVED_AWAY: ("arrow-right", gettext_noop("This post was moved to another topic")),
}
PLAIN = ("information-circle", gettext_noop("%(name)s changed something here"))


@dataclass(frozen=True)
class ActLine:
    """One act as a page shows it; `other` is the topic that it leads to, if the reader may see that."""

    icon: str
    text: str
    reason: str = ""
    other: Topic | None = None
    url: str = ""
    undone_at: datetime | None = None
    undone_by: User | None = None


def topics_named(acts: Iterable[Post]) -> set[int]:
    """Give the keys of the topics that acts name."""
    return {key for act in acts if (key := _data(act).get("topic"))}


def categories_named(acts: Iterable[Post]) -> set[int]:
    """Give the keys of the categories that acts name."""
    moved = [_data(act) for act in acts if act.act == Act.MOVED_CATEGORY]
    return {key for data in moved for key in (data.get("before"), data.get("after")) if key}


def people_named(acts: Iterable[Post]) -> set[int]:
    """Give the keys of those who took acts back."""
    return {key for act in acts if (key := _data(act).get("undone_by"))}


def line_for(
    act: Post,
    *,
    topics: Mapping[int, Topic],
    categories: Mapping[int, Category],
    untold: Collection[str] = (),
    people: Mapping[int, User] | None = None,
) -> ActLine:
    """Say what an act did; topics and categories are those that the reader may see, `untold` titles they may not.

    `people` are those who took acts back.
    """
    data, writer = _data(act), _WRITERS.get(act.act)
    icon, sentence = SENTENCES.get(act.act, PLAIN)
    if act.act == Act.RENAMED and data.get("before") in untold:
        icon, text = "pencil-square", _("%(name)s renamed this topic") % {"name": act.author}
    elif writer:
        icon, text = writer(act, data, categories)
    else:
        text = _(sentence) % {"name": act.author}
    other = topics.get(data.get("topic") or 0)
    undone = data.get("undone_at")
    return ActLine(
        icon,
        text,
        reason=str(data.get("reason") or "") if is_for_readers(act) else "",
        other=other,
        url=_address(act, other) if other else "",
        undone_at=datetime.fromisoformat(undone) if undone else None,
        undone_by=(people or {}).get(data.get("undone_by") or 0),
    )


def is_for_readers(act: Post) -> bool:
    """Tell whether the reason of an act is told where it is read: a mark where a post stood says only where it went."""
    return act.act not in {Act.MOVED_AWAY, Act.OWNER}


def _data(act: Post) -> dict[str, Any]:
    return act.act_data or {}


def _address(act: Post, other: Topic) -> str:
    """Lead to the other topic, from the mark of a post to that post."""
    moved = _data(act).get("post") if act.act == Act.MOVED_AWAY else None
    return reverse("forums:post", args=[moved]) if moved else other.get_absolute_url()


def _renamed(act: Post, data: Mapping[str, Any], _categories: object) -> tuple[str, str]:
    said = {"name": act.author, "title": data.get("before", "")}
    return "pencil-square", _("%(name)s renamed this topic, which was called “%(title)s”") % said


def _moved_category(act: Post, data: Mapping[str, Any], categories: Mapping[int, Category]) -> tuple[str, str]:
    left, found = categories.get(data.get("before") or 0), categories.get(data.get("after") or 0)
    said = {"name": act.author, "left": left and left.local_name, "found": found and found.local_name}
    if left and found:
        text = _("%(name)s moved this topic from the category “%(left)s” to “%(found)s”") % said
    elif found:
        text = _("%(name)s moved this topic to the category “%(found)s”") % said
    else:
        text = _("%(name)s moved this topic to another category") % said
    return "folder-arrow-down", text


def _pinned(act: Post, data: Mapping[str, Any], _categories: object) -> tuple[str, str]:
    pin = data.get("after") or {}
    said = {"name": act.author, "day": ""}
    if pin.get("until"):
        said["day"] = date_format(timezone.localtime(datetime.fromisoformat(pin["until"])), "j F Y")
    if pin.get("everywhere"):
        text = _("%(name)s pinned this topic on all pages, until %(day)s") if said["day"] else None
        text = text or _("%(name)s pinned this topic on all pages")
    else:
        text = _("%(name)s pinned this topic in its category, until %(day)s") if said["day"] else None
        text = text or _("%(name)s pinned this topic in its category")
    return "map-pin", text % said


def _owner(act: Post, data: Mapping[str, Any], _categories: object) -> tuple[str, str]:
    said = {"name": act.author, "number": data.get("number")}
    if data.get("number") == 1:
        return "user", _("%(name)s gave this topic to another member") % said
    return "user", _("%(name)s gave post #%(number)s to another member") % said


def _split(act: Post, data: Mapping[str, Any], _categories: object) -> tuple[str, str]:
    count = _count(data)
    if data.get("came"):
        text = ngettext(
            "%(name)s made this topic of %(count)d post from another one",
            "%(name)s made this topic of %(count)d posts from another one",
            count,
        )
    else:
        text = ngettext(
            "%(name)s made a new topic of %(count)d post", "%(name)s made a new topic of %(count)d posts", count
        )
    return "arrows-pointing-out", text % {"name": act.author, "count": count}


def _moved(act: Post, data: Mapping[str, Any], _categories: object) -> tuple[str, str]:
    count = _count(data)
    if data.get("came"):
        text = ngettext(
            "%(name)s moved %(count)d post here from another topic",
            "%(name)s moved %(count)d posts here from another topic",
            count,
        )
    else:
        text = ngettext(
            "%(name)s moved %(count)d post to another topic", "%(name)s moved %(count)d posts to another topic", count
        )
    return "arrow-right", text % {"name": act.author, "count": count}


def _merged(act: Post, data: Mapping[str, Any], _categories: object) -> tuple[str, str]:
    count = _count(data)
    if data.get("came"):
        text = ngettext(
            "%(name)s merged another topic into this one, with %(count)d post",
            "%(name)s merged another topic into this one, with %(count)d posts",
            count,
        )
    else:
        text = _("%(name)s merged this topic into another one")
    return "arrows-pointing-in", text % {"name": act.author, "count": count}


def _post_hidden(act: Post, data: Mapping[str, Any], _categories: object) -> tuple[str, str]:
    numbers = _numbers(data)
    text = ngettext("%(name)s hid post %(numbers)s", "%(name)s hid the posts %(numbers)s", len(numbers))
    return "eye-slash", text % {"name": act.author, "numbers": ", ".join(numbers)}


def _post_deleted(act: Post, data: Mapping[str, Any], _categories: object) -> tuple[str, str]:
    numbers = _numbers(data)
    text = ngettext("%(name)s deleted post %(numbers)s", "%(name)s deleted the posts %(numbers)s", len(numbers))
    return "trash", text % {"name": act.author, "numbers": ", ".join(numbers)}


def _post_restored(act: Post, data: Mapping[str, Any], _categories: object) -> tuple[str, str]:
    numbers = _numbers(data)
    text = ngettext("%(name)s restored post %(numbers)s", "%(name)s restored the posts %(numbers)s", len(numbers))
    return "arrow-uturn-left", text % {"name": act.author, "numbers": ", ".join(numbers)}


def _numbers(data: Mapping[str, Any]) -> list[str]:
    return [f"#{number}" for number in sorted(number for _key, number in data.get("posts", []))]


def _count(data: Mapping[str, Any]) -> int:
    count = data.get("count")
    return count if isinstance(count, int) else 1


_WRITERS: dict[str, Callable[[Post, Mapping[str, Any], Mapping[int, Category]], tuple[str, str]]] = {
    Act.RENAMED: _renamed,
    Act.MOVED_CATEGORY: _moved_category,
    Act.PINNED: _pinned,
    Act.OWNER: _owner,
    Act.POST_HIDDEN: _post_hidden,
    Act.POST_DELETED: _post_deleted,
    Act.POST_RESTORED: _post_restored,
    Act.SPLIT: _split,
    Act.MOVED: _moved,
    Act.MERGED: _merged,
}
