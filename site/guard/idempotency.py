"""A form that is sent twice (a double click, a reload, a shaky line) acts once; the repeat gets the first answer.

In the form: `{% load guard_tags %}{% idempotency_field %}`. In the view:

    with once(request, scope="reply") as first:
        if first.answer is None:
            post = services.reply(...)
            first.answer = post.get_absolute_url()
    return redirect(first.answer)

What happens inside is one transaction together with the key. A second request with the same key waits for the first to
commit, then finds its answer. An error inside undoes the key too, so the form can be sent again.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from .models import IdempotencyKey

FIELD = "idempotency_key"
KEPT = timedelta(days=7)
WRITE = """
INSERT INTO guard_idempotencykey (scope, owner, "key", created_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
# What a form brings that is none of its content: it may differ between two presses of the same button.
NOT_CONTENT = {"csrfmiddlewaretoken", "draft_sequence", "draft_writer"}


class First:
    """What the first request with a key answered: None until it did. Any value that JSON can hold."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer


def new_key() -> str:
    """Make a key for a form that is being shown."""
    return secrets.token_urlsafe(24)


@contextmanager
def once(request: HttpRequest, *, scope: str) -> Iterator[First]:
    """Do something once for the key that the form brought, in one transaction; without a key, simply do it.

    Who goes back and sends other words in the same form does something else: the key counts with what was sent.
    """
    with claim(scope=scope, key=_key_with_content(request), user=request.user) as first:
        yield first


@contextmanager
def claim(*, scope: str, key: str, user: Any = None) -> Iterator[First]:
    """As `once`, for a caller that knows key and user itself."""
    with transaction.atomic():
        if not 0 < len(key) <= 64:
            yield First(None)
            return
        owner = f"user:{user.pk}" if user is not None and user.is_authenticated else ""
        row = IdempotencyKey.objects.filter(scope=scope, owner=owner, key=key)
        known = None if _is_first(scope, owner, key) else row.values_list("answer", flat=True).get()
        first = First(known)
        yield first
        if first.answer != known:
            row.update(answer=first.answer)


def _is_first(scope: str, owner: str, key: str) -> bool:
    """Write the key down; tell whether nobody had before, which the ORM keeps to itself.

    A unique row is the lock: PostgreSQL lets a second insert wait until the first commits or fails, and SQLite lets
    only one writer in at all.
    """
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [scope, owner, key, at])
        return bool(cursor.rowcount == 1)


def _key_with_content(request: HttpRequest) -> str:
    if not request.POST.get(FIELD):
        return ""
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    return hashlib.sha256(repr(sent).encode()).hexdigest()


def forget_old_keys() -> int:
    """Delete keys past their time; return how many rows went."""
    return IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
