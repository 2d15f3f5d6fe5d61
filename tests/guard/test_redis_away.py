from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory
from guard import limits

NOBODY_LISTENS = "redis://127.0.0.1:9/0"


@pytest.fixture(autouse=True)
def _redis_is_away(settings) -> Iterator[None]:
    """Point the site at a Redis that isn't there, with the options of the real settings."""
    settings.REDIS_URL = NOBODY_LISTENS
    options = {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1}
    settings.CACHES = {
        "default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": NOBODY_LISTENS, "OPTIONS": options}
    }
    made = (limits.storage, limits._limiter, limits._stand_in)
    for each in made:
        each.cache_clear()
    yield
    for each in made:
        each.cache_clear()


def test_limits_hold_in_each_process():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    limits.limit(request, scope="reply", rate="1/hour")
    with pytest.raises(limits.TooMany):
        limits.limit(request, scope="reply", rate="1/hour")


def test_the_cache_forgets_and_nothing_breaks():
    cache.set("place", "Ohoidertawun")
    assert cache.get("place") is None
    assert cache.get_or_set("place", lambda: "Elat") == "Elat"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/cari/?q=kei", "/akun/masuk/", "/forum/"])
def test_pages_are_served(client, path):
    assert client.get(path).status_code == 200
