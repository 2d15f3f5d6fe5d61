import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, RequestContext, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from community.comments import services
from community.comments.kinds import place_under
from community.comments.models import Comment, Discussion, State
from community.comments.services.by_address import empty
from community.members.permissions import Viewer
from tests.factories.comments import make_comment, make_story, make_visitor_comment, translate
from tests.factories.events import make_event
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.organisations import make_organisation
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 50])
def test_a_discussion_costs_five_queries_however_long_it_is(rf, story, count, django_assert_num_queries):
    author = MemberFactory(is_listed=True)
    for _number in range(count // 2 + 1):
        first = make_comment(story, author=author)
        make_visitor_comment(story, reply_to=first.pk)
    show(rf, story)
    with django_assert_num_queries(5):
        show(rf, story)


def test_a_page_without_comments_costs_two_queries(rf, story, django_assert_num_queries):
    show(rf, story)
    with django_assert_num_queries(2):
        assert "/tulis/" in show(rf, story)


def test_a_page_is_shown_without_a_form_so_that_it_can_be_cached(rf, story):
    make_comment(story)
    html = show(rf, story)
    assert "<form" not in html
    assert "csrf" not in html


def test_replies_stand_inside_what_they_answer(rf, story):
    first = make_comment(story, "induk")
    reply = make_comment(story, "anak", reply_to=first.pk)
    make_comment(story, "cucu", reply_to=reply.pk)
    html = show(rf, story)
    assert html.count('class="replies"') == 2
    assert html.index("induk") < html.index("anak") < html.index("cucu")


def test_both_languages_share_one_discussion(rf, story):
    english = translate(story)
    make_comment(story, "Dari halaman Indonesia.")
    make_comment(english, "From the English page.")
    for page in (story, english):
        html = show(rf, page)
        assert "Dari halaman Indonesia." in html
        assert "From the English page." in html
    assert Discussion.objects.get().public_count == 2


def test_a_deleted_comment_leaves_a_mark_where_it_was_answered(rf, story):
    author = MemberFactory()
    first = make_comment(story, "rahasia", author=author)
    make_comment(story, "jawaban", reply_to=first.pk)
    services.delete_comment(by=author, comment=first)
    html = show(rf, story)
    assert "rahasia" not in html
    assert "jawaban" in html
    assert 'class="comment gone"' in html


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("delete", "Komentar ini dihapus oleh penulisnya."),
        ("remove", "Komentar ini dihapus oleh moderator."),
        ("hide", "Komentar ini disembunyikan oleh moderator."),
        ("report", "Komentar ini dilaporkan, jadi disembunyikan sampai moderator memeriksanya."),
        ("hold", "Komentar ini menunggu moderator."),
    ],
)
def test_a_mark_says_truly_why_a_comment_is_away(rf, client, story, act, said):
    author, moderator = MemberFactory(), ModeratorFactory()
    first = make_comment(story, "rahasia", author=author)
    make_comment(story, "jawaban", reply_to=first.pk)
    if act == "delete":
        services.delete_comment(by=author, comment=first)
    elif act == "remove":
        services.remove_comment(by=moderator, comment=first, reason="spam")
    elif act == "hide":
        services.hide_comment(by=moderator, comment=first, reason="kasar")
    elif act == "report":
        services.hide_comment(by=None, comment=first, reason="laporan", is_judged=True)
    else:
        services.hold_comment(comment=first, reason="laporan")
    pages = (show(rf, story), client.get(reverse("comments:thread", args=[first.pk])).content.decode())
    for html in pages:
        assert re.findall(r'"prose"><p>(Komentar ini [^<]*)<', html) == [said]
        assert "rahasia" not in html


def test_what_a_visitor_has_removed_is_taken_back_and_what_moderators_delete_of_it_is_not(story):
    own, theirs = make_visitor_comment(story), make_visitor_comment(story)
    empty(own)
    services.remove_comment(by=ModeratorFactory(), comment=theirs, reason="spam")
    told = Comment.objects.in_bulk([own.pk, theirs.pk])
    assert (told[own.pk].is_taken_back, told[theirs.pk].is_taken_back) == (True, False)


def test_what_a_mentor_takes_back_for_somebody_is_theirs(story):
    person, mentor = MemberFactory(), MemberFactory()
    comment = make_comment(story, author=person)
    Comment.objects.filter(pk=comment.pk).update(acted_by=mentor, deleted_by=mentor, deleted_at=timezone.now())
    comment.refresh_from_db()
    assert comment.is_taken_back
    assert not make_comment(story).is_taken_back


def test_a_deleted_comment_without_answers_leaves_nothing(rf, story):
    author = MemberFactory()
    services.delete_comment(by=author, comment=make_comment(story, "rahasia", author=author))
    assert "gone" not in show(rf, story)


def test_a_hidden_comment_is_seen_by_moderators_alone(rf, story):
    comment = make_comment(story, "kasar sekali")
    services.hide_comment(by=ModeratorFactory(), comment=comment, reason="kasar")
    assert "kasar sekali" not in show(rf, story)
    assert "kasar sekali" not in show(rf, story, MemberFactory())
    assert "kasar sekali" in show(rf, story, ModeratorFactory())


def test_a_held_comment_is_seen_by_its_author(rf, story):
    author = MemberFactory()
    comment = make_comment(story, "menunggu", author=author)
    Comment.objects.filter(pk=comment.pk).update(held_at=comment.submit_date, is_live=False)
    assert "menunggu" not in show(rf, story, MemberFactory())
    assert "menunggu" in show(rf, story, author)


def test_a_writers_name_links_to_the_profile_only_if_they_chose_so(rf, story):
    make_comment(story, author=MemberFactory(handle="terbuka", is_listed=True))
    make_comment(story, author=MemberFactory(handle="tertutup"))
    html = show(rf, story)
    assert "/anggota/terbuka/" in html
    assert "tertutup" not in html


def test_no_address_of_a_writer_is_on_the_page(rf, story):
    make_visitor_comment(story)
    make_comment(story, author=MemberFactory(email="rahasia@example.org"))
    html = show(rf, story)
    assert "example.org" not in html
    assert "gravatar" not in html


def test_closed_discussions_are_not_shown(rf, story):
    comment = make_comment(story, "lama")
    services.set_state(by=ModeratorFactory(), discussion=comment.discussion, state=State.CLOSED)
    assert "lama" not in show(rf, story)


def test_counts_on_cards_take_one_query(story, django_assert_num_queries):
    make_comment(story)
    pages = [story, *(make_story(f"Cerita {number}") for number in range(5))]
    with django_assert_num_queries(1):
        Template("{% load discussion_tags %}{% with_comment_counts pages %}").render(Context({"pages": pages}))
    assert [page.comment_count for page in pages] == [1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("count", [1, 8])
def test_dates_and_organisations_are_listed_with_their_comments_by_one_query_each(client, count):
    region, taken = make_region("81.02"), {}
    for number in range(count):
        make_comment(make_event(f"Acara {number}", regions=(region,), place=region))
        place = place_under(make_organisation(region=region))
        services.write_comment(key=place.key, author=MemberFactory(), body="Salam.")
    for path, said in (("/acara/", "1 komentar"), ("/en/acara/", "1 comment"), ("/organisasi/", "1 komentar")):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            html = client.get(path).content.decode()
        assert html.count(f"· {said}</span>") == count
        taken[path] = [query["sql"] for query in captured if "comments_discussion" in query["sql"]]
    assert {path: len(queries) for path, queries in taken.items()} == dict.fromkeys(taken, 1)


def test_where_nobody_has_commented_no_count_stands(client):
    make_event()
    make_organisation()
    for path in ("/acara/", "/organisasi/"):
        assert "komentar</span>" not in client.get(path).content.decode()


def show(rf, page, user=None, **query):
    request = rf.get("/", query)
    request.user = user or AnonymousUser()
    request.viewer = Viewer(request.user)
    with translation.override("id"):
        return Template("{% load discussion_tags %}{% comments_for page %}").render(
            RequestContext(request, {"page": page})
        )
