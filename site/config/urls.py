"""Every address of the site. What a person reads is at `/…` in Indonesian and at `/en/…` in English."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import TemplateView
from guard.media import media
from guard.views import health
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from community.writing.uploads.views import picture
from home import sitemaps
from home.views import document, page_password
from search.api import api

handler429 = "guard.refusals.too_many_at_the_door"  # asked by allauth

urlpatterns = [
    path("admin/reports/site-history/", include("community.members.accounts.site_history")),
    path("admin/account/", include("community.members.accounts.own_settings")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<str:document_filename>", document, name="document"),
    path("documents/", include(wagtaildocs_urls)),
    path("media/unggahan/<str:name>", picture, name="upload"),
    path("media/<path:path>", media, name="media"),
    path("api/v1/", api.urls),
    path("healthz/", health, name="health"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path("robots.txt", sitemaps.robots, name="robots"),
]

urlpatterns += i18n_patterns(
    path("komponen/", TemplateView.as_view(template_name="components.html"), name="components"),
    path("akun/", include("community.members.account_urls")),
    path("anggota/", include("community.members.urls")),
    path("organisasi/", include("community.members.organisations.urls")),
    path("diskusi/", include("community.comments.urls")),
    path("cari/", include("search.urls")),
    path("forum/", include("community.forums.urls")),
    path("moderasi/", include("community.moderation.urls")),
    path("pemberitahuan/", include("community.notifications.urls")),
    path("tulisan/", include("community.writing.urls")),
    # Before the pages, whose pattern would take it for the address of one.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        page_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
