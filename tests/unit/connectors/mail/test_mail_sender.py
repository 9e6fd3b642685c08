"""Notices by e-mail against a real mail server: what arrives, restarts in between, servers that fail or refuse."""

from __future__ import annotations

import asyncio
import dataclasses
import email
import email.policy
import logging
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any, Iterator, Optional

import pytest
import sqlalchemy
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from bot.db.session import get_engine
from bot.server import notice_worker
from bot.server.notice_worker import Round
from bot.services import notices, privacy
from bot.services.ics import make_uid
from bot.settings import SettingError, Settings
from connectors.mail import mail_sender
from connectors.mail.mail_sender import MailSender
from tests.support import booking_data
from tests.support.booking_data import NOW
from tests.support.servers import free_port


class Postbox:
    """What a mail server does with what it is given. ``answers``: to messages, the rest is taken."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answers: list[str] = []
        self.recipient_answer = ""
        self.stall = 0.0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.recipient_answer:
            return self.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.stall)
        if self.answers:
            return self.answers.pop(0)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@contextmanager
def mail_server(postbox: Postbox, port: int, **options: Any) -> Iterator[None]:
    controller = Controller(postbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    yield
    controller.stop()


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    booking_data.add_offices(sqlite_url)
    return booking_data.settings_of(
        sqlite_url, smtp_url=f"smtp://127.0.0.1:{free_port()}", mail_from="Orienta Lecco <orienta@example.it>")


async def round_at(settings: Settings, now: datetime) -> Round:
    server = mail_sender.find_mail_server(settings)
    assert server is not None
    return await notice_worker.run_notice_round(settings, [MailSender(server)], lambda: now)


def port_of(settings: Settings) -> int:
    return int(settings.smtp_url.rsplit(":", 1)[1])


async def test_an_e_mail_with_the_calendar_file_once(settings: Settings, postbox: Postbox) -> None:
    view = booking_data.book(settings, "anna")
    with mail_server(postbox, port_of(settings)):
        assert await round_at(settings, NOW) == Round(mailed=1)
        assert await round_at(settings, NOW + timedelta(minutes=1)) == Round()
    (message,) = postbox.messages
    assert message["From"] == "Orienta Lecco <orienta@example.it>" and message["To"] == "anna@example.org"
    assert message["Subject"] == "Il tuo appuntamento di mercoledì 4 marzo 2026 alle 9:00"
    assert message["Auto-Submitted"] == "auto-generated" and message["Message-ID"].endswith("@orienta-lecco>")
    body = message.get_body(("plain",))
    assert body is not None and view.code in body.get_content()
    (calendar,) = message.iter_attachments()
    assert calendar.get_content_type() == "text/calendar" and calendar.get_param("method") == "PUBLISH"
    assert str(calendar.get_filename()).endswith(".ics") and "BEGIN:VEVENT" in str(calendar.get_content())


async def test_a_server_that_is_down_then_refuses_for_now_then_takes_it(
    settings: Settings, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    booking_data.book(settings, "anna")
    with caplog.at_level(logging.INFO):
        assert await round_at(settings, NOW) == Round(failed=1)
        assert await round_at(settings, NOW + timedelta(seconds=30)) == Round(), "patience"
        postbox.answers = ["451 try again later"]
        with mail_server(postbox, port_of(settings)):
            assert await round_at(settings, NOW + timedelta(minutes=2)) == Round(failed=1)
            assert await round_at(settings, NOW + timedelta(minutes=8)) == Round(mailed=1)
    assert len(postbox.messages) == 1
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("orienta"))
    assert "anna" not in ours and "SMTPConnectError" in ours


@pytest.mark.parametrize("where", ["recipient", "message"])
async def test_what_is_refused_for_good_is_let_go(settings: Settings, postbox: Postbox, where: str) -> None:
    booking_data.book(settings, "anna")
    if where == "recipient":
        postbox.recipient_answer = "550 no such user"
    else:
        postbox.answers = ["554 rejected"]
    with mail_server(postbox, port_of(settings)):
        assert await round_at(settings, NOW) == Round(failed=1)
        postbox.recipient_answer = ""
        assert await round_at(settings, NOW + timedelta(hours=2)) == Round()


async def test_a_process_that_dies_while_sending_leaves_it_to_the_next(settings: Settings, postbox: Postbox) -> None:
    booking_data.book(settings, "anna")
    postbox.stall, postbox.answers = 3.0, ["421 the connection went with the process"]
    with mail_server(postbox, port_of(settings)):
        dying = asyncio.create_task(round_at(settings, NOW))
        await asyncio.sleep(1.5)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        await asyncio.sleep(2)
        postbox.stall, postbox.answers = 0.0, []
        assert await round_at(settings, NOW + timedelta(minutes=1)) == Round(), "another process may be sending it"
        assert await round_at(settings, NOW + timedelta(minutes=11)) == Round(mailed=1)
        assert await round_at(settings, NOW + timedelta(minutes=30)) == Round()
    assert len(postbox.messages) == 1


async def test_several_processes_send_each_once(settings: Settings, postbox: Postbox) -> None:
    for number, who in enumerate(("anna", "bruno", "carla", "dario")):
        booking_data.book(settings, who, starts_at=booking_data.WEDNESDAY_9 + timedelta(minutes=30 * number))
    with mail_server(postbox, port_of(settings)):
        done = await asyncio.gather(*(round_at(settings, NOW) for _ in range(4)))
    assert sum(result.mailed for result in done) == 4
    assert len({message["To"] for message in postbox.messages}) == len(postbox.messages) == 4


class _Door:
    def __call__(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"chi@posta", b"p:w"))


async def test_name_and_password(settings: Settings, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_sender, "ANSWER_SECONDS", 1.0)  # this server answers a wrong password with silence
    booking_data.book(settings, "anna")
    port = port_of(settings)
    right = dataclasses.replace(settings, smtp_url=f"smtp://chi%40posta:p%3Aw@127.0.0.1:{port}")
    wrong = dataclasses.replace(settings, smtp_url=f"smtp://chi:no@127.0.0.1:{port}")
    with mail_server(postbox, port, authenticator=_Door(), auth_required=True, auth_require_tls=False):
        assert await round_at(wrong, NOW) == Round(failed=1), "not the message's fault: it is kept"
        assert await round_at(right, NOW + timedelta(minutes=2)) == Round(mailed=1)


@pytest.mark.parametrize(("url", "sender", "named"), [
    ("http://host", "a@example.it", "ORIENTA_SMTP_URL"), ("smtp://", "a@example.it", "ORIENTA_SMTP_URL"),
    ("smtp://host:port", "a@example.it", "ORIENTA_SMTP_URL"), ("smtp://u:secret@host", "", "ORIENTA_MAIL_FROM"),
    ("smtp://host", "nobody", "ORIENTA_MAIL_FROM")])
def test_settings_that_cannot_be_used_are_named(url: str, sender: str, named: str) -> None:
    with pytest.raises(SettingError, match=named) as told:
        mail_sender.find_mail_server(Settings(smtp_url=url, mail_from=sender))
    assert "secret" not in str(told.value)


def test_addresses_of_mail_servers() -> None:
    def made(url: str) -> Optional[mail_sender.MailServer]:
        return mail_sender.find_mail_server(Settings(smtp_url=url, mail_from="Orienta <a@example.it>"))

    plain, encrypted, bare = made("smtp://host"), made("smtps://u:p@host"), made("smtp://host:2525?starttls=off")
    assert plain and encrypted and bare and made("") is None
    assert (plain.port, plain.tls, plain.starttls) == (25, False, None)
    assert (encrypted.port, encrypted.tls, encrypted.username) == (465, True, "u")
    assert (bare.port, bare.starttls) == (2525, False)


async def test_the_worker_outlives_a_database_that_is_away_and_a_wrong_setting(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(notice_worker, "LOOK_SECONDS", 0.01)
    rounds = 0
    states: dict[str, str] = {}

    def fails(*_: Any) -> None:
        nonlocal rounds
        rounds += 1
        raise RuntimeError("away")

    monkeypatch.setattr(notices, "plan", fails)
    task = asyncio.create_task(notice_worker.run(dataclasses.replace(settings, mail_from=""), states))
    await asyncio.sleep(0.2)
    assert not task.done() and rounds > 1
    task.cancel()
    assert states == {"email": "wrong_setting", "sms": "off"}
    assert "ORIENTA_MAIL_FROM" in caplog.text and "RuntimeError" in caplog.text


async def test_an_accented_domain_reaches_a_server_without_smtputf8(settings: Settings, postbox: Postbox) -> None:
    booking_data.book(settings, "anna", contact="anna@comunità-lecco.example")
    with mail_server(postbox, port_of(settings), enable_SMTPUTF8=False):
        assert await round_at(settings, NOW) == Round(mailed=1)
    (message,) = postbox.messages
    assert message["To"] == "anna@xn--comunit-lecco-vdb.example"


async def test_an_address_that_only_smtputf8_could_take_is_let_go(settings: Settings, postbox: Postbox) -> None:
    booking_data.book(settings, "anna", contact="è@example.org")
    with mail_server(postbox, port_of(settings), enable_SMTPUTF8=False):
        assert await round_at(settings, NOW) == Round(failed=1)
        assert await round_at(settings, NOW + timedelta(hours=2)) == Round(), "it is not tried for ever"
    assert not postbox.messages


async def test_an_erasure_takes_the_appointment_out_of_the_calendar(settings: Settings, postbox: Postbox) -> None:
    view = booking_data.book(settings, "anna")
    with mail_server(postbox, port_of(settings)):
        await round_at(settings, NOW)
        privacy.erase(settings, conversation_id="web_anna", now=NOW)
        assert await round_at(settings, NOW + timedelta(minutes=1)) == Round(mailed=1)
        assert await round_at(settings, NOW + timedelta(hours=1)) == Round()
    sent, gone = ([str(part.get_content()) for part in message.iter_attachments()][0] for message in postbox.messages)
    assert "METHOD:CANCEL" in gone and "STATUS:CANCELLED" in gone and "SEQUENCE:1" in gone
    assert make_uid(view) in sent.replace("\r\n ", "") and make_uid(view) in gone.replace("\r\n ", "")
    with get_engine(settings.database_url).connect() as connection:
        assert not connection.execute(sqlalchemy.text("select count(*) from notice")).scalar(), "nothing of it is kept"


async def test_an_erasure_sends_nothing_where_no_file_was_sent(settings: Settings, postbox: Postbox) -> None:
    booking_data.book(settings, "anna")
    privacy.erase(settings, conversation_id="web_anna", now=NOW)
    with mail_server(postbox, port_of(settings)):
        assert await round_at(settings, NOW) == Round()
