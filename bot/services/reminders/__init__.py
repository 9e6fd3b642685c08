"""Reminders of appointments, in the chat and by e-mail; all that others may call is here."""

from bot.services.reminders.planning import Planned, plan
from bot.services.reminders.sending import Mail, mail_failed, mail_sent, next_mail, send_chat

__all__ = ["Mail", "Planned", "mail_failed", "mail_sent", "next_mail", "plan", "send_chat"]
