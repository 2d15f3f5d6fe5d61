"""What the form of each act says above its fields: its name, and what it does, before anybody presses the button."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ..models import Post

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from ..models import Topic


@dataclass(frozen=True)
class Words:
    """The heading, one sentence on what happens, and whether the topic has a row then from which it is taken back."""

    heading: _StrPromise | str
    says: _StrPromise
    is_undoable: bool = True


TOPIC_WORDS = {
    "judul": Words(
        _("Rename the topic"),
        _("The topic gets another title; addresses that lead to it go on doing so."),
    ),
    "tentang": Words(
        _("Change what the topic is about"),
        _("The topic moves to the lists of the regions, sectors and tags that you choose."),
    ),
    "kategori": Words(
        _("Move the topic to another category"),
        _("The topic goes there with all its posts, and is read by those for whom that category is."),
    ),
    "pemilik": Words(
        _("Change the owner of the topic"),
        _("The topic and its first post bear the name of the other member, who may change them from then on."),
    ),
    "tutup": Words(
        _("Close the topic"),
        _("Everybody goes on reading it, but only who keeps order still answers; nobody changes a post of theirs."),
    ),
    "buka": Words(
        _("Open the topic again"),
        _("Members can answer again, and change their posts."),
    ),
    "sematkan": Words(
        _("Pin the topic"),
        _("The topic stands above the others of its category, whenever somebody last wrote in it."),
    ),
    "lepaskan": Words(
        _("Unpin the topic"),
        _("The topic takes its place by its last post again."),
    ),
    "arsipkan": Words(
        _("Archive the topic"),
        _("Everybody goes on reading it, but nobody answers or changes anything in it, moderators neither."),
    ),
    "lanjutkan": Words(
        _("Take the topic out of the archive"),
        _("The topic can be answered and changed again."),
    ),
    "keluarkan": Words(
        _("Take the topic out of lists"),
        _("No list and no search shows it any more; who has its address still reads and answers it."),
    ),
    "daftarkan": Words(
        _("Put the topic into lists"),
        _("Lists and the search show the topic again."),
    ),
    "sembunyikan": Words(
        _("Hide the topic"),
        _("The topic goes from view with its title, its first post and all replies; only who keeps order reads it."),
    ),
    "tampilkan": Words(
        _("Show the topic"),
        _("Readers see the topic and its replies, in lists, too; it can be hidden at any time."),
        is_undoable=False,
    ),
    "hapus": Words(
        _("Delete the topic"),
        _(
            "The topic goes with its title, its first post and all replies; "
            "only who keeps order still reads it, and can restore it."
        ),
    ),
    "pulihkan": Words(
        _("Restore the deleted topic"),
        _("Readers see the topic and its replies as they were before it was deleted."),
    ),
}

POST_WORDS = {
    "sembunyikan": Words(
        _("Hide post #%(number)s"),
        _("A mark stands in its place, and replies to it stay; only who keeps order reads its words."),
    ),
    "tampilkan": Words(
        _("Show post #%(number)s"),
        _("Readers see the post in its place; it can be hidden at any time."),
        is_undoable=False,
    ),
    "hapus": Words(
        _("Delete post #%(number)s"),
        _(
            "A mark stands in its place, and replies to it stay; "
            "only who keeps order still reads its words, and can restore it."
        ),
    ),
    "pulihkan": Words(
        _("Restore the deleted post #%(number)s"),
        _("Readers see the post in its place as it was before it was deleted."),
    ),
    "pemilik": Words(
        _("Change the owner of post #%(number)s"),
        _("The post bears the name of the other member, who may change it from then on; so do quotes of it."),
    ),
}


def words_for(thing: Post | Topic, act: str) -> Words:
    """Say what an act with a post or a topic is called, and what it does."""
    if not isinstance(thing, Post):
        return TOPIC_WORDS[act]
    words = POST_WORDS[act]
    return replace(words, heading=words.heading % {"number": thing.number})
