"""A message of the log as calls of the Bot API: text in pieces, keyboard under the last, then the file."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field, replace
from typing import Any, Mapping, Optional, Sequence

from bot.services.conversations import MessageView
from bot.texts import get_text
from connectors.telegram import keyboards
from connectors.telegram.api import File
from connectors.telegram.cards import QUESTIONS, TelegramCard, make_telegram_card
from connectors.telegram.formatting import Span, cut_pieces, split_spans, write_html, write_plain
from connectors.telegram.keyboards import KeyboardChoice

CHANNEL = "telegram"
FILE_BYTES = 10 * 1024 * 1024
CHOSEN_MARK = "✓ "

_DATA_ADDRESS = re.compile(r"data:([\w.+/-]+)(?:;[\w=.-]+)*;base64,(.+)", re.DOTALL)


@dataclass(frozen=True)
class Sending:
    """One call that sends or edits a message, without the chat. ``plain``: its text without tags.

    ``edits``: the message is changed and not sent anew.
    """

    method: str
    parameters: dict[str, Any]
    plain: str = ""
    file: Optional[File] = None
    edits: bool = field(default=False)

    def with_markup(self, markup: Mapping[str, Any]) -> Sending:
        """The same with a keyboard."""
        return replace(self, parameters={**self.parameters, "reply_markup": dict(markup)})

    @property
    def has_markup(self) -> bool:
        """Whether it brings or removes a keyboard."""
        return "reply_markup" in self.parameters


def render(message: MessageView, *, page: int = 0, asks_contact: bool = False) -> list[Sending]:
    """What is sent for ``message``; nothing for what this chat's person wrote here.

    ``page``: which day of a choice of times. ``asks_contact``: the message is a question that the person's own
    telephone number answers.
    """
    if message.author == "person":
        return _from_elsewhere(message)
    card = make_telegram_card(message, page)
    styled = [*_spoken(message), *card.spans]
    sendings = [_text(piece) for piece in cut_pieces(styled) if piece]
    markup = _markup(message, card) or (keyboards.ask_contact() if asks_contact else None)
    if markup and not sendings:
        sendings = [_text([Span(_title_for(message))])]
    if markup:
        sendings[-1] = sendings[-1].with_markup(markup)
    return [*sendings, *_attached(message.content.get("attachment")), *_venue(message.content.get("custom"))]


def make_edit(sending: Sending, message_id: int) -> Sending:
    """``sending`` as an edit of a message that is there already."""
    parameters = {**sending.parameters, "message_id": message_id}
    parameters.pop("disable_notification", None)
    return replace(sending, method="editMessageText", parameters=parameters, edits=True)


def is_picker(message: MessageView) -> bool:
    """Whether times are offered that turn page within one message."""
    return _type(message) == "slot_picker"


def is_question(message: MessageView) -> bool:
    """Whether a form waits for the answer: the buttons go once it was given, by button or in words."""
    found = keyboards.list_keyboard_choices(message.content)
    return bool(found) and (_type(message) in QUESTIONS or any(map(_answers_form, found)))


def is_answer(message: MessageView, choice: KeyboardChoice) -> bool:
    """Whether ``choice`` can be made once: an answer, or a quick reply; what stands in a card of courses stays."""
    quick = choice.index < len(message.content.get("quick_replies") or ())
    return quick or _type(message) in QUESTIONS or _answers_form(choice)


def _answers_form(choice: KeyboardChoice) -> bool:
    return choice.payload.startswith("/choose")


def make_chosen_keyboard(title: str) -> dict[str, Any]:
    """The keyboard of an answered question: only what was chosen."""
    return keyboards.make_inline_keyboard([[keyboards.make_inline_button(CHOSEN_MARK + title, keyboards.CHOSEN)]])


def _type(message: MessageView) -> Optional[str]:
    custom = message.content.get("custom")
    return str(custom.get("type")) if isinstance(custom, Mapping) else None


def _from_elsewhere(message: MessageView) -> list[Sending]:
    """What the person wrote on the web chat, so that the answer here is understood."""
    if message.channel == CHANNEL:
        return []
    words = [Span(get_text("telegram.written_on_site"), italic=True), Span(message.text, italic=True)]
    return [replace(sending, parameters={**sending.parameters, "disable_notification": True})
            for sending in map(_text, cut_pieces(words)) if message.text.strip()]


def _spoken(message: MessageView) -> list[Span]:
    if message.author == "operator":  # what a person typed has no markup
        name = message.content.get("name") or get_text("telegram.operator")
        return [Span(f"{name}:", bold=True), Span("\n" + message.text.strip())]
    return split_spans(message.text)


def _title_for(message: MessageView) -> str:
    return get_text("telegram.choose_below" if message.content.get("quick_replies") else "telegram.here_it_is")


def _text(piece: Sequence[Span]) -> Sending:
    parameters = {"text": write_html(list(piece)), "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    return Sending("sendMessage", parameters, write_plain(list(piece)))


def _markup(message: MessageView, card: TelegramCard) -> Optional[Mapping[str, Any]]:
    """The rows of the card, then the quick replies that it does not have already."""
    known = {choice.payload for choice in card.choices} | {choice.title for choice in card.choices}
    quick = keyboards.list_keyboard_choices({"quick_replies": message.content.get("quick_replies")})
    rest = [] if card.replaces_quick_replies else [
        choice for choice in quick if not known & {choice.payload, choice.title}]
    laid = [*card.rows, *keyboards.lay_rows([
        keyboards.make_inline_button(item.title, keyboards.make_button_data(message, item)) for item in rest])]
    return keyboards.make_inline_keyboard(laid) if laid else None


def _attached(attachment: Any) -> list[Sending]:
    """A file that came inside the message as a document; an image by its address as a link."""
    payload = attachment.get("payload") if isinstance(attachment, Mapping) else None
    if not isinstance(payload, Mapping):
        return []
    source = str(payload.get("src") or "")
    if source.startswith("https://"):
        return [_text([Span(source)])]
    match = _DATA_ADDRESS.fullmatch(source)
    if match is None:
        return []
    try:
        content = base64.b64decode(match.group(2), validate=True)
    except (binascii.Error, ValueError):
        return []
    if not 0 < len(content) <= FILE_BYTES:
        return []
    return [Sending("sendDocument", {}, file=File(
        "document", str(payload.get("name") or "allegato"), match.group(1), content))]


def _venue(custom: Any) -> list[Sending]:
    """A place on the map, when somebody knows exactly where it is."""
    if not isinstance(custom, Mapping) or custom.get("type") != "venue":
        return []
    try:
        parameters = {"latitude": float(custom["latitude"]), "longitude": float(custom["longitude"]),
                      "title": str(custom["title"]), "address": str(custom["address"])}
    except (KeyError, TypeError, ValueError):
        return []
    return [Sending("sendVenue", parameters)]
