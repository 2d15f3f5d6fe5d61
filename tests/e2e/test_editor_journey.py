"""A story's way through the editing room, from the first word to everywhere it shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.services.servers import wait_for

from .editing_room import EditingRoom
from .people import People
from .running_site import RunningSite

TITLE = "Jaring baru dari kampung tua"
PATH = "/wilayah/provinsi-maluku/kabupaten-maluku-tenggara/jaring-baru-dari-kampung-tua/"
SHOWN = [
    "/",
    "/cerita/",
    "/cerita/?region=81.02",
    "/wilayah/provinsi-maluku/kabupaten-maluku-tenggara/",
    "/wilayah/provinsi-maluku/",
    "/cari/?q=jaring+kampung+tua",
]
LISTED = [
    "/cerita/atom.xml",
    "/wilayah/81.02/atom.xml",
    "/wilayah/81/atom.xml",
    "/cerita/bidang/perikanan/atom.xml",
    "/sitemap-stories.xml",
]

# The clock of this process stands two days ahead; its schedule then does what it does each minute.
TWO_DAYS_LATER = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from celery import current_app
from outbox import schedule, services
now = timezone.now
timezone.now = lambda: now() + timedelta(days=2)
current_app.loader.import_default_modules()
assert "home.tasks.publish_scheduled" in schedule.periods()
services.call("home.tasks.publish_scheduled")
while services.run_pending_jobs() or services.work_sweeps():
    pass
"""


def test_a_story_goes_past_the_editors_and_its_hour_to_everywhere(
    people: People, site: RunningSite, tmp_path: Path
) -> None:
    regional, editor = people.window("bram@example.org"), people.window("maria@example.org")
    visitor = people.window().new_page()
    write(EditingRoom(regional.new_page()), picture(tmp_path))
    preview_and_submit(EditingRoom(regional.pages[0]))
    schedule_and_approve(EditingRoom(editor.new_page()))
    assert visitor.goto(PATH).status == 404
    for path in LISTED:
        assert PATH not in site.read(path), path
    site.run("-c", TWO_DAYS_LATER)
    read(visitor)
    for path in SHOWN:
        visitor.goto(path)
        expect(visitor.get_by_role("main").get_by_role("link", name=TITLE).first, path).to_be_visible()
    for path in LISTED:
        assert PATH in site.read(path), path
    for window in (regional, editor, visitor.context):
        window.close()


def write(room: EditingRoom, path: Path) -> None:
    page = room.page
    room.start_below("Kabupaten Maluku Tenggara", "Cerita")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_intro").fill("Tiga nelayan merajut jaring yang lebih jarang, supaya ikan kecil lolos.")
    room.upload_picture("cover", path, alt="Tangan merajut jaring", credit="Redaksi Negeri")
    page.locator("#id_authors-0-name").fill("Tim Contoh")
    page.locator("#id_sectors").select_option(label="Perikanan")
    room.write(room.add_block("Paragraf"), "Jaring lama menangkap semuanya.")
    block = room.add_block("Gambar")
    room.choose_picture(f"{block}-image", "Rapat di balai ohoi")
    page.locator(f"#{block}-caption").fill("Rapat sebelum merajut")
    block = room.add_block("Galeri")
    room.choose_picture(f"{block}-0-value-image", "Pasir putih")
    page.locator("[data-streamfield-list-add]:visible").last.click()
    room.choose_picture(f"{block}-1-value-image", "Terumbu dari atas")
    block = room.add_block("Video")
    page.locator(f"#{block}-title").fill("Cara merajut")
    page.locator(f"#{block}-url").fill("https://youtu.be/dQw4w9WgXcQ")
    page.locator(f"#{block}-length").fill("6:12")


def preview_and_submit(room: EditingRoom) -> None:
    page = room.page
    page.get_by_role("button", name="Toggle preview").click()
    shown = page.frame_locator("#w-preview-iframe")
    expect(shown.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(shown.get_by_text("Jaring lama menangkap semuanya.")).to_be_visible()
    room.act("Pengajuan ke Redaksi")
    expect(page.get_by_text("telah diajukan").or_(page.locator(".messages .success"))).to_be_visible()


def schedule_and_approve(room: EditingRoom) -> None:
    """The editor finds it waiting, sets its hour and approves it."""
    page = room.page
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    dialog = page.locator("#schedule-publishing-dialog")
    dialog.locator("#id_go_live_at").fill(f"{datetime.now() + timedelta(days=1):%Y-%m-%d %H:%M}")
    # By the keyboard: the calendar that has opened covers the button.
    dialog.get_by_role("button", name="Save schedule").press("Enter")
    expect(page.locator(".messages .success")).to_be_visible()
    room.act("Menyetujui dan Publikasikan")
    expect(page.locator(".messages .success")).to_be_visible()


def read(page: Page) -> None:
    """The story is there with all its pictures, and its video asks nobody before it is pressed."""
    wait_for(lambda: has_its_pictures(page), "the pictures, which a job makes")
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(main.get_by_role("img", name="Tangan merajut jaring").first).to_be_visible()
    expect(main.get_by_text("Rapat sebelum merajut")).to_be_visible()
    assert page.locator("iframe").count() == 0
    play = main.get_by_role("link", name="Putar")
    expect(play).to_have_attribute("href", "https://youtu.be/dQw4w9WgXcQ")


def has_its_pictures(page: Page) -> bool:
    page.goto(PATH)
    return page.get_by_role("main").locator("img").count() >= 4


def picture(folder: Path) -> Path:
    path = folder / "jaring.png"
    Image.new("RGB", (1000, 640), "#0b6e78").save(path)
    return path
