"""Where one comments, and how long: by kind, or chosen for one page, by those who edit it or keep order there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from community.comments import rules, services
from community.comments.kinds import place_under
from community.comments.models import Discussion, KindRule, State
from community.comments.rules import comments_seen_by
from community.members.permissions import Refused
from community.members.roles import services as roles
from community.writing.kinds import everyone
from search.models import SearchEntry
from tests.factories.comments import make_comment, make_visitor_comment
from tests.factories.home import make_region_page
from tests.factories.members import (
    AdministratorFactory,
    MemberFactory,
    ModeratorFactory,
)
from tests.factories.regions import make_region
from tests.factories.told import make_story as make_told_story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afresh():
    cache.clear()
    with translation.override("id"):
        yield
    cache.clear()


def test_discussions_are_open_until_somebody_chooses_otherwise(story):
    assert state(story) == State.OPEN
    assert make_comment(story).is_live


@pytest.mark.parametrize("chosen", [State.READ_ONLY, State.CLOSED])
def test_the_rule_of_a_kind_holds_for_all_of_it(story, chosen, django_capture_on_commit_callbacks):
    make_comment(story)
    with django_capture_on_commit_callbacks(execute=True):
        services.set_kind_rule(by=national_editor(), kind="story", state=chosen)
    assert state(story) == chosen
    with pytest.raises(Refused):
        make_comment(story)
    assert make_comment(make_region_page(make_region("81.02"))).is_live
    assert comments_seen_by(everyone()).count() == (2 if chosen == State.READ_ONLY else 1)


def test_what_is_chosen_for_a_page_goes_before_the_rule_of_its_kind(story):
    KindRule.objects.create(kind="story", state=State.CLOSED)
    cache.clear()
    services.set_state(by=ModeratorFactory(), discussion=Discussion(key=str(story.translation_key)), state=State.OPEN)
    comment = make_comment(story)
    assert list(comments_seen_by(everyone())) == [comment]
    services.set_state(by=ModeratorFactory(), discussion=comment.discussion, state="")
    assert not comments_seen_by(everyone()).exists()


def test_comments_can_only_be_read_after_some_days(client, story):
    make_comment(story)
    KindRule.objects.create(kind="story", days=7)
    cache.clear()
    published(story, days=6)
    assert state(story) == State.OPEN
    published(story, days=7)
    assert state(story) == State.READ_ONLY
    with pytest.raises(Refused, match="hanya bisa dibaca"):
        make_comment(story)
    with pytest.raises(Refused):
        services.ask_to_confirm(key=str(story.translation_key), name="Ina", email="ina@example.org", body="Salam.")
    assert client.get(reverse("comments:write", args=[story.translation_key])).status_code == 403
    html = client.get(story.url).content.decode()
    assert "hanya bisa dibaca." in html
    assert reverse("comments:follow", args=[story.translation_key]) not in html  # no news can come
    services.set_state(by=ModeratorFactory(), discussion=Discussion.objects.get(), state="", days=0)
    assert state(story) == State.OPEN
    services.set_state(by=ModeratorFactory(), discussion=Discussion.objects.get(), state="", days=30)
    assert state(story) == State.OPEN


@pytest.mark.parametrize(
    ("language", "since", "until"),
    [
        ("id", "Diterbitkan di sini 8 Oktober 2026, 12.00 WIT.", "hanya bisa dibaca mulai 15 Oktober 2026, 12.00 WIT."),
        ("en", "Published here on 8 October 2026, 12:00 WIT.", "only be read from 15 October 2026, 12:00 WIT on."),
    ],
)
def test_the_editing_room_says_from_when_days_are_counted_and_when_they_are_over(client, story, language, since, until):
    type(story).objects.update(first_published_at=datetime(2026, 10, 8, 3, tzinfo=UTC))
    editor = national_editor()
    editor.language = language
    editor.save()
    client.force_login(editor)
    address = reverse("comment_rule", args=[story.translation_key])
    page = client.get(address).content.decode()
    assert since in page
    assert until not in page
    client.post(address, {"state": "", "days": "7"})
    assert until in client.get(address).content.decode()
    client.post(address, {"state": "closed", "days": "7"})
    assert until not in client.get(address).content.decode()


def test_a_confirmation_that_comes_after_the_days_says_so(story):
    waiting = services.ask_to_confirm(
        key=str(story.translation_key), name="Ina", email="ina@example.org", body="Salam."
    )
    KindRule.objects.create(kind="story", days=7)
    cache.clear()
    published(story, days=8)
    with pytest.raises(Refused):
        services.confirm_comment(waiting=waiting)


def test_comments_that_are_switched_off_are_neither_shown_nor_counted_nor_found(client, story):
    comment = make_comment(story, "rahasia umum")
    assert SearchEntry.objects.filter(kind="comment", object_id=str(comment.pk), is_deleted=False).exists()
    services.set_state(by=ModeratorFactory(), discussion=comment.discussion, state=State.CLOSED)
    assert "rahasia umum" not in client.get(story.url).content.decode()
    assert client.get(comment.get_absolute_url()).status_code == 404
    assert client.get(reverse("writing:history", args=["comment", comment.pk])).status_code == 404
    assert client.get(reverse("writing:reactions", args=["comment", comment.pk])).status_code == 404
    assert not SearchEntry.objects.filter(kind="comment", object_id=str(comment.pk), is_deleted=False).exists()


def test_who_edits_a_page_or_keeps_order_there_chooses_for_it(client):
    page = make_told_story(parent=make_region_page(make_region("81.02")))
    address = reverse("comment_rule", args=[page.translation_key])
    there, elsewhere = regional_editor("81.02"), regional_editor("82")
    for person, may in (
        (MemberFactory(), False),
        (there, True),
        (elsewhere, False),
        (national_editor(), True),
        (ModeratorFactory(), True),
        (AdministratorFactory(), True),
    ):
        client.force_login(person)
        assert (client.get(address).status_code == 200) is may, person
        Discussion.objects.all().delete()
        client.post(address, {"state": State.READ_ONLY, "days": "", "reason": "Sudah lama"})
        assert Discussion.objects.filter(state=State.READ_ONLY).exists() is may
    entry = ModelLogEntry.objects.filter(action="comments.state").latest("pk")
    assert entry.data == {"reason": "Sudah lama", "before": ["", None], "after": ["read_only", None]}


def test_the_log_says_what_was_so_before_and_after(story):
    editor = national_editor()
    services.set_kind_rule(by=editor, kind="story", state=State.READ_ONLY, days=30)
    services.set_state(by=editor, discussion=Discussion(key=str(story.translation_key)), state=State.CLOSED)
    lines = ModelLogEntry.objects.filter(action__in=["comments.kind_rule", "comments.state"]).order_by("pk")
    with translation.override("en"):
        assert [line.message for line in lines] == [
            "Rule for comments changed: open → can only be read (days until it can only be read: 30).",
            "State of the discussion changed: as all of its kind → switched off.",
        ]


def test_the_page_in_the_editing_room_leads_there(client, story):
    client.force_login(national_editor())
    html = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert reverse("comment_rule", args=[story.translation_key]) in html


def test_an_editor_chooses_for_a_draft_what_holds_once_it_is_published(client):
    page = make_told_story("Judul rahasia", parent=make_region_page(make_region("81.02")), live=False)
    address = reverse("comment_rule", args=[page.translation_key])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for person, may in (
        (regional_editor("82"), False),
        (ModeratorFactory(), False),
        (regional_editor("81.02"), True),
        (national_editor(), True),
    ):
        client.force_login(person)
        answer = client.get(address)
        assert (answer.status_code == 200) is may, person
        assert may or "Judul rahasia" not in answer.content.decode()
        assert (address in client.get(edit, follow=True).content.decode()) is may
    client.post(address, {"state": State.CLOSED, "days": "", "reason": "Berita duka"})
    assert Discussion.objects.get().title == ""
    assert "Judul rahasia" not in ModelLogEntry.objects.get(action="comments.state").label
    page.save_revision().publish()
    assert state(page) == State.CLOSED
    with pytest.raises(Refused):
        make_comment(page)
    client.logout()
    assert "tulis/" not in client.get(page.url).content.decode()


def test_rules_of_kinds_are_for_editors_of_all_and_administrators(client, story):
    address = reverse("comment_rules")
    sent = {f"{kind}-state": "open" for kind in ("story", "event", "region", "organisation")} | {"story-days": "30"}
    for person, may in (
        (MemberFactory(), False),
        (ModeratorFactory(), False),
        (regional_editor("81"), False),
        (national_editor(), True),
        (AdministratorFactory(), True),
    ):
        client.force_login(person)
        assert (client.get(address).status_code == 200) is may, person
        KindRule.objects.all().delete()
        client.post(address, sent)
        assert (KindRule.objects.filter(kind="story", days=30).exists()) is may
    with pytest.raises(Refused):
        services.set_kind_rule(by=ModeratorFactory(), kind="story", state="closed")


def test_days_that_are_none_are_said_to_be_wrong(client, story):
    client.force_login(national_editor())
    answer = client.post(reverse("comment_rule", args=[story.translation_key]), {"state": "", "days": "-3"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["days"]
    assert not Discussion.objects.exists()


def test_a_rule_costs_no_query_where_it_is_known(story, django_assert_num_queries):
    rules.kind_rules()
    place, discussion = place_under(story), Discussion(key=str(story.translation_key))
    with django_assert_num_queries(0):
        rules.state_of(discussion, place)


def test_a_visitor_writes_where_it_is_open(story):
    assert make_visitor_comment(story).is_live


def state(page) -> str:
    place = place_under(page)
    return rules.state_of(Discussion.objects.filter(key=place.key).first() or Discussion(key=place.key), place)


def published(page, *, days: int) -> None:
    type(page).objects.filter(pk=page.pk).update(first_published_at=timezone.now() - timedelta(days=days, seconds=1))


def regional_editor(code: str):
    editor = MemberFactory()
    roles.give(user=editor, kind="editor", region=make_region(code), reason="x")
    return editor


def national_editor():
    editor = MemberFactory()
    roles.give(user=editor, kind="editor", region=None, reason="x")
    return editor


@pytest.mark.parametrize(
    "spell", [str.upper, lambda key: key.replace("-", ""), lambda key: f"{key.replace('-', '')}----"]
)
def test_another_spelling_of_a_key_is_no_way_around_a_rule(client, story, spell):
    key = str(story.translation_key)
    services.set_state(by=ModeratorFactory(), discussion=Discussion(key=key), state=State.CLOSED)
    other = spell(key)
    with pytest.raises(Refused):
        services.write_comment(key=other, author=MemberFactory(), body="Lewat pintu samping")
    client.force_login(ModeratorFactory())
    names = ("comments:write", "comments:threads", "comments:follow", "comments:sent", "comment_rule")
    assert {client.get(reverse(name, args=[other])).status_code for name in names} == {404}
    assert Discussion.objects.count() == 1


def test_who_may_write_no_more_reads_why_in_the_place_of_the_form(client, story):
    author = MemberFactory()
    comment = make_comment(story, author=author)
    words = {"name": "Ina", "email": "ina@example.org", "body": "Salam."}
    waiting = services.ask_to_confirm(key=str(story.translation_key), **words)
    confirm = reverse("comments:confirm", args=[services.token_of(waiting)])
    services.set_state(by=ModeratorFactory(), discussion=comment.discussion, state=State.READ_ONLY)
    client.force_login(author)
    edit = reverse("comments:edit", args=[comment.pk])
    assert edit not in client.get(story.url).content.decode()
    for address in (edit, confirm):
        for answer in (client.get(address), client.post(address, {"comment": "Lain."})):
            assert answer.status_code == 403
            assert "hanya bisa dibaca." in answer.content.decode()
    services.set_state(by=ModeratorFactory(), discussion=comment.discussion, state="")
    assert client.post(confirm).status_code == 302
