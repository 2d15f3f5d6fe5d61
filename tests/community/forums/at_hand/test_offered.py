"""Nothing is offered that leads nowhere, and what can't be is said before more is filled in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from community.forums import services
from community.forums.models import Topic
from community.moderation.models import Review
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory, act_url, topic_of
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.opened import opened

pytestmark = pytest.mark.django_db


def test_who_keeps_order_in_one_category_is_not_offered_to_move_topics_to_another(client):
    keeper, topic, other = MemberFactory(), TopicFactory(), CategoryFactory()
    topic.category.moderators.add(keeper)
    client.force_login(keeper)
    url = act_url(topic, "kategori")
    assert url not in client.get(act_url(topic)).content.decode()
    assert client.get(url).status_code == 403
    other.moderators.add(keeper)
    assert url in client.get(act_url(topic)).content.decode()
    assert other.name in client.get(url).content.decode()


def test_who_does_not_keep_order_where_a_topic_came_from_is_not_offered_to_move_it_back(client):
    keeper, topic, new = MemberFactory(), TopicFactory(), CategoryFactory()
    new.moderators.add(keeper)
    services.recategorise_topic(moderator=ModeratorFactory(), topic=topic, category=new)
    url = reverse("forums:undo_act", args=[topic.posts.get(act="moved_category").pk])
    for user, offered in ((keeper, False), (ModeratorFactory(), True)):
        client.force_login(user)
        assert (url in client.get(topic.get_absolute_url()).content.decode()) == offered
        assert client.get(url).status_code == (200 if offered else 403)
    topic.category.moderators.add(keeper)
    client.force_login(keeper)
    assert url in client.get(topic.get_absolute_url()).content.decode()


def test_a_pin_ends_within_a_year(client):
    moderator, topic = ModeratorFactory(), TopicFactory()
    client.force_login(moderator)
    url = act_url(topic, "sematkan")
    for day in ("9999-12-31", (timezone.localdate() + timedelta(days=367)).isoformat()):
        answer = client.post(url, opened(client, url) | {"until": day})
        assert answer.context["form"].errors["until"], day
    with pytest.raises(ValidationError):
        services.pin_topic(moderator=moderator, topic=topic, until=timezone.now() + timedelta(days=400))
    assert not Topic.objects.get(pk=topic.pk).is_pinned
    last = (timezone.localdate() + timedelta(days=365)).isoformat()
    assert f'max="{last}"' in client.get(url).content.decode()
    assert client.post(url, opened(client, url) | {"until": last}).status_code == 302
    assert Topic.objects.get(pk=topic.pk).is_pinned


def test_a_pin_ends_within_a_year_in_the_editing_room_too(client):
    topic = TopicFactory()
    client.force_login(AdministratorFactory())
    url = f"/admin/forum/topics/edit/{topic.pk}/"
    sent = opened(client, url) | {"is_shown": "on", "is_pinned": "on", "pinned_until": "9999-12-31 10:00"}
    assert client.post(url, sent).context["form"].errors["pinned_until"]
    assert not Topic.objects.get(pk=topic.pk).is_pinned


@pytest.mark.parametrize(
    ("numbers", "aim", "said"),
    [
        ("999", "pindah", "Tidak ada kiriman dengan nomor"),
        ("0", "pindah", "Tidak ada kiriman dengan nomor"),
        ("4-3", "pisah", "Tidak ada kiriman dengan nomor"),
        ("5", "pindah", "Tidak ada kiriman dengan nomor"),
        ("1", "pindah", "Kiriman pertama"),
        ("1-3", "pisah", "Kiriman pertama"),
        ("2-3", "pisah", "membuka topik baru"),
        ("", "pisah", "setidaknya satu"),
    ],
)
def test_numbers_that_can_not_go_are_refused_where_they_are_chosen(client, numbers, aim, said):
    moderator, topic = ModeratorFactory(), topic_of(4)
    services.hide_post(moderator=moderator, post=topic.posts.get(number=2), reason="x")  # number 5 says so
    client.force_login(moderator)
    url = act_url(topic, "pilih")
    answer = client.get(url, {"nomor": numbers, "tujuan": aim})
    assert answer.status_code == 200
    assert said in " ".join(answer.context["form"].errors["nomor"])
    shown = answer.context["form"]["nomor"].value() or [str(number) for number in sorted(answer.context["chosen"])]
    assert bool(shown) == bool(numbers)  # what was typed is there, as typed or as ticks
    assert client.get(url, {"nomor": "3-4", "tujuan": aim}).status_code == 302


@pytest.mark.parametrize(
    ("prefix", "said"), [("", "atau tidak bisa lagi di sini"), ("/en", "or it isn’t possible here any more")]
)
@pytest.mark.parametrize("make", [PostFactory, TopicFactory])
def test_what_is_not_offered_of_something_deleted_is_not_done_by_a_form_that_is_sent_all_the_same(
    client, make, prefix, said
):
    thing, moderator = make(), ModeratorFactory()
    remove = services.remove_post if make is PostFactory else services.remove_topic
    remove(moderator=ModeratorFactory(), reason="Iklan", **{"post" if make is PostFactory else "topic": thing})
    client.force_login(moderator)
    hide, mark = prefix + act_url(thing, "sembunyikan"), opened(client, act_url(thing, "pulihkan"))
    cases, mails = Review.objects.count(), len(mail.outbox)
    assert act_url(thing, "sembunyikan") not in client.get(act_url(thing)).content.decode()
    for headers, status in (({}, 403), ({"HX-Request": "true"}, 200)):
        answer = client.post(hide, mark | {"reason": "Iklan juga"}, headers=headers)
        html = answer.content.decode()
        assert (answer.status_code, html.count(said), "Iklan juga" in html) == (status, 1, True)
    thing.refresh_from_db()
    assert (thing.hidden_at, Review.objects.count(), len(mail.outbox)) == (None, cases, mails)


@pytest.mark.parametrize("act", ["judul", "tutup", "sematkan", "keluarkan"])
def test_a_deleted_topic_is_left_as_it_is(client, act):
    topic = TopicFactory()
    services.remove_topic(moderator=ModeratorFactory(), topic=topic, reason="Iklan")
    client.force_login(ModeratorFactory())
    sent = opened(client, act_url(topic, "pulihkan")) | {"title": "Ombak tinggi", "reason": "x"}
    assert client.post(act_url(topic, act), sent).status_code == 403
    stands = Topic.objects.get(pk=topic.pk)
    assert (stands.title, stands.locked_at, stands.is_pinned, stands.is_listed) == (topic.title, None, False, True)
