"""Entries follow the things they describe, in the transaction of each change."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from celery import current_app
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from outbox.services import run_pending_jobs

from community.forums.models import Post, Topic
from community.forums.services import delete_post, edit_post, hide_post, hide_topic, restore_topic
from community.members.permissions import Viewer
from community.members.services import edit_profile
from home.models import Tag
from search import services
from search.cursors import write_cursor
from search.engines import Question
from search.engines.database import DatabaseEngine
from search.engines.words import Words
from search.models import SearchEntry
from search.services import rebuild, refresh, refresh_posts, refresh_posts_of, refresh_topic
from search.sources import SOURCES
from tests.factories.comments import make_comment, make_story, translate
from tests.factories.entries import make_entry
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.home import make_region_page
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db


def test_a_topic_and_its_replies_are_found_as_one_result() -> None:
    topic = TopicFactory(title="Teripang di Elat")
    PostFactory(topic=topic, body="Harga teripang naik.")
    assert found("teripang") == ["Teripang di Elat"]


def test_how_much_a_topic_was_answered_is_known_soon() -> None:
    topic = TopicFactory(title="Teripang di Elat")
    reply = PostFactory(topic=topic)
    current_app.loader.import_default_modules()
    run_pending_jobs()
    entry = SearchEntry.objects.get(kind="topic", object_id=str(topic.pk))
    assert (entry.popularity, entry.date) == (1, reply.created_at)


def test_a_reply_is_found_by_its_own_words_until_it_is_deleted() -> None:
    post = PostFactory(body="Pakai refraktometer dulu.")
    assert len(found("refraktometer")) == 1
    delete_post(member=post.author, post=post)
    assert found("refraktometer") == []


def test_an_edited_post_is_found_by_its_new_words_only() -> None:
    post = PostFactory(body="Lama sekali.")
    edit_post(editor=post.author, post=post, body="Salinitas turun.")
    assert len(found("salinitas")) == 1
    assert found("sekali") == []


def test_an_entry_says_when_it_was_last_written_and_when_it_was_buried() -> None:
    long_ago = timezone.now() - timedelta(days=9)
    post = PostFactory()
    for change in (
        lambda: edit_post(editor=post.author, post=post, body="Salinitas turun."),
        lambda: delete_post(member=post.author, post=post),
    ):
        entry = SearchEntry.objects.filter(kind="post", object_id=str(post.pk))
        entry.update(updated_at=long_ago)
        change()
        assert entry.get().updated_at > long_ago


def test_a_hidden_topic_takes_its_replies_along_and_brings_them_back(work_outbox) -> None:
    topic = TopicFactory(title="Bagan malam")
    PostFactory(topic=topic, body="Lampu petromaks.")
    moderator = ModeratorFactory()
    hide_topic(moderator=moderator, topic=topic, reason="di luar topik")
    assert found("petromaks") == []
    assert found("bagan") == []
    restore_topic(moderator=moderator, topic=topic)
    work_outbox()
    assert len(found("petromaks")) == 1


def test_a_topic_of_a_closed_category_is_found_by_members_only() -> None:
    member = MemberFactory()
    TopicFactory(title="Rapat pengurus", category=CategoryFactory(audience_see="members"))
    assert found("pengurus") == []
    assert found("pengurus", Viewer(member)) == ["Rapat pengurus"]


def test_a_member_is_found_only_while_they_want_to_be() -> None:
    member = MemberFactory(name="Yosina Rahanra")
    show(member, is_listed=True)
    assert found("rahanra") == ["Yosina Rahanra"]
    show(member, is_listed=False)
    assert found("rahanra") == []


def test_a_comment_is_found_as_long_as_its_page_is_public() -> None:
    story = make_story()
    make_comment(story, "Di Elat jaraknya dua puluh sentimeter.")
    assert len(found("sentimeter")) == 1
    story.unpublish()
    assert found("sentimeter") == []


def test_the_words_of_a_region_go_with_its_page_and_those_in_another_language_stay() -> None:
    page = make_region_page(make_region("81"), introduction="Sulamaniyah.")
    english = translate(page)
    english.introduction = "Wangsalengkara."
    english.save_revision().publish()
    page.delete()
    assert found("sulamaniyah") == []
    assert found("wangsalengkara") == ["Provinsi Maluku"]
    assert found("maluku") == ["Provinsi Maluku"]


def test_a_region_is_found_by_another_name_before_the_one_above_it() -> None:
    make_region("81.02", name="Maluku Tenggara", alternative_names=["Malra"])
    rebuild(["region"], lambda kind, done, total: None)
    assert found("malra") == ["Kabupaten Maluku Tenggara", "Provinsi Maluku"]


def test_rebuilding_everything_changes_nothing_that_is_right_and_forgets_what_is_gone() -> None:
    PostFactory(body="Jemur di para-para.")
    SearchEntry.objects.create(kind="topic", object_id="999999", language="id", title="Hantu", path="/", group="x")
    before = len(found("jemur"))
    rebuild(list(SOURCES), lambda kind, done, total: None)
    assert len(found("jemur")) == before == 1
    assert SearchEntry.objects.get(title="").is_deleted


def test_rebuilding_reads_a_thing_after_its_entry_is_locked_so_that_the_latest_change_wins(monkeypatch) -> None:
    """What changes between taking the lock and reading is read; nothing is read before."""
    topic = TopicFactory(title="Harga kopra di Tual")
    read: list[str] = []
    lock = services._lock_entries

    def lock_late(kind: str, object_ids: Iterable[str]) -> None:
        if kind == "topic":  # another one was faster, and has written its own entry before the lock was given
            Topic.objects.filter(pk=topic.pk).update(title="Harga kopra sesudahnya")
            SearchEntry.objects.filter(kind="topic", object_id=str(topic.pk)).update(title="Harga kopra sesudahnya")
        lock(kind, object_ids)
        read.append(kind)

    monkeypatch.setattr(services, "_lock_entries", lock_late)
    rebuild(["topic"], lambda kind, done, total: None)
    assert read == ["topic"]
    assert found("kopra") == ["Harga kopra sesudahnya"]


def test_rebuilding_forgets_nothing_that_came_back_while_it_went_on() -> None:
    post = PostFactory(body="Pakai refraktometer dulu.")
    rows = Post.objects.filter(pk=post.pk)
    rows.update(act="moved_away")  # it is none of those that are described, for a moment

    def back(kind: str, done: int, total: int) -> None:
        rows.update(act="")

    rebuild(["post"], back)
    assert len(found("refraktometer")) == 1


def test_rebuilding_describes_anew_what_got_its_first_entry_from_another_at_once(monkeypatch) -> None:
    post = PostFactory(body="Pakai refraktometer dulu.")
    SearchEntry.objects.filter(kind="post").delete()
    write, tried = services._write, []

    def write_late(source, things):
        tried.append(things)
        if len(tried) == 1:
            raise IntegrityError
        return write(source, things)

    monkeypatch.setattr(services, "_write", write_late)
    rebuild(["post"], lambda kind, done, total: None)
    assert tried == [[post], [post]]
    assert len(found("refraktometer")) == 1


def test_the_page_shows_hits_and_filters_in_both_languages(client: Client) -> None:
    TopicFactory(title="Pasar ikan Langgur")
    for address in ("/cari/?q=pasar", "/en/cari/?q=pasar&kind=topic"):
        assert "<mark>Pasar</mark>" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "part",
    ["kind=x", "region=99", "sector=%3Cb%3E", "year=0", "when=now", "language=xx", "sort=x", "since=x", "near=0",
     "after=x", "region=" + "9" * 500],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/cari/", "/en/cari/"])
def test_what_was_tampered_with_is_refused_politely(client: Client, path: str, part: str) -> None:
    response = client.get(f"{path}?q=pasar&{part}")
    assert response.status_code == 400
    assert f'href="{path}?q=pasar"' in response.content.decode()


def test_a_place_in_the_results_of_another_search_is_refused(client: Client) -> None:
    cursor = write_cursor(("database", 20, 1), "?q=pasar")
    assert client.get("/cari/", {"q": "pasar", "after": cursor}).status_code == 200
    assert client.get("/cari/", {"q": "harga", "after": cursor}).status_code == 400


@pytest.mark.usefixtures("still_clock")
def test_a_visitor_who_asks_too_fast_waits_and_a_member_does_not(client: Client) -> None:
    assert [client.get("/cari/?q=pasar").status_code for _number in range(3)] == [200, 200, 429]
    client.force_login(MemberFactory())
    assert {client.get("/cari/?q=pasar").status_code for _number in range(5)} == {200}
    assert client.get("/cari/").status_code == 200


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999", "q=pasar&page=2"])
def test_a_page_that_is_not_there_is_not_found(client: Client, query: str) -> None:
    assert client.get(f"/cari/?{query}").status_code == 404


def test_an_empty_search_and_one_without_hits_are_friendly(client: Client) -> None:
    assert client.get("/cari/").status_code == 200
    assert client.get("/cari/?q=tidakadaapaapa").status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_hits(client: Client, count: int, django_assert_max_num_queries) -> None:
    for number in range(count):
        make_entry(f"Panen {number}", kind="topic")
    client.get("/cari/?q=panen")
    with django_assert_max_num_queries(8):
        client.get("/cari/?q=panen")


def found(text: str, viewer: Viewer | None = None) -> list[str]:
    tokens = (viewer or Viewer(AnonymousUser())).tokens
    return [hit.entry.title for hit in DatabaseEngine().search(Question(Words.parse(text), tokens, "id")).hits]


def show(member, *, is_listed: bool, name: str = "") -> None:
    edit_profile(
        by=member,
        profile=member.profile,
        name=name or member.name,
        bio="",
        region=None,
        language="id",
        zone="Asia/Jayapura",
        is_listed=is_listed,
    )


def test_what_bears_a_name_follows_when_it_changes() -> None:
    topic = TopicFactory(title="Teripang di Elat")
    sector, tag = make_sector("energi"), Tag.objects.create(name="Goa")
    topic.sectors.add(sector)
    topic.tags.add(tag)
    refresh("topic", topic)
    run_jobs()
    show(topic.author, is_listed=True, name="Zulaikha Baru")
    sector.name, tag.name = "Tenaga Qwazar", "Zzkriyazz"
    sector.save()
    tag.save()
    run_jobs()
    assert found("qwazar") == found("zzkriyazz") == ["Teripang di Elat"]
    assert SearchEntry.objects.get(kind="topic").author == "Zulaikha Baru"


def test_comments_are_found_under_the_translation_that_is_left() -> None:
    story = make_story(title="Enam kamar")
    english = translate(story)
    english.title = "Six rooms"
    english.save_revision().publish()
    make_comment(english, body="Teripang")
    run_jobs()
    story.delete()
    run_jobs()
    assert {entry.title for entry in SearchEntry.objects.filter(kind="comment", is_deleted=False)} == {"Six rooms"}


def test_a_job_locks_what_is_said_of_a_thing_before_it_reads_the_thing() -> None:
    post = PostFactory()
    for kind, job, key in (("topic", refresh_topic, post.topic_id), ("post", refresh_posts, [post.pk])):
        SearchEntry.objects.filter(kind=kind).update(title="")  # so that there is something to write
        with CaptureQueriesContext(connection) as asked:
            job(key)
        read = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
        read = [sql for sql in read if "author_id" in sql or 'FROM "search_searchentry"' in sql]
        assert 'FROM "search_searchentry"' in read[0]
        assert any(f'FROM "forums_{kind}"' in sql for sql in read[1:])


def test_what_is_hidden_while_a_long_topic_is_described_is_not_found_again(monkeypatch) -> None:
    topic, moderator = TopicFactory(), ModeratorFactory()
    PostFactory(topic=topic, body="Lampu petromaks.")
    later = PostFactory(topic=topic, body="Pakai refraktometer.")
    SearchEntry.objects.filter(kind="post").update(body="", is_deleted=True)
    monkeypatch.setattr(services, "BATCH", 1)
    write = services._write
    is_hidden: list[bool] = []

    def and_hide(source, things):
        write(source, things)
        if not is_hidden:
            is_hidden.append(True)
            hide_post(moderator=moderator, post=later, reason="x")

    monkeypatch.setattr(services, "_write", and_hide)
    assert refresh_posts_of(topic.pk) == 2
    assert len(found("petromaks")) == 1
    assert found("refraktometer") == []


def test_many_entries_are_buried_in_several_statements(monkeypatch) -> None:
    monkeypatch.setattr(services, "BATCH", 2)
    topic, moderator = TopicFactory(title="Bagan malam"), ModeratorFactory()
    for _number in range(5):
        PostFactory(topic=topic)
    with CaptureQueriesContext(connection) as asked:
        hide_topic(moderator=moderator, topic=topic, reason="x")
    buried = [query["sql"] for query in asked if query["sql"].startswith('UPDATE "search_searchentry"')]
    assert len(buried) == 4  # the topic's own, and three for five posts
    assert not SearchEntry.objects.filter(kind="post", is_deleted=False).exists()


def run_jobs() -> None:
    current_app.loader.import_default_modules()
    while run_pending_jobs():
        pass
