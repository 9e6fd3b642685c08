"""Open pages of the desk are woken by what concerns them."""

from __future__ import annotations

import asyncio

from bot import clock
from bot.settings import Settings
from connectors.site.desk.hub import Hub

AT_ONCE = 0.0
"""Seconds to wait for what has come already."""


async def test_a_change_of_the_queue_reads_no_conversation_again() -> None:
    hub = Hub(Settings(database_url="sqlite://"), clock.now)
    with hub.subscription("web_a") as page, hub.subscription("web_b") as other:
        page.wake(conversation=False)
        assert not await page.wait(60.0)
        await hub._changed(["web_a"])
        page.wake(conversation=False)
        assert await page.wait(60.0), "both came"
        page.wake(conversation=False)
        assert not await page.wait(60.0), "what was told is not told again"
        assert await asyncio.wait_for(other.wait(AT_ONCE), 60.0), "after its time a page looks by itself"
