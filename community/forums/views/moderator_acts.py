"""The acts that the page of a topic offers to who keeps order there, by their place in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from community.members.permissions import Refused
from community.writing.objections import objection_to

from .. import services
from ..forms import moderating as forms
from ..models import Act, Post
from ..permissions import can_arrange, can_moderate, can_pin, can_pin_everywhere, can_tend, require
from ..services.guarded import is_spared
from ..services.standing import is_pinned_for_all
from ..services.tending import categories_for
from .act_words import TOPIC_WORDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from community.members.models import User

    from ..forms.moderating import ActForm
    from ..models import Topic

NOT_OFFERED = _("That is so already, or it isn’t possible here any more.")
TENDING = (Act.RENAMED, Act.RETAGGED, Act.MOVED_CATEGORY, Act.OWNER)  # which an archive ends


class NotOffered(Refused):
    """As the thing stands, the act can't be done with it."""

    def __init__(self) -> None:
        super().__init__(str(NOT_OFFERED))


@dataclass(frozen=True)
class ModeratorAct:
    """One act: what its link and its button say, when it is offered, what is filled in, and which service does it."""

    label: _StrPromise | str
    icon: str
    done: _StrPromise
    form: type[ActForm]
    is_offered: Callable[[User, Any], object]
    run: Callable[..., Any]
    act: Act  # by which it is known whether something may speak against it
    is_grave: bool = False


def _tends(user: User, topic: Topic) -> bool:
    return bool(can_tend(user, topic)) and not topic.deleted_at


def _recategorises(user: User, topic: Topic) -> bool:
    return _tends(user, topic) and bool(categories_for(user, topic))


def _keeps(user: User, topic: Topic) -> bool:
    return bool(can_arrange(user, topic)) and not topic.deleted_at


def _pins(user: User, topic: Topic) -> bool:
    is_theirs = can_pin(user, topic) and (can_pin_everywhere(user) or not is_pinned_for_all(topic))
    return _keeps(user, topic) and bool(is_theirs)


def _unpins(user: User, topic: Topic) -> bool:
    return bool(can_pin_everywhere(user) if topic.pinned_everywhere else can_pin(user, topic))


def _takes(user: User, post: Post) -> bool:
    return bool(can_moderate(user, post.topic)) and not post.deleted_at and not post.is_first


def _give_topic(*, moderator: User, topic: Topic, **facts: Any) -> Post:
    return services.change_owner(moderator=moderator, post=topic.posts.get(number=1), **facts)


TOPIC_ACTS = {
    "judul": ModeratorAct(
        _("Rename the topic"),
        "pencil-square",
        _("The topic has its new title."),
        forms.RenameForm,
        _tends,
        services.rename_topic,
        Act.RENAMED,
    ),
    "tentang": ModeratorAct(
        _("Change regions, sectors, tags and kind"),
        "tag",
        _("What the topic is about is changed."),
        forms.RetagForm,
        _tends,
        services.retag_topic,
        Act.RETAGGED,
    ),
    "kategori": ModeratorAct(
        _("Move to another category"),
        "folder-arrow-down",
        _("The topic lies in its new category."),
        forms.RecategoriseForm,
        _recategorises,
        services.recategorise_topic,
        Act.MOVED_CATEGORY,
    ),
    "pemilik": ModeratorAct(
        _("Change the owner"),
        "user",
        _("The topic has its new owner."),
        forms.TopicOwnerForm,
        _tends,
        _give_topic,
        Act.OWNER,
    ),
    "tutup": ModeratorAct(
        _("Close"),
        "lock-closed",
        _("The topic is closed."),
        forms.TopicActForm,
        lambda user, topic: _keeps(user, topic) and not topic.locked_at,
        services.lock_topic,
        Act.CLOSED,
    ),
    "buka": ModeratorAct(
        _("Open again"),
        "lock-open",
        _("The topic is open again."),
        forms.TopicActForm,
        lambda user, topic: _keeps(user, topic) and topic.locked_at,
        services.unlock_topic,
        Act.OPENED,
    ),
    "sematkan": ModeratorAct(
        _("Pin"),
        "map-pin",
        _("The topic is pinned."),
        forms.PinForm,
        _pins,
        services.pin_topic,
        Act.PINNED,
    ),
    "lepaskan": ModeratorAct(
        _("Unpin"),
        "map-pin",
        _("The topic is no longer pinned."),
        forms.TopicActForm,
        lambda user, topic: topic.pinned_at and _keeps(user, topic) and _unpins(user, topic),
        services.unpin_topic,
        Act.UNPINNED,
    ),
    "arsipkan": ModeratorAct(
        _("Archive"),
        "archive-box",
        _("The topic is archived."),
        forms.TopicActForm,
        lambda user, topic: _keeps(user, topic) and not topic.archived_at,
        services.archive_topic,
        Act.ARCHIVED,
    ),
    "lanjutkan": ModeratorAct(
        _("Take out of the archive"),
        "archive-box-x-mark",
        _("The topic goes on."),
        forms.TopicActForm,
        lambda user, topic: _keeps(user, topic) and topic.archived_at,
        services.unarchive_topic,
        Act.UNARCHIVED,
    ),
    "keluarkan": ModeratorAct(
        _("Take out of lists"),
        "eye-slash",
        _("The topic stands in no list."),
        forms.TopicActForm,
        lambda user, topic: _keeps(user, topic) and topic.is_listed,
        services.unlist_topic,
        Act.UNLISTED,
    ),
    "daftarkan": ModeratorAct(
        _("Put into lists"),
        "eye",
        _("The topic stands in the lists again."),
        forms.TopicActForm,
        lambda user, topic: _keeps(user, topic) and not topic.is_listed,
        services.list_topic,
        Act.LISTED,
    ),
    "sembunyikan": ModeratorAct(
        _("Hide"),
        "eye-slash",
        _("The topic is hidden."),
        forms.HideTopicForm,
        lambda user, topic: _keeps(user, topic) and not topic.hidden_at,
        services.hide_topic,
        Act.TOPIC_HIDDEN,
        is_grave=True,
    ),
    "tampilkan": ModeratorAct(
        _("Restore"),
        "eye",
        _("The topic is shown again."),
        forms.QuietActForm,
        lambda user, topic: can_arrange(user, topic) and (topic.hidden_at or topic.held_at),
        services.restore_topic,
        Act.TOPIC_RESTORED,
    ),
    "hapus": ModeratorAct(
        _("Delete"),
        "trash",
        _("The topic is deleted."),
        forms.HideTopicForm,
        _keeps,
        services.remove_topic,
        Act.TOPIC_DELETED,
        is_grave=True,
    ),
    "pulihkan": ModeratorAct(
        _("Restore what was deleted"),
        "arrow-uturn-left",
        _("The topic stands again."),
        forms.QuietActForm,
        lambda user, topic: can_arrange(user, topic) and topic.deleted_at,
        services.bring_back_topic,
        Act.TOPIC_RESTORED,
    ),
}

POST_ACTS = {
    "sembunyikan": ModeratorAct(
        _("Hide"),
        "eye-slash",
        _("The post is hidden."),
        forms.HidePostForm,
        lambda user, post: _takes(user, post) and not post.hidden_at,
        services.hide_post,
        Act.POST_HIDDEN,
        is_grave=True,
    ),
    "tampilkan": ModeratorAct(
        _("Restore"),
        "eye",
        _("The post is shown again."),
        forms.PostActForm,
        lambda user, post: can_moderate(user, post.topic) and (post.hidden_at or post.held_at),
        services.restore_post,
        Act.POST_RESTORED,
    ),
    "hapus": ModeratorAct(
        _("Delete"),
        "trash",
        _("The post is deleted."),
        forms.HidePostForm,
        _takes,
        services.remove_post,
        Act.POST_DELETED,
        is_grave=True,
    ),
    "pulihkan": ModeratorAct(
        _("Restore what was deleted"),
        "arrow-uturn-left",
        _("The post stands again."),
        forms.PostActForm,
        lambda user, post: can_moderate(user, post.topic) and post.deleted_at and post.body,
        services.bring_back_post,
        Act.POST_RESTORED,
    ),
    "pemilik": ModeratorAct(
        _("Change the owner"),
        "user",
        _("The post has its new owner."),
        forms.OwnerForm,
        lambda user, post: can_tend(user, post.topic) and not post.deleted_at,
        services.change_owner,
        Act.OWNER,
    ),
}

# With the first post, whose author gave the topic its title, they are done to the topic.
OF_TOPIC = ("sembunyikan", "hapus")


def offered(
    acts: dict[str, ModeratorAct], user: User, thing: Post | Topic, *, objection: str = ""
) -> dict[str, ModeratorAct]:
    """Pick the acts that somebody may do with a thing as it stands now, and against which nothing speaks."""
    found = {name: act for name, act in acts.items() if act.is_offered(user, thing)}
    return {name: act for name, act in found.items() if not objection or _is_spared(act, user, thing)}


def require_offered(act: ModeratorAct, user: User, thing: Post | Topic) -> None:
    """Raise `Refused` for an act that isn't offered as a thing stands, with the reason that helps most."""
    if act.is_offered(user, thing):
        return
    topic = thing.topic if isinstance(thing, Post) else thing
    allowed = can_tend if act.act in TENDING else can_arrange
    require(bool(allowed(user, topic)), user, topic)
    raise NotOffered


def objection_against(act: ModeratorAct, user: User, thing: Post | Topic) -> str:
    """Say what speaks against an act, empty where nothing does."""
    return "" if _is_spared(act, user, thing) else objection_to(user, thing)


def _is_spared(act: ModeratorAct, user: User, thing: Post | Topic) -> bool:
    return is_spared(act.act, user, thing.topic if isinstance(thing, Post) else thing)


def offered_with(user: User, post: Post, *, objection: str = "") -> dict[str, ModeratorAct]:
    """Pick those that are done to the topic where its first post is meant, under names that say so."""
    acts = offered(TOPIC_ACTS, user, post.topic, objection=objection) if post.is_first else {}
    return {name: replace(acts[name], label=TOPIC_WORDS[name].heading) for name in OF_TOPIC if name in acts}
