"""A process that takes locks, for the tests of them: writes what it did, so that a lost or overtaken message shows.

Each message reads a number from the file of its conversation, gives way to others, and writes it back raised by one:
two at once in a conversation lose a count.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, AsyncIterator

from bot.rasa import locks, redis_locks
from tests.support.clocks import PATIENCE_SECONDS

STOCK_PATIENCE_SECONDS = 3.0
BURST_SECONDS = 600.0
"""So long the last of a burst waits on a busy machine."""


async def message(store: Any, folder: Path, conversation: str, process: str, number: int) -> bool:
    """One message; whether it had its turn."""
    count, order = folder / f"{conversation}.count", folder / f"{conversation}.order"
    try:
        async with store(conversation):
            seen = int(count.read_text() or 0) if count.exists() else 0
            await asyncio.sleep(0.0005)
            count.write_text(str(seen + 1))
            with order.open("a") as file:
                file.write(f"{process} {number}\n")
    except Exception as error:  # the stock store raises one of its own; whatever it is, the message is lost
        print(type(error).__name__, file=sys.stderr)
        return False
    return True


async def burst(kind: str, url: str, folder: Path, process: str, conversations: int, each: int) -> None:
    """``each`` messages to each of ``conversations``, all at once, once the other processes are ready too."""
    # nobody dies in a burst: a process that gets no processor for seconds is no process that has gone
    redis_locks.ANSWER_SECONDS = redis_locks.SILENT_SECONDS = PATIENCE_SECONDS
    store = _stock(url) if kind == "stock" else partial(
        locks.make(url).hold, patience=BURST_SECONDS, lifetime=PATIENCE_SECONDS)
    (folder / f"{process}.ready").touch()
    while not (folder / "go").exists():
        await asyncio.sleep(0.01)
    done = await asyncio.gather(*(
        message(store, folder, f"c{conversation}", process, number)
        for number in range(each) for conversation in range(conversations)))
    print(json.dumps({"done": sum(done), "lost": len(done) - sum(done)}), flush=True)


def _stock(url: str) -> Any:
    from bot.rasa import absent_libraries

    absent_libraries.prepare()
    from rasa.core.lock_store import RedisLockStore

    store = RedisLockStore(port=int(url.rsplit(":", 1)[1]), db=0)

    @asynccontextmanager
    async def lock(name: str) -> AsyncIterator[None]:
        holding = store.lock(name, wait_time_in_seconds=0.01)  # stock looks once a second
        # a message whose ticket was overwritten by another process waits until all tickets of a minute run out
        await asyncio.wait_for(holding.__aenter__(), STOCK_PATIENCE_SECONDS)
        try:
            yield
        finally:
            await holding.__aexit__(None, None, None)

    return lock


async def hold(url: str, name: str, lifetime: float) -> None:
    """Hold a lock until killed."""
    async with locks.make(url).hold(name, lifetime=lifetime):
        print(json.dumps({"held": time.time()}), flush=True)
        await asyncio.sleep(600)


if __name__ == "__main__":
    if sys.argv[1] == "hold":
        asyncio.run(hold(sys.argv[2], sys.argv[3], float(sys.argv[4])))
    else:
        asyncio.run(burst(
            sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4], int(sys.argv[5]), int(sys.argv[6])))
