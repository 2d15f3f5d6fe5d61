"""Ways in which a thing is not public, or no longer: each as editors, moderators or its author do it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import BaseViewRestriction, Locale, Page, PageViewRestriction

from community.comments import services as comments
from community.comments.models import State
from community.forums import services as forums
from community.forums.signals import category_changed
from community.members.audiences import PARTS, Audience
from community.members.describing import Description
from community.members.organisations import services as organisations
from community.members.services import follow_account
from community.writing.signals import Hold, screening
from home.models import RegionPage
from tests.factories.documents import close, make_collection
from tests.factories.home import make_region_page
from tests.factories.members import AdministratorFactory, ModeratorFactory
from tests.factories.regions import make_region
from tests.factories.secrets import SECRET, Told, change_profile

GROUP = "Pengurus"
CLOSED_CODE = "82.01"


def draft(told: Told) -> None:
    for page in told.pages:
        page.unpublish()


def scheduled(told: Told) -> None:
    for page in told.pages:
        page.unpublish()
        page.refresh_from_db()
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision().publish()


def expired(told: Told) -> None:
    both = Page.objects.filter(pk__in=[page.pk for page in told.pages])
    both.update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")


def for_members(told: Told) -> None:
    restrict(told.thing)


def for_group(told: Told) -> None:
    restrict(told.thing, "groups")


def with_password(told: Told) -> None:
    restrict(told.thing, "password", password="buka")


def closed_twice(told: Told) -> None:
    """Two restrictions at once: who passes one of them may not pass the other."""
    restrict(told.thing)
    restrict(told.thing, "groups")


def below_a_private_region(told: Told) -> None:
    restrict(RegionPage.objects.get(pk=told.thing.get_parent().pk))


def moved_below_a_private_region(told: Told) -> None:
    closed = make_region_page(make_region(CLOSED_CODE))
    if not closed.view_restrictions.exists():
        restrict(closed)
    told.thing.move(RegionPage.objects.get(pk=closed.pk), pos="last-child")
    if not isinstance(told.thing, RegionPage):
        told.address = Page.objects.get(pk=told.thing.pk).url


def only_in_a_newer_draft(told: Told) -> None:
    """The words go from what is public, and stand in a draft of it that nobody published yet."""
    for page in told.pages:
        texts = {name: getattr(page, name) for name in ("title", "intro", "introduction") if hasattr(page, name)}
        for name in texts:
            setattr(page, name, "Tali yang sama")
        page.save_revision().publish()
        page = type(page).objects.get(pk=page.pk)
        for name, text in texts.items():
            setattr(page, name, text)
        page.save_revision()


def erased(told: Told) -> None:
    told.thing.delete()


def page_erased(told: Told) -> None:
    page_of(told).delete()


def collection_for_members(told: Told) -> None:
    close(told.thing.collection)


def collection_for_group(told: Told) -> None:
    close(told.thing.collection, "groups").groups.add(the_group())


def collection_with_password(told: Told) -> None:
    close(told.thing.collection, "password", password="buka")


def collection_closed_twice(told: Told) -> None:
    close(told.thing.collection)
    close(told.thing.collection, "groups").groups.add(the_group())


def in_a_collection_below_a_closed_one(told: Told) -> None:
    outer = make_collection("Luar")
    close(outer)
    told.thing.collection = make_collection("Dalam", parent=outer)
    told.thing.save()


def held(told: Told) -> None:
    """A receiver of `screening` held it back when it was written."""


def hidden(told: Told) -> None:
    {"Topic": _hide_topic, "Post": _hide_post, "Comment": _hide_comment}[type(told.thing).__name__](told.thing)


def deleted(told: Told) -> None:
    {"Topic": _delete_topic, "Post": _delete_post, "Comment": _delete_comment}[type(told.thing).__name__](told.thing)


def topic_hidden(told: Told) -> None:
    _hide_topic(told.thing.topic)


def in_a_room_for_members(told: Told) -> None:
    _open_room_to("members", told)


def in_a_room_for_region(told: Told) -> None:
    _open_room_to("region:81", told)


def in_a_room_for_group(told: Told) -> None:
    _open_room_to(f"group:{the_group().pk}", told)


def page_for_members(told: Told) -> None:
    restrict(page_of(told))


def page_for_group(told: Told) -> None:
    restrict(page_of(told), "groups")


def page_with_password(told: Told) -> None:
    restrict(page_of(told), "password", password="buka")


def page_unpublished(told: Told) -> None:
    page_of(told).unpublish()


def discussion_closed(told: Told) -> None:
    comments.set_state(by=ModeratorFactory(), discussion=told.thing.discussion, state=State.CLOSED)


def not_confirmed(told: Told) -> None:
    """A visitor wrote it too, and did not open the link in the mail yet; a member's is taken back."""
    body, key = told.thing.comment, told.thing.discussion.key
    _delete_comment(told.thing)
    comments.ask_to_confirm(key=key, name="Tamu", email=f"tamu{told.thing.pk}@example.org", body=body)


def not_to_be_found(told: Told) -> None:
    change_profile(told.thing, is_listed=False)


def organisation_suspended(told: Told) -> None:
    organisations.suspend(by=AdministratorFactory(), organisation=told.thing, reason="palsu")


def parts_for_members(told: Told) -> None:
    show_parts_to(told, Audience.MEMBERS)


def parts_for_contacts(told: Told) -> None:
    show_parts_to(told, Audience.CONTACTS)


def parts_for_oneself(told: Told) -> None:
    show_parts_to(told, Audience.SELF)


def show_parts_to(told: Told, audience: Audience) -> None:
    """Change the audience of everything that the profile says, and nothing else of it."""
    profile = told.thing.profile
    same = Description(
        languages=profile.languages,
        skills=[skill.name for skill in profile.skills.all()],
        links=profile.links,
        audiences=dict.fromkeys(PARTS, audience),
    )
    change_profile(told.thing, description=same)


def switched_off(told: Told) -> None:
    told.thing.is_active = False
    told.thing.save()
    follow_account(user=told.thing)  # as the editing room does


@contextmanager
def holding(does_hold: bool, secret: str = SECRET) -> Iterator[None]:
    """Hold back what is written with the secret in it."""

    def hold(text: str, **kwargs: object) -> Hold | None:
        return Hold("a word to be looked at") if does_hold and secret in text else None

    screening.connect(hold)
    try:
        yield
    finally:
        screening.disconnect(hold)


def restrict(page: Page, restriction_type: str = BaseViewRestriction.LOGIN, **fields: str) -> None:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=restriction_type, **fields)
    if restriction_type == BaseViewRestriction.GROUPS:
        restriction.groups.add(the_group())


def the_group() -> Group:
    """The group that is let in where not all members are."""
    return Group.objects.get_or_create(name=GROUP)[0]


def page_of(told: Told) -> Page:
    """The page that a comment stands under."""
    return Page.objects.get(translation_key=told.thing.discussion.key, locale=Locale.get_default())


def _open_room_to(audience: str, told: Told) -> None:
    category = getattr(told.thing, "topic", told.thing).category
    category.audience_see = audience
    category.save()
    category_changed.send(sender=type(category), category=category)


def _hide_topic(topic: Any) -> None:
    forums.hide_topic(moderator=ModeratorFactory(), topic=topic, reason="")


def _hide_post(post: Any) -> None:
    forums.hide_post(moderator=ModeratorFactory(), post=post, reason="")


def _hide_comment(comment: Any) -> None:
    comments.hide_comment(by=ModeratorFactory(), comment=comment, reason="")


def _delete_topic(topic: Any) -> None:
    forums.delete_post(member=topic.author, post=topic.posts.get())


def _delete_post(post: Any) -> None:
    forums.delete_post(member=post.author, post=post)


def _delete_comment(comment: Any) -> None:
    comments.delete_comment(by=comment.user, comment=comment)
