"""Groups of editors, and the one rule for all languages of a page."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db.models import Model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    PageViewRestriction,
    Workflow,
    WorkflowPage,
)
from wagtail.permissions import policy_registry

from home.models import CustomDocument, CustomImage, HomePage, Region, RegionIndexPage, RegionPage
from home.services.editors import make_editors, make_regional_editors
from home.services.site_tree import make_site_tree
from tests.factories.members import MemberFactory
from tests.factories.regions import make_region
from tests.factories.told import make_story, translate

pytestmark = pytest.mark.django_db


def test_editors_keep_all_pages_in_both_languages() -> None:
    editor = member_of(make_editors_of_site())
    for home in HomePage.objects.all():
        rights = home.permissions_for_user(editor)
        assert rights.can_edit()
        assert rights.can_publish()
        assert rights.can_add_subpage()
    assert editor.has_perm("wagtailadmin.access_admin")
    assert editor.has_perm("home.change_sector")


def test_making_the_groups_again_makes_nothing_twice() -> None:
    make_editors_of_site()
    counts = [model.objects.count() for model in (GroupPagePermission, Workflow, GroupApprovalTask, WorkflowPage)]
    make_editors()
    again = [model.objects.count() for model in (GroupPagePermission, Workflow, GroupApprovalTask, WorkflowPage)]
    assert counts == again


def test_every_page_goes_through_the_editors() -> None:
    make_editors_of_site()
    workflow = make_story().get_workflow()
    assert workflow.name == "Redaksi"
    assert [group.name for group in workflow.tasks[0].specific.groups.all()] == ["Editors"]


def test_regional_editors_write_below_their_region_in_both_languages_and_nowhere_else() -> None:
    kei, tual = make_region_page("81.02"), make_region_page("81.72")
    english = translate(kei, "Southeast Maluku")
    regional = member_of(make_regional_editors(kei.region))
    story = make_story("Di sini", parent=kei)
    for page in (kei, story, english):
        rights = page.permissions_for_user(regional)
        assert rights.can_edit()
        assert not rights.can_publish()
    for page in (tual, HomePage.objects.first(), make_story("Di sana", parent=tual)):
        assert not page.permissions_for_user(regional).can_edit()


@pytest.mark.parametrize("model", [CustomImage, CustomDocument])
def test_editors_change_all_pictures_and_documents_and_regional_ones_only_their_own(model: type[Model]) -> None:
    make_region_page("81.02")
    editor = member_of(make_editors())
    regional = member_of(make_regional_editors(Region.objects.get(code="81.02")))
    policy = policy_registry.get_by_type(model)
    for each in (editor, regional):
        assert all(policy.user_has_permission(each, right) for right in ("add", "choose"))
    theirs, others = model(title="Laut", uploaded_by_user=regional), model(title="Pantai", uploaded_by_user=editor)
    for thing in (theirs, others):
        thing.collection = Collection.get_first_root_node()
        assert policy.user_has_permission_for_instance(editor, "delete", thing)
        assert policy.user_has_permission_for_instance(regional, "delete", thing) == (thing is theirs)


def test_a_restriction_holds_in_every_language_and_goes_from_every_one() -> None:
    story = make_story()
    english = translate(story, "Story")
    restriction = PageViewRestriction.objects.create(page=story, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Dewan"))
    (mirrored,) = PageViewRestriction.objects.filter(page=english)
    assert (mirrored.restriction_type, mirrored.groups.get().name) == ("groups", "Dewan")
    restriction.delete()
    assert not PageViewRestriction.objects.exists()


def test_a_translation_made_later_keeps_the_rules_of_its_page() -> None:
    story = make_story()
    group = Group.objects.create(name="Penulis")
    GroupPagePermission.objects.create(group=group, page=story, permission_type="change")
    PageViewRestriction.objects.create(page=story, restriction_type="login")
    english = translate(story, "Story")
    assert english.group_permissions.get().group == group
    assert english.view_restrictions.get().restriction_type == "login"


def test_deleting_one_language_leaves_the_rules_of_the_other() -> None:
    story = make_story()
    english = translate(story, "Story")
    PageViewRestriction.objects.create(page=story, restriction_type="login")
    english.delete()
    assert story.view_restrictions.exists()


def test_a_workflow_is_assigned_in_every_language() -> None:
    make_editors_of_site()
    first, second = HomePage.objects.order_by("pk")
    WorkflowPage.objects.get(page=first).delete()
    assert not WorkflowPage.objects.filter(page=second).exists()


def test_the_command_makes_groups_for_codes_and_refuses_unknown_ones() -> None:
    make_region_page("81.02")
    said = StringIO()
    call_command("make_editor_groups", "81.02", stdout=said)
    assert said.getvalue().split("\n")[:2] == ["Editors", "Regional editors 81.02"]
    with pytest.raises(CommandError, match=r"99\.99"):
        call_command("make_editor_groups", "99.99")


def make_editors_of_site() -> Group:
    make_site_tree()
    return make_editors()


def make_region_page(code: str) -> RegionPage:
    if not RegionIndexPage.objects.exists():
        make_site_tree()
    region = make_region(code)
    parent: Page = RegionIndexPage.objects.get(locale=Locale.get_default())
    if region.parent:
        above = RegionPage.objects.filter(region=region.parent, locale=Locale.get_default()).first()
        parent = above or make_region_page(region.parent.code)
    page = parent.add_child(instance=RegionPage(title=region.name, region=region, locale=parent.locale))
    page.save_revision().publish()
    return page


def member_of(group: Group) -> object:
    member = MemberFactory()
    member.groups.add(group)
    return member
