"""Choosing posts, moving and splitting them, merging topics: told with counts first, then done once."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.polls.services import close_poll
from community.forums.services.acting import undo
from community.forums.services.choosing import numbers_in, written_as
from tests.factories.forums import CategoryFactory, TopicFactory, topic_of
from tests.factories.members import ModeratorFactory, RegionalModeratorFactory
from tests.factories.polls import make_poll
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db

KEY = {"idempotency_key": "k" * 32}


@pytest.fixture
def moderator(client):
    user = ModeratorFactory()
    client.force_login(user)
    return user


def address(topic: Topic, name: str) -> str:
    return f"/forum/moderasi/topik/{topic.pk}/{name}/"


def confirmed(answer) -> dict[str, str]:
    """What the page that tells what will happen sends when it is confirmed."""
    assert answer.status_code == 200
    assert 'name="confirmed"' in answer.content.decode(), answer.context["form"].errors
    assert "aria-describedby" not in answer.content.decode()  # of a hidden field there are no notes
    form = answer.context["form"]
    return {field.html_name: field.value() or "" for field in form} | {"confirmed": "1"} | KEY


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3", {3}),
        ("3, 5-7", {3, 5, 6, 7}),
        ("#2 – 4", {2, 3, 4}),
        ("8-", {8, 9, 10}),
        ("8-99; 2", {2, 8, 9, 10}),
        ("", set()),
        ("7-5", set()),
    ],
)
def test_numbers_are_read_as_one_types_them(text, numbers):
    assert numbers_in(text, last=10) == numbers
    assert numbers_in(written_as(numbers), last=10) == numbers


def test_too_many_numbers_say_how_many_these_are_and_to_move_them_in_steps():
    assert len(numbers_in("1-1050", last=5000)) == 1050
    with override("en"), pytest.raises(ValidationError, match=r"these are 5000\. Please move them in several steps"):
        numbers_in("1-", last=5000)


def test_numbers_that_are_named_twice_are_counted_once():
    assert len(numbers_in("1-600, 1-600, 400-700, 5", last=5000)) == 700


def test_numbers_are_written_short():
    assert written_as([5, 3, 4, 9, 12, 13]) == "3-5, 9, 12-13"


def test_posts_are_chosen_on_several_pages_by_ticks_and_by_numbers(client, moderator):
    topic = topic_of(53)
    url = address(topic, "pilih")
    html = client.get(url).content.decode()
    assert html.count('type="checkbox" name="pilih"') == 50
    further = client.get(url, {"pilih": ["3", "4"], "nomor": "7-9", "mulai": "51"})
    assert 'value="3-4, 7-9"' in further.content.decode()
    answer = client.get(url, {"nomor": "3-4, 7-9", "pilih": "52", "tujuan": "pindah"})
    assert answer.url == f"{address(topic, 'pindah')}?nomor=3-4%2C+7-9%2C+52"
    from_here = client.get(url, {"nomor": "51-"}).content.decode()
    assert from_here.count(" checked") == 3
    assert client.get(url, {"nomor": "x", "tujuan": "pisah"}).status_code == 200
    assert client.get(url, {"tujuan": "pisah"}).status_code == 200


@pytest.mark.parametrize("count", [3, 60])
def test_choosing_costs_the_same_for_few_and_many(client, moderator, count):
    url = address(topic_of(count), "pilih")
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert len(queries) == COSTS.setdefault("choosing", len(queries)) <= 20


COSTS: dict[str, int] = {}


def test_posts_are_moved_into_a_topic_that_is_named_by_address_number_or_words(client, moderator):
    target = topic_of(1, title="Ombak tinggi di Kei Besar")
    TopicFactory(title="Kapal feri ke Tual")
    for words in (f"http://testserver/en/forum/topik/{target.pk}/x/?page=2", f"#{target.pk}", "ombak kei"):
        source = topic_of(4, title="Bibit")
        url = address(source, "pindah")
        told = client.post(url, {"numbers": "2-3", "target": words, "reason": "Cocok di sana"})
        assert "Ombak tinggi di Kei Besar" in told.content.decode()
        assert Post.objects.filter(topic=source, act="").count() == 4
        sent = confirmed(told)
        for _twice in range(2):
            assert client.post(url, sent).status_code == 302
        assert Post.objects.filter(topic=source, act="").count() == 2
    assert Post.objects.filter(topic=target, act="").count() == 7


def test_where_several_topics_fit_one_is_chosen(client, moderator):
    source, one, _other = topic_of(3, title="Bibit"), *(topic_of(1, title=f"Ombak {each}") for each in "AB")
    url = address(source, "pindah")
    several = client.post(url, {"numbers": "2", "target": "ombak"})
    html = several.content.decode()
    assert 'name="choice"' in html
    assert "boleh dikosongkan" not in html.partition("Yang mana")[2].partition("</legend>")[0]  # one has to be chosen
    assert html.index("Ada beberapa topik yang cocok") < html.index('name="choice"')
    stale = client.post(url, {"numbers": "2", "target": "ombak", "choice": str(source.pk)})
    assert stale.context["form"].errors["choice"] == several.context["form"].errors["choice"]
    assert 'name="confirmed"' not in several.content.decode()
    told = client.post(url, {"numbers": "2", "target": "ombak", "choice": str(one.pk)})
    client.post(url, confirmed(told))
    assert Post.objects.filter(topic=one, act="").count() == 2


def test_only_topics_that_one_moderates_are_found(client):
    mine, other = make_region("81"), make_region("82")
    source = topic_of(3, regions=[mine])
    elsewhere = topic_of(1, title="Ombak tinggi", regions=[other])
    client.force_login(RegionalModeratorFactory(of=mine))
    for words in ("ombak", f"{elsewhere.pk}"):
        answer = client.post(address(source, "pindah"), {"numbers": "2", "target": words})
        assert answer.context["form"].errors["target"]
        assert "Ombak tinggi" not in answer.content.decode()


def test_posts_become_a_topic_of_their_own_in_a_category(client, moderator):
    source, category = topic_of(5), CategoryFactory()
    url = address(source, "pisah")
    told = client.post(url, {"numbers": "3-", "title": "Tentang ombak", "category": category.slug})
    client.post(url, confirmed(told))
    made = Topic.objects.get(title="Tentang ombak")
    assert made.category == category
    assert made.posts.filter(act="").count() == 3


@pytest.mark.parametrize("stays", ["this", "other"])
def test_two_topics_are_shown_and_the_one_that_stays_is_chosen(client, moderator, stays):
    this, other = topic_of(3, title="Bibit memutih"), topic_of(2, title="Ombak tinggi")
    url = address(this, "gabung")
    told = client.post(url, {"target": "ombak", "stays": stays})
    html = told.content.decode()
    assert "Bibit memutih" in html
    assert "Ombak tinggi" in html
    sent = confirmed(told)
    for _twice in range(2):
        assert client.post(url, sent).status_code == 302
    gone, standing = (other, this) if stays == "this" else (this, other)
    gone.refresh_from_db()
    assert gone.merged_into == standing
    assert standing.posts.filter(act="").count() == 5


def test_what_changed_between_telling_and_confirming_is_told_anew(client, moderator):
    source, target = topic_of(4), topic_of(1, title="Ombak tinggi")
    url = address(source, "pindah")
    sent = confirmed(client.post(url, {"numbers": "2-3", "target": "ombak", "reason": "Cocok"}))
    services.hide_post(moderator=ModeratorFactory(), post=source.posts.get(number=2), reason="x")
    answer = client.post(url, sent)
    assert answer.status_code == 200
    assert target.posts.count() == 1
    assert 'value="2-3"' in answer.content.decode()
    assert 'value="Cocok"' in answer.content.decode()


def test_going_back_keeps_what_was_filled_in(client, moderator):
    source = topic_of(4)
    topic_of(1, title="Ombak tinggi")
    url = address(source, "pindah")
    sent = confirmed(client.post(url, {"numbers": "2-3", "target": "ombak", "reason": "Cocok"}))
    answer = client.post(url, sent | {"change": "1"})
    assert 'name="confirmed"' not in answer.content.decode()
    assert 'value="Cocok"' in answer.content.decode()
    assert source.posts.filter(act="").count() == 4


def test_errors_keep_what_was_typed(client, moderator):
    source = topic_of(4)
    answer = client.post(address(source, "pisah"), {"numbers": "99", "title": "Tentang ombak", "reason": "Lain hal"})
    html = answer.content.decode()
    assert answer.context["form"].errors["numbers"]
    assert 'value="Tentang ombak"' in html
    assert 'value="Lain hal"' in html


def test_what_the_service_refuses_is_said_above_the_form(client, moderator):
    source, target = topic_of(4), topic_of(1, title="Ombak tinggi")
    services.archive_topic(moderator=moderator, topic=target)
    url = address(source, "pindah")
    answer = client.post(url, confirmed(client.post(url, {"numbers": "2-3", "target": "ombak"})))
    assert answer.status_code == 403
    assert answer.context["form"].non_field_errors()
    assert source.posts.filter(act="").count() == 4


def test_members_reach_none_of_it(client):
    topic = topic_of(3)
    client.force_login(topic.author)
    for name in ("pilih", "pindah", "pisah", "gabung"):
        assert client.get(address(topic, name)).status_code == 403
        if name != "pilih":
            assert client.post(address(topic, name), {"numbers": "2", "target": "x"}).status_code == 403


def test_moves_splits_and_merges_are_taken_back_on_the_page(client, moderator):
    source, target, other = topic_of(4), topic_of(1), topic_of(2)
    services.move_posts(moderator=moderator, posts=[source.posts.get(number=2)], into=target, reason="x")
    services.split_topic(moderator=moderator, posts=[source.posts.get(number=3)], title="Tentang ombak", reason="x")
    services.merge_topics(moderator=moderator, topic=other, into=target, reason="x")
    for topic, act in ((source, "moved"), (source, "split"), (target, "merged")):
        said = topic.posts.get(act=act)
        url = f"/forum/moderasi/tindakan/{said.pk}/batal/"
        assert url in client.get(topic.get_absolute_url()).content.decode()
        assert client.get(url).status_code == 200
        assert client.post(url).status_code == 302
    assert source.posts.filter(act="").count() == 4
    assert Topic.objects.get(pk=other.pk).is_live
    assert undo(moderator=moderator, act=said).act_data["undone_at"]


@pytest.mark.parametrize("audience", ["everyone", "members"])
def test_who_moves_posts_between_rooms_for_different_people_is_told_so_before(client, moderator, audience):
    source = topic_of(3, title="Bibit", category=CategoryFactory(audience_see="members"))
    room = CategoryFactory(audience_see=audience)
    topic_of(1, title="Ombak tinggi", category=room)
    asked = {
        "pindah": {"numbers": "2", "target": "ombak"},
        "pisah": {"numbers": "2", "title": "Tentang ombak", "category": room.slug},
        "gabung": {"target": "ombak", "stays": "other"},
    }
    for name, sent in asked.items():
        told = client.post(address(source, name), sent)
        assert confirmed(told)
        assert ("tidak untuk orang yang sama" in told.content.decode()) is (audience == "everyone"), name


def test_the_posts_to_tick_are_a_group_with_a_name(client, moderator):
    html = client.get(address(topic_of(3), "pilih")).content.decode()
    group = html.split("<fieldset")[1].split("</fieldset>")[0]
    assert "<legend><b>Pilih kiriman</b></legend>" in group
    assert group.count('name="pilih"') == html.count('name="pilih"') == 3


def test_an_address_of_another_site_names_no_topic(client, moderator):
    source, target = topic_of(3), topic_of(1)
    url = address(source, "pindah")
    for host in ("https://evil.example", "evil.example", "//evil.example", "https://testserver@evil.example"):
        answer = client.post(url, {"numbers": "2", "target": f"{host}/forum/topik/{target.pk}/x/"})
        assert answer.context["form"].errors["target"], host
    for own in ("http://testserver", "testserver", ""):
        confirmed(client.post(url, {"numbers": "2", "target": f"{own}/forum/topik/{target.pk}/x/"}))


@pytest.mark.parametrize("name", ["pindah", "pisah"])
def test_numbers_with_the_first_post_are_refused_before_anything_is_asked(client, moderator, name):
    source, target = topic_of(3), topic_of(1)
    sent = {"numbers": "1-2", "target": f"#{target.pk}", "title": "Tentang ombak", "category": source.category.slug}
    answer = client.post(address(source, name), sent)
    assert answer.context["form"].errors["numbers"]
    assert 'name="confirmed"' not in answer.content.decode()


def test_a_topic_is_opened_by_none_but_what_all_can_see(client, moderator):
    source = topic_of(4)
    services.hide_post(moderator=moderator, post=source.posts.get(number=2), reason="x")
    sent = {"title": "Tentang ombak", "category": source.category.slug}
    answer = client.post(address(source, "pisah"), sent | {"numbers": "2-3"})
    assert answer.context["form"].errors["numbers"]
    confirmed(client.post(address(source, "pisah"), sent | {"numbers": "3-4"}))


@pytest.mark.parametrize("stays", ["this", "other"])
def test_confirming_again_after_it_was_taken_back_says_so(client, moderator, stays):
    topic, _other = topic_of(2), topic_of(1, title="Ombak tinggi")
    url = address(topic, "gabung")
    sent = confirmed(client.post(url, {"target": "ombak", "stays": stays}))
    client.post(url, sent)
    assert "lalu dibatalkan" not in client.post(url, sent, follow=True).content.decode()
    undo(moderator=moderator, act=topic.posts.get(act="merged"))
    assert "lalu dibatalkan" in client.post(url, sent, follow=True).content.decode()


def test_merging_tells_that_a_poll_stays_behind(client, moderator):
    poll, _other = make_poll(topic={"title": "Perahu bersama"}), topic_of(1, title="Ombak tinggi")
    close_poll(member=poll.topic.author, poll=poll)
    url = address(poll.topic, "gabung")
    told = client.post(url, {"target": "ombak", "stays": "other"}).content.decode()
    assert f"/forum/jajak/{poll.pk}/" in told
    assert "tidak ikut pindah" in told
    assert "tidak ikut pindah" not in client.post(url, {"target": "ombak", "stays": "this"}).content.decode()
