"""Going on with the same conversation on another channel: a short code, with a link where there is one."""

from __future__ import annotations

from rasa_sdk.events import EventType

from bot.dialogue.rasa_adapter import TurnAction
from bot.dialogue.turn import Reply, Turn, say
from bot.italian.text import format_time
from bot.services import channel_links

TELEGRAM = "telegram"


class ActionContinueElsewhere(TurnAction):
    """Makes the code: on the web chat for Telegram, on Telegram for the web chat."""

    def name(self) -> str:
        return "action_continue_elsewhere"

    def answer(self, turn: Turn) -> tuple[list[Reply], list[EventType]]:
        if turn.channel != TELEGRAM and not (turn.settings.telegram_token or turn.settings.telegram_bot):
            return [say("utter_no_telegram")], []
        try:
            made = channel_links.make_code(turn.settings, conversation_id=turn.conversation_id, now=turn.now)
        except LookupError:  # a channel that keeps no log, such as a terminal
            return [say("utter_continue_not_possible")], []
        if isinstance(made, channel_links.TooManyCodes):
            return [say("utter_continue_too_many", until=format_time(made.until.time()))], []
        if turn.channel == TELEGRAM:
            return [say("utter_continue_on_site", code=made.text)], []
        bot = turn.settings.telegram_bot.lstrip("@")
        if not bot:
            return [say("utter_continue_on_telegram_by_name", code=made.text)], []
        return [say("utter_continue_on_telegram", code=made.text, link=f"https://t.me/{bot}?start={made.text}")], []
