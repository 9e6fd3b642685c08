"""Notices: what people are told unasked, on one channel after the other; all that others may call is here."""

from bot.services.notices.erasure import take_back_calendars_in
from bot.services.notices.expectations import describe_notice, describe_reminders
from bot.services.notices.kinds import ERASED, KINDS, Kind
from bot.services.notices.receipts import follow_chats, mark_opened, note_receipt
from bot.services.notices.requests import NewNotice, add_notice, add_notice_in, withdraw_notices_in
from bot.services.notices.schedule import Planned, plan
from bot.services.notices.sending import Answered, Handover, Outgoing, place_in_chats, settle, take_outgoing
from bot.services.notices.sms_days import count_parts_of_today
from bot.services.notices.texts import is_notice
from bot.services.notices.told import ToldNotices, ToldView, list_told

__all__ = [
    "ERASED", "KINDS", "Answered", "Handover", "Kind", "NewNotice", "Outgoing", "Planned", "ToldNotices",
    "ToldView", "add_notice", "add_notice_in", "count_parts_of_today", "describe_notice", "describe_reminders",
    "follow_chats", "is_notice", "list_told", "mark_opened", "note_receipt", "place_in_chats", "plan", "settle",
    "take_back_calendars_in", "take_outgoing", "withdraw_notices_in",
]
