"""The mail of what waits, to each who keeps order, with a link to every case that decides it once without signing in.

A link is signed, counts once, for seven days, and for who is still allowed to decide the case. It shows the case first.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from community.forums.models import Category
from community.members.able import can_act
from community.members.models import User
from community.members.permissions import viewers_of
from community.members.roles.models import Role

from ..models import Flag, ReviewLink
from ..permissions import may_decide, may_see_review
from ..site_settings import moderation_settings
from .queue import rows_of, waiting

if TYPE_CHECKING:
    from community.members.permissions import Viewer

    from ..models.reviews import ReviewQuerySet

SALT = "community.moderation.digest"
VALID = timedelta(days=7)
MOST = 10  # cases that one mail names
OF_ALL = Q(is_superuser=True) | Q(groups__permissions__codename="moderate_post")  # who looks after all that is written


def send_due() -> int:
    """Mail everybody who keeps order, whose last mail is long enough ago and for whom something waits; say how many."""
    hours = moderation_settings().digest_hours
    if not hours:
        return 0
    since = timezone.now() - timedelta(hours=hours)
    mailed = set(ReviewLink.objects.filter(created_at__gt=since).values_list("moderator", flat=True))
    keepers = [user for user in _keepers() if user.pk not in mailed]
    return sum(_send(user, viewer) for user, viewer in zip(keepers, viewers_of(keepers), strict=True))


def token_of(link: ReviewLink) -> str:
    """Sign a link, of which the mail alone knows."""
    return signing.dumps(link.pk, salt=SALT)


def link_of(token: str) -> ReviewLink | None:
    """Read a token; None when it is forged or too old, or when its moderator may not decide the case any more."""
    try:
        key = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    rows = ReviewLink.objects.select_related(
        "moderator", "review__author", "review__decided_by", "review__appeal_of__author"
    )
    link = rows.filter(pk=key).first() if isinstance(key, int) else None
    return link if link and may_see_review(link.moderator, link.review) else None


@transaction.atomic
def use(link: ReviewLink) -> bool:
    """Count the one use of a link, in the transaction of what it decides; tell whether this was it."""
    return bool(ReviewLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()))


def forget_links() -> int:
    """Delete links that no longer work, and tell no longer who was mailed lately; return how many."""
    kept = max(VALID, timedelta(hours=moderation_settings().digest_hours))
    return ReviewLink.objects.filter(created_at__lt=timezone.now() - kept).delete()[0]


def _keepers() -> list[User]:
    """Find who may keep order somewhere: of all, of a region or of a category; who is silenced decides nothing."""
    of_regions = Q(pk__in=Role.objects.filter(kind=Role.Kind.MODERATOR).values("user"))
    of_categories = Q(pk__in=Category.moderators.through.objects.values("user"))
    found = User.objects.exclude(silenced_until__gt=timezone.now())
    found = found.filter(can_act(), OF_ALL | of_regions | of_categories, email__isnull=False)
    return list(found.distinct().order_by("pk"))


def _to_decide(user: User, viewer: Viewer) -> ReviewQuerySet:
    """Select what waits for a moderator and is theirs to decide, as far as one query tells; each row is asked besides.

    That is without what they reported or decided themselves, and what somebody wrote who looks after more.
    """
    reported = Flag.objects.standing().filter(reporter=user)
    about = [Exists(reported.filter(review=OuterRef(case))) for case in ("pk", "appeal_of", "appeal_of__beside")]
    found = waiting(viewer).exclude(appeal_of__decided_by=user).exclude(about[0] | about[1] | about[2])
    if user.is_superuser:
        return found
    above = Q(is_superuser=True) if viewer.is_moderator else OF_ALL
    return found.exclude(author__in=User.objects.filter(above))


def _send(user: User, viewer: Viewer) -> int:
    """Mail one moderator of the worst that they can decide; nothing goes out where there is nothing."""
    found = _to_decide(user, viewer)
    with transaction.atomic(), override(user.language), timezone.override(ZoneInfo(user.zone)):
        worst = rows_of(found.select_related("author", "appeal_of")[: 2 * MOST], viewer)
        theirs = [row for row in worst if not row.is_own and may_decide(user, row.review)][:MOST]
        if not theirs:
            return 0
        count = max(found.count(), len(theirs))
        links = [ReviewLink.objects.create(review=row.review, moderator=user) for row in theirs]
        addresses = [settings.BASE_URL + reverse("moderation:link", args=[token_of(link)]) for link in links]
        context = {
            "rows": list(zip(theirs, addresses, strict=True)),
            "count": count,
            "more": count - len(theirs),
            "url": settings.BASE_URL + reverse("moderation:desk"),
            "site_name": settings.SITE_NAME,
            "user": user,
        }
        EmailMessage(
            subject=render_to_string("moderation/email/digest_subject.txt", context).strip(),
            body=render_to_string("moderation/email/digest_message.txt", context).strip() + "\n",
            to=[str(user.email)],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
    return 1
