"""Pictures of members: what is taken for one, what remains of it, and who may fetch the files."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from PIL import Image

from community.members import pictures, services
from community.members.audiences import Audience
from community.members.models import Profile
from tests.factories import pictures as files
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.secrets import change_profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_photo_becomes_two_squares_without_place_and_name(store):
    member = show(MemberFactory(), files.make_photo())
    assert sizes(store) == [(128, 128), (384, 384)]
    for path in kept(store):
        assert files.PLACE not in path.read_bytes()
        with Image.open(path) as picture:
            assert not picture.getexif()
            assert picture.format == "WEBP"
    assert member.profile.picture.startswith(pictures.PRIVATE)


def test_the_first_frame_of_an_animation_is_shown(store):
    show(MemberFactory(), files.make_animation())
    for path in kept(store):
        with Image.open(path) as picture:
            assert getattr(picture, "n_frames", 1) == 1
            red, _green, blue = picture.convert("RGB").getpixel((60, 60))
            assert red > 200 > 60 > blue


@pytest.mark.parametrize("size", [(1, 1), (3000, 40), (40, 3000)])
def test_a_picture_of_any_shape_becomes_a_square(store, size):
    show(MemberFactory(), files.make_photo(size))
    assert sizes(store) == [(128, 128), (384, 384)]


@pytest.mark.parametrize(
    "make", [files.make_script, files.make_svg, files.make_bomb, files.make_large_bomb, files.make_page_in_a_gif]
)
def test_what_only_claims_to_be_a_picture_is_refused_with_a_remedy_and_leaves_no_file(client, store, make):
    client.force_login(MemberFactory())
    answer = client.post("/anggota/saya/foto/", {"file": make(), "picture_audience": 0})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert kept(store) == []


def test_a_file_that_is_too_large_is_refused(client, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 100)
    client.force_login(MemberFactory())
    answer = client.post("/anggota/saya/foto/", {"file": files.make_photo(), "picture_audience": 0})
    assert answer.context["form"].errors["file"]


@pytest.mark.parametrize(
    ("size", "sentence"),
    [((1, 12_001), "setiap sisi paling banyak 12.000 piksel"), ((5_001, 5_000), "paling banyak 25 juta")],
)
def test_a_picture_that_would_take_much_memory_is_refused_with_a_sentence(client, store, size, sentence):
    client.force_login(MemberFactory())
    answer = client.post("/anggota/saya/foto/", {"file": files.make_photo(size), "picture_audience": 0})
    assert sentence in str(answer.context["form"].errors["file"])
    assert kept(store) == []


def test_the_middle_of_a_large_picture_is_drawn_upright(store):
    drawn = io.BytesIO()
    large = Image.new("RGB", (4000, 2000), "white")
    large.paste("red", (1000, 0, 3000, 1000))  # the upper half of the middle, which lies on its side
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    large.save(drawn, "JPEG", exif=exif)
    show(MemberFactory(), SimpleUploadedFile("a.jpg", drawn.getvalue()))
    for path in kept(store):
        with Image.open(path) as picture:
            width, height = picture.size
            assert picture.getpixel((width // 4, height // 2))[1] > 200  # left: white
            assert picture.getpixel((width * 3 // 4, height // 2))[1] < 60  # right: red


def test_a_picture_is_sent_shown_and_removed_with_its_files(client, store, django_capture_on_commit_callbacks):
    client.force_login(member := MemberFactory())
    assert client.get("/anggota/saya/foto/").status_code == 200
    answer = client.post("/anggota/saya/foto/", {"file": files.make_photo(), "picture_audience": 1})
    assert answer.url == member.profile.get_absolute_url()
    address = picture_on(client, answer.url)
    sent = b"".join(client.get(address).streaming_content)
    assert Image.open(io.BytesIO(sent)).size == (384, 384)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/anggota/saya/foto/", {"remove": "1", "picture_audience": 1})
    assert kept(store) == []
    assert client.get(address).status_code == 404
    assert picture_on(client, answer.url) == ""


def test_another_picture_takes_the_place_of_the_one_before(store, django_capture_on_commit_callbacks):
    member = show(MemberFactory(), files.make_photo())
    before = {path.name for path in kept(store)}
    with django_capture_on_commit_callbacks(execute=True):
        show(member, files.make_animation())
    after = {path.name for path in kept(store)}
    assert len(after) == 2
    assert not before & after


def test_the_files_stay_when_the_change_is_undone(store, django_capture_on_commit_callbacks):
    member = show(MemberFactory(), files.make_photo())
    with django_capture_on_commit_callbacks():  # none of which is done
        services.remove_picture(by=member, profile=member.profile)
    assert len(kept(store)) == 2


def test_only_a_picture_for_everyone_lies_where_everyone_may_fetch_it(store, client):
    member = show(MemberFactory(is_listed=True), files.make_photo(), Audience.EVERYONE)
    address = picture_on(client, member.profile.get_absolute_url())
    assert address.startswith("/media/avatars/")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("change", ["audience", "hidden", "switched off"])
def test_a_picture_that_is_for_everyone_no_longer_is_fetched_by_nobody_else(
    store, client, change, django_capture_on_commit_callbacks
):
    member = show(MemberFactory(is_listed=True), files.make_photo(), Audience.EVERYONE)
    address = pictures.address(member.profile)
    with django_capture_on_commit_callbacks(execute=True):
        if change == "audience":
            show(member, None, Audience.MEMBERS)
        elif change == "hidden":
            change_profile(member, is_listed=False)
        else:
            member.is_active = False
            member.save()
            services.follow_account(user=member)
    profile = Profile.objects.get(user=member)
    assert profile.picture.startswith(pictures.PRIVATE)
    assert len(kept(store)) == 2
    assert client.get(address).status_code == 404
    assert client.get(f"/media/{profile.picture}-128.webp").status_code == 404
    assert client.get(pictures.address(profile)).status_code == 404


def test_a_picture_that_becomes_everyones_moves_to_where_all_may_fetch_it(store, client):
    member = show(MemberFactory(is_listed=True), files.make_photo(), Audience.MEMBERS)
    assert picture_on(client, member.profile.get_absolute_url()) == ""
    show(member, None, Audience.EVERYONE)
    assert client.get(picture_on(client, member.profile.get_absolute_url())).status_code == 200


@pytest.mark.parametrize(
    ("audience", "sees"),
    [
        (Audience.MEMBERS, {"member", "moderator", "self"}),
        (Audience.CONTACTS, {"moderator", "self"}),
        (Audience.SELF, {"self"}),
    ],
)
def test_a_private_file_is_sent_to_its_audience_only(store, client, audience, sees):
    owner = show(MemberFactory(is_listed=True), files.make_photo(), audience)
    address = pictures.address(owner.profile)
    got = set()
    for name, person in {
        "visitor": None,
        "member": MemberFactory(),
        "moderator": ModeratorFactory(),
        "self": owner,
    }.items():
        client.logout()
        if person:
            client.force_login(person)
        response = client.get(address)
        if response.status_code == 200:
            got.add(name)
            assert "private" in response["Cache-Control"]
    assert got == sees


@pytest.mark.parametrize(
    "address", ["/anggota/foto/x/128/", "/anggota/foto/{name}/64/", "/anggota/foto/{name}/99999999/"]
)
def test_files_that_are_not_there_are_not_found(store, client, address):
    owner = show(MemberFactory(is_listed=True), files.make_photo())
    client.force_login(owner)
    assert client.get(address.format(name=owner.profile.picture.rpartition("/")[2])).status_code == 404


def test_nobody_changes_the_picture_of_another():
    owner = show(MemberFactory(), files.make_photo())
    with pytest.raises(PermissionDenied):
        show(owner, files.make_photo(), by=MemberFactory())
    with pytest.raises(PermissionDenied):
        services.remove_picture(by=MemberFactory(), profile=owner.profile)


def test_beside_a_text_stands_only_a_picture_that_is_everyones():
    tag = Template("{% load members_tags %}{% person user %}")
    member = show(MemberFactory(is_listed=True), files.make_photo(), Audience.MEMBERS)
    assert "<img" not in tag.render(Context({"user": member}))
    show(member, None, Audience.EVERYONE)
    assert "/media/avatars/" in tag.render(Context({"user": member}))


def show(member, file, audience=Audience.MEMBERS, by=None):
    services.change_picture(by=by or member, profile=member.profile, file=file, audience=audience)
    return member


def kept(store: Path) -> list[Path]:
    return sorted(store.rglob("*.webp"))


def sizes(store: Path) -> list[tuple[int, int]]:
    found = []
    for path in kept(store):
        with Image.open(path) as picture:
            found.append(picture.size)
    return sorted(found)


def picture_on(client, address: str) -> str:
    head = client.get(address).content.decode().split('class="profile-head"')[1].split("</header>")[0]
    return head.split('src="')[1].split('"')[0] if 'src="' in head else ""


def test_a_file_that_got_lost_leaves_initials(store, client):
    owner = show(MemberFactory(is_listed=True), files.make_photo())
    default_storage.delete(f"{owner.profile.picture}-128.webp")
    client.force_login(owner)
    assert client.get(pictures.address(owner.profile)).status_code == 404
    show(owner, None, Audience.EVERYONE)
    assert owner.profile.picture == ""
