"""The desk as people use it: the queue with its filters, a case, many at once, people; and who doesn't get in."""

from __future__ import annotations

import pytest
from django.utils import timezone
from outbox.models import Job

from community.moderation.kinds import KINDS
from community.moderation.models import STANDING, BlockedTerm, Flag, Note, ReplyTemplate, Review
from community.moderation.services.screened_people import look_at_arrival
from tests.factories.comments import make_comment, make_story
from tests.factories.conversations import make_conversation
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.organisations import make_organisation
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, make_reply, report_thing, state

pytestmark = pytest.mark.django_db
DESK = "/moderasi/"


@pytest.mark.parametrize("path", ["", "perkara/1/", "orang/", "orang/1/"])
def test_only_who_keeps_order_gets_in(client, path):
    report_thing(make_reply())
    assert client.get(DESK + path).status_code == 302
    client.force_login(MemberFactory())
    assert client.get(DESK + path).status_code == 403


def test_a_regional_moderator_sees_the_cases_of_the_region_alone_and_no_list_of_people(client):
    here, there = make_region("81.02"), make_region("72.01")
    inside, outside = make_reply(regions=[here]), make_reply(regions=[there])
    for post in (inside, outside):
        report_thing(post)
    client.force_login(RegionalModeratorFactory(of=here))
    page = client.get(DESK).content.decode()
    assert (inside.topic.title in page, outside.topic.title in page) == (True, False)
    assert client.get(f"/moderasi/perkara/{case_of(outside).pk}/").status_code == 404
    assert client.get("/moderasi/orang/").status_code == 403


def test_the_queue_is_narrowed_and_ordered(client, moderator):
    BlockedTerm.objects.create(text="judi")
    region = make_region("81.02")
    reported = make_reply(regions=[region])
    report_thing(reported, by=MemberFactory(trust_level=3))
    light = make_reply()
    report_thing(light)
    held = TopicFactory(title="Judi di sini sungguh ramai", body="Ada judi.")
    assert titles(client, "") == [reported.topic.title, light.topic.title, held.title]
    assert titles(client, "?urut=newest") == [held.title, light.topic.title, reported.topic.title]
    assert titles(client, "?perihal=held") == [held.title]
    assert titles(client, "?perihal=reported") == [reported.topic.title, light.topic.title]
    assert titles(client, "?tempat=region:81.02") == [reported.topic.title]
    assert titles(client, "?tempat=region:99&perihal=ngawur") == titles(client, "")
    assert titles(client, "?perihal=appeal") == []


def titles(client, query):
    return [row.title.partition(" #")[0] for row in client.get(DESK + query).context["rows"]]


def test_a_queue_of_all_kinds_there_are_stays_within_the_bound(client, moderator, django_assert_max_num_queries):
    for _number in range(2):
        for thing in (make_reply(), make_comment(make_story(), "Beli!"), TopicFactory(), make_organisation()):
            report_thing(thing)
        report_thing(MemberFactory(is_listed=True).profile)
        message = make_conversation().posts.get(number=1)
        report_thing(message, by=message.topic.participants.exclude(user=message.author).first().user)
        look_at_arrival(MemberFactory(), reason="x")
    client.get(DESK)  # reads what is kept for later
    with django_assert_max_num_queries(12):
        page = client.get(DESK)
    assert {row.review.kind for row in page.context["rows"]} == set(KINDS) - {STANDING}


def test_a_queue_of_many_kinds_costs_the_same_number_of_queries_as_one_of_few(
    client, moderator, django_assert_max_num_queries
):
    story = make_story()
    for number in range(3):
        report_thing(make_reply(body=f"Kata {number} ini."))
        report_thing(make_comment(story, f"Komentar {number}."))
        report_thing(MemberFactory(is_listed=True).profile)
    report_thing(TopicFactory())
    report_thing(make_comment(story, "Pergi."))
    client.get(DESK)  # reads what is kept for later
    with django_assert_max_num_queries(12) as few:
        client.get(DESK)
    for number in range(5):
        report_thing(make_reply(body=f"Kata {number} itu."))
        report_thing(make_comment(story, f"Komentar lain {number}."))
    with django_assert_max_num_queries(len(few)):
        client.get(DESK)


def test_a_case_shows_what_it_is_about_what_stands_around_and_who_reported_it(client, moderator):
    topic = TopicFactory()
    post = make_reply()
    report_thing(post, by=MemberFactory(name="Si Pelapor"), words="Sudah tiga kali.")
    page = client.get(f"/moderasi/perkara/{case_of(post).pk}/").content.decode()
    for words in ("Beli sekarang juga", "Si Pelapor", "Sudah tiga kali.", post.author.name, "ujung bibit"):
        assert words in page
    assert topic.title not in page


def test_a_case_is_decided_on_its_page_and_the_next_one_follows(client, moderator):
    one, two = make_reply(), make_reply()
    report_thing(one, by=MemberFactory(trust_level=2))
    report_thing(two)
    address = f"/moderasi/perkara/{case_of(one).pk}/"
    bad = client.post(address, {"decision": "hide", "reason": ""})
    assert (bad.status_code, state(one)) == (200, "live")
    assert client.post(address, {}).context["form"].errors["decision"]
    good = client.post(address, {"decision": "hide", "reason": "Iklan.", "next": "1"})
    assert (good.url, state(one)) == (f"/moderasi/perkara/{case_of(two).pk}/", "hidden")
    assert client.post(address, {"decision": "keep"}).status_code == 409
    assert state(one) == "hidden"


def test_a_reply_template_is_the_reason_in_the_authors_language(client, moderator):
    template = ReplyTemplate.objects.create(name="Iklan", text="Ini iklan.", text_en="This is advertising.")
    post = make_reply(author=MemberFactory(language="en"))
    report_thing(post)
    client.post(f"/moderasi/perkara/{case_of(post).pk}/", {"decision": "hide", "template": template.pk})
    assert case_of(post).reason == "This is advertising."


def test_a_day_in_the_past_silences_nobody(client, moderator):
    post = make_reply()
    report_thing(post)
    told = {"decision": "hide", "reason": "x", "sanction": "silence", "hours": "date", "day": "2020-01-01"}
    answer = client.post(f"/moderasi/perkara/{case_of(post).pk}/", told)
    assert ("day" in answer.context["form"].errors, state(post)) == (True, "live")
    client.post(f"/moderasi/perkara/{case_of(post).pk}/", {**told, "hours": "72"})
    post.author.refresh_from_db()
    assert (post.author.silenced_until - timezone.now()).total_seconds() > 71 * 3600


def test_a_case_is_kept_to_oneself_and_left_again(client, moderator):
    post = make_reply()
    report_thing(post)
    address = f"/moderasi/perkara/{case_of(post).pk}/ambil/"
    client.post(address)
    assert case_of(post).claimed_by == moderator
    client.force_login(ModeratorFactory())
    page = client.get(f"/moderasi/perkara/{case_of(post).pk}/").content.decode()
    assert 'name="decision"' not in page
    client.force_login(moderator)
    client.post(address, {"release": "1"})
    assert case_of(post).claimed_by is None


def test_many_are_decided_at_once_and_what_is_not_ones_own_to_decide_stays(client, moderator):
    posts = [make_reply(body=f"Kata {number} ini.") for number in range(3)]
    own = make_reply(author=moderator)
    for post in (*posts, own):
        report_thing(post)
    keys = [case_of(post).pk for post in (*posts, own)]
    asked = client.post("/moderasi/banyak/", {"case": keys})
    assert (asked.status_code, {state(post) for post in posts}) == (200, {"live"})
    assert client.post("/moderasi/banyak/", {"case": keys, "send": "1", "decision": "hide"}).status_code == 200
    done = client.post("/moderasi/banyak/", {"case": keys, "send": "1", "decision": "hide", "reason": "Iklan."})
    assert (done.url, {state(post) for post in posts}, state(own)) == (DESK, {"hidden"}, "live")


@pytest.mark.parametrize("keys", [[], ["x"], [str(number) for number in range(1, 150)]])
def test_none_or_too_many_at_once_are_refused_with_a_word(client, moderator, keys):
    answer = client.post("/moderasi/banyak/", {"case": keys})
    assert (answer.status_code, answer.url) == (302, DESK)


def test_people_with_many_cases_stand_first_and_are_removed_together(client, moderator):
    spammers = [MemberFactory(name=f"Toko {number}") for number in range(3)]
    for number, spammer in enumerate(spammers):
        for text in range(number + 1):
            report_thing(make_reply(author=spammer, body=f"Beli {text} sekarang."))
    page = client.get("/moderasi/orang/")
    assert [crowd.person for crowd in page.context["crowds"]] == spammers[::-1]
    keys = [spammer.pk for spammer in spammers]
    assert client.post("/moderasi/orang/singkirkan/", {"person": keys}).status_code == 200
    told = {"person": [*keys, moderator.pk], "send": "1", "reason": "Iklan."}
    assert client.post("/moderasi/orang/singkirkan/", told).status_code == 302
    assert Job.objects.filter(name="community.moderation.tasks.clean").count() == 3
    assert not Review.objects.open().exists()
    assert client.get(f"/moderasi/orang/{spammers[0].pk}/").context["removal"]
    client.post(f"/moderasi/orang/{spammers[0].pk}/kembalikan/")
    spammers[0].refresh_from_db()
    assert spammers[0].suspended_until is None


def test_a_case_in_the_editing_room_leads_to_the_desk_and_is_changed_nowhere_else(client, moderator):
    post = make_reply()
    report_thing(post)
    case = case_of(post)
    assert client.get("/admin/moderation/cases/").status_code == 200
    for answer in (client.get, client.post):
        assert answer(f"/admin/moderation/cases/edit/{case.pk}/").url == f"/moderasi/perkara/{case.pk}/"
    history = client.get(f"/admin/moderation/cases/history/{case.pk}/").content.decode()
    assert f"Kiriman {case.object_id}" in history
    assert f"post {case.object_id}" not in history


def test_a_note_is_written_and_taken_back(client, moderator):
    person = MemberFactory()
    address = f"/moderasi/orang/{person.pk}/"
    assert client.post(address, {"text": "  "}).status_code == 200
    client.post(address, {"text": "Sudah ditelepon."})
    note = Note.objects.get()
    assert "Sudah ditelepon." in client.get(address).content.decode()
    client.post(f"{address}catatan/{note.pk}/hapus/")
    assert not Note.objects.exists()


def test_a_moderator_reads_nothing_of_what_the_desk_knows_of_themselves(client, moderator):
    report_thing(make_reply(author=moderator), words="Sungguh kasar sekali.")
    note = Note.objects.create(person=moderator, author=ModeratorFactory(), text="Mudah marah.")
    own = f"/moderasi/orang/{moderator.pk}/"
    for answer in (client.get(own), client.post(own, {"text": "Saya baik."})):
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Tulisan saya dan moderator" in page
        assert not [words for words in ("Sungguh kasar", "Mudah marah", "bobot") if words in page]
    client.post(f"{own}catatan/{note.pk}/hapus/")
    assert Note.objects.get() == note
    assert own not in client.get("/moderasi/orang/").content.decode()


def test_a_visitor_reports_without_an_account_and_what_is_hidden_in_the_form_refuses_programs(client):
    post = make_reply()
    address = f"/moderasi/laporkan/post/{post.pk}/"
    page = client.get(address)
    assert page.status_code == 200
    assert client.post(address, {"reason": "spam", "website": "http://x"}).status_code == 200
    assert not Flag.objects.exists()
    assert client.post(address, {"reason": "other"}).context["form"].errors["words"]
    client.post(address, {"reason": "spam", "email": "tamu@example.org"})
    assert Flag.objects.get().email == "tamu@example.org"


@pytest.mark.parametrize("path", ["post/999999/", "ngawur/1/", "account/1/", "post/99999999999999999999/"])
def test_what_is_not_there_is_not_reported(client, path):
    make_reply()
    assert client.get(f"/moderasi/laporkan/{path}").status_code == 404


def test_a_member_sees_what_became_of_their_reports_and_takes_one_back(client):
    member, post = MemberFactory(), make_reply()
    client.force_login(member)
    client.post(f"/moderasi/laporkan/post/{post.pk}/", {"reason": "rude"})
    page = client.get("/moderasi/laporan-saya/").content.decode()
    assert post.topic.title in page
    client.post(f"/moderasi/laporan-saya/{Flag.objects.get().pk}/tarik/")
    assert Flag.objects.get().retracted_at
    assert "ditarik" in client.get("/moderasi/laporan-saya/").content.decode()
    hidden = make_reply(body="Rahasia besar sekali.")
    report_thing(hidden, by=member)
    decided(hidden, "hide")
    assert "Rahasia" not in client.get("/moderasi/laporan-saya/").content.decode()


def test_every_text_of_others_has_a_way_to_report_it_and_ones_own_has_none(client):
    post = make_reply()
    story = make_story()
    comment = make_comment(story, author=post.author)
    page = client.get(post.topic.get_absolute_url()).content.decode()
    assert f"/moderasi/laporkan/post/{post.pk}/" in page
    assert f"/moderasi/laporkan/topic/{post.topic_id}/" in page
    assert f"/moderasi/laporkan/comment/{comment.pk}/" in client.get(story.url).content.decode()
    client.force_login(post.author)
    assert f"/moderasi/laporkan/post/{post.pk}/" not in client.get(post.topic.get_absolute_url()).content.decode()
    assert f"/moderasi/laporkan/comment/{comment.pk}/" not in client.get(story.url).content.decode()


def test_a_case_names_other_cases_whose_texts_say_mostly_the_same(client, moderator, django_assert_max_num_queries):
    advert = "Jual jam tangan asli murah, hubungi {} sekarang juga sebelum kehabisan."
    posts = [make_reply(body=advert.format(name)) for name in ("Budi", "Wati", "Agus")]
    other = make_reply(body="Cuaca di Tual hari ini cerah sekali, laut tenang.")
    for post in (*posts, other):
        report_thing(post)
    address = f"/moderasi/perkara/{case_of(posts[0]).pk}/"
    similar = client.get(address).context["similar"]
    assert {each.who for each in similar} == {posts[1].author.name, posts[2].author.name}
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    for number in range(5):
        report_thing(make_reply(body=advert.format(f"Toko {number}")))
    with django_assert_max_num_queries(len(few)):
        client.get(address)


@pytest.mark.usefixtures("moderator")
def test_a_case_names_also_the_texts_that_are_shown_and_have_none_however_many(client, django_assert_max_num_queries):
    advert = "Jual jam tangan asli murah, hubungi {} sekarang juga sebelum kehabisan."
    shown = [
        make_reply(body=advert.format("Budi")),
        make_comment(make_story(), advert.format("Wati")),
        TopicFactory(body=advert.format("Agus")),
    ]
    case, hidden = make_reply(body=advert.format("Tono")), make_reply(body=advert.format("Rina"))
    report_thing(case)
    decided(hidden, "delete")
    address = f"/moderasi/perkara/{case_of(case).pk}/"
    with django_assert_max_num_queries(50) as few:
        found = client.get(address).context["similar"]
    assert {thing.get_absolute_url() for thing in shown} < {each.url for each in found}
    assert len(found) == 4  # and the case of what was deleted
    for number in range(4):
        TopicFactory(body=advert.format(f"Toko {number}"))
        make_comment(make_story(f"Cerita {number}"), advert.format(f"Toko {number}"))
    with django_assert_max_num_queries(len(few)):
        assert len(client.get(address).context["similar"]) == 5


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize(("language", "words"), [("", "dibandingkan: 6281234567890"), ("/en", "compared: 62812345")])
def test_the_case_of_what_waits_says_which_contacts_are_compared(client, language, words):
    BlockedTerm.objects.create(text="judi")
    held, live = TopicFactory(body="Ada judi, 0812 3456 7890."), make_reply(body="Telepon 0812 3456 7890.")
    report_thing(live)
    pages = [client.get(f"{language}/moderasi/perkara/{case_of(each).pk}/").content.decode() for each in (held, live)]
    assert [words in page for page in pages] == [True, False]


def test_from_the_case_of_a_topic_one_comes_to_where_it_is_renamed_and_from_that_of_a_post_nowhere(client):
    topic, post = TopicFactory(), make_reply()
    client.force_login(ModeratorFactory())
    for thing in (topic, post):
        report_thing(thing)
    address = f"/forum/moderasi/topik/{topic.pk}/judul/"
    assert address in client.get(case_of(topic).get_absolute_url()).content.decode()
    assert "/judul/" not in client.get(case_of(post).get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("place", ["region:%00", "x%00", "category:%00"])
def test_a_place_that_cannot_be_one_narrows_nothing(client, moderator, place):
    post = make_reply()
    report_thing(post)
    for who in (moderator, RegionalModeratorFactory(of=make_region())):
        client.force_login(who)
        answer = client.get(f"/moderasi/?tempat={place}")
        assert (answer.status_code, answer.context["place"]) == (200, "")


def test_who_has_a_key_that_is_too_large_for_a_row_was_not_removed(client, moderator):
    # No view of ours has that address, and the pages take no form.
    assert client.post(f"/moderasi/orang/{2**63}/kembalikan/").status_code == 405
