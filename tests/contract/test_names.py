"""Names agree: intents, rules, examples, responses, actions, handlers and the payloads of buttons."""

from __future__ import annotations

import ast
import json
import re
import string
from functools import cache
from pathlib import Path
from typing import Any, Iterator

import pytest
from rasa_sdk.executor import ActionExecutor

import bot.actions
from bot.actions.answers.answer import HANDLERS
from bot.actions.fallback import NOT_SUGGESTED
from bot.rasa.action_executor import make_executor
from bot.yaml_files import read_yaml
from tests.support.servers import ROOT

DATA = ROOT / "bot" / "data"
DOMAIN: dict[str, Any] = read_yaml(ROOT / "domain.yml")
INTENTS = [next(iter(item)) if isinstance(item, dict) else item for item in DOMAIN["intents"]]
FEWEST_EXAMPLES = 8
NEVER_TYPED = {"choose", "leave_contact", "leave_handoff", "handoff_returned", "handoff_unanswered",
               "confirm_attendance", "keep_interest", "list_waits", "withdraw_wait", "accept_place", "decline_place",
               "list_tickets", "withdraw_ticket",
               "ask_reminders_off", "ask_message_erased", "ask_contact_change",
               "ask_without_booking", "ask_simpler", "ask_need", "ask_lei", "ask_tu", "ask_source",
               "write_other_language", "ask_appointment_walk_in", "ask_appointment_length", "ask_office_access",
               "ask_office_area", "ask_course_allowance", "ask_trade"}
"""Intents of buttons and events: nothing that is typed means them."""
FORM_ANSWERS = {"inform", "affirm", "deny", "choose"}


def _data(folder: str, key: str) -> list[Any]:
    found: list[Any] = []
    for path in sorted((DATA / folder).glob("*.yml")):
        content = read_yaml(path).get(key) or []
        found += content.items() if isinstance(content, dict) else content
    return found


RESPONSES: dict[str, Any] = dict(_data("responses", "responses"))
RULES: list[dict[str, Any]] = _data("rules", "rules")
NLU: list[dict[str, Any]] = _data("nlu", "nlu")
BUTTONS = sorted({(name, button["payload"]) for name, variations in RESPONSES.items() for variation in variations
                  for button in variation.get("buttons", [])})


# -- buttons ----------------------------------------------------------------------------------------------------------


def problem_of(payload: str) -> str:
    """What is wrong with the payload of a button of a response; empty when nothing is."""
    match = re.fullmatch(r"/(\w+)(\{.*\})?", payload)
    if match is None:
        return "is not an intent"
    intent, entities = match.groups()
    if intent not in INTENTS:
        return f"no intent {intent}"
    if not entities:
        return "choose without an option" if intent == "choose" else ""
    if not (entities.startswith("{{") and entities.endswith("}}")):
        return "its braces are not doubled: Rasa would read a place to fill"
    values = json.loads(entities.replace("{{", "{").replace("}}", "}"))
    unknown = set(values) - set(DOMAIN["entities"])
    if unknown:
        return f"no entities {unknown}"
    if intent != "choose":
        return ""
    slot, colon, value = values["option"].partition(":")
    if not colon:  # an empty value is an answer left out
        return "an option is slot:value"
    return "" if slot in DOMAIN["slots"] or slot in _words_of_code() else f"no slot {slot}, nor does any form read it"


@pytest.mark.parametrize(("response", "payload"), BUTTONS)
def test_every_button_leads_somewhere(response: str, payload: str) -> None:
    assert problem_of(payload) == ""


@pytest.mark.parametrize("payload", [
    "ciao", "/no_such_intent", "/choose", '/choose{"option": "booking_confirm:yes"}',
    '/choose{{"option": "nothing:x"}}', '/choose{{"option": "booking_confirm"}}', '/greet{{"nothing": "x"}}'])
def test_the_check_of_buttons_finds_what_is_wrong(payload: str) -> None:
    assert problem_of(payload)


def test_buttons_have_short_titles() -> None:
    titles = {button["title"] for variations in RESPONSES.values() for variation in variations
              for button in variation.get("buttons", [])}
    assert titles and all(0 < len(title) <= 40 for title in titles), sorted(titles, key=len)[-3:]


# -- responses named in code ------------------------------------------------------------------------------------------


@cache
def _words_of_code() -> frozenset[str]:
    """Every string of actions and dialogue: a form also reads options that are no slots (month or year)."""
    return frozenset(node.value for _, tree in _sources() for node in ast.walk(tree)
                     if isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def _sources() -> list[tuple[Path, ast.Module]]:
    packages = [ROOT / "bot" / name for name in ("actions", "dialogue")]
    return [(path, ast.parse(path.read_text(encoding="utf-8")))
            for path in sorted(path for package in packages for path in package.rglob("*.py"))]


@cache
def _named() -> dict[str, set[str]]:
    """Every whole string `utter_…` of the actions, with the files that name it."""
    found: dict[str, set[str]] = {}
    for path, tree in _sources():
        inside_f = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if (isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside_f
                    and re.fullmatch(r"utter_\w+", node.value)):
                found.setdefault(node.value, set()).add(path.name)
    return found


@cache
def _prefixes() -> dict[str, set[str]]:
    """The beginnings of names that are put together in code, such as `utter_overall_`."""
    found: dict[str, set[str]] = {}
    for path, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if start.startswith("utter_"):
                    found.setdefault(start, set()).add(path.name)
    return found


@cache
def _suffixes() -> set[str]:
    """The ends of names that are put together in code, such as `_list`."""
    return {str(node.values[-1].value) for _, tree in _sources() for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr) and len(node.values) == 2 and isinstance(node.values[-1], ast.Constant)
            and re.fullmatch(r"_\w+", str(node.values[-1].value))}


def test_the_reading_of_the_code_finds_names() -> None:
    assert len(_named()) > 60 and "utter_booked" in _named() and "utter_suggest_" in _prefixes()


@pytest.mark.parametrize("name", sorted(_named()))
def test_every_response_that_code_names_exists(name: str) -> None:
    assert name in RESPONSES, f"named in {_named()[name]}"


@pytest.mark.parametrize("prefix", sorted(_prefixes()))
def test_names_put_together_in_code_have_responses(prefix: str) -> None:
    assert any(name.startswith(prefix) and name != prefix for name in RESPONSES), f"in {_prefixes()[prefix]}"


def test_every_response_is_used() -> None:
    rules = {step["action"] for rule in RULES for step in rule["steps"] if "action" in step}
    asked = {f"utter_ask_{slot}" for form in DOMAIN["forms"].values() for slot in form["required_slots"]}
    asked |= {f"utter_ask_{form}_{slot}" for form, content in DOMAIN["forms"].items()
              for slot in content["required_slots"]}
    read = {*_named(), *rules, *asked, "utter_service_unavailable"}
    read |= {name + end for name in read for end in _suffixes()}
    read |= {f"{name}_again" for name in read}  # the same in other words, said when it was said in the turn before
    read |= {f"{name}_lei" for name in read}  # the same to who says Lei
    unused = {name for name in RESPONSES if name not in read and not name.startswith(tuple(_prefixes()))}
    assert not unused


def places(response: str) -> set[str]:
    """The names of the places to fill in the texts of a response."""
    return {field for variation in RESPONSES[response] for _, field, _, _ in
            string.Formatter().parse(variation.get("text", "")) if field}


def _calls() -> Iterator[tuple[str, str, set[str]]]:
    """File, response and the names of the values given, where both stand in the code: `say("…", a=1)`,
    `Part("…", {"a": 1})`."""
    for path, tree in _sources():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "Part")):
                continue
            first = node.args[0] if node.args else None
            if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                continue
            given = _given(node)
            if given is not None:
                yield path.name, first.value, given


def _given(node: ast.Call) -> set[str] | None:
    """The names of the values; None when they are not written out."""
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    if isinstance(node.func, ast.Name) and node.func.id == "say":
        return {str(keyword.arg) for keyword in node.keywords} - {"buttons", "subject", "offer"}
    values = node.args[1] if len(node.args) > 1 else None
    if values is None:
        return set()
    if not isinstance(values, ast.Dict) or not all(isinstance(key, ast.Constant) for key in values.keys):
        return None
    return {str(key.value) for key in values.keys if isinstance(key, ast.Constant)}


def test_the_reading_of_calls_finds_them() -> None:
    assert len(list(_calls())) > 60


@pytest.mark.parametrize(("file", "response", "given"), list(_calls()))
def test_what_code_gives_fills_every_place(file: str, response: str, given: set[str]) -> None:
    missing = places(response) - given
    assert not missing, f"{file}: {response} needs {missing}"


def test_responses_that_rasa_says_itself_have_no_places() -> None:
    """Forms and rules say these without values."""
    actions = {str(step.get("action", "")) for rule in RULES for step in rule["steps"]}
    rules = {action for action in actions if action.startswith("utter_")}
    asked = {name for form in DOMAIN["forms"].values() for slot in form["required_slots"]
             if (name := f"utter_ask_{slot}") in RESPONSES and name not in _named()}
    for name in {*rules, *asked, "utter_service_unavailable"}:
        assert places(name) <= set(DOMAIN["slots"]), name


# -- intents ----------------------------------------------------------------------------------------------------------


def _rule_intents() -> set[str]:
    found = set()
    for rule in RULES:
        for step in rule["steps"]:
            for item in [step, *step.get("or", [])]:
                if "intent" in item:
                    found.add(item["intent"])
    return found


@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_has_a_rule(intent: str) -> None:
    assert intent in _rule_intents()


def test_no_rule_waits_for_an_intent_that_is_not_there() -> None:
    assert _rule_intents() - {"nlu_fallback"} <= set(INTENTS)


@pytest.mark.parametrize("intent", [intent for intent in INTENTS if intent not in NEVER_TYPED])
def test_every_intent_has_examples(intent: str) -> None:
    lines = [line for item in NLU if item.get("intent") == intent for line in item["examples"].splitlines() if line]
    assert len(lines) >= FEWEST_EXAMPLES
    assert len(lines) == len(set(lines)), "an example stands twice"


def test_no_examples_of_an_intent_that_is_not_there() -> None:
    assert {item["intent"] for item in NLU if "intent" in item} <= set(INTENTS)


def test_no_example_stands_under_two_intents() -> None:
    seen: dict[str, str] = {}
    twice = []
    for item in NLU:
        for line in item["examples"].splitlines() if "intent" in item else []:
            text = line.removeprefix("-").strip().casefold()
            if text and seen.setdefault(text, item["intent"]) != item["intent"]:
                twice.append((text, seen[text], item["intent"]))
    assert not twice


@pytest.mark.parametrize("intent", [intent for intent in INTENTS if intent not in NOT_SUGGESTED | NEVER_TYPED])
def test_every_intent_that_may_be_offered_has_its_button(intent: str) -> None:
    buttons = RESPONSES[f"utter_suggest_{intent}"][0]["buttons"]
    assert [button["payload"] for button in buttons] == [f"/{intent}"]


def test_every_question_has_a_handler_and_every_handler_a_question() -> None:
    answered = {item["intent"] for rule in RULES if any(step.get("action") == "action_answer" for step in rule["steps"])
                for step in rule["steps"] for item in [step, *step.get("or", [])] if "intent" in item}
    assert answered == set(HANDLERS)


# -- actions ----------------------------------------------------------------------------------------------------------


def _registered() -> set[str]:
    executor = ActionExecutor()
    executor.register_package(bot.actions)
    return {name for name, run in executor.actions.items() if run.__self__.__module__.startswith("bot.")}


def test_the_domain_and_the_code_have_the_same_actions() -> None:
    assert _registered() == set(DOMAIN["actions"])
    assert set(make_executor("bot.actions").actions) >= set(DOMAIN["actions"])


def test_no_action_stands_twice_in_the_domain() -> None:
    assert len(DOMAIN["actions"]) == len(set(DOMAIN["actions"]))
    assert len(INTENTS) == len(set(INTENTS))


def test_rules_name_what_exists() -> None:
    named = {step["action"] for rule in RULES for step in rule["steps"] if "action" in step}
    known = {*DOMAIN["actions"], *DOMAIN["forms"], *RESPONSES, "action_deactivate_loop", "action_listen"}
    assert named <= known


def test_every_slot_of_a_form_can_be_asked_and_misread() -> None:
    for form, content in DOMAIN["forms"].items():
        for slot in content["required_slots"]:
            assert slot in DOMAIN["slots"]
            ways = {f"action_ask_{form}_{slot}", f"utter_ask_{form}_{slot}", f"action_ask_{slot}", f"utter_ask_{slot}"}
            assert ways & {*DOMAIN["actions"], *RESPONSES}, f"nothing asks for {slot}"
            assert f"utter_invalid_{slot}" in RESPONSES
