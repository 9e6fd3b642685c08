"""Appointments: what is free, holding a place, confirming, moving and cancelling; all that others may call is here."""

from bot.rules.slot_calendar import Reason, Why
from bot.services.booking.access import find_by_code, list_own
from bot.services.booking.availability import (
    FreeStarts,
    check_span,
    find_first_free,
    find_nearest,
    list_bookable,
    list_offices_for,
    read_free_starts,
    read_minutes,
    search_availability,
)
from bot.services.booking.bookings import Outcome, book_appointment
from bot.services.booking.changes import cancel_appointment, confirm_attendance, move_appointment
from bot.services.booking.counts import count_in
from bot.services.booking.holds import hold_place, release_expired, release_holds, reserve_place
from bot.services.booking.misplaced import find_misplaced
from bot.services.booking.occupancy import Occupancy, count_occupied
from bot.services.booking.origins import lock_network, note_origin
from bot.services.booking.places import PlaceLost
from bot.services.booking.plans import (
    OfficePlan,
    leave_out_lead_time,
    list_closures,
    list_openings,
    plan_offices,
    plan_openings,
)
from bot.services.booking.presentation import (
    bring_line,
    gather_appointment_values,
    join_appointment_cards,
    make_appointment_card,
    word_appointment_address,
    word_appointment_in_full,
    word_appointment_in_short,
    word_appointment_place,
)
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
    NotHeld,
    NotYours,
    SlotOption,
    SlotTaken,
    TooLate,
    TooManyBookings,
)
from bot.services.booking.staff import AWAY, BUSY, FREE, StaffMember, give_to_operator, load_staff
from bot.services.booking.views import find_view, find_views, mask
from bot.services.code_lockout import MAX_WRONG_CODES

__all__ = [
    "AWAY", "BUSY", "FREE", "MAX_WRONG_CODES", "AlreadyBooked", "AlreadyCancelled", "AppointmentView",
    "AttendanceConfirmed", "Booked", "Cancelled", "Closed", "DayOpen", "FreeStarts", "Held", "Moved", "NotBookable",
    "NotHeld", "NotYours", "Occupancy", "OfficePlan", "Outcome", "PlaceLost", "Reason", "SlotOption", "SlotTaken",
    "StaffMember", "TooLate", "TooManyBookings", "Why", "book_appointment", "bring_line", "cancel_appointment",
    "check_span", "confirm_attendance", "count_in", "count_occupied", "find_by_code", "find_first_free",
    "find_misplaced", "find_nearest", "find_view", "find_views", "gather_appointment_values", "give_to_operator",
    "hold_place", "join_appointment_cards", "leave_out_lead_time", "list_bookable", "list_closures",
    "list_offices_for", "list_openings", "list_own", "load_staff", "lock_network", "make_appointment_card", "mask",
    "move_appointment", "note_origin", "plan_offices", "plan_openings", "read_free_starts", "read_minutes",
    "release_expired", "release_holds", "reserve_place", "search_availability", "word_appointment_address",
    "word_appointment_in_full", "word_appointment_in_short", "word_appointment_place",
]
