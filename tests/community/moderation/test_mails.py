"""The mails of the desk: each begins as a sentence does and says what it is about, in no hidden words of others."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.utils.translation import override

from community.forums.services import hide_topic
from community.moderation.models import Decision, Review
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.digest import send_due
from community.moderation.services.reports import report
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.conversations import make_conversation
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.reports import case_of, decided, make_reply, report_thing

pytestmark = pytest.mark.django_db


def hidden_by_reports(author, moderator):
    post = make_reply(author)
    for _number in range(2):
        report_thing(post, by=MemberFactory(trust_level=4))


def shown_again(author, moderator):
    hidden_by_reports(author, moderator)
    decide(by=moderator, review=Review.objects.get(), verdict=Verdict(Decision.KEEP))


def hidden_and_appealed(author, moderator):
    case = decided(make_reply(author), Decision.HIDE)
    asked = appeal(author=author, review=case, words="Itu bukan iklan.")
    decide(by=ModeratorFactory(), review=asked, verdict=Verdict(Decision.REFUSED, "Iklan."))


def removed(author, moderator):
    decided(make_reply(author), Decision.SPAMMER, by=moderator)


def comment_of_a_visitor(author, moderator):
    for decision in (Decision.HIDE, Decision.EDIT):
        decided(make_visitor_comment(make_story()), decision, by=moderator, text="Kata yang lain.")


def reported_by_a_visitor(author, moderator):
    for number, decision in enumerate((Decision.HIDE, Decision.KEEP, Decision.IGNORE)):
        post = make_reply(author)
        told = {"kind": "post", "key": post.pk, "reason": "rude", "email": f"tamu{number}@example.org"}
        with override(author.language):
            report(reporter=AnonymousUser(), **told)
        decide(by=moderator, review=case_of(post), verdict=Verdict(decision, "Iklan."))


def digest(author, moderator):
    report_thing(make_reply(author))
    send_due()


def edited_and_deleted(author, moderator):
    decided(make_reply(author), Decision.EDIT, text="Kata yang lain.")
    decided(make_reply(author), Decision.DELETE)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "happen",
    [
        *(hidden_by_reports, hidden_and_appealed, shown_again, removed, comment_of_a_visitor),
        *(reported_by_a_visitor, digest, edited_and_deleted),
    ],
)
def test_each_mail_begins_with_a_capital_letter_in_both_languages(happen, language):
    happen(MemberFactory(language=language), ModeratorFactory(language=language))
    assert mail.outbox
    for sent in mail.outbox:
        greeting, words = sent.body.split("\n\n")[:2]
        assert greeting.startswith(("Halo", "Hello")), sent.body
        assert words[0].isupper(), sent.body


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision.HIDE, "A moderator has hidden {}."),
        (Decision.DELETE, "A moderator has deleted {}."),
        (Decision.EDIT, "A moderator has changed {},"),
    ],
)
def test_the_mail_about_a_decision_names_the_topic_or_the_page(decision, said):
    author = MemberFactory(language="en")
    topic, reply, story = TopicFactory(author=author), make_reply(author), make_story()
    comment = make_comment(story, author=author)
    under = "what you wrote under “{}”".format
    own = (topic, "a topic that you began")
    for thing, what in (own, (reply, under(reply.topic.title)), (comment, under(story.title))):
        mail.outbox.clear()
        decided(thing, decision, text="Other words.")
        assert said.format(what) in mail.outbox[-1].body


def test_a_topic_of_others_that_is_out_of_view_is_not_named_nor_a_private_conversation():
    author = MemberFactory(language="en")
    post = make_reply(author)
    report_thing(post)
    hide_topic(moderator=ModeratorFactory(), topic=post.topic, reason="Iklan.")
    decide(by=ModeratorFactory(), review=case_of(post), verdict=Verdict(Decision.HIDE, "Iklan."))
    assert "A moderator has hidden what you wrote in the forum." in mail.outbox[-1].body
    assert post.topic.title not in mail.outbox[-1].body
    conversation = make_conversation(author=author)
    message = conversation.posts.get(number=1)
    report_thing(message, by=conversation.participants.exclude(user=author).first().user)
    decide(by=ModeratorFactory(), review=case_of(message), verdict=Verdict(Decision.HIDE, "Iklan."))
    assert "A moderator has hidden what you wrote in a private conversation." in mail.outbox[-1].body
    assert conversation.title not in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("language", "subject", "said", "shown"),
    [
        ("id", "Peringatan dari moderator", "Moderator memberi Anda peringatan karena", "Isinya sendiri ditampilkan."),
        ("en", "A warning from the moderators", "A moderator warns you because of", "It is shown all the same."),
    ],
)
@pytest.mark.parametrize("decision", [Decision.KEEP, Decision.IGNORE])
def test_of_a_text_that_is_kept_with_a_warning_the_warning_is_the_news(decision, language, subject, said, shown):
    post = make_reply(MemberFactory(language=language))
    decided(post, decision, reason="Kasar.", sanction="warn")
    told = mail.outbox[-1]
    first = told.body.split("\n\n")[1]
    assert (told.to, told.subject) == ([post.author.email], subject)
    assert first.startswith(said)
    assert first.endswith(shown)
    assert ("moderator sudah melihat" in told.body.lower(), "has looked at" in told.body) == (False, False)


@pytest.mark.parametrize(("decision", "said"), [(Decision.HIDE, "hidden"), (Decision.DELETE, "deleted")])
def test_of_a_text_that_is_put_away_with_a_warning_the_mail_says_both(decision, said):
    post = make_reply(MemberFactory(language="en"))
    decided(post, decision, sanction="warn")
    told = mail.outbox[-1]
    assert told.subject == "A warning from the moderators"
    assert f"A moderator has {said} what you wrote" in told.body
    assert "Please take this as a warning." in told.body


def test_of_a_text_that_is_kept_without_a_warning_the_mail_says_as_before_that_it_is_shown():
    author = MemberFactory(language="en")
    shown_again(author, ModeratorFactory())
    told = next(message for message in mail.outbox[::-1] if message.to == [author.email])
    assert told.subject == "What you wrote is shown"
