"""Between Rasa's classifier and its policies: each typed message is read once more, in its context."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any, Mapping, Optional, Reversible

from bot import clock
from bot import settings as settings_module
from bot.db.session import DatabaseUnavailable
from bot.dialogue.context import Context, Understood, read_near_needs
from bot.dialogue.follow_ups import list_choices
from bot.dialogue.interpretation import interpret
from bot.dialogue.languages import read_other_language
from bot.dialogue.register import ask_register, read_change
from bot.dialogue.tasks import BOOKING
from bot.dialogue.turn import Button
from bot.dialogue.wishes import find_question_beside
from bot.italian.dialect import translate_dialect
from bot.italian.distress import drop_ways_of_speaking
from bot.nlu import act_model
from bot.rasa.patches.replacement import Undo, replace_attribute
from bot.services import needs
from bot.services.needs import NeedIndex

_TELLS_APPOINTMENT = frozenset({
    "action_confirm_booking", "action_confirm_move", "action_list_appointments", "action_resend_ics",
    "action_stale_choice"})
_TELLS_NOBODY = frozenset({"action_hand_over", "action_request_human"})
_BOOKS = frozenset({"action_confirm_booking", "action_confirm_move"})
_STOPS, _CANCELS = "action_stop", "action_confirm_cancel"
_OF_FEELING = frozenset(
    {"express_distress", "tell_hard_time", "tell_worry", "complain", "out_of_scope", "nlu_fallback"})
"""What the classifier reads in a way of speaking."""
_AS_WRITTEN = frozenset({"booking_name", "booking_contact", "callback_contact", "feedback_comment"})
"""Questions whose answer is nobody's dialect: a name or words to be kept."""
REMEMBERED_TURNS = 4
"""For so many turns after an appointment was told «annullalo» means it."""


def read_in_context() -> Undo:
    """Let the message processors of this process read in context."""
    from rasa.core.processor import MessageProcessor

    stock = MessageProcessor.parse_message

    async def parse_message(
        self: Any, message: Any, tracker: Optional[Any] = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        if tracker is None:
            alone: dict[str, Any] = await stock(self, message, tracker, only_output_properties)
            return alone
        context, written = read_context(tracker), message.text or ""
        plain = written if context.question in _AS_WRITTEN else translate_dialect(written)
        if plain != written:
            message = copy(message)
            message.text = plain
        parsed = await stock(self, message, tracker, only_output_properties)
        if (parsed.get("intent") or {}).get("name") in _OF_FEELING and (rest := drop_ways_of_speaking(plain)) != plain:
            plain, message = rest, copy(message)  # «sto morendo di sonno, l'indirizzo?» asks for the address
            message.text = rest
            parsed = await stock(self, message, tracker, only_output_properties)
        read = put_in_context(parsed, context)
        return read if plain == written else {**read, "text": written, "in_italian": read.get("in_italian") or plain}

    return replace_attribute(MessageProcessor, "parse_message", parse_message)


def put_in_context(parsed: dict[str, Any], context: Context) -> dict[str, Any]:
    """Rasa's ``parsed`` message as it is meant in ``context``; the payload of a button stays as it is."""
    text = parsed.get("text") or ""
    if not text or text.startswith("/") or not (parsed.get("intent") or {}).get("name"):
        return parsed
    entities = parsed.get("entities") or []
    before = replace(read_understood(parsed), acts=rank_acts(text, context))
    after = read_other_language(text, before, context)
    voice = {"language": after.language, "register": None if after.language else read_change(text, context)}
    if after is before or not after.translated:
        after = ask_register(text) or interpret(text, after, context)
    changed = [{"entity": slot, "value": value, "start": 0, "end": len(text)} for slot, value in voice.items()
               if value and value != getattr(context, slot)]
    if after is before:
        return {**parsed, "entities": [*entities, *changed]} if changed else parsed
    meant = {"name": after.intent, "confidence": after.confidence}
    others = [item for item in parsed.get("intent_ranking") or [] if item.get("name") != after.intent]
    option = [] if after.option is None else [
        {"entity": "option", "value": after.option, "start": 0, "end": len(text)}]
    if after.act is not None:
        option.append({"entity": "act", "value": after.act, "start": 0, "end": len(text)})
    kept = [entity for entity in entities if entity.get("entity") in after.kinds]
    pointed = [{"entity": kind, "value": value, "start": 0, "end": 0} for kind, value in after.names]
    result = {**parsed, "intent": meant, "intent_ranking": [meant, *others],
              "entities": [*option, *kept, *pointed, *changed], "translated": after.translated,
              "in_italian": after.said}
    result.pop("questions", None)
    if all(wish["intent"] != after.intent for wish in parsed.get("wishes") or ()):
        result.pop("wishes", None)
    if after.questions:
        return {**result, "questions": list(after.questions)}
    return {**result, "wishes": beside} if (beside := find_question_beside(before, after, text)) else result


def _words_beside(text: str, entities: list[dict[str, Any]]) -> str:
    """``text`` without the names found in it."""
    for entity in sorted(entities, key=lambda found: -int(found.get("start") or 0)):
        start, end = int(entity.get("start") or 0), int(entity.get("end") or 0)
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def rank_acts(text: str, context: Context) -> tuple[tuple[str, float], ...]:
    """What the trained model of acts says of ``text`` at an open question, or after an appointment or a result.

    Elsewhere the classifier knows better.
    """
    model = act_model.find_current_model()
    return () if model is None or context.standing == "open" else model.rank(text, context.standing)


def read_understood(parsed: dict[str, Any]) -> Understood:
    """What the classifier took Rasa's ``parsed`` message for."""
    intent = parsed.get("intent") or {}
    entities = parsed.get("entities") or []
    kinds = frozenset(str(entity.get("entity")) for entity in entities)
    rest = _words_beside(parsed.get("text") or "", entities)
    ranking = tuple((str(item["name"]), float(item["confidence"])) for item in parsed.get("intent_ranking") or []
                    if item.get("name"))
    return Understood(str(intent.get("name") or ""), float(intent.get("confidence") or 0.0), None, kinds, ranking,
                      rest=rest, questions=tuple(parsed.get("questions") or ()),
                      near_needs=read_near_needs(parsed))


def read_context(tracker: Any) -> Context:
    """What the person has in front of them, read from Rasa's tracker before the new message is in it."""
    from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered

    buttons: list[Button] = []
    listed: tuple[Button, ...] = ()
    turns, at_hand, checked, answered, asked_for_person = 0, False, False, False, False
    offer: Optional[str] = None
    left: Optional[str] = None
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            turns += 1
            if turns >= REMEMBERED_TURNS:
                break
        elif isinstance(event, BotUttered):
            shown = [Button(str(item.get("title", "")), str(item.get("payload", "")))
                     for item in event.data.get("buttons") or event.data.get("quick_replies") or []]
            buttons = shown + buttons if turns == 0 else buttons
            listed = listed or list_choices(tuple(shown))
        elif isinstance(event, ActionExecuted):
            at_hand = at_hand or event.action_name in _TELLS_APPOINTMENT
            checked = checked or event.action_name == "action_tell_eligibility"
            answered = answered or (turns == 0 and event.action_name == "action_answer")
            asked_for_person = asked_for_person or (turns == 0 and event.action_name in _TELLS_NOBODY)
        elif isinstance(event, ActiveLoop):
            left = left or event.name
        elif isinstance(event, SlotSet) and event.key == "offer" and turns == 0:
            offer = offer or event.value  # the question of an open form, asked after the answer, empties the slot
    loop = tracker.active_loop.name if tracker.active_loop else None
    dropped, dropped_start = (None, None) if loop else find_dropped(tracker.events)
    question = tracker.get_slot("requested_slot") if loop else None
    return Context(
        loop, question, tuple(buttons), at_hand, checked, listed=listed, subject=tracker.get_slot("subject"),
        last_question=tracker.get_slot("last_question"), refused=bool(tracker.get_slot("booking_refused")),
        offer=offer, offered=offer if asked_for_person else None,
        answered=answered, left=None if loop else left, dropped=dropped,
        dropped_start=dropped_start, needs=read_needs(), language=tracker.get_slot("language"),
        register=tracker.get_slot("register"))


def find_dropped(events: Reversible[Any]) -> tuple[Optional[str], Optional[str]]:
    """The form that was stopped in the last turns, and the start that was given up or cancelled with it; else None."""
    from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered

    turns, closed, given_up = 0, -1, ""
    known: dict[str, Any] = {}
    for event in reversed(events):
        if given_up:
            if isinstance(event, SlotSet):
                known.setdefault(event.key, event.value)
            elif isinstance(event, ActiveLoop) and event.name:
                return _name_dropped(event.name, given_up == _CANCELS, known)
        elif isinstance(event, UserUttered):
            turns += 1
            if turns >= REMEMBERED_TURNS:
                break
        elif isinstance(event, ActiveLoop) and event.name is None:
            closed = turns
        elif isinstance(event, ActionExecuted):
            if event.action_name in _BOOKS:
                break
            if event.action_name == _CANCELS or event.action_name == _STOPS and closed == turns:
                given_up = event.action_name
    return None, None


def _name_dropped(form: str, cancelled: bool, known: Mapping[str, Any]) -> tuple[Optional[str], Optional[str]]:
    held = known.get("cancel_appointment" if cancelled else "booking_time") or {}
    service = held.get("service") if cancelled else known.get("booking_service")
    if cancelled and not known.get("cancel_confirm"):
        return None, None
    if not held or not service or not cancelled and form != BOOKING.name:
        return form, None
    stamp = clock.local(datetime.fromisoformat(held["start"])).replace(tzinfo=None).isoformat(timespec="minutes")
    return form, f"{service}:{held['office']}|{stamp}"


def read_needs() -> Optional[NeedIndex]:
    """The words of the register of needs; None while the database cannot be read."""
    try:
        return needs.index_needs(settings_module.load())
    except DatabaseUnavailable:
        return None
