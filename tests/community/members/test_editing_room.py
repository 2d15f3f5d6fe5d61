"""The editing room: in the language and the zone of the account, and with what is the viewer's to look after."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.users.models import UserProfile

from community.comments.models import Comment
from community.forums.models import Post, Topic
from community.members.models import Organisation, User
from community.members.roles.models import Vouch
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import PostFactory, TopicFactory
from tests.factories.members import (
    AdministratorFactory,
    EditorFactory,
    MemberFactory,
    MentorFactory,
    ModeratorFactory,
    RegionalModeratorFactory,
)
from tests.factories.organisations import make_organisation
from tests.factories.regions import make_region

pytestmark = pytest.mark.django_db
HOME = "/admin/"
MEMBERS = reverse("wagtailusers_users:index")
SETTINGS = "/admin/account/"
WORDS = {"id": "Tambah anggota", "en": "Add a member"}


@pytest.mark.parametrize(("language", "other"), [("id", "en"), ("en", "id")])
def test_it_speaks_the_language_of_the_account_from_the_first_page_on(client, language, other):
    client.force_login(AdministratorFactory(language=language))
    for _time in range(2):
        page = client.get(MEMBERS, headers={"accept-language": other}).content.decode()
        assert f'<html lang="{language}"' in page
        assert WORDS[language] in page
        assert WORDS[other] not in page


def test_it_follows_when_the_account_changes_and_whatever_wagtail_kept_before(client):
    user = AdministratorFactory(language="id", zone="Asia/Jakarta")
    UserProfile.objects.create(user=user, preferred_language="de", current_time_zone="Europe/Berlin")
    client.force_login(user)
    assert WORDS["id"] in client.get(MEMBERS).content.decode()
    User.objects.filter(pk=user.pk).update(language="en", zone="Asia/Jayapura")
    assert WORDS["en"] in client.get(MEMBERS).content.decode()
    row = UserProfile.objects.get(user=user)
    assert (row.preferred_language, row.current_time_zone) == ("en", "Asia/Jayapura")


def test_it_shows_the_time_of_the_members_zone(client):
    client.force_login(AdministratorFactory(zone="Asia/Jakarta"))
    member = MemberFactory(last_login=datetime(2026, 3, 4, 20, 30, tzinfo=UTC))
    assert "5 Maret 2026, 03.30" in client.get(reverse("member_standing", args=[member.pk])).content.decode()


def test_what_is_refused_there_is_said_in_the_same_language(client):
    client.force_login(ModeratorFactory(language="en"))
    answer = client.get(reverse("wagtailusers_users:add"), follow=True)
    assert "Sorry, you do not have permission" in answer.content.decode()


def test_who_may_not_enter_gets_no_row(client):
    client.force_login(MemberFactory())
    assert client.get(HOME).status_code in (302, 403)
    client.get("/")
    assert not UserProfile.objects.exists()


def test_ones_own_settings_ask_for_no_second_name_language_or_zone_and_lead_to_where_they_are(client):
    user = EditorFactory(name="Maria Letsoin")
    client.force_login(user)
    page = client.get(SETTINGS).content.decode()
    for name in ("first_name", "last_name", "preferred_language", "current_time_zone"):
        assert name not in page
    assert f'href="{reverse("members:edit")}"' in page
    assert f'href="{reverse("mfa_index")}"' in page
    answer = client.post(SETTINGS, {"theme-theme": "dark", "theme-contrast": "system", "theme-density": "default"})
    assert answer.status_code == 302
    assert UserProfile.objects.get(user=user).theme == "dark"
    user.refresh_from_db()
    assert user.name == "Maria Letsoin"


def test_a_moderator_finds_on_the_first_page_what_waits(client):
    client.force_login(ModeratorFactory())
    held(TopicFactory(), PostFactory(), PostFactory(), make_comment(make_story()))
    gone = PostFactory()
    held(gone)
    Post.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    page = client.get(HOME).content.decode()
    assert f'href="{MEMBERS}"' in page
    for name, number in (("forum_topics", 1), ("forum_posts", 2), ("comments_admin", 1)):
        assert row(page, f"{reverse(f'{name}:index')}?held=true") == f"{number} menunggu"
    assert reverse("member_roles:index") not in page
    assert f"{reverse('organisations_admin:index')}?" not in page


def test_a_regional_moderator_finds_what_waits_in_the_region_and_reads_which_it_is(client):
    region, elsewhere = make_region("81.02"), make_region("82")
    client.force_login(RegionalModeratorFactory(of=region))
    for place in (region, elsewhere):
        topic = TopicFactory()
        topic.regions.add(place)
        held(PostFactory(topic=topic))
    page = client.get(HOME).content.decode()
    assert region.full_name in page
    assert row(page, f"{reverse('forum_posts:index')}?held=true") == "1 menunggu"
    assert row(page, reverse("forum_topics:index")) == "Tidak ada yang menunggu"
    assert f'href="{MEMBERS}"' not in panel(page)


def test_an_administrator_finds_organisations_and_vouches_that_wait(client):
    client.force_login(AdministratorFactory())
    waiting = make_organisation()
    for state in ("verified_at", "suspended_at", "closed_at"):
        Organisation.objects.filter(pk=make_organisation().pk).update(**{state: timezone.now()})
    Vouch.objects.create(mentor=MentorFactory(), member=MemberFactory(), reason="x")
    Vouch.objects.create(mentor=MentorFactory(), member=MemberFactory(), reason="x", counted_at=timezone.now())
    page = client.get(HOME).content.decode()
    address = f"{reverse('organisations_admin:index')}?waits=true"
    assert row(page, address) == "1 menunggu"
    assert [each.pk for each in client.get(address).context["object_list"]] == [waiting.pk]
    others = client.get(address.replace("true", "false")).context["object_list"]
    assert (len(others), waiting in others) == (3, False)
    assert row(page, f"{reverse('member_vouches:index')}?waits=true") == "1 menunggu"
    assert reverse("member_roles:index") in panel(page)


def test_an_editor_who_looks_after_pages_only_sees_no_such_panel(client):
    client.force_login(EditorFactory())
    assert 'id="duties' not in client.get(HOME).content.decode()


def test_what_waits_is_counted_to_a_hundred_only_in_as_many_queries_as_nothing(client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(HOME)
        return len(captured)

    client.force_login(ModeratorFactory())
    queries()  # what is remembered from the first page on
    few = queries()
    topic = TopicFactory()
    held(*(PostFactory(topic=topic) for _number in range(101)))
    assert queries() == few
    assert row(client.get(HOME).content.decode(), f"{reverse('forum_posts:index')}?held=true") == "99+ menunggu"


def held(*contributions: Post | Topic | Comment) -> None:
    for each in contributions:
        type(each).objects.filter(pk=each.pk).update(held_at=timezone.now(), is_live=False)


def panel(page: str) -> str:
    return page.split('id="duties-content"')[1].split("</table>")[0]


def row(page: str, url: str) -> str:
    """What stands in the last cell of the line that leads to an address."""
    line = panel(page).split(f'href="{url}"')[1].split("</tr>")[0]
    return " ".join(strip_tags(line.rsplit("<td>", 1)[1]).split())
