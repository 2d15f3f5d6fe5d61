"""What new accounts write waits where several say the same: a site, a contact, a line, words."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from community.comments import services as comments
from community.forums.models import Post
from community.moderation.models import Trace
from community.writing.models import OpenSite
from tests.factories.alike import LINE, NUMBER, OTHERS, SAME, change, link_from, old_member
from tests.factories.comments import make_comment
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.compared]


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
