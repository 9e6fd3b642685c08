"""Turns that end with the process, at every statement: python -m … MODEL, answers on standard output as JSON.

The model is loaded once; each life of the server is a process forked from here, so that a life costs no start. Standard
input has one line a database: its address, what is asked («confirm» or «question»), and the statement to die at. With
«+» after what is asked a second server is there all the time: it answers before, hears the same message again when the
first has died, and ends what that left.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any, Callable

WHO, CHANNEL = "web_anna", "webchat"
STEPS = ("vorrei prenotare un appuntamento", "*", "*Lecco", "*", "*sono d'accordo", "Elda Bonacina", "elda@esempio.it")
"""What leads to the summary of a booking; with a star the first button whose title has these words."""

KEY = "c:the-last"
SECONDS = 60.0


def _fork(work: Callable[[], Any]) -> tuple[int, Any]:
    """The exit code of ``work`` in a process of its own, and what it gave."""
    return _wait(*_start(work))


def _start(work: Callable[[], Any]) -> tuple[int, int]:
    """Begin ``work`` in a process of its own: its number, and the end of a pipe with what it gives."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            with os.fdopen(write, "w") as pipe:
                json.dump(work(), pipe)
            os._exit(0)
        except BaseException as error:
            print(type(error).__name__, error, file=sys.stderr, flush=True)
            os._exit(1)
    os.close(write)
    return child, read


def _wait(child: int, read: int) -> tuple[int, Any]:
    with os.fdopen(read) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(said) if said else None


class Listener:
    """Nobody looks."""

    async def appended(self, *_: Any) -> None: ...
    async def changed(self, *_: Any) -> None: ...
    async def typing(self, *_: Any) -> None: ...
    async def unlogged(self, *_: Any) -> None: ...
    async def erased(self, *_: Any) -> None: ...


def _live(agent: Any, url: str, work: Callable[[Any, Any], Any], alone: bool = True) -> Any:
    """The life of a server; one that is ``alone`` has its locks in memory: nobody waits for those of the dead."""
    from bot import settings
    from bot.db.session import dispose_all, get_engine
    from bot.rasa.lock_store import OrientaLockStore
    from connectors.conversation import Conversations

    dispose_all()
    os.environ["DATABASE_URL"] = url
    if alone:
        agent.lock_store = OrientaLockStore(redis_url="")
    agent.tracker_store.url, agent.tracker_store.engine = url, get_engine(url)
    loaded = settings.load()
    door = Conversations(loaded, lambda: agent)
    door.listen(Listener())
    return asyncio.run(work(door, loaded))


async def _say(door: Any, text: str, rasa: Any = None, key: Any = None) -> None:
    received = await door.receive(WHO, CHANNEL, text, rasa=rasa, key=key)
    assert received.ok, received
    assert await door.settle(SECONDS)


def _last_buttons(settings: Any) -> dict[str, str]:
    from bot.services import conversations

    views = conversations.list_last(settings, conversation_id=WHO, limit=6)
    newest = max(number for number, view in enumerate(views) if view.author == "person")
    return {button["title"]: button["payload"] for view in views[newest:]
            for button in view.content.get("quick_replies", [])}


async def _begin(door: Any, settings: Any) -> None:
    for step in STEPS:
        if step.startswith("*"):
            title, payload = next(item for item in _last_buttons(settings).items() if step[1:] in item[0])
            await _say(door, title, payload)
        else:
            await _say(door, step)
    assert "Confermo" in _last_buttons(settings)


def _die_at(number: int) -> list[int]:
    import sqlalchemy

    count = [0]

    def step(*_: Any, **__: Any) -> None:
        count[0] += 1
        if count[0] == number:
            os._exit(9)

    for name in ("before_cursor_execute", "commit"):
        sqlalchemy.event.listen(sqlalchemy.Engine, name, step)
    return count


async def _ask(door: Any, settings: Any, what: str, number: int) -> int:
    confirm = _last_buttons(settings).get("Confermo")
    count = _die_at(number)
    await _say_last(door, what, confirm)
    return count[0]


async def _say_last(door: Any, what: str, confirm: Any) -> None:
    """The message at which the first server dies, with its client's key."""
    await (_say(door, "Confermo", confirm, KEY) if what == "confirm" else _say(door, "quali corsi ci sono?", key=KEY))


async def _survive(door: Any, settings: Any, what: str, ready: int, died: int) -> dict[str, Any]:
    await door.start()
    await _say(door, "dove siete?")
    confirm = _last_buttons(settings).get("Confermo")
    os.write(ready, b"x")
    await asyncio.to_thread(os.read, died, 1)
    await _say_last(door, what, confirm)
    return await _end(door, settings)


async def _recover(door: Any, settings: Any) -> dict[str, Any]:
    await door.start()
    return await _end(door, settings)


async def _end(door: Any, settings: Any) -> dict[str, Any]:
    """Wait until nothing is pending; what there is then."""
    import sqlalchemy

    from bot.db.session import transaction
    from bot.services import conversations

    for _ in range(int(SECONDS * 50)):
        if not conversations.list_pending(settings) and await door.settle(0.01):
            break
        await asyncio.sleep(0.02)
    await door.stop()
    with transaction(settings.database_url) as session:
        def rows(sql: str) -> list[Any]:
            return [list(row) for row in session.execute(sqlalchemy.text(sql))]

        views = conversations.list_after(settings, conversation_id=WHO, sequence=0)
        return {
            "log": [[view.author, view.text] for view in views], "pending": sum(view.pending for view in views),
            "codes": [row[0] for row in rows("select code from appointment")],
            "counts": rows("select kind, count(*) from activity group by kind order by kind"),
            "heard": [json.loads(row[0])["text"] for row in rows(
                "select data from events where type_name = 'user' order by id")]}


def _die_beside(agent: Any, url: str, what: str, number: int) -> list[Any]:
    (heard, ready), (told, tell) = os.pipe(), os.pipe()
    survivor = _start(lambda: _live(
        agent, url, lambda door, loaded: _survive(door, loaded, what, ready, told), alone=False))
    os.close(ready)
    os.read(heard, 1)
    died = _fork(lambda: _live(
        agent, url, lambda door, loaded: _ask(door, loaded, what, number), alone=False))
    os.write(tell, b"x")
    lived = _wait(*survivor)
    for end in (heard, told, tell):
        os.close(end)
    return [died, lived]


def main() -> None:
    """Answer line by line."""
    from bot import settings
    from bot.rasa import patches
    from bot.server import assistant, launcher, logs

    model = Path(sys.argv[1])
    launcher.import_rasa(model, settings.load())
    logs.configure_rasa("WARNING")
    patches.apply()
    agent = asyncio.run(assistant.load(model, settings.PROJECT_ROOT / "endpoints.yml", "", settings.load()))
    for line in sys.stdin:
        url, what, number = line.split()
        if what == "begin":
            answer: Any = _fork(lambda url=url: _live(agent, url, _begin))
        elif what.endswith("+"):
            answer = _die_beside(agent, url, what[:-1], int(number))
        else:
            died = _fork(lambda url=url, what=what, number=number: _live(
                agent, url, lambda door, loaded: _ask(door, loaded, what, int(number))))
            answer = [died, _fork(lambda url=url: _live(agent, url, _recover))]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
