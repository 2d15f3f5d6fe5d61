"""One person of each kind, the owner's things in a region, and what trying an act means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils import timezone

from community.comments.models import Comment
from community.forums.models import Category, Post, Topic
from community.members.models import Assistance, Consent, Export, Organisation, User
from community.members.permissions import Viewer
from community.members.rights import consents
from community.members.roles import services as roles
from community.members.roles.acts import Person
from home.models import RegionPage
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.home import make_region_page
from tests.factories.members import AdministratorFactory, MemberFactory, MentorFactory, RegionalModeratorFactory
from tests.factories.organisations import make_organisation
from tests.factories.regions import make_region
from tests.factories.saved import make_saved
from tests.factories.told import make_story

if TYPE_CHECKING:
    from home.models import StoryPage

Attempt = Callable[["World", Person], Any]


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
    closed_category: Category
    comment: Comment
    saved: Any
    export: Export
    consent: Consent
    organisation: Organisation
    assistance: Assistance  # by the mentor of the people above
    others_assistance: Assistance
    colleague: User  # one of the staff

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
        closed_category=CategoryFactory(audience_see=f"group:{group.pk}"),
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
        organisation=make_organisation(owner),
        assistance=make_assistance(mentor=people[Person.MENTOR]),
        others_assistance=make_assistance(),
        colleague=_granted("moderator"),
    )


def is_allowed(attempt: Attempt, world: World, person: Person) -> bool:
    """Try it: what is refused, or not there for them, is not allowed; a service for members knows no visitors."""
    strangers = (TypeError, ValueError, AttributeError, KeyError) if person is Person.VISITOR else ()
    try:
        return attempt(world, person) is not False
    except (PermissionDenied, Export.DoesNotExist, *strangers):
        return False


def _granted(kind: str, region: Any = None) -> User:
    user = MemberFactory()
    roles.give(user=user, kind=kind, region=region, reason="x")
    return user
