"""An e-mail, with a calendar file where there is one, handed to the mail server of ORIENTA_SMTP_URL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Optional
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
import idna

from bot.services.notices import Answered, Handover, Outgoing
from bot.settings import SettingError, Settings
from bot.texts import get_text

ANSWER_SECONDS = 20.0
DOMAIN = "orienta-lecco"
"""What Message-IDs end with."""

PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """Where e-mail is handed over. ``starttls``: None encrypts where the server offers it, False never."""

    host: str
    port: int
    sender: Address
    username: Optional[str] = None
    password: Optional[str] = None
    tls: bool = False
    starttls: Optional[bool] = None


def find_mail_server(settings: Settings) -> Optional[MailServer]:
    """The mail server of the settings; None when e-mail is off.

    Raises:
        SettingError: an address cannot be used; the message names the setting, and no password.
    """
    if not settings.smtp_url:
        return None
    try:
        parts = urlsplit(settings.smtp_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in PORTS:
        raise SettingError(get_text("settings.bad_smtp_url"))
    name, address = parseaddr(settings.mail_from)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain):
        raise SettingError(get_text("settings.sender_needed", value=settings.mail_from))
    try:
        sender = Address(name, local, domain)
    except ValueError:
        raise SettingError(get_text("settings.bad_sender", value=settings.mail_from)) from None
    return MailServer(
        host=host, port=port or PORTS[parts.scheme], sender=sender,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None, tls=parts.scheme == "smtps",
        starttls=False if parts.scheme == "smtps" or "off" in parse_qs(parts.query).get("starttls", []) else None)


def compose(mail: Outgoing, sender: Address, now: datetime) -> EmailMessage:
    """The message as it is sent; the accented domain of an address in the letters that every server takes.

    Raises:
        ValueError: the address cannot be written so.
    """
    message = EmailMessage()
    message["From"] = sender
    message["To"] = Address(addr_spec=encode_address(mail.to))
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail.reference}@{DOMAIN}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "it"
    message.set_content(mail.text)
    if mail.calendar:
        message.add_attachment(
            mail.calendar, maintype="text", subtype="calendar", filename=mail.file_name,
            params={"charset": "utf-8", "method": "CANCEL" if mail.cancels else "PUBLISH"})
    return message


def encode_address(address: str) -> str:
    """``address`` with its domain in ASCII («xn--…»), for servers without SMTPUTF8.

    Raises:
        ValueError: the part before the @ is not ASCII, or the domain is none.
    """
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        raise ValueError("the local part is not ASCII")
    return f"{local}@{domain if domain.isascii() else idna.encode(domain, uts46=True).decode()}"


class MailSender:
    """Hands e-mail over to one server."""

    channel = "email"

    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def send(self, mail: Outgoing, now: datetime) -> Handover:
        """Hand ``mail`` over; what became of it, and why in words without personal data."""
        server = self._server
        try:
            message = compose(mail, server.sender, now)
        except ValueError as error:
            return Handover(Answered.NEVER, f"the address cannot be used: {type(error).__name__}")
        try:
            await aiosmtplib.send(
                message, sender=server.sender.addr_spec, recipients=[encode_address(mail.to)],
                hostname=server.host, port=server.port, username=server.username, password=server.password,
                use_tls=server.tls, start_tls=server.starttls, timeout=ANSWER_SECONDS)
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = [refused.code for refused in error.recipients]
            return Handover(_outcome(min(codes, default=450)), f"recipient refused {codes}")
        except aiosmtplib.SMTPDataError as error:
            return Handover(_outcome(error.code), f"refused {error.code}")
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            # a server that is down, that wants another password or sender: not this message's fault
            return Handover(Answered.LATER, f"{type(error).__name__} {getattr(error, 'code', '')}".strip())
        return Handover(Answered.SENT)

    async def close(self) -> None:
        """There is nothing to close."""


def _outcome(code: int) -> Answered:
    return Answered.NEVER if code >= 500 else Answered.LATER
