"""What search engines read of a page: JSON-LD by schema.org."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from home.models import CustomImage, EventPage, Occurrence, Region, RegionPage, StoryPage
from home.services import navigation
from home.services.events import occurrences_of
from home.services.renditions import best_of, renditions_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.models import Page

CONTEXT = "https://schema.org"
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(things: list[dict[str, Any]]) -> SafeString:
    """Write descriptions as one script element that no text can break out of."""
    text = json.dumps(things, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped above)


def describe(page: Page) -> list[dict[str, Any]]:
    """List what a page is, and the way to it."""
    things = [breadcrumbs(page)] if page.depth > 2 else []
    if isinstance(page, StoryPage):
        things.insert(0, article(page))
    elif isinstance(page, RegionPage):
        things.insert(0, place(page))
    elif isinstance(page, EventPage):
        things[:0] = [event(page, occurrence) for occurrence in occurrences_of(page)]
    return things


def article(page: StoryPage) -> dict[str, Any]:
    """Describe a story."""
    authors = [str(author) for author in page.authors.select_related("user")]
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "Article",
            "headline": page.title,
            "description": page.intro,
            "inLanguage": page.locale.language_code,
            "url": address(page),
            "image": picture(page.cover),
            "datePublished": page.date.isoformat(),
            "dateModified": page.last_published_at and page.last_published_at.isoformat(),
            "author": [{"@type": "Person", "name": name} for name in authors if name],
            "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.BASE_URL},
        }
    )


def place(page: RegionPage) -> dict[str, Any]:
    """Describe a region by its page."""
    known = {"description": page.introduction, "image": picture(page.cover)}
    return {**gazetteer_place(page.region), **_filled(known), "url": address(page)}


def gazetteer_place(region: Region) -> dict[str, Any]:
    """Describe a region by what the gazetteer knows of it."""
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "Place",
            "name": region.full_name,
            "alternateName": region.alternative_names,
            "identifier": region.code,
            "url": f"{settings.BASE_URL}{region.get_absolute_url()}",
            "geo": _point(region.latitude, region.longitude),
        }
    )


def event(page: EventPage, occurrence: Occurrence) -> dict[str, Any]:
    """Describe one date of an event."""
    facts = page.original
    status = "EventCancelled" if occurrence.is_cancelled else "EventScheduled"
    start, end = occurrence.local_start, occurrence.local_end
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "Event",
            "name": page.title,
            "description": page.intro,
            "url": address(page),
            "image": picture(page.cover or facts.cover),
            "startDate": occurrence.first_day.isoformat() if occurrence.whole_day else start.isoformat(),
            "endDate": occurrence.last_day.isoformat()
            if occurrence.whole_day
            else ("" if occurrence.open_end else end.isoformat()),
            "eventStatus": f"{CONTEXT}/{status}",
            "eventAttendanceMode": f"{CONTEXT}/{_attendance(facts)}",
            "location": _locations(page, facts),
            "organizer": page.organiser and {"@type": "Organization", "name": page.organiser},
            "offers": {"@type": "Offer", "price": facts.cost, "priceCurrency": "IDR", "url": address(page)},
        }
    )


def breadcrumbs(page: Page) -> dict[str, Any]:
    """Describe the way from the home page."""
    return trail((step.title, address(step)) for step in [*navigation.surroundings(page).breadcrumbs, page])


def trail(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Describe a way by the names and whole addresses of its steps."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": item}
            for position, (name, item) in enumerate(steps, start=1)
        ],
    }


def address(page: Page) -> str:
    """Give the whole address of a page."""
    return f"{settings.BASE_URL}{page.get_url() or '/'}"


def picture(image: CustomImage | None) -> str:
    """Give the address of a picture in the size that is shared, empty while there is none."""
    found = renditions_of(image) if image else {}
    return f"{settings.BASE_URL}{best_of(found).url}" if found else ""


def _attendance(facts: EventPage) -> str:
    if not facts.online_url:
        return "OfflineEventAttendanceMode"
    meets = facts.place_id or facts.venue
    return "MixedEventAttendanceMode" if meets else "OnlineEventAttendanceMode"


def _locations(page: EventPage, facts: EventPage) -> list[dict[str, Any]]:
    found = []
    if facts.place or facts.venue:
        region = facts.place.full_name if facts.place else ""
        found.append(
            _filled(
                {
                    "@type": "Place",
                    "name": page.venue or facts.venue or region,
                    "address": ", ".join(part for part in (facts.address, region, "Indonesia") if part),
                    "geo": _point(facts.latitude, facts.longitude),
                }
            )
        )
    if facts.online_url:
        found.append({"@type": "VirtualLocation", "url": facts.online_url})
    return found


def _point(latitude: float | None, longitude: float | None) -> dict[str, Any] | None:
    if latitude is None or longitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {key: value for key, value in thing.items() if value or value == 0}
