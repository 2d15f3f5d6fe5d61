"""Categories in two levels: whom they are for, who keeps order there, and what they count."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError

from community.forums import services
from community.forums.models import Category, Post, Topic
from community.forums.services.categories import check_place
from community.forums.services.category_tree import CategoryTree
from community.members.permissions import Refused, Viewer
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


def sees(category: Category, user: Any) -> bool:
    return Category.objects.visible_to(Viewer(user)).filter(pk=category.pk).exists()


def test_a_category_for_a_region_is_for_those_who_named_it_or_a_place_in_it():
    region, below, elsewhere = make_region("81"), make_region("81.02"), make_region("82")
    category = CategoryFactory(audience_see=f"region:{region.code}")
    topic = TopicFactory(category=category, author=MemberFactory(region=region))
    for inside in (MemberFactory(region=region), MemberFactory(region=below)):
        assert sees(category, inside)
        assert Topic.objects.visible_to(Viewer(inside)).filter(pk=topic.pk).exists()
        assert f"category:{category.pk}" in Viewer(inside).tokens
    for outside in (MemberFactory(region=elsewhere), MemberFactory(), AnonymousUser()):
        assert not sees(category, outside)
        assert not Topic.objects.visible_to(Viewer(outside)).filter(pk=topic.pk).exists()
        assert not Post.objects.visible_to(Viewer(outside)).filter(topic=topic).exists()
        assert f"category:{category.pk}" not in Viewer(outside).tokens


def test_who_may_reply_and_who_may_start_are_asked_apart():
    group = Group.objects.create(name="Dewan")
    one, other = MemberFactory(), MemberFactory()
    one.groups.add(group)
    only_start = CategoryFactory(audience_start=f"group:{group.pk}")
    only_reply = CategoryFactory(audience_reply=f"group:{group.pk}")
    topic = TopicFactory(category=only_start, author=one)
    PostFactory(topic=topic, author=other)
    with pytest.raises(Refused):
        TopicFactory(category=only_start, author=other)
    topic = TopicFactory(category=only_reply, author=other)
    PostFactory(topic=topic, author=one)
    with pytest.raises(Refused):
        PostFactory(topic=topic, author=other)


def test_a_room_in_which_only_some_answer_says_so_to_the_others(client):
    category = CategoryFactory(audience_reply=f"group:{Group.objects.create(name='Dewan').pk}")
    topic = TopicFactory(category=category)
    html = client.get(topic.get_absolute_url()).content.decode()
    assert 'id="balas"' not in html
    assert "hanya sebagian" in html
    assert "In this category only some answer." in client.get(f"/en{topic.get_absolute_url()}").content.decode()
    client.force_login(MemberFactory())
    for address in (f"/forum/balas/{topic.pk}/", f"/forum/balas/{topic.pk}/?kutip={topic.posts.get().pk}"):
        refused = client.get(address)
        assert refused.status_code == 403
        assert "hanya sebagian anggota yang menjawab" in refused.content.decode()
    sent = client.post(f"/forum/balas/{topic.pk}/", {"body": "Saya juga.", "idempotency_key": "k" * 32})
    assert sent.status_code == 403
    assert "hanya sebagian anggota yang menjawab" in sent.content.decode()
    services.lock_topic(moderator=ModeratorFactory(), topic=topic)
    assert "hanya sebagian" not in client.get(f"/forum/balas/{topic.pk}/").content.decode()  # nobody may


def test_moderators_of_a_category_keep_order_in_it_and_in_what_lies_in_it_and_nowhere_else():
    keeper, group = MemberFactory(), Group.objects.create(name="Dewan")
    parent = CategoryFactory(audience_see=f"group:{group.pk}", audience_start=f"group:{group.pk}")
    parent.moderators.add(keeper)
    author = MemberFactory()
    author.groups.add(group)
    child = CategoryFactory(parent=parent, audience_see=f"group:{group.pk}")
    inside, outside = TopicFactory(category=child, author=author), TopicFactory()
    services.hide_topic(moderator=keeper, topic=inside, reason="x")
    assert Topic.objects.visible_to(Viewer(keeper)).filter(pk=inside.pk).exists()
    assert Post.objects.moderated_by(Viewer(keeper)).filter(topic=inside).exists()
    assert not Topic.objects.moderated_by(Viewer(keeper)).filter(pk=outside.pk).exists()
    services.restore_topic(moderator=keeper, topic=inside)
    services.lock_topic(moderator=keeper, topic=inside)
    PostFactory(topic=inside, author=keeper)
    TopicFactory(category=parent, author=keeper)
    with pytest.raises(Refused):
        services.hide_topic(moderator=keeper, topic=outside, reason="x")


def test_who_is_no_longer_among_the_moderators_keeps_no_order():
    keeper, topic = MemberFactory(), TopicFactory()
    topic.category.moderators.add(keeper)
    services.lock_topic(moderator=keeper, topic=topic)
    topic.category.moderators.clear()
    with pytest.raises(Refused):
        services.unlock_topic(moderator=keeper, topic=topic)


def test_a_parent_counts_what_lies_in_it_as_far_as_one_sees_it():
    parent = CategoryFactory()
    child, closed = CategoryFactory(parent=parent), CategoryFactory(parent=parent, audience_see="members")
    for category in (parent, child, closed):
        PostFactory(topic=TopicFactory(category=category))
    latest = Topic.objects.latest("last_post_at").last_post_at
    (seen,) = CategoryTree(Viewer(AnonymousUser())).top
    assert ([room.category for room in seen.children], seen.topic_count, seen.post_count) == ([child], 2, 4)
    (seen,) = CategoryTree(Viewer(MemberFactory())).top
    assert (seen.topic_count, seen.post_count, seen.last_post_at) == (3, 6, latest)


def test_the_page_of_a_parent_lists_the_topics_of_its_children_and_leads_to_them(client):
    parent = CategoryFactory()
    child = CategoryFactory(parent=parent)
    topic, other = TopicFactory(category=child), TopicFactory()
    html = client.get(parent.get_absolute_url()).content.decode()
    assert topic.title in html
    assert other.title not in html
    assert f'href="{child.get_absolute_url()}"' in html
    assert f'href="{parent.get_absolute_url()}"' in client.get(child.get_absolute_url()).content.decode()
    assert f'href="{child.get_absolute_url()}"' in client.get("/forum/").content.decode()


@pytest.mark.parametrize("name", ["audience_see", "audience_reply", "audience_start"])
def test_a_child_is_never_wider_than_its_parent(name):
    parent = CategoryFactory(audience_see="members", audience_reply="region:81", audience_start="region:81.02")
    fitting = {"audience_see": "members", "audience_reply": "region:81", "audience_start": "region:81.02"}
    check_place(Category(parent=parent, **fitting))
    with pytest.raises(ValidationError) as raised:
        check_place(Category(parent=parent, **fitting | {name: "everyone"}))
    assert list(raised.value.error_dict) == [name]


def test_a_parent_is_not_narrowed_before_what_lies_in_it():
    parent = CategoryFactory()
    CategoryFactory(parent=parent)
    parent.audience_see = "members"
    with pytest.raises(ValidationError):
        check_place(parent)


def test_there_is_no_third_level():
    parent = CategoryFactory()
    child, other = CategoryFactory(parent=parent), CategoryFactory()
    other.parent = child
    parent.parent = other
    for category in (other, parent):
        with pytest.raises(ValidationError) as raised:
            check_place(category)
        assert list(raised.value.error_dict) == ["parent"]
    child.parent = child
    with pytest.raises(ValidationError):
        check_place(child)


def test_changing_an_audience_changes_no_row_of_topics_or_of_the_search():
    from search.models import EntryTerm

    topic = TopicFactory()
    before = list(EntryTerm.objects.values_list("pk", "value"))
    assert f"category:{topic.category_id}" in Viewer(AnonymousUser()).tokens
    Category.objects.update(audience_see="members")
    assert f"category:{topic.category_id}" not in Viewer(AnonymousUser()).tokens
    assert list(EntryTerm.objects.values_list("pk", "value")) == before


def test_a_room_in_which_only_some_start_topics_offers_that_to_them_alone(client):
    group = Group.objects.create(name="Dewan")
    among, other = MemberFactory(), MemberFactory()
    among.groups.add(group)
    category = CategoryFactory(audience_start=f"group:{group.pk}")
    address, start = category.get_absolute_url(), f'href="/forum/baru/?ruang={category.slug}"'
    for user, is_offered in ((among, True), (ModeratorFactory(), True), (other, False), (None, False)):
        client.logout()
        if user:
            client.force_login(user)
        html = client.get(address).content.decode()
        assert (start in html) is is_offered
        assert ("hanya sebagian anggota yang memulai topik" in html) is not is_offered
        assert ("Jadilah yang pertama" in html) is is_offered
    open_to_all = CategoryFactory()
    html = client.get(open_to_all.get_absolute_url()).content.decode()
    assert f'href="/forum/baru/?ruang={open_to_all.slug}"' in html


@pytest.mark.parametrize("kind", ["members", "group", "region"])
def test_a_room_that_is_not_public_says_for_whom_it_is(client, kind):
    group, region = Group.objects.create(name="Dewan Adat"), make_region("81.02")
    member = MemberFactory(region=region)
    member.groups.add(group)
    audience = {"members": "members", "group": f"group:{group.pk}", "region": f"region:{region.code}"}[kind]
    said = {"members": "Anggota", "group": "Dewan Adat", "region": str(region)}[kind]
    client.force_login(member)
    category = CategoryFactory(audience_see=audience, audience_start=audience, audience_reply=audience)
    topic = TopicFactory(category=category, author=member)
    html = client.get(category.get_absolute_url()).content.decode()
    assert re.search(rf"Khusus untuk: [^<]*{re.escape(said)}<", html)
    for address in ("/forum/", topic.get_absolute_url()):
        assert "Tidak untuk umum" in client.get(address).content.decode()


def test_a_public_room_says_nothing_of_whom_it_is_for(client):
    topic = TopicFactory()
    for address in ("/forum/", topic.category.get_absolute_url(), topic.get_absolute_url()):
        html = client.get(address).content.decode()
        assert "Tidak untuk umum" not in html
        assert "Khusus untuk" not in html


def test_who_chooses_a_room_sees_which_are_not_public(client):
    public, closed = CategoryFactory(), CategoryFactory(audience_see="members")
    client.force_login(MemberFactory())
    html = client.get("/forum/baru/").content.decode()
    assert f">{closed.local_name} (tidak untuk umum)</option>" in html
    assert f">{public.local_name}</option>" in html
    client.force_login(ModeratorFactory())
    html = client.get(f"/forum/moderasi/topik/{TopicFactory(category=public).pk}/kategori/").content.decode()
    assert f">{closed.local_name} (tidak untuk umum)</option>" in html
