"""Names above quoted words go, however the address behind them is typed."""

from __future__ import annotations

import pytest

from community.forums import services
from community.forums.models import Post
from tests.factories.forums import PostFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed():
    return PostFactory(author=MemberFactory(name="Budi"), body="ya, setuju")


def written(body: str, said: Post) -> Post:
    """A post with a body that leads to another one by its key, or that of its topic."""
    body = body.replace("{at}", "[#3](/forum/kiriman/{key}/)").replace("{key}", str(said.pk))
    body = body.replace("{topic}", str(said.topic_id))
    return PostFactory(topic=said.topic, body=f"{body}\n\nKata saya.")


UNREAD = [
    "> **Budi**, [#3](/forum/topik/{topic}/judul/3/): Saya mencuri.",
    "> **Budi**, [#3](/forum/topik/{topic}/judul/#post-3): Saya mencuri.",
    "> **Budi**, [kata](/en/forum/topik/{topic}/judul/3/): Saya mencuri.",
    "> **Budi**, [#3](http://testserver/forum/kirim%61n/{key}/): Saya mencuri.",
    "> **Budi**, [#3](/forum/kirim&#97;n/{key}/):\n> Saya mencuri.",
    "> __Budi__ ([#3][1]):\n> Saya mencuri.\n\n[1]: /forum/kiriman/{key}/",
    "> *Budi* menulis di [#3][1]: Saya mencuri.\n\n[1]: /forum/kiriman/{key}/",
    "> **Budi**, [#3](\n> /forum/kiriman/{key}/): Saya mencuri.",
    "> **Budi**,\n> [#3](/forum/kirim%61n/{key}/): Saya mencuri.",
    "> [**Budi**](/forum/kirim%61n/{key}/): Saya mencuri.",
    "> Awal.\n> &#8203;**Budi**, {at}: Saya mencuri.",
    "> > - **Budi**, [#3](/forum/kirim%61n/{key}/): Saya mencuri.",
]


@pytest.mark.parametrize("body", UNREAD)
def test_a_name_before_a_link_that_the_reader_of_lines_does_not_know_goes(agreed, body):
    post = written(body, agreed)
    assert "Budi" not in post.html
    assert "Saya mencuri." in post.html
    assert ("Awal." in body) is ("Awal." in post.html)
    assert "<blockquote>" in post.html
    typed = post.body + " Ya."
    assert services.edit_post(editor=post.author, post=post, body=typed).body == typed


@pytest.mark.parametrize(
    "body",
    [
        "> Saya **sangat** setuju dengan [#3](/forum/topik/1/x/3/).",
        "> **Penting** dan baru: [aturan](/forum/topik/1/x/3/)",
        "> **Siapa**, [#12](https://lain.example/12): Katanya.",
        "**Budi**, baca [#3](/forum/topik/1/x/3/) ya.",
    ],
)
def test_other_links_in_quotes_stay(body):
    assert PostFactory(body=f"{body}\n\nKata saya.").body == f"{body}\n\nKata saya."


def test_what_was_typed_beside_such_a_name_stays_as_words(agreed):
    body = "> Awal *miring*.\n> Kata **Budi**, [#3][1] **Budi**, [#3][1]: saya * mencuri\n> Akhir *miring*."
    given = "> Awal *miring*.\n> Kata  : saya \\* mencuri\n> Akhir *miring*."
    assert written(f"{body}\n\n[1]: /forum/x/", agreed).body.startswith(given)
