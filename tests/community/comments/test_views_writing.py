from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from guard.limits import forget_counts

from community.comments import services
from community.comments.bounds import visitor_bounds
from community.comments.models import Comment, Discussion, State, UnconfirmedComment
from community.moderation.models import ModerationSettings
from tests.factories.comments import make_comment
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh():
    forget_counts()
    with translation.override("id"):
        yield


def test_a_preview_is_shown_without_scripts_and_writes_nothing(client, story):
    page = client.post(write_url(story), {"comment": "Panen *bagus*.", "preview": "1"}).content.decode()
    assert "<em>bagus</em>" in page
    assert "Panen *bagus*.</textarea>" in page
    assert 'class="error"' not in page
    assert not Comment.objects.exists()
    assert not UnconfirmedComment.objects.exists()


def test_a_comment_where_nobody_writes_any_more_gives_the_text_back(client, story):
    Discussion.objects.create(key=story.translation_key, state=State.READ_ONLY)
    answer = client.post(write_url(story), {"comment": "Sudah saya <coba>."})
    assert answer.status_code == 403
    assert "sekarang hanya bisa dibaca. Tulisan Anda ada di bawah ini" in answer.content.decode()
    assert "Sudah saya &lt;coba&gt;.</textarea>" in answer.content.decode()


@pytest.mark.parametrize("query", ["", "?balas=1"])
def test_who_wants_to_write_where_one_only_reads_by_now_is_told_so_with_the_way_back(client, story, query):
    make_comment(story)
    Discussion.objects.update(state=State.READ_ONLY)
    answer = client.get(write_url(story) + query)
    assert answer.status_code == 403
    html = answer.content.decode().split("<main")[1].split("</main>")[0]
    assert "Komentar di sini hanya bisa dibaca." in html
    assert f'href="{story.url}#komentar"' in html
    assert "<form" not in html


def test_a_comment_under_a_page_that_was_taken_away_gives_the_text_back_and_tells_no_title(client, story):
    story.unpublish()
    answer = client.post(write_url(story), {"comment": "Terima kasih."})
    assert answer.status_code == 404
    assert "Terima kasih.</textarea>" in answer.content.decode()
    assert story.title not in answer.content.decode()


def test_who_may_only_read_since_the_form_was_opened_is_told_so_above_what_was_typed(client, story):
    member = MemberFactory()
    client.force_login(member)
    form = client.get(write_url(story)).context["form"]
    type(member).objects.filter(pk=member.pk).update(silenced_until=timezone.now() + timedelta(days=1))
    hidden = form.generate_security_data() | {"comment": "Halo semua."}
    answer = client.post(write_url(story), hidden)
    assert answer.status_code == 403
    assert "Halo semua.</textarea>" in answer.content.decode()
    assert 'class="notice danger"' in answer.content.decode()
    assert not Comment.objects.exists()


def test_deleting_twice_leads_to_the_same_place(client, story):
    member = MemberFactory()
    client.force_login(member)
    comment = make_comment(story, author=member)
    path = reverse("comments:delete", args=[comment.pk])
    first, again = client.post(path), client.post(path)
    assert first.url == again.url == f"{story.url}#komentar"
    assert client.get(path).url == first.url


def test_what_happened_to_a_comment_is_said_where_one_lands(client, story):
    member = MemberFactory()
    client.force_login(member)
    comment = make_comment(story, author=member)
    client.post(reverse("comments:delete", args=[comment.pk]))
    html = client.get(story.url).content.decode()
    section = html.partition('id="komentar"')[2]
    assert '<div class="told" role="status">' in section
    assert "Komentar Anda sudah dihapus." in section
    assert "Komentar Anda sudah dihapus." not in client.get(story.url).content.decode()


def test_following_is_said_there_too(client, story):
    client.force_login(MemberFactory())
    client.post(reverse("comments:follow", args=[story.translation_key]))
    section = client.get(story.url).content.decode().partition('id="komentar"')[2]
    assert "Anda menerima surel bila ada komentar baru di sini." in section.partition("</section>")[0]


def test_it_is_said_at_the_head_of_a_page_where_no_discussion_is_shown(client, story):
    member = MemberFactory()
    client.force_login(member)
    comment = make_comment(story, author=member)
    client.post(reverse("comments:delete", args=[comment.pk]))
    Discussion.objects.update(state=State.CLOSED)
    html = client.get(story.url).content.decode()
    assert 'id="komentar"' not in html
    assert html.count("Komentar Anda sudah dihapus.") == 1


@pytest.mark.parametrize(("holds", "said"), [(True, "dibaca moderator dulu"), (False, "lalu komentar Anda tampil")])
def test_who_sent_a_comment_reads_whether_a_moderator_reads_it_first(client, story, settings, holds, said):
    settings.COMMENT_HOLD_FIRST = holds
    html = client.get(reverse("comments:sent", args=[story.translation_key])).content.decode()
    assert said in html
    assert ("lalu komentar Anda tampil" in html) is not holds


def test_an_address_waits_for_few_comments_however_it_is_written(story):
    for _number in range(visitor_bounds().waiting - 1):
        ask(story, "ina@example.org")
    ask(story, "INA@Example.org")
    with pytest.raises(ValidationError):
        ask(story, "ina@EXAMPLE.org")


def test_how_many_may_wait_is_a_setting(story):
    ModerationSettings.objects.create(visitor_waiting=1)
    ask(story, "ina@example.org")
    with pytest.raises(ValidationError):
        ask(story, "ina@example.org")


def test_what_answered_a_comment_that_is_gone_can_be_sent_once_more_as_a_comment_of_its_own(client, story):
    member = MemberFactory()
    client.force_login(member)
    answered = make_comment(story)
    services.delete_comment(by=answered.author, comment=answered)
    page = client.get(write_url(story)).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    hidden |= {"comment": "Setuju.", "reply_to": str(answered.pk)}
    page = client.post(write_url(story), hidden).content.decode()
    assert "Setuju.</textarea>" in page
    hidden |= dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert client.post(write_url(story), hidden).status_code == 302
    assert Comment.objects.get(user=member).level == 0


def test_a_name_that_brings_a_link_is_refused(client, story):
    page = client.post(write_url(story), {"comment": "Halo", "name": "Menang di www.judi.example", "email": "a@b.id"})
    assert not UnconfirmedComment.objects.exists()
    assert page.context["form"].errors["name"]


@pytest.mark.parametrize("query", ["?balas=%00", "?balas=99999999999999999999999", "?balas=-1", "?balas=²"])
def test_an_odd_answer_shows_the_plain_form(client, story, query):
    assert client.get(write_url(story) + query).status_code == 200


@pytest.mark.parametrize("path", ["/diskusi/komentar/99999999999999999999999/", "/diskusi/konfirmasi/x%00/"])
def test_odd_addresses_are_404(client, path):
    assert client.get(path).status_code == 404


def ask(story, email):
    services.ask_to_confirm(key=str(story.translation_key), name="Ina", email=email, body="Salam.")


def write_url(story):
    return reverse("comments:write", args=[story.translation_key])
