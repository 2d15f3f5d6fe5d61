from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.forums.services import reply, start_topic
from community.members.assistance import services
from community.members.assistance.done import acts_page, all_acts
from community.members.audiences import Audience
from community.members.models import Assistance, Consent, Erasure, Handle, Role, User, former_name
from community.members.permissions import Refused, may_edit_profile, may_see_profile
from community.members.services import edit_profile
from tests.factories.assistance import make_assistance
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import AdministratorFactory, MemberFactory, MentorFactory
from tests.factories.regions import make_region
from tests.factories.rights import erase

pytestmark = pytest.mark.django_db


def test_a_mentor_registers_a_person_with_what_they_agreed_to():
    mentor = MentorFactory(name="Yosep Contoh")
    assistance = make_assistance(mentor=mentor, name="Maria Contoh", phone="0812 345 678", consent_place="Ohoi Elat")
    person = assistance.person
    assert (person.name, person.email, person.has_usable_password()) == ("Maria Contoh", None, False)
    assert person.profile.region == make_region("81.02")
    assert not person.profile.is_listed
    assert (assistance.consent_place, assistance.consent_on) == ("Ohoi Elat", timezone.localdate())
    assert "Yosep Contoh" in assistance.consent_text
    consent = Consent.objects.get(user=person)
    assert (consent.kind, consent.text, consent.withdrawn_at) == ("assisted", assistance.consent_text, None)
    assert ModelLogEntry.objects.get(action="members.assist").user == mentor


def test_the_words_agreed_to_are_kept_in_the_language_they_were_read_in():
    indonesian, english = make_assistance(language="id"), make_assistance(language="en")
    assert "I agree that" in english.consent_text
    assert "I agree that" not in indonesian.consent_text
    assert english.person.language == "en"


@pytest.mark.parametrize("who", [MemberFactory, AdministratorFactory])
def test_nobody_but_mentors_registers(who):
    with pytest.raises(Refused):
        make_assistance(mentor=who())
    assert not Assistance.objects.exists()


def test_a_mentor_who_may_only_read_for_a_while_does_nothing_for_others():
    mentor = MentorFactory()
    assistance = make_assistance(mentor=mentor)
    mentor.silenced_until = timezone.now() + timedelta(days=1)
    mentor.save()
    with pytest.raises(Refused):
        make_assistance(mentor=mentor)
    with pytest.raises(Refused):
        services.act_for(mentor=mentor, person=assistance.person)


def test_a_namesake_in_the_region_is_asked_about_first():
    mentor = make_assistance(name="Maria Contoh").mentor
    with pytest.raises(ValidationError) as caught:
        make_assistance(mentor=mentor, name="maria contoh", is_another=False)
    assert caught.value.code == "namesake"
    make_assistance(mentor=mentor, name="maria contoh", region=make_region("81.72"), is_another=False)
    make_assistance(mentor=mentor, name="maria contoh", is_another=True)
    assert User.objects.filter(name__iexact="maria contoh").count() == 3


@pytest.mark.parametrize(
    ("shown", "is_told"),
    [
        ({"is_listed": True, "region_audience": Audience.MEMBERS}, True),
        ({"is_listed": True, "region_audience": Audience.SELF}, False),
        ({"is_listed": False, "region_audience": Audience.EVERYONE}, False),
    ],
)
def test_the_question_about_namesakes_tells_of_nobody_who_does_not_show_themselves(shown, is_told):
    MemberFactory(name="Maria Contoh", region=make_region("81.02"), **shown)
    make_assistance(name="Maria Contoh")  # of another mentor
    seen = services.namesakes("maria contoh", make_region("81.02"), seen_by=MentorFactory())
    assert seen.exists() is is_told


def test_a_mentor_registers_only_so_many_people_in_a_day(settings):
    settings.ASSISTED_A_DAY = 2
    mentor = MentorFactory()
    first = make_assistance(mentor=mentor)
    make_assistance(mentor=mentor)
    with pytest.raises(Refused):
        make_assistance(mentor=mentor)
    Assistance.objects.filter(pk=first.pk).update(registered_at=timezone.now() - timedelta(days=1, minutes=1))
    make_assistance(mentor=mentor)


def test_what_is_written_for_a_person_is_theirs_and_names_the_mentor():
    assistance = make_assistance()
    names = {"author": assistance.person, "acted_by": assistance.mentor}
    topic = start_topic(**names, category=CategoryFactory(), title="Bibit mati", body="Siapa tahu sebabnya?")
    post = reply(**names, topic=topic, body="Sejak kemarin.")
    assert [(one.author, one.acted_by) for one in (topic, topic.posts.get(number=1), post)] == [
        (assistance.person, assistance.mentor)
    ] * 3


def another_mentor(assistance):
    return MentorFactory()


def without_role(assistance):
    Role.objects.filter(user=assistance.mentor).delete()
    return assistance.mentor


def after_the_end(assistance):
    services.end_assistance(by=assistance.mentor, assistance=assistance, reason="pindah")
    return assistance.mentor


def with_an_address(assistance):
    User.objects.filter(pk=assistance.person_id).update(email="maria@example.org")
    return assistance.mentor


def switched_off(assistance):
    User.objects.filter(pk=assistance.person_id).update(is_active=False)
    return assistance.mentor


def administrator(assistance):
    return AdministratorFactory()


@pytest.mark.parametrize(
    "who", [another_mentor, without_role, after_the_end, with_an_address, switched_off, administrator]
)
def test_nobody_writes_for_a_person_but_the_mentor_who_still_accompanies_them(who):
    assistance = make_assistance()
    topic = TopicFactory()
    mentor = who(assistance)
    with pytest.raises(Refused):
        reply(author=assistance.person, acted_by=mentor, topic=topic, body="Halo.")
    with pytest.raises(Refused):
        start_topic(author=assistance.person, acted_by=mentor, category=topic.category, title="Halo", body="Halo.")
    assert not topic.posts.filter(author=assistance.person).exists()


def test_nobody_writes_for_a_member_who_never_agreed():
    with pytest.raises(Refused):
        reply(author=MemberFactory(), acted_by=MentorFactory(), topic=TopicFactory(), body="Halo.")


def test_a_person_who_may_not_write_is_not_written_for():
    assistance = make_assistance()
    User.objects.filter(pk=assistance.person_id).update(silenced_until=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused):
        reply(
            author=User.objects.get(pk=assistance.person_id),
            acted_by=assistance.mentor,
            topic=TopicFactory(),
            body="Halo.",
        )


def test_the_mentor_changes_the_profile_but_not_whether_others_find_it():
    assistance = make_assistance()
    person = assistance.person
    profile = services.edit_profile_for(
        mentor=assistance.mentor,
        person=person,
        phone="0812 3",
        changed=["bio"],
        name="Maria C.",
        bio="Menganyam.",
        region=None,
        language="id",
        zone="Asia/Jayapura",
    )
    person.refresh_from_db()
    assistance.refresh_from_db()
    assert (person.name, profile.bio, profile.is_listed) == ("Maria C.", "Menganyam.", False)
    assert assistance.phone == "0812 3"
    assert ModelLogEntry.objects.get(action="members.edit_for").data["after"] == {"changed": ["bio"]}


def test_nobody_else_changes_the_profile():
    assistance = make_assistance()
    told = {"name": "X", "bio": "", "region": None, "language": "id", "zone": "UTC", "is_listed": False}
    from django.core.exceptions import PermissionDenied

    for other in (MentorFactory(), MemberFactory()):
        with pytest.raises(PermissionDenied):
            edit_profile(by=other, profile=assistance.person.profile, **told)


def test_an_administrator_hands_a_person_to_another_mentor_with_what_they_agreed_to():
    assistance = make_assistance(phone="0812 345 678")
    to = MentorFactory()
    new = services.hand_over(by=AdministratorFactory(), person=assistance.person, to=to, reason="pindah")
    assistance.refresh_from_db()
    assert (assistance.ended_how, assistance.phone) == ("handed_over", "")
    assert (new.mentor, new.phone, new.consent_text) == (to, "0812 345 678", assistance.consent_text)
    with pytest.raises(Refused):
        services.act_for(mentor=assistance.mentor, person=assistance.person)
    services.act_for(mentor=to, person=assistance.person)


def test_one_whom_nobody_accompanies_gets_another_mentor_too():
    assistance = make_assistance(phone="0812 345 678")
    services.end_assistance(by=assistance.mentor, assistance=assistance, reason="pindah")
    Assistance.objects.update(ended_at=timezone.now() - timedelta(days=30))
    assistance.refresh_from_db()
    to = MentorFactory()
    new = services.hand_over(by=AdministratorFactory(), person=assistance.person, to=to, reason="baru")
    services.act_for(mentor=to, person=assistance.person)
    ended_at, new_phone = assistance.ended_at, new.phone
    assistance.refresh_from_db()
    assert (assistance.ended_at, assistance.ended_how) == (ended_at, "ended")  # as it was then
    assert (assistance.phone, new_phone) == ("", "0812 345 678")


@pytest.mark.parametrize("state", ["silenced_until", "suspended_until"])
def test_nobody_is_handed_to_a_mentor_who_may_not_write(state):
    assistance = make_assistance()
    to = MentorFactory(**{state: timezone.now() + timedelta(days=1)})
    with pytest.raises(Refused):
        services.hand_over(by=AdministratorFactory(), person=assistance.person, to=to, reason="x")
    assert Assistance.objects.get().ended_at is None
    User.objects.filter(pk=to.pk).update(**{state: timezone.now() - timedelta(minutes=1)})
    services.hand_over(by=AdministratorFactory(), person=assistance.person, to=to, reason="x")


def test_while_a_mentor_is_suspended_they_accompany_nobody_and_afterwards_again():
    assistance = make_assistance()
    mentor, profile = assistance.mentor, assistance.person.profile
    User.objects.filter(pk=mentor.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    mentor.refresh_from_db()
    assert not Assistance.objects.running().exists()
    assert not may_see_profile(mentor, profile)
    assert not may_edit_profile(mentor, profile)
    with pytest.raises(Refused):
        services.request_erasure_for(by=mentor, person=assistance.person, keeps=True, reason="x")
    User.objects.filter(pk=mentor.pk).update(suspended_until=timezone.now() - timedelta(minutes=1))
    assert Assistance.objects.running().get() == assistance


def test_only_administrators_hand_over_and_only_to_mentors():
    assistance = make_assistance()
    with pytest.raises(Refused):
        services.hand_over(by=assistance.mentor, person=assistance.person, to=MentorFactory(), reason="x")
    with pytest.raises(Refused):
        services.hand_over(by=AdministratorFactory(), person=assistance.person, to=MemberFactory(), reason="x")


def test_nobody_else_ends_an_assistance():
    assistance = make_assistance()
    with pytest.raises(Refused):
        services.end_assistance(by=MentorFactory(), assistance=assistance, reason="x")
    services.end_assistance(by=AdministratorFactory(), assistance=assistance, reason="x")
    assert Assistance.objects.get().ended_how == "ended"


def test_the_mentor_asks_for_the_account_of_a_person_who_wishes_it_to_be_deleted_and_stops_it():
    assistance = make_assistance()
    wish = {"person": assistance.person, "keeps": False}
    with pytest.raises(Refused):
        services.request_erasure_for(by=MentorFactory(), **wish, reason="x")
    with pytest.raises(Refused):
        services.request_erasure_for(by=AdministratorFactory(), person=MemberFactory(), keeps=True, reason="x")
    services.request_erasure_for(by=assistance.mentor, **wish, reason="minta sendiri")
    assert not Erasure.objects.get().keeps
    assert ModelLogEntry.objects.get(action="members.ask_erasure").user == assistance.mentor
    assert ModelLogEntry.objects.get(action="members.ask_erasure_for").data["reason"] == "minta sendiri"
    assert services.stop_erasure_for(by=AdministratorFactory(), person=assistance.person)
    assert not Erasure.objects.exists()


def test_a_deleted_person_leaves_nothing_but_what_was_written():
    from tests.factories.rights import work

    assistance = make_assistance(name="Maria Contoh", phone="0812 345 678")
    post = reply(author=assistance.person, acted_by=assistance.mentor, topic=TopicFactory(), body="Halo.")
    services.request_erasure_for(by=assistance.mentor, person=assistance.person, keeps=True, reason="minta")
    from community.members.rights import erasing

    erasing.begin_due(now=timezone.now() + timedelta(days=15))
    work()
    post.refresh_from_db()
    assert User.objects.get(pk=assistance.person_id).erased_at
    assert (post.acted_by, post.body) == (assistance.mentor, "Halo.")
    assert not Assistance.objects.exists()
    assert not Consent.objects.filter(user=assistance.person).exists()
    assert not Handle.objects.filter(user=assistance.person).exists()
    assert not ModelLogEntry.objects.filter(label__contains="Maria").exists()


def test_when_a_mentor_is_deleted_the_person_waits_for_another():
    from community.members.rights import erasing
    from tests.factories.rights import work

    assistance = make_assistance()
    erasing.request_erasure(member=assistance.mentor, keeps=True)
    erasing.begin_due(now=timezone.now() + timedelta(days=15))
    work()
    assistance.refresh_from_db()
    assert (assistance.ended_how, assistance.person.is_active) == ("left", True)
    services.hand_over(by=AdministratorFactory(), person=assistance.person, to=MentorFactory(), reason="baru")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("version", ["now", "before"])
def test_of_a_deleted_mentor_no_name_stays_in_what_was_agreed_to_but_that_it_was(language, version):
    mentor, other = MentorFactory(name="Yosep Dahulu"), MentorFactory(name="Yosep Lain")
    assistance = make_assistance(mentor=mentor, language=language)
    of_another = make_assistance(mentor=other, language=language)
    services.hand_over(by=AdministratorFactory(), person=of_another.person, to=mentor, reason="pindah")
    if version == "before":
        for rows, field in ((Assistance.objects, "consent_text"), (Consent.objects, "text")):
            rows.filter(**{f"{field}__contains": mentor.name}).update(**{field: "Ya, oleh Yosep Kini, bukan Yosepina."})
    User.objects.filter(pk=mentor.pk).update(name="Yosep Kini")
    erase(User.objects.get(pk=mentor.pk), keeps=True)
    assistance.refresh_from_db()
    consent = Consent.objects.get(user=assistance.person)
    assert assistance.consent_text == consent.text
    assert former_name(language) in consent.text
    assert "Yosep Dahulu" not in consent.text
    assert "Yosep Kini" not in consent.text
    assert ("Yosepina" in consent.text) is (version == "before")
    assert (assistance.consent_on, consent.withdrawn_at) == (timezone.localdate(), None)
    texts = Assistance.objects.filter(person=of_another.person).values_list("consent_text", flat=True)
    assert all("Yosep Lain" in text for text in texts)  # who read the words out is still here
    assert "Yosep Lain" in Consent.objects.get(user=of_another.person).text


def test_all_that_was_done_is_listed_newest_first_and_costs_as_much_for_many(django_assert_num_queries):
    assistance = make_assistance()
    names = {"author": assistance.person, "acted_by": assistance.mentor}
    topic = start_topic(**names, category=CategoryFactory(), title="Bibit mati", body="Siapa tahu sebabnya?")
    acts_page(assistance.person, 1)
    with django_assert_num_queries(4):
        acts = acts_page(assistance.person, 1).object_list
    assert [(act.by, act.text) for act in acts] == [
        (assistance.mentor, "Siapa tahu sebabnya?"),
        (assistance.mentor, ""),
    ]
    for number in range(50):
        reply(**names, topic=topic, body=f"Kabar {number}.")
    reply(author=MemberFactory(), topic=topic, body="Dari orang lain.")
    with django_assert_num_queries(3):  # nothing of this page is from the log
        page = acts_page(assistance.person, 1)
        assert [act.text for act in page.object_list][:2] == ["Kabar 49.", "Kabar 48."]
    assert page.paginator.num_pages == 3
    assert len(list(all_acts(assistance.person))) == 52


def test_the_copy_of_their_data_tells_the_person_what_was_done_and_nobody_of_others(work_outbox):
    from community.members.assistance.receivers import tell_of_assistance

    assistance = make_assistance(name="Maria Contoh")
    parts = {part.name: list(part.rows) for part in tell_of_assistance(assistance.person)}
    assert [row["by"] for row in parts["done_on_my_behalf"]] == [assistance.mentor.name]
    parts = {part.name: list(part.rows) for part in tell_of_assistance(assistance.mentor)}
    assert "Maria" not in str(parts)
    assert len(parts["people_accompanied"]) == 1


def test_an_administrator_who_is_suspended_decides_about_nobody():
    by, assistance = AdministratorFactory(suspended_until=timezone.now() + timedelta(days=1)), make_assistance()
    for act in (
        lambda: services.hand_over(by=by, person=assistance.person, to=MentorFactory(), reason="x"),
        lambda: services.end_assistance(by=by, assistance=assistance, reason="x"),
        lambda: services.request_erasure_for(by=by, person=assistance.person, keeps=True, reason="x"),
    ):
        with pytest.raises(Refused):
            act()
    assert Assistance.objects.running().filter(pk=assistance.pk).exists()
    assert not Erasure.objects.exists()
