from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from demo.events import cost_of
from demo.loading import read_images
from demo.people import PASSWORD
from django.core.management import CommandError, call_command
from django.template.loader import get_template
from django.utils.translation import gettext, override
from wagtail.models import Page, ReferenceIndex, Revision

from community.comments.models import Comment
from community.forums.models import Category, Poll, Post, Topic, Vote
from community.forums.services import unread
from community.members.models import Membership, Organisation, OrganisationPage, User
from community.members.permissions import Viewer
from community.members.services import change_handle
from community.writing.models import Reaction
from home.models import CustomImage, EventPage, HomePage, Occurrence, RegionPage, Sector, StandardPage, StoryPage, Tag
from search.asking import ask
from search.filters import Filters

MODELS: list[Any] = [
    *(Category, Comment, CustomImage, EmailAddress, Occurrence, Page, Post, Revision, Sector, Tag, Topic, User),
    *(Poll, Vote, Reaction),
    *(Membership, Organisation, OrganisationPage),
]


@pytest.mark.compared
@pytest.mark.django_db
def test_a_fresh_database_gets_the_whole_demo_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One test, since the whole takes many seconds to make."""
    dies_halfway(monkeypatch)
    out = printed("prepare")
    assert PASSWORD in out
    assert "redaksi@example.org" in out
    assert_pages_are_there_in_both_languages()
    assert_editors_could_save_every_body()
    assert_members_have_talked()
    assert_wagtail_knows_where_pictures_are_used()
    assert_the_examples_of_the_help_find_something()
    before = counts()
    printed("prepare")
    printed("seed_demo")
    assert counts() == before
    change_what_was_seeded()
    before = counts()
    printed("seed_demo")
    assert counts() == before
    assert_changes_stayed()


@pytest.mark.parametrize("command", ["seed_demo", "prepare"])
def test_production_is_refused(command: str, settings: Any) -> None:
    del settings.DEMO_ALLOWED
    with pytest.raises(CommandError):
        printed(command)


@pytest.mark.parametrize(
    ("said", "cost"),
    [
        ("", (0, "")),
        ("Gratis", (0, "")),
        ("Gratis; makan siang sukarela", (0, "Makan siang sukarela")),
        ("Rp50.000 untuk makan", (50_000, "Untuk makan")),
        ("Gratis bagi kelompok; umum Rp100.000 per hari", (100_000, "Gratis bagi kelompok; umum Rp100.000 per hari")),
    ],
)
def test_what_a_row_says_of_the_cost_is_split(said: str, cost: tuple[int, str]) -> None:
    assert cost_of(said) == cost


def dies_halfway(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed leaves the pictures, which the next one finds, and nothing half told."""

    def die(things: Any) -> None:
        raise KeyboardInterrupt

    printed("load_shipped_regions")
    printed("make_pages")
    with monkeypatch.context() as patch:
        patch.setattr("demo.seeding.add_stories", die)
        with pytest.raises(KeyboardInterrupt):
            printed("seed_demo")
    assert CustomImage.objects.count() == len(read_images())
    assert not User.objects.exists()
    assert not Topic.objects.exists()


def change_what_was_seeded() -> None:
    """What editors, moderators and members may do to seeded things."""
    story = StoryPage.objects.get(slug="surat-dari-rantau")
    story.title, story.slug = "Surat lain", "surat-lain"
    story.save_revision().publish()
    Topic.objects.filter(title__startswith="Perantau").update(title="Judul lain")
    Tag.objects.filter(slug="mutu").update(name="kualitas")
    Category.objects.filter(slug="kabar-dan-masukan").update(name="Kabar")
    agnes = User.objects.get(email="agnes@example.org")
    change_handle(by=agnes, profile=agnes.profile, handle="agnes-ubro")
    User.objects.filter(pk=agnes.pk).update(email="agnes.ubro@example.org")
    CustomImage.objects.filter(title=read_images()[0]["title"]).update(alt="Lain")


def assert_changes_stayed() -> None:
    assert StoryPage.objects.get(slug="surat-lain").title == "Surat lain"
    assert not StoryPage.objects.filter(slug="surat-dari-rantau").exists()
    assert Topic.objects.filter(title="Judul lain").exists()
    assert Tag.objects.get(slug="mutu").name == "kualitas"
    assert User.objects.get(email="agnes.ubro@example.org").profile.handle.text == "agnes-ubro"
    assert CustomImage.objects.get(title=read_images()[0]["title"]).alt == "Lain"


def assert_the_examples_of_the_help_find_something() -> None:
    text = get_template("search/includes/operators.html").template.source  # type: ignore[attr-defined]
    examples = re.findall(r'<code>{% translate "(.+?)" %}</code>', text)
    assert len(examples) > 5
    for language in ("id", "en"):
        with override(language):
            for example in map(gettext, examples):
                filters = Filters(text=example)
                found = ask(filters, tokens=frozenset({"everyone"}), language=language, per_page=1)
                assert (filters.problems, bool(found.total)) == ([], True), example


def assert_wagtail_knows_where_pictures_are_used() -> None:
    image = HomePage.objects.exclude(join_image=None).first().join_image
    assert ReferenceIndex.get_references_to(image).exists()


def assert_pages_are_there_in_both_languages() -> None:
    for model, least in ((StoryPage, 10), (EventPage, 6), (StandardPage, 3)):
        for language in ("id", "en"):
            pages = model.objects.live().filter(locale__language_code=language, alias_of=None)
            assert pages.count() >= least, f"{model.__name__} in {language}"
    told = RegionPage.objects.live().filter(alias_of=None).exclude(introduction="")
    assert sorted(told.values_list("locale__language_code", flat=True)) == ["en"] * 5 + ["id"] * 5
    assert HomePage.objects.exclude(featured_story=None).count() == 2
    assert Occurrence.objects.listed().coming().count() >= 6
    assert Occurrence.objects.listed().past().count() >= 3


def assert_editors_could_save_every_body() -> None:
    for model in (StoryPage, EventPage, StandardPage, RegionPage):
        for page in model.objects.exclude(body=[]):
            page.body.stream_block.clean(page.body)


def assert_members_have_talked() -> None:
    assert [model for model in (Comment, Topic, Post) if model.objects.exclude(held_at=None).exists()] == []
    assert Category.objects.count() == 5
    assert Topic.objects.live().count() == 12
    assert set(Topic.objects.values_list("kind", flat=True)) == {"discussion", "question", "poll"}
    assert Topic.objects.listed().pinned().exists()
    assert Category.objects.exclude(parent=None).exists()
    assert User.objects.filter(profile__isnull=False).count() >= 8
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == User.objects.count()
    assert Comment.objects.filter(is_live=True).count() >= 10
    assert Topic.objects.filter(is_answered=True).count() == 2
    assert sorted(Poll.objects.values_list("mode", flat=True)) == ["multiple", "ranked", "single"]
    assert Poll.objects.get(mode="ranked").outcome["winners"]
    assert Reaction.objects.count() >= 20
    for user in User.objects.filter(pk__in=Post.objects.written().values("author")):  # who answered has read it
        assert not unread.new_topics(Viewer(user)).filter(posts__author=user).exists()


def printed(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}
