"""Pages of threads: fifty first comments in the order asked for, of each the beginning; the rest has its own page."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from community.comments import services, threads
from community.comments.models import COMMENT, Comment, Discussion
from community.members.permissions import Viewer
from community.writing.kinds import everyone
from community.writing.reactions.services import react
from tests.factories.comments import make_comment, translate
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_indonesian():
    with translation.override("id"):
        yield


@pytest.fixture
def small(monkeypatch):
    """Two threads a page, two answers shown, three on the page of a thread."""
    monkeypatch.setattr(threads, "THREADS_PER_PAGE", 2)
    monkeypatch.setattr(threads, "REPLIES_SHOWN", 2)
    monkeypatch.setattr(threads, "REPLIES_PER_PAGE", 3)


def test_threads_stand_in_the_order_asked_for(story):
    first, second, third = (make_comment(story, f"utas {number}") for number in range(3))
    for member in (MemberFactory(), MemberFactory()):
        react(user=member, kind=COMMENT, key=second.pk, name="thanks")
    react(user=MemberFactory(), kind=COMMENT, key=third.pk, name="agree")
    assert roots(first.discussion, sort=threads.OLDEST) == [first.pk, second.pk, third.pk]
    assert roots(first.discussion, sort=threads.NEWEST) == [third.pk, second.pk, first.pk]
    assert roots(first.discussion, sort=threads.LIKED) == [second.pk, third.pk, first.pk]
    assert roots(first.discussion, sort="x' OR 1=1") == [first.pk, second.pk, third.pk]


def test_a_discussion_is_paged_by_threads_in_each_order(story, small):
    comments = [make_comment(story, f"utas {number}") for number in range(5)]
    keys = [comment.pk for comment in comments]
    discussion = comments[0].discussion
    pages = [threads.thread_page(discussion, everyone(), number=number) for number in (1, 2, 3, 4)]
    assert [[node.comment.pk for node in page.nodes] for page in pages] == [keys[:2], keys[2:4], keys[4:], []]
    assert [page.has_next for page in pages] == [True, True, False, False]
    assert roots(discussion, sort=threads.NEWEST, number=2) == [keys[2], keys[1]]


def test_of_a_long_thread_the_beginning_is_shown_and_how_many_answers_follow(story, small):
    first = make_comment(story, "utas")
    answers = [make_comment(story, f"balasan {number}", reply_to=first.pk) for number in range(5)]
    other = make_comment(story, "utas lain")
    only = make_comment(story, "satu-satunya", reply_to=other.pk)
    page = threads.thread_page(first.discussion, everyone())
    told = [(node.comment.pk, [reply.comment.pk for reply in node.replies], node.further) for node in page.nodes]
    assert told == [(first.pk, [answers[0].pk, answers[1].pk], 3), (other.pk, [only.pk], 0)]


def test_only_answers_that_the_viewer_sees_are_counted(story, small):
    first = make_comment(story, "utas")
    answers = [make_comment(story, f"balasan {number}", reply_to=first.pk) for number in range(4)]
    for answer in answers[:2]:
        services.hide_comment(by=ModeratorFactory(), comment=answer, reason="kasar")
    [node] = threads.thread_page(first.discussion, everyone()).nodes
    assert ([reply.comment.pk for reply in node.replies], node.further) == ([answers[2].pk, answers[3].pk], 0)
    [node] = threads.thread_page(first.discussion, Viewer(ModeratorFactory())).nodes
    assert node.further == 2


def test_a_hidden_answer_leaves_a_mark_only_where_one_below_it_is_seen(story):
    first = make_comment(story, "utas")
    answered = make_comment(story, "rahasia", reply_to=first.pk)
    alone = make_comment(story, "rahasia", reply_to=first.pk)
    below = make_comment(story, "jawaban", reply_to=answered.pk)
    for comment in (answered, alone):
        services.hide_comment(by=ModeratorFactory(), comment=comment, reason="kasar")
    [node] = threads.thread_page(first.discussion, everyone()).nodes
    [mark] = node.replies
    assert (mark.comment.pk, mark.is_shown) == (answered.pk, False)
    assert [reply.comment.pk for reply in mark.replies] == [below.pk]


def test_the_page_of_a_thread_shows_all_answers_page_by_page_and_again_what_is_answered(client, story, small):
    first = make_comment(story, "utas")
    reply = make_comment(story, "balasan", reply_to=first.pk)
    for number in range(4):
        make_comment(story, f"jawaban-{number}", reply_to=reply.pk)
    html = client.get(story.url).content.decode()
    address = reverse("comments:thread", args=[first.pk])
    assert f'<a href="{address}" rel="nofollow">3 balasan lagi</a>' in html
    words = ("utas", "balasan", "jawaban-0", "jawaban-1", "jawaban-2", "jawaban-3")
    assert shown(client, address, words) == ["utas", "balasan", "jawaban-0", "jawaban-1"]
    assert shown(client, f"{address}?page=2", words) == ["utas", "balasan", "jawaban-2", "jawaban-3"]


def test_a_permalink_leads_to_the_page_of_the_thread_for_what_the_discussion_does_not_show(client, story, small):
    first = make_comment(story, "utas")
    answers = [make_comment(story, f"balasan {number}", reply_to=first.pk) for number in range(5)]
    address = reverse("comments:thread", args=[first.pk])
    led = [client.get(reverse("comments:comment", args=[answer.pk])).url for answer in answers]
    assert led == [
        f"{story.url}#c{answers[0].pk}",
        f"{story.url}#c{answers[1].pk}",
        f"{address}#c{answers[2].pk}",
        f"{address}?page=2#c{answers[3].pk}",
        f"{address}?page=2#c{answers[4].pk}",
    ]
    for answer, url in zip(answers, led, strict=True):
        assert f'id="c{answer.pk}"' in client.get(url.partition("#")[0]).content.decode()


def test_more_comments_come_as_a_page_and_with_htmx_as_a_piece(client, story, small):
    for number in range(5):
        make_comment(story, f"utas-{number}")
    html = client.get(f"{story.url}?urut=terbaru").content.decode()
    [address] = {found.replace("&amp;", "&") for found in re.findall(r'data-hx-get="([^"]*komentar=2[^"]*)"', html)}
    words = tuple(f"utas-{number}" for number in range(5))
    assert shown(client, address, words) == ["utas-1", "utas-2"]
    piece = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    assert [word for word in words if word in piece] == ["utas-1", "utas-2"]
    assert "komentar=3&amp;urut=terbaru" in piece
    assert "Tidak ada komentar lagi" in client.get(address.replace("=2", "=9")).content.decode()


@pytest.mark.parametrize("sort", [threads.OLDEST, threads.NEWEST, threads.LIKED])
def test_later_pages_repeat_nothing_though_somebody_writes_or_likes_meanwhile(client, story, small, sort):
    comments = [make_comment(story, f"utas-{number}") for number in range(5)]
    react(user=MemberFactory(), kind=COMMENT, key=comments[2].pk, name="thanks")
    pages = [client.get(f"{story.url}?urut={sort}").content.decode()]
    for number in (2, 3):
        late = make_comment(story, f"menyusul-{number}")
        for liked in (comments[4], late):
            for _like in range(3):
                react(user=MemberFactory(), kind=COMMENT, key=liked.pk, name="agree")
        [address] = re.findall(rf'data-hx-get="([^"]*komentar={number}[^"]*)"', pages[-1])
        piece = client.get(address.replace("&amp;", "&"), headers={"HX-Request": "true"})
        pages.append(piece.content.decode())
    found = [key for page in pages for key in re.findall(r'<article class="comment" id="c(\d+)"', page)]
    assert len(found) == len(set(found))
    assert {str(comment.pk) for comment in comments} <= set(found)


@pytest.mark.parametrize("mark", ["0", "-1", "x", "9" * 18, "9" * 30, "1"])
@pytest.mark.parametrize("sort", [threads.OLDEST, threads.NEWEST, threads.LIKED])
def test_a_mark_that_nobody_gave_gives_a_page_all_the_same(client, story, sort, mark):
    make_comment(story, "utas")
    for number in (1, 2):
        assert client.get(f"{story.url}?komentar={number}&urut={sort}&sampai={mark}").status_code == 200


def test_without_scripts_one_also_goes_back_a_page(client, story, small):
    for number in range(7):
        make_comment(story, f"utas-{number}")
    words = tuple(f"utas-{number}" for number in range(7))
    address, seen = f"{story.url}?urut=terbaru", []
    for _page in range(4):
        seen.append(shown(client, address, words))
        html = client.get(address).content.decode()
        ahead = [link for link in re.findall(r'href="([^"#]*)" data-hx-get', html) if "komentar=" in link]
        address = ahead[0].replace("&amp;", "&") if ahead else address
    assert seen == [["utas-5", "utas-6"], ["utas-3", "utas-4"], ["utas-1", "utas-2"], ["utas-0"]]
    for before in (seen[2], seen[1], seen[0]):
        html = client.get(address).content.decode()
        [back] = re.findall(r'href="([^"#]*)#komentar" rel="prev nofollow">Komentar sebelumnya', html)
        address = f"{address.partition('?')[0]}{back.replace('&amp;', '&')}"
        assert shown(client, address, words) == before
    assert "Komentar sebelumnya" not in client.get(address).content.decode()


def test_large_numbers_are_grouped_as_the_reader_writes_them(client, story):
    first = make_comment(story, "utas")
    Discussion.objects.filter(pk=first.discussion_id).update(public_count=2003)
    assert "2.003 komentar" in client.get(story.url).content.decode()
    with translation.override("en"):
        english = translate(story)
        assert "2,003 comments" in client.get(english.url).content.decode()


@pytest.mark.parametrize("asked", ["komentar=0", "komentar=-1", "komentar=x", f"komentar={'9' * 30}", "urut=%00"])
def test_what_nobody_can_ask_for_gives_a_page_all_the_same(client, story, asked):
    make_comment(story, "utas")
    assert client.get(f"{story.url}?{asked}").status_code == 200


def test_threads_of_what_is_not_open_are_404(client, story):
    comment = make_comment(story)
    addresses = [
        reverse("comments:threads", args=[story.translation_key]),
        reverse("comments:thread", args=[comment.pk]),
    ]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    services.hide_comment(by=ModeratorFactory(), comment=comment, reason="kasar")
    assert client.get(addresses[1]).status_code == 404
    services.restore_comment(by=ModeratorFactory(), comment=comment)
    story.unpublish()
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert client.get(reverse("comments:thread", args=[2**70])).status_code == 404


def test_an_answer_is_no_thread(client, story):
    reply = make_comment(story, reply_to=make_comment(story).pk)
    assert client.get(reverse("comments:thread", args=[reply.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_of_threads_costs_the_same_for_few_and_many(story, count, django_assert_num_queries):
    member = MemberFactory()
    for _number in range(count):
        first = make_comment(story, "Terima kasih @orang")
        for _reply in range(3):
            make_comment(story, reply_to=first.pk)
    viewer = Viewer(member)
    assert not viewer.blocked_ids
    assert not viewer.is_moderator
    with django_assert_num_queries(4):  # threads, answers, names, reactions
        threads.thread_page(first.discussion, viewer, sort=threads.LIKED)


def roots(discussion, **asked) -> list[int]:
    return [node.comment.pk for node in threads.thread_page(discussion, everyone(), **asked).nodes]


def shown(client, address, words) -> list[str]:
    html = client.get(address).content.decode()
    assert Comment.objects.exists()
    return [word for word in words if f"<p>{word}</p>" in html]


@pytest.mark.parametrize("act", ["hide", "delete"])
def test_whose_words_were_taken_away_is_not_named_where_they_were_answered(client, story, act):
    author, moderator = MemberFactory(name="Ina Letsoin"), ModeratorFactory()
    first = make_comment(story, "utas")
    second = make_comment(story, "balasan", reply_to=first.pk, author=author)
    make_comment(story, "jawaban", reply_to=second.pk)
    assert "kepada Ina Letsoin" in client.get(story.url).content.decode()
    if act == "hide":
        services.hide_comment(by=moderator, comment=second, reason="kasar")
    else:
        services.delete_comment(by=author, comment=second)
    for address in (story.url, reverse("comments:thread", args=[first.pk])):
        assert "Ina Letsoin" not in client.get(address).content.decode()
