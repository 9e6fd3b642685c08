"""Plays the blind dialogues against a running server, judges every reply, and says how many went right, by kind.

    python -m bench.dialogues http://127.0.0.1:8080 [--kind 'corr|names'] [--only ID] [--failures FILE] [--result FILE]

The head of tests/nlu/blind/dialogues.yml says what a case is. The server has an empty database and
``ORIENTA_LIMITS=off``: each case is a conversation of its own, and what it books it erases.
"""

from __future__ import annotations

import argparse
import random
import re
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Iterator, Optional

from bench.chat_client import Chat
from bot import clock
from bot.rules.slot_calendar import name_holiday
from bot.yaml_files import read_yaml

CASES = Path(__file__).resolve().parent.parent / "tests" / "nlu" / "blind" / "dialogues.yml"
HORIZON_DAYS = 57
"""Days ahead that can be booked for sure."""
WEEKDAYS = "lunedì martedì mercoledì giovedì venerdì sabato domenica".split()
MONTHS = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()
CODE = re.compile(r"\bLC-(?!ABCD)[0-9A-Z]{4}-[0-9A-Z]{4}\b")
PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)(?::([a-z]+))?\}")
LONG_LINE = 60
"""Characters from which a line that is said again counts as the same sentence."""
PATIENCE_SECONDS = 15.0
"""For a reply, and for its end: an erasure announces none."""
CLEARING_SECONDS = 2.0
"""The same where nobody reads the reply."""
MOST_ANSWERS = 12
"""Questions that ``reach`` answers before it gives up."""


def choose_days(number: int, today: date) -> dict[str, date]:
    """The days that placeholders stand for in the case ``number``: {a} changes, so that cases share the free places."""
    ahead = [day for day in (today + timedelta(n) for n in range(1, 400)) if day.weekday() < 5]
    feasts = [day for day in ahead if name_holiday(day)]
    # not in the weeks when offices may close, nor on the patron saints' days
    sure = {day for day in ahead if day not in feasts and (1, 7) < (day.month, day.day) < (12, 23)
            and day.month != 8 and (day.month, day.day) not in ((12, 6), (12, 7))}
    good = [day for day in sorted(sure) if day + timedelta(1) in sure and day + timedelta(7) in sure]
    near = [day for day in good if 8 < (day - today).days < HORIZON_DAYS - 7] or good
    day = near[number % len(near)]
    return {"today": today, "tomorrow": today + timedelta(1),
            "a": day, "b": day + timedelta(1), "c": day + timedelta(7),
            "next_holiday": feasts[0],
            "after_holiday": next(later for later in ahead if later > feasts[0] and later not in feasts)}


class Values:
    """The placeholders and named patterns of one case: as words to say, and as patterns to look for."""

    def __init__(self, days: dict[str, date], macros: dict[str, str]) -> None:
        self.days, self.macros = days, macros
        phone, phone2 = (f"3{random.choice('2348')}{random.randrange(10 ** 8):08}" for _ in range(2))
        self.texts = {"phone": phone, "phone2": phone2, "code": "LC-ZZZZ-ZZZZ"}

    def say(self, text: str) -> str:
        """``text`` with its placeholders as a person writes them."""
        return PLACEHOLDER.sub(lambda found: self._words(found[0], found[1], found[2]), text)

    def _words(self, whole: str, name: str, form: Optional[str]) -> str:
        if name in self.days:
            day = self.days[name]
            weekday = WEEKDAYS[day.weekday()]
            return {"weekday": weekday, "number": str(day.day)}.get(
                form or "", f"{weekday} {day.day} {MONTHS[day.month - 1]}")
        text = self.texts.get(name, whole)
        if form == "bare":
            return text.replace("-", "").lower()
        # a hyphen that no keyboard has, and a space that does not break: what a copied number brings along
        return f"{text[:3]}\u2011{text[3:6]}\u00a0{text[6:]}" if form == "spaced" else text

    def _pattern(self, whole: str, name: str, form: Optional[str]) -> str:
        if name in self.days:
            day = self.days[name]
            month, weekday = MONTHS[day.month - 1][:3], WEEKDAYS[day.weekday()][:3]
            return {"weekday": rf"{weekday}\w*", "number": str(day.day)}.get(
                form or "", rf"(?<!\d)(?:0?{day.day}[º°]?(?: {month}\w*|[/.-]0?{day.month}(?!\d)))")
        return r"\W*".join(self.texts[name]) if name in self.texts else whole

    def find(self, pattern: str, text: str) -> Optional[re.Match[str]]:
        """The first place of ``text`` where ``pattern`` holds, without regard to case and line ends."""
        for _ in range(3):  # named patterns may name others
            pattern = re.sub(r"%([A-Z_]+)%", lambda found: f"(?:{self.macros[found[1]]})", pattern)
        pattern = PLACEHOLDER.sub(lambda found: self._pattern(found[0], found[1], found[2]), pattern)
        return re.search(pattern.replace("’", "'"), text, re.IGNORECASE | re.DOTALL)


@dataclass
class Played:
    """A case that was played: what was said, what came, and what was wrong with it, turn by turn."""

    case: dict[str, Any]
    turns: list[tuple[str, str, list[str]]] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """All that was wrong."""
        return [problem for _, _, wrong in self.turns for problem in wrong]


def verdict(turn: dict[str, Any], reply: str, before: str, values: Values, always: list[str]) -> list[str]:
    """What is wrong with ``reply``, the answer to ``turn`` after the reply ``before``; empty when nothing is."""
    if not reply:
        return ["no reply"]
    wrong = [f"missing: {pattern}" for pattern in turn.get("expect", []) if not values.find(pattern, reply)]
    if "any" in turn and not any(values.find(pattern, reply) for pattern in turn["any"]):
        wrong.append("none of: " + "   ".join(turn["any"]))
    wrong += [f"forbidden: {pattern}" for pattern in [*turn.get("forbid", []), *always] if values.find(pattern, reply)]
    if turn.get("reworded"):
        wrong += [f"said before: {line}" for line in reply.split("\n")
                  if len(line) > LONG_LINE and line in before.split("\n")]
    return wrong


def plain(text: str) -> str:
    """``text`` with one kind of space and of apostrophe."""
    return re.sub(r"[ \t\u00a0\u202f]+", " ", unicodedata.normalize("NFC", text).replace("’", "'")).strip()


class Browser:
    """A chat with its last reply: ``words``, its texts and cards; ``buttons``, by title."""

    def __init__(self, address: str) -> None:
        self.chat = Chat(address)
        self.words, self.buttons = "", dict[str, str]()

    @property
    def reply(self) -> str:
        """All that the person sees."""
        return "\n".join([*([self.words] if self.words else []), *self.buttons])

    def say(self, text: str, patience: float = PATIENCE_SECONDS) -> str:
        """Send ``text``; the reply."""
        lines, self.buttons = [], {}
        for message in self.chat.say(text, patience):
            payload = (message.get("attachment") or {}).get("payload") or {}
            cards = payload.get("elements", []) if isinstance(payload, dict) else []
            lines += [message.get("text"), *(card.get(key) for card in cards for key in ("title", "subtitle"))]
            for shown in (message, *cards):
                for button in [*(shown.get("quick_replies") or []), *(shown.get("buttons") or [])]:
                    self.buttons.setdefault(plain(button["title"]), button.get("payload") or button["title"])
        self.words = "\n".join(plain(line) for line in lines if line)
        return self.reply


def asked_question(words: str, questions: list[dict[str, str]]) -> Optional[dict[str, str]]:
    """What a reply asks: read from its last question, else its last line, else all of it."""
    sentences = [part for part in re.split(r"(?<=[.!?])\s+|\n+", words) if "?" in part]
    return next((question for place in (*sentences[-1:], words.split("\n")[-1], words) for question in questions
                 if re.search(question["asked"], place, re.IGNORECASE)), None)


def reach(
    browser: Browser, turn: dict[str, Any], questions: list[dict[str, str]], values: Values,
) -> Iterator[tuple[str, str]]:
    """Answers what is asked until a reply matches, or nothing new comes: what was said and what came."""
    before = ""
    for _ in range(MOST_ANSWERS):
        question = asked_question(browser.words, questions)
        if values.find(turn["reach"], browser.reply) or question is None or browser.reply == before:
            return
        before, answer = browser.reply, values.say(turn.get("with", {}).get(question["fact"], question["say"]))
        yield answer, browser.say(answer)


def play(address: str, case: dict[str, Any], values: Values, data: dict[str, Any]) -> Played:
    """The case, turn by turn; it ends where ``reach`` does not get."""
    played = Played(case)
    with ExitStack() as stack:
        browsers: list[Browser] = []
        for turn in [{"new_chat": True}, *case["turns"]]:
            if "new_chat" in turn:
                browsers.append(Browser(address))
                stack.callback(browsers[-1].chat.close)
                continue
            browser = browsers[-1]
            before, wrong = browser.reply, []
            if "reach" in turn:
                for answer, reply in reach(browser, turn, data["questions"], values):
                    played.turns.append((answer, reply, []))
                said = f"(until {turn['reach']})"
                wrong = [] if values.find(turn["reach"], browser.reply) else ["not reached"]
            elif "press" in turn:
                said = f"[{turn['press']}]"
                payload = next((payload for title, payload in browser.buttons.items()
                                if values.find(turn["press"], title)), None)
                wrong = [] if payload else ["no such button"]
                browser.say(payload or "")
            else:
                said = values.say(turn["say"])
                browser.say(said)
            if code := CODE.search(browser.reply):
                values.texts["code"] = code[0]
            wrong += verdict(turn, browser.reply, before, values, data["always_forbid"])
            played.turns.append((said, "" if "reach" in turn else browser.reply, wrong))
            if wrong and "reach" in turn:
                break
        for browser in browsers if values.texts["code"] != "LC-ZZZZ-ZZZZ" else []:  # leave the places to the next case
            browser.say("cancella i miei dati")
            browser.say(next((payload for title, payload in browser.buttons.items() if title.startswith("Sì")), "sì"),
                        CLEARING_SECONDS)
    return played


def play_all(address: str, data: dict[str, Any], cases: list[dict[str, Any]], workers: int) -> list[Played]:
    """Every case, in order."""
    today = clock.now().date()

    def one(entry: tuple[int, dict[str, Any]]) -> Played:
        return play(address, entry[1], Values(choose_days(entry[0], today), data["patterns"]), data)

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, enumerate(cases)))


def playable(case: dict[str, Any], today: date) -> bool:
    """Whether what the case ``needs`` is there today; nobody sits at the desk of a server that is measured."""
    if case.get("needs") == "desk":
        return False
    return case.get("needs") != "holiday" or (choose_days(0, today)["next_holiday"] - today).days < HORIZON_DAYS


def table(played: list[Played]) -> str:
    """Right and total by kind, as a Markdown table; the sum last."""
    total = Counter(one.case["kind"] for one in played)
    right = Counter(one.case["kind"] for one in played if not one.problems)
    rows = [(kind, right[kind], total[kind]) for kind in total] + [("all", right.total(), total.total())]
    return "\n".join(["| kind | right | of | |", "|---|---:|---:|---:|",
                      *(f"| {kind} | {good} | {every} | {good / max(1, every):.0%} |" for kind, good, every in rows)])


def transcript(played: Played) -> str:
    """A case for a reader: why, what was said, what came, what was wrong."""
    lines = [f"## {played.case['id']} ({played.case['kind']})", played.case["why"]]
    for said, reply, wrong in played.turns:
        lines += [f"\n**{said}**\n", *(f"> {line}" for line in reply.split("\n") if line),
                  *(f"\n✗ {problem}" for problem in wrong)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table; write it and the transcripts of failures where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("cases", nargs="?", default=CASES, type=Path)
    parser.add_argument("--kind", default="", help="a pattern for kinds")
    parser.add_argument("--only", default="", help="a pattern for ids")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--failures", type=Path, help="a file for the transcripts of what failed")
    parser.add_argument("--all", action="store_true", help="the transcripts of what went right too")
    parser.add_argument("--result", type=Path, help="a file for the table with its date")
    options = parser.parse_args()
    data, today = read_yaml(options.cases), clock.now().date()
    # a case with «say» is one message to a new conversation
    every = [case if "turns" in case else {"id": case["say"], "why": "", "turns": [case], **case}
             for case in data["cases"]]
    cases = [case for case in every if re.search(options.only, case["id"])
             and re.search(options.kind, case["kind"]) and playable(case, today)]
    played = play_all(options.address, data, cases, options.workers)
    print(table(played))
    if options.failures:
        told = [transcript(one) for one in played if one.problems or options.all]
        options.failures.write_text("\n".join(told), encoding="utf-8")
    if options.result:
        options.result.write_text(
            f"# Dialogues: right to the last turn, by kind\n\n`make bench-dialogues`, {today:%-d %B %Y}, "
            f"{len(cases)} dialogues of tests/nlu/blind/{options.cases.name},\none server with SQLite. "
            f"They were written blind and have been read since; docs/decisions/nlu.md has the first run.\n\n"
            f"{table(played)}\n",
            encoding="utf-8")


if __name__ == "__main__":
    main()
