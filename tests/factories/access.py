"""Things that addresses with arguments lead to, for the walk over all access rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.mail import get_connection, send_mail
from django.core.signing import Signer
from django.utils import timezone
from outbox.models import MailMessage
from outbox.services import enqueue
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.tmp_storages import TempFolderStorage
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    PageViewRestriction,
    Site,
    Task,
    UploadedFile,
    Workflow,
)
from wagtail_localize.models import Translation, TranslationSource

from community.forums.models import Poll
from community.forums.services import leave, lock_topic
from community.forums.services.bookmarks import token_of as reminders_token_of
from community.members import pictures
from community.members.blocking.services import token_of as blocking_token_of
from community.members.models import Consent, Erasure, Evidence, Export, Organisation
from community.members.organisations import services as organisations
from community.members.organisations.services.invitations import token_of as token_of_invitation
from community.members.rights import consents
from community.members.roles.vouching import vouch
from community.moderation.models import BlockedTerm, Decision, Note, ReplyTemplate, Review, ReviewLink
from community.moderation.services.appeal_links import token_of as token_of_appeal
from community.moderation.services.digest import token_of as token_of_case
from community.moderation.services.people import remove_spammer
from community.notifications.services.unfollowing import token_of as token_of_topic
from community.writing.drafts.services import save as save_draft
from community.writing.history.services import note_change
from community.writing.models import LinkCard, OpenSite
from home.models import CustomDocument, Tag
from search.models import (
    DocumentText,
    ProtectedWord,
    Refusal,
    SavedSearch,
    SearchEntry,
    SearchIndex,
    SynonymGroup,
)
from search.saving import token_of
from tests.factories.assistance import make_assistance
from tests.factories.comments import make_comment
from tests.factories.conversations import make_conversation
from tests.factories.events import make_event
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.home import make_picture
from tests.factories.members import AdministratorFactory, MemberFactory, MentorFactory, ModeratorFactory
from tests.factories.organisations import add_member, make_organisation
from tests.factories.polls import make_poll
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, make_reply, report_thing
from tests.factories.texts import make_upload, showing
from tests.factories.told import make_sector, make_story
from tests.factories.wording import make_promotion

if TYPE_CHECKING:
    from community.members.models import User
    from home.models import EventPage, Region, StoryPage

# Addresses of things that belong to one person: behind the door that the rule is, the thing's owner decides.
OWNED = {
    "forums:poll_change",
    *("forums:participants", "forums:leave", "forums:remove_participant", "forums:allow_return"),
    *("forums:edit", "forums:delete", "comments:delete", "comments:edit", "search:saved_edit", "search:saved_delete"),
    *("members:export", "members:withdraw"),
    *("moderation:own_text", "moderation:appeal", "moderation:retract"),
    *(
        f"organisations:{name}"
        for name in ("edit", "logo", "people", "member", "invite", "again", "withdraw", "answer", "close")
    ),
}
# Those that lead to a person whom a mentor accompanies.
ACCOMPANIED = {f"members:assisted_{name}" for name in ("person", "act", "profile", "code", "end", "erase", "keep")}


@dataclass
class Examples:
    """One of each thing, and the arguments of the addresses that lead to it."""

    owner: User
    mentor: User  # who has vouched for the owner, and accompanies somebody
    by_name: dict[str, dict[str, Any]]
    by_namespace: dict[str, Any]
    by_argument: dict[str, Any]
    posted: dict[str, dict[str, str]]  # what Wagtail's own forms can't do without, by the address's name

    def of(self, name: str) -> dict[str, Any]:
        """Return the arguments for an address: what its own name says goes before its namespace and the general."""
        namespace = name.rpartition(":")[0]
        pk = {"pk": self.by_namespace[namespace]} if namespace in self.by_namespace else {}
        return {**self.by_argument, **pk, **self.by_name.get(name, {})}


def make_examples() -> Examples:
    """Make one of each thing; what members wrote is the owner's."""
    owner = MemberFactory(handle="contoh", is_listed=True)
    region, sector = make_region("81"), make_sector()
    picture, document = make_picture(), CustomDocument.objects.create(title="x", file=ContentFile(b"x", "x.pdf"))
    story, waiting = make_story(sectors=[sector], cover=picture, regions=(region,)), make_event()
    post = PostFactory(author=owner, topic=TopicFactory(regions=[region]))
    comment = make_comment(story, author=owner)
    session = EditingSession.objects.create(user=owner, content_object=story, last_seen_at=timezone.now())
    upload = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(picture), file=ContentFile(b"x", "x"), uploaded_by_user=owner
    )
    drawer = Collection.get_first_root_node().add_child(name="Tertutup")
    closed = CollectionViewRestriction.objects.create(collection=drawer, restriction_type="password", password="x")
    saved = SavedSearch.objects.create(user=owner, name="x", query="q=x")
    export = Export.objects.create(
        user=owner, state="ready", file=ContentFile(b"x", "x"), size=1, expires_at=timezone.now() + timedelta(days=1)
    )
    english = Locale.objects.get(language_code="en")
    send_mail("Kabar", "Isi", None, [owner.email], connection=get_connection("outbox.mail.EmailBackend"))
    vocabulary = {"region": region.pk, "sector": sector.pk, "tag": Tag.objects.create(name="x", slug="x").pk}
    mentor = MentorFactory()
    assistance = make_assistance(mentor=mentor)
    vouched = vouch(mentor=mentor, member=owner, reason="x")
    return Examples(
        owner,
        mentor,
        by_name={
            **_of_members(post, comment, story),
            **_of_keeping_order(region),
            **_of_organisations(owner),
            **_of_moderation(owner, region),
            **_of_workflow(waiting),
            **_of_translation(story),
            **_of_closed_page(),
            "wagtail_bulk_action": {"app_label": "wagtailcore", "model_name": "page", "action": "delete"},
            "wagtailadmin_tag_model_autocomplete": {"app_name": "home", "model_name": "tag"},
            "wagtaildocs_authenticate_with_password": {"restriction_id": closed.pk},
            "wagtailadmin_editing_sessions:ping": {"model_name": "storypage", "object_id": story.pk},
            "wagtailadmin_pages:choose_parent": {"model_name": "storypage"},
            "wagtailadmin_pages:convert_alias": {
                "page_id": waiting.copy_for_translation(english, copy_parents=True, alias=True).pk
            },
            "wagtailadmin_pages:revisions_compare": {
                "pk": story.pk,
                "revision_id_a": "live",
                "revision_id_b": "latest",
            },
            "wagtailadmin_pages:add": {"parent_page_id": story.get_parent().pk},
            "wagtailadmin_workflows:add_task": {"app_label": "wagtailcore", "model_name": "groupapprovaltask"},
            "document": {"document_id": document.pk, "document_filename": document.filename},
            "event_calendar": {"event": waiting.translation_key},
            "members:export": {"pk": export.pk},
            **{name: {"pk": assistance.pk} for name in ACCOMPANIED},
            "members:withdraw": {"pk": consents.record(user=owner, kind=Consent.Kind.LISTED).pk},
            "member_standing": {"pk": MemberFactory().pk},
            "search:saved_edit": {"pk": saved.pk},
            "search:saved_delete": {"pk": saved.pk},
            "notifications:unfollow": {"token": token_of_topic(user_id=owner.pk, container=f"topic:{post.topic_id}")},
            "search:stop": {"token": token_of(saved)},
            "sector_feed": {"slug": sector.slug},
            "tag_merge": {"pk": vocabulary["tag"]},
            "sitemap_section": {"section": "stories"},
            **_of_texts(post),
            "media": {"path": picture.get_rendition("width-40").file.name},
            "wagtail_serve": {"path": "cerita/"},
            "wagtaildocs_serve": {"path": f"{document.pk}/{document.filename}"},
        },
        by_namespace={
            **{f"wagtailsnippets_home_{name}": pk for name, pk in vocabulary.items()},
            **{f"wagtailsnippetchoosers_home_{name}": pk for name, pk in vocabulary.items()},
            "comments_admin": comment.pk,
            "forum_categories": post.topic.category_id,
            "forum_topics": post.topic_id,
            "forum_posts": post.pk,
            "forum_polls": Poll.objects.get().pk,
            "member_assistances": assistance.pk,
            "member_chooser": owner.pk,
            "member_erasures": _erasure().pk,
            "member_roles": mentor.roles.get().pk,
            "member_vouches": vouched.pk,
            "member_exports": export.pk,
            "organisations_admin": Organisation.objects.get().pk,
            "outbox_mail": MailMessage.objects.latest("pk").pk,
            "outbox_jobs": enqueue("guard.tasks.forget_old_keys").pk,
            "search_promotions": make_promotion(entry=SearchEntry.objects.first()).pk,
            "moderation_cases": Review.objects.open().first().pk,
            "reply_templates": ReplyTemplate.objects.create(name="Iklan", text="Ini iklan.").pk,
            "blocked_terms": BlockedTerm.objects.create(text="togel").pk,
            "open_sites": OpenSite.objects.create(host="desa.example").pk,
            "search_protected_words": ProtectedWord.objects.first().pk,
            "search_synonyms": SynonymGroup.objects.first().pk,
            "search_indexes": SearchIndex.objects.create(name="x").pk,
            "search_unread": DocumentText.objects.create(document=document, problem="broken").pk,
            "search_refusals": Refusal.objects.create(entry=SearchEntry.objects.first(), reason="x").pk,
            "texts_uploads": make_upload(owner).pk,
            "texts_cards": LinkCard.objects.create(url="https://contoh.example/", url_hash="x").pk,
            "wagtailadmin_api:documents": document.pk,
            "wagtailadmin_api:images": picture.pk,
            "wagtailadmin_api:pages": story.pk,
            "wagtailadmin_collections": drawer.pk,
            "wagtaildocs_chooser": document.pk,
            "wagtailimages_chooser": picture.pk,
            "wagtaillocales": english.pk,
            "wagtailsites": Site.objects.get().pk,
            "wagtailusers_groups": Group.objects.create(name="x").pk,
            "wagtailusers_users": owner.pk,
        },
        by_argument={
            "code": region.code,
            "page_id": story.pk,
            "page_pk": story.pk,
            "page_to_move_id": story.pk,
            "parent_page_id": story.get_parent().pk,
            "destination_id": waiting.get_parent().pk,
            "revision_id": story.latest_revision_id,
            "content_type_app_name": "home",
            "content_type_model_name": "storypage",
            "app_label": "home",
            "model_name": "sector",
            "collection_id": drawer.pk,
            "document_id": document.pk,
            "doc_id": document.pk,
            "image_id": picture.pk,
            "filter_spec": "width-40",
            "redirect_id": Redirect.objects.create(old_path="/lama", redirect_link="/").pk,
            "session_id": session.pk,
            "uploaded_file_id": upload.pk,
        },
        posted={
            "wagtailadmin_choose_page_external_link": {"external-link-chooser-url": "/"},
            "wagtailredirects:process_import": _imported_redirects(),
        },
    )


def _erasure() -> Erasure:
    """An account that another member gave up."""
    return Erasure.objects.create(user=MemberFactory(), keeps=True, due_at=timezone.now() + timedelta(days=1))


def _of_texts(post: Any) -> dict[str, dict[str, Any]]:
    """A picture, a draft and the history of a post."""
    picture = make_upload(post.author)
    PostFactory(author=post.author, topic=post.topic, body=showing(picture))
    version = note_change(kind="post", key=post.pk, editor=post.author, body="Sebelumnya.")
    save_draft(user=post.author, key="topic", data={"body": ["Setengah"]})
    return {
        "upload": {"name": picture.name},
        "writing:draft": {"key": "topic"},
        "writing:history": {"kind": "post", "pk": post.pk},
        "writing:hide_version": {"pk": version.pk},
        "writing:discard_draft": {"key": "topic"},
    }


def _of_members(post: Any, comment: Any, story: StoryPage) -> dict[str, dict[str, Any]]:
    """What members write, and they themselves."""
    return {
        "account_end_session": {"pk": UserSession.objects.create(user=post.author, ip="127.0.0.1", session_key="x").pk},
        **{f"members:{name}": {"handle": "contoh"} for name in ("profile", "vouch", "take_vouch_back")},
        "members:follow": {"kind": "sector", "pk": make_sector().pk},
        "members:block": {"token": blocking_token_of(MemberFactory())},
        "members:picture_file": {"name": _picture_of(post.author).rpartition("/")[2], "size": pictures.SMALL},
        "forums:category": {"slug": post.topic.category.slug},
        "forums:tag": {"slug": Tag.objects.create(name="bibit", slug="bibit").slug},
        "forums:topic": {"pk": post.topic_id, "slug": post.topic.slug},
        "forums:reply": {"pk": post.topic_id},
        **{f"forums:{name}": {"pk": post.topic_id, "slug": post.topic.slug} for name in ("jump", "print")},
        "forums:numbered": {"pk": post.topic_id, "slug": post.topic.slug, "number": 2},
        "forums:stop_reminders": {"token": reminders_token_of(post.author)},
        **{f"forums:{name}": {"pk": post.pk} for name in ("post", "edit", "delete", "bookmark", "share")},
        **_of_conversations(post.author),
        **_of_polls(post.author, post.topic.regions.get()),
        "moderation:continue": {"pk": comment.pk},
        "moderation:comment_at_hand": {"pk": comment.pk},
        **{f"comments:{name}": {"pk": comment.pk} for name in ("comment", "delete", "edit", "thread")},
        **{f"comments:{name}": {"key": story.translation_key} for name in ("write", "sent", "threads", "follow")},
        "comment_rule": {"key": story.translation_key},
    }


def _of_conversations(owner: User) -> dict[str, dict[str, Any]]:
    """A private conversation that the owner began."""
    topic = make_conversation(author=owner)
    other = topic.participants.exclude(user=owner).get()
    left = make_conversation(author=owner)
    leave(user=owner, topic=left)
    return {
        "forums:allow_return": {"pk": left.pk},
        **{f"forums:{name}": {"pk": topic.pk} for name in ("participants", "leave")},
        "forums:remove_participant": {"pk": topic.pk, "participant": other.pk},
    }


def _of_polls(owner: User, region: Region) -> dict[str, dict[str, Any]]:
    """A poll of the owner that nobody has voted in, and a reply to their question, which may be the answer."""
    poll = make_poll(topic={"author": owner, "regions": [region]}, results=Poll.Results.ALWAYS)
    reply = PostFactory(topic=TopicFactory(author=owner, regions=[region], kind="question"))
    return {
        **{f"forums:{name}": {"pk": poll.pk} for name in ("poll", "vote", "poll_change", "poll_close")},
        "forums:voters": {"pk": poll.pk, "option": poll.options.first().pk},
        "forums:answer": {"pk": reply.pk},
        **{f"writing:{name}": {"kind": "post", "pk": reply.pk} for name in ("reactions", "react")},
    }


def _of_keeping_order(region: Region) -> dict[str, dict[str, Any]]:
    """A topic with a reply, in which a moderator did something that can be taken back."""
    reply = PostFactory(topic=TopicFactory(regions=[region]))
    topic = lock_topic(moderator=ModeratorFactory(), topic=reply.topic)
    of_topic = ("moderate_topic", "choose_posts", "move_posts", "split_topic", "merge_topic")
    return {
        **{f"forums:{name}": {"pk": topic.pk} for name in of_topic},
        "forums:topic_act": {"pk": topic.pk, "act": "judul"},
        "forums:moderate_post": {"pk": reply.pk},
        "forums:post_act": {"pk": reply.pk, "act": "sembunyikan"},
        "forums:undo_act": {"pk": topic.posts.get(act="closed").pk},
    }


def _of_moderation(owner: User, region: Region) -> dict[str, dict[str, Any]]:
    """A case in the region, a person whom moderators know and who was removed, and what of it is the owner's."""
    reply, moderator = make_reply(regions=[region]), ModeratorFactory()
    report_thing(reply)
    case = case_of(reply)
    removed = MemberFactory()
    remove_spammer(by=moderator, member=removed, reason="x")
    note = Note.objects.create(person=removed, author=moderator, text="x")
    own = decided(make_reply(author=owner), Decision.HIDE, by=moderator)
    link = ReviewLink.objects.create(review=case, moderator=moderator)
    return {
        **{f"moderation:{name}": {"pk": case.pk} for name in ("review", "claim")},
        **{f"moderation:{name}": {"pk": removed.pk} for name in ("person", "undo")},
        "moderation:forget_note": {"pk": removed.pk, "note": note.pk},
        "moderation:report": {"kind": "post", "pk": reply.pk},
        "moderation:retract": {"pk": report_thing(make_reply(), by=owner).pk},
        **{f"moderation:{name}": {"pk": own.pk} for name in ("own_text", "appeal")},
        "moderation:appeal_link": {"token": token_of_appeal(own)},
        "moderation:link": {"token": token_of_case(link)},
    }


def _of_organisations(owner: User) -> dict[str, dict[str, Any]]:
    """An organisation that is the owner's, with all that waits there."""
    organisation = make_organisation(owner, handle="mina-kei")
    other = {"pk": add_member(organisation, role="owner").pk}  # with whom the last owner may leave
    invitation = organisations.invite(by=owner, organisation=organisation, email="baru@example.org")
    asking = organisations.ask_to_join(member=MemberFactory(), organisation=organisation)
    proof = ContentFile(b"%PDF-1.4", "x.pdf")
    organisations.verify(by=AdministratorFactory(), organisation=organisation, seen="x", files=[proof])
    of_it = {"handle": "mina-kei"}
    return {
        **{
            f"organisations:{name}": of_it
            for name in ("organisation", "edit", "logo", "join", "leave", "invite", "people", "close")
        },
        "organisations:member": of_it | other,
        **{f"organisations:{name}": of_it | {"pk": invitation.pk} for name in ("again", "withdraw")},
        "organisations:answer": of_it | {"pk": asking.pk},
        "organisations:invitation": {"token": token_of_invitation(invitation)},
        "organisations_admin:evidence": {"evidence_id": Evidence.objects.get().pk},
    }


def _picture_of(member: User) -> str:
    """A picture that members may see, in the private store."""
    profile = member.profile
    profile.picture = pictures.keep(dict.fromkeys(pictures.SIZES, b"x"), is_public=False)
    profile.save()
    return profile.picture


def _of_workflow(page: EventPage) -> dict[str, dict[str, Any]]:
    """A page that waits for approval."""
    page.title = "Lain"
    page.save_revision()
    workflow = Workflow.objects.first()
    state = workflow.start(page, MemberFactory())
    task, above = Task.objects.first(), workflow.workflow_pages.first().page_id
    step = {"page_id": page.pk, "action_name": "approve", "task_state_id": state.current_task_state_id}
    names = ("workflow_action", "collect_workflow_action_data", "confirm_workflow_cancellation")
    return {
        **{f"wagtailadmin_pages:{name}": step for name in names},
        "wagtailadmin_pages:workflow_preview": {"page_id": page.pk, "task_id": task.pk},
        "wagtailadmin_pages:workflow_history_detail": {"page_id": page.pk, "workflow_state_id": state.pk},
        **{f"wagtailadmin_workflows:{verb}_task": {"pk": task.pk} for verb in ("edit", "disable", "enable")},
        **{
            f"wagtailadmin_workflows:{name}": {"pk": workflow.pk}
            for name in ("enable", "disable", "edit", "usage", "usage_results")
        },
        "wagtailadmin_workflows:remove": {"page_pk": above, "workflow_pk": workflow.pk},
        "wagtailadmin_workflows:task_chosen": {"task_id": task.pk},
    }


def _of_translation(story: StoryPage) -> dict[str, dict[str, Any]]:
    """A story whose translation has begun."""
    source, _made = TranslationSource.update_or_create_from_instance(story)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    translation.save_target()
    begun = {"translation_id": translation.pk}
    target = translation.get_target_instance()
    names = ("download_pofile", "upload_pofile", "machine_translate", "preview_translation", "stop_translation")
    return {
        "wagtail_localize:convert_to_alias": {"page_id": target.pk},
        "wagtail_localize:update_translations": {"translation_source_id": source.pk},
        "wagtail_localize:edit_string_translation": {
            **begun,
            "string_segment_id": source.stringsegment_set.first().pk,
        },
        "wagtail_localize:edit_override": {
            **begun,
            "overridable_segment_id": source.overridablesegment_set.first().pk,
        },
        **{f"wagtail_localize:{name}": begun for name in names},
    }


def _of_closed_page() -> dict[str, dict[str, Any]]:
    """A page that opens to those who know its password."""
    page = make_story("Tertutup")
    closed = PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    return {
        "wagtailcore_authenticate_with_password": {"page_view_restriction_id": closed.pk, "page_id": page.pk},
    }


def _imported_redirects() -> dict[str, str]:
    """A file of redirects that was sent and waits to be told its columns."""
    file = TempFolderStorage()
    file.save(b"from,to\n/a/,/b/\n")
    return {"input_format": Signer().sign("0"), "import_file_name": Signer().sign(file.name)}
