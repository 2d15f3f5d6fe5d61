"""Changing the words of a fresh comment: who may, for how long, what is kept, and that it is screened again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from guard.limits import forget_counts

from community.comments import kinds, services
from community.comments.kinds import Place
from community.comments.models import COMMENT, Comment
from community.comments.signals import comment_changed
from community.members.permissions import Refused
from community.writing.history.models import Version
from community.writing.kinds import everyone
from community.writing.signals import Hold, screening
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment, make_story
from tests.factories.members import MemberFactory, MentorFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh():
    forget_counts()
    with translation.override("id"):
        yield


@pytest.fixture
def author():
    return MemberFactory()


@pytest.fixture
def comment(author):
    return make_comment(make_story(), "Panen bagus.", author=author)


def test_a_change_is_kept_with_what_it_said_before_however_soon(client, author, comment, settings):
    settings.EDIT_GRACE_SECONDS = 300
    services.edit_comment(by=author, comment=comment, body="Panen bagus sekali.")
    services.edit_comment(by=author, comment=comment, body="Panen luar biasa.")
    assert list(Version.objects.values_list("kind", "object_id", "body")) == [
        (COMMENT, comment.pk, "Panen bagus."),
        (COMMENT, comment.pk, "Panen bagus sekali."),
    ]
    address = reverse("writing:history", args=[COMMENT, comment.pk])
    assert f'href="{address}"' in client.get(place_of(comment).url).content.decode()
    assert "Perubahan 2" in client.get(address).content.decode()


def test_the_same_words_change_nothing(author, comment):
    services.edit_comment(by=author, comment=comment, body="Panen bagus.\r\n")
    assert not Version.objects.exists()


def test_after_fifteen_minutes_one_deletes_and_writes_anew(client, author, comment):
    age(comment, minutes=16)
    with pytest.raises(Refused, match="15 menit"):
        services.edit_comment(by=author, comment=comment, body="Terlambat.")
    client.force_login(author)
    address = reverse("comments:edit", args=[comment.pk])
    assert address not in client.get(place_of(comment).url).content.decode()
    answer = client.post(address, {"comment": "Kata yang hilang?"})
    assert answer.status_code == 403
    assert "15 menit" in answer.content.decode()
    assert "Kata yang hilang?" in answer.content.decode()
    assert client.get(address).status_code == 403


def test_nobody_else_changes_a_comment(client, comment):
    for other in (MemberFactory(), ModeratorFactory()):
        with pytest.raises(Refused):
            services.edit_comment(by=other, comment=comment, body="Diubah.")
        client.force_login(other)
        assert client.post(reverse("comments:edit", args=[comment.pk]), {"comment": "Diubah."}).status_code == 404
    comment.refresh_from_db()
    assert comment.comment == "Panen bagus."


@pytest.mark.parametrize("act", ["hide", "delete", "read_only"])
def test_what_was_taken_away_or_can_only_be_read_is_not_changed(author, comment, act):
    moderator = ModeratorFactory()
    if act == "hide":
        services.hide_comment(by=moderator, comment=comment, reason="kasar")
    elif act == "delete":
        services.delete_comment(by=author, comment=comment)
    else:
        services.set_state(by=moderator, discussion=comment.discussion, state="read_only")
    with pytest.raises(Refused):
        services.edit_comment(by=author, comment=comment, body="Diubah.")


def test_who_is_silenced_changes_nothing(author, comment):
    author.silenced_until = timezone.now() + timedelta(days=1)
    author.save()
    with pytest.raises(Refused):
        services.edit_comment(by=author, comment=comment, body="Diubah.")


def test_changed_words_are_screened_again(author, comment):
    def hold(text: str, **kwargs: object) -> Hold | None:
        return Hold("kata terlarang") if "judi" in text else None

    screening.connect(hold)
    try:
        changed = services.edit_comment(by=author, comment=comment, body="judi daring")
    finally:
        screening.disconnect(hold)
    assert not changed.is_live
    assert changed.discussion.__class__.objects.get().public_count == 0


def test_whoever_keeps_a_copy_hears_of_it(author, comment):
    heard = []

    def hear(comment: Comment, **kwargs: object) -> None:
        heard.append(comment.comment)

    comment_changed.connect(hear)
    try:
        services.edit_comment(by=author, comment=comment, body="Panen bagus sekali.")
    finally:
        comment_changed.disconnect(hear)
    assert heard == ["Panen bagus sekali."]


@pytest.mark.parametrize("body", ["", "  ", "x" * 5001])
def test_words_that_are_unfit_are_refused_and_stay_in_the_form(client, author, comment, body):
    with pytest.raises(ValidationError):
        services.edit_comment(by=author, comment=comment, body=body)
    client.force_login(author)
    answer = client.post(reverse("comments:edit", args=[comment.pk]), {"comment": body})
    assert answer.status_code == 200
    assert 'class="error' in answer.content.decode()


def test_one_changes_ones_comment_on_its_page_and_is_led_back(client, author, comment):
    client.force_login(author)
    address = reverse("comments:edit", args=[comment.pk])
    assert address in client.get(place_of(comment).url).content.decode()
    assert "Panen bagus." in client.get(address).content.decode()
    preview = client.post(address, {"comment": "**tebal**", "preview": "1"}).content.decode()
    assert "<strong>tebal</strong>" in preview
    answer = client.post(address, {"comment": "Panen <b>bagus</b> sekali."})
    assert answer.url == comment.get_absolute_url()
    html = client.get(place_of(comment).url).content.decode()
    assert "Panen &lt;b&gt;bagus&lt;/b&gt; sekali." in html


def test_a_mentor_changes_what_they_wrote_for_whom_they_accompany():
    mentor = MentorFactory()
    person = make_assistance(mentor=mentor).person
    comment = make_comment(make_story(), author=person, acted_by=mentor)
    assert services.edit_comment(by=mentor, comment=comment, body="Sudah benar.").comment == "Sudah benar."
    other = MentorFactory()
    with pytest.raises(Refused):
        services.edit_comment(by=other, comment=comment, body="Bukan.")


def test_taking_a_comment_back_takes_its_earlier_words_along(author, comment):
    services.edit_comment(by=author, comment=comment, body="Panen bagus sekali.")
    services.delete_comment(by=author, comment=comment)
    assert not Version.objects.exists()


def age(comment: Comment, **by: int) -> None:
    Comment.objects.filter(pk=comment.pk).update(submit_date=timezone.now() - timedelta(**by))


def place_of(comment: Comment) -> Place:
    place = kinds.place_of(comment.discussion.key, everyone())
    assert place
    return place


@pytest.mark.parametrize(("language", "words"), [("", "Tulisan Anda diubah."), ("/en", "Your text is changed")])
def test_who_mends_what_reports_hide_reads_that_a_moderator_looks_at_it(client, author, comment, language, words):
    Comment.objects.filter(pk=comment.pk).update(hidden_at=timezone.now(), is_live=False)
    client.force_login(author)
    answer = client.post(f"{language}/diskusi/komentar/{comment.pk}/ubah/", {"comment": "Kata manis."}, follow=True)
    assert words in answer.content.decode()
