"""The turns of bot/data/dialogues are sound: contexts, acts, slots, intents, forms and buttons are true ones."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Iterator, Optional

import pytest

from bot.dialogue.context import Context
from bot.texts import get_text, get_texts
from bot.yaml_files import read_yaml
from tests.support.servers import ROOT

FOLDER = ROOT / "bot" / "data" / "dialogues"
OTHER_FILES = frozenset({"contexts", "weights"})
LEAST_TURNS = 2500
PLAIN_ACTS = frozenset(
    {"again", "why", "compare", "back", "skip", "leave", "yes", "no", "thanks", "greet", "bye", "distress", "person",
     "out_of_scope"})
KINDS = frozenset(
    {"typed_buttons", "corrections", "leaving", "digressions", "relative_times", "names", "contacts", "all_at_once",
     "codes", "ellipsis", "why_and_again", "incomes", "ages", "statuses", "residences", "erasure", "consent",
     "greetings_around", "yes_no", "thanks_bye", "distress", "persons", "queue", "two_wishes", "out_of_scope_in_forms",
     "stop_words_that_are_none", "skip_and_back", "after_booking", "after_check", "interests", "waiting_list",
     "sign_ups"})
START = r"\w+\|\d{4}-\d\d-\d\dT\d\d:\d\d"
"""The key of a free start: office and local time."""


@dataclass(frozen=True)
class AnnotatedTurn:
    """A turn of a file: where it stands, its context's name, what was written, its acts."""

    file: str
    context: str
    text: str
    acts: tuple[Any, ...]


@cache
def domain() -> dict[str, Any]:
    """``domain.yml``."""
    return dict(read_yaml(ROOT / "domain.yml"))


@cache
def contexts() -> dict[str, dict[str, Any]]:
    """The contexts by name."""
    return dict(read_yaml(FOLDER / "contexts.yml")["contexts"])


def read_turns(file: Path) -> Iterator[AnnotatedTurn]:
    """The turns of ``file``."""
    for turn in read_yaml(file)["turns"]:
        assert set(turn) == {"in", "text", "acts"}, turn
        yield AnnotatedTurn(file.name, turn["in"], turn["text"], tuple(turn["acts"]))


@cache
def turns() -> tuple[AnnotatedTurn, ...]:
    """All turns, without the blind part."""
    return tuple(turn for kind in sorted(KINDS) for turn in read_turns(FOLDER / f"{kind}.yml"))


def find_fault(act: Any, context: dict[str, Any]) -> Optional[str]:
    """What is wrong with ``act`` in ``context``; None when nothing is."""
    if not isinstance(act, str):
        return f"{act!r} is no text: quote it"
    verb, _, object_ = act.partition(" ")
    if verb in PLAIN_ACTS:
        return f"{verb} takes no object" if object_ else None
    asked = {slot for form in domain()["forms"].values() for slot in form["required_slots"]}
    known = {"answer": asked, "correct": asked, "ask": set(domain()["intents"]), "start": set(domain()["forms"]),
             "choose": {chosen_by(button["payload"]) for button in context.get("buttons", ())}}
    if verb not in known:
        return f"unknown act {act!r}"
    return None if object_ in known[verb] else f"{object_!r} is unknown to {verb}"


def chosen_by(payload: str) -> str:
    """What ``choose`` says of a button: the option of a form, else the intent with its slash."""
    intent, brace, values = payload.partition("{")
    return str(json.loads(brace + values)["option"]) if intent == "/choose" else intent


@cache
def fixed_buttons() -> frozenset[tuple[str, str]]:
    """Title and payload of every button in the responses."""
    found = set()
    for file in (ROOT / "bot" / "data" / "responses").glob("*.yml"):
        for variants in read_yaml(file)["responses"].values():
            for button in (button for variant in variants for button in variant.get("buttons", ())):
                found.add((button["title"], button["payload"].replace("{{", "{").replace("}}", "}")))
    return frozenset(found)


def made_by_actions(title: str, payload: str) -> bool:
    """Whether actions make such a button: services, offices, courses, starts and appointments are not in responses."""
    chosen = chosen_by(payload)
    if re.fullmatch(rf"(?:booking|move)_time:{START}|(?:move|cancel)_appointment:\d+", chosen):
        return re.match(r"(?:lun|mar|mer|gio|ven) \d{1,2} dic, \d{1,2}:\d\d", title) is not None
    if payload.startswith("/book_appointment{"):
        return title.startswith(get_text("answers.book_at", when=""))
    return (title, chosen if chosen != "/ask_course_about" else payload) in made_buttons()


@cache
def made_buttons() -> frozenset[tuple[str, str]]:
    """The buttons that actions make of the seed data and of ``bot/texts/answers.yml``."""
    seed = ROOT / "bot" / "db" / "seed"
    offices = read_yaml(seed / "offices.yml")
    courses = read_yaml(seed / "courses.yml")["courses"]
    return frozenset({
        *((service["name"], f"booking_service:{service['id']}") for service in offices["services"]),
        *((office["municipality"], f"booking_office:{office['id']}") for office in offices["offices"]),
        *((course["title"], f"eligibility_course:{course['id']}") for course in courses),
        *((course["title"], f'/ask_course_about{{"course": "{course["id"]}"}}') for course in courses),
        *((course["title"], f"interest_wish:course/{course['id']}") for course in courses),
        *((office["municipality"], f"interest_place:{office['municipality']}") for office in offices["offices"]),
        (get_text("interests.any_button"), "interest_wish:any"),
        (get_text("interests.anywhere_button"), "interest_place:any"),
        *((service["name"], f"waiting_service:{service['id']}") for service in offices["services"]),
        *((office["municipality"], f"waiting_office:{office['id']}") for office in offices["offices"]),
        *((title, f"waiting_when:{part}") for part, title in get_texts("waiting_list.times").items()),
        (get_text("answers.any_office"), "booking_office:any"),
        (get_text("answers.all_three"), "eligibility_course:all")})


def fold(text: str) -> str:
    """``text`` without case, accents and punctuation, every number as one sign; scripts keep their letters."""
    letters = "".join(letter for letter in unicodedata.normalize("NFD", text.casefold())
                      if not unicodedata.combining(letter))
    return re.sub(r"\d+", "#", " ".join(re.sub(r"[^\w ]", " ", letters).split())) or text


def test_every_kind_has_its_file() -> None:
    assert {file.stem for file in FOLDER.glob("*.yml")} - OTHER_FILES == KINDS


def test_there_are_enough_turns() -> None:
    distinct = {(turn.context, fold(turn.text)) for turn in turns()}
    assert len(distinct) >= LEAST_TURNS, "texts that differ in more than a number"


def test_contexts_are_true() -> None:
    keys = {field.name for field in fields(Context)} - {"now"}
    for name, context in contexts().items():
        assert set(context) <= keys, name
        assert ("task" in context) == ("question" in context), name
        if "task" in context:
            assert context["question"] in domain()["forms"][context["task"]]["required_slots"], name


def test_buttons_are_those_that_the_assistant_sends() -> None:
    wrong = [(name, button["title"], button["payload"]) for name, context in contexts().items()
             for button in context.get("buttons", ())
             if (button["title"], button["payload"]) not in fixed_buttons()
             and not made_by_actions(button["title"], button["payload"])]
    assert not wrong


def test_every_context_is_used() -> None:
    assert set(contexts()) == {turn.context for turn in turns()}


def test_acts_are_true() -> None:
    wrong = [f"{turn.file}: {turn.text!r} in {turn.context}: {fault}" for turn in turns()
             for fault in (find_fault(act, contexts()[turn.context]) for act in turn.acts) if fault]
    wrong += [f"{turn.file}: {turn.text!r} has no act" for turn in turns() if not turn.acts]
    assert not wrong, "\n".join(wrong[:20])


def test_no_text_stands_twice_in_a_context() -> None:
    count = Counter((turn.context, turn.text.casefold().strip()) for turn in turns())
    assert not [key for key, times in count.items() if times > 1]


def test_texts_are_what_a_person_can_send() -> None:
    assert not [turn for turn in turns() if not turn.text or turn.text != turn.text.strip() or "\n" in turn.text]


@pytest.mark.parametrize("act", [
    True, "answer booking_nome", "ask ask_weather", "start tea_form", "choose booking_confirm:maybe", "choose /stop",
    "yes booking_confirm", "shout", ""])
def test_a_wrong_act_is_found(act: Any) -> None:
    assert find_fault(act, contexts()["move_confirm"])
