"""What kinds of things are called in the box: `kind:events`, `jenis:acara`, `jenis:kisah-kisah`."""

from __future__ import annotations

ENGLISH = {
    "region": ("place",),
    "story": ("article", "news"),
    "event": (),
    "topic": ("discussion", "thread"),
    "post": ("reply",),
    "comment": (),
    "member": ("person", "people", "profile"),
    "organisation": ("organization",),
    "page": (),
    "document": ("file",),
}
INDONESIAN = {
    "wilayah": "region", "daerah": "region", "cerita": "story", "kisah": "story", "berita": "story", "artikel": "story",
    "acara": "event", "kegiatan": "event", "agenda": "event", "topik": "topic", "diskusi": "topic", "kiriman": "post",
    "balasan": "post", "komentar": "comment", "anggota": "member", "orang": "member", "profil": "member",
    "organisasi": "organisation", "lembaga": "organisation", "halaman": "page", "dokumen": "document",
    "berkas": "document",
}  # fmt: skip


def _of_several(name: str) -> str:
    """Write an English name as of several: stories, replies, events."""
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


ENGLISH_NAMES = {
    written: kind
    for kind, others in ENGLISH.items()
    for name in (kind, *others)
    for written in (name, _of_several(name))
}


def kind_named(text: str) -> str:
    """Find a kind by a name in English or Indonesian, of one thing or of several; empty where there is none."""
    name = text.lower()
    half, _hyphen, other = name.partition("-")
    if half == other:
        name = half
    return ENGLISH_NAMES.get(name) or INDONESIAN.get(name, "")
