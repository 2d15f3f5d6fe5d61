"""What the public sees can be found: each kind has an adapter, or a reason why it needs none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.db.models import Model
from wagtail.models import Page

from community.contribution import Contribution
from community.members.models import Organisation, Profile
from home.models import CustomDocument, EventIndexPage, HomePage, Region, RegionIndexPage, StoryIndexPage
from search.sources import SOURCES, Source

# What every contribution has, also one that can't inherit it.
STATES = ("author", "held_at", "hidden_at", "deleted_at", "is_live", "update_is_live")
NOT_SEARCHED: dict[type[Model], str] = {
    HomePage: "says nothing that doesn't stand elsewhere",
    RegionIndexPage: "only lists the regions, which are found themselves",
    StoryIndexPage: "only lists the stories, which are found themselves",
    EventIndexPage: "only lists the events, which are found themselves",
}


def test_every_kind_that_the_public_sees_is_searched_or_has_a_reason_not_to_be() -> None:
    assert unclaimed(SOURCES.values()) - set(NOT_SEARCHED) == set()


def test_no_reason_is_given_for_what_is_searched_or_not_there() -> None:
    assert set(NOT_SEARCHED) <= unclaimed(SOURCES.values())


@pytest.mark.parametrize("kind", SOURCES)
def test_a_kind_without_its_adapter_is_noticed(kind: str) -> None:
    others = [source for source in SOURCES.values() if source.kind != kind]
    assert unclaimed(others) - set(NOT_SEARCHED) == set(SOURCES[kind].models)


def unclaimed(sources: Iterable[Source]) -> set[type[Model]]:
    """Models that the public sees and for which none of the sources speaks."""
    claimed = {model for source in sources for model in source.models}
    return set(seen_by_the_public()) - claimed


def seen_by_the_public() -> Iterator[type[Model]]:
    """Pages, what members contribute, and the four kinds of things that are neither."""
    yield from (Region, Profile, CustomDocument, Organisation)
    for model in apps.get_models():
        is_page = issubclass(model, Page) and model._meta.app_label == "home"
        is_contribution = issubclass(model, Contribution) or all(hasattr(model, name) for name in STATES)
        if is_page or is_contribution:
            yield model
