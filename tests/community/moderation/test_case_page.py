"""The page of a case: its keys, what is asked once more, what is refused in its form, and what it tells."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from community.moderation.forms.desk import KEYS, SANCTION_KEYS, SANCTIONS
from community.moderation.kinds import KINDS
from community.moderation.models import BlockedTerm, Decision, Removal, Review
from community.moderation.services import people
from community.moderation.services.appeals import appeal
from community.moderation.services.deciding import Verdict, decide
from community.moderation.services.people import history_of
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.regions import make_region
from tests.factories.reports import case_of, decided, make_reply, report_thing

pytestmark = pytest.mark.django_db
KEY = re.compile(r'name="(decision|sanction)" value="(\w*)".*?(?:<kbd data-keys="(\w)" hidden|</label>)', re.DOTALL)
KEYS_OF = {"decision": KEYS, "sanction": SANCTION_KEYS}
LIST = "/admin/moderation/cases/"


def test_each_choice_has_a_key_of_its_own_that_no_other_has():
    offered = {name for kind in KINDS.values() for name in kind.decisions} | {Decision.REFUSED, Decision.GRANTED}
    assert set(KEYS) == offered
    assert set(SANCTION_KEYS) == set(SANCTIONS)
    keys = [*KEYS.values(), *SANCTION_KEYS.values()]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & set("jkxru")  # which do something else


def test_a_key_means_the_same_on_what_stands_what_waits_and_what_is_appealed_and_stands_beside_its_choice(
    client, moderator
):
    BlockedTerm.objects.create(text="judi")
    live, held, hidden = make_reply(), TopicFactory(body="Ada judi."), make_reply()
    report_thing(live)
    made = appeal(author=hidden.author, review=decided(hidden, Decision.HIDE), words="Kenapa?")
    for address in (address_of(live), address_of(held), made.get_absolute_url()):
        form, shown = client.get(address).context["form"], shown_keys(client, address)
        offered = [("decision", name) for name, _label in form.fields["decision"].choices]
        if "sanction" in form.fields:
            offered += [("sanction", name) for name, _label in form.fields["sanction"].choices]
        assert shown == {
            (field, name): (KEYS if field == "decision" else SANCTION_KEYS)[name] for field, name in offered
        }


def test_the_hint_names_only_keys_that_do_something(client, moderator):
    here = make_region("81.02")
    post, other = make_reply(regions=[here]), make_reply()
    report_thing(post)
    made = appeal(author=other.author, review=decided(other, Decision.HIDE), words="Kenapa?")
    assert "Setelah s dan a" in client.get(address_of(post)).content.decode()
    assert "Setelah s dan a" not in client.get(made.get_absolute_url()).content.decode()
    client.force_login(RegionalModeratorFactory(of=here))
    assert "Setelah s dan a" not in client.get(address_of(post)).content.decode()
    sanctions = {
        name: key for (field, name), key in shown_keys(client, address_of(post)).items() if field == "sanction"
    }
    assert sanctions == {"": "n", "warn": "w"}


def test_removing_an_account_asks_once_more_and_does_nothing_before(client, moderator):
    post = make_reply(author=MemberFactory(name="Toko Jam"))
    report_thing(post)
    form = {"decision": "spammer", "reason": "Iklan jam.", "next": "1", "shown": ""}
    asked = client.post(address_of(post), form)
    page = asked.content.decode()
    assert asked.status_code == 200
    for words in ("Toko Jam", "Iklan jam.", 'name="sure"', 'name="decision" value="spammer"', 'name="next" value="1"'):
        assert words in page
    assert (Removal.objects.exists(), case_of(post).decided_at) == (False, None)
    assert client.post(address_of(post), {**form, "sure": "1"}).status_code == 302
    assert Removal.objects.get().reason == "Iklan jam."


def test_who_was_asked_goes_back_and_finds_what_they_typed(client, moderator):
    post = make_reply()
    report_thing(post)
    back = client.post(address_of(post), {"decision": "spammer", "reason": "Iklan.", "back": "1"})
    assert (back.context["form"]["reason"].value(), back.context["form"]["decision"].value()) == ("Iklan.", "spammer")
    assert not Removal.objects.exists()


def test_a_removal_without_a_reason_is_refused_before_anybody_is_asked(client, moderator):
    post = make_reply()
    report_thing(post)
    answer = client.post(address_of(post), {"decision": "spammer", "sure": "1"})
    assert "reason" in answer.context["form"].errors
    assert 'name="sure"' not in client.post(address_of(post), {"decision": "spammer"}).content.decode()
    assert not Removal.objects.exists()


@pytest.mark.parametrize("make", [make_reply, TopicFactory, lambda: make_comment(make_story())])
def test_a_text_that_is_changed_into_itself_is_refused_with_a_word_and_not_decided(client, moderator, make):
    thing = make()
    report_thing(thing)
    said = client.get(address_of(thing)).context["form"]["text"].value()
    mail.outbox.clear()
    for text in (said, f"{said}  \r\n"):
        answer = client.post(address_of(thing), {"decision": "edit", "reason": "Kasar.", "text": text})
        assert "masih sama" in answer.context["form"].errors["text"][0]
    assert (case_of(thing).decided_at, mail.outbox) == (None, [])
    with pytest.raises(ValidationError):
        decide(by=moderator, review=case_of(thing), verdict=Verdict(Decision.EDIT, "Kasar.", text=said))


def test_what_is_wrong_is_told_above_too_with_the_way_to_the_decision(client, moderator):
    post = make_reply()
    report_thing(post)
    page = client.post(address_of(post), {"decision": "hide"}).content.decode()
    above = page[: page.index('class="desk-case"')]
    assert "penulis" in above[above.index("notice danger") :]
    assert page.count('href="#putusan"') == 2


def test_what_is_folded_opens_where_something_of_it_was_chosen_or_is_wrong(client, moderator):
    post = make_reply()
    report_thing(post)
    assert "<details" in client.get(address_of(post)).content.decode()
    assert not re.search(r'<details class="fold"[^>]* open', client.get(address_of(post)).content.decode())
    told = {"decision": "hide", "sanction": "silence", "hours": "date"}
    assert re.search(r'<details class="fold"[^>]* open', client.post(address_of(post), told).content.decode())


def test_around_a_comment_words_stand_without_marks(client, moderator):
    story = make_story()
    first = make_comment(story, "*satu* dan [dua](https://example.org)")
    comment = make_comment(story, "Kasar **sekali**.", reply_to=first.pk)
    report_thing(comment)
    around = client.get(address_of(comment)).context["around"]
    assert [each.text for each in around] == ["satu dan dua", "Kasar sekali."]


def test_appeals_are_told_apart_from_cases(client, moderator):
    post = make_reply()
    made = appeal(author=post.author, review=decided(post, Decision.HIDE), words="Kenapa?")
    decide(by=moderator, review=made, verdict=Verdict(Decision.GRANTED))
    decided(make_reply(author=post.author), Decision.HIDE)
    history = history_of(post.author, sees_notes=True)
    assert (history.cases, history.appeals) == ({"disembunyikan": 1}, {"putusan dicabut": 1})
    assert "putusan dicabut: 1" in client.get(f"/moderasi/orang/{post.author.pk}/").content.decode()


def test_the_page_of_a_removed_account_says_until_when_it_can_be_undone_and_then_that_it_cannot(client, moderator):
    member = MemberFactory()
    people.remove_spammer(by=moderator, member=member, reason="Iklan.")
    address = f"/moderasi/orang/{member.pk}/"
    assert "masih bisa dibatalkan" in client.get(address).content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        client.force_login(moderator)
        page = client.get(address).content.decode()
        assert "masih bisa dibatalkan" not in page
        assert "akan segera dihapus untuk selamanya" in page
        assert "Batalkan penyingkiran" not in page
    made = appeal(author=member, review=Review.objects.sanctions().get(author=member), words="Kenapa?")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        client.force_login(ModeratorFactory())
        page = client.get(address).content.decode()
        assert made.decided_at is None
        assert "akan segera dihapus" not in page
        assert "Batalkan penyingkiran" in page


def test_a_moderator_of_a_region_is_offered_no_filter_that_is_always_empty(client, moderator):
    offered = {"reported", "held", "appeal", "account", "profile", "organisation"}
    assert set(client.get("/moderasi/").context["why"]) == offered
    client.force_login(RegionalModeratorFactory(of=make_region("81.02")))
    assert set(client.get("/moderasi/").context["why"]) == offered - {"account", "profile"}
    if (answer := client.get(LIST)).status_code == 200:
        filters = answer.context["filters"].form.fields
        assert not {"account", "profile"} & {value for value, _label in filters["why"].choices}
        kinds = {"topic", "post", "comment", "organisation"}
        assert {value for value, _label in filters["kind"].choices if value} == kinds


def test_the_list_in_the_editing_room_names_cases_by_what_they_are_about_at_a_fixed_number_of_queries(
    client, moderator
):
    story = make_story("Rumput laut Kei")

    def filled():
        post, comment, profile = make_reply(), make_comment(story), MemberFactory(is_listed=True).profile
        for thing in (post, comment, profile):
            report_thing(thing)
        return [f"Kiriman: {post.topic.title}", "Komentar: Rumput laut Kei", f"Profil: {profile.handle}"]

    names = filled()
    client.get(LIST)  # reads what is kept for later
    with CaptureQueriesContext(connection) as few:
        page = client.get(LIST).content.decode()
    assert [name for name in names if name not in page] == []
    for _time in range(3):
        filled()
    with CaptureQueriesContext(connection) as more:
        client.get(LIST)
    assert len(more) == len(few)


def shown_keys(client, address):
    """Read which key stands beside each choice of the page."""
    found = KEY.findall(client.get(address).content.decode())
    return {(field, name): key for field, name, key in found}


def address_of(thing):
    return case_of(thing).get_absolute_url()


@pytest.mark.parametrize("begin", ["", "/en"])
def test_the_way_back_from_a_case_leads_to_the_queue_as_it_was_narrowed(client, moderator, begin):
    post = make_reply()
    report_thing(post)
    query = f"?perihal=reported&urut=newest&tempat=category%3A{post.topic.category_id}&page=1"
    desk, case = f"{begin}/moderasi/", f"{begin}/moderasi/perkara/{case_of(post).pk}/"
    listed = client.get(desk + query).content.decode()
    assert f'href="{case}{escape(query)}"' in listed
    html = client.get(case + query).content.decode()
    # The key `u` takes the first link of the heading, too.
    assert re.search(r'<p class="lead"><a href="([^"]+)"', html).group(1) == escape(desk + query)
    assert f'action="{case}ambil/{escape(query)}"' in html
    assert client.post(f"{case}ambil/{query}").url == case + query
    assert f'<p class="lead"><a href="{desk}">' in client.get(case).content.decode()
