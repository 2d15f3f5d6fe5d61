from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageViewRestriction

from community.comments import services
from community.comments.models import Comment, Discussion, State
from community.comments.signals import comment_changed, comment_published
from community.members.permissions import Refused
from community.writing.signals import Hold, screening
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


def test_a_members_comment_is_published_at_once_and_counted():
    story = make_story()
    comment = make_comment(story)
    assert comment.is_live
    assert Discussion.objects.get(key=str(story.translation_key)).public_count == 1


def test_a_discussion_is_made_with_the_first_comment_only():
    story = make_story()
    assert not Discussion.objects.exists()
    make_comment(story)
    make_comment(story)
    assert Discussion.objects.count() == 1


def test_threads_have_three_levels_in_reading_order():
    story = make_story()
    first = make_comment(story, "satu")
    other = make_comment(story, "empat")
    answer = make_comment(story, "dua", reply_to=first.pk)
    make_comment(story, "tiga", reply_to=answer.pk)
    make_comment(story, "lima", reply_to=other.pk)
    rows = Comment.objects.order_by("thread_id", "order").values_list("comment", "level")
    assert list(rows) == [("satu", 0), ("dua", 1), ("tiga", 2), ("empat", 0), ("lima", 1)]


def test_a_reply_that_would_be_too_deep_is_refused_and_leaves_no_row():
    story = make_story()
    first = make_comment(story)
    second = make_comment(story, reply_to=first.pk)
    third = make_comment(story, reply_to=second.pk)
    with pytest.raises(ValidationError):
        make_comment(story, reply_to=third.pk)
    assert Comment.objects.count() == 3


def test_a_reply_to_another_pages_comment_is_refused():
    elsewhere = make_comment(make_story("Lain"))
    with pytest.raises(ValidationError):
        make_comment(make_story("Ini"), reply_to=elsewhere.pk)


def test_a_reply_to_no_comment_at_all_is_refused():
    with pytest.raises(ValidationError):
        make_comment(make_story(), reply_to=999_999)


def test_saving_a_comment_does_not_republish_hidden_replies():
    story = make_story()
    first = make_comment(story)
    reply = make_comment(story, reply_to=first.pk)
    services.hide_comment(by=ModeratorFactory(), comment=reply, reason="kasar")
    first.refresh_from_db()
    first.save()
    reply.refresh_from_db()
    assert not reply.is_public
    assert not reply.is_live


def test_saving_again_does_not_inflate_the_count_of_nested_comments():
    story = make_story()
    first = make_comment(story)
    reply = make_comment(story, reply_to=first.pk)
    make_comment(story, reply_to=reply.pk)
    reply.refresh_from_db()
    for _time in range(3):
        reply.save()
    first.refresh_from_db()
    assert first.nested_count == 2


def test_comments_of_a_private_page_can_only_be_written_by_those_who_see_it():
    story = make_story()
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    with pytest.raises(PermissionDenied):
        make_visitor_comment(story)
    assert make_comment(story).is_live


def test_comments_of_an_unpublished_page_can_not_be_written():
    with pytest.raises(PermissionDenied):
        make_comment(make_story(live=False))


def test_nothing_can_be_written_where_a_discussion_is_only_read():
    story = make_story()
    comment = make_comment(story)
    services.set_state(by=ModeratorFactory(), discussion=comment.discussion, state=State.READ_ONLY)
    with pytest.raises(PermissionDenied):
        make_comment(story)


def test_an_empty_comment_is_refused():
    with pytest.raises(ValidationError):
        make_comment(make_story(), "   \n ")


def test_a_held_comment_is_shown_and_told_of_only_after_approval(told):
    def hold(**kwargs: object) -> Hold:
        return Hold("kata terlarang")

    screening.connect(hold)
    try:
        comment = make_comment(make_story())
    finally:
        screening.disconnect(hold)
    assert not comment.is_live
    assert told == []
    services.restore_comment(by=ModeratorFactory(), comment=comment)
    assert told == [("published", comment.pk)]


def test_a_comment_is_told_of_as_published_exactly_once(told):
    comment = make_comment(make_story())
    moderator = ModeratorFactory()
    services.hide_comment(by=moderator, comment=comment, reason="salah paham")
    services.restore_comment(by=moderator, comment=comment)
    assert told == [("published", comment.pk), ("changed", comment.pk), ("changed", comment.pk)]


def test_hiding_and_restoring_keep_the_count_right():
    comment = make_comment(make_story())
    moderator = ModeratorFactory()
    services.hide_comment(by=moderator, comment=comment, reason="iklan")
    assert Discussion.objects.get().public_count == 0
    services.restore_comment(by=moderator, comment=comment)
    assert Discussion.objects.get().public_count == 1


def test_hiding_is_written_in_the_log_with_its_reason():
    comment = make_comment(make_story())
    services.hide_comment(by=ModeratorFactory(), comment=comment, reason="iklan")
    entry = ModelLogEntry.objects.get(action="comments.hide")
    assert entry.data["reason"] == "iklan"


def test_members_can_not_hide_comments():
    with pytest.raises(PermissionDenied):
        services.hide_comment(by=MemberFactory(), comment=make_comment(make_story()), reason="")


def test_one_takes_back_only_ones_own_comment():
    author = MemberFactory()
    comment = make_comment(make_story(), author=author)
    with pytest.raises(PermissionDenied):
        services.delete_comment(by=MemberFactory(), comment=comment)
    services.delete_comment(by=author, comment=comment)
    assert not Comment.objects.get().is_live


def test_a_restored_comment_that_its_author_took_back_stays_away():
    author = MemberFactory()
    comment = make_comment(make_story(), author=author)
    services.delete_comment(by=author, comment=comment)
    services.restore_comment(by=ModeratorFactory(), comment=comment)
    assert not Comment.objects.get().is_live


def test_a_visitors_address_is_neither_in_the_name_nor_in_the_admins_title():
    comment = make_visitor_comment(make_story())
    assert "tamu@" not in str(comment)
    assert "tamu@" not in comment.writer.name


def test_the_log_calls_a_comment_by_its_words_and_never_by_its_writers_name():
    author = MemberFactory(name="Rosalina Rahayaan")
    comment, moderator = make_comment(make_story(), author=author, body="Terima kasih."), ModeratorFactory()
    services.hide_comment(by=moderator, comment=comment, reason="coba")
    services.restore_comment(by=moderator, comment=comment)
    services.delete_comment(by=author, comment=comment)
    lines = ModelLogEntry.objects.filter(action__startswith="comments.")
    assert list(lines.values_list("label", flat=True)) == ["Terima kasih."] * 3
    states = {"held": False, "hidden": False, "deleted": False}
    assert lines.get(action="comments.hide").data == {
        "reason": "coba",
        "before": states,
        "after": states | {"hidden": True},
    }


@pytest.fixture
def told():
    heard: list[tuple[str, int]] = []

    def published(comment: Comment, **kwargs: object) -> None:
        heard.append(("published", comment.pk))

    def changed(comment: Comment, **kwargs: object) -> None:
        heard.append(("changed", comment.pk))

    comment_published.connect(published)
    comment_changed.connect(changed)
    yield heard
    comment_published.disconnect(published)
    comment_changed.disconnect(changed)


@pytest.mark.parametrize("state", ["silenced_until", "suspended_until"])
def test_who_may_only_read_for_a_while_does_not_comment_either(state):
    author = MemberFactory(**{state: timezone.now() + timedelta(days=1)})
    with pytest.raises(Refused):
        make_comment(make_story(), author=author)
    assert not Comment.objects.exists()


def test_a_switched_off_account_writes_nothing():
    with pytest.raises(Refused):
        make_comment(make_story(), author=MemberFactory(is_active=False))


def test_taking_back_does_not_undo_what_a_moderator_did_meanwhile():
    author = MemberFactory()
    comment = make_comment(make_story(), author=author)
    services.hide_comment(by=ModeratorFactory(), comment=Comment.objects.get(), reason="kasar")
    services.delete_comment(by=author, comment=comment)
    comment.refresh_from_db()
    assert comment.hidden_reason == "kasar"
    assert comment.deleted_at


def test_a_long_reason_is_cut_to_what_the_row_holds():
    comment = services.hide_comment(by=ModeratorFactory(), comment=make_comment(make_story()), reason="x" * 300)
    assert len(comment.hidden_reason) == 200
