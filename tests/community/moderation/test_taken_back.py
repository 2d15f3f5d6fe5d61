"""Taking a report back: not sent once more, and what the author hears of it, in true words and by open pages."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from community.forums.services import delete_post, edit_post
from community.members.models import User
from community.members.permissions import Refused, Viewer
from community.moderation.models import Decision, Reason, Review
from community.moderation.services.appeals import appeal, mend
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.reports import retract
from community.notifications.services.listing import page_of
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.notifications import heard, tell
from tests.factories.reports import case_of, make_reply, report_thing, state

pytestmark = pytest.mark.django_db
HIDDEN, SHOWN = ("hidden", "moderated"), ("shown_again", "moderated")


def reporter():
    """Of whom three hide something, and two don't."""
    return MemberFactory(trust_level=2)


def hide_and_take_back(post):
    """Report something until it is hidden, and take the last report back."""
    known = Review.objects.filter(kind="post", object_id=post.pk).first()
    for _number in range(2 - (known.flag_count if known else 0)):
        report_thing(post, by=reporter())
    last = reporter()
    flag = report_thing(post, by=last)
    assert state(post) == "hidden"
    retract(member=last, flag=flag)
    assert state(post) == "live"
    return last


def test_who_took_a_report_back_reports_it_again_only_once_it_says_something_else():
    post = make_reply()
    last = hide_and_take_back(post)
    with pytest.raises(Refused, match="sudah menarik laporan"):
        report_thing(post, by=last)
    assert (state(post), case_of(post).flag_count) == ("live", 2)
    edit_post(editor=post.author, post=post, body="Sekarang benar-benar iklan.")
    report_thing(post, by=last)
    assert state(post) == "hidden"


def test_nor_do_they_the_words_that_were_judged_before_those():
    post, member = make_reply(), MemberFactory()
    report_thing(post, by=member)
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.KEEP))
    before = post.body
    edit_post(editor=post.author, post=post, body="Sekarang benar-benar iklan.")
    retract(member=member, flag=report_thing(post, by=member))
    edit_post(editor=post.author, post=post, body=before)
    with pytest.raises(Refused, match="masih sama"):
        report_thing(post, by=member)


def test_an_author_hears_once_that_the_same_words_are_hidden_and_once_that_they_are_shown_again():
    post = make_reply()
    for _time in range(3):
        hide_and_take_back(post)
    tell()
    assert sorted(heard(post.author)) == [HIDDEN, SHOWN]
    assert [sent.to for sent in mail.outbox] == [[post.author.email]]


def test_and_once_more_where_they_say_something_else_by_then():
    post = make_reply()
    hide_and_take_back(post)
    edit_post(editor=post.author, post=post, body="Sekarang benar-benar iklan.")
    hide_and_take_back(post)
    tell()
    assert sorted(heard(post.author)) == [HIDDEN, HIDDEN, SHOWN, SHOWN]
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("language", "bell", "said"),
    [
        (
            "id",
            "Ada laporan yang ditarik, dan tulisan Anda ditampilkan lagi",
            "ditampilkan lagi. Masih ada laporan lain",
        ),
        ("en", "A report was taken back, and what you wrote is shown again", "shown again. Others still stand"),
    ],
)
def test_the_page_of_the_case_stays_open_and_says_that_it_is_shown_again(client, language, bell, said):
    post = make_reply(MemberFactory(language=language))
    hide_and_take_back(post)
    tell()
    with override(language):
        lines = lines_for(post.author)
        assert lines[0].said == bell
        assert not any(word in line.said for line in lines for word in ("putusan", "decision"))
        client.force_login(post.author)
        for line in lines:
            page = client.get(line.shown.url)
            assert (page.status_code, said in page.content.decode()) == (200, True)
        own = f"/moderasi/tulisan-saya/{case_of(post).pk}/"
        assert own in mail.outbox[0].body
        assert own in client.get(reverse("moderation:own_texts")).content.decode()


def test_hidden_anew_by_others_it_says_so_on_the_page_and_beside_the_bells_words(client):
    post = make_reply()
    hide_and_take_back(post)
    report_thing(post, by=reporter())
    tell()
    assert {line.shown.words for line in lines_for(post.author)} == {"disembunyikan karena laporan"}
    client.force_login(post.author)
    page = client.get(f"/moderasi/tulisan-saya/{case_of(post).pk}/").content.decode()
    assert "disembunyikan sampai" in page
    mend(author=post.author, review=case_of(post), text="Kata yang lebih ramah.")


def test_where_the_case_ended_with_the_last_report_the_page_says_that_too(client):
    post, last = make_reply(), MemberFactory(trust_level=4)
    flags = [(member, report_thing(post, by=member)) for member in (MemberFactory(trust_level=4), last)]
    assert state(post) == "hidden"
    for member, flag in flags:
        retract(member=member, flag=flag)
    tell()
    case = case_of(post)
    assert (case.decision, heard(post.author).count(SHOWN)) == (Decision.GONE, 1)
    client.force_login(post.author)
    page = client.get(f"/moderasi/tulisan-saya/{case.pk}/").content.decode()
    assert "Laporannya sudah ditarik, dan tulisan Anda ditampilkan lagi." in page


def test_what_was_only_reported_stays_unknown_to_its_author(client):
    taken_back, deleted, stands, member = make_reply(), make_reply(), make_reply(), MemberFactory()
    retract(member=member, flag=report_thing(taken_back, by=member))
    for post in (deleted, stands):
        report_thing(post)
    delete_post(member=deleted.author, post=deleted)
    for post in (taken_back, deleted, stands):
        client.force_login(post.author)
        assert client.get(f"/moderasi/tulisan-saya/{case_of(post).pk}/").status_code == 404
        assert not Review.objects.told_to(post.author).exists()


def test_the_form_of_what_one_has_reported_says_so_and_offers_to_take_it_back(client):
    post, member = make_reply(), MemberFactory()
    address = f"/moderasi/laporkan/post/{post.pk}/"
    client.force_login(member)
    assert 'name="reason"' in client.get(address).content.decode()
    flag = report_thing(post, by=member)
    page = client.get(address).content.decode()
    assert "Anda sudah melaporkan ini" in page
    assert f'action="/moderasi/laporan-saya/{flag.pk}/tarik/"' in page
    assert 'name="reason"' not in page
    client.post(f"/moderasi/laporan-saya/{flag.pk}/tarik/")
    page = client.get(address).content.decode()
    assert ("menarik laporan ini" in page, "/tarik/" in page, 'name="reason"' in page) == (True, False, False)
    assert client.post(address, {"reason": "rude"}).status_code == 403
    edit_post(editor=post.author, post=post, body="Sekarang benar-benar iklan.")
    page = client.get(address).content.decode()
    assert ("sudah berubah" in page, 'name="reason"' in page) == (True, True)


@pytest.mark.parametrize(("decision", "told"), [(Decision.HIDE, "disetujui"), (Decision.KEEP, "tidak disetujui")])
def test_it_says_what_became_of_the_report_also_where_the_text_is_gone(client, decision, told):
    post, member = make_reply(), MemberFactory()
    report_thing(post, by=member)
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(decision, "Iklan."))
    client.force_login(member)
    page = client.get(f"/moderasi/laporkan/post/{post.pk}/").content.decode()
    assert (told in page, 'name="reason"' in page, post.body in page) == (True, False, False)
    client.force_login(MemberFactory())
    assert client.get(f"/moderasi/laporkan/post/{post.pk}/").status_code == (200 if decision == Decision.KEEP else 404)


def lines_for(user):
    viewer = Viewer(User.objects.get(pk=user.pk))
    return [line for group in page_of(viewer).groups for line in group.lines]


@pytest.mark.parametrize(
    ("begin", "itself", "undecided", "wrong", "stays"),
    [
        ("", "Situs melakukannya sendiri.", "belum ada moderator", "ternyata keliru", "putusannya tetap"),
        ("/en", "The site did this by itself.", "no moderator has decided", "found to be wrong", "the decision stays"),
    ],
)
def test_of_a_silence_by_the_site_its_author_reads_only_what_is_true(client, begin, itself, undecided, wrong, stays):
    def page_of(case):
        client.force_login(case.author)
        return client.get(f"{begin}/moderasi/tulisan-saya/{case.pk}/").content.decode()

    waits, refused, withdrawn, appealed = (silenced_by_site() for _number in range(4))
    page = page_of(waits)
    assert (undecided in page, itself in page) == (True, False)
    ask = appeal(author=refused.author, review=refused, words="Itu bukan iklan.")
    assert undecided in page_of(refused)
    decide(by=ModeratorFactory(), review=ask, verdict=Verdict(Decision.REFUSED, "Tetap iklan."))
    page = page_of(refused)
    assert (itself in page, undecided in page, stays in page) == (True, False, True)
    appeal(author=appealed.author, review=appealed, words="Itu bukan iklan.")
    for case in (withdrawn, appealed):
        about = Review.objects.open().get(author=case.author, kind="post")
        decide(by=ModeratorFactory(), review=about, verdict=Verdict(Decision.KEEP))
        page = page_of(case)
        assert undecided not in page
    assert (itself in page, wrong in page) == (True, True)


def silenced_by_site():
    """Give the case of a newcomer's silence that the site began."""
    post = make_reply()
    for _number in range(3):
        report_thing(post, reason=Reason.SPAM)
    return Review.objects.sanctions().get(author=post.author)
