"""A flood by fifty new accounts, written through the services in several styles: hardly anything of it is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone

from community.comments.models import Comment
from community.forums.models import Post, Topic
from community.forums.services import start_topic
from community.members.permissions import Refused
from community.moderation.models import Removal, Review
from community.moderation.protection.services import note_arrival
from community.moderation.services.people import clean
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import CategoryFactory
from tests.factories.members import MemberFactory, ModeratorFactory

if TYPE_CHECKING:
    from community.members.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.compared, pytest.mark.real_limits]

ACCOUNTS, TEXTS = 50, 500
SITE = "https://toko.example"
# Words of which no two texts have much in common.
WORDS = [
    *("perahu", "kelapa", "jaring", "teripang", "keramba", "pala", "cengkih", "tikar"),
    *("anyaman", "bagan", "dermaga", "enbal", "kenari", "lontar", "sagu", "terumbu"),
    *("ombak", "layar", "dayung", "pelampung", "kerang", "mutiara", "garam", "tungku"),
    *("periuk", "lesung", "beranda", "serambi", "tangga", "atap"),
]


def same(number: int) -> str:
    return f"Modal cair hari ini tanpa jaminan, cukup foto kartu tanda penduduk. Daftar di {SITE}/kredit sekarang."


def other_words(number: int) -> str:
    return " ".join(Random(number).sample(WORDS, 14))


def same_site(number: int) -> str:
    return f"{other_words(number)}: {SITE}/{number}"


def varied(number: int) -> str:
    sign = "🔥💰🎉⭐🚀"[number % 5]
    return (
        f"{sign} Bonus {number}% untuk {number * 7} pemain baru!!! {sign * 2} Kirim pesan ke kami, {number} menit cair"
    )


def short(number: int) -> str:
    return "Slot gacor maxwin! WA 081234567890"


def short_alone(number: int) -> str:
    return "🔥" * (number % 4) + " Slot gacor maxwin " + "!" * (number % 3)


def phone(number: int) -> str:
    """Give other words, and one number in other spellings."""
    ways = ("081234567890", "0812-3456-7890", "+62 812 3456 7890", "62-812-3456-7890", "wa.me/6281234567890")
    return f"{other_words(number)} WA {ways[number % 5]}"


def spintax(number: int) -> str:
    draw = Random(number)
    slots = (
        ("Butuh", "Perlu", "Cari", "Mau"),
        ("dana", "uang", "modal", "pinjaman"),
        ("cepat", "kilat", "segera", "hari ini"),
        ("tanpa", "bebas", "nol"),
        ("jaminan", "agunan", "survei"),
        ("hubungi", "kontak", "chat", "ketuk"),
        ("admin kami", "Ibu Rina", "kantor kami", "layanan"),
    )
    return f"{' '.join(draw.choice(slot) for slot in slots)} 0812 3456 7890"


def bare(number: int) -> str:
    return f"{other_words(number)} slotgacor88{('.com', '.com/promo', ' titik com', '[.]com')[number % 4]}"


def mail(number: int) -> str:
    return f"{other_words(number)} {('spam', 's.pam', 'SPAM+' + str(number))[number % 3]}@slotgacor88.com"


def chat(number: int) -> str:
    """Give other words, and one name in a chat that is made of letters only, in several ways."""
    ways = (
        *(
            "Telegram: cuanjaya",
            "TG cuanjaya",
            "tele : cuanjaya",
            "telegram saya cuanjaya",
            "cari cuanjaya di telegram",
        ),
        *("Telegr4m cuanjaya", "Telegram @cuanjaya", "t.me/cuanjaya"),
    )
    return f"{other_words(number)} {ways[number % 8]}"


def brand(number: int) -> str:
    """Give other words, and one brand in several ways."""
    ways = ("JAYATOGEL88", "#JayaTogel99", "J A Y A T O G E L 8 8", "Main di jayatogel77", "MAIN DI JAYAT0GEL88!")
    return f"{other_words(number)} {ways[number % 5]}"


@pytest.mark.parametrize(
    ("texts", "most"),
    [
        pytest.param([same], 1, id="the same text everywhere"),
        pytest.param([same_site], 2, id="other words with a link to one site"),
        pytest.param([varied], 1, id="one text with other numbers and emoji"),
        pytest.param([same, same_site, varied], 3, id="in turns"),
        pytest.param([short], 2, id="one line with a telephone number"),
        pytest.param([short_alone], 2, id="one line"),
        pytest.param([phone], 2, id="other words with one telephone number"),
        pytest.param([spintax], 2, id="words by chance with one telephone number"),
        pytest.param([bare], 2, id="other words with a site that is no link"),
        pytest.param([mail], 2, id="other words with one mailbox"),
        pytest.param([short, phone, spintax], 2, id="one telephone number in turns"),
        pytest.param([chat], 2, id="other words with one name in a chat"),
        pytest.param([brand], 2, id="other words with one brand"),
    ],
)
def test_of_a_flood_at_most_three_texts_are_seen(texts, most) -> None:
    flood([MemberFactory() for _number in range(ACCOUNTS)], texts)
    assert seen() <= most


@pytest.mark.parametrize("text", [same_site, short_alone, phone, chat, brand])
def test_nor_where_each_account_writes_all_it_has_before_the_next_one_begins(text) -> None:
    flood([MemberFactory() for _number in range(ACCOUNTS)], [text], at_once=TEXTS // ACCOUNTS)
    assert seen() <= 3


def test_of_a_flood_that_has_nothing_in_common_no_more_is_seen_than_all_who_are_new_may_write_together() -> None:
    flood([MemberFactory() for _number in range(ACCOUNTS)], [other_words])
    assert seen() <= 20


def test_of_ten_idle_accounts_that_joined_days_ago_hardly_anything_is_seen() -> None:
    joined = timezone.now() - timedelta(days=4)
    story, accounts = make_story(), [MemberFactory(date_joined=joined) for _number in range(10)]
    said = f"Modal cair hari ini tanpa jaminan, daftar di {SITE} atau WA 081234567890."
    written = [make_comment(story, f"{said} {number}", accounts[number % 10]) for number in range(40)]
    assert sum(comment.is_live for comment in written) == 1


def test_of_a_flood_from_one_network_nothing_is_seen() -> None:
    accounts = [MemberFactory() for _number in range(ACCOUNTS)]
    for number, account in enumerate(accounts):
        come_in(account, f"36.80.12.{number}")
    flood(accounts, [other_words])
    assert seen() == 0


def test_a_flood_is_cleaned_in_three_actions_at_the_desk(client) -> None:
    accounts = [MemberFactory() for _number in range(ACCOUNTS)]
    flood(accounts, [same, same_site, varied])
    client.force_login(ModeratorFactory())
    page = client.get("/moderasi/orang/")
    ticked = {"person": [crowd.person.pk for crowd in page.context["crowds"]]}
    assert set(ticked["person"]) == {account.pk for account in accounts}
    assert client.post("/moderasi/orang/singkirkan/", ticked).status_code == 200
    assert client.post("/moderasi/orang/singkirkan/", {**ticked, "send": "1", "reason": "Iklan."}).status_code == 302
    for removal in Removal.objects.all():
        clean(removal_id=removal.pk)
    assert seen() == 0
    assert not Review.objects.open().exists()
    assert not Comment.objects.filter(deleted_at=None).exists()
    assert not Topic.objects.filter(deleted_at=None).exists()


def seen() -> int:
    """Count what everybody sees, having made sure that most was taken and waits; limits refused the rest."""
    assert Comment.objects.count() + Post.objects.count() > TEXTS * 3 / 4
    return Comment.objects.filter(is_live=True).count() + Post.objects.filter(is_live=True, topic__is_live=True).count()


def flood(accounts: list[User], texts: Sequence[Callable[[int], str]], *, at_once: int = 1) -> None:
    """Write four comments for each topic, each account `at_once` texts in a row, all of them in ten minutes."""
    story, category, said = make_story(), CategoryFactory(), cycle(texts)
    rounds = TEXTS // (ACCOUNTS * at_once)
    writers = [account for account in accounts for _text in range(at_once)] * rounds
    for start in range(0, TEXTS, ACCOUNTS):
        with time_machine.travel(timezone.now() + timedelta(minutes=start // ACCOUNTS), tick=False) as clock:
            for number, account in enumerate(writers[start : start + ACCOUNTS], start=start):
                clock.shift(1)  # a text is known by its writer and its moment
                body = next(said)(number)
                try:
                    if number % 5:
                        make_comment(story, body, account)
                    else:
                        start_topic(author=account, category=category, title=f"Kabar baik nomor {number}", body=body)
                except (Refused, ValidationError):
                    continue


def come_in(member: User, address: str) -> None:
    note_arrival(user=member, request=RequestFactory().get("/", REMOTE_ADDR=address))
