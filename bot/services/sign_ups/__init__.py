"""Signing up for days of events: places, waiting list, tickets, door; all that others may call is here."""

from bot.services.sign_ups.attendance import list_attendance, mark_presence
from bot.services.sign_ups.event_changes import follow_events, move_tickets_in
from bot.services.sign_ups.results import (
    AlreadySignedUp,
    AttendanceLine,
    Audience,
    NoTicket,
    OnWaitingList,
    SignedUp,
    SignUpClosed,
    SignUpDay,
    SignUpWithdrawn,
    TicketView,
)
from bot.services.sign_ups.texts import describe_day, describe_ticket, name_day, name_file
from bot.services.sign_ups.ticket_file import make_ticket_file
from bot.services.sign_ups.tickets import (
    Attendee,
    drop_tickets,
    find_event_day,
    list_event_days,
    list_open_days,
    list_tickets,
    make_reminder_key,
    open_ticket,
    sign_up,
    withdraw,
)

__all__ = [
    "AlreadySignedUp", "AttendanceLine", "Attendee", "Audience", "NoTicket", "OnWaitingList", "SignUpClosed",
    "SignUpDay", "SignUpWithdrawn", "SignedUp", "TicketView", "describe_day", "describe_ticket", "drop_tickets",
    "find_event_day", "follow_events", "list_attendance", "list_event_days", "list_open_days", "list_tickets",
    "make_reminder_key", "make_ticket_file", "mark_presence", "move_tickets_in", "name_day", "name_file",
    "open_ticket", "sign_up", "withdraw",
]
