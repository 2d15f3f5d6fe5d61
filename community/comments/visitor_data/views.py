"""Pages for visitors without an account: ask by address, then take a copy along or have all of it removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from guard.access import EVERYONE, access
from guard.limits import limit, limit_as

from community.members.entrance import account_of

from . import services
from .forms import AddressForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

VISITOR_RATE = "30/hour"  # of one network address, which a whole village may share
ADDRESS_RATE = "5/day"  # mails to one address


@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Take an address, and answer the same whether something was written with it or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    is_sent = False
    if request.method == "POST":
        limit(request, scope="visitor-data", rate=VISITOR_RATE)
        if form.is_valid():
            limit_as(account_of(form.cleaned_data["email"]), scope="visitor-data.address", rate=ADDRESS_RATE)
            services.ask(email=form.cleaned_data["email"])
            is_sent = True
    return render(request, "comments/visitor_data_ask.html", {"form": form, "is_sent": is_sent})


@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def shown(request: HttpRequest, token: str) -> HttpResponse:
    """Say what there is to whoever opens the mailed link; posted, give a copy or remove all of it."""
    email = services.address_of(token)
    if not email:
        return render(request, "comments/visitor_data.html", {"email": email}, status=404 if email is None else 200)
    if request.method == "POST":
        limit(request, scope="visitor-data.act", rate=VISITOR_RATE)
        if "copy" in request.POST:
            return _copy(email)
        if "remove" in request.POST:
            services.remove(email=email)
            return render(request, "comments/visitor_data.html", {"email": email, "is_removed": True})
    context = {"email": email, "count": services.count_of(email), "followed": services.count_followed(email)}
    return render(request, "comments/visitor_data.html", context)


def _copy(email: str) -> HttpResponse:
    answer = JsonResponse(
        services.copy_of(email), encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = 'attachment; filename="negeri-data.json"'
    return answer
