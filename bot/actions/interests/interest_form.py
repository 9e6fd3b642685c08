"""«Avvisami»: of which course, where, when, on which contact, with its own consent; a check first for whoever likes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Optional, Sequence

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions import cards
from bot.actions.answers.office_ways import say_dead_end
from bot.actions.cards import choose_value
from bot.actions.eligibility.eligibility_facts import make_applicant
from bot.actions.form_action import FormAction
from bot.actions.interests.own_interests import tell_own
from bot.dialogue import tasks
from bot.dialogue.applicant_facts import AGE, STATUS
from bot.dialogue.asides import asks_for_notice, find_contact_question
from bot.dialogue.booking_words import names_contact
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.reading import Reading
from bot.dialogue.subjects import points_at_course
from bot.dialogue.tasks import ANY, HERE, LATER, NOW
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.dialogue.wishes import SECOND
from bot.italian.text import join_list
from bot.services import courses, eligibility, interests, offices
from bot.services.eligibility import ALL_COURSES
from bot.services.interests import InterestChanged, InterestLeft, InterestView, InterestWish
from bot.texts import get_text

WISH, CHECK, PLACE, TIME = "interest_wish", "interest_check", "interest_place", "interest_time"
CONSENT, CONTACT, CODE = "interest_consent", "interest_contact", "interest_code"
KEEPS_CONVERSATION = frozenset({"telegram"})
"""Channels whose conversation lasts as long as an interest does."""
OPEN_COURSES = frozenset({"ask_course_open", "ask_course_enrol"})
"""Questions whose answer has said which course is open."""
TIMES = ("morning", "afternoon", "evening", "weekend", ANY)
"""The times that can be chosen, in their order."""


class ValidateInterestForm(FormAction):
    """Reads each turn of ``interest_form``."""

    task = tasks.INTEREST

    def answer_aside(self, turn: Turn, requested: str) -> Optional[Reply]:
        """What may be left instead of one's own telephone."""
        if turn.text and requested != CHECK and asks_for_notice(turn.text):
            return say("utter_interest_under_way")
        asked = turn.text and requested == CONTACT and find_contact_question(turn.text)
        return say("utter_interest_no_contact") if asked else None

    def list_options(self, turn: Turn, slot: str) -> Sequence[str]:
        if slot == WISH:
            return [*(f"course/{course.id}" for course in courses.list_courses(turn.settings, turn.now.date())), ANY]
        if slot == PLACE:
            return [*(office.municipality for office in offices.list_offices(turn.settings)), ANY]
        if slot == CONTACT:
            return (HERE,) if turn.channel in KEEPS_CONVERSATION else ()
        return TIMES if slot == TIME else ()

    def follow(self, turn: Turn, requested: str, reading: Reading) -> Reading:
        """A course may have been checked before; one that takes the place of another is named."""
        before, wish = turn.slots.get(WISH), reading.values.get(WISH)
        if wish is not None and before not in (None, wish):
            told = say("utter_interest_wish_changed", chosen=name_wish(turn, wish))
            reading = Reading(reading.values, (*reading.replies, told))
        return _with_check(turn, reading.values, reading.replies) if WISH in reading.values else reading

    def opened(self, turn: Turn) -> Reading:
        """After a «sì» to the offer of the course that was spoken of, or with the interest that is to be changed."""
        code = turn.slots.get(CODE)
        found = None if not code else interests.open_by_code(
            turn.settings, code=code, who=turn.conversation_id, now=turn.now)
        return self._change(turn, found) if isinstance(found, InterestView) else self.start(turn)

    def start(self, turn: Turn) -> Reading:
        values = super().start(turn).values
        subject = turn.subject_id("course") or (turn.course_before if points_at_course(turn.text) else None)
        if values[WISH] is None and subject is not None:
            values[WISH] = f"course/{subject}"
        return _with_check(turn, values, _tell_what_is_open(turn))

    def _change(self, turn: Turn, view: InterestView) -> Reading:
        """A change asks again for course, place and time, or for the contact where that is what is meant."""
        values: dict[str, Any] = {**dict.fromkeys(self.task.slots), CODE: view.code, CHECK: LATER, CONSENT: True}
        kept = {WISH: f"course/{view.course_id}" if view.course_id else f"sector/{view.sector_id}" if view.sector_id
                else ANY, PLACE: view.place or ANY, TIME: view.availability}
        if names_contact(turn.text):
            reached = self.read_value(turn, CONTACT, "opening")
            return Reading({**values, **kept, **(reached.values if reached else {})})
        values[CONTACT] = HERE  # stays as it is
        told = [self.read_value(turn, slot, "beside" if slot == TIME else "opening") for slot in kept if turn.text]
        right = {slot: value for reading in told if reading for slot, value in reading.values.items()}
        if right:
            return Reading({**values, **kept, **right})
        return Reading(values, (say("utter_interest_changing", what=interests.describe_interest(view)),))


def name_wish(turn: Turn, wish: str) -> str:
    """The title of the course or the sector of ``wish`` (``course/<id>``, ``sector/<id>``); any course otherwise."""
    kind, _, item = wish.partition("/")
    every = courses.list_courses(turn.settings, turn.now.date())
    titles = [course.title if kind == "course" else course.sector_name for course in every
              if item in (course.id if kind == "course" else course.sector_id,)]
    return titles[0] if titles else get_text("interests.any_button")


def _tell_what_is_open(turn: Turn) -> tuple[Reply, ...]:
    """What takes enrolments now, to whoever asks in another language: there the wish is told by few words."""
    if not turn.slots.get("language") or turn.slots.get("last_question") in OPEN_COURSES:
        return ()
    titles = [course.title for course in courses.list_courses(turn.settings, turn.now.date()) if course.open_now]
    return (say("utter_interest_now_open", courses=join_list(titles)) if titles else say("utter_interest_now_closed"),)


def _with_check(turn: Turn, values: dict[str, Any], replies: tuple[Reply, ...] = ()) -> Reading:
    """Tell at once whether the person fits, where that is known; a check is offered otherwise, not asked for."""
    verdict = find_known_verdict(turn, values[WISH]) if values.get(WISH) else None
    if verdict is None:
        return Reading(values, replies)
    told = () if turn.slots.get("last_question") == "check_eligibility" else (say(f"utter_interest_fits_{verdict}"),)
    return Reading({**values, CHECK: LATER}, (*replies, *told))


def find_known_verdict(turn: Turn, wish: str) -> Optional[str]:
    """What the requirements say to what the person has told in this conversation; None when that is too little."""
    if not isinstance(turn.slots.get(AGE), dict) or turn.slots.get(STATUS) is None:
        return None
    kind, _, item = wish.partition("/")
    course = item if kind == "course" else ALL_COURSES
    result = eligibility.assess(turn.settings, course, make_applicant(turn.slots), turn.now.date())
    return None if isinstance(result, eligibility.UnknownCourse) else result.assessment.overall


class AskInterestWish(TurnAction):
    """Asks for which course."""

    def name(self) -> str:
        return "action_ask_interest_form_interest_wish"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        every = courses.list_courses(turn.settings, turn.now.date())
        buttons = [Button(course.title, choose_value(WISH, f"course/{course.id}")) for course in every]
        buttons.append(Button(get_text("interests.any_button"), choose_value(WISH, ANY)))
        return [say("utter_ask_interest_wish", buttons=buttons)], []


class AskInterestPlace(TurnAction):
    """Asks where."""

    def name(self) -> str:
        return "action_ask_interest_form_interest_place"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        buttons = [Button(office.municipality, choose_value(PLACE, office.municipality))
                   for office in offices.list_offices(turn.settings)]
        buttons.append(Button(get_text("interests.anywhere_button"), choose_value(PLACE, ANY)))
        return [say("utter_ask_interest_place", buttons=buttons)], []


class AskInterestConsent(TurnAction):
    """Asks for the consent of its own."""

    def name(self) -> str:
        return "action_ask_interest_form_interest_consent"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        days = turn.settings.interest_days
        lines = [Part("utter_card_interest_what"), Part("utter_card_interest_why"),
                 Part("utter_card_interest_until", {"days": days})]
        return [say("utter_ask_interest_consent", card=cards.make_consent(CONSENT, lines), days=days)], []


class AskInterestContact(TurnAction):
    """Asks where to write; on a channel that lasts, here."""

    def name(self) -> str:
        return "action_ask_interest_form_interest_contact"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        if turn.channel not in KEEPS_CONVERSATION:
            return [say("utter_ask_interest_contact")], []
        return [say("utter_ask_interest_contact_or_here",
                    buttons=[Button(get_text("interests.here_button"), choose_value(CONTACT, HERE))])], []


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
            contact=given["value"], contact_kind=given["kind"], fits=find_known_verdict(turn, turn.slots[WISH]))
        code = turn.slots.get(CODE)
        result = interests.change_interest(turn.settings, code=code, wish=wish, now=turn.now) if code else (
            interests.leave_interest(turn.settings, wish, conversation_id=turn.conversation_id, channel=turn.channel,
                                     now=turn.now))
        if not isinstance(result, (InterestLeft, InterestChanged)):
            return [say_dead_end(turn, "utter_interest_gone")], forget
        response = "utter_interest_changed" if isinstance(result, InterestChanged) else (
            "utter_interest_left_again" if result.again else "utter_interest_left")
        told, unreachable = tell_own(result.interest, response), interests.explain_unreachable(
            turn.settings, result.interest)
        if unreachable:
            told = replace(told, parts=(*told.parts, Part("utter_interest_unreachable", {"reason": unreachable})))
        return [told], forget
