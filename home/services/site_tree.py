"""The frame of the site: languages, home pages, indexes, and both tables of sites."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sites.models import Site as DjangoSite
from django.db import transaction
from wagtail.models import Locale, Page, Site

from home.models import EventIndexPage, HomePage, RegionIndexPage, StoryIndexPage

DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Frame:
    """Titles of the frame's pages in one language."""

    home: str
    hero_title: str
    indexes: dict[type[Page], str] = field(default_factory=dict)


FRAMES = {
    "id": Frame(
        home="Negeri",
        hero_title="Ekonomi daerah tumbuh dari warganya sendiri.",
        indexes={RegionIndexPage: "Wilayah", StoryIndexPage: "Cerita", EventIndexPage: "Acara"},
    ),
    "en": Frame(
        home="Negeri",
        hero_title="A region’s economy grows from its own people.",
        indexes={RegionIndexPage: "Regions", StoryIndexPage: "Stories", EventIndexPage: "Events"},
    ),
}
SLUGS = {RegionIndexPage: "wilayah", StoryIndexPage: "cerita", EventIndexPage: "acara"}


def make_site_tree() -> HomePage:
    """Make what the site can't do without, in every language, and leave what is there; return the first home page."""
    with transaction.atomic():
        homes = [_home(language) for language, _name in settings.LANGUAGES]
        for home in homes:
            _indexes(home)
        _sites(homes[0])
    return homes[0]


def _home(language: str) -> HomePage:
    locale, _ = Locale.objects.get_or_create(language_code=language)
    home: HomePage | None = HomePage.objects.filter(locale=locale).first()
    if home:
        return home
    frame, root = FRAMES[language], Page.get_first_root_node()
    first = HomePage.objects.order_by("pk").first()
    home = HomePage(title=frame.home, hero_title=frame.hero_title, slug=f"beranda-{language}", locale=locale)
    if first:
        home.translation_key = first.translation_key
    return _publish(root.add_child(instance=home))


def _indexes(home: HomePage) -> None:
    for model, title in FRAMES[home.locale.language_code].indexes.items():
        if not model.objects.filter(locale=home.locale).exists():
            page = model(title=title, slug=SLUGS[model], locale=home.locale)
            if first := model.objects.order_by("pk").first():
                page.translation_key = first.translation_key
            home.add_child(instance=page)
            _publish(page)


def _publish(page: Page) -> Page:
    page.save_revision().publish()
    return page


def _sites(home: HomePage) -> None:
    """Make Wagtail's and Django's table of sites say what BASE_URL says, and take Wagtail's welcome page away."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or DEFAULT_PORTS[address.scheme]
    wanted = {
        "hostname": address.hostname or "localhost",
        "port": port,
        "root_page_id": home.pk,
        "site_name": settings.SITE_NAME,
        "is_default_site": True,
    }
    site = Site.objects.filter(is_default_site=True).first() or Site()
    welcome = site.root_page_id and Page.objects.filter(pk=site.root_page_id).exclude(pk=home.pk).first()
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
    if welcome and type(welcome.specific) is Page:
        welcome.delete()
    DjangoSite.objects.update_or_create(
        pk=settings.SITE_ID, defaults={"domain": address.netloc, "name": settings.SITE_NAME}
    )
