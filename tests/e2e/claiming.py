"""What mentors and the people they accompany do before a page is there."""

from __future__ import annotations

import itertools

from playwright.sync_api import Page

from .acts import send
from .running_site import RunningSite

PASSWORD = "perahu-merah-1985"
_numbers = itertools.count(1)

MAKE_CODE = """
import django; django.setup()
from community.members.assistance.claiming import issue_code
from community.members.models import User
from tests.e2e.people import MENTOR
from tests.factories.assistance import make_assistance
one = make_assistance(mentor=User.objects.get(email=MENTOR), language="{language}")
print(issue_code(by=one.mentor, person=one.person))
"""
MAKE_MEMBER = """
import django; django.setup()
from tests.factories.members import MemberFactory
MemberFactory(email="{email}")
"""


def write_for(page: Page, site: RunningSite) -> None:
    """Begin to write for the person, or find it begun."""
    if page.locator("form[action$='/menulis/']").count():
        send(page, site)


def send_code(page: Page, site: RunningSite) -> str:
    """Type the code from a paper, of a person who speaks the language of the page; return their address."""
    email = f"mama{next(_numbers)}@example.org"
    page.locator("[name=code]").fill(site.run("-c", MAKE_CODE.format(language=language_of(page))).strip())
    page.locator("[name=email]").fill(email)
    send(page, site)
    return email


def open_link(page: Page, site: RunningSite) -> str:
    """Go on from the mail."""
    email = send_code(page, site)
    page.goto(site.link_mailed_to(email))
    return email


def take_over(page: Page, site: RunningSite) -> None:
    """Choose a password; the list of what was done follows."""
    open_link(page, site)
    choose_password(page, site)


def come_too_late(page: Page, site: RunningSite) -> None:
    """Choose a password when somebody else has joined with the address."""
    email = open_link(page, site)
    site.run("-c", MAKE_MEMBER.format(email=email))
    choose_password(page, site)


def choose_password(page: Page, site: RunningSite) -> None:
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=agrees]").check()
    send(page, site)


def language_of(page: Page) -> str:
    return str(page.locator("html").get_attribute("lang"))
