"""How contacts and sites that are no links are found, however they are typed; and what is none."""

from __future__ import annotations

import pytest

from community.moderation.protection.fingerprints import hosts_in, reached_in

NUMBER = "tel:6281234567890"


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812-3456-7890",
        "0812.3456.7890",
        "WA0812 3456 7890",
        "0812 3456 7890 24 jam",
        "Rp50.000 0812 3456 7890",
        "+62 812 3456 7890",
        "(+62) 0812–3456–7890",
        "62-812-3456-7890",
        "0062 812 3456 7890",
        "81234567890",
        "O8l2 3456 789O",
        "0️⃣8️⃣1️⃣2️⃣ 3456 7890",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "0**812**\u200b3456 7890",
        "0812&#51;4567890",
        "wa.me/6281234567890",
        "https://wa.me/6281234567890?text=Halo",
        "[tanya](https://api.whatsapp.com/send?phone=6281234567890)",
    ],
)
def test_a_telephone_number_is_known_however_it_is_typed(typed):
    assert NUMBER in reached_in(f"Hubungi {typed} sekarang")


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        ("0916 21234", "tel:6291621234"),
        ("+60 12 345 6789", "tel:60123456789"),
        ("t.me/toko_murah", "telegram:toko_murah"),
        ("https://t.me/s/Toko_Murah/12", "telegram:toko_murah"),
        ("Telegram: @toko_murah.", "telegram:toko_murah"),
        ("tele @toko_murah", "telegram:toko_murah"),
        ("IG @toko.murah", "instagram:toko.murah"),
        ("telegram: toko88", "telegram:toko88"),
        ("ig toko88", "instagram:toko88"),
        ("line toko88", "line:toko88"),
        ("line: tokomurah", "line:tokomurah"),
        ("WA: tokomurah", "whatsapp:tokomurah"),
        ("IG tokomurah", "instagram:tokomurah"),
        ("https://chat.whatsapp.com/AbC123", "whatsapp:abc123"),
        ("Toko.Murah+iklan@Surel.example", "mail:tokomurah@surel.example"),
        ("[kirim](mailto:tokomurah@surel.example)", "mail:tokomurah@surel.example"),
        ("tokomurah [at] surel (dot) example", "mail:tokomurah@surel.example"),
    ],
)
def test_so_are_other_numbers_chats_and_mailboxes(typed, contact):
    assert reached_in(f"Hubungi {typed} sekarang") == [contact]


@pytest.mark.parametrize(
    "text",
    [
        "Rapat 05-12-2026 09.00 sampai 12.00 WIT di kantor ohoi.",
        "Dana desa Rp 81.500.000.000 dan Rp62.812.345.678 untuk tahun 2026.",
        "Kode desa 81.02.01.2001, NIK 8172011234567890, tahun 2024-2026.",
        "Terima kasih @maria, salam dari Tual. Line produksi, tele 2026: rapat.",
        "https://berita.example/read/2026/11/30/081234578/harga-kopra",
        "https://wa.me/?text=Halo",
        "Letaknya -5.634512, 132.745698.",
    ],
)
def test_dates_amounts_codes_and_addresses_are_no_contacts(text):
    assert reached_in(text) == []


@pytest.mark.parametrize(
    "typed",
    [
        "Telegram: cuanjaya",
        "TG cuanjaya",
        "tele : cuanjaya",
        "TELEGRAM = CUANJAYA",
        "telegram saya cuanjaya",
        "telegram admin kami: cuanjaya",
        "telegram saya @cuanjaya",
        "Telegram resmi cuanjaya",
        "Telegram 👉 cuanjaya",
        "cari cuanjaya di telegram",
        "cuanjaya (via tele)",
        "cuanjaya lewat akun Telegram",
        "cuanjaya on Telegram",
        "Telegr4m cuanjaya",
        "T3l3gr4m: **cuan**jaya",
        "t\u0435l\u0435gram: cuanjaya",
        "t e l e g r a m: c u a n j a y a",
        "@cuanjaya di telegram",
        "https://t.me/cuanjaya",
    ],
)
def test_a_name_of_letters_only_is_known_beside_what_a_chat_is_called(typed):
    assert reached_in(f"Hubungi {typed} ya") == ["telegram:cuanjaya"]


@pytest.mark.parametrize(
    "text",
    [
        "Hubungi WhatsApp saya, Line produksi sudah jalan, wa kelompok ada.",
        "Kami punya grup Telegram nelayan dan kanal Telegram pemerintah desa.",
        "Telegram untuk warga, telegram yang baru, telegram dengan admin, Instagram sangat ramai.",
        "Pengumuman lewat Telegram. Semua warga boleh lihat di Telegram, petani juga.",
        "Bagikan di Instagram, jualan di Instagram, produknya di IG laku; ikuti kami di ig.",
        "Mereka mengirim lewat telegram dan menyimpan di telegram; Telegram/WhatsApp sama saja.",
        "Telegram: bisa. WA: hubungi kantor. Telegram kami untuk berita desa.",
        "Ada grup telegram rumput laut? Sudah ada telegram rumput laut. Telegram lambat sekali. Signal: hilang terus.",
        "Grup Telegram - rumput laut, WA (rumput laut).",
        "Cari bibit cottonii di telegram, kabar cuaca lewat telegram.",
        "19 orang, 79 rumah, tele 2026.",
    ],
)
def test_ordinary_words_beside_the_name_of_a_chat_are_nobody(text):
    assert reached_in(text) == []


@pytest.mark.parametrize(
    "typed",
    [
        "JAYATOGEL88",
        "jayatogel77",
        "#JayaTogel88",
        "jaya_togel88",
        "JAYATOGEL4D",
        "J A Y A T O G E L 8 8",
        "J.A.Y.A.T.O.G.E.L.8.8",
        "j a y a t o g e l 8 8",
        "JAYAT0GEL88",
        "**JAYA**TO\u200bGEL88",
        "\uff2a\uff21\uff39\uff21\uff34\uff2f\uff27\uff25\uff2c\uff18\uff18",
        "\u0408\u0410YATOGEL88",
    ],
)
def test_a_brand_with_a_number_is_known_however_it_is_typed(typed):
    assert reached_in(f"Main di {typed} sekarang") == ["brand:jayatogel"]


def test_a_name_in_a_chat_with_a_number_is_a_brand_too():
    assert reached_in("telegram: jayatogel88") == ["telegram:jayatogel88", "brand:jayatogel"]


@pytest.mark.parametrize(
    "text",
    [
        "RT 05 RW 12, RT05, KM 12, COVID 19, covid19, SMPN 12.",
        "SMP NEGERI 2, SMA NEGERI 12 AMBON, KM SABUK NUSANTARA 71, PERPRES 12.",
        "Desa 12, Jaya Togel 88, panen 2025, panen2025, PANEN RAYA 2025.",
        "masyarakat2, kelompok2, kelompok12, KELOMPOK 12, lampiran3.",
        "TANGGAL 17 AGUSTUS, MINGGU 12/5, RAPAT PUKUL 10, PERTEMUAN 08.30, SELASA 10-12.",
        "HUT RI KE 81, DIRGAHAYU RI 81, #DirgahayuRI81.",
        "HADIAH 100 JUTA, DISKON BESAR 50%, SETIAP 25 KELUARGA, PANJANG 300 METER.",
        "Mesin YAMAHA 40, HONDA SUPRA 125, HASIL PANEN 40 KARUNG, MAZMUR 121, SMK PERIKANAN 21 siswa, STARLINK 25.",
        "Terima kasih @renyaan88. HUBUNGI 0812, IMG20240101.",
    ],
)
def test_ordinary_numbers_beside_words_are_no_brands(text):
    assert reached_in(text) == []


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Kunjungi slotgacor88.com/promo?x=1.", ["slotgacor88.com"]),
        ("slot**gacor**88.com, SLOTGACOR88.COM", ["slotgacor88.com"]),
        ("slotgacor88 titik com", ["slotgacor88.com"]),
        ("slotgacor88[.]com (slotgacor88 .com)", ["slotgacor88.com"]),
        ("slotgacor88 . com sekarang", ["slotgacor88.com"]),
        ("toko.co.id dan https://toko.co.id", ["toko.co.id"]),
        ("Drs. Yosias, S.Si., M.Si dll.dan e.g.so, di titik temu, surel@slotgacor88.com", []),
        ("Sudah selesai.Terima kasih.", []),
    ],
)
def test_a_site_is_known_that_is_named_without_being_a_link(text, hosts):
    assert hosts_in(text) == hosts


def test_a_chat_is_no_site_where_whom_it_leads_to_is_compared():
    text = "https://wa.me/6281234567890 https://t.me/toko_murah https://wa.me/?text=x"
    assert hosts_in(text, with_chats=False) == ["wa.me"]
    assert hosts_in(text) == ["wa.me", "t.me"]


def test_of_quotes_only_what_others_have_said_is_left_out():
    said = ["Hubungi sekretariat 0916 21234"]
    assert reached_in("> Hubungi sekretariat 0916 21234\n\nTerima kasih", quoted=said) == []
    assert reached_in("> Hubungi sekretariat 0812 3456 7890\n\nTerima kasih", quoted=said) == [NUMBER]
    assert reached_in("> Hubungi sekretariat 0916 21234\n\nYa, 0916-21234", quoted=said) == ["tel:6291621234"]
