"""People without an address whom a mentor accompanies, registered as mentors do it."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from community.members.assistance import services
from tests.factories.members import MentorFactory
from tests.factories.regions import make_region


def make_assistance(**fields: Any) -> Any:
    """A person who agreed; they are unlike all others unless named."""
    mentor = fields.pop("mentor", None) or MentorFactory()
    facts = {
        "name": "Mama Contoh",
        "region": make_region("81.02"),
        "consent_on": timezone.localdate(),
        "consent_place": "Ohoi Contoh",
        "language": "id",
        "is_another": True,
    }
    return services.register(mentor=mentor, **facts | fields)


def hidden_fields(page: str) -> dict[str, str]:
    """What the forms of a page carry along unseen."""
    inputs = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = [(re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)) for field in inputs]
    return {name[1]: value[1] if value else "" for name, value in pairs if name and name[1] != "csrfmiddlewaretoken"}
