"""Sessions that roll over all the time read, word for word, like one that never does; the tracker stays small."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.chat_client import Chat
from bot.yaml_files import read_yaml
from tests.support.assistant import assistant, rows, sentence, texts

pytestmark = pytest.mark.slow

RECORDED = Path(__file__).parent / "recorded" / "conversations.yml"


def _replies(folder: Path, model: Path, database: Path, limit: int) -> tuple[list[list[list[str]]], int]:
    """The texts of every reply of every recorded conversation, and how many sessions were started."""
    folder.mkdir()
    with assistant(folder, model, database, env={"ORIENTA_SESSION_MAX_MESSAGES": str(limit)}) as server:
        found = []
        for conversation in read_yaml(RECORDED):
            chat = Chat(server.url)
            try:
                found.append([texts(chat.say(text)) for text in conversation if text.strip()])
            finally:
                chat.close()
        sessions = rows(server, "select count(*) from events where type_name = 'session_started'")[0][0]
    return found, sessions


def test_nobody_notices_a_new_session(trained_model: Path, seeded_file: Path, tmp_path: Path) -> None:
    never, few = _replies(tmp_path / "never", trained_model, seeded_file, 1000)
    often, many = _replies(tmp_path / "often", trained_model, seeded_file, 2)
    assert many > few + 10, "the control: sessions did roll over"
    assert often == never
    assert sentence("utter_session_resumed") not in str(often)
