"""Addresses of home besides those of its pages, in the reader's language."""

from django.urls import path, re_path, register_converter
from wagtail.urls import serve_pattern

from . import feeds, views


class CodeConverter:
    """Matches the code of a region: two digits, then more after dots."""

    regex = r"\d{2}(?:\.\d{2,5}){0,3}"

    def to_python(self, value: str) -> str:
        """Take the code as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Write the code as it is."""
        return value


register_converter(CodeConverter, "code")

urlpatterns = [
    path("wilayah/daftar/", views.regions, name="regions"),
    path("wilayah/<code:code>/", views.region, name="region"),
    path("wilayah/<code:code>/daftar/", views.regions_below, name="regions_below"),
    path("cerita/atom.xml", feeds.stories, name="stories_feed"),
    path("cerita/bidang/<slug:slug>/atom.xml", feeds.sector_stories, name="sector_feed"),
    path("wilayah/<str:code>/atom.xml", feeds.region_stories, name="region_feed"),
    path("wilayah/<str:code>/acara.ics", feeds.region_calendar, name="region_calendar"),
    path("acara.ics", feeds.all_events_calendar, name="events_calendar"),
    path("acara/<uuid:event>.ics", feeds.event_calendar, name="event_calendar"),
    re_path(serve_pattern, views.page),
]
