"""Notices by e-mail: through a real socket, refused, tried again, never twice; and through the real broker."""

import json
import socket
from base64 import b64decode
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection, transaction

from accounts.jobs import requeue_notices
from accounts.mail import MOST_TRIES, deliver
from accounts.models import Notice, User
from accounts.notices import notify
from accounts.now import now
from accounts.tasks import deliver_notice
from config.celery import app
from tests.accounts.smtp_server import mail_server

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("reader", name="收件人", email="reader@example.test")


def notice_for(person: User, **values: object) -> Notice:
    fields = {"subject": "已签收", "body": "主办单位已签收。", "path": "/my/7/", "created_at": now()} | values
    return Notice.objects.create(recipient=person, **fields)


def test_a_notice_goes_out_once_with_its_link_and_a_steady_identifier(person: User):
    notice = notice_for(person)
    assert deliver(notice.pk) is True
    assert deliver(notice.pk) is False
    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert (sent.subject, sent.to, sent.body) == (
        "已签收",
        ["reader@example.test"],
        "主办单位已签收。\n\nhttp://localhost:8000/my/7/",
    )
    assert sent.extra_headers == {"Message-ID": f"<notice-{notice.pk}@localhost>"}
    notice.refresh_from_db()
    assert (notice.mailed_at is not None, notice.mail_error, notice.mail_tries) == (True, "", 0)


def test_who_has_no_address_gets_it_in_the_system_only(person: User):
    person.email = ""
    person.save()
    notice = notice_for(person)
    assert deliver(notice.pk) is False
    notice.refresh_from_db()
    assert (notice.mailed_at is not None, mail.outbox) == (True, [])


def test_a_notice_that_is_gone_is_no_error(db: None):
    assert deliver(10**9) is False


def test_a_line_break_in_a_title_makes_no_second_header(person: User):
    notice = notice_for(person, subject="关于图书室\r\nBcc: all@example.test 的建议\n")
    assert deliver(notice.pk) is True
    assert mail.outbox[0].subject == "关于图书室 Bcc: all@example.test 的建议"
    assert "\nBcc:" not in mail.outbox[0].message().as_string()


class TestRealSocket:
    @pytest.fixture(autouse=True)
    def _smtp(self, settings):
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST = "127.0.0.1"

    def test_a_mail_server_takes_it(self, person: User, settings):
        notice = notice_for(person)
        with mail_server() as server:
            settings.EMAIL_PORT = server.port
            assert deliver(notice.pk) is True
        assert len(server.mails) == 1
        taken = server.mails[0]
        assert (taken["Message-ID"], taken["To"]) == (
            f"<notice-{notice.pk}@localhost>",
            "reader@example.test",
        )
        assert (taken["Subject"], taken.get_content().split()) == (
            "已签收",
            ["主办单位已签收。", "http://localhost:8000/my/7/"],
        )

    @pytest.mark.parametrize(
        ("answers", "reason"),
        [
            ({"CONNECT": "554 closed today"}, "(554, b'closed today')"),
            ({"RCPT": "550 no such person"}, "{'reader@example.test': (550, b'no such person')}"),
            ({"DATA": "452 disk full"}, "(452, b'disk full')"),
        ],
    )
    def test_a_refusal_is_written_down_and_the_next_try_goes_out(
        self, person: User, settings, answers: dict, reason: str
    ):
        notice = notice_for(person)
        with mail_server(**answers) as refusing:
            settings.EMAIL_PORT = refusing.port
            assert deliver(notice.pk) is False
        notice.refresh_from_db()
        assert (notice.mailed_at, notice.mail_error, notice.mail_tries) == (None, reason, 1)
        with mail_server() as taking:
            settings.EMAIL_PORT = taking.port
            assert deliver(notice.pk) is True
        notice.refresh_from_db()
        assert (len(taking.mails), notice.mailed_at is not None, notice.mail_error) == (1, True, "")

    def test_nobody_at_the_port_is_a_refusal_too(self, person: User, settings):
        with socket.create_server(("127.0.0.1", 0)) as closing:
            settings.EMAIL_PORT = closing.getsockname()[1]
        notice = notice_for(person)
        assert deliver(notice.pk) is False
        notice.refresh_from_db()
        assert (notice.mailed_at, notice.mail_tries, "refused" in notice.mail_error) == (None, 1, True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_notice_send_one_mail(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
    person = User.objects.create_user("reader", name="收件人", email="reader@example.test")
    notice = notice_for(person)
    start, sent = Barrier(4), []

    def worker() -> None:
        start.wait()
        sent.append(deliver(notice.pk))
        connection.close()

    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        threads = [Thread(target=worker) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (sorted(sent), len(server.mails)) == ([False, False, False, True], 1)


class TestRequeue:
    """Rows left undelivered come back through the broker, ever more slowly."""

    @pytest.fixture(autouse=True)
    def _empty_queue(self, db: None):
        with app.connection_for_write() as broker:
            broker.default_channel.client.delete("celery")
        yield
        with app.connection_for_write() as broker:
            broker.default_channel.client.delete("celery")

    @staticmethod
    def queued() -> list[int]:
        """Return the notices whose ids wait in the broker, in no order that matters."""
        with app.connection_for_read() as broker:
            raw = broker.default_channel.client.lrange("celery", 0, -1)
        messages = [json.loads(text) for text in raw]
        assert {message["headers"]["task"] for message in messages} <= {"accounts.tasks.deliver_notice"}
        return sorted(json.loads(b64decode(message["body"]))[0][0] for message in messages)

    @pytest.mark.broker
    @pytest.mark.parametrize(
        ("age", "tries", "comes_back"),
        [
            (29, 0, False),
            (31, 0, True),
            (59, 1, False),
            (61, 1, True),
            (8 * 3600, 10, False),
            (9 * 3600, 10, True),
            (99 * 3600, MOST_TRIES, False),
        ],
    )
    def test_what_waited_long_enough_comes_back(self, person: User, age: int, tries: int, comes_back: bool):
        notice = notice_for(person, created_at=now() - timedelta(seconds=age), mail_tries=tries)
        assert requeue_notices() == int(comes_back)
        assert self.queued() == ([notice.pk] if comes_back else [])

    @pytest.mark.broker
    def test_what_was_mailed_stays_and_what_comes_back_twice_goes_out_once(self, person: User):
        old = now() - timedelta(minutes=5)
        notice_for(person, created_at=old, mailed_at=old)
        waiting = notice_for(person, created_at=old)
        assert (requeue_notices(), requeue_notices()) == (1, 1)
        assert self.queued() == [waiting.pk, waiting.pk]
        for key in self.queued():
            deliver_notice(key)
        assert len(mail.outbox) == 1
        assert requeue_notices() == 0

    @pytest.mark.broker
    @pytest.mark.django_db(transaction=True)
    def test_a_committed_notice_is_queued_and_one_rolled_back_is_not(self):
        person = User.objects.create_user("reader", name="收件人", email="reader@example.test")
        with transaction.atomic():
            notice = notify([person], "已签收")[0]
            assert self.queued() == []
        assert self.queued() == [notice.pk]
        with transaction.atomic():
            notify([person], "没有发生")
            transaction.set_rollback(True)
        assert self.queued() == [notice.pk]
        assert list(Notice.objects.values_list("subject", flat=True)) == ["已签收"]
