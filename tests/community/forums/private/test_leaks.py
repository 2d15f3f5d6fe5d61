"""A private conversation shows nowhere to who takes no part: not in lists, not by addresses, not to the staff."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.services import top, unread
from community.forums.services.choices import choices_in
from community.forums.services.conversations import private_category
from community.members.following.kinds import CATEGORY, TOPIC
from community.members.following.services import choose_level
from community.members.models import User
from community.members.permissions import Refused, Viewer
from community.notifications.models import Notification
from community.writing.completing.sources import completions
from community.writing.history import services as history
from community.writing.reactions.services import react
from community.writing.uploads.models import Upload
from community.writing.uploads.services import update_store
from search.models import SearchEntry
from tests.factories.conversations import make_conversation
from tests.factories.forums import TopicFactory
from tests.factories.members import (
    AdministratorFactory,
    MemberFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.notifications import send_mails, tell
from tests.factories.regions import make_region
from tests.factories.secrets import SOUGHT
from tests.factories.texts import make_upload, showing
from tests.test_leaks import PLACES, in_both_languages

pytestmark = pytest.mark.django_db
SECRET = "rahasiadagang"
WORDS = re.compile(rf"{SECRET}\w+", re.IGNORECASE)
STRANGERS = {
    "visitor": lambda: None,
    "member": MemberFactory,
    "regional moderator": lambda: RegionalModeratorFactory(of=make_region("81")),
    "moderator": ModeratorFactory,
    "administrator": AdministratorFactory,
}
FURTHER = [
    "/forum/?tab=mine",
    "/forum/?tab=new",
    "/forum/?tab=unread",
    "/forum/?tab=top&period=day",
    "/forum/pesan/",
    "/forum/ruang/_private/",
    "/forum/markah/",
    "/anggota/saya/mengikuti/",
    "/pemberitahuan/",
    "/sitemap-topics.xml",
    "/sitemap-forum.xml",
    "/tulisan/draf/",
]
ADMIN = [
    "/admin/",
    "/admin/forum/topics/",
    "/admin/forum/posts/",
    "/admin/forum/polls/",
    "/admin/forum/acts/",
    "/admin/forum/categories/",
    "/admin/texts/pictures/",
    "/admin/reports/site-history/",
]


def told() -> tuple[Topic, Post, Upload]:
    """A conversation with the secret in its title, its texts, an earlier text and the words of a picture."""
    author = MemberFactory(name="Penulis Surat", handle="penulis-surat", is_listed=True)
    upload = make_upload(author)
    body = f"Harga {SECRET}isi {SOUGHT}.\n\n{showing(upload).replace('Bibit putih', f'{SECRET}gambar')}"
    topic = make_conversation(author=author, title=f"Perahu {SECRET}judul {SOUGHT}", body=body)
    other = topic.participants.exclude(user=author).get().user
    post = services.reply(author=other, topic=topic, body=f"Setuju {SECRET}balasan {SOUGHT}.")
    history.note_change(kind="post", key=post.pk, editor=other, body=f"Dulu {SECRET}lama.")
    react(user=author, kind="post", key=post.pk, name="agree")
    return Topic.objects.get(pk=topic.pk), post, upload


def addresses(topic: Topic, post: Post, upload: Upload) -> list[str]:
    """Where the conversation itself stands."""
    row = topic.participants.latest("pk")
    of_topic = {"pk": topic.pk, "slug": "x"}  # its own one would be repeated in the page that says there is nothing
    return [
        *(reverse(f"forums:{name}", kwargs=of_topic) for name in ("topic", "jump", "print")),
        reverse("forums:numbered", kwargs={**of_topic, "number": 2}),
        *(reverse(f"forums:{name}", args=[topic.pk]) for name in ("reply", "participants", "leave")),
        reverse("forums:remove_participant", args=[topic.pk, row.pk]),
        *(reverse(f"forums:{name}", args=[post.pk]) for name in ("post", "edit", "delete", "bookmark", "share")),
        reverse("forums:answer", args=[post.pk]),
        reverse("writing:history", args=["post", post.pk]),
        reverse("writing:reactions", args=["post", post.pk]),
        reverse("upload", args=[upload.name]),
        reverse("members:follow", args=["topic", topic.pk]),
    ]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_it_shows_nowhere_to_who_takes_no_part(client, stranger, monkeypatch):
    monkeypatch.setattr("search.limits.limit", lambda request, **rate: None)
    topic, post, upload = told()
    tell()
    for period in ("day", "all"):
        top.count_top(period)
    user = STRANGERS[stranger]()
    if user is not None:
        client.force_login(user)
    public = [*PLACES, *FURTHER, "/anggota/penulis-surat/"]
    for address in in_both_languages([*public, *([] if user is None else ADMIN)]):
        assert WORDS.findall(client.get(address, follow=True).content.decode()) == [], address
    for address in addresses(topic, post, upload):
        response = client.get(address)
        assert response.status_code == 404 or "/masuk/" in response.get("Location", ""), address
        assert WORDS.findall(response.content.decode()) == [], address


@pytest.mark.parametrize("stranger", ["moderator", "administrator"])
def test_the_editing_room_leads_nobody_to_it(client, stranger):
    topic, post, upload = told()
    client.force_login(STRANGERS[stranger]())
    things = {"forum_topics": topic.pk, "forum_posts": post.pk}
    for name, key in things.items():
        for view in ("edit", "inspect", "history", "usage"):
            response = client.get(reverse(f"{name}:{view}", args=[key]))
            assert response.status_code in (302, 403, 404), (name, view)
            assert WORDS.findall(response.content.decode()) == []
    response = client.get(reverse("forum_categories:edit", args=[topic.category_id]))
    assert response.status_code in (302, 403, 404)
    response = client.get(reverse("texts_uploads:inspect", args=[upload.pk]))
    assert WORDS.findall(response.content.decode()) == []


def test_those_who_take_part_reach_all_of_it(client):
    topic, post, upload = told()
    client.force_login(topic.author)
    assert f"{SECRET}judul" in client.get("/forum/pesan/").content.decode()
    page = client.get(topic.get_absolute_url()).content.decode()
    assert f"{SECRET}isi" in page
    assert f"{SECRET}balasan" in page
    assert client.get(reverse("upload", args=[upload.name])).status_code == 200
    assert client.get(reverse("writing:history", args=["post", post.pk])).status_code == 200
    assert client.get(reverse("forums:print", args=[topic.pk, topic.slug])).status_code == 200
    assert client.get(reverse("forums:share", args=[post.pk])).status_code == 404


def test_it_stands_in_no_list_of_topics_for_those_who_take_part_either(client):
    topic, _post, _upload = told()
    client.force_login(topic.author)
    for address in [*PLACES, "/forum/?tab=mine", "/forum/?tab=new", "/forum/?tab=unread", "/anggota/penulis-surat/"]:
        assert WORDS.findall(client.get(address, follow=True).content.decode()) == [], address


def test_neither_search_nor_lists_nor_choices_know_of_it():
    topic, _post, _upload = told()
    viewer = Viewer(topic.author)
    assert not SearchEntry.objects.filter(group=f"topic:{topic.pk}").exists()
    assert not SearchEntry.objects.filter(title__contains=SECRET).exists()
    assert topic not in unread.new_topics(viewer)
    assert topic not in unread.unread_topics(viewer)
    assert choices_in([private_category()]).tags == []
    assert completions(viewer, f"#{SECRET}") == []


def test_pictures_of_it_lie_in_the_private_store():
    _topic, _post, upload = told()
    update_store(upload_id=upload.pk)
    upload.refresh_from_db()
    assert upload.store == Upload.Store.PRIVATE


def test_mentions_and_quotes_reach_only_those_who_take_part():
    mentioned = MemberFactory(handle="bram", is_listed=True)
    topic = make_conversation(body="Tanya @bram dulu.")
    services.reply(author=topic.author, topic=topic, body="Atau @bram besok.")
    tell()
    send_mails()
    assert not Notification.objects.filter(recipient=mentioned).exists()
    assert mentioned.email not in [message.to[0] for message in mail.outbox]


def test_strangers_neither_follow_nor_read_nor_answer_by_the_services():
    topic, _post, _upload = told()
    for name in ("member", "moderator", "administrator"):
        user = User.objects.get(pk=STRANGERS[name]().pk)
        for kind, key in ((TOPIC, topic.pk), (CATEGORY, topic.category_id)):
            with pytest.raises(Refused):
                choose_level(user=user, kind=kind, key=key, level=3)
        with pytest.raises(Refused):
            react(user=user, kind="post", key=topic.posts.first().pk, name="agree")


def test_a_public_topic_is_as_open_as_before():
    topic = TopicFactory()
    for user in (MemberFactory(), ModeratorFactory()):
        assert topic in Topic.objects.visible_to(Viewer(user))
        assert topic in Topic.objects.public_to(Viewer(user))
