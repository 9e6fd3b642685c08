"""The forms of the assistant, and forgetting what they hold."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from bot.actions.appointments import ValidateCancelForm, ValidateMoveForm
from bot.actions.booking import ValidateBookingForm
from bot.actions.callback import ValidateCallbackForm
from bot.actions.eligibility import ValidateEligibilityForm
from bot.actions.feedback import ValidateFeedbackForm
from bot.actions.form import Form
from bot.actions.privacy import ValidateEraseForm

FORMS: tuple[type[Form], ...] = (
    ValidateEligibilityForm, ValidateBookingForm, ValidateMoveForm, ValidateCancelForm, ValidateFeedbackForm,
    ValidateEraseForm, ValidateCallbackForm)


def cleared_all() -> list[EventType]:
    """Events that forget what every form holds, and the time that was being chosen."""
    events: list[EventType] = [event for form in FORMS for event in form.cleared()]
    return [*events, SlotSet("time_wish", None), SlotSet("time_options", None), SlotSet("misread", 0)]
