"""Names in chats: what stands after or before what a chat is called, with an @, with a number in it, or bare."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..services.disguises import SHORTEST, disguised, is_disguise

# What chats are called, and which chat that is. Directly behind the short names stands whom one reaches there; the long
# ones are spoken of as well, as of what is slow or where there is a group, and the others are words that mean more.
SHORT = dict.fromkeys(("tele", "tg"), "telegram") | dict.fromkeys(("insta", "ig"), "instagram")
LONG = {"telegram": "telegram", "instagram": "instagram"}
WITH_COLON = (
    dict.fromkeys(("whatsapp", "wa"), "whatsapp")
    | dict.fromkeys(("facebook", "fb"), "facebook")
    | {name: name for name in ("line", "tiktok", "discord", "wechat")}
)
PLAINLY = LONG | SHORT
CHATS = PLAINLY | WITH_COLON
LOOKED_FOR = r"(?:cari|carilah|hubungi|kontak|chat|dm|add|search|find|ketik|follow)"
LEAST, LEAST_WITH_SIGN = 5, 4  # letters of a bare name
OWNERS = (
    r"(?:saya|kami|kita|aku|gue|admin|adminnya|cs|id|my|our|is|user|username|nama|bernama|akun|resmi|official"
    r"|adalah|ialah|yaitu|channel|kanal)"
)
CODED = re.compile(r"[a-z][\w.]*\d")  # as hardly any ordinary word is
SPELLED = re.compile(r"(?<!\w)[^\W_](?:[ .~·-][^\W_](?!\w)){2,}")
SPACED = re.compile(r"[ .~·-]")

# Words that stand beside the name of a chat and are nobody's: who is in a group, what is done there. The list can't be
# whole; what it lacks waits where as many new accounts say the same beside a chat as give one contact, and moderators
# add it to the words that everybody says.
BESIDE = """
adalah agar antara apabila atau bagaimana bahwa bapak begitu belum benar bersama besok biasa bisa boleh bukan cukup
dalam dapat dengan dimana dulu gratis hanya harap harus hingga ialah ini itu jangan juga kalau kami kapan karena
kemarin kemudian kepada ketika kita lagi lain lalu langsung lebih mana masih masing maupun melalui menjadi mereka
minta mohon mulai nanti oleh pada paling pernah pribadi sampai sangat saja sama saya sebagai sebelum secara sedang
sejak sekarang semua sendiri seperti serta setelah setiap siapa silakan silahkan sudah supaya tanpa tapi telah
tentang terlalu tetap tetapi tidak tolong untuk yaitu yakni yang about after also available because before everyone
first friends from have here http https more other people please their there these they this what when where which
will with would your
account admin aplikasi berita bisnis business channel chatting desktop group groups grup informasi internet kanal
kontak konten link media medsos messenger nomor number online pesan premium saluran sosial tautan twitter undangan
video youtube cerita foto gambar harga iklan jadwal kabar laporan pengumuman produk promosi resep siaran
alumni ambon anggota bumdes daerah desa dinas elaar guru indonesia kabupaten kampung kantor karang kecamatan
keluarga kelas kelompok kementerian komunitas koperasi langgur maluku masyarakat mahasiswa negeri nelayan ohoi
panitia pedagang pelajar pelatihan pembeli pemerintah pemuda penduduk pengrajin pengurus penjual perajin peserta
petani provinsi sekolah taruna teman usaha warga wisata
aktif belajar belanja beredar bergabung berjualan berbagi berdiskusi bertanya beriklan chat cari dicari dibaca
dihubungi dijual dikirim dilihat dipesan diposting diskusi diunggah ditanya follow follower gabung hubungi ikuti
jual jualan join kirim komunikasi koordinasi lapor lewat lihat melapor melihat membaca membeli memesan membuat
mencari mendaftar menemukan menjual menulis muncul ngobrol obrolan order pemasaran pendaftaran pengikut penipu
penipuan penjualan posting ramai sebar simpan tanya tersebar tersedia tulis unggah upload viral
"""
NO_NAMES = frozenset(BESIDE.split()) | frozenset(CHATS)
BEGINNINGS, ENDINGS = ("meng", "meny"), ("kan", "nya", "lah")  # of what is done, and of whose it is


def _called(words: dict[str, str]) -> str:
    """Give the pattern of what chats are called; of two letters numbers stand for too much else."""
    return "|".join(disguised(word) if len(word) >= SHORTEST else word for word in words)


AFTER = re.compile(
    rf"(?<!\w)({_called(CHATS)})(?:nya|ku)?(?!\w)"
    rf"(?=((?:\s{{1,3}}{OWNERS}\b){{0,3}})(\W{{0,3}}@|[^\w.,;!?)/&+]{{1,5}})([\w.]{{4,32}}))"
)
BEFORE = re.compile(
    rf"(?<!\w)(?:{LOOKED_FOR}\s{{1,3}}|@)"
    r"([\w.]{4,32})[\s(]{1,3}(?:di|via|lewat|lwt|melalui|pada|on)\s{1,3}(?:akun\s{1,3}|aplikasi\s{1,3})?"
    rf"({_called(PLAINLY)})(?!\w)"
)


def names_in(plain: str) -> Iterator[str]:
    """Give whom a text names beside the name of a chat, like `telegram:cuanjaya`.

    With an @, or with a number in it, a name is one behind any chat. A bare word may be anything: it is taken behind a
    colon or a picture, behind the short names of chats (`tg cuanjaya`), behind the long ones where they are
    somebody's or disguised (`telegram saya cuanjaya`, `telegr4m cuanjaya`), and where it is looked for there (`cari
    cuanjaya di telegram`); and not where it is one of the words that ordinarily stand there.
    """
    said = joined(plain)
    for called, owner, between, name in AFTER.findall(said):
        chat, has_sign = _chat_of(called), any(map(_is_sign, between))
        known = "@" in between or CODED.search(name) is not None
        is_near = called not in LONG or owner
        bare = has_sign or (chat in LONG and is_near)
        least = LEAST_WITH_SIGN if has_sign else LEAST
        if is_disguise(called) and (known or (bare and _is_a_name(name.strip("._"), least))):
            yield f"{chat}:{name.rstrip('.')}"
    for name, called in BEFORE.findall(said):
        own = name.strip(".")
        if is_disguise(called) and (CODED.search(own) or _is_a_name(own, LEAST)):
            yield f"{_chat_of(called)}:{own}"


def joined(text: str) -> str:
    """Write words together that are spelled out: `c u a n`."""
    return SPELLED.sub(lambda found: SPACED.sub("", found[0]), text)


def _is_sign(sign: str) -> bool:
    """Tell what leads to a name from what only divides words, like dashes and brackets."""
    return sign == ":" or unicodedata.category(sign).startswith("S")


def _chat_of(called: str) -> str:
    return next(
        chat for word, chat in CHATS.items() if called == word or re.fullmatch(disguised(word), called) is not None
    )


def _is_a_name(name: str, least: int) -> bool:
    """Tell a bare name from the words that stand beside chats."""
    letters = sum(map(str.isalpha, name))
    return letters >= least and not (
        name in NO_NAMES or name.startswith(BEGINNINGS) or name.endswith(ENDINGS) or name.partition(".")[0] in NO_NAMES
    )
