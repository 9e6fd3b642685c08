"""Updates of every kind, in the shape that Telegram sends them, are read as what they are."""

from __future__ import annotations

import pytest

from connectors.telegram.update_kinds import (
    BlockedBy,
    Command,
    Contact,
    Edited,
    Ignored,
    InGroup,
    Location,
    MovedTo,
    Press,
    Text,
    UnreadableUpdate,
    find_chat_id,
    read_update,
)
from tests.support import telegram_updates as make


@pytest.mark.parametrize(("update", "read"), [
    (make.text(1, 5, "ciao"), Text(5, "ciao")),
    (make.message(1, 5, text="/restart"), Text(5, "/restart")),  # without its entity it is no command
    (make.text(1, 5, "/start corso-sala"), Command(5, "start", "corso-sala")),
    (make.text(1, 5, "/Corsi@orienta_bot"), Command(5, "corsi", "")),
    (make.edited(1, 5, "ciao"), Edited(5)),
    (make.press(1, 5, 9, "7:0:abc"), Press("q1", 5, 9, "7:0:abc")),
    (make.press(1, 5, None, None), Press("q1", None, None, "")),
    (make.contact(1, 5, "+39 333", own=True), Contact(5, "+39 333", True)),
    (make.contact(1, 5, "+39 333", own=False), Contact(5, "+39 333", False)),
    (make.location(1, 5, 45.5, 9.5), Location(5, 45.5, 9.5)),
    (make.message(1, 5, venue={"location": {"latitude": 45.5, "longitude": 9.5}, "title": "x", "address": "y"}),
     Location(5, 45.5, 9.5)),
    (make.message(1, 5, caption="posso?", media_group_id="3", **make.UNREADABLE["photo"]),
     Text(5, "posso?", "photo", "3")),
    (make.message(1, -9, "supergroup", text="ciao"), InGroup(-9)),
    (make.message(1, -9, "group", new_chat_members=[{"id": 4711}]), InGroup(-9)),
    (make.message(1, -9, "group", migrate_to_chat_id=-100), MovedTo(-9, -100)),
    (make.message(1, -100, "supergroup", migrate_from_chat_id=-9), MovedTo(-9, -100)),
    (make.membership(1, 5, "kicked"), BlockedBy(5, True)),
    (make.membership(1, 5, "member"), BlockedBy(5, False)),
    (make.membership(1, -9, "member", "group"), InGroup(-9)),
    (make.membership(1, -9, "left", "group"), Ignored("left a group")),
])
def test_an_update_is_read(update: dict, read: object) -> None:
    assert read_update(update) == read


@pytest.mark.parametrize("kind", make.UNREADABLE)
def test_what_cannot_be_read_is_named(kind: str) -> None:
    assert read_update(make.message(1, 5, **make.UNREADABLE[kind])) == UnreadableUpdate(5, kind)


@pytest.mark.parametrize("name", make.ignored(1, 5))
def test_whatever_else_there_is_is_ignored(name: str) -> None:
    assert isinstance(read_update(make.ignored(1, 5)[name]), Ignored)


def test_the_chat_of_an_update_orders_its_work() -> None:
    for update in (make.text(1, 5, "ciao"), make.press(2, 5, 9, "x"), make.edited(3, 5, "x")):
        assert find_chat_id(update) == 5
    assert find_chat_id(make.membership(1, 5, "kicked")) == 5
    assert find_chat_id({"update_id": 1}) is None and find_chat_id({"update_id": 1, "message": {"chat": "?"}}) is None
