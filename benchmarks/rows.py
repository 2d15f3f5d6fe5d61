"""What is measured, and how much each may cost: the bounds of the page's kind, for 10 and for 1,000 rows alike."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.content import Content

Bound = dict[str, int]

KB = 1000
HOME = {"queries": 15, "html_gzip_bytes": 25 * KB}
STORY = {"queries": 12, "html_gzip_bytes": 40 * KB}  # with the first fifty threads of twice as many comments
EVENT = {"queries": 15, "html_gzip_bytes": 20 * KB}
REGION = {"queries": 15}
INDEX = {"queries": 12}
TOPIC = {"queries": 10}
SEARCH = {"queries": 8}
ASSETS = {"bytes": 30 * KB}
FIRST_VISIT = {"bytes": 60 * KB, "requests": 8, "other_hosts": 0}


@dataclass(frozen=True)
class Row:
    """A page in Indonesian; in English it is at the same address below `/en`."""

    name: str
    path: str
    bound: Bound


def rows_of(content: Content) -> list[Row]:
    """Return the pages to measure, by the addresses they have on a filled site."""
    region = content.province_path
    category = content.category.get_absolute_url()
    topic = content.topic.get_absolute_url()
    return [
        Row("home", "/", HOME),
        Row("story", content.story_path, STORY),
        Row("event", content.event_path, EVENT),
        Row("region", region, REGION),
        Row("region_index", "/wilayah/", INDEX),
        Row("story_index", "/cerita/", INDEX),
        Row("story_index_filtered", f"/cerita/?region={content.ground.province.code}", INDEX),
        Row("event_index", "/acara/", INDEX),
        Row("event_index_past", "/acara/?when=past", INDEX),
        Row("forum", "/forum/", INDEX),
        Row("category", category, INDEX),
        Row("topic", topic, TOPIC),
        Row("members", "/anggota/", INDEX),
        Row("search", "/cari/?q=nelayan", SEARCH),
        Row("search_filtered", f"/cari/?q=rumput+laut&kind=story&region={content.ground.province.code}", SEARCH),
        Row("search_filter_only", f"/cari/?region={content.ground.province.code}", SEARCH),
        Row("search_nothing", "/cari/?q=zzyzx", SEARCH),
        Row("search_empty", "/cari/", SEARCH),
    ]
