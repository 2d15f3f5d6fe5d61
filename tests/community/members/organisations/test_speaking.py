"""Writing in the name of an organisation: who may, what is shown, and what stays when they leave."""

from __future__ import annotations

import pytest

from community.comments.models import Comment
from community.comments.services import write_comment
from community.forums.models import Post, Topic
from community.forums.services import edit_post, edit_topic, reply, start_topic
from community.members.assistance.acting import CHANGED
from community.members.models import Membership
from community.members.organisations import services
from community.members.permissions import Refused
from tests.factories.comments import make_story
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory
from tests.factories.organisations import add_member, keeper, make_organisation, owner_of
from tests.factories.regions import make_region
from tests.factories.told import make_sector

pytestmark = pytest.mark.django_db


def write_all(author, organisation):
    """Write a topic, a reply and a comment in the name of the organisation, and count what was taken."""
    story, topic = make_story(), TopicFactory()
    acts = (
        lambda: start_topic(
            author=author, category=CategoryFactory(), title="Jual bibit", body="Ada.", organisation=organisation
        ),
        lambda: reply(author=author, topic=topic, body="Kami juga.", organisation=organisation),
        lambda: write_comment(
            key=str(story.translation_key), author=author, body="Terima kasih.", organisation=organisation
        ),
    )
    taken = 0
    for act in acts:
        try:
            act()
        except Refused:
            continue
        taken += 1
    return taken


@pytest.mark.parametrize(("role", "taken"), [("owner", 3), ("manager", 3), ("member", 0), ("", 0)])
def test_owners_and_managers_speak_and_nobody_else(role, taken):
    organisation, member = make_organisation(), MemberFactory()
    if role:
        add_member(organisation, member, role)
    assert write_all(member, organisation) == taken
    assert Post.objects.filter(organisation=organisation).count() == (2 if taken else 0)


def test_nobody_speaks_for_a_suspended_organisation():
    organisation = make_organisation()
    services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    assert write_all(owner_of(organisation), organisation) == 0


def test_both_names_are_shown_and_stay_when_the_writer_leaves(client):
    organisation = make_organisation(name="Mina Kei")
    writer = add_member(organisation, MemberFactory(name="Yosina Penulis"), "manager").user
    topic = start_topic(
        author=writer, category=CategoryFactory(), title="Jual bibit", body="Ada.", organisation=organisation
    )
    services.leave(member=writer, organisation=organisation)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "Yosina Penulis" in page
    assert 'href="/organisasi/mina-kei/"' in page
    services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "Yosina Penulis" in page
    assert "Mina Kei" not in page  # as in lists and in the search


def test_a_comment_names_the_organisation_while_it_is_in_view(client):
    member, story = MemberFactory(name="Yosina Penulis"), make_story()
    organisation = make_organisation(member, name="Mina Kei")
    write_comment(key=str(story.translation_key), author=member, body="Terima kasih.", organisation=organisation)
    assert 'href="/organisasi/mina-kei/"' in client.get(story.url).content.decode()
    services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    page = client.get(story.url).content.decode()
    assert "Yosina Penulis" in page
    assert "Mina Kei" not in page


def test_lists_name_both_while_the_organisation_is_in_view(client):
    member = MemberFactory(name="Yosina Penulis", handle="yosina", is_listed=True)
    organisation = make_organisation(member, name="Mina Kei")
    topic = TopicFactory(author=member, organisation=organisation, title="Jual bibit")
    places = ("/forum/", topic.category.get_absolute_url(), "/anggota/yosina/", "/organisasi/mina-kei/")
    for place in places:
        page = client.get(place).content.decode()
        assert "<b>Yosina Penulis atas nama Mina Kei</b>" in page, place
        assert "Jual bibit" in page
    services.suspend(by=keeper(), organisation=organisation, reason="palsu")
    for place in places[:3]:
        page = client.get(place).content.decode()
        assert "<b>Yosina Penulis</b>" in page, place
        assert "atas nama" not in page


@pytest.mark.parametrize("runs", [True, False])
def test_the_forms_ask_only_who_has_an_organisation_to_speak_for(client, runs):
    member = MemberFactory()
    organisation = make_organisation(member) if runs else add_member(make_organisation(), member).organisation
    topic, story = TopicFactory(), make_story()
    client.force_login(member)
    for address in ("/forum/baru/", f"/forum/balas/{topic.pk}/", f"/diskusi/{story.translation_key}/tulis/"):
        page = client.get(address).content.decode()
        assert ('name="organisation"' in page) == runs, address
        assert (organisation.name in page) == runs, address


def test_a_topic_a_reply_and_a_comment_are_sent_in_its_name(client):
    member = MemberFactory()
    organisation, category, topic, story = make_organisation(member), CategoryFactory(), TopicFactory(), make_story()
    client.force_login(member)
    chosen = {"organisation": organisation.pk}
    client.post("/forum/baru/", {"title": "Jual bibit", "body": "Ada.", "category": category.slug} | chosen)
    client.post(f"/forum/balas/{topic.pk}/", {"body": "Kami juga."} | chosen)
    address = f"/diskusi/{story.translation_key}/tulis/"
    signed = client.get(address).context["form"].initial | client.get(address).context["form"].generate_security_data()
    client.post(address, {"comment": "Terima kasih.", "honeypot": ""} | signed | chosen)
    assert Topic.objects.get(title="Jual bibit").organisation == organisation
    assert Post.objects.filter(organisation=organisation).count() == 2
    assert Comment.objects.get().organisation == organisation
    assert organisation.name in client.get(story.url).content.decode()


def test_a_form_names_no_organisation_of_others(client):
    topic, other = TopicFactory(), make_organisation()
    member = MemberFactory()
    make_organisation(member)
    client.force_login(member)
    answer = client.post(f"/forum/balas/{topic.pk}/", {"body": "Kami juga.", "organisation": other.pk})
    assert "organisation" in answer.context["form"].errors
    assert topic.posts.count() == 1


@pytest.mark.parametrize("what", ["topic", "reply", "comment"])
def test_what_was_written_in_its_name_never_appears_in_ones_own(client, what):
    """Whether the writer was dismissed meanwhile or the field was forged: it says so, and keeps what was typed."""
    member, organisation, topic, story = MemberFactory(), make_organisation(), TopicFactory(), make_story()
    client.force_login(member)
    address = {
        "topic": "/forum/baru/",
        "reply": f"/forum/balas/{topic.pk}/",
        "comment": f"/diskusi/{story.translation_key}/tulis/",
    }[what]
    form = client.get(address).context["form"]
    signed = form.initial | form.generate_security_data() if what == "comment" else {}
    text = {"title": "Jual bibit", "body": "Ada.", "comment": "Ada.", "category": topic.category.slug}
    sent = {**signed, **text, "honeypot": ""}
    answer = client.post(address, {**sent, "organisation": organisation.pk})
    assert answer.context["form"].errors["organisation"] == [str(CHANGED)]
    assert str(CHANGED) in answer.content.decode()
    assert "Ada." in answer.content.decode()
    assert (Post.objects.filter(author=member).count(), Comment.objects.count()) == (0, 0)
    assert client.post(address, {**sent, "organisation": ""}).status_code == 302


def test_who_lost_the_role_no_longer_says_what_a_topic_in_its_name_is_about():
    organisation, member, region = make_organisation(), MemberFactory(), make_region("81.02")
    add_member(organisation, member, "manager")
    topic = TopicFactory(author=member, organisation=organisation)
    topic.regions.set([region])
    Membership.objects.filter(user=member).delete()
    for told in ({"regions": []}, {"regions": [region], "sectors": [make_sector()]}):
        with pytest.raises(Refused):
            edit_topic(editor=member, topic=topic, title=topic.title, **told)
    assert (list(topic.regions.all()), topic.sectors.count()) == ([region], 0)
    edit_topic(editor=member, topic=topic, title=topic.title, regions=[region], sectors=[])  # nothing is changed


def test_who_lost_the_role_changes_nothing_that_stands_in_its_name():
    organisation, member = make_organisation(), MemberFactory()
    add_member(organisation, member, "manager")
    topic = TopicFactory(author=member, organisation=organisation)
    Membership.objects.filter(user=member).delete()
    with pytest.raises(Refused):
        edit_post(editor=member, post=topic.posts.get(), body="Lain sekali.")
    with pytest.raises(Refused):
        edit_topic(editor=member, topic=topic, title="Judul lain sekali", regions=[])
    assert Topic.objects.get().title == topic.title


def test_who_loses_the_role_meanwhile_is_told_so(client):
    topic, member = TopicFactory(), MemberFactory()
    organisation = make_organisation()
    add_member(organisation, member, "manager")
    Membership.objects.filter(user=member).update(role="member")
    with pytest.raises(Refused):
        reply(author=member, topic=topic, body="Kami juga.", organisation=organisation)
