"""Who is written down as mentioned, and who is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import BaseViewRestriction

from community.comments.services import hide_comment
from community.forums.models import Category
from community.forums.services import edit_post, hide_post, reply, restore_post, restore_topic, start_topic
from community.members.blocking.services import block
from community.members.organisations.services import suspend
from community.writing.mentions.models import Mention
from community.writing.mentions.services import note_mentions
from community.writing.signals import Hold, mentioned, screening
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.hiding import restrict, the_group
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.organisations import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria():
    return MemberFactory(handle="maria", is_listed=True)


@pytest.fixture
def told():
    """What was announced, each with whom it names."""
    heard: list[tuple[str, int, list[Mention]]] = []

    def listen(kind, key, author, mentions, **kwargs):
        heard.append((kind, key, mentions))

    mentioned.connect(listen)
    yield heard
    mentioned.disconnect(listen)


def users_of(kind: str, key: int) -> set[int | None]:
    return set(Mention.objects.filter(kind=kind, object_id=key).values_list("user_id", flat=True))


def test_a_reply_a_first_post_and_a_comment_name_a_member(maria, told):
    post = PostFactory(body="Kata @maria begitu, dan lagi @Maria.")
    first = TopicFactory(body="Bagaimana, @maria?").posts.get()
    comment = make_comment(make_story(), body="Terima kasih, @maria.")
    assert users_of("post", post.pk) == users_of("post", first.pk) == users_of("comment", comment.pk) == {maria.pk}
    assert [(kind, key) for kind, key, _mentions in told] == [
        *(("post", post.pk), ("post", first.pk), ("comment", comment.pk)),
    ]
    assert [mention.user for mention in told[0][2]] == [maria]


def test_an_organisation_in_view_is_named_by_its_handle(told):
    organisation = make_organisation(handle="koperasi-hoat")
    post = PostFactory(body="Tanya @koperasi-hoat.")
    assert Mention.objects.get(object_id=post.pk).organisation == organisation
    suspend(by=AdministratorFactory(), organisation=organisation, reason="x")
    assert not Mention.objects.filter(object_id=PostFactory(body="Tanya @koperasi-hoat.").pk).exists()


@pytest.mark.parametrize("text", ["`@maria`", "> @maria", "[@maria](/x/)", "surel@maria", "@mar1a", "@marla", "maria"])
def test_what_names_nobody_is_not_noted(maria, text):
    assert not users_of("post", PostFactory(body=f"Isi.\n\n{text}\n\nLagi.").pk)


def test_a_handle_of_before_still_names_its_owner(maria):
    from community.members.services import change_handle

    change_handle(by=maria, profile=maria.profile, handle="maria-baru")
    assert users_of("post", PostFactory(body="Halo @maria dan @maria-baru").pk) == {maria.pk}


def test_nobody_hears_of_their_own_text(maria):
    assert not users_of("post", PostFactory(author=maria, body="Saya @maria.").pk)


def test_who_blocked_the_author_hears_nothing_and_the_author_sees_no_difference(maria):
    author = MemberFactory()
    block(user=maria, other=author)
    post = PostFactory(author=author, body="Halo @maria")
    assert not users_of("post", post.pk)
    assert 'href="/anggota/maria/"' in post.html


def test_who_is_not_found_hears_of_it_all_the_same():
    hidden = MemberFactory(handle="sembunyi", is_listed=False)
    post = PostFactory(body="Halo @sembunyi")
    assert users_of("post", post.pk) == {hidden.pk}
    assert "<a" not in post.html


def test_who_may_not_read_the_room_hears_nothing(maria):
    group = Group.objects.create(name="Pengurus")
    inside = MemberFactory(handle="di-dalam")
    author = MemberFactory()
    for member in (inside, author):
        member.groups.add(group)
    room = CategoryFactory(audience_see=f"group:{group.pk}")
    topic = start_topic(author=author, category=room, title="Rapat", body="Halo @maria dan @di-dalam")
    assert users_of("post", topic.posts.get().pk) == {inside.pk}


def test_who_may_not_open_the_page_hears_nothing_of_a_comment(maria):
    story = make_story()
    restrict(story, "groups")
    moderator = MemberFactory(is_superuser=True)
    comment = make_comment(story, body="Halo @maria", author=moderator)
    assert not users_of("comment", comment.pk)


def test_a_visitor_names_nobody(maria):
    comment = make_visitor_comment(make_story(), body="Halo @maria")
    assert not users_of("comment", comment.pk)
    assert 'href="/anggota/maria/"' in comment.rendered


def test_an_edit_tells_who_is_new_and_nobody_twice(maria, told):
    siti = MemberFactory(handle="siti")
    post = PostFactory(body="Halo @maria")
    for body in ("Halo", "Halo @maria dan @siti", "Halo @siti"):
        edit_post(editor=post.author, post=post, body=body)
    assert users_of("post", post.pk) == {maria.pk, siti.pk}
    assert [[mention.user for mention in mentions] for _kind, _key, mentions in told] == [[maria], [siti]]


def test_a_text_that_is_changed_again_and_again_calls_no_crowd():
    members = [MemberFactory(handle=f"orang-{number}", is_listed=True) for number in range(6)]
    post = PostFactory(body="Ya, @orang-0 dan @orang-1.")
    for one, other in ((2, 3), (4, 5)):
        edit_post(editor=post.author, post=post, body=f"Ya, @orang-{one} dan @orang-{other}.")
    assert users_of("post", post.pk) == {member.pk for member in members[:4]}


def test_what_is_held_names_nobody_until_it_is_released(maria, told):
    def hold(**kwargs):
        return Hold("baca dulu")

    screening.connect(hold)
    post, topic = None, None
    try:
        topic = TopicFactory(body="Halo @maria")
        edit_post(editor=topic.author, post=topic.posts.get(), body="Halo lagi @maria")
    finally:
        screening.disconnect(hold)
    open_topic = TopicFactory()
    screening.connect(hold)
    try:
        post = reply(author=MemberFactory(), topic=open_topic, body="Ya @maria")
    finally:
        screening.disconnect(hold)
    assert told == []
    moderator = ModeratorFactory()
    first = topic.posts.get()
    restore_topic(moderator=moderator, topic=topic)
    restore_post(moderator=moderator, post=first)
    restore_post(moderator=moderator, post=post)
    assert {key for _kind, key, _mentions in told} == {first.pk, post.pk}
    hide_post(moderator=moderator, post=post, reason="x")
    restore_post(moderator=moderator, post=post)
    assert len(told) == 2


def test_a_comment_that_is_shown_again_tells_nobody_again(maria, told):
    from community.comments.services import restore_comment

    comment, moderator = make_comment(make_story(), body="Halo @maria"), ModeratorFactory()
    hide_comment(by=moderator, comment=comment, reason="x")
    restore_comment(by=moderator, comment=comment, reason="x")
    assert len(told) == 1


@pytest.mark.parametrize(("days", "most"), [(0, 2), (30, 10)])
def test_a_text_names_so_many_and_newcomers_fewer(days, most):
    author = MemberFactory(date_joined=timezone.now() - timedelta(days=days))
    names = [f"@orang-{number}" for number in range(most)]
    topic = TopicFactory()
    PostFactory(author=author, topic=topic, body=" ".join(names) + " @orang-0\n\n> @lain @lagi")
    too_many = " ".join(names) + " @orang-lebih"
    with pytest.raises(ValidationError, match=str(most)):
        reply(author=author, topic=topic, body=too_many)
    with pytest.raises(ValidationError, match=str(most)):
        start_topic(author=author, category=topic.category, title="Halo", body=too_many)
    with pytest.raises(ValidationError, match=str(most)):
        edit_post(editor=author, post=topic.posts.get(author=author), body=too_many)
    with pytest.raises(ValidationError, match=str(most)):
        make_comment(make_story(), author=author, body=too_many)


@pytest.mark.parametrize("count", [1, 10])
def test_many_names_cost_what_one_does(count):
    members = [MemberFactory(handle=f"orang-{number}", is_listed=True) for number in range(count)]
    post = PostFactory()
    text = " ".join(f"@orang-{number}" for number in range(count))
    with CaptureQueriesContext(connection) as asked:
        noted = note_mentions(kind="post", key=post.pk, author=post.author, text=text)
    assert {mention.user_id for mention in noted} == {member.pk for member in members}
    assert len(asked) <= 6


def test_a_reply_without_names_asks_nothing_for_them(maria):
    topic, author = TopicFactory(), MemberFactory()
    with CaptureQueriesContext(connection) as asked:
        reply(author=author, topic=topic, body="Tanpa nama, a@maria.com.")
    assert not [query for query in asked if "mention" in query["sql"] or "members_handle" in query["sql"]]


@pytest.mark.parametrize("kind", ["post", "comment"])
def test_in_what_is_closed_many_who_are_called_cost_as_many_questions_as_one(kind):
    group, costs = the_group(), []
    people = [MemberFactory(handle=f"anggota-{number}") for number in range(5)]
    outside = MemberFactory(handle="luar")
    group.user_set.add(*people)
    author = MemberFactory(date_joined=timezone.now() - timedelta(days=90))
    group.user_set.add(author)
    if kind == "post":
        key = PostFactory(author=author).pk
        Category.objects.update(audience_see=f"group:{group.pk}")
    else:
        page = make_story()
        key = make_comment(page, author=author).pk
        restrict(page, BaseViewRestriction.GROUPS)
    for called in (people[:1], people):
        Mention.objects.all().delete()
        text = " ".join(f"@{member.profile.handle.text}" for member in [*called, outside])
        with CaptureQueriesContext(connection) as captured:
            note_mentions(kind=kind, key=key, author=author, text=text)
        assert users_of(kind, key) == {member.pk for member in called}
        costs.append(len(captured))
    assert costs[0] == costs[1]
