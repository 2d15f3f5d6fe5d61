"""Categories in the editing room: where they are made, named, put in order and, while they are empty, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Sum, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Category
from ..models.categories import PARTICIPANTS
from ..services import categories as services
from ..services.audiences import names_of
from ..signals import category_changed
from .category_form import CategoryForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class AnnouncingMixin:
    """Saves a category and announces it in one transaction, in which nobody else changes one."""

    @transaction.atomic
    def save_instance(self) -> Category:
        """Look once more whether it may be so, save and announce."""
        services.lock_categories()
        form: CategoryForm = self.form  # type: ignore[attr-defined]
        services.check_place(form.instance)
        category: Category = super().save_instance()  # type: ignore[misc]
        category_changed.send(sender=Category, category=category)
        return category

    def form_valid(self, form: CategoryForm) -> HttpResponse:
        """Save, unless somebody else was quicker with a category that doesn't go together with it."""
        try:
            return cast("HttpResponse", super().form_valid(form))  # type: ignore[misc]
        except ValidationError as error:
            form.add_error(None, error)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return cast("HttpResponse", self.form_invalid(form))  # type: ignore[attr-defined]


class CategoryIndexView(generic.IndexView):
    """In their order, each followed by those in it, whose topics are counted with its own; with whom they are for."""

    columns = (
        TitleColumn("name", label=_("Name"), url_name="forum_categories:edit", accessor=lambda row: indented(row)),
        Column("order", label=_("Order")),
        Column("sees", label=_("Who may read")),
        Column("writes", label=_("Who may write")),
        Column("keepers", label=_("Moderators")),
        Column("topics", label=_("Topics"), accessor=lambda category: category.topic_count + category.topics_below),
        Column("posts", label=_("Posts"), accessor=lambda category: category.post_count + category.posts_below),
    )

    def get_base_queryset(self) -> QuerySet[Category]:
        """Count what lies in them, once."""
        sums = {f"{name}s_below": Coalesce(Sum(f"children__{name}_count"), Value(0)) for name in ("topic", "post")}
        return Category.objects.public().annotate(**sums).prefetch_related("moderators").in_tree_order()

    def get_table(self, object_list: Any) -> Any:
        """Say of those shown whom they are for, all at once."""
        say_whom_for(object_list)
        return super().get_table(object_list)


class CategoryCreateView(AnnouncingMixin, generic.CreateView):
    """A new category."""


class PublicOnly:
    """Leads to categories alone: the category of private conversations is none that anybody changes."""

    def get_object(self, *args: Any, **kwargs: Any) -> Category:
        """Find it, or answer as if there were none."""
        found: Category = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if found.audience_see == PARTICIPANTS:
            raise Http404
        return found


class CategoryEditView(PublicOnly, AnnouncingMixin, generic.EditView):
    """An existing category."""


class CategoryDeleteView(PublicOnly, generic.DeleteView):
    """Deletes a category with nothing in it; of others it says what to do before."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask, where it can be done."""
        return self._refusal() or super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> Any:
        """Delete it, unless something came into it meanwhile."""
        try:
            with transaction.atomic():
                services.lock_categories()
                return self._refusal() or super().form_valid(form)
        except ProtectedError:
            return self._refusal()

    def _refusal(self) -> HttpResponse | None:
        if reason := services.why_not_deleted(self.object):
            messages.error(self.request, reason)
            return redirect("forum_categories:edit", self.object.pk)
        return None


class CategoryViewSet(ModelViewSet):
    """The categories, in their order."""

    model = Category
    name = "forum_categories"
    url_prefix = "forum/categories"
    icon = "folder-open-1"
    menu_label = _("Categories")
    add_to_reference_index = False
    pk_path_converter = "int"
    copy_view_enabled = False
    list_per_page = 100
    search_fields = ("name", "name_en")
    index_view_class = CategoryIndexView
    add_view_class = CategoryCreateView
    edit_view_class = CategoryEditView
    delete_view_class = CategoryDeleteView

    def get_form_class(self, for_update: bool = False) -> type[CategoryForm]:
        """Offer audiences by name."""
        return CategoryForm


def say_whom_for(categories: Iterable[Category]) -> None:
    """Write beside each category in words who reads, writes and keeps order there."""
    categories = list(categories)
    audiences = [(each.audience_see, each.audience_reply, each.audience_start) for each in categories]
    names = names_of(audience for three in audiences for audience in three)
    for category, (see, reply, start) in zip(categories, audiences, strict=True):
        told = {"start": names[start], "reply": names[reply]}
        both: Any = names[start] if start == reply else _("Topics: %(start)s. Replies: %(reply)s.") % told
        facts: Any = category
        facts.sees, facts.writes = names[see], both
        facts.keepers = ", ".join(user.name for user in category.moderators.all()) or "–"


def indented(category: Category) -> str:
    """Show in which category one lies."""
    return f"{category.parent} › {category}" if category.parent else str(category)
