"""What a member may do who sees a silence or a suspension differently: an app above knows where that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Recourse:
    """The address at which one appeals, with the site's own, until a moment; whether one did so already."""

    url: str
    until: datetime
    is_asked: bool = False
