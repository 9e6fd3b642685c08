"""One answer is one message; its buttons are signed for the conversation; a file keeps its shape."""

from __future__ import annotations

from typing import Any

from connectors.webchat.buttons import Buttons, Genuine
from connectors.webchat.output import WebChatOutput

BUTTONS = Buttons(b"key")
ANNA = "web_anna"


class Recorder:
    """Stands for the Socket.IO server and keeps what is emitted."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any, str]] = []

    async def emit(self, event: str, data: Any, room: str) -> None:
        self.sent.append((event, data, room))


async def _sent(message: dict[str, Any]) -> list[Any]:
    sio = Recorder()
    await WebChatOutput(sio, BUTTONS).send_response(ANNA, message)
    assert {(event, room) for event, _, room in sio.sent} == {("bot_uttered", ANNA)}
    return [data for _, data, _ in sio.sent]


async def test_a_text_with_empty_lines_stays_one_message() -> None:
    assert await _sent({"text": "Uno.\n\nDue."}) == [{"text": "Uno.\n\nDue."}]


async def test_buttons_have_the_shape_of_rasa_and_a_signature() -> None:
    buttons = [{"title": "Sì", "payload": "/affirm"}, {"title": "Corsi", "payload": "quali corsi"}, {"title": "Aiuto"}]
    [sent] = await _sent({"text": "Va bene?", "buttons": buttons})
    yes, courses, aid = sent["quick_replies"]
    assert sent["text"] == "Va bene?" and yes["content_type"] == "text" and yes["title"] == "Sì"
    assert BUTTONS.read(ANNA, yes["payload"]) == Genuine("/affirm")
    assert (courses["payload"], aid["payload"]) == ("quali corsi", "Aiuto")


async def test_a_file_of_an_action_is_an_attachment() -> None:
    payload = {"name": "a.ics", "mime": "text/calendar", "src": "data:text/calendar;base64,QQ=="}
    file = {"type": "file", "payload": payload}
    assert await _sent({"text": "Ecco", "custom": {"attachment": file}}) == [{"text": "Ecco"}, {"attachment": file}]


async def test_other_custom_data_and_images_are_sent_too() -> None:
    assert await _sent({"custom": {"a": 1}}) == [{"custom": {"a": 1}}]
    assert await _sent({"image": "/x.png"}) == [{"attachment": {"type": "image", "payload": {"src": "/x.png"}}}]
