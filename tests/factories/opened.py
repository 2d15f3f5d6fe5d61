"""Forms of the editing room as a browser has them open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client


def opened(client: Client, address: str) -> dict[str, str]:
    """What the form at an address carries hidden, to be sent with what is typed; nothing where it isn't shown."""
    form = (client.get(address).context or {}).get("form")
    return {field.html_name: field.value() for field in form.hidden_fields()} if form else {}
