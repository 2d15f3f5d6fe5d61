"""How long it takes to delete a member with ten thousand contributions, by a worker that is killed on the way."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from celery import current_app
from demo.quiet import quiet
from django.db import connection
from django.utils import timezone
from outbox.models import Sweep
from outbox.services import work_sweeps
from rich.progress import Progress, TimeElapsedColumn

from benchmarks import report
from benchmarks.prose import Prose
from community.comments.models import Comment
from community.comments.services import write_comment
from community.forums.models import Category, Post
from community.forums.services import reply, start_topic
from community.members.models import User
from community.members.rights import erasing
from community.members.rights.models import Erasure
from community.members.services import join
from home.models import RegionPage

A_TOPIC = 100  # posts of the member in each topic of another
COMMENTS = 10  # one contribution in so many is a comment
KILLED_AT = 0.7  # of the contributions are left
PATIENCE = 600  # seconds until a worker that removes nothing is killed all the same
BOUND = {"queries": 150_000, "p95_ms": 2_000}  # of all; of one step, which is what others may wait for
WORKER = """
import django; django.setup()
from celery import current_app
from outbox.services import work_sweeps
current_app.loader.import_default_modules()
work_sweeps(steps=100_000)
"""


def on_postgresql(count: int) -> int:
    """Let a member write so much, delete them, and say what it took; 1 when something is left or a bound is passed."""
    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=report.console()) as progress, quiet():
        task = progress.add_task("a member who writes", total=count)
        member = _write(count, lambda: progress.advance(task))
        erasing.request_erasure(member=member, keeps=False)
        erasing.begin_due(now=timezone.now() + timedelta(days=365))
        progress.update(task, description="a worker begins, and is killed")
        left = _kill_a_worker(member)
        progress.update(task, description=f"{left:,} left, another worker goes on")
        result = _work_off(f"member deleted, {left:,} of {count:,} after the kill")
    still_there = _left(member) + int(not Erasure.objects.filter(user=member).exclude(done_at=None).exists())
    return report.conclude([result | {"errors": still_there, "bound": BOUND | {"errors": 0}}])


def _write(count: int, advance: Callable[[], None]) -> User:
    prose = Prose()
    other, member = (
        join(email=f"{name}@example.net", password=None, name=name.title(), language="id")
        for name in ("lain", "banyak")
    )
    category, pages = Category.objects.order_by("pk")[0], list(RegionPage.objects.filter(alias_of=None)[:20])
    for number in range(count):
        if number % A_TOPIC == 0:
            now = timezone.now()  # said, so that no limit for new members holds it up
            topic = start_topic(author=other, category=category, title=prose.title(), body=prose.sentences(2), at=now)
        if number % COMMENTS == 0:
            page = pages[number // COMMENTS % len(pages)]
            write_comment(key=str(page.translation_key), author=member, body=prose.sentences(1))
        else:
            reply(author=member, topic=topic, body=prose.sentences(2), at=timezone.now())
        advance()
    return member


def _left(member: User) -> int:
    posts, comments = Post.objects.filter(author=member), Comment.objects.filter(user=member)
    return posts.exclude(body="").count() + comments.exclude(comment="").count()


def _kill_a_worker(member: User) -> int:
    """Start another process on the work, kill it in the middle, and return how much it left."""
    begun, enough = time.monotonic(), _left(member) * KILLED_AT
    worker = subprocess.Popen([sys.executable, "-c", WORKER])  # noqa: S603 - our own words
    while worker.poll() is None and _left(member) > enough and time.monotonic() - begun < PATIENCE:
        time.sleep(0.1)
    worker.kill()
    worker.wait()
    return _left(member)


def _work_off(name: str) -> report.Result:
    """Go on until nothing waits, a step at a time."""
    current_app.loader.import_default_modules()
    Sweep.objects.update(due_at=timezone.now())
    steps = []
    with _counted() as queries:
        while True:
            begun = time.perf_counter()
            if not work_sweeps(steps=1):
                break
            steps.append(time.perf_counter() - begun)
    steps = sorted(steps) or [0.0]
    return {
        "name": name,
        "queries": queries[0],
        "seconds": round(sum(steps), 1),
        "p50_ms": round(steps[len(steps) // 2] * 1000),
        "p95_ms": round(steps[len(steps) * 95 // 100] * 1000),
    }


@contextmanager
def _counted() -> Iterator[list[int]]:
    """Count the queries, however many there are."""
    count = [0]

    def counting(execute: Callable[..., Any], *args: Any) -> Any:
        count[0] += 1
        return execute(*args)

    with connection.execute_wrapper(counting):
        yield count
