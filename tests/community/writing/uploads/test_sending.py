"""Sending a picture for a text: what is taken, what remains of it, and how much one may send."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from PIL import Image

from community.writing.drafts.services import save
from community.writing.models import Upload
from community.writing.uploads import services
from community.writing.uploads.addresses import address_of
from tests.factories import pictures
from tests.factories.assistance import make_assistance
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.texts import make_upload, showing

pytestmark = pytest.mark.django_db
ADDRESS = "/tulisan/gambar/"


@pytest.fixture(autouse=True)
def private(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    return settings.PRIVATE_ROOT


def test_a_photo_is_drawn_anew_upright_and_small_without_place_and_name(private):
    upload = make_upload(size=(4000, 3000))
    [path] = [path for path in private.rglob("*") if path.is_file()]
    assert pictures.PLACE not in path.read_bytes()
    with Image.open(path) as kept:
        assert kept.format == "WEBP"
        assert kept.size == (upload.width, upload.height) == (1920, 1440)
        assert not kept.getexif()
    assert upload.size == path.stat().st_size
    assert upload.name.endswith("-1920x1440.webp")


def test_a_small_picture_keeps_its_size_and_what_shines_through():
    member = MemberFactory()
    upload = services.take(owner=member, file=pictures.draw("PNG", "x.png", (40, 30), (0, 0, 0, 0), "RGBA"))
    assert (upload.width, upload.height) == (40, 30)
    with Image.open(services.files.content_of(upload)) as kept:
        assert kept.mode == "RGBA"


@pytest.mark.parametrize(
    "make", [pictures.make_script, pictures.make_svg, pictures.make_bomb, pictures.make_page_in_a_gif]
)
def test_what_only_claims_to_be_a_picture_is_refused_and_leaves_no_file(client, private, make):
    client.force_login(MemberFactory())
    answer = client.post(ADDRESS, {"picture": make()})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Upload.objects.exists()
    assert not any(path.is_file() for path in private.rglob("*"))


def test_a_picture_of_too_many_bytes_is_refused(settings):
    settings.UPLOAD_MB = 0
    with pytest.raises(ValidationError):
        make_upload()


def test_the_answer_says_how_the_picture_is_put_into_the_text(client):
    client.force_login(MemberFactory())
    told = client.post(ADDRESS, {"picture": pictures.make_photo(), "alt": "Bibit ]( putih"}).json()
    upload = Upload.objects.get()
    assert told["address"] == f"/media/unggahan/{upload.name}"
    assert told["markdown"] == rf"![Bibit \]( putih]({told['address']})"
    assert (told["width"], told["height"]) == (640, 480)


def test_visitors_send_nothing_and_a_form_without_a_picture_is_told_so(client):
    assert client.post(ADDRESS, {"picture": pictures.make_photo()}).status_code == 302
    client.force_login(MemberFactory())
    assert client.post(ADDRESS).status_code == 400
    assert not Upload.objects.exists()


def test_who_may_only_read_sends_no_picture(client):
    member = MemberFactory(silenced_until=timezone.now() + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        make_upload(member)
    client.force_login(member)
    assert client.post(ADDRESS, {"picture": pictures.make_photo()}).status_code == 403


def test_newcomers_send_fewer_pictures_a_day(settings):
    settings.UPLOADS_A_DAY, settings.UPLOADS_A_DAY_NEWCOMER = 3, 1
    newcomer, old = MemberFactory(), MemberFactory(date_joined=timezone.now() - timedelta(days=30))
    for member, most in ((newcomer, 1), (old, 3)):
        for _number in range(most):
            make_upload(member)
        with pytest.raises(ValidationError):
            make_upload(member)
    Upload.objects.update(created_at=timezone.now() - timedelta(days=2))
    make_upload(newcomer)


def test_pictures_of_one_member_take_so_much_room_and_no_more(settings):
    settings.UPLOAD_QUOTA_MB = 1
    member = MemberFactory(date_joined=timezone.now() - timedelta(days=30))
    upload = make_upload(member)
    Upload.objects.filter(pk=upload.pk).update(size=1024 * 1024 - 10)
    with pytest.raises(ValidationError, match="1 MB"):
        make_upload(member)
    assert Upload.objects.count() == 1


def test_a_mentor_sends_a_picture_for_the_person_whose_it_is_then():
    assistance = make_assistance()
    upload = services.take(owner=assistance.person, acted_by=assistance.mentor, file=pictures.make_photo())
    assert (upload.owner, upload.acted_by) == (assistance.person, assistance.mentor)
    with pytest.raises(PermissionDenied):
        services.take(owner=assistance.person, acted_by=MemberFactory(), file=pictures.make_photo())


def test_sending_counts(client, settings):
    settings.UPLOAD_RATE = "1/hour"
    client.force_login(MemberFactory())
    assert client.post(ADDRESS, {"picture": pictures.make_photo()}).status_code == 200
    assert client.post(ADDRESS, {"picture": pictures.make_photo()}).status_code == 429


def test_any_size_is_kept_within_the_longest_side():
    for size, kept in (((3840, 10), (1920, 5)), ((10, 3840), (5, 1920)), ((1920, 1920), (1920, 1920))):
        upload = make_upload(size=size)
        assert (upload.width, upload.height) == kept
        with Image.open(io.BytesIO(services.files.content_of(upload).read())) as picture:
            assert picture.size == kept


def test_a_picture_that_is_only_quoted_does_not_count_for_who_is_new():
    new = MemberFactory(date_joined=timezone.now())
    quoted, own, more = (make_upload() for _time in range(3))
    quoting = "\n".join(f"> {line}" for line in showing(quoted, more).splitlines())
    services.limit_pictures(author=new, text=f"{quoting}\n\n{showing(own)}")
    mine = "\n".join(f"> {line}" for line in showing(*(make_upload(new) for _time in range(2))).splitlines())
    with pytest.raises(ValidationError) as refused:
        services.limit_pictures(author=new, text=mine)
    assert refused.value.code == "too_many_pictures"
    with pytest.raises(ValidationError) as refused:
        services.limit_pictures(author=new, text=showing(own, more))
    assert refused.value.code == "too_many_pictures"


def test_one_picture_too_many_is_refused_as_soon_as_it_is_put_in(client):
    member = MemberFactory(date_joined=timezone.now())
    client.force_login(member)
    address = f"/forum/balas/{TopicFactory().pk}/"
    page = client.get(address).content.decode()
    assert 'data-pictures="1"' in page
    assert 'data-many="Untuk sementara, paling banyak 1 gambar' in page
    sent = {
        "body": "Dua foto.",
        "pictures": [pictures.make_photo(name="a.jpg"), pictures.make_photo(name="b.jpg")],
        "attach": "1",
    }
    page = client.post(address, sent).content.decode()
    assert "b.jpg: Untuk sementara, paling banyak 1 gambar" in page
    assert Upload.objects.count() == 1
    sent = {"body": showing(Upload.objects.get()), "pictures": [pictures.make_photo(name="c.jpg")], "attach": "1"}
    assert "c.jpg: Untuk sementara" in client.post(address, sent).content.decode()
    assert Upload.objects.count() == 1


def test_a_text_with_too_many_pictures_is_refused_with_their_number():
    new = MemberFactory(date_joined=timezone.now())
    with pytest.raises(ValidationError, match=r"paling banyak 1 gambar.*yang ini berisi 3"):
        services.limit_pictures(author=new, text=showing(*(make_upload() for _time in range(3))))


def test_who_is_new_reads_from_when_on_more_pictures_are_possible():
    joined = datetime(2026, 7, 15, 1, 30, 20, tzinfo=UTC)
    new = MemberFactory(date_joined=joined, zone="Asia/Jayapura")
    with time_machine.travel(joined + timedelta(hours=1), tick=False):
        text = showing(make_upload(), make_upload())
        with pytest.raises(
            ValidationError, match=r"Mulai 18 Juli 2026 pukul 10\.31 WIT Anda bisa memakai lebih banyak"
        ):
            services.limit_pictures(author=new, text=text)
    with time_machine.travel(joined + timedelta(days=3, seconds=40), tick=False):
        services.limit_pictures(author=new, text=text)


def test_a_picture_without_words_is_asked_about_again_where_a_draft_is_taken_up(client):
    member = MemberFactory()
    client.force_login(member)
    address = address_of(make_upload(member).name)
    for text, is_asked in ((f"Lihat.\n\n![]({address})", True), (f"Lihat.\n\n![Tali biru]({address})", False)):
        topic = TopicFactory()
        save(user=member, key=f"reply-{topic.pk}", data={"body": [text]})
        page = client.get(f"/forum/balas/{topic.pk}/").content.decode()
        assert ("belum bercerita" in page) == is_asked
