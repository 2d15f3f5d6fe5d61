"""What new accounts write waits where it looks like a flood; what others write never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from community.comments import services as comments
from community.forums import services as forums
from community.forums.models import Post, Topic
from community.forums.polls.making import NewPoll
from community.forums.polls.services import change_poll
from community.moderation.models import ModerationSettings, Trace
from community.moderation.site_settings import moderation_settings
from community.moderation.tasks import forget_traces
from community.writing.models import OpenSite
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment, make_story
from tests.factories.conversations import make_conversation
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.limits import UNCOMPARED
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.compared]

LONG_AGO = timedelta(days=30)
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


@pytest.fixture
def story():
    return make_story()


def change(**values: int) -> None:
    ModerationSettings.objects.update_or_create(defaults=values)


def link_from(story, member=None, number: int = 0):
    return make_comment(story, f"{OTHERS[number]} {SITE.format(number)}", member or MemberFactory())


# The same site


def test_a_site_that_everybody_may_link_to_is_no_sign_of_a_flood_nor_is_what_lies_below_it(story):
    OpenSite.objects.create(host="example")
    assert [link_from(story, number=number).is_live for number in range(3)] == [True, True, True]
    assert not Trace.objects.filter(kind=Trace.Kind.SITE).exists()


def test_nor_is_the_own_site_under_another_name(story, settings):
    settings.BASE_URL = "https://toko.example"
    texts = (f"{OTHERS[number]} https://kei.toko.example" for number in range(3))
    assert all(make_comment(story, text, MemberFactory()).is_live for text in texts)


def test_the_third_new_account_with_a_link_to_one_site_waits_and_so_does_all_that_follows(story):
    first = MemberFactory()
    shown = [link_from(story, first, 0), link_from(story, number=1)]
    held = [link_from(story, number=2), link_from(story, first, 3)]
    assert [each.is_live for each in shown + held] == [True, True, False, False]
    with translation.override("id"):
        reason = translation.gettext("Same site from several new accounts: %(site)s") % {"site": "toko.example"}
    assert {each.get_held_reason_display() for each in held} == {reason}


def test_names_below_what_somebody_registered_are_one_site(story):
    texts = [f"{OTHERS[number]} https://toko{number}.jual-murah.example/promo" for number in range(5)]
    written = [make_comment(story, text, MemberFactory()) for text in texts]
    assert [each.is_live for each in written] == [True, True, False, False, False]
    assert "jual-murah.example" in written[2].held_reason


def test_names_that_differ_by_digits_are_one_site(story):
    texts = [f"{OTHERS[number]} https://promo{number}.blogspot.com/" for number in range(4)]
    written = [make_comment(story, text, MemberFactory()) for text in texts]
    assert [each.is_live for each in written] == [True, True, False, False]


@pytest.mark.parametrize("shared", ["desa.id", "my.id", "blogspot.com", "wordpress.com", "github.io"])
def test_names_below_a_shared_one_are_sites_of_their_own(story, shared):
    ohoi = ("hollat", "elaar", "banda-ely", "matwaer")
    texts = [f"{OTHERS[number]} https://{name}.{shared}/" for number, name in enumerate(ohoi)]
    assert all(make_comment(story, text, MemberFactory()).is_live for text in texts)


def test_what_lies_below_an_open_name_is_open_its_neighbours_are_not(story):
    OpenSite.objects.create(host="data.toko.example")
    below = [f"{OTHERS[number]} https://peta{number}.data.toko.example/" for number in range(3)]
    assert all(make_comment(story, text, MemberFactory()).is_live for text in below)
    beside = [f"{OTHERS[number + 3]} https://lain{number}.toko.example/" for number in range(3)]
    assert not [make_comment(story, text, MemberFactory()) for text in beside][-1].is_live


def test_one_new_account_may_link_to_a_site_of_its_own_as_often_as_is_set(story):
    member = MemberFactory()
    written = [link_from(story, member, number) for number in range(4)]
    assert [each.is_live for each in written] == [True, True, True, False]
    with translation.override("en"):
        assert written[3].get_held_reason_display().startswith("More than 3 texts of new accounts with the same site")
    change(alike_texts=0)
    assert link_from(story, member, 4).is_live


def test_so_many_texts_are_counted_of_all_together_one_account_after_the_other(story):
    change(host_accounts=5)
    one, other = MemberFactory(), MemberFactory()
    assert [link_from(story, one, 0).is_live, link_from(story, one, 1).is_live] == [True, True]
    assert [link_from(story, other, 2).is_live, link_from(story, other, 3).is_live] == [True, False]


def test_links_of_topics_posts_comments_and_visitors_count_together(story):
    TopicFactory(author=MemberFactory(), body=f"{OTHERS[0]} https://toko.example/a")
    visitor = {"key": str(story.translation_key), "author": AnonymousUser(), "name": "Tamu"}
    comments.write_comment(**visitor, email="tamu@example.org", body=f"{OTHERS[1]} http://www.TOKO.example./b")
    post = PostFactory(
        author=MemberFactory(), topic=TopicFactory(author=old_member()), body=f"{OTHERS[2]} www.toko.example"
    )
    assert post.held_reason
    again = comments.write_comment(**visitor, email="tamu2@example.org", body=f"{OTHERS[3]} [x](https://toko.example)")
    assert "toko.example" in again.held_reason


def test_links_count_for_as_many_days_as_are_set_and_from_as_many_accounts(story):
    change(host_accounts=2, host_days=1)
    link_from(story, number=0)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert link_from(story, number=1).is_live
        assert not link_from(story, number=2).is_live


def test_the_own_site_counts_for_nobody(story, settings):
    said = f"Lihat {settings.BASE_URL}/wilayah/81.02/ dan /forum/."
    assert all(make_comment(story, f"{each} {said}").is_live for each in OTHERS[:4])


def test_links_that_are_quoted_of_members_who_are_not_new_count_for_nobody():
    topic, said = TopicFactory(author=old_member()), "Baca https://kkp.example/bibit dulu."
    known, new = (PostFactory(author=old_member(), topic=topic, body=said) for _number in range(2))
    Post.objects.filter(pk=new.pk).update(author=MemberFactory())
    change(host_accounts=1)
    answers = [
        PostFactory(
            author=MemberFactory(),
            topic=topic,
            body=f"> **Anggota**, [#{post.number}]({post.get_absolute_url()}):\n> {said}\n\n{words}",
        )
        for post, words in ((known, OTHERS[0]), (new, OTHERS[1]))
    ]
    assert [answer.is_live for answer in answers] == [True, False]


# The same contact

NUMBER = "081234567890"


def test_the_third_new_account_with_one_telephone_number_waits_and_so_does_all_that_follows(story):
    first = MemberFactory()
    said = ["WA 0812-3456-7890", "wa.me/6281234567890", "+62 812 3456 7890", NUMBER]
    writers = [first, MemberFactory(), MemberFactory(), first]
    written = [make_comment(story, f"{OTHERS[number]} {said[number]}", author) for number, author in enumerate(writers)]
    assert [each.is_live for each in written] == [True, True, False, False]
    with translation.override("en"):
        assert written[2].get_held_reason_display().startswith("Same telephone number")
    assert NUMBER[1:] not in written[2].held_reason


def test_one_new_account_may_give_its_own_number(story):
    member = MemberFactory()
    assert all(make_comment(story, f"{body} Hubungi {NUMBER}", member).is_live for body in OTHERS[:3])


def test_numbers_chats_and_mailboxes_of_their_own_are_no_flood(story):
    numbers = [f"0852 4412 {number}078, https://wa.me/6285244{number}1078" for number in range(1, 6)]
    mails = [f"warga{name}@gmail.com, https://t.me/warga_{name}" for name in "abcde"]
    written = [
        make_comment(story, f"{body} {number} {mail}")
        for body, number, mail in zip(OTHERS, numbers, mails, strict=False)
    ]
    assert all(each.is_live for each in written)


def test_how_many_accounts_may_give_one_contact_is_set_and_for_how_long(story):
    change(contact_accounts=2, host_days=1)
    assert make_comment(story, f"{OTHERS[0]} {NUMBER}").is_live
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert make_comment(story, f"{OTHERS[1]} {NUMBER}").is_live
        assert not make_comment(story, f"{OTHERS[2]} {NUMBER}").is_live


def test_without_that_rule_a_chat_counts_as_a_site(story):
    change(contact_accounts=0)
    written = [make_comment(story, f"{OTHERS[number]} https://wa.me/628123456789{number}") for number in range(3)]
    assert [each.is_live for each in written] == [True, True, False]


def test_mailboxes_at_a_site_that_everybody_may_link_to_count_for_nobody(story):
    OpenSite.objects.create(host="kemdesa.go.id")
    assert all(make_comment(story, f"{OTHERS[number]} info@kemdesa.go.id").is_live for number in range(3))


def test_a_contact_that_comes_with_a_change_counts_and_one_that_stood_there_does_not(story):
    shown = [make_comment(story, f"{OTHERS[number]} {NUMBER}") for number in range(2)]
    later = make_comment(story, OTHERS[2])
    edit = comments.edit_comment
    assert not edit(by=later.user, comment=later, body=f"{OTHERS[2]} {NUMBER}").is_live
    assert edit(by=shown[0].user, comment=shown[0], body=f"{OTHERS[0]} Begitu. {NUMBER}").is_live


@pytest.mark.parametrize(
    ("said", "name"),
    [(("Telegram: cuanjaya", "@cuanjaya di tele", "TG cuanjaya"), "cuanjaya"), (("NAGAEMAS88",) * 3, "nagaemas")],
    ids=["chat", "brand"],
)
def test_a_name_in_a_chat_and_a_brand_are_contacts_but_where_everybody_says_it(story, said, name):
    written = [make_comment(story, f"{OTHERS[number]} {each}") for number, each in enumerate(said)]
    assert [each.is_live for each in written] == [True, True, False]
    for language, reason in (("en", "name with a number"), ("id", "nama berangka")):
        with translation.override(language):
            assert reason in written[2].get_held_reason_display()
    change(everyday_words=f"terima kasih {name.upper()}")
    assert make_comment(story, f"{OTHERS[3]} {said[0]}").is_live


# The same short text

LINE = "Slot gacor maxwin"


def test_a_short_text_waits_when_the_third_new_account_writes_it_however_it_is_dressed_up(story):
    written = [make_comment(story, body) for body in (LINE, LINE.upper(), f"🔥 {LINE}!!! 77", f"**{LINE}**")]
    assert [each.is_live for each in written] == [True, True, False, False]
    with translation.override("en"):
        assert written[2].get_held_reason_display() == "Several new accounts have written the same short text"


def test_so_does_a_short_title_but_not_the_name_of_a_visitor(story, settings):
    settings.COMMENT_HOLD_FIRST = False
    topics = [TopicFactory(title=LINE, body=body) for body in OTHERS[:3]]
    assert [topic.is_live for topic in topics] == [True, True, False]
    for number, body in enumerate(OTHERS[3:]):
        visitor = {"author": AnonymousUser(), "name": "Maria Magdalena Renyaan", "email": f"maria{number}@example.org"}
        assert comments.write_comment(key=str(story.translation_key), body=body, **visitor).is_live


@pytest.mark.parametrize(
    "thanks",
    [
        "Terima kasih banyak",
        "Terima kasih banyak atas informasinya, Bapak Ibu semua!",
        "Makasih infonya, Kak",
        "Berapa harganya, Bu?",
    ],
)
def test_what_everybody_says_waits_for_nobody_however_many_new_accounts_say_it(story, thanks):
    assert all(make_comment(story, thanks).is_live for _number in range(8))


def test_nor_do_very_short_answers_and_one_account_that_repeats_itself_a_little(story):
    assert all(make_comment(story, "Maluku Barat").is_live for _number in range(5))
    member = MemberFactory()
    assert all(make_comment(story, LINE, member).is_live for _number in range(3))
    assert not make_comment(story, LINE, member).is_live


def test_which_short_texts_are_compared_and_for_how_long_is_set(story):
    change(line_accounts=2, line_hours=1, line_letters=10, everyday_words="slot gacor maxwin")
    assert all(make_comment(story, LINE).is_live for _number in range(3))
    assert make_comment(story, "Maluku Barat").is_live
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert make_comment(story, "Maluku Barat").is_live
        assert not make_comment(story, "Maluku Barat").is_live


# The same words


@pytest.mark.parametrize(
    "again",
    [
        SAME,
        SAME.upper(),
        "🔥 " + SAME.replace(" ", "  ").replace("hari", "**hari**") + " 2027 !!!",
        SAME.replace("dana", "dána").replace("ri", "r\u200bi"),
        f"{SAME} Kode xkqz.",
        f"> {SAME}",
        f"||{SAME}||",
    ],
)
def test_what_a_new_account_has_said_waits_when_another_says_it_however_it_is_dressed_up(story, again):
    assert TopicFactory(body=SAME).is_live
    assert not make_comment(story, again).is_live


def test_what_somebody_new_says_twice_waits_and_says_why(story):
    member = MemberFactory()
    assert make_comment(story, SAME, member).is_live
    with translation.override("en"):
        again = make_comment(story, SAME, member)
    with translation.override("id"):
        assert again.get_held_reason_display() == translation.gettext("A new account has written the same elsewhere")


def test_the_words_of_a_topic_are_compared_without_its_title_and_the_title_by_itself():
    title = "Pinjaman kilat cair lima menit seluruh Indonesia"
    assert TopicFactory(title=title, body=SAME).is_live
    assert not TopicFactory(title="Selamat pagi", body=SAME).is_live
    assert not TopicFactory(title=title, body=OTHERS[0]).is_live


def test_different_words_and_thanks_are_no_repeats(story):
    assert all(make_comment(story, body).is_live for body in OTHERS)
    assert all(make_comment(story, "Terima kasih banyak, Bapak!").is_live for _number in range(3))


def test_how_long_words_are_and_for_how_long_they_are_compared_is_set(story):
    change(repeat_letters=10, repeat_days=1)
    assert make_comment(story, "Slot gacor maxwin").is_live
    assert not make_comment(story, "Slot gacor maxwin").is_live
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert make_comment(story, "Slot gacor maxwin").is_live


# Many in a row


def test_more_texts_in_a_row_than_are_set_wait_and_later_ones_do_not(story):
    change(burst_texts=2, burst_minutes=5)
    member = MemberFactory()
    written = [make_comment(story, body, member) for body in OTHERS[:3]]
    assert [each.is_live for each in written] == [True, True, False]
    assert make_comment(story, OTHERS[3]).is_live
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert make_comment(story, OTHERS[4], member).is_live


def test_visitors_are_told_apart_by_their_address(story, settings):
    settings.COMMENT_HOLD_FIRST = False
    change(burst_texts=1)
    written = [
        comments.write_comment(
            key=str(story.translation_key), author=AnonymousUser(), name="Tamu", email=email, body=body
        ).is_live
        for email, body in zip(("a@example.org", "b@example.org", "A@example.org"), OTHERS, strict=False)
    ]
    assert written == [True, True, False]


# All who are new together


def test_more_texts_of_all_who_are_new_together_than_are_set_wait_and_later_ones_do_not(story, settings):
    settings.COMMENT_HOLD_FIRST = False
    change(**dict.fromkeys(UNCOMPARED, 0) | {"newcomer_texts": 2, "newcomer_minutes": 30})
    visitor = {"key": str(story.translation_key), "author": AnonymousUser(), "name": "Tamu"}
    written = [
        make_comment(story, OTHERS[0]),
        comments.write_comment(**visitor, email="tamu@example.org", body=OTHERS[1]),
        make_comment(story, OTHERS[2]),
        comments.write_comment(**visitor, email="lain@example.org", body=OTHERS[3]),
    ]
    assert [each.is_live for each in written] == [True, True, False, False]
    for language, reason in (
        ("en", "More than 2 texts of new accounts and visitors in a short time"),
        ("id", "Lebih dari 2 tulisan akun baru dan pengunjung dalam waktu singkat"),
    ):
        with translation.override(language):
            assert written[2].get_held_reason_display() == reason
    assert make_comment(story, OTHERS[4], old_member()).is_live
    assert comments.edit_comment(by=written[0].user, comment=written[0], body=f"{OTHERS[0]} Begitu.").is_live
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert make_comment(story, OTHERS[5]).is_live


def test_twenty_in_an_hour_are_shown_to_begin_with_and_all_where_it_is_switched_off(story):
    said = (f"Kabar nomor {chr(ord('a') + number)}" for number in range(22))
    assert [make_comment(story, next(said)).is_live for _number in range(21)] == [True] * 20 + [False]
    change(newcomer_texts=0)
    assert make_comment(story, next(said)).is_live


# Texts that are changed


def test_a_change_is_no_further_text_and_no_repeat_of_itself(story):
    change(burst_texts=1)
    comment = make_comment(story, SAME)
    changed = comments.edit_comment(by=comment.user, comment=comment, body=f"{SAME} Begitu.")
    topic = TopicFactory(body=OTHERS[0])
    post = forums.edit_post(editor=topic.author, post=topic.posts.get(), body=f"{OTHERS[0]} Begitu.")
    assert (changed.is_live, post.is_live) == (True, True)
    assert Trace.objects.filter(kind="text").count() == 2


def test_a_link_that_comes_with_a_change_counts_and_one_that_stood_there_does_not(story):
    comments_ = [link_from(story, number=number) for number in range(2)]
    later = make_comment(story, OTHERS[2])
    edit = comments.edit_comment
    assert not edit(by=later.user, comment=later, body=f"{OTHERS[2]} https://toko.example").is_live
    first = comments_[0]
    assert edit(by=first.user, comment=first, body=f"{OTHERS[0]} {SITE.format(9)}").is_live


def test_what_a_changed_poll_says_is_compared():
    TopicFactory(body=SAME)
    topic = TopicFactory(body=OTHERS[0], poll=NewPoll(options=("satu", "dua")))
    change_poll(editor=topic.author, poll=topic.poll, new=NewPoll(options=(SAME, "dua")))
    assert Topic.objects.get(pk=topic.pk).held_at


# Whom it concerns


def old_member():
    return MemberFactory(date_joined=timezone.now() - LONG_AGO)


@pytest.mark.parametrize(
    "make",
    [old_member, lambda: MemberFactory(trust_level=1), ModeratorFactory, AdministratorFactory],
    ids=["not new", "trusted", "moderator", "staff"],
)
def test_nothing_of_others_is_compared_or_kept(story, make):
    change(burst_texts=1, host_accounts=1)
    member = make()
    assert all(make_comment(story, f"{SAME} https://toko.example", member).is_live for _number in range(3))
    assert not Trace.objects.exists()


def test_what_a_mentor_writes_for_somebody_new_is_the_mentors(story):
    change(host_accounts=1)
    assistance = make_assistance()
    mentor = assistance.mentor
    mentor.date_joined = timezone.now() - LONG_AGO
    mentor.save()
    said = {"author": assistance.person, "body": f"{OTHERS[0]} https://toko.example"}
    assert make_comment(story, acted_by=mentor, **said).is_live


def test_a_private_conversation_is_neither_compared_nor_kept():
    change(burst_texts=1, host_accounts=1)
    for _number in range(2):
        talk = make_conversation(body=f"{SAME} https://toko.example")
        forums.reply(author=talk.author, topic=talk, body=SAME)
    assert not Trace.objects.exists()


def test_every_rule_can_be_switched_off(story):
    change(**dict.fromkeys(UNCOMPARED, 0))
    assert all(make_comment(story, f"{SAME} https://toko.example {NUMBER}").is_live for _number in range(7))
    assert all(make_comment(story, LINE).is_live for _number in range(17))
    assert not Trace.objects.exists()


# What is kept


def test_a_held_text_is_noted_and_a_refused_one_is_not(story):
    change(burst_texts=1)
    member = MemberFactory()
    for body in OTHERS[:2]:
        make_comment(story, body, member)
    with pytest.raises(ValidationError):
        make_comment(story, OTHERS[2], member, reply_to=12345)
    assert Trace.objects.filter(kind="text").count() == 2


def test_rows_tell_nothing_to_who_does_not_know_the_secret(story, settings):
    link_from(story)
    before = set(Trace.objects.values_list("value", flat=True))
    Trace.objects.all().delete()
    cache.clear()
    settings.SECRET_KEY = "another"
    link_from(story)
    assert before & set(Trace.objects.values_list("value", flat=True)) == {""}


def test_rows_go_when_no_rule_looks_back_so_far(story):
    change(host_days=2, repeat_days=3)
    make_comment(story, SAME)
    for days, left in ((2, True), (4, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            forget_traces()
        assert Trace.objects.exists() is left


# What it costs


def queries_of(story, member, number: int) -> int:
    moderation_settings()  # which are kept for a minute
    with CaptureQueriesContext(connection) as queries:
        link_from(story, member, number)
    return len(queries)


@pytest.mark.parametrize("others", [0, 20])
def test_who_is_new_costs_seven_queries_however_much_was_written_and_others_none(story, others):
    off = dict.fromkeys(UNCOMPARED, 0)
    change(**off)
    for number in range(2):
        link_from(story, number=number)
    costs = {}
    for of in (old_member, MemberFactory):
        without = queries_of(story, of(), 2)
        change(burst_texts=100, repeat_days=7, host_accounts=100, network_accounts=5, newcomer_texts=100)
        for _number in range(others):
            link_from(story, number=3)
        costs[of] = queries_of(story, of(), 4) - without
        change(**off)
    locks = 2 if connection.vendor == "postgresql" else 0
    assert costs == {old_member: 0, MemberFactory: 7 + locks}
