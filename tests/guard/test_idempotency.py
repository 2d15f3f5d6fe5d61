from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from guard.idempotency import claim, forget_old_keys, once
from guard.models import IdempotencyKey

from tests.factories.members import MemberFactory


@pytest.mark.django_db
def test_a_repeat_gets_the_first_answer():
    assert send("k") == "/1/"
    assert send("k") == "/1/"
    assert send("other") == "/2/"


@pytest.mark.django_db
def test_another_member_with_the_same_key_is_somebody_else():
    assert send("k", user=MemberFactory()) == "/1/"
    assert send("k", user=MemberFactory()) == "/2/"


@pytest.mark.django_db
def test_without_a_key_each_sending_counts():
    assert send("") == "/0/"
    assert not IdempotencyKey.objects.exists()


@pytest.mark.django_db
def test_other_words_in_the_same_form_are_something_else():
    def post(body: str) -> str:
        request = RequestFactory().post("/", {"idempotency_key": "k", "csrfmiddlewaretoken": body, "body": body})
        request.user = AnonymousUser()
        with once(request, scope="s") as first:
            first.answer = first.answer or f"did {body}"
        return first.answer

    assert post("satu") == "did satu"
    assert post("dua") == "did dua"
    assert post("satu") == "did satu"


@pytest.mark.django_db
def test_what_is_done_once_asks_nothing_of_what_was_done():
    for asked in (["INSERT", "UPDATE"], ["INSERT", "SELECT"]):
        with CaptureQueriesContext(connection) as captured, claim(scope="s", key="k") as first:
            assert first.answer == (None if "UPDATE" in asked else "/1/")
            first.answer = "/1/"
        said = [query["sql"].split()[0] for query in captured]
        assert [word for word in said if word in {"INSERT", "SELECT", "UPDATE"}] == asked


@pytest.mark.django_db
def test_an_error_frees_the_key():
    with pytest.raises(ZeroDivisionError), claim(scope="s", key="k"):
        raise ZeroDivisionError
    assert send("k") == "/1/"


@pytest.mark.django_db
def test_old_keys_are_forgotten():
    send("k")
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert forget_old_keys() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a database in memory has one connection")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_double_click_acts_once():
    acted, barrier = [], Barrier(4)

    def click() -> None:
        try:
            barrier.wait()
            with claim(scope="s", key="k") as first:
                if first.answer is None:
                    acted.append(1)
                    first.answer = "/1/"
        finally:
            connection.close()

    threads = [Thread(target=click) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert acted == [1]


def test_a_form_shown_again_keeps_its_key():
    page = Template("{% load guard_tags %}{% idempotency_field %}")
    again = RequestFactory().post("/", {"idempotency_key": "abc"})
    assert 'value="abc"' in page.render(Context({"request": again}))
    fresh = {page.render(Context({"request": RequestFactory().get("/")})) for _time in range(2)}
    assert len(fresh) == 2


def send(key: str, user: object = None) -> str:
    with claim(scope="s", key=key, user=user) as first:
        if first.answer is None:
            first.answer = f"/{IdempotencyKey.objects.count()}/"
    return str(first.answer)
