"""Appealing against a change of one's words: they stand again as they were, unless they were changed since."""

from __future__ import annotations

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from community.comments.services import delete_comment, edit_comment
from community.forums.services import edit_post, hide_post, restore_post
from community.members.permissions import Refused
from community.moderation.kinds import KINDS
from community.moderation.models import Decision, Flag, Review
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide, label_of
from community.writing.history.models import Version
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

pytestmark = pytest.mark.django_db

OWN, OTHERS = "Kapal itu bocor, jangan dibeli.", "Kapal itu perlu diperbaiki."
AGAIN = "Kapal itu rusak ringan."
BACK = "Kata-kata Anda kembali seperti semula."
MAKERS = {
    "post": lambda: make_reply(body=OWN),
    "topic": lambda: TopicFactory(body=OWN),
    "comment": lambda: make_comment(make_story(), OWN),
}


@pytest.mark.parametrize("what", MAKERS)
def test_the_words_stand_again_as_they_were(what):
    thing, other = MAKERS[what](), ModeratorFactory()
    case = changed(thing)
    made = appeal(author=case.author, review=case, words="Itu benar.")
    decide(by=other, review=made, verdict=Verdict(Decision.GRANTED, "Ya, itu benar."))
    assert (words_of(thing), state(thing), Flag.objects.get().outcome) == (OWN, "live", "disagreed")
    assert Review.objects.get(pk=case.pk).withdrawn_at
    entry = ModelLogEntry.objects.filter(action="moderation.decide").latest("pk")
    assert (entry.user, entry.data["reason"], entry.data["before"]) == (other, "Ya, itu benar.", Decision.EDIT)
    assert entry.data["after"] == {"decision": Decision.GRANTED, "sanction": None}
    assert "Kata-kata Anda kembali seperti semula." in mail.outbox[-1].body


def test_what_it_said_before_is_read_by_nobody_but_who_keeps_order_and_its_author(client):
    author = MemberFactory()
    comment = make_comment(make_story(), "Rumah Pak Budi di Jalan Mawar 7.", author=author)
    case = decided(comment, Decision.EDIT, text="Alamatnya dihapus.")
    history, own = f"/tulisan/riwayat/comment/{comment.pk}/", f"/moderasi/tulisan-saya/{case.pk}/"
    assert "Jalan Mawar" not in client.get(history).content.decode()
    client.force_login(MemberFactory())
    assert "Jalan Mawar" not in client.get(history).content.decode()
    client.force_login(author)
    assert "Mawar" in client.get(own).content.decode()
    client.force_login(ModeratorFactory())
    assert "Mawar" in client.get(history).content.decode()


@pytest.mark.parametrize("what", MAKERS)
def test_the_change_stays_when_the_appeal_is_refused(what):
    thing = MAKERS[what]()
    case = changed(thing)
    made = appeal(author=case.author, review=case, words="Itu benar.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.REFUSED, "Terlalu kasar."))
    assert (words_of(thing), Flag.objects.get().outcome) == (OTHERS, "agreed")
    assert appeal(author=case.author, review=case, words="Lagi.") == made


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_its_author_has_changed_since_is_left_and_that_is_said(client, language):
    post = make_reply(author=MemberFactory(language=language), body=OWN)
    case = changed(post)
    made = appeal(author=case.author, review=case, words="Itu benar.")
    edit_post(editor=case.author, post=post, body="Kapal itu sudah dijual.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    made.refresh_from_db()
    assert (words_of(post), made.is_left) == ("Kapal itu sudah dijual.", True)
    said = {"id": "sudah diubah lagi sejak itu", "en": "has been changed again since"}[language]
    assert said in mail.outbox[-1].body
    client.force_login(case.author)
    prefix = {"id": "", "en": "/en"}[language]
    assert said in client.get(f"{prefix}/moderasi/tulisan-saya/{case.pk}/").content.decode()
    assert ModelLogEntry.objects.filter(action="moderation.decide").latest("pk").data["after"]["left"]


def test_what_its_author_has_changed_and_put_back_to_the_moderators_words_is_put_back_further():
    comment = make_comment(make_story(), OWN)
    case = changed(comment)
    for body in ("Sudah dijual.", OTHERS):
        edit_comment(by=comment.user, comment=comment, body=body)
    made = appeal(author=case.author, review=case, words="Itu benar.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    assert words_of(comment) == OWN


def test_a_decision_that_changed_no_word_as_it_was_possible_before_is_nothing_to_appeal_against():
    post = make_reply(body=OWN)
    case = changed(post)
    Review.objects.filter(pk=case.pk).update(version=None)
    case.refresh_from_db()
    with pytest.raises(Refused):
        appeal(author=post.author, review=case, words="Kenapa?")


def test_once_its_history_is_gone_the_change_stays():
    post = make_reply(body=OWN)
    case = changed(post)
    made = appeal(author=post.author, review=case, words="Itu benar.")
    Version.objects.all().delete()
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    made.refresh_from_db()
    assert (words_of(post), made.is_left) == (OTHERS, True)


def test_a_text_that_another_decision_hides_gets_its_words_back_and_stays_hidden():
    post = make_reply(body=OWN)
    case = changed(post)
    hide_post(moderator=ModeratorFactory(), post=post, reason="Kasar.")
    made = appeal(author=post.author, review=case, words="Itu benar.")
    decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))
    assert (words_of(post), state(post)) == (OWN, "hidden")


@pytest.mark.parametrize("what", MAKERS)
@pytest.mark.parametrize("first", [0, 1])
def test_of_two_changes_that_are_both_taken_back_the_words_of_neither_stay(client, what, first):
    thing = MAKERS[what]()
    cases = [changed(thing), changed(thing, text=AGAIN)]
    grant(cases.pop(first))
    assert (words_of(thing), BACK in mail.outbox[-1].body) == ([AGAIN, OTHERS][first], False)
    grant(cases[0])
    assert (words_of(thing), BACK in mail.outbox[-1].body, BACK in page_of(client, cases[0])) == (OWN, True, True)


@pytest.mark.parametrize("what", MAKERS)
def test_of_three_changes_those_that_were_taken_back_are_passed_over_down_to_one_that_counts(what):
    thing = MAKERS[what]()
    first, second, third = (changed(thing, text=text) for text in (OTHERS, AGAIN, "Kapal itu dijual murah."))
    grant(second)
    grant(third)
    assert words_of(thing) == OTHERS
    grant(first)
    assert words_of(thing) == OWN


@pytest.mark.parametrize(
    ("language", "prefix", "said", "back"),
    [
        ("id", "", "dari putusan yang lebih dulu, yang masih berlaku", "Kata-kata Anda kembali"),
        ("en", "/en", "what an earlier decision had made of it, which still counts", "Your words stand again"),
    ],
)
def test_words_of_an_earlier_change_that_counts_are_not_called_those_of_the_author(
    client, language, prefix, said, back
):
    post = make_reply(author=MemberFactory(language=language), body=OWN)
    first, second = changed(post), changed(post, text=AGAIN)
    grant(second)
    for told in (mail.outbox[-1].body, page_of(client, second, prefix)):
        assert (said in told, back in told) == (True, False)
    grant(first)
    told = page_of(client, second, prefix)
    assert (said in told, back in told) == (False, True)


def test_what_its_author_wrote_between_two_changes_stands_again():
    comment = make_comment(make_story(), OWN)
    first = changed(comment)
    edit_comment(by=comment.user, comment=comment, body="Sudah dijual.")
    second = changed(comment, text=AGAIN)
    grant(first)
    grant(second)
    assert words_of(comment) == "Sudah dijual."


@pytest.mark.parametrize(
    ("language", "prefix", "said"),
    [("id", "", "belum terlihat oleh orang lain"), ("en", "/en", "Others don’t see it, though")],
)
@pytest.mark.parametrize("what", ["post", "comment"])
def test_of_a_text_that_another_decision_hides_it_is_said_that_it_is_still_hidden(client, what, language, prefix, said):
    author = MemberFactory(language=language)
    thing = make_reply(author=author, body=OWN) if what == "post" else make_comment(make_story(), OWN, author=author)
    case = changed(thing)
    hidden = decided(thing, Decision.HIDE)
    grant(case)
    assert (words_of(thing), state(thing)) == (OWN, "hidden")
    for told in (mail.outbox[-1].body, page_of(client, case, prefix)):
        assert said in told
    grant(hidden)
    assert state(thing) == "live"
    assert said not in page_of(client, case, prefix)


def test_of_words_that_were_changed_since_it_is_said_as_well_and_not_of_what_its_author_took_back(client):
    comment = make_comment(make_story(), OWN)
    case, _later = changed(comment), changed(comment, text=AGAIN)
    decided(comment, Decision.DELETE)
    grant(case)
    for told in (mail.outbox[-1].body, page_of(client, case)):
        assert ("sudah diubah lagi" in told, "belum terlihat oleh orang lain" in told) == (True, True)
    other = make_comment(make_story(), OWN)
    grant(case := changed(other))
    delete_comment(by=other.user, comment=other)
    assert "belum terlihat oleh orang lain" not in page_of(client, case)


def test_showing_a_text_again_on_its_page_doesnt_end_an_appeal_against_its_change():
    post = make_reply(body=OWN)
    made = appeal(author=post.author, review=changed(post), words="Itu benar.")
    hide_post(moderator=ModeratorFactory(), post=post, reason="Kasar.")
    restore_post(moderator=ModeratorFactory(), post=post)
    made.refresh_from_db()
    assert made.decided_at is None


def test_an_appeal_ends_when_its_author_takes_the_text_back():
    comment = make_comment(make_story(), OWN)
    made = appeal(author=comment.user, review=changed(comment), words="Itu benar.")
    delete_comment(by=comment.user, comment=comment)
    made.refresh_from_db()
    assert made.decision == Decision.GONE


def test_the_moderator_of_the_region_decides_but_not_who_changed_it():
    region = make_region("81.02")
    first, other = RegionalModeratorFactory(of=region), RegionalModeratorFactory(of=region)
    post = make_reply(body=OWN, regions=[region])
    made = appeal(author=post.author, review=changed(post, by=first), words="Itu benar.")
    with pytest.raises(Refused):
        decide(by=first, review=made, verdict=Verdict(Decision.GRANTED))
    decide(by=other, review=made, verdict=Verdict(Decision.GRANTED))
    assert words_of(post) == OWN


def test_desk_and_author_see_both_versions_side_by_side(client):
    post = make_reply(body=OWN)
    case = changed(post)
    made = appeal(author=post.author, review=case, words="Itu benar.")
    assert label_of(Decision.GRANTED, made) == "Kembalikan kata-katanya"
    for who, address in (
        (ModeratorFactory(), f"/moderasi/perkara/{made.pk}/"),
        (post.author, f"/moderasi/tulisan-saya/{case.pk}/"),
    ):
        client.force_login(who)
        page = client.get(address).content.decode()
        assert ("<del>bocor" in page, "diperbaiki</ins>" in page) == (True, True), address


def test_the_mail_of_the_change_says_where_and_until_when_one_appeals():
    for language, words in (("id", "mengajukan banding satu kali, sampai"), ("en", "appeal once, until")):
        post = make_reply(author=MemberFactory(language=language), body=OWN)
        case = changed(post)
        assert (words in mail.outbox[-1].body, f"/moderasi/tulisan-saya/{case.pk}/" in mail.outbox[-1].body) == (
            True,
            True,
        )


def changed(thing, by=None, text=OTHERS):
    """Have a moderator change what somebody wrote; give the case."""
    report_thing(thing)
    case = case_of(thing)
    return decide(by=by or ModeratorFactory(), review=case, verdict=Verdict(Decision.EDIT, "Terlalu kasar.", text))


def grant(case):
    """Have its author appeal, and another moderator agree."""
    made = appeal(author=case.author, review=case, words="Itu benar.")
    return decide(by=ModeratorFactory(), review=made, verdict=Verdict(Decision.GRANTED))


def page_of(client, case, prefix=""):
    """Read what an author finds about a decision."""
    client.force_login(case.author)
    return client.get(f"{prefix}/moderasi/tulisan-saya/{case.pk}/").content.decode()


def words_of(thing):
    kind = KINDS[case_of(thing).kind]
    return kind.text(kind.rows().get(pk=thing.pk))
