"""Nobody keeps order in a private conversation: not at hand, not by moving, merging or undoing, not who takes part."""

from __future__ import annotations

from html import unescape
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.permissions import can_accept, can_tend, shares_audience
from community.forums.services import acting
from community.forums.services.choosing import topics_meant
from community.forums.services.conversations import private_category
from community.forums.services.relocating import require_movable
from community.forums.services.tending import categories_for
from community.forums.views.moderator_acts import POST_ACTS, TOPIC_ACTS, offered
from community.members.models import User
from community.members.permissions import Refused, Viewer
from tests.factories.conversations import make_conversation
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.recounts import is_true

pytestmark = pytest.mark.django_db

STAFF = {"moderator": ModeratorFactory, "administrator": AdministratorFactory}
POST_FACTS = ("pk", "number", "author", "is_live", "act")
PARTS = ["outside", "taking part", "began it"]


def conversation(user: User, part: str) -> Topic:
    """One with four posts, in which somebody has a part or none, and in which others came, left and were taken out."""
    other, third, fourth = (MemberFactory(is_listed=True) for _number in range(3))
    if part == "began it":
        topic = make_conversation(author=user, people=[other], title="Perahu Anna")
    else:
        topic = make_conversation(people=[other, *([user] if part == "taking part" else [])], title="Perahu Anna")
    services.reply(author=other, topic=topic, body="Masih dijual.")
    services.add_participants(by=topic.author, topic=topic, people=[third, fourth])
    services.leave(user=third, topic=topic)
    services.remove_participant(by=topic.author, participant=topic.participants.get(user=fourth))
    return Topic.objects.get(pk=topic.pk)


def state(topic: Topic) -> list:
    columns = [field.attname for field in Topic._meta.concrete_fields]
    return [
        Topic.objects.filter(pk=topic.pk).values_list(*columns).get(),
        list(Post.objects.filter(topic=topic).order_by("number").values_list(*POST_FACTS)),
        ModelLogEntry.objects.filter(label__contains="Perahu Anna").count(),
    ]


@pytest.fixture(params=STAFF)
def user(request):
    return STAFF[request.param]()


@pytest.mark.parametrize("part", PARTS)
def test_no_service_of_moderators_changes_a_conversation(user, part):
    topic, public = conversation(user, part), TopicFactory()
    post, elsewhere = topic.posts.get(number=2), PostFactory(topic=public)
    told = {"moderator": user, "topic": topic}
    about = {"moderator": user, "post": post}
    before = state(topic)
    acts = [
        lambda: services.rename_topic(**told, title="Judul lain"),
        lambda: services.retag_topic(**told, regions=[], sectors=[], tags=[], kind="question"),
        lambda: services.recategorise_topic(**told, category=public.category),
        lambda: services.hide_topic(**told, reason="x"),
        lambda: services.restore_topic(**told),
        lambda: services.lock_topic(**told),
        lambda: services.unlock_topic(**told),
        lambda: services.archive_topic(**told),
        lambda: services.unarchive_topic(**told),
        lambda: services.pin_topic(**told, everywhere=True),
        lambda: services.unpin_topic(**told),
        lambda: services.list_topic(**told),
        lambda: services.unlist_topic(**told),
        lambda: services.remove_topic(**told, reason="x"),
        lambda: services.bring_back_topic(**told),
        lambda: services.hide_post(**about, reason="x"),
        lambda: services.restore_post(**about),
        lambda: services.remove_post(**about, reason="x"),
        lambda: services.bring_back_post(**about),
        lambda: services.change_owner(**about, to=user, reason="x"),
        lambda: services.accept_answer(member=user, post=post),
        lambda: services.move_posts(moderator=user, posts=[post], into=public),
        lambda: services.move_posts(moderator=user, posts=[elsewhere], into=topic),
        lambda: services.split_topic(moderator=user, posts=[post], title="Judul lain"),
        lambda: services.merge_topics(moderator=user, topic=topic, into=public),
        lambda: services.merge_topics(moderator=user, topic=public, into=topic),
        lambda: services.merge_topics(moderator=user, topic=topic, into=make_conversation()),
        *(lambda act=act: acting.undo(moderator=user, act=act) for act in topic.posts.exclude(act="")),
    ]
    for number, act in enumerate(acts):
        with pytest.raises((Refused, ValidationError)):
            assert act() is None, number
    assert state(topic) == before
    assert not can_tend(user, topic)
    assert not can_accept(user, topic)
    assert offered(TOPIC_ACTS, user, topic) == {}
    assert offered(POST_ACTS, user, post) == {}
    for text in (str(topic.pk), f"#{topic.pk}", topic.get_absolute_url(), post.get_absolute_url(), "Perahu Anna"):
        assert topic not in topics_meant(Viewer(user), text, apart_from=0)


@pytest.mark.parametrize("part", PARTS)
def test_no_page_of_moderators_opens_for_a_conversation(client, user, part):
    topic = conversation(user, part)
    acts = list(topic.posts.exclude(act=""))
    names = ("moderate_topic", "choose_posts", "move_posts", "split_topic", "merge_topic")
    addresses = [reverse(f"forums:{name}", args=[topic.pk]) for name in names]
    addresses += [reverse("forums:topic_act", args=[topic.pk, act]) for act in TOPIC_ACTS]
    for post in topic.posts.all():
        addresses.append(reverse("forums:moderate_post", args=[post.pk]))
        addresses += [reverse("forums:post_act", args=[post.pk, act]) for act in POST_ACTS]
    addresses += [reverse("forums:undo_act", args=[act.pk]) for act in acts]
    client.force_login(user)
    before = state(topic)
    for address in addresses:
        for answer in (client.get(address), client.post(address, {"reason": "x", "nomor": "2", "numbers": "2"})):
            only_read = {405} if answer.request["REQUEST_METHOD"] == "POST" else set()
            assert answer.status_code in ({404} if part == "outside" else {403, 404}) | only_read, address
            assert part != "outside" or "Perahu Anna" not in answer.content.decode()
    assert state(topic) == before
    if part != "outside":
        page = client.get(topic.get_absolute_url()).content.decode()
        assert "/forum/moderasi/" not in page
        assert "Anna" in page


def test_posts_go_between_rooms_alone(user):
    one, other, public, another = make_conversation(), make_conversation(), TopicFactory(), TopicFactory()
    pairs = [(one, one), (public, another), (one, other), (one, public), (public, one)]
    assert [shares_audience(*pair) for pair in pairs] == [True, True, False, False, False]
    require_movable(user, public, another) if Viewer(user).is_moderator else None
    for pair in pairs[2:]:
        with pytest.raises(Refused):
            require_movable(user, *pair)


def test_who_keeps_order_in_both_is_still_told_that_the_readers_differ(monkeypatch):
    from community.forums import permissions
    from community.forums.services import relocating

    monkeypatch.setattr(relocating, "can_moderate", lambda user, topic: True)
    with pytest.raises(Refused, match="bukan untuk orang yang sama"):
        require_movable(ModeratorFactory(), TopicFactory(), make_conversation())
    assert relocating.shares_audience is permissions.shares_audience


def test_no_topic_comes_into_the_room_of_conversations():
    moderator, post, room = ModeratorFactory(), PostFactory(), private_category()
    assert room not in categories_for(moderator, post.topic)
    with pytest.raises(Refused):
        services.recategorise_topic(moderator=moderator, topic=post.topic, category=room)
    with pytest.raises(Refused):
        services.split_topic(moderator=moderator, posts=[post], title="Judul lain", category=room)
    assert is_true(post.topic)


def test_what_tells_who_came_and_left_is_nobodys_to_change_keep_or_answer(client):
    topic = conversation(ModeratorFactory(), "outside")
    for act in topic.posts.exclude(act="").select_related("author"):
        author = User.objects.get(pk=act.author_id)
        for change in (
            lambda author=author, act=act: services.edit_post(editor=author, post=act, body="Lain sekali."),
            lambda author=author, act=act: services.delete_post(member=author, post=act),
        ):
            with pytest.raises(Refused):
                change()
    act = topic.posts.filter(author=topic.author).exclude(act="").first()
    client.force_login(topic.author)
    for name in ("edit", "delete"):
        address = reverse(f"forums:{name}", args=[act.pk])
        assert client.get(address).status_code == 403
        assert client.post(address, {"body": "Lain sekali."}).status_code == 403
        assert address not in client.get(topic.get_absolute_url()).content.decode()
    for name in ("bookmark", "share", "moderate_post"):
        assert client.get(reverse(f"forums:{name}", args=[act.pk])).status_code == 404
    assert Post.objects.get(pk=act.pk).is_live


@pytest.mark.parametrize("name", ["topic", "print"])
def test_who_came_and_left_is_said_on_the_page_and_on_paper(client, name):
    topic = conversation(ModeratorFactory(), "outside")
    people = [row.user for row in topic.participants.order_by("pk")]
    starter, _other, third, fourth = people
    client.force_login(starter)
    page = unescape(client.get(reverse(f"forums:{name}", args=[topic.pk, topic.slug])).content.decode())
    for said in (
        f"{starter} menambahkan {third}, {fourth}",
        f"{third} keluar dari percakapan",
        f"{starter} mengeluarkan {fourth} dari percakapan",
    ):
        assert page.count(said) == 1, said
    assert "mengubah sesuatu di sini" not in page


def test_an_act_of_a_moderator_stands_on_no_paper(client):
    topic = TopicFactory()
    services.lock_topic(moderator=ModeratorFactory(), topic=topic)
    response = client.get(reverse("forums:print", args=[topic.pk, topic.slug]))
    assert [post.number for post in response.context["posts"]] == [1]


def test_counting_anew_finds_conversations_right_and_repairs_them():
    topic = conversation(ModeratorFactory(), "outside")
    assert is_true(topic)
    said = StringIO()
    call_command("recount_forums", stdout=said)
    assert said.getvalue() == "Nothing to do: all counts are right.\n"
    Topic.objects.filter(pk=topic.pk).update(reply_count=9, post_count=9)
    call_command("recount_forums", stdout=StringIO())
    assert is_true(topic)
    room = private_category()
    assert (room.topic_count, room.post_count, room.last_post_at) == (0, 0, None)


@pytest.mark.parametrize("name", ["forum_topics", "forum_posts", "forum_polls", "forum_categories"])
def test_lists_of_the_editing_room_hold_none_of_it(client, user, name):
    topic = conversation(user, "taking part")
    client.force_login(user)
    for query in ("", "?q=Anna", f"?category={topic.category_id}", "?held=true"):
        page = client.get(reverse(f"{name}:index") + query)
        assert page.status_code in (200, 302), query
        assert "Perahu Anna" not in page.content.decode()
        assert "Masih dijual" not in page.content.decode()
