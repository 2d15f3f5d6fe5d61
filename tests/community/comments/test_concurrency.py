from threading import Thread

import pytest
from django.db import connection

from community.comments.models import Comment
from tests.factories.comments import make_comment, make_story
from tests.factories.members import MemberFactory


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
