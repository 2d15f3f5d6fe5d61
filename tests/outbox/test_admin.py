import pytest
from django.core.mail import send_mail
from outbox.models import Job, MailMessage
from outbox.services import enqueue

from tests.factories.members import AdministratorFactory, EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rows(settings):
    settings.EMAIL_BACKEND = "outbox.mail.EmailBackend"


def test_an_administrator_reads_the_mails_and_tries_the_failed_ones_again(client):
    send_mail("Kabar", "Isi", None, ["b@example.org"])
    MailMessage.objects.update(state="failed", attempts=8)
    client.force_login(AdministratorFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    listing = client.get("/admin/outbox/mail/").content.decode()
    assert "Kabar" in listing
    assert 'action="retry/"' in listing
    assert client.get(f"/admin/outbox/mail/inspect/{MailMessage.objects.get().pk}/").status_code == 200
    client.post("/admin/outbox/mail/retry/")
    assert MailMessage.objects.get().state == "pending"


def test_jobs_are_listed_and_can_not_be_added(client):
    enqueue("outbox.tasks.run_jobs")
    client.force_login(AdministratorFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "outbox.tasks.run_jobs" in client.get("/admin/outbox/jobs/").content.decode()
    client.post("/admin/outbox/jobs/new/", {"state": "done"})
    assert Job.objects.count() == 1


def test_an_editor_sees_no_outbox(client):
    client.force_login(EditorFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/admin/outbox/mail/").status_code == 302
    assert client.post("/admin/outbox/mail/retry/").status_code in (302, 403)
