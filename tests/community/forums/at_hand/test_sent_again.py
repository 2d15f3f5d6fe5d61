"""A moderator's form that comes from another time: from a second window, or by the browser's button back."""

from __future__ import annotations

import pytest

from community.forums import services
from tests.factories.forums import PostFactory, act_url
from tests.factories.members import ModeratorFactory
from tests.factories.opened import opened

pytestmark = pytest.mark.django_db

KEY = {"idempotency_key": "k" * 32}
CHANGED_AGAIN = "lalu diubah lagi"


@pytest.fixture
def moderator(client):
    user = ModeratorFactory(name="Hamid Rahayaan")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("act", "contrary"), [("tutup", "buka"), ("arsipkan", "lanjutkan"), ("sematkan", "lepaskan"), ("hapus", "pulihkan")]
)
def test_what_was_done_and_then_its_contrary_is_not_said_to_be_so(client, moderator, act, contrary):
    topic = PostFactory().topic
    url = act_url(topic, act)
    form = opened(client, url) | {"reason": "Iklan"} | KEY
    client.post(url, form)
    assert CHANGED_AGAIN not in client.post(url, form, follow=True).content.decode()
    client.post(act_url(topic, contrary), opened(client, act_url(topic, contrary)))
    assert CHANGED_AGAIN in client.post(url, form, follow=True).content.decode()


def test_the_same_is_said_of_a_post(client, moderator):
    post = PostFactory()
    url = act_url(post, "sembunyikan")
    form = opened(client, url) | {"reason": "Iklan"} | KEY
    client.post(url, form)
    assert CHANGED_AGAIN not in client.post(url, form, follow=True).content.decode()
    services.restore_post(moderator=ModeratorFactory(), post=post)
    assert CHANGED_AGAIN in client.post(url, form, follow=True).content.decode()


def test_who_comes_second_sees_how_it_stands_and_no_button_that_does_nothing(client, moderator):
    topic = PostFactory().topic
    url = act_url(topic, "tutup")
    form = opened(client, url)
    services.lock_topic(moderator=ModeratorFactory(), topic=topic)
    html = client.post(url, form).content.decode()
    assert '<span class="badge plain">Ditutup</span>' in html
    assert f'action="{url}"' not in html
    assert topic.get_absolute_url() in html
    form = opened(client, act_url(topic, "judul")) | {"title": "Ombak tinggi"}
    services.unlock_topic(moderator=ModeratorFactory(), topic=topic)
    html = client.post(act_url(topic, "judul"), form).content.decode()
    assert '<span class="badge plain">Terbuka</span>' in html
    assert f'action="{act_url(topic, "judul")}"' in html


def test_the_page_to_moderate_something_hidden_says_by_whom_and_why(client, moderator):
    post = PostFactory()
    services.hide_post(moderator=ModeratorFactory(name="Ina Letsoin"), post=post, reason="Menghina")
    services.hide_topic(moderator=ModeratorFactory(name="Yosina Ubro"), topic=post.topic, reason="Ditinjau")
    for thing, told in ((post, ("Ina Letsoin", "Menghina")), (post.topic, ("Yosina Ubro", "Ditinjau"))):
        for act in ("", "tampilkan"):
            html = client.get(act_url(thing, act)).content.decode()
            assert all(word in html for word in told), (thing, act)
