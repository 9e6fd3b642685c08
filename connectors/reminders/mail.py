"""An e-mail with the appointment's calendar file, handed to the mail server of ORIENTA_SMTP_URL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from enum import Enum
from typing import Optional
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from bot.services.reminders import Mail
from bot.settings import SettingError, Settings

ANSWER_SECONDS = 20.0
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


class Outcome(Enum):
    """What the mail server did with a message: took it, may take it later, or refused it for good."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"


def mail_server(settings: Settings) -> Optional[MailServer]:
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
        raise SettingError("ORIENTA_SMTP_URL: non è un indirizzo smtp://… o smtps://…")
    name, address = parseaddr(settings.mail_from)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain):
        raise SettingError(f"ORIENTA_MAIL_FROM: «{settings.mail_from}» non è un indirizzo di posta: serve per spedire")
    try:
        sender = Address(name, local, domain)
    except ValueError:
        raise SettingError(f"ORIENTA_MAIL_FROM: «{settings.mail_from}» non è un indirizzo di posta") from None
    return MailServer(
        host=host, port=port or PORTS[parts.scheme], sender=sender,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None, tls=parts.scheme == "smtps",
        starttls=False if parts.scheme == "smtps" or "off" in parse_qs(parts.query).get("starttls", []) else None)


def compose(mail: Mail, sender: Address, now: datetime) -> EmailMessage:
    """The message as it is sent."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "it"
    message.set_content(mail.text)
    message.add_attachment(
        mail.calendar, maintype="text", subtype="calendar", filename=mail.file_name,
        params={"charset": "utf-8", "method": "CANCEL" if mail.cancels else "PUBLISH"})
    return message


async def send(server: MailServer, mail: Mail, now: datetime) -> tuple[Outcome, str]:
    """Hand ``mail`` over; what became of it, and why in words without personal data."""
    try:
        await aiosmtplib.send(
            compose(mail, server.sender, now), sender=server.sender.addr_spec, recipients=[mail.to],
            hostname=server.host, port=server.port, username=server.username, password=server.password,
            use_tls=server.tls, start_tls=server.starttls, timeout=ANSWER_SECONDS)
    except aiosmtplib.SMTPRecipientsRefused as error:
        codes = [refused.code for refused in error.recipients]
        return _outcome(min(codes, default=450)), f"recipient refused {codes}"
    except aiosmtplib.SMTPDataError as error:
        return _outcome(error.code), f"refused {error.code}"
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        # a server that is down, that wants another password or sender: not this message's fault
        return Outcome.LATER, f"{type(error).__name__} {getattr(error, 'code', '')}".strip()
    return Outcome.SENT, ""


def _outcome(code: int) -> Outcome:
    return Outcome.NEVER if code >= 500 else Outcome.LATER
