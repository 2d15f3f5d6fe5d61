"""Things with a secret in them, one of each kind; `tests.factories.hiding` says how each may be not public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from wagtail.models import Locale, Page

from community.members.audiences import PARTS, Audience
from community.members.describing import Description
from community.members.services import edit_profile
from home.models import CustomDocument, HomePage, RegionPage, StandardPage
from home.services.region_pages import make_region_aliases, make_region_pages
from home.services.site_tree import make_site_tree
from tests.factories.comments import make_comment
from tests.factories.documents import make_collection, make_document
from tests.factories.events import make_event
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.home import make_region_page
from tests.factories.members import MemberFactory
from tests.factories.organisations import make_organisation
from tests.factories.regions import make_region
from tests.factories.told import make_sector, make_story, translate

SECRET, SECRET_EN = "Rahasiadagang", "Tradesecret"
SOUGHT = "refraktometer"  # stands beside the secret, since the search repeats what was asked
CODE = "81.02"


@dataclass
class Told:
    """A thing with the secret in it, and the addresses that are its own or of what it stands in."""

    thing: Any
    own: list[str]
    english: Page | None = None
    beside: list[str] = field(default_factory=list)

    @property
    def pages(self) -> list[Page]:
        """The page in each language that it has."""
        return [page for page in (self.thing, self.english) if page]

    def __post_init__(self) -> None:
        """Note where the search leads to, as long as it is there: a file is none of the pages that are walked."""
        self.address = self.thing.url if isinstance(self.thing, CustomDocument) else self.own[0]


def tell_story(secret: str = SECRET, english: str = SECRET_EN) -> Told:
    return _tell_page(make_story, secret, english)


def tell_event(secret: str = SECRET, english: str = SECRET_EN) -> Told:
    return _tell_page(make_event, secret, english)


def tell_page(secret: str = SECRET) -> Told:
    make_places()
    page = HomePage.objects.get(locale=Locale.get_default()).add_child(
        instance=StandardPage(title=secret, slug=secret.lower(), intro=SOUGHT, live=False)
    )
    page.save_revision().publish()
    page = StandardPage.objects.get(pk=page.pk)
    return Told(page, [page.url])


def tell_region(secret: str = SECRET) -> Told:
    """A regency whose page tells the secret; its name is no secret, and found whatever becomes of the page."""
    make_places()
    code = f"81.{10 + RegionPage.objects.filter(region__code__startswith='81.').count()}"
    page = make_region_page(make_region(code), introduction=f"{secret} {SOUGHT}")
    return Told(page, [reverse("region", args=[code]), page.url])


def tell_topic(secret: str = SECRET) -> Told:
    region = make_places()
    topic = TopicFactory(title=secret, body=f"{secret} {SOUGHT}", category=make_room(), regions=[region])
    permalink = reverse("forums:post", args=[topic.posts.get().pk])
    return Told(topic, [topic.get_absolute_url(), permalink], beside=[topic.category.get_absolute_url()])


def tell_post(secret: str = SECRET) -> Told:
    region = make_places()
    topic = TopicFactory(category=make_room(), regions=[region])
    post = PostFactory(topic=topic, body=f"{secret} {SOUGHT}")
    own = [reverse("forums:post", args=[post.pk]), topic.get_absolute_url()]
    return Told(post, own, beside=[topic.category.get_absolute_url()])


def tell_comment(secret: str = SECRET) -> Told:
    make_places()
    page = publish_below_region(make_story, "Tali yang sama")
    comment = make_comment(page, f"{secret} {SOUGHT}")
    return Told(comment, [reverse("comments:comment", args=[comment.pk]), page.url])


def tell_member(secret: str = SECRET) -> Told:
    member = MemberFactory(name=f"{secret} {SOUGHT}", is_listed=True, region=make_places())
    change_profile(member)
    return Told(member, [f"/anggota/{member.profile.handle.text}/"], beside=[f"/anggota/?q={secret[:5]}"])


def tell_organisation(secret: str = SECRET) -> Told:
    organisation = make_organisation(name=f"{secret} {SOUGHT}", description=f"{secret} {SOUGHT}", region=make_places())
    return Told(organisation, [f"/organisasi/{organisation.handle.text}/"], beside=[f"/organisasi/?q={secret[:5]}"])


def tell_parts(secret: str = SECRET) -> Told:
    """A member who can be found, with the secret in every part of the profile that has words."""
    words = secret[:30]
    member = MemberFactory(is_listed=True, region=make_places())
    told = Description(
        languages=[words],
        skills=[f"{words} {SOUGHT}"[:40]],
        links=[f"https://{words}.example.org/"],
        audiences=dict.fromkeys(PARTS, Audience.EVERYONE),
    )
    change_profile(member, bio=f"{secret} {SOUGHT}", description=told)
    return Told(member, [f"/anggota/{member.profile.handle.text}/"], beside=["/anggota/?region=81.02"])


def tell_document(secret: str = SECRET) -> Told:
    make_places()
    document = make_document(secret.encode(), title=f"{secret} {SOUGHT}", collection=make_collection())
    return Told(document, [f"/cari/?q={SOUGHT}&kind=document"], beside=[document.url])


def make_places() -> Any:
    """Make a regency with its page in both languages and all above it; return the regency."""
    region = make_region(CODE)
    if not RegionPage.objects.filter(region=region).exists():
        make_site_tree()
        make_region_pages()
        make_region_aliases("en")
    return region


def make_room() -> Any:
    """A category of its own for each; the first one is at a known address."""
    category = CategoryFactory()
    if not type(category).objects.filter(slug="balai").exists():
        category.slug = "balai"
        category.save()
    return category


def publish_below_region(make: Callable[..., Page], title: str, intro: str = "Dua puluh keluarga.") -> Page:
    """A page below the page of the regency, in a sector."""
    parent = RegionPage.objects.get(region__code=CODE, locale=Locale.get_default())
    slug = f"{title.lower().replace(' ', '-')}-{Page.objects.count()}"
    return make(title, parent=parent, slug=slug, intro=intro, sectors=[make_sector()])


def change_profile(member: Any, **changes: Any) -> None:
    profile = member.profile
    kept = {"name": member.name, "language": "id", "zone": "Asia/Jayapura"}
    shown = {"bio": profile.bio, "region": profile.region, "is_listed": profile.is_listed}
    edit_profile(by=member, profile=profile, **{**kept, **shown, **changes})


def _tell_page(make: Callable[..., Page], secret: str, english: str) -> Told:
    """Tell a secret in a story or an event; without an English one it is not translated."""
    make_places()
    page = publish_below_region(make, secret, SOUGHT)
    other = translate(page, english) if english else None
    beside = [page.get_parent().url, f"/acara/{page.translation_key}.ics"]
    return Told(page, [each.url for each in (page, other) if each], other, beside)
