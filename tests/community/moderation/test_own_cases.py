"""Nobody acts in their own case or about who is above, also on a text's own page, which cases follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.comments.models import Comment
from community.comments.services import delete_comment, hide_comment, restore_comment
from community.comments.services.removal import remove_step
from community.forums import services as forums
from community.forums.services.acting import undo
from community.members.permissions import Refused
from community.members.roles.models import Role
from community.moderation.kinds import KINDS
from community.moderation.models import BlockedTerm, Decision, Reason, Review, ReviewLink
from community.moderation.services import people
from community.moderation.services.appeals import appeal, mend
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.digest import link_of, token_of
from community.moderation.services.reports import retract
from community.moderation.services.reviews import tidy
from tests.factories.comments import make_comment, make_story
from tests.factories.conversations import make_conversation
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

pytestmark = pytest.mark.django_db


def hide_by_reports(thing):
    for _number in range(2):
        report_thing(thing, by=MemberFactory(trust_level=4))
    return case_of(thing)


def test_a_moderator_brings_back_nothing_of_their_own_that_others_or_reports_took_from_view():
    moderator = ModeratorFactory()
    post, comment = make_reply(author=moderator), make_comment(make_story(), author=moderator)
    forums.hide_post(moderator=ModeratorFactory(), post=post, reason="Kasar.")
    hide_comment(by=ModeratorFactory(), comment=comment, reason="Kasar.")
    with pytest.raises(Refused):
        forums.restore_post(moderator=moderator, post=post)
    with pytest.raises(Refused):
        restore_comment(by=moderator, comment=comment)
    forums.restore_post(moderator=ModeratorFactory(), post=post)
    forums.hide_post(moderator=moderator, post=post, reason="Saya sendiri.")
    forums.restore_post(moderator=moderator, post=post)
    assert state(post) == "live"


def test_who_reported_something_hides_it_on_its_own_page_no_more_than_at_the_desk():
    moderator, post = ModeratorFactory(), make_reply()
    report_thing(post, by=moderator)
    with pytest.raises(Refused):
        forums.hide_post(moderator=moderator, post=post, reason="x")


@pytest.mark.parametrize("factory", [AdministratorFactory, ModeratorFactory])
def test_a_regional_moderator_hides_nothing_of_those_above(factory):
    region = make_region("81.02")
    topic = TopicFactory(author=factory(), regions=[region])
    with pytest.raises(Refused):
        forums.hide_topic(moderator=RegionalModeratorFactory(of=region), topic=topic, reason="x")
    forums.hide_topic(moderator=AdministratorFactory(), topic=topic, reason="x")


@pytest.mark.parametrize("kind", ["topic", "reply"])
def test_what_somebody_above_wrote_is_not_given_to_another_member_to_be_hidden_there(kind):
    above, innocent, keeper = AdministratorFactory(), MemberFactory(), MemberFactory()
    topic = TopicFactory(author=above)
    topic.category.moderators.add(keeper)
    post = topic.posts.get(number=1) if kind == "topic" else make_reply(author=above, category=topic.category)
    with pytest.raises(Refused, match="Wewenang penulisnya"):
        forums.change_owner(moderator=keeper, post=post, to=innocent, reason="x")
    post.refresh_from_db()
    assert (post.author, Review.objects.count()) == (above, 0)


def test_what_was_taken_from_view_or_has_an_open_case_stays_whose_it_is():
    moderator, agnes = ModeratorFactory(), MemberFactory()
    own, hidden, held, reported = make_reply(author=moderator), make_reply(), make_reply(), make_reply()
    forums.hide_post(moderator=ModeratorFactory(), post=own, reason="Kasar.")
    forums.hide_post(moderator=moderator, post=hidden, reason="Kasar.")
    forums.hold_back(thing=held, reason="x")
    report_thing(reported)
    for post in (own, hidden, held, reported):
        with pytest.raises(Refused):
            forums.change_owner(moderator=moderator, post=post, to=agnes, reason="x")
    decide(by=moderator, review=case_of(reported), verdict=Verdict(Decision.KEEP))
    forums.change_owner(moderator=moderator, post=reported, to=agnes, reason="x")
    report_thing(reported)
    with pytest.raises(Refused, match="perkara yang masih terbuka"):
        undo(moderator=moderator, act=reported.topic.posts.get(act="owner"))


def test_a_mentor_who_keeps_order_brings_back_nothing_that_they_wrote_for_somebody_themselves():
    moderator, post = ModeratorFactory(), make_reply()
    type(post).objects.filter(pk=post.pk).update(acted_by=moderator)
    forums.hide_post(moderator=ModeratorFactory(), post=post, reason="Kasar.")
    with pytest.raises(Refused):
        forums.restore_post(moderator=moderator, post=post)


def test_what_a_moderator_hides_on_its_own_page_tells_its_author_why_and_can_be_appealed_against():
    post, moderator = make_reply(), ModeratorFactory()
    forums.hide_post(moderator=moderator, post=post, reason="Menyinggung tetangga.")
    case = case_of(post)
    assert (case.decision, case.decided_by, case.reason) == (Decision.HIDE, moderator, "Menyinggung tetangga.")
    assert [sent.to for sent in mail.outbox] == [[post.author.email]]
    assert "Menyinggung tetangga." in mail.outbox[0].body
    made = appeal(author=post.author, review=case, words="Itu canda.")
    forums.restore_post(moderator=ModeratorFactory(), post=post)
    made.refresh_from_db()
    assert made.decision == Decision.GRANTED


def test_who_wrote_it_does_not_read_who_reported_it(client):
    moderator = ModeratorFactory()
    post = make_reply(author=moderator)
    report_thing(post, by=MemberFactory(name="Si Pelapor"))
    client.force_login(moderator)
    assert client.get(f"/moderasi/perkara/{case_of(post).pk}/").status_code == 404
    assert post.topic.title not in client.get("/moderasi/").content.decode()


def test_a_case_shows_no_private_message_and_no_closed_text_that_nobody_reported(client):
    author = MemberFactory()
    conversation = make_conversation(author=author, body="Ini yang dilaporkan.")
    make_conversation(author=author, body="Rahasia kesehatan saya.")
    first = conversation.posts.get(number=1)
    report_thing(first, by=conversation.participants.exclude(user=author).first().user)
    client.force_login(ModeratorFactory())
    page = client.get(f"/moderasi/perkara/{case_of(first).pk}/").content.decode()
    assert ("Ini yang dilaporkan." in page, "Rahasia kesehatan" in page) == (True, False)
    region = make_region("81.02")
    open_one = make_reply(author=author, regions=[region])
    elsewhere = TopicFactory(author=author, body="Tersembunyi di tempat lain.")
    forums.hide_topic(moderator=ModeratorFactory(), topic=elsewhere, reason="x")
    report_thing(open_one)
    client.force_login(RegionalModeratorFactory(of=region))
    page = client.get(f"/moderasi/perkara/{case_of(open_one).pk}/").content.decode()
    assert ("Beli sekarang" in page, "Tersembunyi di tempat" in page) == (True, False)


def test_a_case_moves_with_its_topic():
    here, there = make_region("81.02"), make_region("72.01")
    topic = TopicFactory(regions=[here])
    report_thing(topic)
    topic.regions.set([there])
    with pytest.raises(Refused):
        decide(by=RegionalModeratorFactory(of=here), review=case_of(topic), verdict=Verdict(Decision.KEEP))


def test_a_case_goes_along_when_its_topic_is_merged_and_when_its_post_opens_another():
    category = CategoryFactory()
    reported, into = TopicFactory(category=category), TopicFactory(category=category)
    report_thing(reported)
    first = reported.posts.get(number=1)
    forums.merge_topics(moderator=ModeratorFactory(), topic=reported, into=into)
    case = Review.objects.get()
    assert (case.kind, case.object_id) == ("post", first.pk)
    post = make_reply(category=category)
    report_thing(post)
    made = forums.split_topic(moderator=ModeratorFactory(), posts=[post], title="Topik yang baru ini")
    case = Review.objects.latest("pk")
    assert (case.kind, case.object_id) == ("topic", made.pk)


def test_what_was_changed_meanwhile_is_looked_at_again():
    post = make_reply()
    report_thing(post)
    case = case_of(post)
    shown = KINDS["post"].mark_of(post)
    forums.edit_post(editor=post.author, post=post, body="Sekarang iklan judi yang lain.")
    with pytest.raises(ValidationError):
        decide(by=ModeratorFactory(), review=case, verdict=Verdict(Decision.KEEP, shown=shown))


def test_what_was_decided_can_be_reported_again_once_it_says_something_else():
    post, member = make_reply(), MemberFactory()
    report_thing(post, by=member)
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.KEEP))
    forums.edit_post(editor=post.author, post=post, body="Beli jam tangan di tempat saya.")
    report_thing(post, by=member, reason=Reason.SPAM)
    assert case_of(post).decided_at is None


def test_a_newcomer_whose_silence_is_over_is_silenced_again():
    newcomer = MemberFactory(silenced_until=timezone.now() - timedelta(hours=1))
    post = make_reply(author=newcomer)
    for _number in range(3):
        report_thing(post, reason=Reason.SPAM)
    newcomer.refresh_from_db()
    assert newcomer.silenced_until > timezone.now()


def test_an_undone_removal_leaves_cases_appeals_and_what_was_hidden_as_they_were():
    spammer, first, other = MemberFactory(), ModeratorFactory(), ModeratorFactory()
    hidden, auto = make_reply(author=spammer), make_reply(author=spammer, body="Lain lagi kata ini.")
    made = appeal(author=spammer, review=decided(hidden, Decision.HIDE, by=first), words="Bukan.")
    hide_by_reports(auto)
    with pytest.raises(Refused):
        people.remove_spammer(by=first, member=spammer, reason="x")
    removal = people.remove_spammer(by=other, member=spammer, reason="Iklan.")
    people.clean(removal_id=removal.pk)
    people.undo_removal(by=other, removal=removal)
    people.bring_back(removal_id=removal.pk)
    assert (state(hidden), state(auto)) == ("hidden", "hidden")
    made.refresh_from_db()
    assert (made.decided_at, case_of(auto).decided_at) == (None, None)
    assert set(case_of(auto).flags.values_list("outcome", flat=True)) == {""}


def test_what_is_deleted_while_a_removal_is_undone_stays():
    spammer, moderator = MemberFactory(), ModeratorFactory()
    post = make_reply(author=spammer)
    removal = people.remove_spammer(by=moderator, member=spammer, reason="Iklan.")
    people.undo_removal(by=moderator, removal=removal)
    assert (people.clean(removal_id=removal.pk), state(post)) == (0, "live")


def test_cases_end_with_the_page_of_their_comments_and_what_is_gone_in_other_ways(client):
    story = make_story()
    comment = make_comment(story)
    key = comment.discussion.key
    report_thing(comment)
    story.delete()
    other = make_comment(make_story("Cerita lain"))
    report_thing(other)
    while remove_step(key=key):
        pass
    assert Review.objects.open().count() == 1
    Comment.objects.filter(pk=other.pk).delete()
    assert (tidy(), Review.objects.open().count()) == (1, 0)


def test_an_appeal_ends_when_its_author_takes_the_text_back():
    comment = make_comment(make_story())
    made = appeal(author=comment.user, review=decided(comment, Decision.HIDE), words="Bukan.")
    delete_comment(by=comment.user, comment=comment)
    made.refresh_from_db()
    assert made.decision == Decision.GONE


def test_what_was_mended_into_something_that_waits_is_not_shown_by_taking_a_report_back():
    post, friend = make_reply(), MemberFactory(trust_level=4)
    report_thing(post, by=MemberFactory(trust_level=4))
    flag = report_thing(post, by=friend)
    BlockedTerm.objects.create(text="judi")
    mend(author=post.author, review=case_of(post), text="Ayo main judi di sini.")
    retract(member=friend, flag=flag)
    assert state(post) == "hidden"


def test_a_link_shows_nothing_to_who_keeps_order_there_no_longer():
    moderator, post = ModeratorFactory(), make_reply()
    report_thing(post)
    link = ReviewLink.objects.create(review=case_of(post), moderator=moderator)
    assert link_of(token_of(link)) == link
    moderator.groups.clear()
    Role.objects.filter(user=moderator).delete()
    CategoryFactory().moderators.add(moderator)
    assert link_of(token_of(link)) is None
