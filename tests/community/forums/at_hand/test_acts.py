"""The simple acts of moderators: what each changes, says and logs, how it is taken back, and who does it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Category, Post, Topic
from community.forums.services.acting import undo
from community.forums.services.undoing import can_be_taken_back
from community.members.permissions import Refused
from community.writing.history.services import hide_version
from community.writing.models import Version
from home.models import Tag
from search.models import SearchEntry
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db

TOPIC_ACTS = {
    "renamed": lambda moderator, topic: services.rename_topic(moderator=moderator, topic=topic, title="Judul baru"),
    "retagged": lambda moderator, topic: services.retag_topic(
        moderator=moderator, topic=topic, regions=[], sectors=[make_sector()], tags=["ombak"], kind="question"
    ),
    "moved_category": lambda moderator, topic: services.recategorise_topic(
        moderator=moderator, topic=topic, category=Category.objects.exclude(pk=topic.category_id).get()
    ),
    "closed": lambda moderator, topic: services.lock_topic(moderator=moderator, topic=topic),
    "pinned": lambda moderator, topic: services.pin_topic(moderator=moderator, topic=topic, everywhere=True),
    "archived": lambda moderator, topic: services.archive_topic(moderator=moderator, topic=topic),
    "unlisted": lambda moderator, topic: services.unlist_topic(moderator=moderator, topic=topic),
    "owner": lambda moderator, topic: services.change_owner(
        moderator=moderator, post=topic.posts.get(number=1), to=MemberFactory(), reason="x"
    ),
}


def facts(topic: Topic) -> dict:
    """All that the acts change, as it is stored."""
    topic = Topic.objects.get(pk=topic.pk)
    columns = ("title", "kind", "category_id", "is_listed", "pinned_everywhere", "pinned_until", "author_id")
    about = {name: set(getattr(topic, name).values_list("pk", flat=True)) for name in ("regions", "sectors", "tags")}
    states = {name: bool(getattr(topic, name)) for name in ("locked_at", "archived_at", "pinned_at")}
    counted = list(Category.objects.order_by("pk").values_list("topic_count", "post_count", "last_post_at"))
    first = topic.posts.get(number=1)
    owner = (first.author_id, first.acted_by_id)
    return {name: getattr(topic, name) for name in columns} | about | states | {"counted": counted, "owner": owner}


@pytest.fixture
def topic():
    CategoryFactory()
    topic = TopicFactory(regions=[make_region("81.02")], tags=[Tag.objects.create(name="bibit", slug="bibit")])
    PostFactory(topic=topic)
    return topic


@pytest.mark.parametrize("act", TOPIC_ACTS)
def test_each_act_is_said_once_in_the_topic_and_in_the_log_and_is_taken_back_whole(topic, act):
    moderator, before = ModeratorFactory(), facts(topic)
    TOPIC_ACTS[act](moderator, topic)
    assert facts(topic) != before
    said = topic.posts.exclude(act="").get()
    assert (said.act, said.number, said.body, said.author) == (act, 3, "", moderator)
    entry = ModelLogEntry.objects.filter(action__startswith="forums.", user=moderator).get()
    assert {"reason", "before", "after"} <= set(entry.data)
    assert entry.data["before"] != entry.data["after"]
    for _twice in range(2):
        undo(moderator=ModeratorFactory(), act=said)
    assert facts(topic) == before
    said.refresh_from_db()
    assert said.act_data["undone_at"]
    assert topic.posts.count() == 3
    assert ModelLogEntry.objects.filter(action="forums.undo").count() == 1


@pytest.mark.parametrize("act", [name for name in TOPIC_ACTS if name not in {"owner", "moved_category"}])
def test_doing_what_is_so_already_writes_nothing_twice(topic, act):
    moderator = ModeratorFactory()
    for _twice in range(2):
        TOPIC_ACTS[act](moderator, Topic.objects.get(pk=topic.pk))
    assert topic.posts.exclude(act="").count() == 1
    assert ModelLogEntry.objects.filter(action__startswith="forums.", user=moderator).count() == 1


@pytest.mark.parametrize("act", TOPIC_ACTS)
def test_only_who_keeps_order_there_does_it_and_takes_it_back(topic, act):
    before = facts(topic)
    for nobody in (MemberFactory(), topic.author, RegionalModeratorFactory(of=make_region("82"))):
        with pytest.raises(Refused):
            TOPIC_ACTS[act](nobody, topic)
    assert facts(topic) == before
    assert not topic.posts.exclude(act="").exists()
    TOPIC_ACTS[act](ModeratorFactory(), topic)
    with pytest.raises(Refused):
        undo(moderator=MemberFactory(), act=topic.posts.exclude(act="").get())


def test_what_was_changed_again_since_is_not_taken_back(topic):
    moderator = ModeratorFactory()
    for title in ("Judul baru", "Judul lain"):
        services.rename_topic(moderator=moderator, topic=topic, title=title)
    first, second = topic.posts.filter(act="renamed").order_by("number")
    with pytest.raises(Refused):
        undo(moderator=moderator, act=first)
    undo(moderator=moderator, act=second)
    undo(moderator=moderator, act=first)
    assert Topic.objects.get(pk=topic.pk).title == topic.title


def test_opening_again_is_said_too_and_the_closing_is_no_longer_taken_back(topic):
    moderator = ModeratorFactory()
    services.lock_topic(moderator=moderator, topic=topic)
    services.unlock_topic(moderator=moderator, topic=topic, reason="Ada kabar baru", is_told=True)
    closed, opened = topic.posts.exclude(act="").order_by("number")
    assert (closed.act, opened.act, opened.act_data["reason"]) == ("closed", "opened", "Ada kabar baru")
    with pytest.raises(Refused):
        undo(moderator=moderator, act=closed)
    undo(moderator=moderator, act=opened)
    assert Topic.objects.get(pk=topic.pk).locked_at


def test_a_reason_is_told_to_readers_only_if_the_moderator_says_so(topic):
    services.lock_topic(moderator=ModeratorFactory(), topic=topic, reason="Keluhan dari Pak Raja")
    assert "reason" not in topic.posts.get(act="closed").act_data
    assert ModelLogEntry.objects.get(action="forums.lock").data["reason"] == "Keluhan dari Pak Raja"


def test_a_renamed_topic_keeps_its_former_title_in_its_history_and_is_found_by_the_new_one(topic):
    services.rename_topic(moderator=ModeratorFactory(), topic=topic, title="Ombak tinggi")
    assert Version.objects.get(kind="topic", object_id=topic.pk).title == topic.title
    assert SearchEntry.objects.get(kind="topic", object_id=str(topic.pk)).title == "Ombak tinggi"


def test_a_title_that_was_held_back_is_not_brought_out_by_the_line_about_it(client, topic):
    moderator, slur = ModeratorFactory(), topic.title
    services.hide_topic(moderator=moderator, topic=topic, reason="Kasar")
    services.rename_topic(moderator=moderator, topic=topic, title="Ombak tinggi")
    services.restore_topic(moderator=moderator, topic=topic)
    page = client.get(Topic.objects.get(pk=topic.pk).get_absolute_url()).content.decode()
    assert "mengganti judul topik ini" in page
    assert slur not in page
    Version.objects.all().delete()  # as with the account of who wrote it
    assert slur not in client.get(Topic.objects.get(pk=topic.pk).get_absolute_url()).content.decode()
    undo(moderator=moderator, act=topic.posts.get(act="renamed"))
    assert Topic.objects.get(pk=topic.pk).title == slur


def test_a_former_title_that_a_moderator_hides_goes_from_the_line_too(client, topic):
    moderator, slur = ModeratorFactory(), topic.title
    services.rename_topic(moderator=moderator, topic=topic, title="Ombak tinggi")
    address = Topic.objects.get(pk=topic.pk).get_absolute_url()
    assert slur in client.get(address).content.decode()
    hide_version(moderator=moderator, version=Version.objects.get(title=slur), reason="Kasar")
    assert slur not in client.get(address).content.decode()
    client.force_login(moderator)
    assert slur in client.get(address).content.decode()


def test_acts_count_neither_as_replies_nor_as_the_last_post(topic):
    before = Topic.objects.get(pk=topic.pk)
    for act in ("renamed", "closed", "pinned"):
        TOPIC_ACTS[act](ModeratorFactory(), topic)
    after = Topic.objects.get(pk=topic.pk)
    assert after.post_count == before.post_count + 3
    counted = ("reply_count", "last_post_at", "last_post_author_id")
    assert [getattr(after, name) for name in counted] == [getattr(before, name) for name in counted]


def test_an_archived_topic_is_neither_renamed_nor_moved_nor_given_away(topic):
    moderator = ModeratorFactory()
    services.archive_topic(moderator=moderator, topic=topic)
    for act in ("renamed", "retagged", "moved_category", "owner"):
        with pytest.raises(Refused):
            TOPIC_ACTS[act](moderator, topic)


def test_moving_to_another_category_needs_the_right_in_both():
    keeper, one, other = MemberFactory(), CategoryFactory(), CategoryFactory()
    one.moderators.add(keeper)
    topic = TopicFactory(category=one)
    with pytest.raises(Refused):
        services.recategorise_topic(moderator=keeper, topic=topic, category=other)
    other.moderators.add(keeper)
    services.recategorise_topic(moderator=keeper, topic=topic, category=other)
    assert Topic.objects.get(pk=topic.pk).category == other


def test_counters_of_both_categories_are_right_after_a_move(topic):
    other = Category.objects.exclude(pk=topic.category_id).get()
    TOPIC_ACTS["moved_category"](ModeratorFactory(), topic)
    counted = Category.objects.values_list("topic_count", "post_count", "last_post_at")
    assert counted.get(pk=topic.category_id) == (0, 0, None)
    assert counted.get(pk=other.pk) == (1, 2, Topic.objects.get(pk=topic.pk).last_post_at)


def test_a_regional_moderator_keeps_no_pin_in_the_category_where_they_put_a_topic():
    topic = TopicFactory(regions=[make_region("81.02")])
    services.pin_topic(moderator=ModeratorFactory(), topic=topic)
    moderator = RegionalModeratorFactory(of=make_region("81"))
    services.recategorise_topic(moderator=moderator, topic=topic, category=CategoryFactory())
    assert not Topic.objects.get(pk=topic.pk).is_pinned
    undo(moderator=ModeratorFactory(), act=topic.posts.get(act="moved_category"))
    assert Topic.objects.get(pk=topic.pk).is_pinned


def test_a_pin_until_a_moment_is_taken_back_to_what_it_was(topic):
    moderator, until = ModeratorFactory(), timezone.now() + timedelta(days=2)
    services.pin_topic(moderator=moderator, topic=topic, until=until)
    services.pin_topic(moderator=moderator, topic=topic, everywhere=True)
    undo(moderator=moderator, act=topic.posts.filter(act="pinned").last())
    stands = Topic.objects.get(pk=topic.pk)
    assert (stands.is_pinned, stands.pinned_everywhere, stands.pinned_until) == (True, False, until)


def test_a_poll_stays_one(topic):
    with pytest.raises(ValidationError):
        services.retag_topic(moderator=ModeratorFactory(), topic=topic, regions=[], sectors=[], tags=[], kind="poll")


def test_acts_are_nobodys_words_and_can_be_neither_hidden_deleted_edited_nor_given_away(topic):
    moderator = ModeratorFactory()
    services.lock_topic(moderator=moderator, topic=topic)
    act = topic.posts.get(act="closed")
    for attempt in (
        lambda: services.hide_post(moderator=moderator, post=act, reason="x"),
        lambda: services.remove_post(moderator=moderator, post=act, reason="x"),
        lambda: services.delete_post(member=moderator, post=act),
        lambda: services.edit_post(editor=moderator, post=act, body="Kata saya."),
        lambda: services.change_owner(moderator=moderator, post=act, to=MemberFactory(), reason="x"),
    ):
        with pytest.raises(Refused):
            attempt()
    assert Post.objects.live().filter(pk=act.pk, body="", author=moderator).exists()


def test_a_pin_until_a_day_is_taken_back_in_every_zone():
    topic, moderator = TopicFactory(), ModeratorFactory()
    with timezone.override("Asia/Jayapura"):
        until = timezone.localtime(timezone.now() + timedelta(days=100)).replace(hour=23, minute=59, second=59)
        services.pin_topic(moderator=moderator, topic=topic, until=until)
        act = topic.posts.get(act="pinned")
        assert can_be_taken_back(moderator, Topic.objects.get(pk=topic.pk), act)
        undo(moderator=moderator, act=act)
    assert not Topic.objects.get(pk=topic.pk).is_pinned
    services.pin_topic(moderator=moderator, topic=topic, until=until)
    with timezone.override("Asia/Jayapura"):
        services.unpin_topic(moderator=moderator, topic=topic)
        undo(moderator=moderator, act=topic.posts.get(act="unpinned"))
    assert Topic.objects.get(pk=topic.pk).pinned_until == until


def test_taking_back_gives_a_topic_the_tag_that_its_former_one_leads_to_now():
    seeds, seedlings = (Tag.objects.create(name=name, slug=name) for name in ("bibit", "benih"))
    topic, moderator = TopicFactory(tags=[seeds, seedlings]), ModeratorFactory()
    services.retag_topic(moderator=moderator, topic=topic, regions=[], sectors=[], tags=[])
    Tag.objects.filter(pk=seedlings.pk).update(synonym_of=seeds)
    undo(moderator=moderator, act=topic.posts.get(act="retagged"))
    assert list(topic.tags.all()) == [seeds]


@pytest.mark.usefixtures("in_english")
def test_a_moderator_of_a_region_does_not_take_a_topic_out_of_their_own_hands():
    mine, other = make_region("81.02"), make_region("82")
    topic, moderator = TopicFactory(regions=[mine]), RegionalModeratorFactory(of=mine)
    about = {"topic": topic, "sectors": [], "tags": []}
    with pytest.raises(ValidationError, match="ask a moderator of all regions"):
        services.retag_topic(moderator=moderator, regions=[other], **about)
    assert list(topic.regions.all()) == [mine]
    services.retag_topic(moderator=moderator, regions=[mine, other], **about)
    services.retag_topic(moderator=ModeratorFactory(), regions=[other], **about)
    services.retag_topic(moderator=ModeratorFactory(), regions=[mine], **about)
    with pytest.raises(Refused, match="ask a moderator of all regions"):
        undo(moderator=moderator, act=topic.posts.filter(act="retagged").last())
    assert list(topic.regions.all()) == [mine]


def test_undoing_is_offered_to_who_may_do_it_alone(client):
    region = make_region("81.02")
    topic, moderator, regional = TopicFactory(regions=[region]), ModeratorFactory(), RegionalModeratorFactory(of=region)
    services.pin_topic(moderator=moderator, topic=topic, everywhere=True)
    services.rename_topic(moderator=moderator, topic=topic, title="Ombak tinggi di Kei")
    pinned, renamed = topic.posts.get(act="pinned"), topic.posts.get(act="renamed")

    def offered(user) -> tuple[bool, bool]:
        client.force_login(user)
        html = client.get(Topic.objects.get(pk=topic.pk).get_absolute_url()).content.decode()
        shown = tuple(f"/forum/moderasi/tindakan/{act.pk}/batal/" in html for act in (pinned, renamed))
        asked = tuple(client.get(f"/forum/moderasi/tindakan/{act.pk}/batal/") for act in (pinned, renamed))
        assert shown == tuple(answer.status_code == 200 for answer in asked)
        return shown

    assert offered(moderator) == (True, True)
    assert offered(regional) == (False, True)
    services.archive_topic(moderator=moderator, topic=topic)
    assert offered(moderator) == (True, False)
    assert offered(regional) == (False, False)
