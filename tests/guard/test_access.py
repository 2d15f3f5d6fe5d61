import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views import View
from guard.access import EDITORS, EVERYONE, MEMBERS, access

from tests.factories.members import EditorFactory, MemberFactory


@access(GET=EVERYONE, POST=MEMBERS)
def open_to_read(request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


@access(GET=EDITORS)
class Inside(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("inside")


@access(GET=EVERYONE)
class Outside(Inside):
    pass


def test_a_visitor_reads_and_is_led_to_the_login_to_write():
    assert open_to_read(ask("get")).content == b"read"
    answer = open_to_read(ask("post"))
    assert answer["Location"] == "/akun/masuk/?next=/x/"
    assert open_to_read(ask("post", HTTP_HX_REQUEST="true"))["HX-Redirect"] == "/akun/masuk/?next=/x/"


def test_the_sign_in_page_is_told_of_words_that_were_not_sent_and_are_kept():
    for facts, is_told in (
        ({"body": "Bibit yang putih", "draft_sequence": "0"}, True),
        ({"body": "Bibit yang putih"}, False),  # no device keeps these
        ({"body": "", "draft_sequence": "0"}, False),
    ):
        request = RequestFactory().post("/x/", facts, headers={"HX-Request": "true"})
        request.user = AnonymousUser()
        assert ("&unsent=1" in open_to_read(request)["HX-Redirect"]) == is_told


def test_a_method_without_an_audience_is_not_allowed():
    assert open_to_read(ask("delete")).status_code == 405
    assert open_to_read(ask("head")).status_code == 200


@pytest.mark.django_db
def test_who_is_signed_in_but_may_not_is_refused():
    with pytest.raises(PermissionDenied):
        Inside.as_view()(ask("get", MemberFactory()))
    assert Inside.as_view()(ask("get", EditorFactory())).content == b"inside"


def test_a_subclass_has_its_own_rule():
    assert Outside.as_view()(ask("get")).status_code == 200
    assert Inside.as_view()(ask("get")).status_code == 302


def test_a_rule_names_methods():
    with pytest.raises(ValueError, match="Name at least one"):
        access()
    with pytest.raises(ValueError, match="TRACE"):
        access(TRACE=EVERYONE)


def ask(method: str, user: object = None, **headers: str) -> HttpRequest:
    request = getattr(RequestFactory(), method)("/x/", **headers)
    request.user = user or AnonymousUser()
    return request
