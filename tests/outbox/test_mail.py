import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.mail.backends.locmem import EmailBackend as Memory
from django.db import transaction
from django.utils import timezone
from outbox import delivery
from outbox.models import MailMessage
from outbox.services import deliver_mail, forget_old_rows, retry

pytestmark = pytest.mark.django_db
State = MailMessage.State


@pytest.fixture(autouse=True)
def _rows(settings):
    settings.EMAIL_BACKEND = "outbox.mail.EmailBackend"


def test_a_mail_waits_as_a_row_until_it_is_delivered():
    write()
    assert mail.outbox == []
    assert deliver_mail() == 1
    assert mail.outbox[0].subject == "Kabar"
    assert MailMessage.objects.get().state == State.DONE
    assert deliver_mail() == 0


def test_a_rolled_back_thought_mails_nobody():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not MailMessage.objects.exists()


def test_the_message_goes_out_as_it_was_written():
    message = EmailMultiAlternatives("Judul", "Teks", "a@example.org", ["b@example.org"], headers={"X-Kind": "digest"})
    message.attach_alternative("<p>Teks</p>", "text/html")
    message.attach("acara.ics", "BEGIN:VCALENDAR", "text/calendar")
    message.send()
    deliver_mail()
    sent = mail.outbox[0]
    row = MailMessage.objects.get()
    assert sent.alternatives[0].content == "<p>Teks</p>"
    assert sent.attachments[0].filename == "acara.ics"
    assert sent.message()["Message-ID"] == row.message_id
    assert sent.message()["X-Kind"] == "digest"


def test_a_mail_that_fails_waits_longer_each_time_and_fails_for_good_at_last(monkeypatch):
    write()
    refuse(monkeypatch, smtplib.SMTPDataError(451, b"later"))
    for attempt in range(8):
        MailMessage.objects.update(due_at=timezone.now())
        deliver_mail()
        row = MailMessage.objects.get()
        assert row.attempts == attempt + 1
        assert row.due_at > timezone.now() + timedelta(seconds=20)
    assert row.state == State.FAILED
    assert "later" in row.last_error


def test_a_mail_refused_for_good_is_not_tried_again(monkeypatch):
    write()
    refuse(monkeypatch, smtplib.SMTPRecipientsRefused({"b@example.org": (550, b"unknown")}))
    deliver_mail()
    assert MailMessage.objects.get().state == State.FAILED


def test_one_broken_mail_leaves_the_others_going(monkeypatch):
    write("Rusak")
    write("Utuh")
    send = Memory.send_messages

    def stumble(self, messages):
        if messages[0].subject == "Rusak":
            raise smtplib.SMTPDataError(451, b"later")
        return send(self, messages)

    monkeypatch.setattr(Memory, "send_messages", stumble)
    assert deliver_mail() == 1
    assert mail.outbox[0].subject == "Utuh"


def test_a_mail_of_a_dead_worker_is_sent_if_it_was_not_handed_over():
    write()
    delivery.next_mail()
    assert delivery.next_mail() is None
    MailMessage.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert deliver_mail() == 1


def test_a_mail_that_a_dead_worker_had_handed_over_is_in_doubt_until_a_person_decides():
    write()
    delivery.next_mail()
    long_ago = timezone.now() - timedelta(seconds=1)
    MailMessage.objects.update(claimed_until=long_ago, handed_over_at=long_ago)
    assert deliver_mail() == 0
    assert MailMessage.objects.get().state == State.DOUBTFUL
    assert retry(MailMessage.objects.all()) == 1
    assert deliver_mail() == 1


def test_a_slow_worker_whose_mail_was_taken_over_does_not_send_it():
    write()
    slow = delivery.next_mail()
    MailMessage.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    delivery.next_mail()
    with delivery.open_connection() as connection:
        assert not delivery.deliver(slow, connection)
    assert mail.outbox == []


def test_sent_mail_is_forgotten_after_thirty_days():
    write()
    deliver_mail()
    forget_old_rows()
    assert MailMessage.objects.count() == 1
    MailMessage.objects.update(done_at=timezone.now() - timedelta(days=31))
    forget_old_rows()
    assert not MailMessage.objects.exists()


def write(subject: str = "Kabar") -> None:
    send_mail(subject, "Isi", None, ["b@example.org"])


def refuse(monkeypatch, error: Exception) -> None:
    def fail(self, messages):
        raise error

    monkeypatch.setattr(Memory, "send_messages", fail)
