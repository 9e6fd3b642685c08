"""Files with a person's data: all that is kept of this conversation and of the appointments whose codes were shown."""

from __future__ import annotations

from rasa_sdk.events import EventType

from bot.actions.attachments import make_attachment
from bot.actions.shown_codes import find_shown
from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Part, Reply, Turn
from bot.services import personal_export


class ActionExportData(TurnAction):
    """Gives the data as a page to read and as JSON; the files stand in the log of this conversation and go with it."""

    def name(self) -> str:
        return "action_export_data"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        found = personal_export.collect_data(
            turn.settings, conversation_id=turn.conversation_id,
            appointment_ids=[view.id for view in find_shown(turn)], now=turn.now)
        values = {"appointments": len(found["appointments"]), "messages": len(found["messages"])}
        return [
            Reply((Part("utter_data_exported", values),), attachment=make_attachment(
                personal_export.PAGE_NAME, "text/html", personal_export.write_page(found).encode())),
            Reply((Part("utter_data_as_json"),), attachment=make_attachment(
                personal_export.JSON_NAME, "application/json", personal_export.write_json(found).encode()))], []
