"""One's own tickets of events: telling them with their calendar file, withdrawing one; by conversation or by code."""

from __future__ import annotations

from rasa_sdk.events import EventType

from bot.actions.answers.office_ways import say_dead_end
from bot.actions.attachments import make_attachment
from bot.actions.own_codes import open_shown
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Button, Part, Reply, Turn, say
from bot.rules import codes
from bot.services import notices, sign_ups
from bot.services.errors import DatabaseUnavailable
from bot.services.sign_ups import SignUpWithdrawn, TicketView
from bot.texts import get_text


def find_tickets(turn: Turn) -> list[TicketView] | Reply:
    """The ticket of the button or code in the message, else those of this conversation; or why not."""
    found = open_shown(
        turn, "ticket", codes.TICKET_PREFIX,
        lambda code: sign_ups.open_ticket(turn.settings, code=code, who=turn.conversation_id, now=turn.now),
        wrong="utter_ticket_code_wrong", closed="utter_ticket_codes_closed")
    if found is None:
        own = sign_ups.list_tickets(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
        return own or say("utter_no_tickets", offer="join_event")
    return found if isinstance(found, Reply) else [found]


def tell_ticket(turn: Turn, ticket: TicketView, response: str = "utter_ticket") -> Reply:
    """The ticket with its calendar file, its reminder and its button; ``response`` is said of one with a place."""
    values = {"what": sign_ups.describe_ticket(ticket), "code": ticket.code, "position": ticket.position}
    parts = [Part("utter_ticket_waiting" if ticket.position else response, values)]
    if ticket.firm:
        parts.append(Part("utter_ticket_firm", {"firm": ticket.firm}))
    reminder = _describe_reminder(turn, ticket)
    if reminder:
        parts.append(Part("utter_reminders", {"reminders": reminder}))
    return Reply(tuple(parts), (_withdraw_button(ticket, get_text("sign_ups.buttons.withdraw")),), attachment=(
        make_attachment(sign_ups.name_file(ticket), "text/calendar", sign_ups.make_ticket_file(ticket, turn.now))),
        subject=f"event:{ticket.event_id}")


class ActionListTickets(TurnAction):
    """Tells one's tickets, or that of a code."""

    def name(self) -> str:
        return "action_list_tickets"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_tickets(turn)
        if isinstance(found, Reply):
            return [found], []
        return [tell_ticket(turn, ticket) for ticket in found], []


class ActionWithdrawTicket(TurnAction):
    """Withdraws at once, name and contact with it; of several it asks which."""

    def name(self) -> str:
        return "action_withdraw_ticket"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = find_tickets(turn)
        if isinstance(found, Reply):
            return [found], []
        named = [ticket for ticket in found if ticket.event_id in turn.names.get("event", ())] or found
        if len(named) > 1:
            return [say("utter_which_ticket", buttons=[
                _withdraw_button(ticket, sign_ups.name_day(ticket)) for ticket in named])], []
        gone = sign_ups.withdraw(turn.settings, code=named[0].code, conversation_id=turn.conversation_id,
                                 channel=turn.channel, now=turn.now)
        if not isinstance(gone, SignUpWithdrawn):
            return [say_dead_end(turn, "utter_ticket_gone")], []
        return [say("utter_ticket_withdrawn", what=sign_ups.describe_ticket(gone.ticket))], []


def _withdraw_button(ticket: TicketView, title: str) -> Button:
    return Button(title, f'/withdraw_ticket{{"option": "ticket:{ticket.code}"}}')


def _describe_reminder(turn: Turn, ticket: TicketView) -> str:
    """Which reminder will come and where; nothing when that cannot be asked: the ticket stands."""
    try:
        return notices.describe_notice(
            turn.settings, key=sign_ups.make_reminder_key(ticket.id), contact=ticket.contact, here=True)
    except DatabaseUnavailable:
        return ""
