"""Addresses of home besides those of its pages, in the reader's language."""

from django.urls import path

from . import feeds

urlpatterns = [
    path("cerita/atom.xml", feeds.stories, name="stories_feed"),
    path("cerita/bidang/<slug:slug>/atom.xml", feeds.sector_stories, name="sector_feed"),
    path("wilayah/<str:code>/atom.xml", feeds.region_stories, name="region_feed"),
    path("wilayah/<str:code>/acara.ics", feeds.region_calendar, name="region_calendar"),
    path("acara.ics", feeds.all_events_calendar, name="events_calendar"),
    path("acara/<uuid:event>.ics", feeds.event_calendar, name="event_calendar"),
]
