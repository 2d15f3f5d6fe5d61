"""How a mail reads, and how one ends those about a topic."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from outbox.mail import message_of, row_of

from community.forums import services as forums
from community.members.following.services import choose_level
from community.members.models import User, Watch
from community.notifications.models import Notification
from community.notifications.services.unfollowing import token_of
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.notifications import answer, quoting, send_mails, told, watch

pytestmark = pytest.mark.django_db

BUTTON = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}


def mail_about(body: str = "Di tempat kami **juga** begitu.", *, language: str = "id", title: str = "Bibit & <tali>"):
    """The mail to who started a topic about a reply; text, HTML, message."""
    topic = TopicFactory(author=MemberFactory(language=language, zone="Asia/Jakarta", handle="siti-m"), title=title)
    answer(topic, MemberFactory(name="Agus <O>"), body)
    send_mails()
    message = mail.outbox[-1]
    return topic, message.body, message.alternatives[0].content, message


def levels_of(user: User) -> dict[int, int]:
    """The levels of the topics that somebody follows or has muted."""
    return dict(Watch.objects.filter(user=user, kind="topic").values_list("object_id", "level"))


def path_in(message) -> str:
    found = re.fullmatch(r"<http://testserver(/[^>]+)>", message.extra_headers["List-Unsubscribe"])
    assert found
    return found[1]


def test_it_tells_in_the_members_language_who_wrote_what_where_and_when():
    topic, text, html, message = mail_about(language="en")
    post = topic.posts.get(number=2)
    assert message.subject == "[Negeri] Bibit & <tali>"
    assert message.to == [topic.author.email]
    for part in (text, html):
        assert f"http://testserver/en/forum/kiriman/{post.pk}/" in part
        assert "Di tempat kami juga begitu." in part
        assert "WIB" in part
        assert "http://testserver/en/pemberitahuan/surel/" in part
    assert "Agus <O> replied in your topic" in text
    assert "Agus &lt;O&gt; replied in your topic" in html
    assert "You get this mail because you started “Bibit & <tali>” on Negeri." in text
    assert '<html lang="en">' in html


def test_an_indonesian_mail_leads_to_indonesian_pages():
    _topic, text, html, _message = mail_about()
    assert "/en/" not in text + html
    assert "Agus <O> membalas di topik Anda" in text
    assert "karena Anda memulai" in text


def test_it_says_why_it_comes():
    _topic, text, _html, _message = mail_about("Halo @siti-m", language="en")
    assert "because you were mentioned in" in text
    member = MemberFactory(language="en")
    mine = answer(TopicFactory(), member)
    answer(mine.topic, mine.topic.author, quoting(mine))
    send_mails()
    assert "because your words were quoted in" in mail.outbox[-1].body


def test_a_long_text_is_told_by_its_first_words_and_many_by_the_first_five():
    _topic, text, _html, _message = mail_about("kata " * 400)
    assert text.count("kata ") < 100
    topic = TopicFactory()
    for number in range(8):
        answer(topic, MemberFactory(), f"Jawaban {number}.")
    send_mails()
    assert mail.outbox[-1].body.count("Jawaban ") == 5
    assert "3 lagi" in mail.outbox[-1].body


def test_mails_about_one_topic_belong_together(client):
    topic, _text, _html, first = mail_about()
    client.force_login(topic.author)
    client.get(topic.get_absolute_url())
    answer(topic, MemberFactory())
    send_mails()
    second = mail.outbox[-1]
    assert second is not first
    assert second.subject == first.subject
    assert first.extra_headers["References"] == second.extra_headers["References"] == f"<topic-{topic.pk}@testserver>"
    rows = [row_of(each) for each in (first, second)]
    assert rows[0].message_id != rows[1].message_id
    headers = message_of(rows[0]).message()
    assert headers["In-Reply-To"] == f"<topic-{topic.pk}@testserver>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"


def test_the_button_of_a_mail_program_mutes_the_topic_without_login_or_token_of_a_form():
    topic, text, _html, message = mail_about()
    path = path_in(message)
    assert f"http://testserver{path}" in text
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(path)
    assert page.status_code == 200
    assert levels_of(topic.author) == {topic.pk: Watch.Level.WATCHING}  # mail programs open links by themselves
    for _time in range(2):
        assert visitor.post(path, **BUTTON).status_code == 200
    assert levels_of(topic.author) == {topic.pk: Watch.Level.MUTED}
    answer(topic, MemberFactory())
    assert told(topic.author) == [("reply", 2)]


def test_what_waits_to_be_mailed_of_it_is_dropped():
    topic = TopicFactory()
    answer(topic, MemberFactory())
    Client().post(
        f"/pemberitahuan/berhenti/{token_of(user_id=topic.author_id, container=f'topic:{topic.pk}')}/", **BUTTON
    )
    assert Notification.objects.get().mail_due_at is None
    assert send_mails() == 0


@pytest.mark.parametrize("before", [None, Watch.Level.WATCHING, Watch.Level.TRACKING])
def test_the_page_says_what_it_did_and_undoes_it(client, before):
    topic, _text, _html, message = mail_about()
    if before is None:
        Watch.objects.filter(user=topic.author).delete()
    else:
        watch(topic.author, "topic", topic.pk, before)
    path = path_in(message)
    Client().post(path, **BUTTON)  # by a mail program, whose answer nobody sees
    page = client.post(path).content.decode()
    assert "Anda tidak dikabari lagi tentang pembicaraan ini" in page
    undo = page.split('name="undo" value="')[1].split('"')[0]
    page = client.post(path, {"undo": undo}).content.decode()
    assert "Anda dikabari lagi tentang pembicaraan ini" in page
    assert "Anda dikabari lagi tentang pembicaraan ini" in client.post(path, {"undo": undo}).content.decode()
    assert levels_of(topic.author) == ({} if before is None else {topic.pk: before})


def test_what_one_chose_oneself_meanwhile_is_what_the_undo_gives_back(client):
    topic, _text, _html, message = mail_about()
    path = path_in(message)
    client.post(path, **BUTTON)
    choose_level(user=topic.author, kind="topic", key=topic.pk, level=Watch.Level.TRACKING)
    page = client.post(path).content.decode()
    client.post(path, {"undo": page.split('name="undo" value="')[1].split('"')[0]})
    assert levels_of(topic.author) == {topic.pk: Watch.Level.TRACKING}
    choose_level(user=topic.author, kind="topic", key=topic.pk, level=Watch.Level.MUTED)
    page = client.post(path).content.decode()
    client.post(path, {"undo": page.split('name="undo" value="')[1].split('"')[0]})
    assert levels_of(topic.author) == {topic.pk: Watch.Level.TRACKING}


def test_an_undo_after_a_merge_follows_the_topic_into_which_it_went(client):
    topic, _text, _html, message = mail_about()
    watch(topic.author, "topic", topic.pk, Watch.Level.WATCHING)
    page = client.post(path_in(message)).content.decode()
    into = TopicFactory()
    forums.merge_topics(moderator=ModeratorFactory(), topic=topic, into=into)
    client.post(path_in(message), {"undo": page.split('name="undo" value="')[1].split('"')[0]})
    assert levels_of(topic.author) == {into.pk: Watch.Level.WATCHING}


def test_the_button_mutes_the_topic_into_which_this_one_was_merged(client):
    topic, _text, _html, message = mail_about()
    into = TopicFactory(title="Tali yang sama")
    forums.merge_topics(moderator=ModeratorFactory(), topic=topic, into=into)
    watch(topic.author, "topic", into.pk, Watch.Level.WATCHING)
    path = path_in(message)
    assert "Tali yang sama" in client.get(path).content.decode()
    page = client.post(path, **BUTTON).content.decode()
    assert levels_of(topic.author)[into.pk] == Watch.Level.MUTED
    again = TopicFactory(title="Tali yang lain")
    forums.merge_topics(moderator=ModeratorFactory(), topic=into, into=again)
    page = client.post(path, {"undo": page.split('name="undo" value="')[1].split('"')[0]}).content.decode()
    assert "Anda dikabari lagi tentang pembicaraan ini" in page


def test_an_undo_that_was_made_for_another_or_is_forged_undoes_nothing(client):
    _topic, _text, _html, message = mail_about()
    page = client.post(path_in(message)).content.decode()
    undo = page.split('name="undo" value="')[1].split('"')[0]
    other = TopicFactory()
    watch(other.author, "topic", other.pk, Watch.Level.MUTED)
    path = f"/pemberitahuan/berhenti/{token_of(user_id=other.author_id, container=f'topic:{other.pk}')}/"
    for forged in (undo, "x", ""):
        client.post(path, {"undo": forged})
    assert Watch.objects.filter(level=Watch.Level.MUTED).count() == 2


def test_a_forged_link_or_that_of_a_deleted_account_does_nothing_and_says_so(client):
    topic = TopicFactory()
    User.objects.filter(pk=topic.author_id).update(erased_at=topic.created_at)
    of_the_gone = token_of(user_id=topic.author_id, container=f"topic:{topic.pk}")
    for token in ("x:y:z", of_the_gone):
        address = reverse("notifications:unfollow", args=[token])
        for method in (client.get, client.post):
            response = method(address)
            assert response.status_code == 404
            assert "Tautan ini sudah tidak berlaku" in response.content.decode()
    assert not Watch.objects.filter(level=Watch.Level.MUTED).exists()


def test_the_page_no_longer_names_a_topic_that_is_closed_to_them(client):
    topic, _text, _html, message = mail_about(title="Rahasia dewan")
    assert "Rahasia dewan" in client.get(path_in(message)).content.decode()
    forums.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="x")
    page = client.get(path_in(message))
    assert page.status_code == 200
    assert "Rahasia dewan" not in page.content.decode()
