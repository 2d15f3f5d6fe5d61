import pytest
from allauth.core.ratelimit import respond_429
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from guard.limits import TooMany, address_of, limit

from community.writing import views
from tests.factories.members import MemberFactory


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
@pytest.mark.parametrize(
    ("path", "said"), [("/tulisan/pratinjau/", "dalam 2 menit"), ("/en/tulisan/pratinjau/", "in 2 minutes")]
)
def test_who_comes_too_often_is_told_the_wait_and_loses_nothing_typed(client, monkeypatch, path, said):
    monkeypatch.setattr(views, "limit", refuse_for(61))
    client.force_login(MemberFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(path, {"text": 'Bibit "putih"', "idempotency_key": "k", "password": "rahasia"})
    assert response.status_code == 429
    assert response["Retry-After"] == "61"
    html = response.content.decode()
    assert said in html
    assert '<input type="hidden" name="text" value="Bibit &quot;putih&quot;">' in html
    assert '<input type="hidden" name="idempotency_key" value="k">' in html
    assert "rahasia" not in html
    assert html.count('name="csrfmiddlewaretoken"') == 1


@pytest.mark.django_db
def test_who_knocks_too_often_at_the_door_is_told_the_same(client):
    request = client.post("/en/akun/masuk/", {"login": "maria@example.org", "password": "salah-salah"}).wsgi_request
    response = respond_429(request)
    assert response.status_code == 429
    assert response["Retry-After"] == "300"
    assert "maria@example.org" in response.content.decode()
    assert "salah-salah" not in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_a_good_token_is_refused_on_a_page_of_the_site_that_keeps_the_text():
    sent = {"text": "Bibit <b>putih</b>", "csrfmiddlewaretoken": "old token", "password": "sangat rahasia"}
    response = Client(enforce_csrf_checks=True).post("/en/akun/masuk/", sent)
    assert response.status_code == 403
    html = response.content.decode()
    assert "<h1>This form was open too long</h1>" in html
    assert 'id="main"' in html
    assert "Bibit &lt;b&gt;putih&lt;/b&gt;</textarea>" in html
    assert "rahasia" not in html
    assert 'method="post"' not in html


@pytest.mark.django_db
def test_what_is_said_beside_a_form_without_a_good_token_does_not_ask_to_go_back():
    client = Client(enforce_csrf_checks=True)
    html = client.post("/en/akun/masuk/", {"text": "Bibit putih"}, headers={"HX-Request": "true"}).content.decode()
    assert "what you wrote is kept" in html
    assert "Go back" not in html
    assert "Go back" in client.post("/en/akun/masuk/", {"text": "Bibit putih"}).content.decode()


def ask(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/", **headers)
    request.user = AnonymousUser()
    return request


def refuse_for(seconds: int):
    def refuse(*args: object, **kwargs: object) -> None:
        raise TooMany(seconds)

    return refuse
