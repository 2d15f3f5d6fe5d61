"""Names in texts lead to who lets themselves be found, also after that has changed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.forums.models import Post
from community.forums.services import edit_post
from community.forums.services.mentioning import rerender
from community.forums.services.rendering import render_all
from community.members.organisations.services import suspend
from community.members.services import edit_profile, follow_account
from community.writing.mentions.models import Mention, MentionLink
from community.writing.services import render_markdown
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory
from tests.factories.organisations import make_organisation
from tests.factories.rights import erase

pytestmark = pytest.mark.django_db
LINK = '<a href="/anggota/maria/" rel="nofollow ugc noopener">@maria</a>'


@pytest.fixture
def maria():
    return MemberFactory(handle="maria", is_listed=True)


def html_of(post: Post) -> str:
    return Post.objects.get(pk=post.pk).html


def list_me(member, is_listed: bool) -> None:
    told = {"name": member.name, "bio": "", "region": None, "language": "id", "zone": "Asia/Jayapura"}
    edit_profile(by=member, profile=member.profile, is_listed=is_listed, **told)


def test_what_is_drawn_anew_and_its_links_are_written_as_one(maria):
    post = PostFactory(body="Halo @maria")
    with CaptureQueriesContext(connection) as asked:
        rerender([post.pk])
    told = [query["sql"] for query in asked]
    begin = next(place for place, sql in enumerate(told) if sql.startswith("SAVEPOINT"))
    end = next(place for place, sql in enumerate(told) if sql.startswith("RELEASE"))
    written = [sql for sql in told[begin:end] if sql.startswith(("UPDATE", "INSERT"))]
    assert [table for table in ("forums_post", "writing_mentionlink") if any(table in sql for sql in written)] == [
        "forums_post",
        "writing_mentionlink",
    ]


def test_a_name_leads_to_the_page_in_the_language_of_the_topic(maria):
    assert LINK in html_of(PostFactory(body="Halo @maria"))
    english = PostFactory(topic=TopicFactory(language="en"), body="Hello @maria")
    assert 'href="/en/anggota/maria/"' in html_of(english)


def test_an_organisation_has_a_page_too(maria):
    make_organisation(handle="koperasi-hoat")
    assert 'href="/organisasi/koperasi-hoat/"' in html_of(PostFactory(body="Halo @koperasi-hoat"))


def test_a_text_asks_once_however_many_it_names(maria):
    MemberFactory(handle="siti", is_listed=True)
    with CaptureQueriesContext(connection) as asked:
        html = render_markdown("@maria @siti @nobody @maria")
    assert html.count("<a ") == 3
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        render_markdown("Tanpa nama: a@b.example `@maria`")
    assert len(asked) == 0


def test_who_is_no_longer_found_is_no_longer_led_to_and_comes_back(maria, work_outbox):
    post, other = PostFactory(body="Halo @maria"), PostFactory(body="Halo @maria dan @siti")
    list_me(maria, False)
    work_outbox()
    assert "<a" not in html_of(post) + html_of(other)
    assert "@maria" in html_of(post)
    list_me(maria, True)
    work_outbox()
    assert LINK in html_of(post)
    assert LINK in html_of(other)


def test_a_change_of_the_profile_that_changes_no_link_draws_nothing(maria, work_outbox):
    from outbox.models import Sweep

    PostFactory(body="Halo @maria")
    list_me(maria, True)
    follow_account(user=maria)
    assert not Sweep.objects.exists()


def test_an_organisation_out_of_view_is_not_led_to(work_outbox):
    organisation = make_organisation(handle="koperasi-hoat")
    post = PostFactory(body="Halo @koperasi-hoat")
    suspend(by=AdministratorFactory(), organisation=organisation, reason="x")
    work_outbox()
    assert "<a" not in html_of(post)


@pytest.mark.parametrize("keeps", [True, False])
def test_a_deleted_members_handle_stays_as_words(maria, keeps):
    posts = [PostFactory(body=f"Halo @maria, {number}") for number in range(3)]
    comment = make_comment(make_story(), body="Halo @maria")
    mail_of_others = PostFactory(body="Halo @siti")
    erase(maria, keeps=keeps)
    for post in posts:
        assert html_of(post).startswith("<p>Halo @maria, ")
    assert "<a" not in comment.rendered
    assert not Mention.objects.filter(user=maria).exists()
    assert not MentionLink.objects.filter(handle__user=maria).exists()
    assert html_of(mail_of_others) == "<p>Halo @siti</p>\n"


def test_what_a_deleted_member_wrote_mentions_nobody_any_more(maria):
    author = MemberFactory()
    PostFactory(author=author, body="Halo @maria")
    make_comment(make_story(), author=author, body="Halo @maria")
    erase(author, keeps=False)
    assert not Mention.objects.exists()
    assert not MentionLink.objects.exists()


def test_links_follow_an_edit(maria):
    siti = MemberFactory(handle="siti", is_listed=True)
    post = PostFactory(body="Halo @maria")
    edit_post(editor=post.author, post=post, body="Halo @siti")
    assert MentionLink.objects.get().handle.user == siti


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_of_comments_asks_once_for_all_who_are_named(client, count):
    story, author = make_story(), MemberFactory()
    for number in range(count):
        MemberFactory(handle=f"orang-{number}", is_listed=True)
        make_comment(story, author=author, body=f"Halo @orang-{number}")
    client.get(story.url)
    with CaptureQueriesContext(connection) as asked:
        html = client.get(story.url).content.decode()
    assert html.count('href="/anggota/orang-') == count
    assert len([query for query in asked if '"members_handle"."folded" IN' in query["sql"]]) == 1


@pytest.mark.parametrize("count", [1, 12])
def test_posts_of_an_older_renderer_ask_once_for_all_until_they_are_drawn_anew(client, count):
    topic, author = TopicFactory(), MemberFactory()
    for number in range(count):
        MemberFactory(handle=f"orang-{number}", is_listed=True)
        PostFactory(topic=topic, author=author, body=f"Halo @orang-{number}")
    Post.objects.update(html="<p>lama</p>", html_version=1)
    client.get(topic.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        html = client.get(topic.get_absolute_url()).content.decode()
    assert html.count('href="/anggota/orang-') == count
    assert len([query for query in asked if '"members_handle"."folded" IN' in query["sql"]]) == 1
    assert sum(render_all()) == count + 1
    assert not Post.objects.filter(html="<p>lama</p>").exists()
    assert sum(render_all()) == 0


def test_the_command_says_how_many_it_drew(capsys):
    from django.core.management import call_command

    PostFactory()
    Post.objects.update(html_version=1)
    call_command("render_posts")
    assert capsys.readouterr().out == "2 posts rendered anew.\n"


def test_footnotes_of_posts_on_one_page_have_ids_of_their_own(client):
    import re

    topic = TopicFactory(body="Satu[^1].\n\n[^1]: Catatan.")
    PostFactory(topic=topic, body="Dua[^1].\n\n[^1]: Catatan.")
    html = client.get(topic.get_absolute_url()).content.decode()
    ids = re.findall(r' id="(fn-[^"]+)"', html)
    assert len(ids) == len(set(ids)) == 4
