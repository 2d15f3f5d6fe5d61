"""Texts that have something in common, and others that have nothing; and the numbers by which they are compared."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from community.comments.models import Comment
from community.members.models import User
from community.moderation.models import ModerationSettings
from home.models import StoryPage
from tests.factories.comments import make_comment
from tests.factories.members import MemberFactory

SITE = "Saya suka halaman ini: https://toko.example/{}"
OTHERS = [
    "Keramba kami hanyut waktu musim barat, jadi kami ganti jangkarnya dengan batu karang.",
    "Siapa tahu harga kopra di Tual minggu ini? Di pasar Langgur turun lagi sejak Jumat.",
    "Anak-anak muda ohoi mau belajar memotret hasil laut supaya laku di kota.",
    "Perahu ambulans sudah datang, terima kasih kepada semua yang ikut menarik ke darat.",
    "Tolong bagikan resep embal manis dari Mama Yo, rapat ibu-ibu lusa membutuhkannya.",
    "Jadwal kapal cepat berubah lagi; apakah loket sudah mengumumkan penggantinya?",
]
SAME = "Butuh dana cepat? Hubungi kami hari ini juga, tanpa jaminan dan tanpa ribet."
NUMBER = "081234567890"
LINE = "Slot gacor maxwin"


def change(**values: object) -> None:
    """Set numbers of moderation."""
    ModerationSettings.objects.update_or_create(defaults=values)


def link_from(story: StoryPage, member: User | None = None, number: int = 0) -> Comment:
    """Comment with a link to one site."""
    return make_comment(story, f"{OTHERS[number]} {SITE.format(number)}", member or MemberFactory())


def old_member() -> User:
    """A member who joined long ago, and for whom something speaks by now."""
    return MemberFactory(date_joined=timezone.now() - timedelta(days=30), trust_level=1)


def idle_member() -> User:
    """A member who joined long ago, and for whom nothing speaks."""
    return MemberFactory(date_joined=timezone.now() - timedelta(days=30))
