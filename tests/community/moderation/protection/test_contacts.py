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
        ("telegram: tokomurah88", "telegram:tokomurah88"),
        ("ig tokomurah88", "instagram:tokomurah88"),
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
