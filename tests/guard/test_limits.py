import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from guard.limits import TooMany, address_of, limit
from guard.middleware import BorderMiddleware


def test_past_the_rate_one_is_told_when_to_come_again():
    for _time in range(2):
        limit(ask(), scope="reply", rate="2/hour")
    with pytest.raises(TooMany) as error:
        limit(ask(), scope="reply", rate="2/hour")
    assert 3500 < error.value.retry_after <= 3600
    limit(ask(), scope="topic", rate="2/hour")
    limit(ask(REMOTE_ADDR="10.0.0.2"), scope="reply", rate="2/hour")


def test_an_address_is_believed_only_as_far_as_our_own_proxies_wrote_it(settings):
    request = ask(HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2", REMOTE_ADDR="10.0.0.1")
    assert address_of(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert address_of(request) == "2.2.2.2"
    settings.TRUSTED_PROXIES = 3
    assert address_of(request) == "10.0.0.1"


@pytest.mark.django_db
def test_too_many_becomes_a_friendly_429(client):
    request = client.get("/healthz/").wsgi_request
    response = BorderMiddleware(lambda _request: None).process_exception(request, TooMany(61))
    assert response.status_code == 429
    assert response["Retry-After"] == "61"


def ask(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/", **headers)
    request.user = AnonymousUser()
    return request
