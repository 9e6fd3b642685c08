"""The first thing that a chat shows says what is kept and who can read it, on every page and channel."""

from __future__ import annotations

import re

from bot.texts import get_text
from tests.support.servers import ROOT


def test_the_first_line_of_every_chat_says_what_is_kept_and_who_reads_it() -> None:
    widget = (ROOT / "connectors" / "frontend" / "src" / "texts.ts").read_text(encoding="utf-8")
    short = re.findall(r"privacyShort:\n((?: +\".*\n)+)", widget)
    assert len(short) == 2, "in Italian and in English"
    page = (ROOT / "connectors" / "webchat" / "static" / "chat.html").read_text(encoding="utf-8")
    lines = [short[0], " ".join(page.split()), get_text("telegram.kept")]
    for line in lines:
        assert "si conserva per poco e gli operatori possono leggerlo" in line
        assert re.search(r"nome e recapito li salvo solo se sei d’accordo", line, re.IGNORECASE)
    assert "kept for a short time and operators can read it" in short[1]
