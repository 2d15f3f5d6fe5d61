"""How fast the editing room's list of all accounts is, by each filter and each order."""

from __future__ import annotations

import time
from typing import Any

from demo.quiet import quiet
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from benchmarks import report
from community.members.models import User
from home.models import Region

LIST = "/admin/users/"
TIMES = 5
BOUND = {"queries": 40, "p50_ms": 1_000}  # Wagtail's page around the list takes most of both
QUESTIONS: dict[str, dict[str, Any]] = {
    "first": {},
    "last": {"p": "last"},
    "by e-mail": {"ordering": "email"},
    "newest": {"ordering": "-date_joined"},
    "last visit": {"ordering": "-last_login"},
    "name": {"q": "letsoin"},
    "handle": {"q": "@orang-77"},
    "e-mail": {"q": "orang4711@"},
    "nobody": {"q": "zzzzz"},
    "role": {"role": "mentor"},
    "region": {"region": "81"},
    "switched off": {"is_active": "false"},
    "suspended": {"suspended": "true"},
    "silenced": {"silenced": "true"},
    "address not confirmed": {"confirmed": "false"},
    "never signed in": {"came": "true"},
    "joined": {"date_joined_from": "2020-01-01", "date_joined_to": "2020-02-01"},
}


def on_postgresql() -> int:
    """Ask each question as an administrator; 1 when a bound is passed."""
    with quiet(), override_settings(SECOND_FACTOR_REQUIRED=False):
        client = Client()
        client.force_login(_administrator())
        client.get(LIST)
        results = [_measure(client, name, dict(query)) for name, query in QUESTIONS.items()]
    return report.conclude(results)


def _administrator() -> User:
    return User.objects.create_superuser("pengelola@example.net", None, name="Pengelola", last_login=timezone.now())


def _measure(client: Client, name: str, query: dict[str, Any]) -> report.Result:
    if query.get("p") == "last":
        query["p"] = User.objects.filter(erased_at=None).count() // 20
    if "region" in query:
        query["region"] = Region.objects.get(code=query["region"]).pk
    times = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(LIST, query)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    return {
        "name": f"accounts, {name}",
        "queries": len(captured),
        "errors": int(answer.status_code != 200),
        "p50_ms": round(times[TIMES // 2]),
        "p95_ms": round(times[-1]),
        "bound": BOUND | {"errors": 0},
    }
