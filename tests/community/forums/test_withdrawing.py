from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from community.forums import services
from community.forums.models import Post
from community.forums.services.quoting import quote
from community.writing.drafts import services as drafts
from search.models import SearchEntry
from tests.factories.forums import PostFactory
from tests.factories.hiding import holding
from tests.factories.members import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
WORDS = "Rahasiadagang kami"


@pytest.fixture
def quoted() -> Post:
    return PostFactory(body=f"{WORDS}.")


@pytest.fixture
def quoting(quoted: Post) -> Post:
    """A post elsewhere that quotes it."""
    return PostFactory(body=f"{quote(quoted)}Setuju sekali.")


def hide(post: Post) -> None:
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="")


def remove(post: Post) -> None:
    services.remove_post(moderator=ModeratorFactory(), post=post, reason="")


def take_back(post: Post) -> None:
    services.delete_post(member=post.author, post=post)


def hold(post: Post) -> None:
    with holding(True, "lain"):
        services.edit_post(editor=post.author, post=post, body="Yang lain.")


def hide_its_topic(post: Post) -> None:
    services.hide_topic(moderator=ModeratorFactory(), topic=post.topic, reason="")


@pytest.mark.parametrize("go", [hide, remove, take_back, hold, hide_its_topic])
def test_words_go_from_quotes_with_the_post(quoted: Post, quoting: Post, go: Any, work_outbox: Any) -> None:
    go(quoted)
    work_outbox()
    quoting.refresh_from_db()
    assert WORDS in quoting.body
    assert WORDS not in quoting.shown_body + quoting.html + quoting.excerpt + quote(quoting)
    assert quoted.author.name in quoting.html
    assert "Setuju sekali." in quoting.html
    assert WORDS not in SearchEntry.objects.get(kind="post", object_id=quoting.pk).body


@pytest.mark.parametrize(
    ("go", "back"),
    [
        (hide, lambda post: services.restore_post(moderator=ModeratorFactory(), post=post)),
        (remove, lambda post: services.bring_back_post(moderator=ModeratorFactory(), post=post)),
        (hide_its_topic, lambda post: services.restore_topic(moderator=ModeratorFactory(), topic=post.topic)),
    ],
)
def test_they_come_back_with_it(quoted: Post, quoting: Post, go: Any, back: Any, work_outbox: Any) -> None:
    before = quoting.html
    go(quoted)
    work_outbox()
    back(Post.objects.get(pk=quoted.pk))
    work_outbox()
    quoting.refresh_from_db()
    assert (quoting.body_shown, quoting.html) == (None, before)
    assert SearchEntry.objects.get(kind="post", object_id=quoting.pk).body.count(WORDS) == 1


def test_who_changes_a_post_that_quotes_it_keeps_the_words_and_shows_them_to_nobody(
    quoted: Post, quoting: Post, work_outbox: Any
) -> None:
    hide(quoted)
    work_outbox()
    quoting.refresh_from_db()
    changed = services.edit_post(
        editor=quoting.author, post=quoting, body=quoting.body.replace("Setuju sekali", "Setuju")
    )
    assert WORDS in changed.body
    assert WORDS not in changed.shown_body + changed.html
    assert "Setuju." in changed.html


def test_a_text_that_was_begun_before_is_sent_without_the_words(quoted: Post, work_outbox: Any) -> None:
    begun = f"{quote(quoted)}Setuju."
    hide(quoted)
    post = PostFactory(topic=quoted.topic, body=begun)
    assert WORDS not in post.body + post.html
    assert "Setuju." in post.body


def test_what_somebody_else_said_stays_where_it_is_put_under_such_a_post(quoted: Post) -> None:
    begun = quote(quoted).replace(WORDS, "Kata orang lain") + "Setuju."
    hide(quoted)
    assert "Kata orang lain" in PostFactory(topic=quoted.topic, body=begun).body


def test_a_quote_in_a_quote_goes_too(quoted: Post, quoting: Post, work_outbox: Any) -> None:
    outer = PostFactory(topic=quoting.topic, body=f"{quote(quoting)}Saya juga.")
    hide(quoted)
    work_outbox()
    outer.refresh_from_db()
    assert WORDS not in outer.html
    assert "Setuju sekali." in outer.html


def test_earlier_texts_don_t_say_them_either(
    client: Client, quoted: Post, quoting: Post, settings: Any, work_outbox: Any
) -> None:
    settings.EDIT_GRACE_SECONDS = 0
    services.edit_post(editor=quoting.author, post=quoting, body="Tanpa kutipan.")
    address = f"/tulisan/riwayat/post/{quoting.pk}/"
    assert WORDS in client.get(address).content.decode()
    hide(quoted)
    work_outbox()
    assert WORDS not in client.get(address).content.decode()


def test_a_restored_post_leaves_out_what_still_is_hidden(quoted: Post, work_outbox: Any) -> None:
    other = PostFactory(body="Dua kata.")
    quoting = PostFactory(body=f"{quote(quoted)}Satu.\n\n{quote(other)}Dua.")
    hide(quoted)
    hide(other)
    work_outbox()
    services.restore_post(moderator=ModeratorFactory(), post=Post.objects.get(pk=other.pk))
    work_outbox()
    quoting.refresh_from_db()
    assert "Dua kata." in quoting.html
    assert WORDS not in quoting.html


@pytest.fixture
def hidden(quoted: Post, quoting: Post, work_outbox: Any) -> Post:
    """The post that quotes it, once it is hidden."""
    hide(quoted)
    work_outbox()
    quoting.refresh_from_db()
    return quoting


def test_the_form_to_change_a_post_doesn_t_give_them_back_and_saving_it_neither(
    client: Client, quoted: Post, hidden: Post, work_outbox: Any
) -> None:
    address, form = form_of(client, hidden)
    assert WORDS not in form.content.decode()
    typed = form.context["form"].initial["body"].replace("Setuju sekali.", "Setuju.\n\nDan satu lagi.")
    shown_state = form.context["form"].initial["shown_state"]
    seen = client.post(address, {"body": typed, "shown_state": shown_state, "preview": "1"})
    assert WORDS not in seen.content.decode()
    saved = client.post(address, {"body": typed, "shown_state": shown_state}, follow=True)
    assert WORDS not in saved.content.decode()
    hidden.refresh_from_db()
    assert WORDS not in hidden.shown_body + hidden.html
    assert "Dan satu lagi." in hidden.html
    assert WORDS not in client.get(address).content.decode()
    services.restore_post(moderator=ModeratorFactory(), post=Post.objects.get(pk=quoted.pk))
    work_outbox()
    hidden.refresh_from_db()
    assert WORDS in hidden.html
    assert "Dan satu lagi." in hidden.html


def test_the_form_doesn_t_wait_for_the_work_in_the_background(client: Client, quoted: Post, quoting: Post) -> None:
    hide(quoted)
    _address, form = form_of(client, quoting)
    assert WORDS not in form.content.decode()
    client.force_login(MemberFactory())
    assert WORDS not in client.get(f"/forum/balas/{quoting.topic_id}/?kutip={quoting.pk}").content.decode()


def test_what_is_saved_as_it_was_shown_stays_as_it_was(client: Client, hidden: Post) -> None:
    before = hidden.body
    address, form = form_of(client, hidden)
    client.post(address, {name: form.context["form"].initial[name] for name in ("body", "shown_state")})
    hidden.refresh_from_db()
    assert (hidden.body, hidden.edited_at) == (before, None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(dihapus)", "(dihapus)\n> Kata saya"),
        ("> (dihapus)", "(dihapus)"),
        ("> **", "> x **"),
        ("> **", "**"),
        (">\n", ""),
        ("> (dihapus)\n\n", "> (dihapus)\n"),
        ("> **", "```\n> **"),
    ],
)
def test_no_change_around_the_gap_brings_them_back(client: Client, hidden: Post, old: str, new: str) -> None:
    address, form = form_of(client, hidden)
    typed = form.context["form"].initial["body"]
    assert old in typed
    client.post(
        address, {"body": typed.replace(old, new, 1), "shown_state": form.context["form"].initial["shown_state"]}
    )
    hidden.refresh_from_db()
    assert "Setuju sekali." in hidden.body
    assert WORDS not in hidden.shown_body + hidden.html
    assert WORDS not in client.get(address).content.decode()


def test_own_words_right_below_a_quote_stay_in_the_form(client: Client, quoted: Post, quoting: Post) -> None:
    text = f"{quote(quoted).rstrip()}\nKata saya sendiri."
    drafts.save(user=quoting.author, key=f"edit-{quoting.pk}", data={"body": [text]})
    hide(quoted)
    _address, form = form_of(client, quoting)
    typed = form.context["form"].initial["body"]
    assert WORDS not in typed
    assert typed.endswith("> (dihapus)\nKata saya sendiri.")


def test_drafts_don_t_give_them_back(client: Client, quoted: Post, quoting: Post) -> None:
    reader = quoting.author
    save = {"writer": "", "sequence": 1}
    for key, text in (
        (f"edit-{quoting.pk}", f"{quoting.body} Begitu."),
        (f"reply-{quoted.topic_id}", f"> **{quoted.author.name}**, #{quoted.number}:\n> {WORDS}.\n\nBegitu."),
        ("topic", f"{quote(quoted)}Begitu."),
    ):
        drafts.save(user=reader, key=key, data={"body": [text]}, **save)
    client.force_login(reader)
    pages = [
        *(f"/forum/kiriman/{quoting.pk}/ubah/", f"/forum/balas/{quoted.topic_id}/", "/forum/baru/", "/tulisan/draf/"),
        f"/tulisan/draf/reply-{quoted.topic_id}/hapus/",
    ]
    said = [client.get(page).content.decode() for page in pages]
    assert [WORDS in each for each in said] == [True] * len(pages)
    hide(quoted)
    said = [client.get(page).content.decode() for page in pages]
    assert [WORDS in each for each in said] == [False] * len(pages)
    assert all("Begitu." in each for each in said)


def test_the_page_that_tells_of_a_change_meanwhile_doesn_t_either(client: Client, hidden: Post) -> None:
    address, _form = form_of(client, hidden)
    told = client.post(address, {"body": "Yang lain sama sekali.", "shown_state": "lain"})
    assert told.status_code == 409
    assert "Setuju sekali." in told.content.decode()
    assert WORDS not in told.content.decode()


def form_of(client: Client, post: Post) -> tuple[str, Any]:
    """Open the form to change a post, as its author."""
    client.force_login(post.author)
    address = f"/forum/kiriman/{post.pk}/ubah/"
    return address, client.get(address)
