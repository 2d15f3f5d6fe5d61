from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from community.forums import services as forums
from community.forums.models import Poll, Topic
from community.forums.polls import services
from community.members.blocking.services import block
from tests.factories.forums import CategoryFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.polls import counts, keys_of, make_poll, url, vote

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def member(client):
    user = MemberFactory()
    client.force_login(user)
    return user


def test_one_votes_on_a_page_of_its_own_and_sees_the_counts_under_the_topic(client, member):
    poll = make_poll()
    page = client.get(poll.topic.get_absolute_url()).content.decode()
    assert 'fill="var(--lagoon)"' not in page
    assert url("vote", poll) in page
    form = client.get(url("vote", poll)).content.decode()
    assert form.count('type="radio"') == 3
    answer = client.post(url("vote", poll), {"options": keys_of(poll, 2)})
    assert answer.url == f"{poll.topic.get_absolute_url()}#jajak-pendapat"
    page = client.get(poll.topic.get_absolute_url()).content.decode()
    assert page.count('fill="var(--lagoon)"') == 3
    assert '<td><b>100%</b> <span class="meta">1 suara</span></td>' in " ".join(page.split())
    assert "pilihan Anda" in page


def test_htmx_loads_the_form_in_the_place_of_the_poll(client, member):
    poll = make_poll(mode="multiple", max_choices=2)
    form = client.get(url("vote", poll), **HTMX).content.decode()
    assert "<html" not in form
    assert '<form class="form box" id="jajak-pendapat"' in form
    assert form.count('type="checkbox"') == 3


@pytest.mark.parametrize("mode", ["single", "multiple", "ranked"])
def test_a_vote_for_what_the_author_changed_meanwhile_is_told_to_look_again(client, member, mode):
    poll = make_poll(mode=mode)
    sent = {"rank_1": "99999"} if mode == "ranked" else {"options": "99999"}
    page = client.post(url("vote", poll), sent).content.decode()
    assert "Jajak pendapat ini baru saja diubah" in page
    assert "99999" not in re.sub(r'value="\d+"', "", page)


def test_in_place_a_mistake_is_said_there_and_a_vote_leads_to_the_poll(client, member):
    poll = make_poll()
    mistaken = client.post(url("vote", poll), {}, **HTMX).content.decode()
    assert mistaken.strip().startswith("<form")
    assert f'data-hx-post="{url("vote", poll)}"' in mistaken
    assert (
        client.post(url("vote", poll), {"options": keys_of(poll, 1)}, **HTMX)["HX-Redirect"] == poll.get_absolute_url()
    )


@pytest.mark.parametrize(("place", "is_refreshed"), [("", True), ("#post-1", True), ("?page=2", False)])
def test_a_vote_in_the_topic_itself_loads_that_again_to_show_it(client, member, place, is_refreshed):
    poll = make_poll()
    shown = f"http://testserver{poll.topic.get_absolute_url()}{place}"
    answer = client.post(url("vote", poll), {"options": keys_of(poll, 1)}, HTTP_HX_CURRENT_URL=shown, **HTMX)
    assert answer["HX-Redirect"] == poll.get_absolute_url()
    assert ("HX-Refresh" in answer) == is_refreshed


def test_where_nobody_has_voted_no_zero_is_counted(client, member):
    page = client.get(make_poll().topic.get_absolute_url()).content.decode()
    assert "Belum ada yang memilih." in page
    assert "0 anggota" not in page


def test_a_ranking_asks_for_each_place_and_closes_up_what_is_left_out(client, member):
    poll = make_poll(mode="ranked")
    first, _second, third = keys_of(poll, 1, 2, 3)
    assert client.get(url("vote", poll)).content.decode().count("<select") == 3
    client.post(url("vote", poll), {"rank_1": third, "rank_2": "", "rank_3": first})
    assert list(member_votes(member)) == [(1, third), (2, first)]
    page = client.get(url("vote", poll)).content.decode()
    assert page.count(" selected") == 3  # the two places, and the empty third


def member_votes(member):
    from community.forums.models import Vote

    return Vote.objects.filter(user=member).order_by("rank").values_list("rank", "option_id")


@pytest.mark.parametrize("facts", [{}, {"options": "x"}, {"options": "999999"}, {"options": "\0"}])
def test_nonsense_is_said_in_the_form(client, member, facts):
    poll = make_poll()
    answer = client.post(url("vote", poll), facts)
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert counts(poll)[0] == 0


def test_too_many_choices_and_a_double_one_are_said_in_the_form(client, member):
    several, ranked = make_poll(mode="multiple", max_choices=1), make_poll(mode="ranked")
    one = keys_of(ranked, 1)[0]
    for poll, facts in ((several, {"options": keys_of(several, 1, 2)}), (ranked, {"rank_1": one, "rank_2": one})):
        answer = client.post(url("vote", poll), facts)
        assert answer.status_code == 200
        assert "notice danger" in answer.content.decode()
        assert counts(poll)[0] == 0


def test_a_vote_is_taken_back(client, member):
    poll = make_poll()
    vote(poll, 1, member=member)
    assert 'name="withdraw"' in client.get(url("vote", poll)).content.decode()
    for _press in range(2):
        assert client.post(url("vote", poll), {"withdraw": "1"}).status_code == 302
    assert counts(poll)[0] == 0


def test_a_poll_that_closed_meanwhile_says_so(client, member):
    poll = make_poll()
    services.close_poll(member=poll.topic.author, poll=poll)
    for answer in (client.get(url("vote", poll)), client.post(url("vote", poll), {"options": keys_of(poll, 1)})):
        assert answer.status_code == 403
        assert "sudah ditutup" in answer.content.decode()
    assert client.get(url("vote", poll), **HTMX).headers["HX-Redirect"] == url("vote", poll)
    page = client.get(poll.topic.get_absolute_url()).content.decode()
    assert url("vote", poll) not in page


def test_who_only_reads_finds_until_when_in_the_place_of_the_form(client):
    client.force_login(MemberFactory(silenced_until=timezone.now() + timedelta(days=1)))
    poll = make_poll()
    assert client.get(url("vote", poll)).status_code == 403
    assert client.get(url("vote", poll), **HTMX).headers["HX-Redirect"] == url("vote", poll)
    assert client.post(url("vote", poll), {"options": keys_of(poll, 1)}).status_code == 403
    assert counts(poll)[0] == 0


def test_a_visitor_reads_the_poll_without_a_form_and_is_led_to_the_door(client):
    poll = make_poll(results="always")
    vote(poll, 1)
    for path in (poll.topic.get_absolute_url(), url("poll", poll)):
        page = client.get(path)
        assert b'method="post"' not in page.content
        assert not page.cookies
    assert f"next={url('vote', poll)}" in client.get(url("vote", poll)).url


def test_who_voted_for_what_is_named_once_the_counts_are_shown(client, member):
    poll, voter = make_poll(), MemberFactory(name="Hamid Rahayaan")
    vote(poll, 2, member=voter)
    path = url("voters", poll, keys_of(poll, 2)[0])
    assert client.get(path).status_code == 403
    vote(poll, 1, member=member)
    assert "Hamid Rahayaan" in client.get(path).content.decode()
    block(user=member, other=voter)
    assert "Hamid Rahayaan" not in client.get(path).content.decode()


def test_nobody_is_told_who_voted_for_what_in_a_secret_poll(client):
    poll, voter = make_poll(is_secret=True, results="always"), MemberFactory(name="Hamid Rahayaan")
    vote(poll, 2, member=voter)
    services.close_poll(member=poll.topic.author, poll=poll)
    option = keys_of(poll, 2)[0]
    for viewer in (MemberFactory(), ModeratorFactory(), poll.topic.author):
        client.force_login(viewer)
        assert client.get(url("voters", poll, option)).status_code == 403
        for path in (url("poll", poll), poll.topic.get_absolute_url()):
            assert "Hamid Rahayaan" not in client.get(path).content.decode()


def test_who_voted_is_paged(client):
    poll = make_poll(results="always")
    for _number in range(30):
        vote(poll, 1)
    path = url("voters", poll, keys_of(poll, 1)[0])
    page = client.get(path).content.decode()
    after = re.search(r"sesudah=(\d+)", page)[1]
    rest = client.get(path, {"sesudah": after}).content.decode()
    assert (page.count('class="byline"'), rest.count('class="byline"')) == (25, 5)


def test_an_option_of_another_poll_is_404(client):
    poll, other = make_poll(results="always"), make_poll()
    for key in (keys_of(other, 1)[0], 10**20):
        assert client.get(url("voters", poll, key)).status_code == 404


def test_a_ranking_is_shown_round_by_round(client):
    poll = make_poll(mode="ranked", results="always")
    for chosen in ((1,), (1,), (1,), (1,), (2, 3), (2, 3), (2, 3), (3, 2), (3, 2)):
        vote(poll, *chosen)
    page = client.get(url("poll", poll)).content.decode()
    assert page.count("Putaran ") >= 2
    assert "keluar" in page
    assert page.count('scope="row"') == 3 + 3 + 2


def test_a_poll_in_what_is_hidden_or_closed_to_somebody_is_not_there(client, member):
    hidden = make_poll()
    forums.hide_topic(moderator=ModeratorFactory(), topic=hidden.topic, reason="x")
    room = CategoryFactory(audience_see="group:99", audience_start="group:99")
    closed = make_poll(topic={"author": ModeratorFactory(), "category": room})
    for poll in (hidden, closed):
        for name in ("poll", "vote", "poll_close", "poll_change"):
            assert client.get(url(name, poll)).status_code == 404
        assert client.get(url("voters", poll, keys_of(poll, 1)[0])).status_code == 404
    assert client.get("/forum/jajak/99999999999999999999999/").status_code == 404


def test_a_poll_costs_one_query_of_the_page_and_a_topic_without_one_none(client, member):
    def cost(topic: Topic) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(topic.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(topic.get_absolute_url()).status_code == 200
        return len(queries)

    without = make_poll().topic
    Poll.objects.all().delete()
    few, many = make_poll("Perahu", "Sampan"), make_poll(*map(str, range(20)))
    for poll in (few, many):
        for _number in range(5):
            vote(poll, 1)
    assert cost(few.topic) == cost(many.topic) == cost(without) + 1


def test_only_who_may_reply_is_offered_to_vote(client):
    group = Group.objects.create(name="Dewan")
    among, other = MemberFactory(), MemberFactory()
    among.groups.add(group)
    category = CategoryFactory(audience_reply=f"group:{group.pk}")
    poll = make_poll(topic={"category": category})
    for member, is_offered in ((among, True), (other, False)):
        client.force_login(member)
        page = client.get(poll.topic.get_absolute_url()).content.decode()
        assert 'id="jajak-pendapat"' in page
        assert (url("vote", poll) in page) is is_offered
        assert client.get(url("vote", poll)).status_code == (200 if is_offered else 403)


def test_the_last_moment_to_vote_is_told_in_the_readers_zone(client):
    poll = make_poll()
    Poll.objects.update(closes_at=datetime(2040, 12, 5, 15, tzinfo=UTC))  # midnight in the zone of the site
    page = poll.topic.get_absolute_url()
    assert "Sampai 5 Desember 2040, 23.59 WIT." in client.get(page).content.decode()
    client.force_login(MemberFactory(zone="Asia/Jakarta"))
    assert "Sampai 5 Desember 2040, 21.59 WIB." in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("mode", "said"),
    [("single", "salah satu pilihan"), ("multiple", "paling sedikit satu"), ("ranked", "pilihan pertama")],
)
def test_who_votes_for_nothing_is_told_what_to_do(client, member, mode, said):
    page = client.post(url("vote", make_poll(mode=mode)), {}).content.decode()
    assert said in page.split('class="error"')[1].split("</div>")[0]
    assert said in page.split('<div class="notice danger" tabindex="-1" autofocus>')[1].split("</div>")[0]
