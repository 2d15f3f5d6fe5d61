"""What a person does about signing in before a page is there: prove who they are, ask for a code, add a passkey."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from demo.people import PASSWORD
from playwright.sync_api import Page

from .acts import Act, change_address, send
from .people import REMOVED, SUSPENDED, WITH_APP, WITHOUT_PASSWORD
from .running_site import RunningSite

CODE = re.compile(r"^[A-Z0-9]{2,}-?[A-Z0-9]{2,}$", re.MULTILINE)
ANY_FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def prove(page: Page, site: RunningSite) -> None:
    """Type the password once more, where it is asked for."""
    if page.locator("[name=password]").count():
        page.locator("[name=password]").fill(PASSWORD)
        send(page, site)


def ask_for_code(page: Page, site: RunningSite) -> None:
    page.locator("[name=email]").fill("fransiska@example.org")
    send(page, site)


def without_password(page: Page, site: RunningSite) -> None:
    """Sign in by a mailed code, as someone who has no password, and go where one is chosen."""
    page.goto(here(page, "/akun/masuk/kode/"))
    wanted, before = here(page, "/akun/sandi/pasang/"), len(site.mails_to(WITHOUT_PASSWORD))
    page.locator("[name=email]").fill(WITHOUT_PASSWORD)
    send(page, site)
    code = CODE.search(site.mail_to(WITHOUT_PASSWORD, beyond=before).get_content())
    assert code
    page.locator("[name=code]").fill(code[0])
    send(page, site)
    page.goto(wanted)


def come_to_second_step(page: Page, site: RunningSite) -> None:
    page.locator("[name=login]").fill(WITH_APP)
    page.locator("[name=password]").fill(PASSWORD)
    send(page, site)


def be_turned_away(page: Page, site: RunningSite, email: str = SUSPENDED) -> None:
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    send(page, site)


def learn_of_removal(page: Page, site: RunningSite) -> None:
    be_turned_away(page, site, REMOVED)


def open_address_link(page: Page, site: RunningSite) -> None:
    """Ask for another address, and open the link in the mail to the old one, in the language of the page."""
    before = len(site.mails_to("laode@example.org"))
    change_address(page, site)
    link = site.link_mailed_to("laode@example.org", beyond=before)
    page.goto(here(page, urlsplit(link).path))


def stop_change(page: Page, site: RunningSite) -> None:
    open_address_link(page, site)
    send(page, site)


def lend_finger(page: Page) -> None:
    """Give the page a device that holds passkeys, and a finger that is always there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": ANY_FINGER})


def add_passkey(page: Page, site: RunningSite) -> None:
    """Add a passkey, proving before who one is; the page of what comes after follows."""
    lend_finger(page)
    page.goto(here(page, "/akun/keamanan/kunci-sandi/tambah/"))
    prove(page, site)
    page.locator("[name=name]").fill("Ponsel saya")
    with page.expect_navigation():
        page.locator("#mfa_webauthn_add").click()


def with_passkey(page: Page, site: RunningSite) -> None:
    """Show the list of passkeys, with one in it."""
    if not page.locator("a[href$='/ubah/']").count():
        add_passkey(page, site)
        page.goto(here(page, "/akun/keamanan/kunci-sandi/"))


def of_passkey(verb: str) -> Act:
    """Make an act that opens a form of a passkey."""

    def act(page: Page, site: RunningSite) -> None:
        with_passkey(page, site)
        with page.expect_navigation():
            page.locator(f"a[href$='/{verb}/']").first.click()
        prove(page, site)

    return act


def show_passkey(page: Page, site: RunningSite) -> None:
    wanted = page.url if "kunci-sandi" in page.url else here(page, "/akun/pastikan/kunci-sandi/")
    page.goto(here(page, "/akun/keamanan/kunci-sandi/"))
    with_passkey(page, site)
    page.goto(wanted)


def here(page: Page, path: str) -> str:
    """The address in the language of the page."""
    return f"/en{path}" if "/en/" in page.url and not path.startswith("/en/") else path
