"""One person of each kind, the owner's things in a region, and each act of the table of permissions as one tries it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils import timezone
from guard.access import EDITORS, belongs
from outbox.models import MailMessage
from wagtail.permissions import policy_registry

from community.comments import services as comments
from community.comments.models import Comment
from community.forums import services as forums
from community.forums.models import Category, Post, Topic
from community.members.audiences import Audience
from community.members.models import Consent, Export, Profile, User
from community.members.permissions import Viewer, may_see_profile
from community.members.rights import consents, exporting
from community.members.roles import services as roles
from community.members.roles import vouching
from community.members.roles.acts import Person
from community.members.services import edit_profile
from community.members.visibility import parts_seen
from home.models import CustomImage, RegionPage, Sector
from search.models import Promotion, SearchEntry
from search.saving import delete_saved, save_search
from tests.factories.comments import make_comment
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.home import make_region_page
from tests.factories.members import AdministratorFactory, MemberFactory, MentorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region
from tests.factories.saved import make_saved
from tests.factories.told import make_story

if TYPE_CHECKING:
    from home.models import StoryPage


@dataclass
class World:
    """Who tries, and what there is."""

    people: dict[Person, User | AnonymousUser]
    owner: User
    kei: RegionPage
    elsewhere: RegionPage
    story: StoryPage
    topic: Topic
    first: Post
    post: Post
    closed_room: Category
    comment: Comment
    saved: Any
    export: Export
    consent: Consent

    def viewer(self, person: Person) -> Viewer:
        return Viewer(self.someone(person))

    def someone(self, person: Person) -> Any:
        """The person as a request would bring them, with nothing remembered of their rights."""
        user = self.people[person]
        return User.objects.get(pk=user.pk) if user.pk else user


def make_world() -> World:
    """One of each kind; the region is 81.02, the regional moderator's is the province above it."""
    region, other = make_region("81.02"), make_region("82")
    kei, elsewhere = make_region_page(region), make_region_page(other)
    owner = MemberFactory(handle="pemilik", is_listed=True)
    people = {
        Person.VISITOR: AnonymousUser(),
        Person.MEMBER: MemberFactory(),
        Person.OWNER: owner,
        Person.MENTOR: MentorFactory(),
        Person.INSIDE: RegionalModeratorFactory(of=make_region("81")),
        Person.OUTSIDE: RegionalModeratorFactory(of=other),
        Person.MODERATOR: _granted("moderator"),
        Person.REGIONAL_EDITOR: _granted("editor", region),
        Person.EDITOR: _granted("editor"),
        Person.ADMINISTRATOR: AdministratorFactory(),
    }
    topic = TopicFactory(author=owner, regions=[make_region("81.02.01")])
    story = make_story(parent=kei)
    group = Group.objects.create(name="Dewan")
    return World(
        people,
        owner,
        kei,
        elsewhere,
        story,
        topic,
        first=topic.posts.get(),
        post=PostFactory(author=owner, topic=topic),
        closed_room=CategoryFactory(audience_see=f"group:{group.pk}"),
        comment=make_comment(story, author=owner),
        saved=make_saved(member=owner),
        export=Export.objects.create(
            user=owner,
            state="ready",
            file=ContentFile(b"x", "x"),
            size=1,
            expires_at=timezone.now() + timedelta(days=1),
        ),
        consent=consents.record(user=owner, kind=Consent.Kind.LISTED),
    )


def is_allowed(attempt: Callable[[World, Person], Any], world: World, person: Person) -> bool:
    """Try it: what is refused, or not there for them, is not allowed; a service for members knows no visitors."""
    strangers = (TypeError, ValueError, AttributeError) if person is Person.VISITOR else ()
    try:
        return attempt(world, person) is not False
    except (PermissionDenied, Export.DoesNotExist, *strangers):
        return False


def _granted(kind: str, region: Any = None) -> User:
    user = MemberFactory()
    roles.give(user=user, kind=kind, region=region, reason="x")
    return user


def _start(world: World, person: Person) -> Any:
    forums.start_topic(author=world.someone(person), category=world.topic.category, title="Bibit", body="Ada bibit?")


def _read_closed_room(world: World, person: Person) -> Any:
    Topic.objects.filter(pk=world.topic.pk).update(category=world.closed_room)
    return Topic.objects.visible_to(world.viewer(person)).filter(pk=world.topic.pk).exists()


def _reply_in_closed(world: World, person: Person) -> Any:
    Topic.objects.filter(pk=world.topic.pk).update(locked_at=timezone.now())
    forums.reply(author=world.someone(person), topic=Topic.objects.get(pk=world.topic.pk), body="Masih.")


def _see_post(**state: Any) -> Callable[[World, Person], Any]:
    def see(world: World, person: Person) -> Any:
        Post.objects.filter(pk=world.post.pk).update(is_live=False, **state)
        return Post.objects.visible_to(world.viewer(person)).filter(pk=world.post.pk).exists()

    return see


def _see_hidden_comment(world: World, person: Person) -> Any:
    Comment.objects.filter(pk=world.comment.pk).update(is_live=False, hidden_at=timezone.now())
    return Comment.objects.visible_to(world.viewer(person)).filter(pk=world.comment.pk).exists()


def _see_unlisted(world: World, person: Person) -> Any:
    Profile.objects.filter(user=world.owner).update(is_listed=False)
    return may_see_profile(world.someone(person), Profile.objects.get(user=world.owner))


def _see_part(audience: Audience) -> Callable[[World, Person], Any]:
    def see(world: World, person: Person) -> Any:
        Profile.objects.filter(user=world.owner).update(bio_audience=audience)
        return "bio" in parts_seen(world.viewer(person), Profile.objects.get(user=world.owner))

    return see


def _edit_profile(world: World, person: Person) -> Any:
    profile = Profile.objects.get(user=world.owner)
    facts = {"name": "Nama", "bio": "", "region": None, "language": "id", "zone": "Asia/Jayapura", "is_listed": True}
    edit_profile(by=world.someone(person), profile=profile, **facts)


def _vouch(world: World, person: Person) -> Any:
    vouching.vouch(mentor=world.someone(person), member=world.people[Person.MEMBER], reason="Sabar.")


def _take_vouch_back(world: World, person: Person) -> Any:
    vouching.vouch(mentor=world.people[Person.MENTOR], member=world.people[Person.MEMBER], reason="Sabar.")
    return vouching.take_back(mentor=world.someone(person), member=world.people[Person.MEMBER])


def _grant(world: World, person: Person) -> Any:
    roles.grant(by=world.someone(person), user=world.owner, kind="mentor", reason="x")


def _revoke(world: World, person: Person) -> Any:
    roles.revoke(by=world.someone(person), role=world.people[Person.MENTOR].roles.get(), reason="x")


def _may(model: Any, action: str) -> Callable[[World, Person], Any]:
    """What Wagtail's policy for a model answers."""
    return lambda world, person: bool(
        policy_registry.get_by_type(model).user_has_permission(world.someone(person), action)
    )


def _page(name: str, of: str) -> Callable[[World, Person], Any]:
    """What Wagtail answers about a page."""

    def ask(world: World, person: Person) -> Any:
        user = world.someone(person)
        return bool(user.pk) and getattr(getattr(world, of).permissions_for_user(user), name)()

    return ask


def _save_search(world: World, person: Person) -> Any:
    save_search(member=world.someone(person), query="q=kopra", name="", rhythm="nightly", language="id")


def _moderate(act: Callable[..., Any], thing: str, **facts: Any) -> Callable[[World, Person], Any]:
    name = "post" if thing == "post" else "topic"
    return lambda world, person: bool(
        act(moderator=world.someone(person), **{name: getattr(world, thing)}, **facts) or True
    )


ATTEMPTS: dict[str, Callable[[World, Person], Any]] = {
    "read_topic": lambda w, p: Topic.objects.visible_to(w.viewer(p)).filter(pk=w.topic.pk).exists(),
    "read_closed_room": _read_closed_room,
    "start_topic": _start,
    "reply": lambda w, p: forums.reply(author=w.someone(p), topic=w.topic, body="Sama."),
    "reply_in_closed": _reply_in_closed,
    "edit_topic": lambda w, p: forums.edit_topic(editor=w.someone(p), topic=w.topic, title="Lain", regions=[]),
    "edit_post": lambda w, p: forums.edit_post(editor=w.someone(p), post=w.post, body="Lain."),
    "delete_post": lambda w, p: forums.delete_post(member=w.someone(p), post=w.post),
    "see_held_post": _see_post(held_at=timezone.now()),
    "see_hidden_post": _see_post(hidden_at=timezone.now()),
    "hide_post": _moderate(forums.hide_post, "post", reason="x"),
    "hide_topic": _moderate(forums.hide_topic, "topic", reason="x"),
    "lock_topic": _moderate(forums.lock_topic, "topic"),
    "pin_topic": _moderate(forums.pin_topic, "topic"),
    "make_category": _may(Category, "add"),
    "write_comment": lambda w, p: make_comment(w.story, author=w.someone(p), name="Tamu", email="tamu@example.org"),
    "delete_comment": lambda w, p: comments.delete_comment(by=w.someone(p), comment=w.comment),
    "see_hidden_comment": _see_hidden_comment,
    "hide_comment": lambda w, p: comments.hide_comment(by=w.someone(p), comment=w.comment, reason="x"),
    "close_discussion": lambda w, p: comments.set_state(
        by=w.someone(p), discussion=w.comment.discussion, state="closed"
    ),
    "see_listed": lambda w, p: may_see_profile(w.someone(p), Profile.objects.get(user=w.owner)),
    "see_unlisted": _see_unlisted,
    "see_for_contacts": _see_part(Audience.CONTACTS),
    "see_for_self": _see_part(Audience.SELF),
    "edit_profile": _edit_profile,
    "withdraw_consent": lambda w, p: consents.withdraw(member=w.someone(p), consent=w.consent),
    "fetch_export": lambda w, p: bool(w.someone(p).pk) and exporting.offered(w.someone(p)).get(pk=w.export.pk),
    "change_account": _may(User, "change"),
    "vouch": _vouch,
    "take_vouch_back": _take_vouch_back,
    "grant_role": _grant,
    "revoke_role": _revoke,
    "search": lambda w, p: SearchEntry.objects.findable_by(w.viewer(p).tokens).filter(kind="topic").exists(),
    "save_search": _save_search,
    "delete_saved": lambda w, p: delete_saved(member=w.someone(p), saved=w.saved),
    "promote": _may(Promotion, "add"),
    "enter_admin": lambda w, p: belongs(w.someone(p), EDITORS),
    "write_there": _page("can_add_subpage", "kei"),
    "write_elsewhere": _page("can_add_subpage", "elsewhere"),
    "publish": _page("can_publish", "story"),
    "add_picture": _may(CustomImage, "add"),
    "change_vocabulary": _may(Sector, "change"),
    "see_log_of_mail": _may(MailMessage, "view"),
}
