"""Promoted results in the editing room."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from search.models import Promotion
from search.wording import promotions_for
from tests.factories.members import AdministratorFactory
from tests.factories.wording import make_entry, make_promotion, make_word_editor

pytestmark = pytest.mark.django_db
ADD = "search_promotions:add"


@pytest.mark.parametrize("person", [AdministratorFactory, make_word_editor])
def test_a_pasted_address_is_promoted_and_shown_again(client, person):
    entry = make_entry()
    client.force_login(person())
    sent = form(words="Bibit, benih", address="https://testserver/en/forum/topik/7/bibit/?page=2", ends_on="2999-01-01")
    assert client.post(reverse(ADD), sent).status_code == 302
    assert promotions_for("benih") == [entry.group]
    page = client.get(reverse("search_promotions:edit", args=[Promotion.objects.get().pk])).content.decode()
    assert entry.path in page
    assert "bibit, benih" in page


def test_another_address_replaces_the_first(client):
    promotion, other = make_promotion(), make_entry("/cerita/lain/")
    client.force_login(make_word_editor())
    client.post(reverse("search_promotions:edit", args=[promotion.pk]), form(address="/cerita/lain/"))
    assert promotions_for("bibit") == [other.group]


def test_an_address_where_nothing_stands_is_refused_with_the_remedy_and_kept(client, in_english):
    client.force_login(make_word_editor())
    answer = client.post(reverse(ADD), form(address="/tidak/ada/"))
    assert answer.context["form"].errors.keys() == {"address"}
    assert "/tidak/ada/" in answer.content.decode()
    assert not Promotion.objects.exists()


def test_nobody_learns_the_title_of_what_they_may_not_see(client, in_english):
    group = Group.objects.create(name="Pengurus")
    closed = make_entry(audience=f"group:{group.pk}")
    client.force_login(make_word_editor())
    answer = client.post(reverse(ADD), form(address=closed.path))
    assert answer.context["form"].errors.keys() == {"address"}
    assert closed.title not in answer.content.decode()
    editor = make_word_editor()
    editor.groups.add(group)
    client.force_login(editor)
    assert client.post(reverse(ADD), form(address=closed.path)).status_code == 302


def test_days_in_the_wrong_order_are_refused_beside_the_field(client):
    make_entry()
    client.force_login(make_word_editor())
    answer = client.post(reverse(ADD), form(starts_on="2026-12-02", ends_on="2026-12-01"))
    assert answer.context["form"].errors.keys() == {"ends_on"}


def test_the_list_names_the_results_in_the_same_queries_however_long(client, django_assert_max_num_queries):
    make_promotion(entry=make_entry(title="Bibit di teluk"))
    client.force_login(make_word_editor())
    address = reverse("search_promotions:index")
    assert "Bibit di teluk" in client.get(address, {"q": "teluk"}).content.decode()
    with django_assert_max_num_queries(14):
        client.get(address)
    for number in range(30):
        make_promotion(f"kata {number}", entry=make_entry(f"/{number}/"))
    with django_assert_max_num_queries(14):
        client.get(address)


def form(**changes: str) -> dict[str, str]:
    fields = {"words": "bibit", "address": "/forum/topik/7/bibit/", "starts_on": "", "ends_on": ""}
    return {**fields, **changes}


def test_nobody_learns_the_title_of_what_another_editor_promoted(client):
    group = Group.objects.create(name="Pengurus")
    promotion = make_promotion(entry=make_entry(audience=f"group:{group.pk}"))
    client.force_login(make_word_editor())
    edit = client.get(reverse("search_promotions:edit", args=[promotion.pk])).content.decode()
    assert promotion.entry.path not in edit
    assert promotion.entry.title not in client.get(reverse("search_promotions:index")).content.decode()
    member = make_word_editor()
    member.groups.add(group)
    client.force_login(member)
    assert promotion.entry.title in client.get(reverse("search_promotions:index")).content.decode()
