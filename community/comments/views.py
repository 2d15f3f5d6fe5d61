"""Pages of comments: the form, the permalink, changing, taking back, confirming."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from guard.access import EVERYONE, MEMBERS, access
from guard.idempotency import once
from guard.limits import limit

from community.members.assistance.acting import author_of, authorship
from community.members.permissions import Refused, Viewer, member_of
from community.members.standing.barred import barred
from community.writing.forms import KEPT_BY_BROWSER
from community.writing.services import render_markdown

from . import services
from .forms import CommentForm, EditForm
from .kinds import place_of
from .models import Comment, Discussion, State
from .permissions import is_author, is_its_mentor, may_delete, may_edit
from .rules import discussion_at, is_shown, state_of
from .shown import MESSAGE, discussed, tell_shown
from .threads import PEOPLE, one_thread, position_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.members.models import User
    from community.members.permissions import ViewedRequest

    from .kinds import Place

MEMBER_RATE = "60/hour"
VISITOR_RATE = "30/hour"  # of one network address, which a whole village may share


@access(GET=EVERYONE, POST=EVERYONE)
@cache_control(**KEPT_BY_BROWSER)
def write(request: ViewedRequest, key: str) -> HttpResponse:
    """Show the form of a comment (htmx loads it in place) and take it in."""
    place = place_of(key, request.viewer)
    discussion = discussion_at(key)
    if place is None or state_of(discussion, place) != State.OPEN:
        return _gone(request, place, is_read=place is not None and is_shown(discussion, place.kind))
    if answer := barred(request, author_of(request)):
        return answer
    form = CommentForm(request.POST or None, key=key, author=author_of(request), initial=_initial(request))
    preview, status = "", 200
    if "preview" in request.POST:
        preview = render_markdown(request.POST.get("comment", ""), prefix="preview")
        form.errors.clear()  # nothing was sent yet, so nothing is wrong
    elif request.method == "POST" and form.is_valid():
        try:
            return _take_in(request, key, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 403
    template = "comments/includes/comment_form.html" if request.htmx else "comments/comment_form.html"
    context = {"form": form, "place": place, "key": key, "answered": _answered(form, key), "preview": preview}
    return render(request, template, context, status=status)


@access(GET=EVERYONE)
def comment(request: ViewedRequest, pk: int) -> HttpResponse:
    """Lead to a comment: its page, in the language of the address, at the right part of the discussion.

    To one that isn't shown any more nothing leads but the topic in which it goes on: from there one comes to the page.
    """
    comments = Comment.objects.select_related("discussion").filter(id=pk)
    found = comments.visible_to(request.viewer).first() or get_object_or_404(comments, is_continued=True)
    place = _place_or_404(found.discussion.key, request.viewer)
    if not is_shown(found.discussion, place.kind):
        raise Http404
    if not found.is_visible_to(request.viewer):
        return redirect(f"{place.url}#komentar")
    position = position_of(found, request.viewer)
    if position.page_of_thread:
        query = f"?page={position.page_of_thread}" if position.page_of_thread > 1 else ""
        return redirect(f"{reverse('comments:thread', args=[found.thread_id])}{query}#c{found.pk}")
    query = f"?komentar={position.page}" if position.page > 1 else ""
    return redirect(f"{place.url}{query}#c{found.pk}")


@access(GET=EVERYONE)
def threads(request: ViewedRequest, key: str) -> HttpResponse:
    """Show one page of the threads of a discussion; htmx puts it below the page before."""
    place = _place_or_404(key, request.viewer)
    discussion = get_object_or_404(Discussion, key=key)
    if not is_shown(discussion, place.kind):
        raise Http404
    template = "comments/includes/threads.html" if request.htmx else "comments/threads_page.html"
    return render(request, template, discussed(request, discussion, place))


@access(GET=EVERYONE)
def thread(request: ViewedRequest, pk: int) -> HttpResponse:
    """Show one thread whole, page by page."""
    root = get_object_or_404(Comment.objects.select_related("discussion", *PEOPLE), id=pk, level=0)
    place = _place_or_404(root.discussion.key, request.viewer)
    if not is_shown(root.discussion, place.kind):
        raise Http404
    node, page = one_thread(root, request.viewer, number=request.GET.get("page"))
    if node is None:
        raise Http404
    tell_shown(request, root.discussion, [node])
    context = {
        "node": node,
        "nodes": [node],
        "page_obj": page,
        "place": place,
        "discussion": root.discussion,
        "is_open": state_of(root.discussion, place) == State.OPEN,
    }
    return render(request, "comments/thread_page.html", context)


@access(GET=MEMBERS, POST=MEMBERS)
@cache_control(**KEPT_BY_BROWSER)
def edit(request: ViewedRequest, pk: int) -> HttpResponse:
    """Change the words of one's own fresh comment, or of one that one wrote for whom one accompanies."""
    found = get_object_or_404(Comment.objects.select_related("discussion", "user", "acted_by"), id=pk, deleted_at=None)
    place = _place_or_404(found.discussion.key, request.viewer)
    if not (is_author | is_its_mentor)(request.viewer, found):
        raise Http404
    if answer := barred(request, found.user):
        return answer
    form = EditForm(request.POST or None, initial={"comment": found.comment})
    preview, refused = "", ""
    if "preview" in request.POST:
        preview = render_markdown(request.POST.get("comment", ""), prefix="preview")
        form.errors.clear()
    elif request.method == "POST" and form.is_valid():
        limit(request, scope="comment-edit", rate=MEMBER_RATE)
        try:
            changed = services.edit_comment(by=member_of(request), comment=found, body=form.cleaned_data["comment"])
        except ValidationError as error:
            form.add_error("comment", error)
        except Refused as error:
            refused = str(error)
        else:
            if changed.hidden_at and changed.comment == found.comment:
                return redirect(f"{place.url}#komentar")
            return _show(request, changed, place)
    elif state_of(found.discussion, place) != State.OPEN:
        refused = _("These comments can only be read.")
    elif not may_edit(request.viewer, found):
        refused = services.why_not_edited(found)
    context = {"form": form, "place": place, "comment": found, "preview": preview, "refused": refused}
    return render(request, "comments/comment_edit.html", context, status=403 if refused else 200)


@access(GET=MEMBERS, POST=MEMBERS)
@never_cache
def delete(request: ViewedRequest, pk: int) -> HttpResponse:
    """Ask, then take back one's own comment, or one that one wrote for whom one accompanies.

    Pressed twice, the second press leads where the first one led.
    """
    found = get_object_or_404(Comment.objects.select_related("discussion", "user__profile__handle", "acted_by"), id=pk)
    place = _place_or_404(found.discussion.key, request.viewer)
    is_own = is_author(request.viewer, found)
    is_repeat = found.deleted_at is not None and (is_own or found.deleted_by_id == request.viewer.user_id)
    if not (is_repeat or may_delete(request.viewer, found)):
        raise Http404
    if not is_own and (answer := barred(request)):
        return answer
    if request.method == "POST" or is_repeat:
        if not is_repeat:
            services.delete_comment(by=cast("User", request.user), comment=found)
        said = _("Your comment is deleted.") if is_own else _("The comment of %(name)s is deleted.")
        messages.success(request, said % {"name": found.writer.name}, MESSAGE)
        return redirect(f"{place.url}#komentar")
    return render(request, "comments/comment_delete.html", {"comment": found, "place": place, "is_own": is_own})


@access(GET=EVERYONE)
@never_cache
def sent(request: ViewedRequest, key: str) -> HttpResponse:
    """Say that a mail is on its way."""
    context = {"place": _place_or_404(key, request.viewer), "holds_first": settings.COMMENT_HOLD_FIRST}
    return render(request, "comments/comment_sent.html", context)


@access(GET=EVERYONE, POST=EVERYONE)
@never_cache
def confirm(request: ViewedRequest, token: str) -> HttpResponse:
    """Publish a visitor's comment; only the button does, since mail programs open links by themselves."""
    waiting = services.unconfirmed_of(token)
    place = place_of(waiting.discussion_key, Viewer(AnonymousUser())) if waiting else None
    if waiting is None:
        return _not_any_more(request)
    if place is None:
        return _not_any_more(request, _("The page is no longer open to everybody, so your comment can’t appear there."))
    if waiting.comment_id:
        written = Comment.objects.select_related("discussion").get(pk=waiting.comment_id)
        return _show(request, written, place)
    if request.method == "POST":
        try:
            published = services.confirm_comment(waiting=waiting)
        except (services.Restricted, services.ReadOnly) as refused:
            return _not_now(request, str(refused), place)
        except Refused as refused:
            return _not_any_more(request, str(refused))
        return _show(request, published, place)
    discussion = discussion_at(place.key)
    if state_of(discussion, place) != State.OPEN:
        return _not_now(request, _("These comments can only be read."), place)
    context = {"waiting": waiting, "place": place, "is_first": services.is_first(waiting.email)}
    return render(request, "comments/comment_confirm.html", context)


def _not_now(request: ViewedRequest, reason: str, place: Place) -> HttpResponse:
    """Say why a comment can't appear for the time being; its link works on."""
    context = {"waiting": None, "refused": reason, "place": place}
    return render(request, "comments/comment_confirm.html", context, status=403)


def _not_any_more(request: ViewedRequest, reason: str = "") -> HttpResponse:
    """Answer that a link does nothing any more, and why, if that is more than its age."""
    context = {"waiting": None, "refused": reason, "is_over": True}
    return render(request, "comments/comment_confirm.html", context, status=404)


def _take_in(request: ViewedRequest, key: str, data: dict[str, Any]) -> HttpResponse:
    """Publish a member's comment at once; keep a visitor's until the mailed link is opened."""
    texts = {"key": key, "body": data["comment"], "reply_to": data["reply_to"]}
    if not request.user.is_authenticated:
        limit(request, scope="visitor-comment", rate=VISITOR_RATE)
        with once(request, scope="visitor-comment") as first:
            if first.answer is None:
                services.ask_to_confirm(**texts, name=data["name"], email=data["email"], follows=data["follows"])
                first.answer = "sent"
        return redirect("comments:sent", key)
    limit(request, scope="comment", rate=MEMBER_RATE)
    with once(request, scope="comment") as first:
        if first.answer is None:
            organisation = data.get("organisation")
            first.answer = services.write_comment(**texts, **authorship(request), organisation=organisation).pk
    return _show(request, Comment.objects.get(pk=first.answer), _place_or_404(key, request.viewer))


def _show(request: ViewedRequest, written: Comment, place: Place) -> HttpResponse:
    """Lead to a new comment, or to its page with a word about why it isn't shown yet."""
    if written.is_visible_to(request.viewer):
        return redirect("comments:comment", written.pk)
    if written.hidden_at and not (written.hidden_by_id or written.deleted_at):  # by reports: it was mended
        messages.info(request, _("Your text is changed. A moderator looks at it, then it can be shown again."), MESSAGE)
    elif written.hidden_at or written.deleted_at:
        said = _("This comment was taken away. If you see that differently, write to %(contact)s.")
        messages.info(request, said % {"contact": settings.CONTACT_EMAIL}, MESSAGE)
    else:
        said = _("Thank you. A moderator reads your comment first, then it appears here.")
        messages.info(request, said, MESSAGE)
    return redirect(f"{place.url}#komentar")


def _place_or_404(key: str, viewer: Viewer) -> Place:
    place = place_of(key, viewer)
    if place is None:
        raise Http404
    return place


def _gone(request: ViewedRequest, place: Place | None, *, is_read: bool) -> HttpResponse:
    """Say where the comments can only be read, or answer 404; who has written something already gets it back."""
    typed = request.POST.get("comment", "").strip()
    if not (typed or is_read):
        raise Http404
    context = {"place": place, "typed": typed, "is_read": is_read}
    return render(request, "comments/comment_gone.html", context, status=403 if is_read else 404)


def _initial(request: ViewedRequest) -> dict[str, Any]:
    reply_to = request.GET.get("balas", "")
    return {"reply_to": int(reply_to) if reply_to.isascii() and reply_to.isdecimal() and len(reply_to) < 10 else 0}


def _answered(form: CommentForm, key: str) -> Comment | None:
    """Find the comment that the form answers, to show whose it is."""
    try:
        return services.parent_of(key=key, reply_to=int(form["reply_to"].value() or 0))
    except (ValidationError, ValueError):
        return None
