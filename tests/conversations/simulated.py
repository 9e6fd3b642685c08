"""Simulated people who chat with a real server over Socket.IO: a client, what they were told, and how they answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Optional, Sequence

from bench.chat_client import Chat

MOST_TURNS = 14


@dataclass(frozen=True)
class Heard:
    """The reply to one message: its texts, the buttons of the last message that has any, and attachments."""

    texts: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...]
    files: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        """All words of the reply."""
        return "\n".join(self.texts)

    def payload(self, title: str) -> str:
        """What a click on the button whose title begins with ``title`` sends."""
        for shown, payload in self.buttons:
            if shown.casefold().startswith(title.casefold()):
                return payload
        raise AssertionError(f"no button «{title}» in {[shown for shown, _ in self.buttons]} after {self.text!r}")


class Client:
    """A browser tab: sends a message, waits for the whole reply, can be closed and opened again with its session."""

    def __init__(self, address: str, session_id: str = "") -> None:
        self._chat = Chat(address, session_id)

    @property
    def session_id(self) -> str:
        """What the server confirmed."""
        return self._chat.session_id

    @property
    def conversation_id(self) -> str:
        """The conversation's id on the server's side."""
        return self.session_id.rpartition(".")[0]

    def post(self, text: str) -> None:
        """Send without waiting."""
        self._chat.send(text)

    def say(self, text: str) -> Heard:
        """Send ``text`` and wait for the end of the reply."""
        return heard(self._chat.say(text))

    def close(self) -> None:
        """Close the tab."""
        self._chat.close()


def heard(messages: Sequence[dict[str, Any]]) -> Heard:
    """What a person sees of the ``bot_uttered`` messages of one reply."""
    texts = tuple(message["text"] for message in messages if "text" in message)
    buttons: tuple[tuple[str, str], ...] = ()
    for message in messages:
        if "text" in message:
            buttons = tuple((item["title"], item["payload"]) for item in message.get("quick_replies", []))
    files = tuple(message["attachment"] for message in messages if "attachment" in message)
    return Heard(texts, buttons, files)


QUESTIONS: tuple[tuple[str, str], ...] = (
    ("confirm", r"Confermi\?|È tutto corretto\?|Scriv[ia] «confermo»"),
    ("change", r"Cosa vuoi cambiare"),
    ("consent", r"(?:Sei|È) d'accordo\?|serve il (?:tuo|Suo) consenso"),
    ("name", r"Come (?:ti|si) chiam|nome e cognome"),
    ("contact", r"numero di telefono o (?:un|e-mail)"),
    ("service", r"[Pp]er (?:che )?cosa (?:ti|Le) serve"),
    ("office", r"preferi(?:sci|sce) andare|Lecco o (?:a )?Merate\?"),
    ("time", r"Quando (?:ti|Le) va bene|Ecco gli orari liberi|il giorno o l'ora"),
    ("code", r"il codice dell'appuntamento"),
    ("which", r"Quale appuntamento"),
)
"""What is asked, by the words of the question; the first that fits the last message."""
BOOKED = re.compile(r"Prenotato!.*\bLC-[0-9A-Z]{4}-[0-9A-Z]{4}\b", re.DOTALL)


def question(reply: Heard) -> Optional[str]:
    """What the reply asks for; None when it asks nothing that a booking needs."""
    last = reply.texts[-1] if reply.texts else ""
    return next((name for name, words in QUESTIONS if re.search(words, last)), None)


def code_in(reply: Heard) -> str:
    """The appointment code in a reply."""
    found = re.search(r"\bLC-[0-9A-Z]{4}-[0-9A-Z]{4}\b", reply.text)
    assert found, f"no code in {reply.text!r}"
    return found.group()


DEFAULT_ANSWERS = {
    "service": "colloquio di orientamento", "office": "Lecco", "time": "#0", "name": "Maria Rossi",
    "contact": "333 1234567", "consent": "sì", "confirm": "confermo"}


@dataclass
class Person:
    """Answers whatever is asked. ``answers``: for each question what is said the first time, the second time, …

    ``#title`` clicks the button whose title begins so, ``#0`` the first one; ``=title`` types the title of that button
    instead. The last answer is repeated. Every reply is checked for what no reply may look like.
    """

    client: Client
    answers: dict[str, Any] = field(default_factory=dict)
    said: list[tuple[str, Heard]] = field(default_factory=list)
    _used: dict[str, int] = field(default_factory=dict)

    def say(self, text: str) -> Heard:
        """Send a message and check the reply."""
        reply = self.client.say(text)
        self.said.append((text, reply))
        self._check(reply)
        return reply

    def click(self, title: str) -> Heard:
        """Click a button of the last reply."""
        return self.say(self.last.payload(title))

    @property
    def last(self) -> Heard:
        """The last reply."""
        return self.said[-1][1]

    def expect(self, *patterns: str) -> Heard:
        """The last reply holds every pattern."""
        for pattern in patterns:
            assert re.search(pattern, self.last.text, re.IGNORECASE | re.DOTALL), self.story(f"missing «{pattern}»")
        return self.last

    def answer(self) -> Heard:
        """Answer the question of the last reply."""
        asked = question(self.last)
        assert asked is not None, self.story("nothing was asked")
        wanted = self.answers.get(asked, DEFAULT_ANSWERS[asked])
        choices = [wanted] if isinstance(wanted, str) else list(wanted)
        turn = self._used.get(asked, 0)
        self._used[asked] = turn + 1
        return self.say(self._typed(choices[min(turn, len(choices) - 1)]))

    def until(self, asked: str) -> Heard:
        """Answer until ``asked`` is asked."""
        for _ in range(MOST_TURNS):
            if question(self.last) == asked:
                return self.last
            self.answer()
        raise AssertionError(self.story(f"«{asked}» was never asked"))

    def until_booked(self) -> Heard:
        """Answer until the appointment is confirmed."""
        for _ in range(MOST_TURNS):
            if BOOKED.search(self.last.text):
                return self.last
            self.answer()
        raise AssertionError(self.story("never booked"))

    def book(self, opening: str = "vorrei prenotare un appuntamento") -> Heard:
        """Say the opening and go through to the confirmation."""
        self.say(opening)
        return self.until_booked()

    def story(self, problem: str) -> str:
        """The whole conversation, for a failure."""
        lines = [problem]
        for text, reply in self.said:
            lines.append(f"  > {text[:120]}")
            lines += [f"  < {line}" for line in reply.texts]
            lines.append(f"    [{' | '.join(title for title, _ in reply.buttons)}]" if reply.buttons else "")
        return "\n".join(line for line in lines if line)

    def _typed(self, wanted: str) -> str:
        if wanted == "#0":
            assert self.last.buttons, self.story("no buttons")
            return self.last.buttons[0][1]
        if wanted.startswith("#"):
            return self.last.payload(wanted[1:])
        if wanted.startswith("=") and wanted[1:].isdigit():
            return self.last.buttons[int(wanted[1:])][0]
        return wanted.removeprefix("=")

    def _check(self, reply: Heard) -> None:
        assert reply.texts, self.story("silence")
        assert len(reply.texts) <= 2, self.story("more than two messages")
        for text in reply.texts:
            assert text.strip(), self.story("an empty message")
            assert not re.search(r"\{\w*\}|\bNone\b|utter_|Traceback|\bnull\b", text), self.story("not for people")
        assert re.search(r"\b(il|la|lo|di|un|una|per|è|e|non|ti|mi|che|i|le|gli|alle|del|se|vuoi|a|quale)\b",
                         reply.text), \
            self.story("not Italian")
