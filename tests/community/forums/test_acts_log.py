"""The acts of moderators on a page of the forum, for who keeps order in a part of it; what they changed, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from community.forums import services
from community.forums.models import Topic
from community.forums.polls.services import close_poll
from community.forums.services import acts_log
from community.forums.services.acting import undo
from community.forums.services.acts_log import acts_for, write_changes
from community.members.permissions import Viewer
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory, topic_of
from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.polls import make_poll
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db
URL = "/forum/moderasi/tindakan/"


def keeper_of(*categories):
    member = MemberFactory()
    for category in categories:
        category.moderators.add(member)
    return member


def changes(viewer=None) -> list[str]:
    """What the log says of each act, the first one first, in both languages."""
    entries = list(acts_for(Viewer(viewer or ModeratorFactory())).order_by("pk"))
    said = []
    for language in ("id", "en"):
        with override(language):
            write_changes(entries, Viewer(viewer or ModeratorFactory()))
            said.append([entry.changes for entry in entries])
    return [f"{indonesian} | {english}" for indonesian, english in zip(*said, strict=True)]


def test_who_keeps_order_in_a_category_alone_reads_acts_and_reasons_there(client):
    mine, other = TopicFactory(title="Pasar ikan"), TopicFactory(title="Kapal feri")
    post = PostFactory(topic=mine)
    for topic in (mine, other):
        services.lock_topic(
            moderator=ModeratorFactory(name="Hamid Rahayaan"), topic=topic, reason=f"Alasan {topic.title}"
        )
    services.hide_post(moderator=ModeratorFactory(), post=post, reason="Menghina orang")
    client.force_login(keeper_of(mine.category))
    assert URL in client.get("/forum/moderasi/").content.decode()
    html = client.get(URL).content.decode()
    for told in ("Pasar ikan", "Alasan Pasar ikan", "Hamid Rahayaan", "Menghina orang", post.get_absolute_url()):
        assert told in html
    assert "Kapal feri" not in html
    for address in (f"/forum/topik/{mine.pk}/topik/", post.get_absolute_url()):
        assert client.get(address, follow=True).status_code == 200


def test_others_who_keep_order_read_theirs_and_members_none(client):
    region = make_region("81.02")
    services.lock_topic(moderator=ModeratorFactory(), topic=TopicFactory(regions=[region]), reason="Alasan di wilayah")
    services.lock_topic(moderator=ModeratorFactory(), topic=TopicFactory(), reason="Alasan di tempat lain")
    for user, there, elsewhere in (
        (RegionalModeratorFactory(of=region), True, False),
        (ModeratorFactory(), True, True),
    ):
        client.force_login(user)
        html = client.get(URL).content.decode()
        assert ("Alasan di wilayah" in html, "Alasan di tempat lain" in html) == (there, elsewhere)
    client.force_login(MemberFactory())
    assert client.get(URL).status_code == 403
    assert client.get(URL, {"after": "x"}).status_code == 403
    client.logout()
    assert client.get(URL).status_code == 302


def test_the_page_is_paged_and_costs_the_same_for_few_and_many(client, monkeypatch):
    monkeypatch.setattr(acts_log, "PER_PAGE", 5)
    moderator, category, other = ModeratorFactory(), CategoryFactory(), CategoryFactory()
    client.force_login(keeper_of(category, other))
    costs = set()
    for count in (1, 9):
        for _number in range(count):
            topic = TopicFactory(category=category)
            services.recategorise_topic(moderator=moderator, topic=topic, category=other)
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(URL)
        costs.add(len(queries))
    assert len(costs) == 1
    assert len(answer.context["rows"]) == 5
    further = client.get(URL, {"after": answer.context["after"]})
    assert {entry.pk for entry, _address in answer.context["rows"]}.isdisjoint(
        entry.pk for entry, _address in further.context["rows"]
    )
    assert client.get(URL, {"after": "x"}).status_code == 404


def test_only_what_changed_is_said_and_in_words():
    moderator, topic = ModeratorFactory(), topic_of(2)
    services.hide_post(moderator=moderator, post=topic.posts.get(number=2), reason="x")
    services.pin_topic(moderator=moderator, topic=topic)
    services.lock_topic(moderator=moderator, topic=topic)
    services.unlist_topic(moderator=moderator, topic=topic)
    assert changes() == [
        "disembunyikan: tidak → ya | hidden: no → yes",
        "disematkan: tidak → ya | pinned: no → yes",
        "ditutup: tidak → ya | locked: no → yes",
        "di luar daftar: tidak → ya | out of lists: no → yes",
    ]


def test_what_is_named_is_named_and_closed_categories_to_nobody_else():
    moderator, new = ModeratorFactory(), MemberFactory(name="Dewi Rahayaan")
    old = CategoryFactory(name="Pasar", name_en="Market")
    secret = CategoryFactory(name="Rahasia", name_en="Secret", audience_see="group:9")
    topic = TopicFactory(category=secret, author=ModeratorFactory(name="Ina Letsoin"), regions=[make_region("81.02")])
    services.recategorise_topic(moderator=moderator, topic=topic, category=old)
    services.change_owner(moderator=moderator, post=topic.posts.get(number=1), to=new, reason="x")
    services.retag_topic(moderator=moderator, topic=topic, regions=[], sectors=[], tags=["ombak"], kind="question")
    category, owner, about = changes()
    assert category == "ruang: Rahasia → Pasar | category: Secret → Market"
    assert owner.startswith("penulis: Ina Letsoin → Dewi Rahayaan |")
    for told in ("wilayah: ", "tag: — → ombak", "jenis: Diskusi → Pertanyaan", "kind: Discussion → Question"):
        assert told in about
    assert "81.02" not in about
    keeper = keeper_of(old)
    assert changes(keeper)[0].startswith("ruang: (tidak terbuka bagi Anda, atau sudah tidak ada) → Pasar |")


def test_what_was_taken_back_is_said_by_what_it_was():
    moderator, topic = ModeratorFactory(), topic_of(3)
    services.lock_topic(moderator=moderator, topic=topic)
    services.pin_topic(moderator=moderator, topic=topic, until=timezone.now() + timedelta(days=3))
    services.hide_post(moderator=moderator, post=topic.posts.get(number=2), reason="x")
    services.hide_post(moderator=moderator, post=topic.posts.get(number=3), reason="x")
    for act in topic.posts.exclude(act=""):
        undo(moderator=moderator, act=act)
    locked, pinned, hidden = changes()[-3:]
    assert locked == "ditutup: ya → tidak | locked: yes → no"
    assert pinned.startswith("disematkan: ya → tidak; disematkan sampai: ")
    assert hidden.startswith("#2 disembunyikan: ya → tidak; #3 disembunyikan: ya → tidak | #2 hidden: yes → no;")


def test_posts_that_went_are_said_by_their_numbers_and_where_they_are():
    moderator, topic, into = ModeratorFactory(), topic_of(3, title="Bibit"), topic_of(1, title="Ombak tinggi")
    services.move_posts(moderator=moderator, posts=list(topic.posts.filter(number__in=[2, 3])), into=into)
    assert changes() == [
        "topik: Bibit → Ombak tinggi; kiriman: #2, #3 → — | topic: Bibit → Ombak tinggi; posts: #2, #3 → —"
    ]


def test_the_editing_room_says_the_same(client):
    topic = Topic.objects.get(pk=TopicFactory().pk)
    services.lock_topic(moderator=ModeratorFactory(), topic=topic)
    services.recategorise_topic(moderator=ModeratorFactory(), topic=topic, category=CategoryFactory(name="Balai"))
    client.force_login(AdministratorFactory())
    html = client.get("/admin/forum/acts/").content.decode()
    assert "ditutup: tidak → ya" in html
    assert f"ruang: {topic.category.name} → Balai" in html


def test_when_a_poll_was_closed_is_named_in_words(client):
    moderator = ModeratorFactory()
    close_poll(member=moderator, poll=make_poll(), reason="Sudah jelas")
    client.force_login(moderator)
    html = client.get("/forum/moderasi/tindakan/").content.decode()
    assert "closed_at" not in html
    assert "ditutup: —" in html
