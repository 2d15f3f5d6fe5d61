"""Texts with secrets in them, with all that others do to a text while it stands; and how each goes from view.

Each secret names what it stood in and what became of it, so that a leak tells by itself which one it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from community.comments import services as comments
from community.comments.kinds import place_of
from community.comments.models import COMMENT
from community.comments.services import following as following_comments
from community.forums import services as forums
from community.forums.models import POST, Category, Post, Topic
from community.forums.polls.making import NewPoll
from community.forums.services.bookmarks import bookmark_post
from community.forums.services.quoting import quote
from community.members.following.services import follow
from community.members.models import Watch
from community.members.permissions import Viewer
from community.writing.drafts import services as drafts
from community.writing.models import Version
from community.writing.reactions.services import react
from home.models import StoryPage
from search.models import SavedSearch
from tests.factories.conversations import make_conversation
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.hiding import holding
from tests.factories.members import MemberFactory, ModeratorFactory
from tests.factories.notifications import tell
from tests.factories.saved import make_saved
from tests.factories.secrets import SOUGHT, make_places, make_room, publish_below_region
from tests.factories.told import make_story

if TYPE_CHECKING:
    from collections.abc import Collection

    from community.comments.models import Comment
    from community.members.models import User

STEM = "Rahasia"  # with which every secret begins
EARLIER = "lama"  # ends what stood there before it was changed


STATES = ("hidden", "held", "deleted", "takenback")


@dataclass
class Scene:
    """Everything that was written; `keen` is the member who had to do with all of it before it went."""

    author: User
    keen: User
    moderator: User
    room: Category
    host: Topic  # a question in which the replies stand
    story: StoryPage  # under which the comments stand
    replies: dict[str, Post] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    conversation: Topic | None = None
    message: Post | None = None

    def keys(self, states: Collection[str]) -> dict[str, set[int]]:
        """The keys of what goes so, of what quotes it, and of what they said earlier, by what has them."""
        topics = {self.topics[state].pk for state in states} | {self.host.pk}
        replies = {self.replies[state].pk for state in states}
        own = Post.objects.filter(Q(topic__in=topics, number=1) | Q(pk__in=replies))
        posts = Post.objects.filter(Q(pk__in=own) | Q(quotes__quoted__in=own) | Q(quotes__quoted=self.message))
        said = {"topic": topics, "post": set(posts.values_list("pk", flat=True))}
        said["comment"] = {self.comments[state].pk for state in states if state in self.comments}
        earlier = [Version.objects.filter(kind=kind, object_id__in=keys) for kind, keys in said.items()]
        said["version"] = {version.pk for versions in earlier for version in versions}
        return said


def secret(kind: str, state: str) -> str:
    """Name a secret by what it stands in, and by what becomes of that."""
    return f"{STEM}{kind}{state}"


def told(word: str) -> str:
    """A text with the secret, and with what one looks for."""
    return f"{word} {SOUGHT} membuat @penekun heran."


def make_scene(*, is_told: bool = True) -> Scene:
    """Write everything while it stands, and have one member take part in all of it, and be told of it by the bell."""
    region = make_places()
    keen = MemberFactory(handle="penekun", name="Penekun", is_listed=True)
    author = MemberFactory(handle="penulis", name="Penulis", is_listed=True)
    room = make_room()
    host = TopicFactory(author=MemberFactory(), category=room, regions=[region], kind=Topic.Kind.QUESTION)
    story = publish_below_region(make_story, "Tali yang sama")
    scene = Scene(author, keen, ModeratorFactory(), room, host, story)
    follow(user=keen, kind="topic", key=host.pk, level=Watch.Level.WATCHING)
    follow(user=keen, kind="category", key=room.pk, level=Watch.Level.WATCHING)
    following_comments.follow(user=keen, place=place_of(str(story.translation_key), Viewer(keen)))
    make_saved(f"q={SOUGHT}", member=keen, rhythm=SavedSearch.Rhythm.NIGHTLY)
    for state in STATES:
        _reply(scene, state)
        _topic(scene, state)
        if state != "deleted":  # comments are hidden, or taken back
            _comment(scene, state)
    _private(scene)
    _begun(scene)
    forums.accept_answer(member=host.author, post=scene.replies["hidden"])
    _moved_and_merged(scene)
    if is_told:
        tell()
    return scene


def put_away(scene: Scene) -> None:
    """Take everything from view, each as its secret says, and write what is held from its beginning."""
    moderator = scene.moderator
    forums.hide_post(moderator=moderator, post=scene.replies["hidden"], reason="")
    forums.remove_post(moderator=moderator, post=scene.replies["deleted"], reason="")
    forums.delete_post(member=scene.author, post=scene.replies["takenback"])
    forums.hide_topic(moderator=moderator, topic=scene.topics["hidden"], reason="")
    forums.remove_topic(moderator=moderator, topic=scene.topics["deleted"], reason="")
    forums.delete_post(member=scene.author, post=scene.topics["takenback"].posts.get(number=1))
    comments.hide_comment(by=moderator, comment=scene.comments["hidden"], reason="")
    comments.delete_comment(by=scene.author, comment=scene.comments["takenback"])
    forums.delete_post(member=scene.author, post=scene.message)
    with holding(True, STEM):
        _hold_changed(scene)
        PostFactory(author=scene.author, topic=scene.host, body=told(secret("Kiriman", "heldnew")))
        word = secret("Topik", "heldnew")
        TopicFactory(author=scene.author, category=scene.room, title=f"{word} dan lain", body=told(word))
        comments.write_comment(
            key=str(scene.story.translation_key), author=scene.author, body=told(secret("Komentar", "heldnew"))
        )


def _hold_changed(scene: Scene) -> None:
    """Change what was public so that it is held."""
    forums.edit_post(editor=scene.author, post=scene.replies["held"], body=told(secret("Kiriman", "heldthen")))
    topic = scene.topics["held"]
    topic.refresh_from_db()
    word = secret("Topik", "heldthen")
    forums.edit_topic(
        editor=scene.author, topic=topic, title=f"{word} dan lain", body=told(word), regions=(), sectors=(), tags=()
    )
    comments.edit_comment(by=scene.author, comment=scene.comments["held"], body=told(secret("Komentar", "heldthen")))


def _reply(scene: Scene, state: str) -> None:
    word = secret("Kiriman", state)
    post = PostFactory(author=scene.author, topic=scene.host, body=told(f"{word}{EARLIER}"))
    forums.edit_post(editor=scene.author, post=post, body=told(word))
    scene.replies[state] = _take_part(scene, post)


def _topic(scene: Scene, state: str) -> None:
    """A topic of the author, with a poll where it is hidden; what its author takes back nobody else answered."""
    word = secret("Topik", state)
    facts = {"poll": NewPoll(options=(f"{word}satu", f"{word}dua"))} if state == "hidden" else {}
    facts |= {"author": scene.author, "category": scene.room, "regions": list(scene.host.regions.all())}
    topic = TopicFactory(title=f"{word}{EARLIER} dan lain", body=told(f"{word}{EARLIER}"), **facts)
    forums.edit_topic(
        editor=scene.author, topic=topic, title=f"{word} dan lain", body=told(word), regions=(), sectors=(), tags=()
    )
    post = _take_part(scene, topic.posts.get(number=1))
    if state != "takenback":
        PostFactory(author=scene.keen, topic=topic, body=f"{quote(post)}Begitu juga di tempat kami.")
    topic.refresh_from_db()
    scene.topics[state] = topic


def _take_part(scene: Scene, post: Post) -> Post:
    """Have the member react to a post, keep it, be reminded of it, and quote it in a topic of their own."""
    post.refresh_from_db()
    react(user=scene.keen, kind=POST, key=post.pk, name="agree")
    bookmark_post(user=scene.keen, post=post, remind_at=timezone.now() + timedelta(hours=1))
    own = Topic.objects.filter(author=scene.keen).first() or TopicFactory(author=scene.keen, category=scene.room)
    at = f"{settings.BASE_URL}/forum/kiriman/{post.pk}/"
    PostFactory(author=scene.keen, topic=own, body=f"{quote(post)}Itu yang saya maksud.\n\n{at}\n\nSetuju.")
    return post


def _comment(scene: Scene, state: str) -> None:
    word = secret("Komentar", state)
    key = str(scene.story.translation_key)
    comment = comments.write_comment(key=key, author=scene.author, body=told(f"{word}{EARLIER}"))
    scene.comments[state] = comments.edit_comment(by=scene.author, comment=comment, body=told(word))
    react(user=scene.keen, kind=COMMENT, key=comment.pk, name="agree")
    comments.write_comment(key=key, author=scene.keen, body="Begitu juga di tempat kami.", reply_to=comment.pk)


def _private(scene: Scene) -> None:
    """A conversation with the member, in which one thing stands and others go."""
    word = secret("Pesan", "private")
    title = f"{word} berdua"
    scene.conversation = make_conversation(author=scene.author, people=[scene.keen], title=title, body=told(word))
    post = PostFactory(author=scene.author, topic=scene.conversation, body=told(secret("Pesan", "takenback")))
    react(user=scene.keen, kind=POST, key=post.pk, name="agree")
    PostFactory(author=scene.keen, topic=scene.conversation, body=f"{quote(post)}Itu yang saya maksud.")
    scene.message = post


def _begun(scene: Scene) -> None:
    """Let the member have begun to answer what they quote, and to change what quotes one of them."""
    begun = "".join(quote(post) for post in scene.replies.values())
    drafts.save(user=scene.keen, key=f"reply-{scene.host.pk}", data={"body": [f"{begun}Juga begitu."]})
    own = Post.objects.get(author=scene.keen, quotes__quoted=scene.replies["held"])
    drafts.save(user=scene.keen, key=f"edit-{own.pk}", data={"body": [f"{own.body} Dan lagi."]})


def _moved_and_merged(scene: Scene) -> None:
    """Let one topic go into one that will be hidden, and a post of the host move there: both say where they went."""
    other, moving = TopicFactory(category=scene.room), PostFactory(topic=scene.host)
    into = scene.topics["hidden"]
    forums.merge_topics(moderator=scene.moderator, topic=other, into=into)
    forums.move_posts(moderator=scene.moderator, posts=[moving], into=into)
    into.refresh_from_db()
