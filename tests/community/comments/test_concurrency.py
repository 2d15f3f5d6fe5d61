from threading import Thread

import pytest
from django.db import connection

from community.comments import services
from community.comments.models import Comment, UnconfirmedComment
from community.comments.visitor_data import services as visitor_data
from community.members.permissions import Refused
from tests.factories.comments import make_comment, make_story
from tests.factories.members import MemberFactory
from tests.factories.rights import work


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets only one write at a time")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_people_who_answer_at_the_same_moment_get_different_places():
    story, author = make_story(), MemberFactory()
    first = make_comment(story)

    def answer() -> None:
        try:
            make_comment(story, author=author, reply_to=first.pk)
        finally:
            connection.close()

    threads = [Thread(target=answer) for _number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    orders = list(Comment.objects.values_list("order", flat=True))
    assert sorted(orders) == list(range(1, 14))
    assert Comment.objects.get(pk=first.pk).nested_count == 12


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets only one write at a time")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_removed_while_it_is_confirmed_is_gone_whichever_came_first():
    wrote = {"key": str(make_story().translation_key), "name": "Tamu", "email": "tamu@example.org", "body": "Salam."}
    waiting = [services.ask_to_confirm(**wrote) for _number in range(4)]
    outcomes: list[str] = []

    def confirm(row: UnconfirmedComment) -> None:
        try:
            services.confirm_comment(waiting=row)
            outcomes.append("published")
        except Refused:
            outcomes.append("removed")
        finally:
            connection.close()

    def remove() -> None:
        try:
            visitor_data.remove(email="tamu@example.org")
        finally:
            connection.close()

    threads = [*(Thread(target=confirm, args=[row]) for row in waiting), Thread(target=remove)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 4  # each got an answer, none an error
    visitor_data.remove(email="tamu@example.org")  # what was published after it was asked for
    work()
    assert not UnconfirmedComment.objects.exists()
    assert not Comment.objects.exclude(user_email="").exists()
