"""What stands in the form for a new topic already, since the page from which one comes is about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from home.services.named import regions_by_code, sectors_by_slug

from ..services.tags import tag_called

if TYPE_CHECKING:
    from community.members.permissions import ViewedRequest


def opening(request: ViewedRequest) -> dict[str, Any]:
    """Read category, region, sector and tag from the address; what isn't there is left out."""
    asked = {name: request.GET.get(name, "").replace("\0", "")[:100] for name in ("ruang", "region", "sector", "tag")}
    initial: dict[str, Any] = {"category": asked["ruang"]}
    if asked["region"]:
        initial["regions"] = list(regions_by_code([asked["region"]]).values())
    if sector := sectors_by_slug().get(asked["sector"]):
        initial["sectors"] = [sector.pk]
    if asked["tag"]:
        tag = tag_called(asked["tag"], viewer=request.viewer)
        initial["tags"] = [tag] if tag else []
    return initial
