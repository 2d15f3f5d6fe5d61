"""From a draft to everywhere: write, preview, submit, approve, schedule, publish; and when an address changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import EventPage, Occurrence, RegionPage
from home.services.editors import make_editors, make_regional_editors
from home.services.region_pages import make_region_pages
from home.services.site_tree import make_site_tree
from tests.factories.events import in_days, make_event
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_story, translate

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

TITLE = "Panen bersama"
EVERYWHERE = [
    "/acara/",
    "/wilayah/81.02/",
    "/wilayah/81/",
    "/acara.ics",
    "/wilayah/81/acara.ics",
    "/sitemap-events.xml",
]


@pytest.fixture
def kei() -> RegionPage:
    region = make_region("81.02")
    make_site_tree()
    make_region_pages()
    make_editors()
    make_regional_editors(region)
    return RegionPage.objects.get(region=region, locale=Locale.get_default())


def test_a_regional_editors_draft_is_approved_scheduled_and_appears_everywhere(client: Client, kei: RegionPage) -> None:
    client.force_login(member("Regional editors 81.02"))
    go_live = timezone.localtime() + timedelta(days=1)
    form = event_form(go_live_at=f"{go_live:%Y-%m-%d %H:%M}", **{"action-submit": "1"})
    response = client.post(reverse("wagtailadmin_pages:add", args=["home", "eventpage", kei.pk]), form)
    assert response.status_code == 302, errors(response)
    event = EventPage.objects.get(title=TITLE)
    assert not event.live
    preview = event.make_preview_request()
    assert TITLE in preview.content.decode()

    client.force_login(member("Editors"))
    task = event.current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[event.pk, "approve", task.pk])
    assert client.post(approve, {"comment": ""}).status_code in {200, 302}
    event.refresh_from_db()
    assert not event.live

    client.logout()
    assert not any(shows(client, address, event) for address in EVERYWHERE)
    let_it_be_due()
    call_command("publish_scheduled")
    assert Occurrence.objects.get().first_day == in_days(7)
    assert [address for address in EVERYWHERE if not shows(client, address, event)] == []


def test_a_regional_editor_may_not_publish_alone(client: Client, kei: RegionPage) -> None:
    client.force_login(member("Regional editors 81.02"))
    client.post(
        reverse("wagtailadmin_pages:add", args=["home", "eventpage", kei.pk]), event_form(**{"action-publish": "1"})
    )
    assert not EventPage.objects.filter(title=TITLE, live=True).exists()


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(client: Client, kei: RegionPage) -> None:
    client.force_login(member("Editors"))
    form = event_form(venue="", online_url="http://example.org/")
    response = client.post(reverse("wagtailadmin_pages:add", args=["home", "eventpage", kei.pk]), form)
    assert response.status_code == 200
    assert {"online_url"} <= set(response.context["form"].errors)
    assert TITLE in response.content.decode()


def test_a_new_address_leaves_a_redirect_in_each_language(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    story = make_story("Tali")
    english = translate(story, "Line")
    for page, slug in ((story, "tali-baru"), (english, "new-line")):
        old = page.url
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, type(page).objects.get(pk=page.pk).url)


def test_a_member_outside_the_group_of_a_page_is_refused_instead_of_sent_in_circles(client: Client) -> None:
    story = make_story()
    restriction = PageViewRestriction.objects.create(page=story, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Dewan"))
    client.force_login(MemberFactory())
    assert client.get(story.url).status_code == 403


def test_every_type_of_page_has_a_preview() -> None:
    make_event()
    make_story()
    for page in Page.objects.filter(depth__gt=1).specific():
        assert page.make_preview_request().status_code == 200, page


def let_it_be_due() -> None:
    due = timezone.now() - timedelta(minutes=1)
    for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
        revision.content["go_live_at"], revision.approved_go_live_at = due.isoformat(), due
        revision.save()


def event_form(**changes: Any) -> dict[str, Any]:
    date = {"start_day": str(in_days(7)), "start_time": "09:00", "end_day": "", "end_time": "13:00", "key": ""}
    fields = {
        "title": TITLE,
        "slug": "panen-bersama",
        "intro": "Ikut mengangkat tali.",
        "kind": "visit",
        "zone": "Asia/Jayapura",
        "venue": "Dermaga",
        "cost": "0",
        "dates": inline_formset([date]),
        "further_regions": inline_formset([]),
        "itinerary": streamfield([]),
        "body": streamfield([("heading", "Apa yang dibawa")]),
        "comments": inline_formset([]),
        **changes,
    }
    return nested_form_data(fields)


def member(group: str) -> Any:
    user = MemberFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def shows(client: Client, address: str, event: EventPage) -> bool:
    text = client.get(address, follow=True).content.decode()
    return TITLE in text or event.slug in text


def errors(response: Any) -> Any:
    context = response.context or {}
    form = context.get("form") if hasattr(context, "get") else None
    return (form.errors, [each.errors for each in form.formsets.values()]) if form is not None else response.status_code
