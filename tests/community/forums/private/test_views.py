"""The pages of private messages: the list, the form, the conversation, and who takes part."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from community.forums import services
from community.forums.models import Participant, Topic
from community.members.models import Profile, User, Watch
from community.writing.drafts.services import save as save_draft
from tests.factories.conversations import make_conversation
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.organisations import make_organisation
from tests.factories.unread import read

pytestmark = pytest.mark.django_db
NEW = "/forum/pesan/baru/"
TOLD = {"people": "@bram", "title": "Perahu", "body": "Apakah perahu itu masih dijual?"}


@pytest.fixture
def member(client):
    user = MemberFactory(handle="siti", is_listed=True)
    client.force_login(user)
    return user


@pytest.fixture
def bram():
    return MemberFactory(handle="bram", name="Bram Renyaan", is_listed=True)


def page(client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def errors(response) -> list[str]:
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


@pytest.mark.parametrize(
    ("language", "form", "beside"),
    [
        ("", "Moderator membaca sebuah pesan hanya jika", "Moderator hanya membaca pesan yang dilaporkan"),
        ("/en", "Moderators read a message only if one of you reports it.", "than a message that one of them reports."),
    ],
)
def test_who_writes_reads_that_moderators_read_what_is_reported_and_no_more(client, member, language, form, beside):
    topic = make_conversation(author=member)
    assert form in page(client, language + NEW)
    shown = page(client, language + reverse("forums:topic", args=[topic.pk, topic.slug]).removeprefix("/en"))
    assert beside in shown


def test_a_member_writes_to_others_by_their_handles(client, member, bram):
    other = MemberFactory(handle="lusi", is_listed=True)
    response = client.post(NEW, {**TOLD, "people": "@bram, lusi"})
    topic = Topic.objects.get()
    assert response.url == topic.get_absolute_url()
    assert {row.user for row in topic.participants.all()} == {member, bram, other}
    shown = client.get(response.url)
    assert "noindex" in shown.content.decode()
    assert "private" in shown["Cache-Control"]
    assert "Bram Renyaan" in unescape(shown.content.decode())
    assert "/bagikan/" not in shown.content.decode()
    assert "og:title" not in shown.content.decode()


def test_unknown_handles_are_named_together_and_all_that_was_typed_stays(client, member, bram):
    MemberFactory(handle="tersembunyi")
    response = client.post(NEW, {**TOLD, "people": "@bram @tersembunyi @nihil"})
    assert "@tersembunyi, @nihil" in errors(response)[0]
    assert TOLD["body"] in response.content.decode()
    assert not Topic.objects.exists()


def test_people_are_found_by_their_whole_names_too(client, member, bram):
    MemberFactory(name="Rina Ubro", handle="rina-1", is_listed=True)
    MemberFactory(name="Rina Ubro", handle="rina-2", is_listed=True)
    MemberFactory(name="Tono Tak Tampak", handle="tono", is_listed=False)
    assert client.post(NEW, {**TOLD, "people": "bram renyaan"}).url == Topic.objects.get().get_absolute_url()
    told = errors(client.post(NEW, {**TOLD, "people": "Rina Ubro"}))[0]
    assert "@rina-1" in told
    assert "@rina-2" in told
    for unknown in ("Tono Tak Tampak", "bram siti", "@Bram Renyaan"):
        assert "Tidak ada orang dengan nama ini" in errors(client.post(NEW, {**TOLD, "people": unknown}))[0]


def test_an_organisation_takes_no_part_which_is_said_and_not_proposed(client, member, bram):
    make_organisation(handle="koperasi-es", name="Koperasi Es Tual")
    told = errors(client.post(NEW, {**TOLD, "people": "@bram, @koperasi-es"}))[0]
    assert "“Koperasi Es Tual” adalah organisasi" in told
    assert 'data-near="members"' in page(client, NEW)
    proposed = [client.get("/tulisan/lengkapi/", {"q": "@kop", "near": near}) for near in ("", "members")]
    assert ["koperasi-es" in answer.content.decode() for answer in proposed] == [True, False]


def test_a_form_that_is_sent_twice_writes_once(client, member, bram):
    for _time in range(2):
        response = client.post(NEW, {**TOLD, "idempotency_key": "a" * 20, "anyway": "1"})
        assert response.status_code == 302
    assert Topic.objects.count() == 1


def test_a_message_that_is_sent_twice_without_a_word_on_going_on_leads_to_the_first_one(client, member, bram):
    answers = [client.post(NEW, {**TOLD, "idempotency_key": "c" * 20}) for _time in range(2)]
    topic = Topic.objects.get()
    assert [answer.url for answer in answers] == [topic.get_absolute_url()] * 2
    assert client.post(NEW, {**TOLD, "idempotency_key": "d" * 20}).status_code == 200
    assert Topic.objects.count() == 1


def test_who_talks_with_the_same_people_already_may_go_on_there_or_begin_anew(client, member, bram):
    first = make_conversation(author=member, people=[bram])
    response = client.post(NEW, TOLD)
    assert response.status_code == 200
    assert reverse("forums:reply", args=[first.pk]) in response.content.decode()
    assert TOLD["body"] in response.content.decode()
    assert client.post(NEW, {**TOLD, "anyway": "1"}).status_code == 302
    assert Topic.objects.count() == 2


def test_a_profile_leads_to_the_form_with_its_handle(client, member, bram):
    assert f"{NEW}?kepada=bram" in page(client, "/anggota/bram/")
    assert 'value="@bram"' in page(client, f"{NEW}?kepada=bram")
    assert f"{NEW}?kepada" not in page(client, "/anggota/siti/")
    client.logout()
    assert f"{NEW}?kepada" not in page(client, "/anggota/bram/")


def test_a_draft_is_taken_up_again(client, member, bram):
    save_draft(user=member, key="private", data={"body": ["Setengah jadi"], "title": ["Perahu"], "people": ["@bram"]})
    assert "Setengah jadi" in page(client, NEW)
    assert NEW in page(client, "/tulisan/draf/")


def test_groups_are_offered_to_those_who_are_in_them(client, member, bram):
    group = Group.objects.create(name="Pengurus Hoat")
    assert "Pengurus Hoat" not in page(client, NEW)
    member.groups.add(group)
    assert "Pengurus Hoat" in page(client, NEW)
    client.post(NEW, {**TOLD, "people": "", "groups": [group.pk]})
    assert Topic.objects.get().participants.get(user=None).group == group
    for wrong in ("99999", "x", "9" * 30):
        assert client.post(NEW, {**TOLD, "groups": [wrong]}).status_code == 200


def test_the_list_says_what_is_unread_and_where_one_goes_on(client, member, bram):
    assert "Belum ada pesan" in page(client, "/forum/pesan/")
    topic = make_conversation(author=bram, people=[member])
    assert "1 baru" in page(client, "/forum/pesan/")
    assert "Pesan pribadi <i>1</i>" in page(client, "/forum/")
    read(member, topic, 1, level=None)
    assert "1 baru" not in page(client, "/forum/pesan/")
    assert "Pesan pribadi <i>" not in page(client, "/forum/")
    services.reply(author=bram, topic=topic, body="Halo?")
    shown = page(client, "/forum/pesan/")
    assert "1 baru" in shown
    assert f"{topic.get_absolute_url()}#post-2" in shown
    assert "Bram Renyaan" in shown
    read(member, topic, 0, level=Watch.Level.MUTED)
    assert "1 baru" not in page(client, "/forum/pesan/")  # as the tab says


def test_visitors_are_led_to_sign_in_and_find_no_tab(client):
    for address in ("/forum/pesan/", NEW):
        assert "/masuk/" in client.get(address).url
    assert "/forum/pesan/" not in page(client, "/forum/")
    assert client.get("/forum/?tab=private").url == "/forum/"


def test_the_list_is_paged_by_where_the_one_before_ended(client, member):
    member.trust_level = 1
    member.save()
    topics = [make_conversation(author=member) for _number in range(27)]
    first = client.get("/forum/pesan/")
    assert first.context["rows"] == topics[:1:-1]
    assert "Dari awal" not in first.content.decode()
    assert "Percakapan lainnya" in first.content.decode()
    second = client.get("/forum/pesan/", {"after": first.context["after"]})
    assert second.context["rows"] == topics[1::-1]
    assert "Dari awal" in second.content.decode()
    assert client.get("/forum/pesan/", {"after": "x"}).status_code == 404


def test_one_adds_others_on_the_page_of_those_who_take_part(client, member, bram):
    topic = make_conversation(author=member)
    address = reverse("forums:participants", args=[topic.pk])
    assert errors(client.post(address, {"people": ""}))
    assert "@nihil" in errors(client.post(address, {"people": "@nihil"}))[0]
    assert client.post(address, {"people": "@bram"}).url == address
    assert "Bram Renyaan" in page(client, address)
    assert f"{member} menambahkan Bram Renyaan" in page(client, topic.get_absolute_url())


def test_who_began_it_takes_others_out_and_nobody_else_is_offered_to(client, member, bram):
    topic = make_conversation(author=member, people=[bram])
    row = Participant.objects.get(topic=topic, user=bram)
    address = reverse("forums:remove_participant", args=[topic.pk, row.pk])
    assert address in page(client, reverse("forums:participants", args=[topic.pk]))
    client.force_login(bram)
    assert address not in page(client, reverse("forums:participants", args=[topic.pk]))
    assert client.post(address).status_code == 404
    client.force_login(member)
    assert "Bram Renyaan" in page(client, address)
    assert client.post(address).status_code == 302
    client.force_login(bram)
    assert client.get(topic.get_absolute_url()).status_code == 404


def test_the_first_words_of_a_conversation_are_changed_without_regions_and_tags(client, member, bram):
    topic = make_conversation(author=member, people=[bram])
    address = reverse("forums:edit", args=[topic.posts.get().pk])
    shown = page(client, address)
    assert 'name="title"' in shown
    assert 'name="tags"' not in shown
    assert 'name="regions"' not in shown
    client.post(address, {"title": "Sampan", "body": "Apakah sampan itu masih dijual?", "regions": "81"})
    topic.refresh_from_db()
    assert (topic.title, topic.regions.count()) == ("Sampan", 0)


def test_who_only_reads_for_a_while_is_told_so(client, member, bram):
    member.silenced_until = timezone.now() + timedelta(days=1)
    member.save()
    assert client.get(NEW).status_code == 403
    response = client.post(NEW, TOLD)
    assert response.status_code == 403
    assert TOLD["body"] in response.content.decode()


def test_a_moderator_who_takes_part_is_offered_no_acts_there(client, bram):
    moderator = ModeratorFactory()
    topic = make_conversation(author=bram, people=[moderator])
    client.force_login(moderator)
    assert client.get(topic.get_absolute_url()).status_code == 200
    assert client.get(reverse("forum_topics:edit", args=[topic.pk])).status_code in (302, 403, 404)


def test_who_goes_on_reading_by_a_group_is_not_said_to_read_no_more(client, member):
    other, group = MemberFactory(name="Petrus Renyaan"), Group.objects.create(name="Tim Rumput Laut")
    other.groups.add(group)
    topic = make_conversation(author=member, people=[other], groups=[group])
    for row in topic.participants.exclude(user=member):
        page = client.get(reverse("forums:remove_participant", args=[topic.pk, row.pk])).content.decode()
        assert ("tetap membaca dan menjawab sebagai anggota Tim Rumput Laut" in page) == (row.user == other)


COSTS: dict[str, int] = {}


@pytest.mark.parametrize("count", [1, 19])
def test_pages_cost_the_same_for_few_and_many_participants(client, member, count, django_assert_max_num_queries):
    public, topic = TopicFactory(author=member), make_conversation(author=member, people=make_people(count))
    others = [row.user for row in topic.participants.exclude(user=member)]
    for user in others[:9]:
        services.reply(author=user, topic=topic, body="Halo.")
        services.reply(author=user, topic=public, body="Halo.")
    addresses = (topic.get_absolute_url(), "/forum/pesan/", reverse("forums:participants", args=[topic.pk]))
    for name, address in enumerate(addresses):
        client.get(address)  # what the frame of every page remembers
        with django_assert_max_num_queries(10 if address == "/forum/pesan/" else 15) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) == COSTS.setdefault(str(name), len(queries)), address
    client.get(public.get_absolute_url())
    with django_assert_max_num_queries(20) as queries:
        client.get(public.get_absolute_url())
    assert COSTS["0"] <= len(queries) + 1


def test_the_list_costs_the_same_for_few_and_many_conversations(client, member, django_assert_max_num_queries):
    member.trust_level = 1
    member.save()
    costs = []
    for count in (1, 20):
        for _number in range(count):
            make_conversation(author=member)
        client.get("/forum/pesan/")
        with django_assert_max_num_queries(10) as queries:
            assert len(client.get("/forum/pesan/").context["rows"]) >= count
        costs.append(len(queries))
    assert len(set(costs)) == 1


def make_people(count: int) -> list[User]:
    return [MemberFactory() for _number in range(count)]


def test_who_has_no_page_is_no_link_among_those_who_take_part(client, member, bram):
    topic = make_conversation(author=member, people=[bram])
    assert f'<a class="pill" href="{bram.profile.get_absolute_url()}">' in page(client, topic.get_absolute_url())
    Profile.objects.filter(user=bram).update(is_listed=False)
    html = page(client, topic.get_absolute_url())
    assert re.search(r'<span class="badge plain">(?:(?!</span>).)*Bram Renyaan</span>', html, re.DOTALL)
    assert '<span class="pill' not in html


def test_only_who_could_name_a_group_instead_may_leave_the_members_out(client, member):
    assert "(boleh dikosongkan)" not in _field_of_people(client)
    response = client.post(NEW, {**TOLD, "people": ""})
    assert errors(response) == ["Sebutkan sedikitnya satu anggota lain yang Anda tuju."]
    member.groups.add(Group.objects.create(name="Nelayan"))
    assert "(boleh dikosongkan)" in _field_of_people(client)
    response = client.post(NEW, {**TOLD, "people": ""})
    assert errors(response) == ["Sebutkan sedikitnya satu anggota lain yang Anda tuju."]


def test_handles_are_completed_where_scripts_run(client, member):
    topic = make_conversation(author=member)
    for address in (NEW, reverse("forums:participants", args=[topic.pk])):
        html = page(client, address)
        assert 'data-complete="/tulisan/lengkapi/" data-near="members" data-completions="Saran"' in html
        assert "js/composer/handles" in html


@pytest.mark.parametrize(("language", "called"), [("", "Moderator komunitas"), ("/en", "Community moderators")])
def test_groups_that_roles_bring_are_named_in_the_readers_language(client, member, language, called):
    group = Group.objects.get_or_create(name="Community moderators")[0]
    member.groups.add(group)
    topic = make_conversation(author=member, groups=[group])
    assert called in page(client, f"{language}{NEW}")
    assert called in page(client, f"{language}/forum/pesan/{topic.pk}/peserta/")


def test_the_lists_say_how_much_is_to_be_seen_in_them(client, member):
    TopicFactory()
    assert re.search(r"Baru <i>1</i>", page(client, "/forum/pesan/"))


def _field_of_people(client) -> str:
    html = page(client, NEW)
    return html[html.index('<label for="id_people">') :].partition("</label>")[0]
