"""Appointments: what is free, holding a place, confirming, moving and cancelling; all that others may call is here."""

from bot.core.slot_calendar import Reason, Why
from bot.services.attempts import MAX_WRONG_CODES
from bot.services.booking.access import by_code, mine
from bot.services.booking.availability import availability, check, first_free, nearest, offices_for, services
from bot.services.booking.changes import cancel, confirm_attendance, move
from bot.services.booking.confirming import confirm
from bot.services.booking.holding import hold, release, release_expired
from bot.services.booking.results import (
    AlreadyBooked,
    AlreadyCancelled,
    AppointmentView,
    AttendanceConfirmed,
    Booked,
    Cancelled,
    Closed,
    DayOpen,
    Held,
    Moved,
    NotBookable,
    NotYours,
    SlotOption,
    SlotTaken,
    TooLate,
    TooManyAttempts,
    WrongCode,
)

__all__ = [
    "MAX_WRONG_CODES", "AlreadyBooked", "AlreadyCancelled", "AppointmentView", "AttendanceConfirmed", "Booked",
    "Cancelled", "Closed", "DayOpen", "Held", "Moved", "NotBookable", "NotYours", "Reason", "SlotOption", "SlotTaken",
    "TooLate", "TooManyAttempts", "Why", "WrongCode", "availability", "by_code", "cancel", "check", "confirm",
    "confirm_attendance", "first_free", "hold", "mine", "move", "nearest", "offices_for", "release",
    "release_expired", "services",
]
