"""What a person does on a page before the page to be looked at is there; in either language, so by names of fields."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from demo.people import PASSWORD
from playwright.sync_api import Locator, Page

from .running_site import RunningSite

Act = Callable[[Page, RunningSite], object]

_numbers = itertools.count(1)
# Some pages have others beside it: other ways to sign in, a way out.
MAIN_FORM = "main form[method=post]:not([data-beside])"


def send(page: Page, site: RunningSite) -> None:
    """Send the form as it is, not by what else stands there without scripts: the preview, pictures, the draft."""
    with page.expect_navigation():
        page.locator(f"{MAIN_FORM} button:not([type=button], noscript button)").last.click()


def send_in_place(page: Page, site: RunningSite) -> None:
    """Send a form as it is that htmx sends, and that comes back with what is wrong."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(f"{MAIN_FORM} button.button:not([type=button])").last.click()
    page.wait_for_selector(".error")


def leave_a_draft(page: Page, site: RunningSite) -> None:
    """Begin to write, wait until it is saved, and look at the list of one's drafts."""
    _begin(page)
    page.goto(page.url.replace("/forum/baru/", "/tulisan/draf/"))


def ask_to_discard_draft(page: Page, site: RunningSite) -> None:
    """Begin to write, come back, and ask to discard what was taken up again."""
    _begin(page)
    page.goto(page.url)
    follow("form .notice a")(page, site)


def _begin(page: Page) -> None:
    with page.expect_response(lambda answer: "/tulisan/draf/" in answer.url):
        page.locator("[name=body]").fill("Setengah jadi.")


def in_a_conversation(*links: str) -> Act:
    """Make an act that opens one's private conversation, begins one where there is none, and follows links there."""

    def act(page: Page, site: RunningSite) -> None:
        address = page.url.partition("?")[0].replace("/pesan/baru/", "/pesan/")
        page.goto(address)
        if page.locator("main .topic-row .title a").count():
            follow("main .topic-row .title a")(page, site)
        else:
            page.goto(f"{address}baru/?kepada=petrus")
            page.locator("[name=title]").fill("Perahu di Tual")
            page.locator("[name=body]").fill("Apakah perahu itu masih dijual?")
            send(page, site)
        for link in links:
            follow(link)(page, site)

    return act


def among_those_left(*links: str) -> Act:
    """Make an act that opens the list of conversations one has left, leaves one if it is empty, and follows links."""

    def act(page: Page, site: RunningSite) -> None:
        address = page.url
        if not page.locator("main .saved-row").count():
            page.goto(address.replace("/pesan/keluar/", "/pesan/baru/"))
            in_a_conversation("main a[href$='/peserta/']", "main a[href$='/keluar/']")(page, site)
            send(page, site)
            page.goto(address)
        for link in links:
            follow(link)(page, site)

    return act


def change_a_post(page: Page, site: RunningSite) -> None:
    """Change one's own post that somebody has answered, say why, and look at its history."""
    follow(".post a[href*='/kiriman/'][href$='/ubah/']")(page, site)
    page.locator("[name=body]").fill(f"Sekarang sudah lain, kali ke-{next(_numbers)}.")
    page.locator("[name=note]").fill("Ada kabar baru.")
    send(page, site)
    page.locator(".post a[href*='/riwayat/']").first.click()
    page.wait_for_selector("ins")


def hide_an_earlier_text(page: Page, site: RunningSite) -> None:
    """Look at a history as who keeps order, and ask to hide a text."""
    page.locator(".post a[href*='/riwayat/']").first.click()
    page.wait_for_selector("ins")
    page.locator("a[href$='/sembunyikan/']").click()
    page.wait_for_selector("[name=reason]")


def vouch(page: Page, site: RunningSite) -> None:
    """Vouch for a member, where it isn't done yet, and come back."""
    path = page.url
    if page.locator("[name=reason]").count():
        page.locator("[name=reason]").fill("Sabar, dan pandai menjelaskan.")
        send(page, site)
    page.goto(path)


def send_with_an_old_token(page: Page, site: RunningSite) -> None:
    """Send a form whose token is no longer good."""
    page.locator(f"{MAIN_FORM} [name=csrfmiddlewaretoken]").evaluate("field => { field.value = 'x'.repeat(64) }")
    send(page, site)


def send_after_the_session(page: Page, site: RunningSite) -> None:
    """Send a form with words in it when one is no longer signed in."""
    page.context.clear_cookies(name="sessionid")
    send(page, site)


def send_no_picture(page: Page, site: RunningSite) -> None:
    """Send something as a picture that is none."""
    file = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"<script>"}
    page.locator("[name=file]").set_input_files(file)
    send(page, site)


def sign_up(page: Page, site: RunningSite) -> str:
    """Join under a new address, which is returned; the page that asks to look into the mailbox follows."""
    email = f"calon{next(_numbers)}@example.org"
    page.locator("[name=name]").fill("Calon Anggota")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password1]").fill("perahu-merah-1985")
    page.locator("[name=agrees]").check()
    send(page, site)
    return email


def open_confirmation(page: Page, site: RunningSite) -> None:
    page.goto(site.link_mailed_to(sign_up(page, site)))


def open_confirmation_elsewhere(page: Page, site: RunningSite) -> None:
    """Open the link in a browser that knows nothing of the sign-up."""
    link = site.link_mailed_to(sign_up(page, site))
    page.context.clear_cookies()
    page.goto(link)


def confirm_with_a_wrong_password(page: Page, site: RunningSite) -> None:
    open_confirmation_elsewhere(page, site)
    page.locator("[name=password]").fill("kuda-laut-besar-99")
    send(page, site)


def open_own_invitation(page: Page, site: RunningSite) -> None:
    """Invite somebody by mail, and open the link in it."""
    email = f"undangan{next(_numbers)}@example.org"
    page.locator("[name=whom]").fill(email)
    send(page, site)
    page.goto(site.link_mailed_to(email))


def give_up_account(page: Page, site: RunningSite) -> None:
    """Ask for one's account to be deleted; who looks in the other language finds it asked for."""
    if page.locator("[name=sure]").count():
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=sure]").check()
        send(page, site)


def ask_for_password(page: Page, site: RunningSite) -> str:
    """Ask for a link, as a member whose language is that of the page, since mails speak the member's."""
    email = "agnes@example.org" if "/en/" in page.url else "fransiska@example.org"
    page.locator("[name=email]").fill(email)
    send(page, site)
    return email


def open_new_password(page: Page, site: RunningSite) -> None:
    """Follow the mailed link; it leads on to an address that names no key."""
    page.goto(site.link_mailed_to(ask_for_password(page, site)))


def change_address(page: Page, site: RunningSite) -> None:
    """Ask for another address, which then waits to be confirmed."""
    page.locator("[name=email]").last.fill(f"baru{next(_numbers)}@example.org")
    page.locator("[name=action_add]").click()
    page.wait_for_selector("[name=action_send]")


def comment_as_visitor(page: Page, site: RunningSite) -> str:
    email = f"tamu{next(_numbers)}@example.org"
    page.locator("[name=comment]").fill("Salam dari Ambon.")
    page.locator("[name=name]").fill("Tamu Contoh")
    page.locator("[name=email]").fill(email)
    page.wait_for_timeout(3_100)  # nobody writes a comment in less than three seconds
    send(page, site)
    return email


def comment_too_late(page: Page, site: RunningSite) -> None:
    """Send a comment on what has gone meanwhile."""
    page.locator("[name=comment]").fill("Salam dari Ambon.")
    page.locator(MAIN_FORM).evaluate("form => form.action = form.action.replace(/[0-9a-f-]{36}/, crypto.randomUUID())")
    send(page, site)


def open_comment_link(page: Page, site: RunningSite) -> None:
    page.goto(site.link_mailed_to(comment_as_visitor(page, site)))


def see_comment_confirmed(page: Page, site: RunningSite) -> None:
    open_comment_link(page, site)
    send(page, site)


def change_own_comment(page: Page, site: RunningSite) -> None:
    """Write a comment, and open what changes it."""
    page.locator("[name=comment]").fill("Salam dari Elat.")
    send(page, site)
    reached(page.locator("#komentar a[href$='/ubah/']").last).click()
    page.wait_for_url("**/ubah/")


def follow_as_visitor(page: Page, site: RunningSite) -> str:
    email = f"ikut{next(_numbers)}@example.org"
    page.locator("[name=email]").fill(email)
    send(page, site)
    return email


def open_follow_link(page: Page, site: RunningSite) -> None:
    page.goto(site.link_mailed_to(follow_as_visitor(page, site)))


def open_visitor_data(page: Page, site: RunningSite) -> None:
    """Ask for what was written with the address of a comment, and open the mailed link."""
    email = comment_as_visitor(page, site)
    page.goto(f"{site.url}{'/en' if '/en/' in page.url else ''}/diskusi/data-tamu/")
    page.locator("[name=email]").fill(email)
    send(page, site)
    page.goto(site.link_mailed_to(email, beyond=1))


def remove_visitor_data(page: Page, site: RunningSite) -> None:
    open_visitor_data(page, site)
    with page.expect_navigation():
        page.locator("[name=remove]").click()


def open_visitor_data_again(page: Page, site: RunningSite) -> None:
    remove_visitor_data(page, site)
    page.goto(page.url)


def name_the_other_topic(words: str) -> Act:
    """Make an act that says into which topic posts go, and sends that."""

    def act(page: Page, site: RunningSite) -> None:
        page.locator("[name=target]").fill(words)
        send(page, site)

    return act


def follow(selector: str) -> Act:
    """Make an act that follows a link of the page."""

    def act(page: Page, site: RunningSite) -> None:
        with page.expect_navigation():
            reached(page.locator(selector).first).click()

    return act


def reached(link: Locator) -> Locator:
    """Give a link, with the menu open in which it stands."""
    menu = link.locator("xpath=ancestor::details[contains(@class, 'menu')]")
    if menu.count() and not link.is_visible():
        menu.locator("summary").click()
    return link


def unfold(link: str, form: str) -> Act:
    """Make an act that lets a link load a form in place."""

    def act(page: Page, site: RunningSite) -> None:
        page.locator(link).first.click()
        page.wait_for_selector(form)

    return act


def follow_and_look(place: str) -> Act:
    """Make an act that follows the thing of a form, where one doesn't yet, and goes on to one's own pages about it."""

    def act(page: Page, site: RunningSite) -> None:
        if not page.locator("main [name=stop]").count():
            send(page, site)
        page.goto(f"{'/en' if '/en/' in page.url else ''}/anggota/saya/{place}/")

    return act


def keep_and_look(page: Page, site: RunningSite) -> None:
    """Keep a post with a note and a reminder, and go on to the list."""
    english = "/en" if "/en/" in page.url else ""
    page.locator("[name=note]").fill("Untuk rapat BUMDes")
    page.locator("[name=remind][value=tomorrow]").check()
    with page.expect_navigation():
        page.locator(f"{MAIN_FORM} button:not([name])").first.click()
    page.goto(f"{english}/forum/markah/")


def block_from_profile(page: Page, site: RunningSite) -> None:
    """Block a member from their page; who looks in the other language finds them blocked."""
    follow("main a[href*='/blokir/']")(page, site)
    if page.locator("main [name=stop]").count():
        page.goto("/en/anggota/saya/blokir/")
    else:
        send(page, site)


def change_saved(page: Page, site: RunningSite) -> None:
    """Save the search, or find it saved, and go on from the list to its form."""
    send(page, site)
    follow("main a[href$='/ubah/']")(page, site)


def ask_to_delete_saved(page: Page, site: RunningSite) -> None:
    send(page, site)
    follow("main a[href$='/hapus/']")(page, site)


def come_too_often(page: Page, site: RunningSite) -> None:
    """Ask for more previews than one person needs in a minute, the last of them as a page."""
    page.evaluate(
        """async (address) => {
            const form = document.querySelector("main form[method=post]"), body = new FormData(form)
            body.set("text", "halo")
            for (let i = 0; i < 20; i++) {
                await Promise.all(Array.from({length: 6}, () => fetch(address, {method: "POST", body})))
            }
            form.action = address
        }""",
        urlsplit(page.url).path.split("/forum/")[0] + "/tulisan/pratinjau/",
    )
    with page.expect_navigation():
        page.evaluate("document.querySelector('main form[method=post]').submit()")


def report(page: Page, site: RunningSite) -> None:
    """Report what the page offers to report."""
    page.locator("[name=reason][value=rude]").check()
    send(page, site)


def take_back_a_report(page: Page, site: RunningSite) -> None:
    """Report something, unless that was done before, and look at one's own reports."""
    language = _language(page)
    if page.locator("[name=reason]").count():
        report(page, site)
    page.goto(f"{language}/moderasi/laporan-saya/")
    page.wait_for_selector("form[action$='/tarik/']")


def report_again(page: Page, site: RunningSite) -> None:
    """Report something, unless that was done before, and ask for the form again."""
    address = page.url
    if page.locator("[name=reason]").count():
        report(page, site)
    page.goto(address)
    page.wait_for_selector("form[action$='/tarik/']")


def tick(page: Page, site: RunningSite) -> None:
    """Tick the first case, or the first person, of a list, and ask to do something with it."""
    page.locator(".case input:enabled").first.check()
    with page.expect_navigation():
        page.locator("form.cases button:not([type=button])").click()


def ask_to_remove(page: Page, site: RunningSite) -> None:
    """Decide to remove an account, and be asked once more."""
    page.locator("[name=decision][value=spammer]").check()
    page.locator("[name=reason]").fill("Iklan jam.")
    send(page, site)


def open_case_link(page: Page, site: RunningSite) -> None:
    """Open a link of the mail to moderators."""
    page.goto(_language(page) + _case_links(site)[-1])


def decide_by_link(page: Page, site: RunningSite) -> None:
    """Decide a case by such a link, each time another one."""
    page.goto(_language(page) + _case_links(site)[next(_decided)])
    with page.expect_navigation():
        page.locator("button[value=keep]").click()


def open_appeal(number: int) -> Act:
    """Make an act that opens an appeal in the queue."""
    return follow(f"[data-case] >> nth={number}")


def open_own(number: int) -> Act:
    """Make an act that opens one of one's own cases, the newest first."""
    return follow(f"main .rows .title a >> nth={number}")


def open_appeal_link(page: Page, site: RunningSite) -> None:
    """Open the link of the mail to who is suspended."""
    (mail,) = site.mails_to("ditangguhkan@example.org")
    found = re.search(r"/moderasi/banding/\S+/", mail.get_content())
    assert found, mail.get_content()
    page.goto(_language(page) + found[0])


def send_empty_appeal(page: Page, site: RunningSite) -> None:
    """Open it and say nothing."""
    open_appeal_link(page, site)
    send(page, site)


def _language(page: Page) -> str:
    return "/en" if "/en/" in page.url else ""


def _case_links(site: RunningSite) -> list[str]:
    for mail in site.mails_to("redaksi@example.org"):  # written before the site had its port
        if links := re.findall(r"/moderasi/tautan/\S+/", mail.get_content()):
            return links
    raise AssertionError("no mail of what waits")


_decided = itertools.count()
