from __future__ import annotations

import pytest
from django.urls import reverse

from community.forums import services
from community.forums.models import Post, Topic
from community.writing.signals import Hold, screening
from home.models import Region
from tests.factories.forums import CategoryFactory, PostFactory, TopicFactory, topic_of
from tests.factories.members import MemberFactory, MentorFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = MemberFactory()
    client.force_login(user)
    return user


@pytest.mark.parametrize("count", [1, 40])
def test_the_index_costs_the_same_for_few_and_many_topics(client, count, django_assert_max_num_queries):
    author, category, kei = MemberFactory(), CategoryFactory(), kei_region()
    for _number in range(count):
        TopicFactory(author=author, category=category, regions=[kei])
    client.get("/forum/")
    with django_assert_max_num_queries(10) as queries:
        assert client.get("/forum/").status_code == 200
    known = INDEX_QUERIES.setdefault("index", len(queries))
    assert len(queries) == known


INDEX_QUERIES: dict[str, int] = {}


@pytest.mark.parametrize("count", [1, 40])
def test_a_topic_costs_the_same_for_few_and_many_posts(client, count, django_assert_max_num_queries):
    topic = TopicFactory(regions=[kei_region()])
    author = MemberFactory(is_listed=True)
    for _number in range(count):
        PostFactory(topic=topic, author=author)
    client.get(topic.get_absolute_url())
    with django_assert_max_num_queries(10) as queries:
        assert client.get(topic.get_absolute_url()).status_code == 200
    assert len(queries) == INDEX_QUERIES.setdefault("topic", len(queries))


def test_a_post_by_who_is_a_mentor_now_says_so(client):
    topic, mentor = TopicFactory(), MentorFactory()
    PostFactory(topic=topic, author=mentor)
    assert client.get(topic.get_absolute_url()).content.decode().count(">Pendamping</span>") == 1
    mentor.roles.all().delete()
    assert ">Pendamping</span>" not in client.get(topic.get_absolute_url()).content.decode()


def test_pages_that_visitors_read_hold_no_form_that_posts(client):
    topic = PostFactory().topic
    for url in ("/forum/", topic.category.get_absolute_url(), topic.get_absolute_url()):
        response = client.get(url)
        assert b'method="post"' not in response.content
        assert b"csrf" not in response.content
        assert not response.cookies


def test_page_k_shows_numbers_by_twenty_and_deleted_ones_leave_a_mark(client):
    topic = TopicFactory()
    author = MemberFactory()
    posts = [PostFactory(topic=topic, author=author) for _number in range(24)]
    services.delete_post(member=author, post=posts[0])
    first, second = (client.get(f"{topic.get_absolute_url()}?page={page}").content.decode() for page in (1, 2))
    assert 'id="post-20"' in first
    assert 'id="post-21"' not in first
    assert 'id="post-21"' in second
    assert 'class="post gone" id="post-2"' in first
    assert posts[0].body not in first


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_address_of_a_post_that_was_deleted_leads_to_its_mark_whoever_may_read_the_topic(client, language):
    post = PostFactory()
    services.delete_post(member=post.author, post=post)
    address = f"{language}/forum/kiriman/{post.pk}/"
    answer = client.get(address)
    assert answer.url == f"{language}/forum/topik/{post.topic_id}/{post.topic.slug}/#post-2"
    assert 'class="post gone" id="post-2"' in client.get(answer.url).content.decode()
    services.hide_topic(moderator=ModeratorFactory(), topic=post.topic, reason="x")
    assert client.get(address).status_code == 404


def test_of_a_deleted_post_in_a_room_that_is_closed_to_them_nobody_learns(client):
    post = PostFactory(topic=TopicFactory(category=CategoryFactory(audience_see="members")))
    services.delete_post(member=post.author, post=post)
    assert client.get(f"/forum/kiriman/{post.pk}/").status_code == 404
    client.force_login(MemberFactory())
    assert client.get(f"/forum/kiriman/{post.pk}/").status_code == 302


@pytest.mark.parametrize(
    ("page", "place"), [("0", ""), ("4", "?page=2"), ("999999999", "?page=2"), ("-1", ""), ("abc", ""), ("²", "")]
)
def test_a_page_that_does_not_exist_leads_to_the_last_or_the_first(client, page, place):
    topic = topic_of(21)
    answer = client.get(topic.get_absolute_url(), {"page": page})
    assert (answer.status_code, answer.url) == (302, f"{topic.get_absolute_url()}{place}")


def test_unknown_things_are_404(client):
    TopicFactory()
    for url in ("/forum/topik/999/x/", "/forum/kiriman/99999999999999999999/", "/forum/ruang/nirgends/"):
        assert client.get(url).status_code == 404
    assert client.get("/forum/?region=nowhere").status_code == 404


def test_an_old_slug_leads_to_the_topic(client):
    topic = TopicFactory()
    assert client.get(f"/forum/topik/{topic.pk}/old/").headers["Location"] == topic.get_absolute_url()


def test_a_permalink_finds_page_and_place(client):
    topic, author = TopicFactory(), MemberFactory()
    last = [PostFactory(topic=topic, author=author) for _number in range(20)][-1]
    assert client.get(last.get_absolute_url()).headers["Location"] == f"{topic.get_absolute_url()}?page=2#post-21"


def test_the_list_is_narrowed_to_a_region_and_what_is_below_it(client):
    kei = kei_region()
    below = Region.objects.create(code="81.02.01", name="Kei Kecil", kind="district", parent=kei)
    about, other = TopicFactory(regions=[below]), TopicFactory()
    html = client.get("/forum/?region=81.02").content.decode()
    assert about.title in html
    assert other.title not in html


def test_a_member_starts_a_topic_and_sees_it(client, member):
    category = CategoryFactory()
    kei_region()
    sent = {"category": category.slug, "title": "<b>Bibit</b>", "body": "*Halo* <script>x</script>", "regions": "81.02"}
    response = client.post("/forum/baru/", sent, follow=True)
    topic = Topic.objects.get()
    assert response.redirect_chain[-1][0] == topic.get_absolute_url()
    html = response.content.decode()
    assert "&lt;b&gt;Bibit&lt;/b&gt;" in html
    assert "<em>Halo</em> &lt;script&gt;" in html
    assert [region.code for region in topic.regions.all()] == ["81.02"]


def test_a_form_with_mistakes_keeps_what_was_typed(client, member):
    category = CategoryFactory()
    sent = {"category": category.slug, "title": "Bibit", "body": "", "regions": "Atlantis"}
    html = client.post("/forum/baru/", sent).content.decode()
    assert 'value="Bibit"' in html
    assert "Atlantis" in html
    assert not Topic.objects.exists()


def test_a_preview_is_shown_without_scripts_and_sends_nothing(client, member):
    topic = TopicFactory()
    response = client.post(reply_url(topic), {"body": "**tebal**", "preview": "1"})
    assert b"<strong>tebal</strong>" in response.content
    assert topic.posts.count() == 1


def test_the_preview_renders_any_text_safely(client):
    response = client.post(reverse("writing:preview"), {"text": "**a** <script>"})
    assert response.content.decode() == "<p><strong>a</strong> &lt;script&gt;</p>\n"
    assert client.get(reverse("writing:preview")).status_code == 405


def test_a_double_click_replies_once(client, member):
    topic = TopicFactory()
    sent = {"body": "Sama.", "idempotency_key": "k" * 32}
    first, second = (client.post(reply_url(topic), sent) for _click in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert topic.posts.count() == 2


def test_a_visitor_is_led_to_sign_in_and_back(client):
    topic = TopicFactory()
    assert f"next={reply_url(topic)}" in client.get(reply_url(topic)).headers["Location"]


def test_a_quoted_post_stands_in_the_form(client, member):
    post = PostFactory()
    assert f"&gt; {post.body}" in client.get(f"{reply_url(post.topic)}?kutip={post.pk}").content.decode()
    for wrong in ("x", "999", "9" * 30):
        assert client.get(f"{reply_url(post.topic)}?kutip={wrong}").status_code == 200


def test_nobody_edits_or_deletes_anothers_post(client, member):
    post = PostFactory()
    for name in ("forums:edit", "forums:delete"):
        assert client.get(reverse(name, args=[post.pk])).status_code == 403
        assert client.post(reverse(name, args=[post.pk]), {"body": "x"}).status_code == 403
    assert Post.objects.get(pk=post.pk).body == post.body


def test_an_author_edits_topic_and_first_post_together(client, member):
    topic = TopicFactory(author=member)
    post = topic.posts.get()
    client.post(reverse("forums:edit", args=[post.pk]), {"title": "Judul baru", "body": "Isi baru", "regions": ""})
    topic.refresh_from_db()
    assert (topic.title, topic.posts.get().body) == ("Judul baru", "Isi baru")


def test_an_author_deletes_a_reply(client, member):
    post = PostFactory(author=member)
    response = client.post(reverse("forums:delete", args=[post.pk]))
    assert response.headers["Location"] == post.topic.get_absolute_url()
    assert not Post.objects.live().filter(pk=post.pk).exists()


def test_who_deleted_anothers_post_is_not_told_that_their_own_is_deleted(client):
    post, moderator = PostFactory(), ModeratorFactory()
    services.remove_post(moderator=moderator, post=post, reason="Iklan")
    client.force_login(moderator)
    assert client.get(reverse("forums:delete", args=[post.pk])).status_code == 403


def test_a_repeated_deletion_leads_only_to_a_topic_that_is_still_open_to_them(client, member):
    post = PostFactory(author=member)
    services.delete_post(member=member, post=post)
    Topic.objects.filter(pk=post.topic_id).update(category=CategoryFactory(audience_see="group:99"))
    assert client.post(reverse("forums:delete", args=[post.pk])).headers["Location"] == reverse("forums:index")


def test_a_closed_topic_says_so_and_keeps_what_was_typed(client, member):
    topic = TopicFactory()
    services.lock_topic(moderator=ModeratorFactory(), topic=topic)
    assert client.get(reply_url(topic)).status_code == 403
    response = client.post(reply_url(topic), {"body": "Masih ada yang mau saya tulis"})
    assert response.status_code == 403
    assert b"Masih ada yang mau saya tulis" in response.content


def test_nul_bytes_and_endless_texts_do_no_harm(client, member):
    topic = TopicFactory()
    assert client.post(reply_url(topic), {"body": "a\x00b"}).status_code == 302
    assert topic.posts.get(number=2).body == "ab"
    assert client.post(reply_url(topic), {"body": "a" * 200_000}).status_code == 200
    assert client.post(reply_url(topic), {"body": "a" * 10_000_000}).status_code in {400, 413}
    assert topic.posts.count() == 2


def test_a_held_reply_is_a_mark_for_others_and_readable_for_its_author(client, member):
    topic = TopicFactory()

    def hold(**kwargs):
        return Hold("first post")

    screening.connect(hold)
    try:
        client.post(reply_url(topic), {"body": "Rahasia dulu"})
    finally:
        screening.disconnect(hold)
    assert "Rahasia dulu" in client.get(topic.get_absolute_url()).content.decode()
    client.logout()
    html = client.get(topic.get_absolute_url()).content.decode()
    assert "Rahasia dulu" not in html
    assert 'class="post gone" id="post-2"' in html


def test_a_category_for_members_shows_nowhere_to_visitors(client):
    topic = TopicFactory(category=CategoryFactory(audience_see="members"))
    assert topic.title not in client.get("/forum/").content.decode()
    for url in (topic.get_absolute_url(), topic.category.get_absolute_url(), topic.posts.get().get_absolute_url()):
        assert client.get(url).status_code == 404
    assert topic.title not in client.get("/sitemap-topics.xml").content.decode()
    assert topic.category.get_absolute_url() not in client.get("/sitemap-forum.xml").content.decode()


def test_the_sitemap_names_the_front_page_and_the_open_rooms_in_both_languages(client):
    room = CategoryFactory()
    listed = client.get("/sitemap-forum.xml").content.decode()
    for path in ("/forum/", "/en/forum/", room.get_absolute_url(), f"/en{room.get_absolute_url()}"):
        assert f"{path}</loc>" in listed
    assert 'hreflang="en"' in listed


def reply_url(topic: Topic) -> str:
    return reverse("forums:reply", args=[topic.pk])


def kei_region() -> Region:
    maluku = Region.objects.create(code="81", name="Maluku", kind="province")
    return Region.objects.create(code="81.02", name="Maluku Tenggara", kind="regency", parent=maluku)
