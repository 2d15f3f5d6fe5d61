"""The menus, the language switch and the addresses in the head of every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.services import navigation
from home.services.navigation import Link

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.template.context import RequestContext

    from home.models import Region

register = template.Library()

LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


@dataclass(frozen=True)
class Place:
    """One of the main places of the site."""

    title: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Language:
    """A language, and where this page continues in it; `note` says when only a page above exists there."""

    code: str
    label: str
    url: str
    is_current: bool
    note: str = ""
    is_exact: bool = True


@dataclass(frozen=True)
class Column:
    """A column of the footer."""

    title: str
    links: list[Link]


@register.simple_tag(takes_context=True)
def main_places(context: RequestContext) -> list[Place]:
    """List the main places that exist, with the current one marked."""
    menus = navigation.menus()
    path = context["request"].path if "request" in context else ""
    path = context.get("place_url") or path  # a page elsewhere that belongs to a place, as the history of a post
    places = [
        (_("Regions"), menus.regions_url, "region"),
        (_("Stories"), menus.stories_url, "book-open"),
        (_("Events"), menus.events_url, "calendar"),
        (_("Forum"), _address("forums:index"), "chat-bubble-left-right"),
    ]
    current = max((url for _title, url, _icon in places if url and path.startswith(url)), default="")
    page = context.get("page")
    if isinstance(page, Page) and current == menus.regions_url:
        current = {"storypage": menus.stories_url, "eventpage": menus.events_url}.get(page._meta.model_name, current)
    return [Place(title, url, icon, url == current) for title, url, icon in places if url]


@register.simple_tag(takes_context=True)
def footer_columns(context: RequestContext) -> list[Column]:
    """List the columns of the footer: what there is, how to take part (to become a member, unless one is), and help."""
    menus = navigation.menus()
    explore = [
        Link(_("Regions"), menus.regions_url),
        Link(_("Stories"), menus.stories_url),
        Link(_("Events"), menus.events_url),
        Link(_("Forum"), _address("forums:index")),
    ]
    join = [
        Link(_("Become a member"), "" if _is_member(context) else _address("account_signup")),
        Link(_("Start a topic"), _address("forums:start")),
        Link(_("Members"), _address("members:list")),
        Link(_("Organisations"), _address("organisations:list")),
    ]
    about = [
        *menus.help,
        Link(_("Moderation in numbers"), _address("moderation:numbers")),
        Link(_("Write to the editors"), f"mailto:{menus.contact_email}" if menus.contact_email else ""),
    ]
    columns = [
        Column(_("Explore"), [link for link in explore if link.url]),
        Column(_("Take part"), [link for link in join if link.url]),
        Column(_("Help"), [link for link in about if link.url]),
    ]
    return [column for column in columns if column.links]


@register.simple_tag
def legal_links() -> tuple[Link, ...]:
    """List the pages of the footer's last line."""
    return navigation.menus().legal


@register.simple_tag
def site_facts() -> navigation.Menus:
    """Give what the site says of itself: `.organisation`, `.footer_text`, `.contact_email`."""
    return navigation.menus()


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[Language]:
    """List the languages; an untranslated page leads to the nearest page above it that is translated, and says so."""
    request = context.get("request")
    if request is None:
        return []
    if not hasattr(request, "_language_links"):
        page = None if _is_form_about_it(request) else context.get("page")
        if "request_path" in context:  # Django's word for a page that isn't there
            request._language_links = [_language_of_nothing(code, request) for code, _name in settings.LANGUAGES]
            return list(request._language_links)
        request._language_links = [_language(code, request, page) for code, _name in settings.LANGUAGES]
    return list(request._language_links)


@register.simple_tag(takes_context=True)
def alternate_links(context: RequestContext) -> list[Language]:
    """List the addresses of exactly this page in all its languages, absolute; none if it has only one."""
    page = context.get("page")
    if isinstance(page, Page) and page.alias_of_id:
        return []
    exact = [language for language in language_links(context) if language.is_exact]
    if len(exact) < 2:
        return []
    absolute = [
        Language(each.code, each.label, f"{settings.BASE_URL}{each.url.partition('?')[0]}", each.is_current)
        for each in exact
    ]
    return [*absolute, Language("x-default", "", absolute[0].url, is_current=False)]


@register.simple_tag
def breadcrumbs(page: Page) -> list[tuple[str, str]]:
    """List title and address of the pages above a page, from the home page down."""
    crumbs = navigation.breadcrumbs(page)
    return [(_("Home") if each.depth == 2 else each.title, each.url) for each in crumbs]


@register.simple_tag
def region_breadcrumbs(parents: list[Region]) -> list[tuple[str, str]]:
    """List name and address of the regions above an entry of the gazetteer, from the home page down."""
    start = [(_("Home"), reverse("wagtail_serve", args=[""]))]
    if regions_url := navigation.menus().regions_url:
        start.append((_("Regions"), regions_url))
    return [*start, *((region.full_name, region.get_absolute_url()) for region in parents)]


def _is_member(context: RequestContext) -> bool:
    """Whether a member reads the page; asks no session of a visitor."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return hasattr(request, "user") and bool(request.user.is_authenticated)


def _language(code: str, request: HttpRequest, page: Any) -> Language:
    label = LANGUAGE_NAMES.get(code, code)
    if code == get_language():
        return Language(code, label, request.get_full_path(), is_current=True)
    if not isinstance(page, Page) or not page.pk:
        return Language(code, label, translate_url(request.get_full_path(), code), is_current=False)
    found = navigation.surroundings(page).translations.get(code)
    if found is None:
        return Language(code, label, _home(code), is_current=False, is_exact=False)
    if found.is_exact:
        return Language(code, label, found.url + _filters(request), is_current=False, is_exact=not found.is_alias)
    note = _("not translated, leads to “%(title)s”") % {"title": found.title}
    return Language(code, label, found.url, is_current=False, note=note, is_exact=False)


def _language_of_nothing(code: str, request: HttpRequest) -> Language:
    """From an address where nothing is: lead home."""
    if code == get_language():
        return Language(code, LANGUAGE_NAMES.get(code, code), request.get_full_path(), is_current=True, is_exact=False)
    return Language(code, LANGUAGE_NAMES.get(code, code), _home(code), is_current=False, is_exact=False)


def _home(code: str) -> str:
    with override(code):
        return reverse("wagtail_serve", args=[""])


def _is_form_about_it(request: HttpRequest) -> bool:
    """Whether the page in the context is only what a form is about, and the address that of the form."""
    return request.resolver_match is not None and request.resolver_match.namespace == "comments"


def _filters(request: HttpRequest) -> str:
    """Return the query of an address without its page number: the list may be shorter in the other language."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}" if query else ""


def _address(name: str) -> str:
    """Find the address of a page of the house above, empty where it isn't built in."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
