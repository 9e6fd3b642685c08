"""A waiting wish as its owner is told of it, found by the conversation or by its code."""

from __future__ import annotations

from typing import Optional

from bot.actions.answers.office_ways import say_dead_end
from bot.actions.booking.time_question import offer_start
from bot.actions.own_codes import open_shown
from bot.dialogue.turn import Button, Part, Reply, Turn
from bot.italian.text import format_moment
from bot.rules import codes
from bot.services import waiting_list
from bot.services.booking import SlotOption
from bot.services.waiting_list import WaitingView
from bot.texts import get_text


def find_waiting(turn: Turn) -> list[WaitingView] | Reply:
    """The wish of the button or code in the message, else those of this conversation; or why not."""
    found = open_shown(
        turn, "waiting", codes.WAITING_PREFIX,
        lambda code: waiting_list.open_wish(turn.settings, code=code, who=turn.conversation_id, now=turn.now),
        wrong="utter_waiting_code_wrong", closed="utter_waiting_codes_closed")
    if found is None:
        return waiting_list.list_wishes(turn.settings, conversation_id=turn.conversation_id)
    return found if isinstance(found, Reply) else [found]


def tell_wish(
    turn: Turn, view: WaitingView, response: str = "utter_waiting", free_now: Optional[SlotOption] = None,
) -> Reply:
    """The wish with what can be done with it: with the place that is kept, or with one that is free already.

    Of one that is over it is said how to go on.
    """
    if view.state != "waiting":
        return say_dead_end(turn, "utter_waiting_gone", view.office_id)
    parts = [Part(response, {"what": waiting_list.describe_wish(view), "code": view.code,
                             "hours": max(1, turn.settings.waiting_answer_minutes // 60)})]
    buttons, start = [wait_button("withdraw", "withdraw_wait", view)], None
    if free_now is not None:
        parts.append(Part("utter_waiting_free_now", {"when": format_moment(free_now.starts_at),
                                                     "office": free_now.office_name}))
        button, start = offer_start(view.service_id, free_now)
        buttons.insert(0, button)
    kept = view.find_kept_offer(turn.now)
    if kept is not None:
        parts.append(Part("utter_waiting_offer", {
            "when": format_moment(kept.starts_at), "office": kept.office_name, "until": format_moment(kept.until)}))
        buttons[:0] = [wait_button("accept", "accept_place", view), wait_button("decline", "decline_place", view)]
    return Reply(tuple(parts), tuple(buttons), subject=f"waiting:{view.code}", offer=start)


def wait_button(name: str, intent: str, view: WaitingView) -> Button:
    """The button ``name`` of a wish."""
    return Button(get_text(f"waiting_list.buttons.{name}"), f'/{intent}{{"option": "waiting:{view.code}"}}')

