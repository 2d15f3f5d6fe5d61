"""What is asked before a text is saved, what opens and closes cases, and what is answered about a member's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import override

from community.comments.kinds import place_under
from community.comments.models import COMMENT
from community.comments.signals import comments_removed
from community.forums.signals import category_changed, posts_moved, topic_changed
from community.members.permissions import Viewer
from community.members.rights.answers import Part, answers
from community.members.signals import (
    member_erasing,
    member_joined,
    member_restricted,
    organisation_changed,
    organisation_judged,
    personal_data_requested,
    profile_changed,
)
from community.writing.signals import Hold, screening, standing_changed
from home.signals import page_changed, region_changed, regions_loaded

from .models import BlockedTerm
from .reasons import BLOCKED
from .services import personal, places, reviews, sanctions, screened_people, settling
from .services.appeal_links import recourse
from .services.terms import blocked_in, forget_terms
from .site_settings import ModerationSettings, forget_moderation_settings

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Page

    from community.forums.models import Category, Topic
    from community.members.models import User
    from community.members.organisations.models import Organisation
    from community.members.standing.recourse import Recourse


@receiver(screening, dispatch_uid="moderation_blocked_terms")
def hold_blocked(author: User | None, text: str, **kwargs: Any) -> Hold | None:
    """Hold a text with a blocked word or site, unless a moderator or one of the staff wrote it."""
    term = blocked_in(text)
    if not term:
        return None
    if author is not None:
        viewer = Viewer(author)
        if viewer.is_moderator or viewer.is_staff:
            return None
    return Hold(BLOCKED.kept(term=term))


@receiver(standing_changed, dispatch_uid="moderation_standing")
def follow_standing(
    thing: Any,
    by: User | None,
    is_judged: bool,
    before: str = "",
    is_back: bool = False,
    reason: str = "",
    **kwargs: Any,
) -> None:
    """Open a case for what waits, and close one that was settled elsewhere than at the desk."""
    if not is_judged:
        settling.follow(thing, by, before=before, is_back=is_back, reason=reason)


@receiver(posts_moved, dispatch_uid="moderation_posts_moved")
def follow_posts(keys: list[int], source: Topic, into: Topic, **kwargs: Any) -> None:
    """Have cases go along with posts."""
    reviews.follow_moved(keys, source, into)


@receiver(topic_changed, dispatch_uid="moderation_places_of_topics")
def follow_topic(topic: Topic, **kwargs: Any) -> None:
    """Have cases go along with the category and the regions of a topic."""
    places.follow_topic(topic)


@receiver(category_changed, dispatch_uid="moderation_places_in_categories")
def follow_category(category: Category, **kwargs: Any) -> None:
    """Have cases of a category come to who keeps order there by now."""
    places.follow_category(category)


@receiver(page_changed, dispatch_uid="moderation_places_of_pages")
def follow_page(page: Page, **kwargs: Any) -> None:
    """Have cases of comments go along with the regions of their page."""
    if place := place_under(page):
        places.follow_discussion(place.key)


@receiver(organisation_changed, dispatch_uid="moderation_places_of_organisations")
def follow_organisation(organisation: Organisation, **kwargs: Any) -> None:
    """Have its cases, and those of comments there, go along with the region of an organisation."""
    places.follow_organisation(organisation)
    if place := place_under(organisation):
        places.follow_discussion(place.key)


@receiver(organisation_changed, dispatch_uid="moderation_organisations")
def look_at_organisation(organisation: Organisation, writer: User | None = None, **kwargs: Any) -> None:
    """Have what an organisation says of itself wait where a text would."""
    if writer:
        screened_people.look_at_organisation(organisation, writer=writer)


@receiver(organisation_judged, dispatch_uid="moderation_organisations_judged")
def follow_judged_organisation(organisation: Organisation, by: User, before: str, reason: str, **kwargs: Any) -> None:
    """Have a case for what staff took from view, and close those that they settled."""
    settling.judge(organisation, by, before=before, reason=reason)


@receiver([region_changed, regions_loaded], dispatch_uid="moderation_places_of_regions")
def follow_regions(**kwargs: Any) -> None:
    """Have cases go along with regions that are numbered anew."""
    places.follow_regions()


@receiver(member_joined, dispatch_uid="moderation_joined")
def look_at_account(user: User, **kwargs: Any) -> None:
    """Have a moderator look at an account that was made under signs of abuse."""
    screened_people.look_at_account(user)


@receiver(profile_changed, dispatch_uid="moderation_profiles")
def look_at_profile(user: User, **kwargs: Any) -> None:
    """Have what somebody shows of themselves wait where a text of theirs would."""
    screened_people.look_at_profile(user)


@receiver(member_restricted, dispatch_uid="moderation_restricted")
def note_restriction(
    member: User,
    by: User | None,
    act: str,
    until: datetime,
    was: datetime | None,
    reason: str,
    beside: Any,
    **kwargs: Any,
) -> Recourse | None:
    """Have a case for a silence or a suspension, and answer where its member appeals."""
    case = sanctions.restrict(member=member, by=by, act=act, until=until, was=was, reason=reason, beside=beside)
    with override(member.language):
        return recourse(case, member)


@receiver([post_save, post_delete], sender=BlockedTerm, dispatch_uid="moderation_terms")
def read_terms_anew(**kwargs: Any) -> None:
    """Have what was changed take effect at once."""
    forget_terms()


@receiver([post_save, post_delete], sender=ModerationSettings, dispatch_uid="moderation_settings")
def read_settings_anew(**kwargs: Any) -> None:
    """Have what administrators changed take effect at once."""
    forget_moderation_settings()


@receiver(personal_data_requested, dispatch_uid="moderation_personal_data")
def tell_of_cases(user: User, **kwargs: Any) -> Iterator[Part]:
    """Tell of one's reports, of cases about what one wrote, and of notes on oneself."""
    return personal.personal_data(user=user)


@receiver(member_erasing, dispatch_uid="moderation_erasing")
@answers(
    "moderation.Flag.reporter", "moderation.Review.author", "moderation.Note.person", "moderation.ReviewLink.moderator"
)
def erase_words(user: User, **kwargs: Any) -> int:
    """Forget what one wrote in reports and appeals, and what moderators noted; that there was a case stays."""
    return personal.erase(user=user)


@receiver(comments_removed, dispatch_uid="moderation_comments_removed")
def end_cases(keys: list[int], **kwargs: Any) -> None:
    """End the cases about comments that go with what they stood under."""
    reviews.end_all_about(COMMENT, keys)
