"""Open cases go along at once where what they are about belongs elsewhere."""

from __future__ import annotations

import pytest
from celery import current_app
from django.db import connection
from django.test.utils import CaptureQueriesContext
from outbox.models import Job

from community.comments.models import Comment
from community.comments.services import write_comment
from community.forums import services as forums
from community.forums.signals import category_changed, topic_changed
from community.members.organisations.models import Organisation
from community.members.permissions import Viewer
from community.members.signals import organisation_changed
from community.moderation.models import Review
from home.models import Region, StoryRegion
from home.services.page_changes import refresh
from home.signals import region_changed
from tests.factories.comments import make_comment, make_story
from tests.factories.forums import CategoryFactory, TopicFactory
from tests.factories.members import MemberFactory, ModeratorFactory, RegionalModeratorFactory
from tests.factories.organisations import make_organisation
from tests.factories.regions import make_region
from tests.factories.reports import case_of, make_reply, report_thing

pytestmark = pytest.mark.django_db


@pytest.fixture
def maluku() -> Region:
    return make_region("81")


@pytest.fixture
def papua() -> Region:
    return make_region("91")


def test_cases_of_a_topic_and_of_its_posts_go_along_with_its_regions(maluku, papua):
    topic = TopicFactory(regions=[maluku])
    post = forums.reply(author=MemberFactory(), topic=topic, body="Beli sekarang juga.")
    for thing in (topic, post):
        report_thing(thing)
    assert seen_by(RegionalModeratorFactory(of=maluku)) == 2
    forums.edit_topic(editor=topic.author, topic=topic, title=topic.title, regions=[papua])
    assert seen_by(RegionalModeratorFactory(of=maluku)) == 0
    assert seen_by(RegionalModeratorFactory(of=papua)) == 2


def test_they_go_along_with_its_category():
    topic, other = TopicFactory(), CategoryFactory()
    report_thing(topic)
    forums.recategorise_topic(moderator=ModeratorFactory(), topic=topic, category=other)
    assert tokens(topic) == [f"category:{other.pk}"]


def test_a_category_that_is_closed_takes_its_cases_from_regional_moderators(maluku, work):
    topic = TopicFactory(regions=[maluku])
    post = forums.reply(author=MemberFactory(), topic=topic, body="Beli sekarang juga.")
    report_thing(post)
    topic.category.audience_see = "group:1"
    topic.category.save()
    category_changed.send(sender=type(topic.category), category=topic.category)
    work("community.moderation.tasks.renew_in_category")
    assert tokens(post) == [f"category:{topic.category_id}"]


def test_a_category_without_cases_asks_for_no_job():
    category = TopicFactory().category
    category_changed.send(sender=type(category), category=category)
    assert not Job.objects.filter(name__contains="renew").exists()


def test_cases_of_comments_go_along_with_the_regions_of_their_page(maluku, papua):
    story = make_story()
    comment = make_comment(story)
    report_thing(comment)
    assert tokens(comment) == []
    story.further_regions.add(StoryRegion(region=papua))
    story.save_revision().publish()
    assert tokens(comment) == ["region:91"]
    assert seen_by(RegionalModeratorFactory(of=papua)) == 1
    assert seen_by(RegionalModeratorFactory(of=maluku)) == 0


def test_cases_of_comments_go_along_with_the_region_of_their_organisation(maluku, papua):
    organisation = make_organisation(region=maluku)
    comment = comment_under(organisation)
    report_thing(comment)
    assert tokens(comment) == ["region:81"]
    Organisation.objects.filter(pk=organisation.pk).update(region=papua)
    organisation.refresh_from_db()
    announce(organisation)
    assert tokens(comment) == ["region:91"]


def test_cases_go_along_with_a_region_that_is_numbered_anew(maluku, work):
    topic = TopicFactory(regions=[maluku])
    report_thing(topic)
    maluku.code = "88"
    maluku.save()
    region_changed.send(sender=Region, region=maluku)
    work("community.moderation.tasks.renew_everywhere")
    assert tokens(topic) == [f"category:{topic.category_id}", "region:88"]


def test_decided_cases_stay_where_they_were(maluku, papua):
    topic = TopicFactory(regions=[maluku])
    report_thing(topic)
    Review.objects.update(decided_at=topic.created_at, decision="keep")
    forums.edit_topic(editor=topic.author, topic=topic, title=topic.title, regions=[papua])
    assert tokens(topic) == [f"category:{topic.category_id}", "region:81"]


def test_a_topic_with_many_cases_costs_as_many_queries_as_with_one_and_one_without_any_costs_one(maluku):
    def queries(topic) -> int:
        with CaptureQueriesContext(connection) as asked:
            topic_changed.send(sender=type(topic), topic=topic)
        return len([each for each in asked if "moderation_review" in each["sql"]])

    counts = []
    for number in (1, 6):
        topic = TopicFactory()
        for each in range(number):
            report_thing(forums.reply(author=MemberFactory(), topic=topic, body=f"Beli {each} sekarang."))
        topic.regions.set([maluku])
        counts.append(queries(topic))
    assert counts[0] == counts[1]
    assert queries(make_reply().topic) == 1


def test_a_page_that_changes_without_cases_costs_one_query():
    story = make_story()
    make_comment(story)
    with CaptureQueriesContext(connection) as asked:
        refresh(story.pk)
    assert len([each for each in asked if "moderation_review" in each["sql"]]) == 1


@pytest.fixture
def work():
    def work(name: str) -> None:
        job = Job.objects.get(name=name)
        current_app.loader.import_default_modules()
        current_app.tasks[job.name](*job.args)

    return work


def tokens(thing) -> list[str]:
    return sorted(case_of(thing).places.values_list("token", flat=True))


def seen_by(moderator) -> int:
    return Review.objects.open().kept_by(Viewer(moderator)).count()


def comment_under(organisation: Organisation) -> Comment:
    return write_comment(key=f"organisation-{organisation.pk}", author=MemberFactory(), body="Beli sekarang.")


def announce(organisation: Organisation) -> None:
    organisation_changed.send(sender=Organisation, organisation=organisation)
