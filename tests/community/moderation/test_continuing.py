"""A comment goes on as a topic: by who keeps order there, once, each leading to the other."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from guard.limits import forget_counts
from wagtail.models import ModelLogEntry

from community.comments import services as comments
from community.comments.threads import THREADS_PER_PAGE
from community.forums import services as forums
from community.forums.models import Topic
from community.members.models import User
from community.members.permissions import Refused, Viewer
from community.moderation.models import Continuation
from community.moderation.services.continuing import FOR_MEMBERS, continue_in_forum, topics_of
from community.writing.kinds import everyone
from tests.factories.comments import make_comment
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.hiding import restrict, the_group
from tests.factories.home import make_region_page
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region
from tests.factories.told import make_story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh():
    forget_counts()
    with translation.override("id"):
        yield


@pytest.fixture
def story():
    return make_story(parent=make_region_page(make_region("81.02")))


@pytest.fixture
def comment(story):
    return make_comment(story, "Bagaimana kalau kita beli perahu bersama?")


def facts(**others) -> dict[str, object]:
    return {"category": CategoryFactory(), "title": "Perahu bersama", "body": "Mari kita bahas di sini.", **others}


def test_the_topic_is_the_moderators_own_words_with_a_link_and_the_comment_leads_there(client, story, comment):
    moderator = ModeratorFactory()
    topic = continue_in_forum(moderator=moderator, comment=comment, **facts())
    first = topic.posts.get()
    assert (topic.author, topic.title) == (moderator, "Perahu bersama")
    assert first.body.startswith("Mari kita bahas di sini.\n\n")
    assert comment.get_absolute_url() in first.body
    assert "beli perahu" not in first.body
    html = client.get(story.url).content.decode()
    assert f'<a href="{topic.get_absolute_url()}">Perahu bersama</a>' in html
    assert comment.get_absolute_url() in client.get(topic.get_absolute_url()).content.decode()
    thread = client.get(reverse("comments:thread", args=[comment.pk])).content.decode()
    assert topic.get_absolute_url() in thread
    assert ModelLogEntry.objects.get(action="moderation.continue").data["after"] == {"topic": topic.pk}


def test_a_second_time_gives_the_same_topic(comment):
    moderator = ModeratorFactory()
    first = continue_in_forum(moderator=moderator, comment=comment, **facts())
    assert continue_in_forum(moderator=ModeratorFactory(), comment=comment, **facts(title="Lain sekali")) == first
    assert Continuation.objects.count() == Topic.objects.count() == 1


def test_who_keeps_order_there_may_and_nobody_else(client, story, comment):
    there = User.objects.get(pk=RegionalModeratorFactory(of=make_region("81.02")).pk)
    elsewhere = User.objects.get(pk=RegionalModeratorFactory(of=make_region("82")).pk)
    address = reverse("moderation:continue", args=[comment.pk])
    for person in (MemberFactory(), comment.author, elsewhere):
        with pytest.raises(Refused):
            continue_in_forum(moderator=person, comment=comment, **facts())
        client.force_login(person)
        assert client.get(address).status_code == 404
        assert client.post(address, {"title": "x"}).status_code == 404
        assert address not in client.get(story.url).content.decode()
    assert not Topic.objects.exists()
    client.force_login(there)
    assert address in client.get(story.url).content.decode()
    assert continue_in_forum(moderator=there, comment=comment, **facts())
    assert address not in client.get(story.url).content.decode()


@pytest.mark.parametrize("act", ["hidden", "deleted", "unpublished"])
def test_what_does_not_stand_goes_on_nowhere(story, comment, act):
    moderator = ModeratorFactory()
    if act == "hidden":
        comments.hide_comment(by=moderator, comment=comment, reason="iklan")
    elif act == "deleted":
        comments.delete_comment(by=comment.author, comment=comment)
    else:
        story.unpublish()
    with pytest.raises(Refused):
        continue_in_forum(moderator=moderator, comment=comment, **facts())


def test_a_topic_that_is_closed_to_the_reader_is_not_named(client, story, comment):
    moderator = ModeratorFactory()
    topic = continue_in_forum(moderator=moderator, comment=comment, **facts(title="Rahasia para penjaga"))
    comment.refresh_from_db()
    assert topics_of([comment], everyone()) == {comment.pk: topic}
    forums.hide_topic(moderator=moderator, topic=topic, reason="salah tempat")
    assert topics_of([comment], everyone()) == topics_of([comment], Viewer(moderator)) == {}
    assert "Rahasia para penjaga" not in client.get(story.url).content.decode()


def test_one_does_it_on_a_page_that_is_led_from_the_comment(client, story, comment):
    client.force_login(ModeratorFactory())
    address = reverse("moderation:continue", args=[comment.pk])
    page = client.get(address).content.decode()
    assert "Bagaimana kalau kita beli perahu bersama?" in page
    assert f'value="{story.title}"' in page
    category = CategoryFactory()
    sent = {"category": category.slug, "title": "Perahu bersama", "body": "Mari.", "idempotency_key": "k" * 20}
    assert 'class="error' in client.post(address, sent | {"title": ""}).content.decode()
    assert not Topic.objects.exists()
    first, again = (client.post(address, sent) for _press in range(2))
    topic = Topic.objects.get()
    assert first.url == again.url == topic.get_absolute_url()
    assert client.get(address).url == topic.get_absolute_url()


@pytest.mark.parametrize("count", [1, 10])
def test_a_page_asks_once_for_all_of_them(story, count, django_assert_num_queries):
    moderator, found = ModeratorFactory(), []
    for number in range(count):
        comment = make_comment(story, f"Utas {number}")
        continue_in_forum(moderator=moderator, comment=comment, **facts(title=f"Perahu bersama {number}"))
        comment.refresh_from_db()
        found.append(comment)
    assert count < THREADS_PER_PAGE
    viewer = everyone()
    assert viewer.tokens
    with django_assert_num_queries(1):
        assert len(topics_of(found, viewer)) == count
    plain = make_comment(story, "Tanpa topik")
    with django_assert_num_queries(0):
        assert topics_of([plain], viewer) == {}


def test_the_comment_leads_into_the_topic_with_which_this_one_was_merged(client, story, comment):
    moderator = ModeratorFactory()
    topic = continue_in_forum(moderator=moderator, comment=comment, **facts())
    into = TopicFactory(title="Perahu untuk semua")
    forums.merge_topics(moderator=moderator, topic=topic, into=into)
    assert f'<a href="{into.get_absolute_url()}">Perahu untuk semua</a>' in client.get(story.url).content.decode()
    client.force_login(moderator)
    assert client.get(reverse("moderation:continue", args=[comment.pk])).url == into.get_absolute_url()


def test_where_the_topic_was_deleted_it_may_go_on_anew(client, story, comment):
    moderator = ModeratorFactory()
    topic = continue_in_forum(moderator=moderator, comment=comment, **facts())
    forums.remove_topic(moderator=moderator, topic=topic, reason="salah tempat")
    client.force_login(moderator)
    assert reverse("moderation:continue", args=[comment.pk]) in client.get(story.url).content.decode()
    other = continue_in_forum(moderator=moderator, comment=comment, **facts())
    assert other != topic
    assert other.get_absolute_url() in client.get(story.url).content.decode()


@pytest.mark.parametrize("act", ["hidden", "deleted"])
def test_a_topic_leads_to_the_page_where_its_comment_is_no_longer_shown(client, story, comment, act):
    moderator = ModeratorFactory()
    topic = continue_in_forum(moderator=moderator, comment=comment, **facts())
    if act == "hidden":
        comments.hide_comment(by=moderator, comment=comment, reason="iklan")
    else:
        comments.delete_comment(by=comment.author, comment=comment)
    assert comment.get_absolute_url() in client.get(topic.get_absolute_url()).content.decode()
    answer = client.get(comment.get_absolute_url())
    assert answer.url == f"{story.url}#komentar"
    assert "beli perahu" not in client.get(story.url).content.decode()
    restrict(story)
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_what_is_for_members_goes_on_among_members(client, story, comment):
    restrict(story)
    moderator = ModeratorFactory()
    public, members = CategoryFactory(), CategoryFactory(audience_see="members")
    group = CategoryFactory(audience_see=f"group:{the_group().pk}")
    with pytest.raises(ValidationError, match="Hanya anggota"):
        continue_in_forum(moderator=moderator, comment=comment, **facts(category=public))
    client.force_login(moderator)
    address = reverse("moderation:continue", args=[comment.pk])
    page = client.get(address)
    assert list(page.context["form"].fields["category"].queryset) == [members, group]
    assert "Hanya anggota" in page.content.decode()
    sent = {"category": public.slug, "title": story.title, "body": "Mari.", "idempotency_key": "k" * 20}
    assert client.post(address, sent).context["form"].errors["category"] == [str(FOR_MEMBERS)]
    assert not Topic.objects.exists()
    assert client.post(address, sent | {"category": members.slug}).status_code == 302
    client.logout()
    assert client.get(Topic.objects.get().get_absolute_url()).status_code in (302, 403, 404)


def test_what_only_some_may_read_goes_on_nowhere(client, story, comment):
    restrict(story, "groups")
    moderator = ModeratorFactory()
    moderator.groups.add(the_group())
    moderator = User.objects.get(pk=moderator.pk)
    with pytest.raises(Refused, match="Hanya sebagian"):
        continue_in_forum(
            moderator=moderator, comment=comment, **facts(category=CategoryFactory(audience_see="members"))
        )
    client.force_login(moderator)
    page = client.get(reverse("moderation:continue", args=[comment.pk]))
    assert page.status_code == 403
    assert "Hanya sebagian" in page.content.decode()
    assert 'name="title"' not in page.content.decode()
