import re
import time
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from guard.limits import forget_counts
from outbox.services import deliver_mail
from wagtail.models import PageViewRestriction

from community.comments import forms, services
from community.comments.models import Comment, State, UnconfirmedComment
from community.comments.visitor_data import services as visitor_data
from community.moderation.models import ModerationSettings
from community.writing.models import OpenSite
from tests.factories.comments import make_comment, make_story, make_visitor_comment, translate
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
FAR = datetime(2999, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _afresh():
    forget_counts()
    with translation.override("id"):
        yield


@pytest.fixture
def member(client):
    user = MemberFactory()
    client.force_login(user)
    return user


def test_a_member_writes_and_sees_the_comment_in_its_place(client, member, story):
    response = client.post(*sending(client, story, comment="Panen *bagus*."), follow=False)
    comment = Comment.objects.get()
    assert response.url == reverse("comments:comment", args=[comment.pk])
    assert comment.author == member
    assert client.get(response.url).url == f"{story.url}#c{comment.pk}"


def test_a_member_is_not_asked_for_name_and_address(client, member, story):
    page = client.get(write_url(story)).content.decode()
    assert 'name="email"' not in page


def test_a_visitors_comment_waits_until_the_mailed_link_is_confirmed(client, story):
    response = client.post(*sending(client, story, comment="Salam.", name="Ina", email="ina@example.org"))
    assert response.url == reverse("comments:sent", args=[story.translation_key])
    assert client.get(response.url).status_code == 200
    assert not Comment.objects.exists()
    link = mailed_link()
    assert client.get(link).status_code == 200
    assert not Comment.objects.exists()
    client.post(link)
    comment = Comment.objects.get()
    assert (comment.user_name, comment.is_live) == ("Ina", True)


def test_a_confirmation_works_once_and_leads_to_the_comment_after_that(client, story):
    client.post(*sending(client, story, comment="Salam.", name="Ina", email="ina@example.org"))
    link = mailed_link()
    client.post(link)
    comment = Comment.objects.get()
    assert client.post(link).url == reverse("comments:comment", args=[comment.pk])
    assert Comment.objects.count() == 1


def test_a_forged_or_old_token_publishes_nothing_and_says_so(client, story, monkeypatch):
    client.post(*sending(client, story, comment="Salam.", name="Ina", email="ina@example.org"))
    link = mailed_link()
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert client.post(link.replace(token, token[:-2] + "xx")).status_code == 404
    later = time.time() + 8 * 86_400
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.post(link).status_code == 404
    assert not Comment.objects.exists()


def test_a_comment_that_was_removed_while_it_is_confirmed_is_answered_as_an_old_link(client, story, monkeypatch):
    client.post(*sending(client, story, comment="Salam.", name="Ina", email="ina@example.org"))
    link = mailed_link()
    real = services.confirm_comment

    def removed_meanwhile(*, waiting: UnconfirmedComment) -> Comment:
        visitor_data.remove(email="ina@example.org")  # in another tab, after this page had found it
        return real(waiting=waiting)

    monkeypatch.setattr(services, "confirm_comment", removed_meanwhile)
    answer = client.post(link)
    assert answer.status_code == 404
    assert "Tautan ini sudah tidak berlaku" in answer.content.decode()
    assert client.post(link).status_code == 404
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("restriction", "said"),
    [
        ({"silenced_until": FAR}, "membaca"),
        ({"suspended_until": FAR}, "ditangguhkan"),
        ({"is_active": False}, "akun yang masih dipakai"),
    ],
)
def test_who_may_not_write_does_not_write_signed_out_either_and_reads_it_in_the_mailbox(
    client, story, restriction, said
):
    MemberFactory(email="ina@example.org", **restriction)
    answer = client.post(*sending(client, story, comment="Salam.", name="Ina", email="Ina@example.org"))
    assert answer.url == reverse("comments:sent", args=[story.translation_key])
    answer = client.post(mailed_link())
    assert answer.status_code == 403
    assert said in answer.content.decode().split("<main")[1].split("</main>")[0]
    assert not Comment.objects.exists()


def test_a_member_writes_with_their_address_signed_out(client, story):
    MemberFactory(email="ina@example.org")
    client.post(*sending(client, story, comment="Salam.", name="Ina", email="ina@example.org"))
    client.post(mailed_link())
    assert Comment.objects.get().is_live


def test_a_confirmation_under_a_page_that_became_private_publishes_nothing(client, story):
    client.post(*sending(client, story, comment="Salam.", name="Ina", email="ina@example.org"))
    link = mailed_link()
    make_private(story)
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 404
        assert "tidak lagi terbuka untuk semua orang" in answer.content.decode()
        assert "menulis komentar Anda sekali lagi" not in answer.content.decode()
        assert story.title not in answer.content.decode()
    assert not Comment.objects.exists()


def test_under_a_page_with_a_password_no_discussion_is_offered_that_leads_nowhere(client, story):
    comment = make_comment(story, "Panen bagus.")
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.PASSWORD, password="sagu")
    for person in (None, MemberFactory(), ModeratorFactory(), AdministratorFactory()):
        client.logout()
        if person:
            client.force_login(person)
        form = re.search(r'action="([^"]*password[^"]*|/_util[^"]*)"', client.get(story.url).content.decode())
        client.post(form.group(1), {"password": "sagu", "return_url": story.url})
        html = client.get(story.url).content.decode()
        assert 'type="password"' not in html
        assert story.title in html
        assert "Panen bagus." not in html
        assert "/diskusi/" not in html
        assert client.get(comment.get_absolute_url()).status_code == 404


def test_the_mail_is_in_the_language_of_the_page(client, story):
    translate(story)
    url, data = sending(client, story, comment="Greetings.", name="Ina", email="ina@example.org")
    client.post("/en" + url, data)
    assert "/en/diskusi/konfirmasi/" in mailed_link(whole=True)


def test_a_visitors_address_is_shown_nowhere(client, story):
    comment = make_visitor_comment(story)
    page = client.get(write_url(story) + f"?balas={comment.pk}").content.decode()
    assert "Tamu" in page
    assert "tamu@example.org" not in page


@pytest.mark.parametrize("reply_to", ["999999", "-1", "x", "99999999999999999999"])
def test_a_forged_reply_is_a_form_error_and_keeps_the_text(client, member, story, reply_to):
    response = client.post(*sending(client, story, comment="Teks saya", reply_to=reply_to))
    assert response.status_code == 200
    assert "Teks saya" in response.content.decode()
    assert not Comment.objects.exists()


def test_a_reply_to_another_pages_comment_is_a_form_error(client, member, story):
    elsewhere = make_comment(make_story("Lain"))
    response = client.post(*sending(client, story, comment="Teks", reply_to=str(elsewhere.pk)))
    assert response.status_code == 200
    assert Comment.objects.count() == 1


def test_a_reply_that_is_too_deep_is_a_form_error(client, member, story):
    first = make_comment(story)
    second = make_comment(story, reply_to=first.pk)
    third = make_comment(story, reply_to=second.pk)
    response = client.post(*sending(client, story, comment="Teks", reply_to=str(third.pk)))
    assert response.status_code == 200
    assert Comment.objects.count() == 3


def test_a_form_sent_twice_makes_one_comment(client, member, story):
    url, data = sending(client, story, comment="Sekali saja.")
    assert client.post(url, data).url == client.post(url, data).url
    assert Comment.objects.count() == 1


def test_a_filled_honeypot_is_refused(client, story):
    response = client.post(
        *sending(client, story, comment="Beli!", name="Bot", email="bot@example.org", honeypot="http://spam.example")
    )
    assert response.status_code == 200
    assert not UnconfirmedComment.objects.exists()


def test_a_visitor_who_is_faster_than_a_person_is_asked_to_send_again(client, story):
    ModerationSettings.objects.create(visitor_seconds=60)
    response = client.post(*sending(client, story, comment="Cepat", name="Ina", email="ina@example.org"))
    assert "Cepat" in response.content.decode()
    assert not UnconfirmedComment.objects.exists()


def test_a_visitor_may_not_send_many_links(client, story):
    spam = "http://a.example http://b.example http://c.example"
    client.post(*sending(client, story, comment=spam, name="Ina", email="ina@example.org"))
    assert not UnconfirmedComment.objects.exists()


def test_how_many_links_a_visitor_may_send_is_a_setting(client, story):
    ModerationSettings.objects.create(visitor_links=0)
    told = {"name": "Ina", "email": "ina@example.org"}
    answer = client.post(*sending(client, story, comment="Lihat http://a.example", **told))
    assert "Paling banyak 0 tautan." in answer.content.decode()
    ModerationSettings.objects.update(visitor_links=3)
    cache.clear()
    client.post(*sending(client, story, comment="http://a.example http://b.example http://c.example", **told))
    assert UnconfirmedComment.objects.count() == 1


def test_links_to_sites_that_are_open_to_all_count_for_no_visitor(client, story):
    OpenSite.objects.create(host="desa.example")
    text = "http://a.desa.example http://desa.example/1 http://www.desa.example/2 http://b.example http://c.example"
    client.post(*sending(client, story, comment=text, name="Ina", email="ina@example.org"))
    assert UnconfirmedComment.objects.count() == 1
    client.post(*sending(client, story, comment=f"{text} http://d.example", name="Ina", email="ina@example.org"))
    assert UnconfirmedComment.objects.count() == 1


def test_an_address_can_not_be_flooded_with_mails(client, story):
    for number in range(7):
        client.post(*sending(client, story, comment=f"Nomor {number}", name="Ina", email="ina@example.org"))
    assert UnconfirmedComment.objects.count() == 5


def test_scripts_in_a_comment_are_harmless(client, member, story):
    client.post(*sending(client, story, comment="<script>alert(1)</script> [x](javascript:alert(1))"))
    page = client.get(write_url(story) + f"?balas={Comment.objects.get().pk}").content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_comments_of_private_and_unpublished_pages_are_unreachable(client, story):
    comment = make_comment(story)
    url = reverse("comments:comment", args=[comment.pk])
    assert client.get(url).status_code == 302
    restriction = make_private(story)
    assert client.get(url).status_code == 404
    assert client.get(write_url(story)).status_code == 404
    restriction.delete()
    story.unpublish()
    assert client.get(url).status_code == 404
    assert client.get(write_url(story)).status_code == 404


def test_comments_of_a_deleted_page_are_unreachable(client, story):
    comment = make_comment(story)
    story.delete()
    assert client.get(reverse("comments:comment", args=[comment.pk])).status_code == 404


@pytest.mark.parametrize("alias", [True, False])
def test_a_permalink_leads_to_the_page_in_the_language_of_the_address(client, story, alias):
    english = translate(story, alias=alias)
    comment = make_comment(story)
    url = reverse("comments:comment", args=[comment.pk])
    assert client.get("/en" + url).url == f"{english.url}#c{comment.pk}"
    assert client.get(url).url == f"{story.url}#c{comment.pk}"


def test_a_permalink_leads_to_the_right_page_of_a_long_discussion(client, story, monkeypatch):
    monkeypatch.setattr("community.comments.threads.THREADS_PER_PAGE", 2)
    comments = [make_comment(story, f"nomor {number}") for number in range(3)]
    reply = make_comment(story, reply_to=comments[2].pk)
    assert client.get(reverse("comments:comment", args=[reply.pk])).url == f"{story.url}?komentar=2#c{reply.pk}"
    deeper = make_comment(story, reply_to=reply.pk)
    assert client.get(reverse("comments:comment", args=[deeper.pk])).url == f"{story.url}?komentar=2#c{deeper.pk}"


def test_a_hidden_comment_is_404_for_others_and_reachable_for_moderators(client, story):
    comment = make_comment(story)
    services.hide_comment(by=ModeratorFactory(), comment=comment, reason="iklan")
    url = reverse("comments:comment", args=[comment.pk])
    assert client.get(url).status_code == 404
    client.force_login(ModeratorFactory())
    assert client.get(url).status_code == 302


def test_one_deletes_ones_own_comment_after_being_asked(client, member, story):
    comment = make_comment(story, author=member)
    url = reverse("comments:delete", args=[comment.pk])
    assert client.get(url).status_code == 200
    assert client.post(url).url == f"{story.url}#komentar"
    comment.refresh_from_db()
    assert comment.deleted_at


def test_nobody_deletes_the_comment_of_another(client, member, story):
    url = reverse("comments:delete", args=[make_comment(story).pk])
    assert client.post(url).status_code == 404


def test_the_form_of_a_closed_discussion_is_404(client, story):
    comment = make_comment(story)
    services.set_state(by=ModeratorFactory(), discussion=comment.discussion, state=State.CLOSED)
    assert client.get(write_url(story)).status_code == 404
    assert client.get(reverse("comments:comment", args=[comment.pk])).status_code == 404


def test_a_comment_that_never_was_is_404(client):
    for number in (0, 7, 99_999_999_999_999_999_999):
        assert client.get(f"/diskusi/komentar/{number}/").status_code == 404


@pytest.mark.parametrize("key", ["x", "00000000-0000-0000-0000-000000000000", "a" * 80])
def test_a_key_of_nothing_is_404(client, key):
    assert client.get(f"/diskusi/{key}/tulis/").status_code == 404


def test_the_focus_goes_to_the_form_in_the_place_of_its_link_which_says_whom_one_answers(client, member, story):
    comment = make_comment(story)
    address = f"{write_url(story)}?balas={comment.pk}"
    piece = client.get(address, headers={"HX-Request": "true"}).content.decode()
    form = re.search(r"<form[^>]*>", piece)[0]
    assert f'aria-label="Balasan Anda untuk {comment.writer.name}" tabindex="-1" autofocus' in form
    assert "autofocus" not in client.get(address).content.decode()


def test_htmx_gets_the_form_alone(client, story):
    answer = client.get(write_url(story), headers={"HX-Request": "true"}).content.decode()
    assert "<form" in answer
    assert "<html" not in answer


def test_forms_on_one_page_have_identifiers_of_their_own(client, story):
    comment = make_comment(story)
    first, second = (
        set(re.findall(r' id="([^"]+)"', client.get(url, headers={"HX-Request": "true"}).content.decode()))
        for url in (write_url(story), f"{write_url(story)}?balas={comment.pk}")
    )
    assert first
    assert not first & second


def test_xtds_own_addresses_are_not_there(client):
    for path in ("/comments/", "/comments/post/", "/comments/api/", "/komentar/"):
        assert client.get(path).status_code == 404


def write_url(story):
    return reverse("comments:write", args=[story.translation_key])


@pytest.mark.parametrize("moment", ["9" * 400, "-1", "0", "kemarin", ""])
@pytest.mark.parametrize("more", [{}, {"preview": "1"}])
def test_a_moment_that_is_none_is_refused_as_a_forged_form(client, story, moment, more):
    address, typed = sending(client, story, comment="Salam.", name="Ina", email="ina@example.org")
    answer = client.post(address, {**typed, **more, "timestamp": moment})
    assert answer.status_code == 200
    assert more or "terlalu lama terbuka atau terlalu cepat" in str(answer.context["form"].errors)
    assert not UnconfirmedComment.objects.exists()


def sending(client, story, **typed):
    """The address and data of a form as a browser sends it, some time after it was shown."""
    page = client.get(write_url(story)).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    shown_at = int(hidden["timestamp"]) - 30
    form = forms.CommentForm(key=str(story.translation_key), author=MemberFactory.build())
    hidden["timestamp"] = str(shown_at)
    hidden["security_hash"] = form.generate_security_hash(hidden["content_type"], hidden["object_pk"], str(shown_at))
    return write_url(story), hidden | typed


def make_private(story):
    return PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)


def mailed_link(*, whole=False):
    deliver_mail()
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)
    return link.group(0 if whole else 1)
