"""A form to change a text that is older than the text reverts nothing: both are shown, and what one wrote is kept."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.forums import services
from community.forums.models import Post, Topic
from community.forums.views.changed import mark_of
from community.writing.composing import Composer
from community.writing.drafts.models import Draft
from community.writing.drafts.services import save
from tests.factories.conversations import make_conversation
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import ModeratorFactory
from tests.factories.opened import opened
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(client):
    topic = TopicFactory()
    client.force_login(topic.author)
    return topic


def url(post: Post) -> str:
    return reverse("forums:edit", args=[post.pk])


def form_of(client, post: Post) -> dict:
    return opened(client, url(post)) | {"title": "Judul saya", "body": "Kata saya.", "kind": "discussion"}


def test_what_a_moderator_changed_is_not_reverted_by_a_form_from_before(client, topic):
    first = topic.posts.get()
    form = form_of(client, first)
    moderator = ModeratorFactory()
    services.rename_topic(moderator=moderator, topic=topic, title="Ombak tinggi di Tual")
    region = make_region("81.02")
    services.retag_topic(
        moderator=moderator, topic=topic, regions=[region], sectors=[], tags=["ombak"], kind="question"
    )
    answer = client.post(url(first), form)
    html = answer.content.decode()
    assert answer.status_code == 409
    for shown in (
        "Ombak tinggi di Tual",
        region.name,
        "ombak",
        first.body,
        'value="Judul saya"',
        "Kata saya.</textarea>",
    ):
        assert shown in html
    topic.refresh_from_db()
    assert (topic.title, topic.kind, topic.regions.count(), topic.tags.count()) == (
        "Ombak tinggi di Tual", "question", 1, 1,
    )  # fmt: skip
    assert Post.objects.get(pk=first.pk).body == first.body


def test_sent_from_the_page_that_shows_both_it_takes_the_place_of_the_other(client, topic):
    first = topic.posts.get()
    form = form_of(client, first)
    services.rename_topic(moderator=ModeratorFactory(), topic=topic, title="Ombak tinggi di Tual")
    seen = client.post(url(first), form).context["stands"].mark
    services.rename_topic(moderator=ModeratorFactory(), topic=topic, title="Ombak lebih tinggi lagi")
    assert client.post(url(first), form | {"draft_seen": seen}).status_code == 409
    topic.refresh_from_db()
    seen = mark_of(topic.posts.get(number=1))
    assert client.post(url(first), form | {"draft_seen": seen}).status_code == 302
    topic.refresh_from_db()
    assert topic.title == "Judul saya"


def test_two_windows_of_one_member_overwrite_nothing_unseen(client, topic):
    post = PostFactory(topic=topic, author=topic.author)
    form = form_of(client, post)
    assert client.post(url(post), form | {"body": "Dari jendela satu."}).status_code == 302
    answer = client.post(url(post), form | {"body": "Dari jendela dua."})
    assert answer.status_code == 409
    assert "Dari jendela satu.</textarea>" in answer.content.decode()
    assert Post.objects.get(pk=post.pk).body == "Dari jendela satu."


def test_a_draft_from_before_is_opened_with_what_stands_now_beside_it(client, topic):
    first = topic.posts.get()
    form = form_of(client, first)
    data = {name: [value] for name, value in form.items()}
    save(user=topic.author, key=f"edit-{first.pk}", data=data)
    assert client.get(url(first)).context["stands"] is None
    services.rename_topic(moderator=ModeratorFactory(), topic=topic, title="Ombak tinggi di Tual")
    page = client.get(url(first))
    assert "Ombak tinggi di Tual" in page.content.decode()
    sent = opened(client, url(first)) | form | {"draft_sequence": "1"}
    assert client.post(url(first), sent).status_code == 409
    assert client.post(url(first), sent | {"draft_seen": page.context["stands"].mark}).status_code == 302


def test_that_one_has_seen_it_is_kept_in_no_draft(client, topic):
    post = PostFactory(topic=topic, author=topic.author)
    form = form_of(client, post) | {"draft_seen": "x", "save_draft": "1"}
    client.post(url(post), form)
    kept = Draft.objects.get().data
    assert kept["shown_state"] == [form["shown_state"]]
    assert "draft_seen" not in kept


def test_a_reaction_or_another_reply_is_no_change_and_a_conversation_is_changed_as_before(client, topic):
    first = topic.posts.get()
    form = form_of(client, first)
    PostFactory(topic=topic)
    services.lock_topic(moderator=(moderator := ModeratorFactory()), topic=topic)
    services.unlock_topic(moderator=moderator, topic=topic)
    assert client.post(url(first), form).status_code == 302
    private = make_conversation(author=topic.author)
    post = private.posts.get(number=1)
    assert client.post(url(post), form_of(client, post)).status_code == 302
    assert Topic.objects.get(pk=private.pk).title == "Judul saya"


@pytest.mark.parametrize("name", ["reply", "edit"])
def test_what_is_sent_to_a_topic_that_is_deleted_for_good_at_that_moment_is_given_back(
    client, topic, monkeypatch, name
):
    def go(self, **kwargs):
        Topic.objects.filter(pk=topic.pk).delete()

    post = PostFactory(topic=topic, author=topic.author)
    form = form_of(client, post) | {"body": "Kata yang tidak boleh hilang."}
    monkeypatch.setattr(Composer, "hold", go)
    answer = client.post(reverse(f"forums:{name}", args=[(post if name == "edit" else topic).pk]), form)
    assert answer.status_code == 403
    assert "Kata yang tidak boleh hilang.</textarea>" in answer.content.decode()


def test_pressed_twice_it_is_saved_and_the_second_press_leads_to_the_post(client, topic):
    post = PostFactory(topic=topic, author=topic.author)
    for changed in (post, topic.posts.get(number=1)):
        assert 'name="idempotency_key"' in client.get(url(changed)).content.decode()
        form = form_of(client, changed) | {"idempotency_key": "d" * 20}
        first, again = (client.post(url(changed), form) for _time in range(2))
        assert (first.status_code, again.status_code) == (302, 302)
        assert first.url == again.url
        changed.refresh_from_db()
        assert changed.body == "Kata saya."
