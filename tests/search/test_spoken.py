"""What was written in the name of an organisation is found by it and says so, while the organisation is in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils.translation import override
from guard.limits import forget_counts

from community.forums.services import edit_post
from community.members.assistance import claiming
from community.members.organisations.services import edit_organisation, restore, suspend
from community.members.services import edit_profile
from search.models import SearchEntry
from search.sources import LONGEST_AUTHOR, credit
from search.typed import Typed
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory, MentorFactory
from tests.factories.organisations import facts_of, keeper, make_organisation

if TYPE_CHECKING:
    from community.members.models import Organisation, User

pytestmark = pytest.mark.django_db
KINDS = {"topic", "post", "comment"}


@pytest.fixture
def member() -> User:
    return MemberFactory(name="Maria Letsoin", is_listed=True)


@pytest.fixture
def organisation(member: User) -> Organisation:
    """An organisation in whose name a topic, a reply and a comment were written."""
    made = make_organisation(member, name="Koperasi Wangsa", handle="wangsa")
    topic = TopicFactory(author=member, organisation=made, title="Harga kopra")
    PostFactory(topic=topic, author=member, organisation=made)
    make_comment(make_story(), author=member, organisation=made)
    TopicFactory(author=member, title="Kopra saya sendiri")
    return made


def test_a_text_says_who_wrote_it_for_whom_in_the_language_of_the_reader(organisation: Organisation) -> None:
    spoken = SearchEntry.objects.filter(kind__in=KINDS, author__contains="Wangsa")
    assert {entry.kind for entry in spoken} == KINDS
    for language, said in (
        ("id", "Maria Letsoin atas nama Koperasi Wangsa"),
        ("en", "Maria Letsoin for Koperasi Wangsa"),
    ):
        with override(language):
            assert {entry.written_by for entry in spoken} == {said}
    assert SearchEntry.objects.get(title="Kopra saya sendiri").written_by == "Maria Letsoin"


def test_the_page_and_the_json_name_both(client: Client, organisation: Organisation) -> None:
    assert "Maria Letsoin atas nama Koperasi Wangsa" in client.get("/cari/?q=kopra").content.decode()
    forget_counts()
    results = client.get("/api/v1/search", {"q": "harga kopra", "reader": "en"}).json()["results"]
    assert results[0]["author"] == "Maria Letsoin for Koperasi Wangsa"
    assert "⁋" not in str(results)


def test_it_is_found_by_the_handle_and_the_name_of_the_organisation_and_by_the_member(
    client: Client, organisation: Organisation, member: User
) -> None:
    assert kinds(client, "author:@wangsa") == KINDS
    assert kinds(client, "penulis:@wangsa kopra") == {"topic", "post"}
    assert kinds(client, "wangsa") >= KINDS
    assert kinds(client, 'author:"koperasi wangsa"') == KINDS
    assert kinds(client, f"author:@{member.profile.handle.text}") >= KINDS


def test_what_is_told_beside_a_text_is_in_no_excerpt(client: Client, organisation: Organisation) -> None:
    for result in client.get("/api/v1/search", {"q": "wangsa kind:post"}).json()["results"]:
        assert "Wangsa" not in result["excerpt"]


def test_another_name_reaches_what_was_written(
    client: Client, organisation: Organisation, member: User, work_outbox: Any
) -> None:
    work_outbox()
    edit_organisation(by=member, organisation=organisation, facts=facts_of(name="Koperasi Baru"), handle="kopbaru")
    work_outbox()
    assert kinds(client, "wangsa") <= {"organisation"}
    for handle in ("kopbaru", "wangsa"):
        assert kinds(client, f"author:@{handle}") == KINDS
    assert SearchEntry.objects.filter(author="Maria Letsoin ⁋ Koperasi Baru").count() == 3


def test_an_organisation_that_is_taken_from_view_is_not_named_and_comes_back(
    client: Client, organisation: Organisation, work_outbox: Any
) -> None:
    suspend(by=keeper(), organisation=organisation, reason="tidak ada lagi")
    work_outbox()
    assert not SearchEntry.objects.filter(is_deleted=False, author__contains="Wangsa").exists()
    assert not SearchEntry.objects.filter(is_deleted=False, body__contains="Wangsa").exists()
    assert kinds(client, "wangsa") == set()
    assert kinds(client, "author:maria kopra") == {"topic", "post"}
    restore(by=keeper(), organisation=organisation)
    work_outbox()
    assert kinds(client, "author:@wangsa") == KINDS


def test_the_handle_of_a_hidden_organisation_is_as_unknown_as_one_that_nobody_has(organisation: Organisation) -> None:
    suspend(by=keeper(), organisation=organisation, reason="tidak ada lagi")
    hidden, nobody = Typed.read("author:@wangsa"), Typed.read("author:@nobody")
    assert hidden.authors == nobody.authors == ()
    assert hidden.problems[0].partition("”")[2] == nobody.problems[0].partition("”")[2] != ""


def test_of_what_a_deleted_account_wrote_the_organisation_is_left(organisation: Organisation) -> None:
    assert SearchEntry(author=credit("", organisation)).written_by == "Koperasi Wangsa"
    assert credit("", None, MentorFactory()) == ""


def test_long_names_are_cut_to_their_column_and_found_whole(member: User) -> None:
    name = "Kelompok " + "sangat " * 14 + "terujung"
    made = make_organisation(member, name=name)
    TopicFactory(author=member, organisation=made, title="Tali")
    entry = SearchEntry.objects.get(title="Tali")
    assert len(entry.author) == LONGEST_AUTHOR
    assert entry.author.endswith("…")
    assert "terujung" in entry.body


def test_what_a_mentor_wrote_for_a_person_names_both_until_the_person_changes_it(work_outbox: Any) -> None:
    assistance = make_assistance(name="Oma Katarina", mentor=MentorFactory(name="Petrus", handle="petrus"))
    person, mentor = assistance.person, assistance.mentor
    names: dict[str, Any] = {"author": person, "acted_by": mentor}
    topic = TopicFactory(**names)
    PostFactory(topic=topic, **names)
    make_comment(make_story(), **names)
    for language, said in (("id", "(ditulis oleh Petrus)"), ("en", "(written by Petrus)")):
        with override(language):
            assert credited() == dict.fromkeys(KINDS, f"Oma Katarina {said}")
    edit_profile(
        by=mentor, profile=mentor.profile, name="Petrus Baru", bio="", region=None, language="id",
        zone="Asia/Jayapura", is_listed=False,
    )  # fmt: skip
    work_outbox()
    assert credited() == dict.fromkeys(KINDS, "Oma Katarina (ditulis oleh Petrus Baru)")
    code = claiming.issue_code(by=mentor, person=person)
    claiming.claim(code=claiming.code_of(code), email="oma@example.org", password="perahu-merah-1985")
    person.refresh_from_db()
    edit_post(editor=person, post=topic.posts.get(number=1), body="Kata saya sendiri.")
    assert credited()["topic"] == "Oma Katarina"


def credited() -> dict[str, str]:
    """Who wrote what is found, by kind."""
    return {entry.kind: entry.written_by for entry in SearchEntry.objects.filter(kind__in=KINDS, is_deleted=False)}


def kinds(client: Client, text: str) -> set[str]:
    """The kinds of what is found; a topic and its replies are asked for apart, since they are one result."""
    found = set()
    for kind in ("", *KINDS):
        forget_counts()
        answer = client.get("/api/v1/search", {"q": text, "kind": kind}).json()
        found |= {result["kind"] for result in answer["results"]}
    return found
