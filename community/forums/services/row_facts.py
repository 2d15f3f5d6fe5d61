"""What the row of a list says that its topic is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Value

from home.models import Sector, Tag

from ..models import Topic

REGION, SECTOR, TAG = "region", "sector", "tag"
SHOWN = {REGION: 2, SECTOR: 2, TAG: 3}  # the others stand on the page of the topic
NAMES: dict[str, type[Sector] | type[Tag]] = {SECTOR: Sector, TAG: Tag}


def tell_about(topics: Iterable[Any]) -> None:
    """Tell each row the names of some regions, sectors and tags of its topic, all of them by one query."""
    rows = list(topics)
    if not rows:
        return
    keys = [topic.pk for topic in rows]
    regions = Topic.regions.through.objects.filter(topic__in=keys).order_by()
    found = regions.values_list("topic_id", Value(REGION), "region__code", "region__name", Value(""))
    for kind, through in ((SECTOR, Topic.sectors.through), (TAG, Topic.tags.through)):
        links = through.objects.filter(topic__in=keys).order_by()
        words = (f"{kind}__{name}" for name in ("slug", "name", "name_en"))
        found = found.union(links.values_list("topic_id", Value(kind), *words), all=True)
    said: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for key, kind, _address, name, english in sorted(found):
        said[key, kind].append(NAMES[kind](name=name, name_en=english).local_name if kind in NAMES else name)
    for topic in rows:
        for kind, most in SHOWN.items():
            setattr(topic, f"{kind}_names", said[topic.pk, kind][:most])
