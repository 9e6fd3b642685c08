"""The forms of the assistant, and forgetting what they hold."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from bot.actions.booking.appointment_forms import ValidateCancelForm, ValidateMoveForm
from bot.actions.booking.booking_form import REFUSED, ValidateBookingForm
from bot.actions.eligibility.eligibility_form import ValidateEligibilityForm
from bot.actions.erasure_form import ValidateEraseForm
from bot.actions.feedback_form import ValidateFeedbackForm
from bot.actions.handoff.callback_form import ValidateCallbackForm
from bot.actions.interests.interest_form import ValidateInterestForm
from bot.actions.sign_ups.sign_up_form import ValidateSignUpForm
from bot.actions.waiting_list.waiting_form import ValidateWaitingForm
from bot.dialogue.form import Form

FORMS: tuple[type[Form], ...] = (
    ValidateEligibilityForm, ValidateBookingForm, ValidateMoveForm, ValidateCancelForm, ValidateFeedbackForm,
    ValidateEraseForm, ValidateCallbackForm, ValidateInterestForm, ValidateWaitingForm,
    ValidateSignUpForm)


def clear_all_forms() -> list[EventType]:
    """Events that forget what every form holds, and the time that was being chosen."""
    events: list[EventType] = [event for form in FORMS for event in form.cleared()]
    return [*events, SlotSet(REFUSED, None), SlotSet("time_wish", None), SlotSet("time_options", None),
            SlotSet("misread", 0)]
