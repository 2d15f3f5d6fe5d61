"""What visitors wrote with their address: told to whoever has the mailbox, removed when they wish."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.core import mail, signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from outbox.models import Sweep
from outbox.services import work_sweeps
from wagtail.models import ModelLogEntry

from community.comments import services as comments
from community.comments.models import Comment, UnconfirmedComment, VisitorFollow
from community.comments.services import following
from community.comments.visitor_data import services
from search.models import SearchEntry
from tests.factories.comments import make_comment, make_story, make_visitor_comment
from tests.factories.mails import link_in
from tests.factories.members import MemberFactory
from tests.factories.rights import change_address

pytestmark = pytest.mark.django_db

ASK = "/diskusi/data-tamu/"
TAMU = "tamu@example.org"


def link(client, email: str = TAMU) -> str:
    client.post(ASK, {"email": email})
    return link_in(mail.outbox[-1])


def read_through(page: str) -> str:
    """What the signed part of an address says to anyone who reads it in a log."""
    token = page.rstrip("/").rpartition("/")[2]
    return signing.b64_decode(token.partition(":")[0].encode()).decode()


def work() -> None:
    current_app.loader.import_default_modules()
    while work_sweeps():
        pass


def test_asking_answers_alike_and_mails_only_who_wrote_something(client):
    make_visitor_comment(make_story())
    pages = [client.post(ASK, {"email": email}).content.decode() for email in ("Tamu@Example.org", "asing@example.org")]
    assert pages[0] == pages[1]
    (message,) = mail.outbox
    assert message.to == [TAMU]
    assert "tiga hari" in message.body


def test_what_was_never_confirmed_counts_too(client):
    comments.ask_to_confirm(key=str(make_story().translation_key), name="Tamu", email=TAMU, body="Belum jadi.")
    mail.outbox.clear()
    told = json.loads(client.post(link(client), {"copy": ""}).content)
    assert [row["body"] for row in told["unconfirmed_comments"]] == ["Belum jadi."]


def test_a_copy_holds_what_was_written_with_the_address_and_nothing_of_others(client):
    story = make_story()
    make_visitor_comment(story, "Dari Ambon.")
    make_comment(story, "Rahasia anggota.", author=MemberFactory(email="lain@example.org"))
    answer = client.post(link(client), {"copy": ""})
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    told = json.loads(answer.content)
    assert [(row["name"], row["text"]) for row in told["comments"]] == [("Tamu", "Dari Ambon.")]
    assert "Rahasia anggota" not in answer.content.decode()


def test_a_members_own_comments_are_not_given_to_who_reads_their_mail(client):
    story, member = make_story(), MemberFactory(email=TAMU)
    make_comment(story, "Sebagai anggota.", author=member)
    client.post(ASK, {"email": TAMU})
    assert mail.outbox == []
    assert services.copy_of(TAMU)["comments"] == []


def test_removing_leaves_the_place_and_the_answers_and_nothing_that_names_the_visitor(client):
    story = make_story()
    first = make_visitor_comment(story, "Dari Ambon dengan salam.")
    answer = make_comment(story, "Balasan anggota.", reply_to=first.pk)
    comments.ask_to_confirm(key=str(story.translation_key), name="Tamu", email=TAMU, body="Belum jadi.")
    page = link(client)
    assert "Semuanya sedang dihapus" in client.post(page, {"remove": ""}).content.decode()
    work()
    first.refresh_from_db()
    assert (first.comment, first.user_name, first.user_email, first.ip_address) == ("", "—", "", None)
    assert first.deleted_at
    assert not first.is_live
    assert Comment.objects.get(pk=answer.pk).is_live
    assert not UnconfirmedComment.objects.exists()
    assert not SearchEntry.objects.filter(body__contains="Dari Ambon").exists()
    assert "Dari Ambon" not in "".join(ModelLogEntry.objects.values_list("label", flat=True))
    assert TAMU not in str(list(Sweep.objects.values()))
    shown = client.get(story.get_url()).content.decode()
    assert "Balasan anggota." in shown
    assert "Dari Ambon" not in shown
    assert "Tidak ada lagi" in client.get(page).content.decode()


def test_only_the_button_removes_and_a_second_press_starts_nothing_new(client):
    make_visitor_comment(make_story())
    page = link(client)
    client.get(page)
    assert not Sweep.objects.exists()
    for _time in range(2):
        client.post(page, {"remove": ""})
    assert Sweep.objects.count() == 1
    work()
    client.post(page, {"remove": ""})
    assert Sweep.objects.count() == 1


def test_many_are_removed_in_steps_that_an_interruption_does_not_hurt(monkeypatch):
    monkeypatch.setattr(services, "STEP", 2)
    stories = [make_story(f"Cerita {number}", slug=f"c{number}") for number in range(5)]
    for story in stories:
        make_visitor_comment(story)
    services.remove(email=TAMU)
    current_app.loader.import_default_modules()
    left = []
    while work_sweeps(steps=1):
        left.append(services.written_with(TAMU).count())
    assert left == [3, 1, 0]
    assert services.remove_step(anchor_id=int(Sweep.objects.get().scope)) is False


@pytest.mark.parametrize("wrote", [make_visitor_comment, None])
def test_the_link_says_nothing_of_the_address_since_addresses_of_pages_end_in_logs(client, wrote):
    story = make_story()
    if wrote:
        wrote(story)
    else:
        comments.ask_to_confirm(key=str(story.translation_key), name="Tamu", email=TAMU, body="Belum jadi.")
    page = link(client)
    assert "tamu@" not in read_through(page).lower()
    assert TAMU in client.get(page).content.decode()


def test_a_link_to_what_was_removed_says_so_however_often_it_is_pressed(client):
    comments.ask_to_confirm(key=str(make_story().translation_key), name="Tamu", email=TAMU, body="Belum jadi.")
    page = link(client)
    assert "Semuanya sedang dihapus" in client.post(page, {"remove": ""}).content.decode()
    for answer in (client.post(page, {"remove": ""}), client.post(page, {"copy": ""}), client.get(page)):
        assert answer.status_code == 200
        assert "Tidak ada lagi" in answer.content.decode()
        assert f'href="{ASK}"' in answer.content.decode()


def test_links_of_an_earlier_version_that_held_the_address_are_answered_as_old_ones(client):
    make_visitor_comment(make_story())
    token = signing.dumps({"email": TAMU}, salt=services.SALT)
    assert client.get(f"{ASK}{token}/").status_code == 404


@pytest.mark.parametrize("typed", ["TAMU@example.org", "Tamu@Example.ORG"])
def test_what_was_written_is_found_however_the_address_is_typed(typed):
    comment = make_visitor_comment(make_story())
    assert list(services.written_with(typed)) == [comment]
    assert list(services.written_with("amu@example.org")) == []


def test_comments_of_an_address_are_found_by_an_index():
    if connection.vendor == "postgresql":
        copy_many_times(make_visitor_comment(make_story()))
    plan = services.written_with(TAMU).explain()
    assert "visitor_comment_by_address" in plan, plan


@pytest.mark.parametrize("token", ["x", "eyJlbWFpbCI6ICJ4In0:1:2"])
def test_a_forged_link_opens_nothing_and_says_what_to_do(client, token):
    answer = client.get(f"{ASK}{token}/")
    assert answer.status_code == 404
    assert f'href="{ASK}"' in answer.content.decode()
    assert client.post(f"{ASK}{token}/", {"remove": ""}).status_code == 404


def test_a_link_is_over_after_three_days(client):
    make_visitor_comment(make_story())
    page = link(client)
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert client.get(page).status_code == 404


def test_a_link_that_confirms_a_comment_is_none_for_this(client):
    waiting = comments.ask_to_confirm(key=str(make_story().translation_key), name="T", email=TAMU, body="Halo.")
    assert client.get(f"{ASK}{comments.token_of(waiting)}/").status_code == 404


def test_one_address_gets_no_more_than_five_mails_a_day_be_there_something_or_not(client):
    make_visitor_comment(make_story())
    for email in (TAMU, "asing@example.org"):
        assert [client.post(ASK, {"email": email}).status_code for _time in range(6)] == [200] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_copy_takes_the_same_queries_however_much_there_is():
    story = make_story()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            services.copy_of(TAMU)
        return len(captured)

    make_visitor_comment(story)
    few = queries()
    for _number in range(5):
        make_visitor_comment(story)
    assert queries() == few


def test_what_is_no_address_is_said(client):
    assert client.post(ASK, {"email": "bukan"}).context["form"].errors["email"]


def test_a_link_ends_when_what_it_is_about_belongs_to_another_address_now(client):
    comment, member = make_visitor_comment(make_story()), MemberFactory(email=TAMU)
    page = link(client)
    assert client.get(page).status_code == 200
    change_address(member, "baru@example.org")
    assert client.get(page).status_code == client.post(page, {"remove": ""}).status_code == 404
    comment.refresh_from_db()
    assert (comment.user_email, comment.is_live) == ("baru@example.org", True)
    assert client.get(link(client, "baru@example.org")).status_code == 200


def test_a_link_works_on_when_the_secret_key_is_changed(client, settings):
    make_visitor_comment(make_story())
    page = link(client)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert client.get(page).status_code == 200


def copy_many_times(comment: Comment) -> None:
    """Write a comment again and again, with other addresses: of few the planner reads any table as cheaply as an index.

    It lies in three tables, for which Django makes no rows in bulk.
    """
    with connection.cursor() as cursor:
        for model in (*reversed(Comment._meta.all_parents), Comment):
            table, key = model._meta.db_table, model._meta.pk.column
            others = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
            names = ", ".join(f'"{name}"' for name in others)
            values = names.replace('"user_email"', 'n || "user_email"')
            cursor.execute(
                f'INSERT INTO {table} ("{key}", {names}) '  # noqa: S608
                f'SELECT "{key}" + n, {values} FROM {table}, generate_series(1, 3000) n WHERE "{key}" = %s',
                [comment.pk],
            )
            cursor.execute(f"ANALYZE {table}")


def test_who_only_follows_is_told_so_too_and_has_it_removed(client):
    discussion = make_comment(make_story()).discussion
    following.begin_with(discussion=discussion, email="ikut@example.org")
    services.ask(email="Ikut@example.org")
    link = link_in(mail.outbox[-1])
    assert "Surel tentang komentar baru di 1 diskusi." in client.get(link).content.decode()
    copy = json.loads(client.post(link, {"copy": "1"}).content)
    assert [row["title"] for row in copy["followed"]] == ["Tali yang sama"]
    client.post(link, {"remove": "1"})
    assert not VisitorFollow.objects.exists()
