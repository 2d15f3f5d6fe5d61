from collections import Counter
from pathlib import Path

import psycopg
import pytest

from .servers import kill_group, wait_for
from .site_processes import environment, manage, worker
from .smtp_sink import smtp_sink

pytestmark = pytest.mark.services

MAILS = 60

WRITE_MAILS = f"""
from django.core.mail import EmailMessage
for number in range({MAILS}):
    EmailMessage(f"Kabar {{number}}", "Isi", "halo@example.org", [f"anggota{{number}}@example.org"]).send()
"""


def test_every_mail_is_sent_and_none_twice_when_the_worker_is_killed(
    postgresql_url: str, redis_url: str, tmp_path: Path
) -> None:
    with smtp_sink() as sink:
        email = f"smtp://127.0.0.1:{sink.server_address[1]}"
        env = environment(database=postgresql_url, redis=redis_url, email=email, folder=tmp_path)
        manage(env, "migrate", "--verbosity", "0")
        manage({**env, "CELERY_BROKER_URL": ""}, "shell", "-v", "0", "-c", WRITE_MAILS)

        for until in (20, 40):
            with worker(env) as process:
                wait_for(lambda until=until: len(sink.received) >= until, f"mail {until}")
                kill_group(process)
        with worker(env):
            wait_for(lambda: _open_mails(postgresql_url) == 0, "the last mail", seconds=120)

        assert Counter(sink.received) == Counter(_message_ids(postgresql_url))
        assert len(sink.received) == MAILS


def _open_mails(url: str) -> int:
    query = "SELECT count(*) FROM outbox_mailmessage WHERE state IN ('pending', 'running')"
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0


def _message_ids(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT message_id FROM outbox_mailmessage").fetchall()]
