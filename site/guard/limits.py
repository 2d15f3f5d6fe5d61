"""Request limits: how often one person or address may do something, counted in memory or in Redis.

While Redis is away each process counts for itself: the site stays open, and no limit is lifted.
"""

from __future__ import annotations

import logging
import time
from functools import cache
from ipaddress import ip_address, ip_network
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from limits import parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

logger = logging.getLogger(__name__)
REDIS_WAIT = 1  # seconds


class TooMany(Exception):
    """The limit is reached; `retry_after` is in seconds. The middleware answers with a friendly 429."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many requests; try again in {retry_after} s.")
        self.retry_after = retry_after


def limit(request: HttpRequest, *, scope: str, rate: str) -> None:
    """Count one more act of this kind by the member, or by the visitor's address; raise TooMany past the rate.

    The rate reads like `20/hour` or `5/10 minutes`.
    """
    limit_as(_identity(request), scope=scope, rate=rate)


def limit_as(identity: str, *, scope: str, rate: str) -> None:
    """Count one more act of whoever is named, be it an address or an account; raise TooMany past the rate."""
    try:
        _hit(_limiter(), rate, scope, identity)
    except StorageError as error:
        logger.warning("Limits are counted by each process for itself: %s", error)
        _hit(_stand_in(), rate, scope, identity)


def must_be_open(identity: str, *, scope: str, rate: str) -> None:
    """Raise TooMany when someone's rate is reached, without counting: for acts of which only failures count."""
    try:
        _test(_limiter(), rate, scope, identity)
    except StorageError:
        _test(_stand_in(), rate, scope, identity)


def forget_count(identity: str, *, scope: str, rate: str) -> None:
    """Start counting anew for one: who has proved to own the account need not wait."""
    for limiter in (_limiter, _stand_in):
        try:
            limiter().clear(parse(rate), scope, identity)
        except StorageError as error:
            logger.warning("A count stays until its time is over: %s", error)


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address.

    Behind `TRUSTED_PROXIES` proxies it is the entry of X-Forwarded-For that the outermost of them added; anything
    before that was written by the visitor and may be invented.
    """
    proxies: int = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies > 0 and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str, *, bits_of_six: int = 64) -> str:
    """Return the network that an address lies in: /24, or /64 of IPv6; what is no address stands for itself.

    With `bits_of_six` it is a wider one of IPv6.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, 24 if parsed.version == 4 else bits_of_six), strict=False))


def forget_counts() -> None:
    """Start counting anew; for tests and for an operator who must let someone in."""
    storage().reset()


@cache
def storage() -> Storage:
    """Return where the counts are kept: in Redis when there is one, so that all processes count together."""
    if not settings.REDIS_URL:
        return MemoryStorage()
    waits = {"socket_connect_timeout": REDIS_WAIT, "socket_timeout": REDIS_WAIT}
    return cast("Storage", storage_from_string(settings.REDIS_URL, wrap_exceptions=True, **waits))


def _hit(limiter: MovingWindowRateLimiter, rate: str, scope: str, identity: str) -> None:
    item = parse(rate)
    if not limiter.hit(item, scope, identity):
        raise _too_many(limiter, rate, scope, identity)


def _test(limiter: MovingWindowRateLimiter, rate: str, scope: str, identity: str) -> None:
    if not limiter.test(parse(rate), scope, identity):
        raise _too_many(limiter, rate, scope, identity)


def _too_many(limiter: MovingWindowRateLimiter, rate: str, scope: str, identity: str) -> TooMany:
    opens_at = limiter.get_window_stats(parse(rate), scope, identity).reset_time
    return TooMany(max(1, round(opens_at - time.time())))


@cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage())


@cache
def _stand_in() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


def _identity(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return f"user:{user.pk}" if user is not None and user.is_authenticated else f"address:{address_of(request)}"
