"""What was built beside private conversations names none of them: acts, merged addresses, jobs, and what one had."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from community.forums import services
from community.forums.models import Act, Participant, Post, Reading, Topic
from community.forums.services import levels, top
from community.forums.services.acting import note_act
from community.forums.services.bookmarks import bookmark_post
from community.forums.services.merged import address_after_merging
from community.forums.services.publication import changing
from community.members.following.kinds import TOPIC
from community.members.models import User
from community.members.permissions import Viewer
from community.notifications.models import Notification
from community.writing.drafts.services import save as save_draft
from search import services as search
from search.models import SearchEntry
from search.similar import similar_topics
from tests.community.forums.private.test_leaks import FURTHER, PLACES, SECRET, WORDS, addresses, in_both_languages, told
from tests.factories.conversations import make_conversation
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.notifications import quoting, send_mails, tell, watch
from tests.factories.secrets import SOUGHT

pytestmark = pytest.mark.django_db

GOING = ["left", "taken out", "left the group", "its group was taken out"]


def once_there(how: str, topic: Topic) -> User:
    """Somebody who took part, kept, followed and read it, was told of it and began an answer, before they went."""
    user = MemberFactory(is_listed=True, name="Dahulu Ada")
    by_group = "group" in how
    group = Group.objects.create(name="Pengurus")
    if by_group:
        user.groups.add(group)
        topic.author.groups.add(group)
        services.add_participants(by=topic.author, topic=topic, groups=[group])
    else:
        services.add_participants(by=topic.author, topic=topic, people=[user])
    first = topic.posts.get(number=1)
    bookmark_post(user=user, post=first)
    own = services.reply(author=user, topic=topic, body=f"Baik {SECRET}jawab.")
    services.reply(author=topic.author, topic=topic, body=quoting(own, f"Ya {SECRET}kutip."))
    watch(user, TOPIC, topic.pk)
    Reading.objects.update_or_create(user=user, topic=topic, defaults={"last_read": 1})
    save_draft(user=user, key=f"reply-{topic.pk}", data={"body": ["Setengah jadi"]})
    save_draft(user=user, key=f"edit-{own.pk}", data={"body": ["Setengah jadi"]})
    tell()
    assert Notification.objects.filter(recipient=user).exists()
    row = topic.participants.filter(group=group) if by_group else topic.participants.filter(user=user)
    if how == "left":
        services.leave(user=user, topic=topic)
    elif how == "left the group":
        user.groups.remove(group)
    else:
        services.remove_participant(by=topic.author, participant=row.get())
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("how", GOING)
def test_who_took_part_once_is_shown_nothing_more(client, how, monkeypatch):
    monkeypatch.setattr("search.limits.limit", lambda request, **rate: None)
    topic, post, upload = told()
    user = once_there(how, topic)
    services.edit_topic(editor=topic.author, topic=topic, title=f"Sampan {SECRET}baru {SOUGHT}", regions=[])
    services.reply(author=topic.author, topic=topic, body=f"Lalu {SECRET}sesudah.")
    tell()
    for period in ("day", "all"):
        top.count_top(period)
    client.force_login(user)
    own = ["/pemberitahuan/", "/anggota/saya/mengikuti/", "/anggota/saya/berita/", "/anggota/penulis-surat/"]
    for address in in_both_languages([*PLACES, *FURTHER, *own]):
        assert WORDS.findall(client.get(address, follow=True).content.decode()) == [], address
    topic = Topic.objects.get(pk=topic.pk)
    for address in addresses(topic, post, upload):
        response = client.get(address)
        assert response.status_code == 404, address
        assert WORDS.findall(response.content.decode()) == [], address
    mail.outbox.clear()
    send_mails()
    assert user.email not in [message.to[0] for message in mail.outbox]
    assert levels.in_force(Viewer(user), topic) == levels.in_force(Viewer(MemberFactory()), topic)


def test_no_job_of_the_search_takes_it_up():
    topic, _post, _upload = told()
    search.refresh_topic(topic.pk)
    search.refresh_posts_of(topic.pk)
    search.refresh_posts(list(topic.posts.values_list("pk", flat=True)))
    search.rebuild(["topic", "post"], lambda *told: None)
    for search_for in ({"group": f"topic:{topic.pk}"}, {"title__contains": SECRET}, {"body__contains": SECRET}):
        assert not SearchEntry.objects.filter(**search_for, is_deleted=False).exists()
    for user in (topic.author, ModeratorFactory()):
        assert similar_topics(topic.title, viewer=Viewer(user), language="id") == []


def test_a_quote_of_it_elsewhere_and_of_others_in_it_tells_nobody_who_may_not_read():
    topic, post, _upload = told()
    public, bystander = PostFactory(), MemberFactory()
    services.reply(author=topic.author, topic=topic, body=quoting(public, "Ini yang saya maksud."))
    services.reply(author=bystander, topic=public.topic, body=quoting(post).replace(SECRET, "tebakan"))
    tell()
    assert not Notification.objects.filter(recipient=public.author, activity__actor=topic.author).exists()
    send_mails()
    for message in mail.outbox:
        if message.to[0] not in {topic.author.email, post.author.email}:
            assert SECRET not in f"{message.subject} {message.body}"


def test_nothing_of_it_stands_in_the_log_of_the_editing_room():
    topic, post, _upload = told()
    services.edit_topic(editor=topic.author, topic=topic, title=f"Sampan {SECRET}baru", regions=[])
    services.edit_post(editor=post.author, post=post, body=f"Lain {SECRET}lagi.")
    services.delete_post(member=post.author, post=Post.objects.get(pk=post.pk))
    services.add_participants(by=topic.author, topic=topic, people=[MemberFactory(is_listed=True)])
    for row in Participant.objects.filter(topic=topic).exclude(user=topic.author):
        services.remove_participant(by=topic.author, participant=row)
    services.leave(user=topic.author, topic=topic)
    assert not Topic.objects.filter(pk=topic.pk).exists()
    for entry in ModelLogEntry.objects.all():
        assert SECRET not in f"{entry.label} {entry.data}"


def test_a_conversation_and_a_topic_with_the_same_people_are_not_mixed_up_in_counts():
    author, other = MemberFactory(), MemberFactory()
    make_conversation(author=author, people=[other])
    public = TopicFactory(author=author)
    assert (public.category.topic_count, public.category.post_count) == (0, 0)
    public.category.refresh_from_db()
    assert (public.category.topic_count, public.category.post_count) == (1, 1)


@pytest.mark.parametrize("stranger", [MemberFactory, ModeratorFactory, AdministratorFactory])
def test_an_act_that_names_it_and_a_merged_topic_that_leads_to_it_tell_strangers_nothing(client, stranger):
    topic, post, _upload = told()
    public, gone = TopicFactory(), TopicFactory()
    with changing(public.pk) as locked:
        for act in (Act.MOVED, Act.MERGED, Act.SPLIT):
            line = note_act(topic=locked, moderator=post.author, act=act)
            line.act_data = {"came": True, "count": 1, "topic": topic.pk, "twin": post.pk}
            line.save()
    moved = {"topic": topic.pk, "post": post.pk}
    for place in (public, gone):
        last = Topic.objects.get(pk=place.pk).post_count
        Post.objects.create(
            topic=place,
            number=last + 1,
            author=post.author,
            act=Act.MOVED_AWAY,
            act_data=moved,
            html_version=1,
            created_at=post.created_at,
        )
        Topic.objects.filter(pk=place.pk).update(post_count=last + 1)
    Topic.objects.filter(pk=gone.pk).update(merged_into=topic, is_live=False)
    user = stranger()
    client.force_login(user)
    for address in (public.get_absolute_url(), reverse("forums:print", args=[public.pk, public.slug])):
        response = client.get(address)
        assert response.status_code == 200
        page = response.content.decode()
        assert WORDS.findall(page) == []
        assert topic.get_absolute_url() not in page
        assert reverse("forums:post", args=[post.pk]) not in page
    for address in (
        reverse("forums:topic", args=[gone.pk, gone.slug]),
        reverse("forums:numbered", args=[gone.pk, gone.slug, 2]),
        reverse("forums:jump", args=[gone.pk, gone.slug]),
    ):
        response = client.get(address)
        assert SECRET not in response.get("Location", ""), address
        assert WORDS.findall(response.content.decode()) == [], address
    assert address_after_merging(Viewer(user), gone.pk) == ""
    assert topic.get_absolute_url() in address_after_merging(Viewer(topic.author), gone.pk)
