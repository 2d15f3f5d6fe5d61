"""What a member's follows reach, as conditions in SQL: however much one follows, a list asks one question.

What is muted or at the level of everything else doesn't count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from home.models import Region

from ..organisations.models import Organisation
from .kinds import MEMBER, ORGANISATION, REGION, SECTOR
from .models import Watch
from .own_kinds import findable_members

if TYPE_CHECKING:
    from ..models import User

ModelT = TypeVar("ModelT", bound=Model)


def about_watched_regions(links: QuerySet[ModelT], user: User, path: str = "region") -> QuerySet[ModelT]:
    """Narrow rows that lead to a region to those whose region is followed, or lies in one that is."""
    code = ExpressionWrapper(OuterRef(f"{path}__code"), output_field=CharField())
    watched = Region.objects.filter(pk__in=watched_keys(user, REGION)).order_by().alias(here=code)
    return links.filter(Exists(watched.filter(Q(here=F("code")) | Q(here__startswith=Concat("code", Value("."))))))


def about_watched_sectors(links: QuerySet[ModelT], user: User, path: str = "sector") -> QuerySet[ModelT]:
    """Narrow rows that lead to a sector to those whose sector is followed."""
    return links.filter(**{f"{path}__in": watched_keys(user, SECTOR)})


def by_watched_members(path: str, user: User) -> Q:
    """Select what is by a followed member who still lets themselves be found."""
    members = findable_members().filter(pk__in=watched_keys(user, MEMBER)).select_related(None)
    return Q(**{f"{path}__in": members.values("pk")})


def of_watched_organisations(path: str, user: User) -> Q:
    """Select what is in the name of a followed organisation, or about it, while it is in view."""
    organisations = Organisation.objects.public().filter(pk__in=watched_keys(user, ORGANISATION))
    return Q(**{f"{path}__in": organisations.values("pk")})


def watched_keys(user: User, kind: str) -> QuerySet[Watch, Any]:
    """Select the keys of the things of a kind that are followed."""
    return Watch.objects.filter(user=user, kind=kind, level__gte=Watch.Level.TRACKING).values("object_id")
