from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from community.forums import services
from community.forums.models import Post
from community.forums.services.quoting import quote
from search.models import SearchEntry
from tests.factories.forums import PostFactory
from tests.factories.hiding import holding
from tests.factories.members import ModeratorFactory

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
