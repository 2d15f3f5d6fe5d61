"""Cards of links: which links get one, how it is made, and how it is shown."""

from __future__ import annotations

import pytest
from django.utils import timezone
from guard.fetcher import Fetched, Unfetchable
from outbox.claims import TryLater
from outbox.models import Job

from community.forums import services as forums
from community.writing.cards import services
from community.writing.cards.marking import hash_of
from community.writing.models import LinkCard
from community.writing.services import clean_body, plain_text, render_markdown
from community.writing.signals import Hold, screening
from tests.factories.conversations import make_conversation
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import ModeratorFactory

pytestmark = pytest.mark.django_db
URL = "https://contoh.example/bibit?a=1&b=2"
PAGE = (
    b'<title>Bibit</title><meta property="og:site_name" content="Contoh"><meta name="description" content="Isi <b>.">'
)


@pytest.fixture(autouse=True)
def _cards(settings):
    settings.LINK_CARDS = True


@pytest.fixture
def page(monkeypatch):
    """What the page elsewhere answers: bytes, or an error; a list of what was asked."""
    told: dict[str, object] = {"answer": PAGE, "asked": []}

    def fetch(url, **kwargs):
        told["asked"].append(url)
        if isinstance(told["answer"], Exception):
            raise told["answer"]
        return Fetched(url, "text/html", "utf-8", told["answer"])

    monkeypatch.setattr(services, "fetch", fetch)
    return told


@pytest.mark.parametrize(
    "text",
    [
        URL,
        f"<{URL}>",
        f"Lihat:\n{URL}\nBagus.",
        f"Lihat:\n\n{URL}\n\nBagus.",
        f"*Lihat*:  \n{URL}",
    ],
)
def test_a_link_alone_on_its_line_is_marked(text):
    html = render_markdown(text)
    assert html.count(f'data-card="{hash_of(URL)}"') == 1
    assert html.count("<p>") == html.count("</p>") == len([part for part in text.split("\n") if part])


@pytest.mark.parametrize(
    "text",
    [
        f"Lihat {URL}",
        f"{URL} itu",
        f"- {URL}",
        f"> {URL}",
        f"[Bibit]({URL})",
        f"*{URL}*",
        f"*a\n{URL}\nb*",
        f"`{URL}`",
        f"    {URL}",
        f"[{URL}]({URL})",
        "http://testserver/forum/",
        "mailto:a@contoh.example",
        "<a@contoh.example>",
        f"|a|\n|-|\n|{URL}|",
    ],
)
def test_other_links_are_not(text):
    assert "data-card" not in render_markdown(text)


def test_a_text_has_a_few_cards_and_no_more():
    text = "\n".join(f"https://contoh.example/{number}" for number in range(9))
    assert render_markdown(text).count("data-card") == 5


def test_the_words_of_a_text_stay_as_they_are():
    text = f"Lihat:\n{URL}\nBagus."
    assert plain_text(text) == f"Lihat: {URL} Bagus."
    assert clean_body(text) == text


def test_publishing_asks_for_each_card_once(page):
    topic = TopicFactory(body=URL)
    PostFactory(topic=topic, body=URL)
    assert LinkCard.objects.get().url == URL
    assert Job.objects.filter(name=services.MAKE).count() == 1
    assert page["asked"] == []


def test_nothing_is_fetched_or_kept_of_links_in_a_private_conversation(page):
    topic = make_conversation(body=URL)
    reply = forums.reply(author=topic.author, topic=topic, body=f"Lihat:\n{URL}")
    forums.edit_post(editor=topic.author, post=reply, body=f"Lihat lagi:\n{URL}")
    assert not LinkCard.objects.exists()
    assert not Job.objects.filter(name=services.MAKE).exists()


def test_a_change_asks_too_but_what_waits_for_a_moderator_does_not(page):
    post = PostFactory(body="Tanpa.")

    def hold(text, **kwargs):
        return Hold("tautan")

    screening.connect(hold, dispatch_uid="test_cards")
    try:
        forums.edit_post(editor=post.author, post=post, body=URL)
        held = TopicFactory(body="https://contoh.example/lain")
    finally:
        screening.disconnect(dispatch_uid="test_cards")
    assert not LinkCard.objects.exists()
    moderator = ModeratorFactory()
    forums.restore_post(moderator=moderator, post=post)
    forums.restore_topic(moderator=moderator, topic=held)
    assert set(LinkCard.objects.values_list("url", flat=True)) == {URL, "https://contoh.example/lain"}


def test_who_wants_no_cards_asks_for_none(settings):
    settings.LINK_CARDS = False
    PostFactory(body=URL)
    assert not LinkCard.objects.exists()


def test_a_card_says_what_the_page_says(client, page, work_outbox):
    post = PostFactory(body=f"Lihat:\n\n{URL}")
    shown = client.get(post.topic.get_absolute_url()).content.decode()
    assert page["asked"] == []
    assert "data-card" in shown
    work_outbox()
    assert page["asked"] == [URL]
    shown = client.get(post.topic.get_absolute_url()).content.decode()
    assert "<b>Bibit</b>" in shown
    assert "Isi &lt;b&gt;." in shown
    assert "Contoh · contoh.example" in shown
    assert 'href="https://contoh.example/bibit?a=1&amp;b=2" rel="nofollow ugc noopener"' in shown
    assert "data-card" not in shown
    assert page["asked"] == [URL]


def test_what_fails_for_good_is_not_tried_again(page, client, work_outbox):
    page["answer"] = Unfetchable("status 404")
    post = PostFactory(body=URL)
    work_outbox()
    card = LinkCard.objects.get()
    assert (card.state, card.attempts, card.problem) == ("failed", 1, "status 404")
    services.make(card_id=card.pk)
    assert len(page["asked"]) == 1
    assert f">{URL.replace('&', '&amp;')}</a>" in client.get(post.topic.get_absolute_url()).content.decode()


def test_what_may_change_is_tried_three_times(page):
    page["answer"] = Unfetchable("status 503", may_change=True)
    PostFactory(body=URL)
    card = LinkCard.objects.get()
    for _attempt in range(2):
        with pytest.raises(TryLater):
            services.make(card_id=card.pk)
    services.make(card_id=card.pk)
    services.make(card_id=card.pk)
    card.refresh_from_db()
    assert (card.state, card.attempts) == ("failed", 3)
    assert len(page["asked"]) == 3


def test_a_page_that_answers_late_gets_its_card(page):
    page["answer"] = Unfetchable("it took too long", may_change=True)
    PostFactory(body=URL)
    card = LinkCard.objects.get()
    with pytest.raises(TryLater):
        services.make(card_id=card.pk)
    page["answer"] = PAGE
    services.make(card_id=card.pk)
    card.refresh_from_db()
    assert (card.state, card.title, card.problem) == ("ready", "Bibit", "")
    assert card.fetched_at <= timezone.now()


def test_a_page_without_a_title_has_no_card(page):
    page["answer"] = b"<p>Tanpa judul"
    PostFactory(body=URL)
    services.make(card_id=LinkCard.objects.get().pk)
    assert LinkCard.objects.get().state == "failed"


def test_a_card_that_is_gone_is_not_made(page):
    services.make(card_id=0)
    assert page["asked"] == []


@pytest.mark.parametrize("count", [1, 20])
def test_all_cards_of_a_page_are_one_query(client, count, page, work_outbox, django_assert_num_queries):
    topic = TopicFactory(body="https://contoh.example/0")
    for number in range(1, count):
        PostFactory(topic=topic, body=f"https://contoh.example/{number}")
    work_outbox()
    asked = [post.rendered for post in topic.posts.all()]
    with django_assert_num_queries(1):
        cards = services.cards_in(asked)
    assert len(cards) == count
    with django_assert_num_queries(0):
        assert services.cards_in(["<p>Tanpa tautan.</p>"]) == {}
        assert all("<b>Bibit</b>" in services.with_cards(html, cards) for html in asked)


def test_a_mark_that_somebody_writes_is_only_words():
    text = f'<p><a href="https://jahat.example/" data-card="{hash_of(URL)}">x</a></p>'
    services.ask_for_cards(render_markdown(text))
    assert not LinkCard.objects.exists()


def test_the_cards_of_a_text_are_asked_for_in_one_order_whatever_that_of_its_links():
    urls = [f"https://contoh.example/{number}" for number in range(6)]
    for order in (urls[:3], reversed(urls)):
        PostFactory(body="\n\n".join(order))
    asked = list(LinkCard.objects.order_by("pk").values_list("url_hash", flat=True))
    assert asked == [*sorted(map(hash_of, urls[:3])), *sorted(map(hash_of, urls[3:]))]
