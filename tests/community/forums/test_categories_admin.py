"""Categories in the editing room: their form, their order, and who makes them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.forums.models import Category, ForumSettings
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import AdministratorFactory, EditorFactory, MemberFactory, ModeratorFactory
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = AdministratorFactory()
    client.force_login(user)
    return user


def filled(**other: Any) -> dict[str, Any]:
    """What the form of a category sends."""
    sent = {"name": "Bibit", "slug": "bibit", "icon": "seaweed", "order": 1, "colour": "leaf"}
    return {**sent, "audience_see": "everyone", "audience_reply": "members", "audience_start": "members", **other}


def test_an_administrator_makes_a_category_for_a_region_with_its_moderators(client, administrator):
    make_region("81.02")
    parent, keeper = CategoryFactory(), MemberFactory(handle="maria")
    sent = filled(parent=parent.pk, audience_see="region", region_see="81.02", moderators="@Maria")
    assert client.post(reverse("forum_categories:add"), sent).status_code == 302
    made = Category.objects.get(slug="bibit")
    assert (made.audience_see, made.audience_reply, made.parent, made.colour) == (
        "region:81.02",
        "members",
        parent,
        "leaf",
    )
    assert list(made.moderators.all()) == [keeper]
    form = client.get(reverse("forum_categories:edit", args=[made.pk])).context["form"]
    assert (form["audience_see"].value(), form["moderators"].value()) == ("region", "@maria")
    assert form["region_see"].value() == "Kabupaten Maluku Tenggara (81.02)"


def test_a_category_whose_group_was_deleted_stays_closed_when_its_form_is_saved(client, administrator):
    group = Group.objects.create(name="Dewan")
    token = f"group:{group.pk}"
    category = CategoryFactory(audience_see=token, audience_start=token)
    group.delete()
    address = reverse("forum_categories:edit", args=[category.pk])
    form = client.get(address).context["form"]
    field = form["audience_see"]
    assert dict(field.field.choices)[field.value()] == "Grup yang sudah dihapus: tidak siapa pun"
    kept = {name: form[name].value() for name in ("audience_see", "audience_reply", "audience_start")}
    sent = filled(name="Lain", slug=category.slug, icon=category.icon, colour=category.colour, **kept)
    assert client.post(address, sent).status_code == 302
    category.refresh_from_db()
    assert (category.name, category.audience_see, category.audience_start) == ("Lain", token, token)
    shown = client.get(reverse("forum_categories:index")).content.decode()
    assert "Grup yang sudah dihapus" in shown
    assert token not in shown


def test_who_keeps_order_already_may_stay_named_when_the_account_is_switched_off(client, administrator):
    keeper, other = (MemberFactory(is_active=False, handle=name) for name in ("maria-k", "petrus-k"))
    category = CategoryFactory()
    category.moderators.add(keeper)
    address = reverse("forum_categories:edit", args=[category.pk])
    sent = filled(name="Lain", slug=category.slug, moderators=client.get(address).context["form"]["moderators"].value())
    assert client.post(address, sent).status_code == 302
    assert list(category.moderators.all()) == [keeper]
    sent["moderators"] += f", {other.profile.handle}"
    assert "moderators" in client.post(address, sent).context["form"].errors


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("region_see", {"audience_see": "region"}),
        ("region_start", {"audience_start": "region", "region_start": "Atlantis"}),
        ("moderators", {"moderators": "@nobody-here"}),
        ("colour", {"colour": "pink"}),
        ("colour", {"colour": "coral"}),
        ("parent", {"parent": 99_999}),
    ],
)
def test_what_is_wrong_with_a_category_is_said_beside_it(client, administrator, field, sent):
    answer = client.post(reverse("forum_categories:add"), filled(**sent))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Category.objects.exists()


def test_the_form_refuses_a_child_that_is_wider(client, administrator):
    parent = CategoryFactory(audience_see="members")
    answer = client.post(reverse("forum_categories:add"), filled(parent=parent.pk))
    assert "audience_see" in answer.context["form"].errors
    assert Category.objects.get() == parent


def test_a_parent_narrowed_between_check_and_lock_refuses_the_child(client, administrator, monkeypatch):
    parent = CategoryFactory()

    def narrow():
        Category.objects.filter(pk=parent.pk).update(audience_see="members")

    monkeypatch.setattr("community.forums.admin.categories.services.lock_categories", narrow)
    answer = client.post(reverse("forum_categories:add"), filled(parent=parent.pk))
    assert "audience_see" in answer.context["form"].errors
    assert Category.objects.get() == parent


def test_only_an_empty_category_is_deleted(client, administrator):
    with_topic, empty = TopicFactory().category, CategoryFactory()
    with_child = CategoryFactory()
    child = CategoryFactory(parent=with_child)
    for category in (with_topic, with_child):
        url = reverse("forum_categories:delete", args=[category.pk])
        assert client.get(url).status_code == 302
        assert client.post(url).status_code == 302
    client.post(reverse("forum_categories:delete", args=[empty.pk]))
    assert set(Category.objects.all()) == {with_topic, with_child, child}


def test_the_list_of_the_editing_room_counts_what_lies_in_a_category(client, administrator):
    parent = CategoryFactory(name="Laut")
    TopicFactory(category=parent)
    for _number in range(2):
        TopicFactory(category=CategoryFactory(parent=parent))
    rows = {row.pk: row for row in client.get(reverse("forum_categories:index")).context["object_list"]}
    assert rows[parent.pk].topic_count + rows[parent.pk].topics_below == 3


def test_the_list_says_whom_each_category_is_for_and_who_keeps_order_there(
    client, administrator, django_assert_num_queries
):
    groups = [Group.objects.create(name=name) for name in ("Pengurus", "Nelayan")]
    make_region("81.02")
    index = reverse("forum_categories:index")
    CategoryFactory(name="Terbuka", audience_reply="members", audience_start="members")
    client.get(index)
    with CaptureQueriesContext(connection) as queries:
        client.get(index)
    few = len(queries)
    open_row = row_of(client.get(index), "Terbuka")
    assert "Semua orang" in open_row
    assert "Anggota" in open_row
    for number, group in enumerate(groups):
        closed = CategoryFactory(name=f"Rapat {number}", audience_see=f"group:{group.pk}")
        closed.audience_reply, closed.audience_start = f"group:{group.pk}", "region:81.02"
        closed.save()
        closed.moderators.add(MemberFactory(name=f"Maria {number}"))
    with django_assert_num_queries(few + 2):  # the groups and the regions, once
        page = client.get(index)
    row = row_of(page, "Rapat 1")
    for told in (
        "Nelayan",
        "Topik: Anggota dari Kabupaten Maluku Tenggara. Balasan: Nelayan.",
        "Maria 1",
    ):
        assert told in row


def test_only_administrators_make_categories_and_settings(client):
    settings = reverse("wagtailsettings:edit", args=["forums", "forumsettings", ForumSettings.load().pk])
    for user, status in ((ModeratorFactory(), 302), (EditorFactory(), 302), (AdministratorFactory(), 200)):
        client.force_login(user)
        for url in (reverse("forum_categories:add"), settings):
            assert client.get(url).status_code == status


def row_of(page: Any, name: str) -> str:
    """What the list shows of a category."""
    [row] = [part for part in page.content.decode().split("<tr")[1:] if name in part]
    return " ".join(row.split())
