"""Links within the site lead each reader to pages in their own language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from community.forums.models import Post
from community.forums.services.quoting import quote
from community.writing.leading import in_readers_language, without_language
from community.writing.services import render_markdown
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import MemberFactory


@pytest.mark.parametrize(
    ("address", "bare"),
    [
        ("/en/forum/kiriman/3/", "/forum/kiriman/3/"),
        ("/forum/kiriman/3/", "/forum/kiriman/3/"),
        ("/en/wilayah/81.02/", "/wilayah/81.02/"),
        ("/en/wilayah/provinsi-maluku/the-same-lines/", "/en/wilayah/provinsi-maluku/the-same-lines/"),
        ("/en/stories/seaweed/", "/en/stories/seaweed/"),
        ("/de/forum/", "/de/forum/"),
        ("/english/forum/", "/english/forum/"),
        ("https://lain.example/en/forum/", "https://lain.example/en/forum/"),
    ],
)
def test_what_is_stored_names_no_language(address, bare):
    assert without_language(address) == bare


def test_links_are_turned_and_nothing_else_is():
    region = "[e](/wilayah/provinsi-maluku/tali-yang-sama/)"
    text = "[a](/en/forum/) [b](/anggota/maria/) [c](/en/stories/x/) [d](//lain.example/en/forum/) `/en/forum/`"
    with override("en"):
        english = render_markdown(f"{text} {region}", handles={})
    assert in_readers_language(english).count('href="/forum/"') == 1
    for here in ("/en/forum/", "/en/anggota/maria/", "/en/stories/x/", "//lain.example/en/forum/"):
        assert f'href="{here}"' in english
    assert "<code>/en/forum/</code>" in in_readers_language(english)
    with override("en"):
        assert 'href="/wilayah/provinsi-maluku/tali-yang-sama/"' in in_readers_language(english)
    assert 'href="/en/stories/x/"' in in_readers_language(english)


def test_words_that_look_like_a_link_stay_words():
    typed = render_markdown('<a href="/en/forum/"> [x](/y/ \'<a href="/en/forum/">\')', handles={})
    assert typed.count("/en/forum/") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_quotes_mentions_and_typed_links_of_a_post_lead_within_the_language_of_the_page(client, language):
    MemberFactory(handle="maria", is_listed=True)
    topic = TopicFactory(language=language)
    first = topic.posts.get()
    with override("en"):
        quoted = quote(first)
    assert f"](/forum/kiriman/{first.pk}/)" in quoted
    PostFactory(topic=topic, body=f"{quoted}@maria [lama](/en/forum/topik/{topic.pk}/x/)")
    for prefix in ("", "/en"):
        page = client.get(f"{prefix}/forum/topik/{topic.pk}/{topic.slug}/").content.decode()
        prose = "".join(part.partition("</div>")[0] for part in page.split('<div class="prose"')[1:])
        for address in (f"/forum/kiriman/{first.pk}/", "/anggota/maria/", f"/forum/topik/{topic.pk}/x/"):
            assert f'<a href="{prefix}{address}"' in prose
        assert ('href="/en/' in prose) is bool(prefix)
        assert ('href="/forum/' in prose) is not bool(prefix)


@pytest.mark.django_db
def test_of_a_text_that_was_stored_before_the_links_are_turned_too():
    post = PostFactory(body="[lama](/en/forum/)")
    Post.objects.filter(pk=post.pk).update(html='<p><a href="/en/forum/">lama</a></p>')
    assert '<a href="/forum/">' in Post.objects.get(pk=post.pk).rendered
    with override("en"):
        assert '<a href="/en/forum/">' in Post.objects.get(pk=post.pk).rendered


@pytest.mark.django_db
def test_so_do_links_of_a_discussion_and_of_a_preview(client):
    comment = make_comment(make_story(), author=MemberFactory(), body="[lama](/en/forum/)")
    assert 'href="/forum/"' in comment.rendered
    with override("en"):
        assert 'href="/en/forum/"' in comment.rendered
    shown = client.post("/en/tulisan/pratinjau/", {"text": "[a](/forum/)"})
    assert 'href="/en/forum/"' in shown.content.decode()
