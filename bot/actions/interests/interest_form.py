"""«Avvisami»: of which course, where, when, on which contact, with its own consent; a check first for whoever likes."""

from __future__ import annotations

import re
from typing import Any, Optional

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions import cards
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking.booking_form import contact_value, explain_invalid_contact
from bot.actions.cards import chosen
from bot.actions.eligibility.eligibility_facts import AGE, STATUS, applicant_of
from bot.actions.form_action import FormAction
from bot.actions.interests.own_interests import tell_own
from bot.actions.person_answers import agrees
from bot.dialogue import tasks
from bot.dialogue.asides import find_contact_topic
from bot.dialogue.booking_words import takes_back
from bot.dialogue.form import Reading, said_yes
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.dialogue.wishes import SECOND
from bot.italian.availability import read_availability
from bot.italian.municipalities import index_municipalities
from bot.italian.people.contacts import Email, InvalidContact, Phone, contact
from bot.italian.short_replies import any_will_do, declines, means_all, ordinal, yes_or_no
from bot.services import courses, eligibility, interests, offices
from bot.services.eligibility import ALL_COURSES
from bot.services.interests import InterestChanged, InterestLeft, InterestView, InterestWish
from bot.texts import get_text

WISH, CHECK, PLACE, TIME = "interest_wish", "interest_check", "interest_place", "interest_time"
CONSENT, CONTACT, CODE = "interest_consent", "interest_contact", "interest_code"
ANY = "any"
NOW, LATER = "now", "later"
HERE = "here"
"""Value of the contact that is the conversation itself."""
KEEPS_CONVERSATION = frozenset({"telegram"})
"""Channels whose conversation lasts as long as an interest does."""
_ABOUT_CONTACT = re.compile(
    r"\b(?:mail|email|e-mail|numero|telefono|cellulare|recapito|indirizzo|contatto)\b", re.IGNORECASE)


class ValidateInterestForm(FormAction):
    """Reads each turn of ``interest_form``."""

    task = tasks.INTEREST

    def required(self, slots: dict[str, Any], turn: Turn) -> list[str]:
        """Nothing more after a refused consent, or when the requirements are to be checked first."""
        if slots.get(CONSENT) is False or slots.get(CHECK) == NOW:
            return []
        return list(self.task.slots[:-1])

    def answer_aside(self, turn: Turn, requested: str) -> Optional[Reply]:
        """What may be left instead of one's own telephone."""
        if not turn.text or requested != CONTACT or contact(turn.text) is not None:
            return None
        return say("utter_interest_no_contact") if find_contact_topic(turn.text) else None

    def understand(self, turn: Turn, requested: Optional[str]) -> Optional[Reading]:
        if requested is None:
            return self._start(turn)
        slot, value = turn.option or ("", "")
        if slot:
            return _pressed(turn, slot, value)
        read = {WISH: _wish, CHECK: _check, PLACE: _place, TIME: _time, CONSENT: _consent, CONTACT: _contact}
        named = requested not in (WISH, CONTACT) and (turn.names.get("course") or turn.names.get("sector"))
        if named and takes_back(turn.text):
            return _wish(turn)  # «anzi no, quello di meccanica» is no «no»
        reading = read[requested](turn)
        late = requested not in (CONSENT, CONTACT) and turn.names.get("course") and not self._is_digression(turn)
        if reading is None and late:
            return _wish(turn)  # another course, said late
        if reading is None and requested == CHECK:
            told = {PLACE: _place_named(turn.text), TIME: read_availability(turn.text)}
            if any(told.values()):  # «Merate, di sera» goes on without a check
                return Reading({CHECK: LATER, **{slot: value for slot, value in told.items() if value}})
        return reading

    def opened(self, turn: Turn) -> Reading:
        """After a «sì» to the offer of the course that was spoken of, or with the interest that is to be changed."""
        code = turn.slots.get(CODE)
        found = None if not code else interests.open_by_code(
            turn.settings, code=code, who=turn.conversation_id, now=turn.now)
        if isinstance(found, InterestView):
            return _changing(turn, found, dict.fromkeys(self.task.slots))
        return self._start(turn)

    def _start(self, turn: Turn) -> Reading:
        """What the first message tells already."""
        values: dict[str, Any] = dict.fromkeys(self.task.slots)
        wish = _wish(turn)
        subject = turn.subject_id("course")
        if wish is not None:
            values.update(wish.values)
        elif subject is not None:
            values[WISH] = f"course/{subject}"
        if turn.text:
            time = read_availability(turn.text)
            values.update({TIME: None if time == ANY else time, PLACE: _place_named(turn.text)})
        reached = contact(turn.text) if turn.text else None
        if isinstance(reached, (Phone, Email)):
            values[CONTACT] = contact_value(reached)
        return _with_check(turn, values)


def _changing(turn: Turn, view: InterestView, values: dict[str, Any]) -> Reading:
    """A change asks again for course, place and time, or for the contact where that is what is meant."""
    kept = f"course/{view.course_id}" if view.course_id else f"sector/{view.sector_id}" if view.sector_id else ANY
    values.update({CODE: view.code, CHECK: LATER, CONSENT: True})
    if _ABOUT_CONTACT.search(turn.text):
        reached = contact(turn.text)
        return Reading({**values, WISH: kept, PLACE: view.place or ANY, TIME: view.availability,
                        CONTACT: contact_value(reached) if isinstance(reached, (Phone, Email)) else None})
    values[CONTACT] = HERE  # stays as it is
    if turn.text:
        wish, place, time = _wish(turn), _place_named(turn.text), read_availability(turn.text)
        if wish is not None or place or time:
            return Reading({**values, WISH: wish.values[WISH] if wish else kept, PLACE: place or view.place or ANY,
                            TIME: time or view.availability})
    return Reading(values, (say("utter_interest_changing", what=interests.describe_interest(view)),))


def _with_check(turn: Turn, values: dict[str, Any]) -> Reading:
    """Tell at once whether the person fits, where that is known; a check is offered otherwise, not asked for."""
    if not values.get(WISH):
        return Reading(values)
    verdict = known_verdict(turn, values[WISH])
    if verdict is None:
        return Reading(values)
    told = () if turn.slots.get("last_question") == "check_eligibility" else (say(f"utter_interest_fits_{verdict}"),)
    return Reading({**values, CHECK: LATER}, told)


def known_verdict(turn: Turn, wish: str) -> Optional[str]:
    """What the requirements say to what the person has told in this conversation; None when that is too little."""
    if not isinstance(turn.slots.get(AGE), dict) or turn.slots.get(STATUS) is None:
        return None
    kind, _, item = wish.partition("/")
    course = item if kind == "course" else ALL_COURSES
    result = eligibility.assess(turn.settings, course, applicant_of(turn.slots), turn.now.date())
    return None if isinstance(result, eligibility.UnknownCourse) else result.assessment.overall


def _pressed(turn: Turn, slot: str, value: str) -> Optional[Reading]:
    """What a button of the form means; None for the others."""
    known = {f"course/{course.id}" for course in courses.list_courses(turn.settings, turn.now.date())} | {ANY}
    good = {WISH: known, CHECK: {NOW, LATER}, TIME: set(get_choices()), CONSENT: {"yes", "no"}, CONTACT: {HERE},
            PLACE: {ANY, *(office.municipality for office in offices.list_offices(turn.settings))}}
    if value not in good.get(slot, set()):
        return None
    if slot == WISH:
        return _with_check(turn, {WISH: value})
    if slot == CONTACT and turn.channel not in KEEPS_CONVERSATION:
        return None
    return Reading({slot: value == "yes" if slot == CONSENT else value})


def get_choices() -> tuple[str, ...]:
    """The times that can be chosen, in their order."""
    return ("morning", "afternoon", "evening", "weekend", ANY)


def _wish(turn: Turn) -> Optional[Reading]:
    """The course or sector named, by name or place in the list; any for «tutti»."""
    if turn.name("course"):
        return _with_check(turn, {WISH: f"course/{turn.name('course')}"})
    if turn.name("sector"):
        return _with_check(turn, {WISH: f"sector/{turn.name('sector')}"})
    if turn.slots.get("requested_slot") != WISH:
        return None
    if any_will_do(turn.text) or means_all(turn.text) or declines(turn.text):
        return _with_check(turn, {WISH: ANY})
    every = courses.list_courses(turn.settings, turn.now.date())
    picked = ordinal(turn.text, len(every) + 1)
    if picked is None:
        return None
    return _with_check(turn, {WISH: f"course/{every[picked].id}" if picked < len(every) else ANY})


def _check(turn: Turn) -> Optional[Reading]:
    if turn.intent == "check_eligibility":
        return Reading({CHECK: NOW})
    answer = said_yes(turn)
    if answer is None:
        answer = False if declines(turn.text) or re.search(r"\b(?:dopo|avanti|poi)\b", turn.text.casefold()) else None
    return None if answer is None else Reading({CHECK: NOW if answer else LATER})


def _place_named(text: str) -> Optional[str]:
    """The municipality of the province that ``text`` names."""
    return next((place.id for place in index_municipalities().find(text) if place.kind == "lecco"), None)


def _place(turn: Turn) -> Optional[Reading]:
    named = _place_named(turn.text)
    if named is not None:
        return Reading({PLACE: named})
    known = offices.list_offices(turn.settings)
    if any_will_do(turn.text) or means_all(turn.text) or declines(turn.text) or re.search(
            r"\b(?:ovunque|dappertutto|provincia|dovunque|indifferente)\b", turn.text.casefold()):
        return Reading({PLACE: ANY})
    picked = ordinal(turn.text, len(known) + 1)
    if picked is None:
        return None
    return Reading({PLACE: known[picked].municipality if picked < len(known) else ANY})


def _time(turn: Turn) -> Optional[Reading]:
    found = read_availability(turn.text)
    if found is None and (any_will_do(turn.text) or means_all(turn.text) or declines(turn.text)):
        found = ANY
    picked = ordinal(turn.text, len(get_choices())) if found is None else None
    found = get_choices()[picked] if picked is not None else found
    return Reading({TIME: found}) if found else None


def _consent(turn: Turn) -> Optional[Reading]:
    answer = agrees(turn)
    return _contact(turn) if answer is None else Reading({CONSENT: answer})


def _contact(turn: Turn) -> Optional[Reading]:
    if re.search(r"\b(?:qui|qua|telegram)\b", turn.text.casefold()) and turn.channel in KEEPS_CONVERSATION:
        return Reading({CONTACT: HERE})
    reached = contact(turn.text)
    if isinstance(reached, InvalidContact):
        return Reading({CONTACT: None}, (explain_invalid_contact(turn, reached),))
    if reached is not None:
        return Reading({CONTACT: contact_value(reached)})
    refuses = turn.slots.get("requested_slot") == CONTACT and (
        turn.intent == "deny" or declines(turn.text) or yes_or_no(turn.text) is False)
    return Reading({CONSENT: False, CONTACT: None}) if refuses else None


class AskInterestWish(TurnAction):
    """Asks for which course."""

    def name(self) -> str:
        return "action_ask_interest_form_interest_wish"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        every = courses.list_courses(turn.settings, turn.now.date())
        buttons = [Button(course.title, chosen(WISH, f"course/{course.id}")) for course in every]
        buttons.append(Button(get_text("interests.any_button"), chosen(WISH, ANY)))
        return [say("utter_ask_interest_wish", buttons=buttons)], []


class AskInterestPlace(TurnAction):
    """Asks where."""

    def name(self) -> str:
        return "action_ask_interest_form_interest_place"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        buttons = [Button(office.municipality, chosen(PLACE, office.municipality))
                   for office in offices.list_offices(turn.settings)]
        buttons.append(Button(get_text("interests.anywhere_button"), chosen(PLACE, ANY)))
        return [say("utter_ask_interest_place", buttons=buttons)], []


class AskInterestConsent(TurnAction):
    """Asks for the consent of its own."""

    def name(self) -> str:
        return "action_ask_interest_form_interest_consent"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        days = turn.settings.interest_days
        lines = [Part("utter_card_interest_what"), Part("utter_card_interest_why"),
                 Part("utter_card_interest_until", {"days": days})]
        return [say("utter_ask_interest_consent", card=cards.consent(CONSENT, lines), days=days)], []


class AskInterestContact(TurnAction):
    """Asks where to write; on a channel that lasts, here."""

    def name(self) -> str:
        return "action_ask_interest_form_interest_contact"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        if turn.channel not in KEEPS_CONVERSATION:
            return [say("utter_ask_interest_contact")], []
        return [say("utter_ask_interest_contact_or_here",
                    buttons=[Button(get_text("interests.here_button"), chosen(CONTACT, HERE))])], []


class ActionSaveInterest(TurnAction):
    """Keeps the interest, or begins the check that was wanted first."""

    def name(self) -> str:
        return "action_save_interest"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        forget = ValidateInterestForm.cleared()
        kind, _, item = (turn.slots.get(WISH) or "").partition("/")
        if turn.slots.get(CHECK) == NOW:
            names = {kind: [item]} if item else {}
            waiting = {"intent": "leave_interest", "text": "", "names": names}
            return [], [*forget, SlotSet(SECOND, waiting), SlotSet("eligibility_course", None),
                        SlotSet("subject", f"course:{item}" if kind == "course" else "course:"),
                        FollowupAction("eligibility_form")]
        if not kind or not turn.slots.get(CONSENT):
            return [say_dead_end(turn, "utter_interest_refused")], forget
        reached = turn.slots.get(CONTACT)
        given = reached if isinstance(reached, dict) else {"value": "", "kind": interests.CONVERSATION}
        place = turn.slots.get(PLACE)
        wish = InterestWish(
            course_id=item if kind == "course" else None, sector_id=item if kind == "sector" else None,
            place=None if place == ANY else place, availability=turn.slots.get(TIME) or "any",
            contact=given["value"], contact_kind=given["kind"], fits=known_verdict(turn, turn.slots[WISH]))
        code = turn.slots.get(CODE)
        result = interests.change_interest(turn.settings, code=code, wish=wish, now=turn.now) if code else (
            interests.leave_interest(turn.settings, wish, conversation_id=turn.conversation_id, channel=turn.channel,
                                     now=turn.now))
        if not isinstance(result, (InterestLeft, InterestChanged)):
            return [say_dead_end(turn, "utter_interest_gone")], forget
        response = "utter_interest_changed" if isinstance(result, InterestChanged) else (
            "utter_interest_left_again" if result.again else "utter_interest_left")
        return [tell_own(result.interest, response)], forget
