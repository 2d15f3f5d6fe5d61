"""Pictures in texts and the history of texts, tried as each kind of person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from community.forums.models import Post
from community.members.permissions import Viewer
from community.members.roles.acts import Person
from community.writing import kinds
from community.writing.history import reading, services
from community.writing.models import Version
from community.writing.uploads.permissions import may_see
from community.writing.uploads.services import take
from tests.factories.forums import PostFactory
from tests.factories.pictures import make_photo
from tests.factories.texts import make_upload, showing

from .world import Attempt, World

if TYPE_CHECKING:
    from community.members.models import User


def _see_private_picture(world: World, person: Person) -> Any:
    picture = make_upload(world.owner)
    post = PostFactory(author=world.owner, topic=world.topic, body=showing(picture))
    Post.objects.filter(pk=post.pk).update(is_live=False, held_at=timezone.now())
    return may_see(world.viewer(person), picture)


def _shown(viewer: Viewer, post: Post) -> bool:
    thing = kinds.one(viewer, "post", post.pk)
    return thing is not None and all(change.is_shown for change in reading.changes(viewer, "post", thing))


def _version(world: World) -> Version:
    return services.note_change(kind="post", key=world.post.pk, editor=world.owner, body="Sebelumnya.")


def _see_history(world: World, person: Person) -> Any:
    _version(world)
    return _shown(world.viewer(person), world.post)


def _see_hidden_version(world: World, person: Person) -> Any:
    Version.objects.filter(pk=_version(world).pk).update(hidden_at=timezone.now())
    return _shown(world.viewer(person), world.post)


def _hide_version(world: World, person: Person) -> Any:
    moderator: User = world.someone(person)
    services.hide_version(moderator=moderator, version=_version(world), reason="x")


ATTEMPTS: dict[str, Attempt] = {
    "send_picture": lambda w, p: take(owner=w.someone(p), file=make_photo((8, 8))),
    "see_private_picture": _see_private_picture,
    "see_history": _see_history,
    "see_hidden_version": _see_hidden_version,
    "hide_version": _hide_version,
}
