import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community.members import services
from community.members.models import Handle, Profile, User
from community.members.signals import member_joined, profile_changed
from tests.factories.members import AdministratorFactory, MemberFactory

pytestmark = pytest.mark.django_db


def test_joining_makes_account_handle_and_profile_and_tells_of_it(told):
    user = join(handle="maria")
    assert user.profile.handle.text == "maria"
    assert user.language == "id"
    assert user.check_password("sampan-biru-1985")
    assert not user.profile.is_listed
    assert told == [("joined", user.pk)]


def test_a_handle_is_made_from_the_name_if_none_is_wished():
    assert join(name="Maria Letsoin").profile.handle.text == "maria-letsoin"


def test_the_second_of_one_name_gets_a_number():
    join(name="Maria Letsoin")
    second = join(name="Maria Letsoin", email="maria2@example.org")
    assert second.profile.handle.text == "maria-letsoin-2"


def test_a_wish_that_was_just_taken_gets_the_nearest_free_handle():
    MemberFactory(handle="maria")
    assert join(handle="maria").profile.handle.text == "maria-2"


def test_an_account_without_address_is_possible_for_assisted_people():
    assert services.join(email=None, password=None, name="Nenek Oma", language="id").email is None


def test_an_old_handle_stays_with_its_owner():
    user = join(handle="maria")
    services.change_handle(by=user, profile=user.profile, handle="maria-l")
    assert list(Handle.objects.filter(user=user).order_by("pk").values_list("text", "is_current")) == [
        ("maria", False),
        ("maria-l", True),
    ]


def test_one_may_take_up_an_old_handle_again():
    user = join(handle="maria")
    services.change_handle(by=user, profile=user.profile, handle="maria-l")
    services.change_handle(by=user, profile=user.profile, handle="maria")
    assert Profile.objects.get(user=user).handle.text == "maria"
    assert Handle.objects.filter(user=user).count() == 2


@pytest.mark.parametrize("wish", ["marial", "maria1", "MARIAL"])
def test_a_handle_of_another_or_one_that_looks_like_it_is_refused(wish):
    join(handle="marial")
    other = MemberFactory(handle="other")
    with pytest.raises(ValidationError):
        services.change_handle(by=other, profile=other.profile, handle=wish)
    assert Profile.objects.get(user=other).handle.text == "other"


def test_the_old_handle_of_another_stays_taken():
    first = join(handle="maria")
    services.change_handle(by=first, profile=first.profile, handle="mia")
    assert "maria" in services.taken("maria", owner=MemberFactory())


def test_a_profile_is_edited_by_its_owner_or_an_administrator_only(told):
    user = MemberFactory()
    edit(by=user, profile=user.profile)
    edit(by=AdministratorFactory(), profile=user.profile)
    with pytest.raises(PermissionDenied):
        edit(by=MemberFactory(), profile=user.profile)
    assert told == [("changed", user.pk)] * 2
    user.refresh_from_db()
    assert (user.name, user.zone, user.profile.is_listed) == ("Maria", "Asia/Jakarta", True)


def test_an_account_that_was_made_otherwise_gets_its_profile_once():
    user = User.objects.create_superuser("admin@example.org", "x", name="Pak Admin")
    profile = services.give_profile(user=user)
    assert services.give_profile(user=user) == profile
    assert profile.handle.text == "pak-admin"


def join(**fields):
    typed = {"email": "Maria@Example.org", "password": "sampan-biru-1985", "name": "Maria", "language": "id"}
    return services.join(**(typed | fields))


def edit(*, by, profile):
    services.edit_profile(
        by=by, profile=profile, name="Maria", bio="", region=None, language="en", zone="Asia/Jakarta", is_listed=True
    )


@pytest.fixture
def told():
    heard = []

    def joined(user, **kwargs):
        heard.append(("joined", user.pk))

    def changed(user, **kwargs):
        heard.append(("changed", user.pk))

    member_joined.connect(joined)
    profile_changed.connect(changed)
    yield heard
    member_joined.disconnect(joined)
    profile_changed.disconnect(changed)


def test_nobody_collects_handles():
    member = MemberFactory(handle="perahu-satu")
    for text in ("perahu-dua", "perahu-tiga", "perahu-empat", "perahu-lima"):
        services.change_handle(by=member, profile=member.profile, handle=text)
    with pytest.raises(ValidationError) as refused:
        services.change_handle(by=member, profile=member.profile, handle="perahu-enam")
    assert refused.value.code == "often"
    assert Profile.objects.get(user=member).handle.text == "perahu-lima"
    assert services.change_handle(by=member, profile=member.profile, handle="perahu-satu").is_current
