"""Visitors and members who look at the site in windows of their own."""

from __future__ import annotations

from demo.people import PASSWORD
from playwright.sync_api import Browser, BrowserContext, Page

from tests.factories.second_factors import code_of

from .running_site import RunningSite

VISITOR = ""
WITH_APP, WITHOUT_PASSWORD = "yosina@example.org", "tanpa-sandi@example.org"
SUSPENDED, SILENCED, REMOVED = "ditangguhkan@example.org", "dibisukan@example.org", "pengiklan@example.org"
ASKER, ANSWERER = "penanya@example.org", "penjawab@example.org"
OPENER, WRITER = "pembuka@example.org", "penulis@example.org"  # in whose topics order is kept
INVITER, INVITED, NEWCOMER = "pengundang@example.org", "diundang@example.org", "pendatang@example.org"
FOLLOWER = "pengikut@example.org"
JUDGED = "diadili@example.org"  # about whose words moderators decide
APPEALING = "pembanding@example.org"  # against a change and a warning
BEGINNER = "pemula@example.org"  # joined just now, as none of the others did
KEEPER = "penjaga@example.org"  # a moderator of all
TALKERS = (ASKER, ANSWERER, OPENER, WRITER, INVITER, INVITED, NEWCOMER, FOLLOWER)
MENTOR, WRITING_MENTOR = "pendamping@example.org", "pendamping-lain@example.org"
APP_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of the app of `WITH_APP`


def handle_of(email: str) -> str:
    """Give the handle of one of `TALKERS`."""
    return email.partition("@")[0]


def name_of(email: str) -> str:
    """Give their name."""
    return f"{handle_of(email).capitalize()} Contoh"


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in as people do, by the form."""
    page.goto("/akun/masuk/")
    page.get_by_label("Surel").fill(email)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/akun/masuk/"))
    if "/langkah-kedua/" in page.url:
        page.locator("[name=code]").fill(code_of(APP_KEY))
        page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/akun/masuk/" not in url)


class People:
    """Gives windows in which somebody is signed in; each person signs in once."""

    def __init__(self, browser: Browser, site: RunningSite) -> None:
        self.browser = browser
        self.site = site
        self._states: dict[str, object] = {}

    def window(self, email: str = VISITOR, **options: object) -> BrowserContext:
        """A window of a person; whoever takes it closes it."""
        if email and email not in self._states:
            context = self._new()
            sign_in(context.new_page(), email)
            self._states[email] = context.storage_state()
            context.close()
        return self._new(storage_state=self._states.get(email), **options)

    def _new(self, **options: object) -> BrowserContext:
        context = self.browser.new_context(base_url=self.site.url, locale="id-ID", **options)
        context.set_default_timeout(30_000)
        return context
