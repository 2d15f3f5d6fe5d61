"""`python -m tests.e2e.fill`: what the browser finds: the demo, as `make run` makes it, with all jobs done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django
from django.core.management import call_command
from django.utils import timezone

PICTURES = 3
CLOSED_CATEGORY = "untuk-redaksi"


def fill() -> None:
    call_command("prepare")
    widen_limits()
    few_renditions()
    add_what_the_demo_lacks()
    work_outbox()


def widen_limits() -> None:
    """Let journeys write short titles, one post right after the other; the tests of the forum know the limits."""
    from community.forums.models import ForumSettings
    from tests.factories.limits import WIDE

    ForumSettings.objects.update_or_create(defaults=WIDE)


def few_renditions() -> None:
    """Leave the other pictures with the one size that is made when shown: all sizes of all take a minute."""
    from outbox.models import Job

    waiting = Job.objects.filter(name="home.tasks.make_renditions", state=Job.State.PENDING)
    Job.objects.filter(pk__in=list(waiting.order_by("pk").values_list("pk", flat=True)[PICTURES:])).delete()


def add_what_the_demo_lacks() -> None:
    """Add a story without a translation, and two that are closed: behind a password, and for editors only."""
    from django.contrib.auth.models import Group
    from wagtail.models import Locale, PageViewRestriction

    from home.models import RegionPage
    from tests.factories.members import PASSWORD
    from tests.factories.told import make_story, translate

    kei = RegionPage.objects.get(region__code="81.02", locale=Locale.get_default())
    make_story("Belum diterjemahkan", slug="belum-diterjemahkan", parent=kei)
    closed = make_story("Dengan sandi", slug="dengan-sandi")
    translate(closed, "With a password")
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password=PASSWORD)
    inner = make_story("Untuk redaksi", slug="untuk-redaksi")
    translate(inner, "For the editors")
    restriction = PageViewRestriction.objects.create(page=inner, restriction_type="groups")
    restriction.groups.add(Group.objects.get(name="Editors"))
    add_ways_to_sign_in()


def add_ways_to_sign_in() -> None:
    """Give a member a second factor, make one who has no password, and three who are restricted later."""
    from allauth.mfa.totp.internal.auth import TOTP
    from demo.people import PASSWORD

    from community.members.models import User
    from tests.factories.members import MemberFactory
    from tests.factories.second_factors import give_recovery_codes

    from .people import APP_KEY, REMOVED, SILENCED, SUSPENDED, WITH_APP, WITHOUT_PASSWORD

    careful = User.objects.get(email=WITH_APP)
    TOTP.activate(careful, APP_KEY)
    give_recovery_codes(careful)
    MemberFactory(email=WITHOUT_PASSWORD, password=None)
    for email in (SUSPENDED, SILENCED, REMOVED):
        MemberFactory(email=email, password=PASSWORD)
    add_mentors()
    add_talkers()
    close_a_category()
    close_an_organisation()
    call_somebody()
    bring_cases()
    restrict_accounts()


def bring_cases() -> None:
    """Have moderators something to decide, in the category that only they read: reported, hidden, and decided."""
    from demo.people import PASSWORD

    from community.forums.models import Category, Post
    from community.forums.services import reply
    from community.members.models import User
    from community.moderation.models import Decision
    from community.moderation.services.deciding import Verdict, decide
    from community.moderation.services.people import write_note
    from tests.factories.forums import TopicFactory
    from tests.factories.members import AdministratorFactory, MemberFactory, ModeratorFactory
    from tests.factories.reports import case_of, report_thing

    from .people import BEGINNER, JUDGED, KEEPER

    MemberFactory(email=BEGINNER, password=PASSWORD, name="Pemula Contoh")
    ModeratorFactory(email=KEEPER, password=PASSWORD, name="Penjaga Contoh")
    told = {"name": "Diadili Contoh", "handle": "diadili", "is_listed": True, "bio": "Jual jam, hubungi saya."}
    author = MemberFactory(email=JUDGED, password=PASSWORD, **told)
    topic = TopicFactory(category=Category.objects.get(slug=CLOSED_CATEGORY), author=AdministratorFactory())
    author.groups.set(User.objects.get(email="maria@example.org").groups.all())
    posts = [reply(author=author, topic=topic, body=f"Kata kasar nomor {number}.") for number in range(7)]
    author.groups.clear()
    reporters = [AdministratorFactory(), AdministratorFactory()]
    for post in posts:
        report_thing(Post.objects.get(pk=post.pk), by=reporters[0], words="Sudah diminta berhenti.")
    report_thing(posts[1], by=reporters[1])
    decide(by=reporters[1], review=case_of(posts[0]), verdict=Verdict(Decision.HIDE, "Kata-kata kasar."))
    write_note(by=reporters[0], person=author, text="Sudah diajak bicara lewat telepon.")


def restrict_accounts() -> None:
    """Suspend one, silence one, remove one, and change a fourth's words with a warning, who appeals against both."""
    from demo.people import PASSWORD

    from community.forums.models import Topic
    from community.forums.services import reply
    from community.members.models import User
    from community.members.standing.services import silence, suspend
    from community.moderation.models import Decision, Review
    from community.moderation.services.appeals import appeal
    from community.moderation.services.deciding import Verdict, decide
    from community.moderation.services.people import remove_spammer
    from tests.factories.members import MemberFactory
    from tests.factories.reports import case_of, report_thing

    from .people import APPEALING, KEEPER, REMOVED, SILENCED, SUSPENDED

    by = {"by": User.objects.get(email=KEEPER), "until": timezone.now() + timedelta(days=30)}
    why = "Iklan yang sama di sepuluh topik, juga setelah diminta berhenti."
    suspend(member=User.objects.get(email=SUSPENDED), reason=why, **by)
    silence(member=User.objects.get(email=SILENCED), reason="Kata-kata kasar di dua topik.", **by)
    remove_spammer(by=by["by"], member=User.objects.get(email=REMOVED), reason=why)
    author = MemberFactory(email=APPEALING, password=PASSWORD, name="Pembanding Contoh")
    said = "Jangan beli bibit di pelabuhan.\n\nPenjualnya penipu, dan semua orang tahu itu."
    post = reply(author=author, topic=Topic.objects.order_by("pk")[1], body=said)
    report_thing(post, by=User.objects.get(email=SILENCED))
    instead = "Hati-hati membeli bibit di pelabuhan.\n\nTanyakan dulu asalnya kepada pendamping."
    verdict = Verdict(Decision.EDIT, "Menuduh orang tanpa bukti.", instead, "warn")
    case = decide(by=by["by"], review=case_of(post), verdict=verdict)
    appeal(author=author, review=case, words="Saya sendiri yang tertipu; buktinya saya kirim ke redaksi.")
    warning = Review.objects.sanctions().get(author=author)
    appeal(author=author, review=warning, words="Itu pengalaman saya, bukan tuduhan.")


def close_an_organisation() -> None:
    """Enter an organisation, and close it."""
    from community.members.organisations import services
    from tests.factories.organisations import make_organisation, owner_of

    organisation = make_organisation(name="Koperasi Sudah Tutup", handle="koperasi-tutup", kind="cooperative")
    services.close(by=owner_of(organisation), organisation=organisation)


def call_somebody() -> None:
    """Have a member write whom another one hears of by the bell; that one is not among those who look around."""
    from community.forums.models import Topic
    from community.forums.services import reply
    from community.members.models import User

    reply(
        author=User.objects.get(email="laode@example.org"),
        topic=Topic.objects.order_by("pk")[0],
        body="Barangkali @bram tahu, dari kelompoknya di Elat.",
    )


def add_mentors() -> None:
    """Make two mentors, each with a person whom they accompany; one is looked at, the other writes for theirs."""
    from demo.people import PASSWORD

    from tests.factories.assistance import make_assistance
    from tests.factories.members import MentorFactory

    from .people import MENTOR, WRITING_MENTOR

    for email in (MENTOR, WRITING_MENTOR):
        mentor = MentorFactory(email=email, password=PASSWORD, **known_here())
        make_assistance(mentor=mentor, phone="0812 345 678")


def add_talkers() -> None:
    """Make the members who take part in the forum in journeys, and look at nothing else."""
    from demo.people import PASSWORD

    from tests.factories.members import MemberFactory

    from .people import TALKERS, handle_of, name_of

    for email in TALKERS:
        named = {"handle": handle_of(email), "name": name_of(email)}
        MemberFactory(email=email, password=PASSWORD, is_listed=True, **known_here(), **named)


def known_here() -> dict[str, Any]:
    """What those are who say the same in every journey: of somebody unproven it would wait for a moderator."""
    return {"date_joined": timezone.now() - timedelta(days=30), "trust_level": 1}


def close_a_category() -> None:
    """Make a category that only editors and moderators read."""
    from django.contrib.auth.models import Group

    from tests.factories.forums import CategoryFactory

    audience = f"group:{Group.objects.get(name='Editors').pk}"
    CategoryFactory(name="Redaksi", name_en="Editors", slug=CLOSED_CATEGORY, audience_see=audience, order=100)


def work_outbox() -> None:
    """Do all that waits, and the periodic work once, so that the site's own worker has its hands free."""
    from celery import current_app
    from outbox import embedded

    current_app.loader.import_default_modules()
    embedded.work_once()


if __name__ == "__main__":
    django.setup()
    fill()
