"""What a code typed alone shows, of an interest, a ticket or a waiting wish; an appointment's is ``shown_codes``."""

from __future__ import annotations

from typing import Optional

from bot.actions.interests.own_interests import find_interests, tell_own
from bot.actions.sign_ups.own_tickets import find_tickets, tell_ticket
from bot.actions.waiting_list.told_waiting import find_waiting, tell_wish
from bot.dialogue.turn import Reply, Turn
from bot.rules import codes


def tell_other_code(turn: Turn) -> Optional[Reply]:
    """What belongs to the code in the message, or why nothing does; None where there is no such code."""
    if codes.find_prefixed(turn.text, codes.INTEREST_PREFIX):
        interests = find_interests(turn)
        return interests if isinstance(interests, Reply) else tell_own(interests[0])
    if codes.find_prefixed(turn.text, codes.TICKET_PREFIX):
        tickets = find_tickets(turn)
        return tickets if isinstance(tickets, Reply) else tell_ticket(turn, tickets[0])
    if codes.find_prefixed(turn.text, codes.WAITING_PREFIX):
        wishes = find_waiting(turn)
        return wishes if isinstance(wishes, Reply) else tell_wish(turn, wishes[0])
    return None
