"""What authors see of a decision, mending what reports hid, and appealing once to another moderator."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.comments.models import Comment
from community.comments.services import restore_comment
from community.forums import services as forums
from community.forums.models import Topic
from community.members.permissions import Refused
from community.members.standing.services import silence
from community.moderation.models import Decision, Flag, Review
from community.moderation.services.appeals import appeal, mend
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.people import hold_all
from community.moderation.services.reports import retract
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

pytestmark = pytest.mark.django_db


def hidden_by_reports(thing):
    for _number in range(2):
        report_thing(thing, by=MemberFactory(trust_level=4))
    return case_of(thing)


@pytest.mark.parametrize("decision", [Decision.HIDE, Decision.DELETE])
def test_an_author_appeals_once_and_another_moderator_shows_it_again(decision):
    post, first = make_reply(), ModeratorFactory()
    case = decided(post, decision, by=first)
    made = appeal(author=post.author, review=case, words=" Itu bukan iklan. ")
    assert appeal(author=post.author, review=case, words="Lagi.") == made
    assert made.words == "Itu bukan iklan."
    with pytest.raises(Refused):
        decide(by=first, review=made, verdict=Verdict(Decision.GRANTED))
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    assert (state(post), Flag.objects.get().outcome) == ("live", "disagreed")
    assert mail.outbox[-1].to == [post.author.email]


def test_an_appeal_that_is_refused_says_why_and_there_is_no_second_one():
    post = make_reply()
    case = decided(post, Decision.HIDE)
    made = appeal(author=post.author, review=case, words="Itu bukan iklan.")
    with pytest.raises(ValidationError):
        decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.REFUSED))
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.REFUSED, "Tetap iklan."))
    assert (state(post), appeal(author=post.author, review=case, words="Lagi.")) == ("hidden", made)
    assert "Tetap iklan." in mail.outbox[-1].body
    assert Review.objects.filter(appeal_of=case).count() == 1


@pytest.mark.parametrize("decision", [Decision.KEEP, Decision.IGNORE])
def test_nobody_appeals_against_what_stands(decision):
    post = make_reply()
    with pytest.raises(Refused):
        appeal(author=post.author, review=decided(post, decision), words="Kenapa?")


def test_nobody_appeals_for_others_or_without_words_or_too_late():
    post = make_reply()
    case = decided(post, Decision.HIDE)
    with pytest.raises(Refused):
        appeal(author=MemberFactory(), review=case, words="Kenapa?")
    with pytest.raises(ValidationError):
        appeal(author=post.author, review=case, words="  ")
    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(Refused):
        appeal(author=post.author, review=case, words="Kenapa?")


@pytest.mark.parametrize("make", [make_reply, TopicFactory, lambda: make_comment(make_story())])
def test_an_author_mends_what_reports_hid_and_it_stays_hidden_until_somebody_has_looked(make):
    thing = make()
    case = hidden_by_reports(thing)
    mend(author=case.author, review=case, text="Saya tulis dengan lebih sopan.")
    assert (state(thing), case_of(thing).decided_at) == ("hidden", None)
    decide(by=AdministratorFactory(), review=case, verdict=Verdict(Decision.KEEP))
    assert state(thing) == "live"


def test_an_author_mends_the_title_of_a_topic_too_on_the_page_that_the_mail_leads_to(client):
    topic = TopicFactory(title="Semua pembeli di pelabuhan itu penipu")
    case, regions = hidden_by_reports(topic), list(topic.regions.all())
    client.force_login(topic.author)
    address = f"/moderasi/tulisan-saya/{case.pk}/"
    assert 'name="heading"' in client.get(address).content.decode()
    sent = {"heading": "Hati-hati membeli di pelabuhan", "text": "Tanyakan dulu asalnya kepada pendamping."}
    assert client.post(address, sent).status_code == 302
    topic.refresh_from_db()
    said = topic.posts.get(number=1).body
    assert (topic.title, said, list(topic.regions.all())) == (*sent.values(), regions)
    assert state(topic) == "hidden"
    long = client.post(address, {**sent, "heading": "Pelabuhan " * 50})
    assert (long.status_code, bool(long.context["form"].errors)) == (200, True)


def test_who_is_silenced_reads_why_instead_of_a_form_that_would_be_refused(client):
    post = make_reply()
    case = hidden_by_reports(post)
    silence(by=ModeratorFactory(), member=post.author, until=timezone.now() + timedelta(days=2), reason="Kasar.")
    client.force_login(post.author)
    page = client.get(f"/moderasi/tulisan-saya/{case.pk}/").content.decode()
    assert ('name="text"' in page, "Kasar." in page) == (False, True)


@pytest.mark.parametrize(
    ("make", "decision"),
    [
        (make_reply, Decision.HIDE),
        (make_reply, Decision.DELETE),
        (TopicFactory, Decision.HIDE),
        (TopicFactory, Decision.DELETE),
        (lambda: make_comment(make_story()), Decision.HIDE),
    ],
)
def test_what_another_moderator_shows_again_counts_no_longer_and_its_author_is_told(client, make, decision):
    thing = make()
    case = decided(thing, decision)
    mail.outbox.clear()
    show_again(thing, by=ModeratorFactory())
    case.refresh_from_db()
    assert (state(thing), bool(case.withdrawn_at)) == ("live", True)
    (told,) = [each for each in mail.outbox if "ditampilkan lagi" in each.subject]
    assert told.to == [case.author.email]
    with pytest.raises(Refused):
        appeal(author=case.author, review=case, words="Bukan iklan.")
    client.force_login(case.author)
    page = client.get(f"/moderasi/tulisan-saya/{case.pk}/").content.decode()
    assert ("Tidak dihitung lagi" in page, "/banding/" in page) == (True, False)


def show_again(thing, *, by):
    """Undo it on the page of the text itself."""
    if isinstance(thing, Comment):
        restore_comment(by=by, comment=Comment.objects.get(pk=thing.pk))
        return
    name = "topic" if isinstance(thing, Topic) else "post"
    fresh = type(thing).objects.get(pk=thing.pk)
    act = "bring_back" if fresh.deleted_at else "restore"
    getattr(forums, f"{act}_{name}")(moderator=by, **{name: fresh})


def test_nobody_mends_what_a_moderator_hid_or_what_is_not_theirs():
    post = make_reply()
    case = decided(post, Decision.HIDE)
    with pytest.raises(Refused):
        mend(author=post.author, review=case, text="Kata lain yang sopan.")
    other = hidden_by_reports(make_reply())
    with pytest.raises(Refused):
        mend(author=MemberFactory(), review=other, text="Kata lain yang sopan.")


def test_an_author_finds_the_page_about_their_text_and_nobody_else_does(client):
    post = make_reply()
    case = decided(post, Decision.HIDE, reason="Menyinggung tetangga.")
    address = f"/moderasi/tulisan-saya/{case.pk}/"
    client.force_login(post.author)
    page = client.get(address).content.decode()
    assert "Menyinggung tetangga." in page
    assert "Beli sekarang juga" in page
    assert f"/moderasi/tulisan-saya/{case.pk}/banding/" in page
    assert client.post(f"{address}banding/", {"words": "Itu bukan iklan."}).status_code == 302
    assert "Itu bukan iklan." in client.get(address).content.decode()
    assert "Menyinggung" in client.get("/moderasi/tulisan-saya/").content.decode()
    client.force_login(MemberFactory())
    assert client.get(address).status_code == 404
    assert client.post(f"{address}banding/", {"words": "x"}).status_code == 404


def test_the_page_of_what_waits_says_so_and_one_whose_reports_were_taken_back_still_answers(client):
    author = MemberFactory()
    client.force_login(author)
    waits = make_reply(author, "Tulisan yang menunggu.")
    hold_all(person_id=author.pk)
    assert "Ini menunggu sampai dibaca moderator" in client.get(page_of(waits)).content.decode()
    post, reporters = make_reply(author), [MemberFactory(trust_level=2) for _number in range(3)]
    flags = [report_thing(post, by=reporter) for reporter in reporters]
    for flag, reporter in zip(flags, reporters, strict=True):
        retract(member=reporter, flag=flag)
    assert "Laporannya sudah ditarik" in client.get(page_of(post)).content.decode()


def page_of(thing):
    """The page on which an author reads what becomes of their text."""
    return f"/moderasi/tulisan-saya/{case_of(thing).pk}/"


def test_the_form_that_mends_says_what_is_wrong_and_keeps_what_was_typed(client):
    post = make_reply()
    case = hidden_by_reports(post)
    client.force_login(post.author)
    address = f"/moderasi/tulisan-saya/{case.pk}/"
    answer = client.post(address, {"text": "   "})
    assert (answer.status_code, "text" in answer.context["form"].errors) == (200, True)
    assert client.post(address, {"text": "Sekarang jauh lebih sopan."}).status_code == 302
    post.refresh_from_db()
    assert post.body == "Sekarang jauh lebih sopan."
