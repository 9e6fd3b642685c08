"""The judge of the dialogues passes what is right and sees each kind of fault; every blind case can be played."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench.dialogues import CASES, Played, Values, asked_question, choose_days, playable, table, transcript, verdict
from bot.yaml_files import read_yaml

DATA: dict[str, Any] = read_yaml(CASES)
TODAY = date(2026, 11, 29)
FREE = "Il corso è gratuito e dura 250 ore, da martedì 15 dicembre: chiedi pure all'ufficio di corso Matteotti."


def make_values(number: int = 0) -> Values:
    values = Values(choose_days(number, TODAY), {"FREE": "gratuit|gratis", "BOOKED": r"LC-\w{4}-\w{4}"})
    values.texts.update(phone="3331234567", code="LC-7HQ2-9KPM")
    values.days["a"] = date(2026, 12, 15)
    return values


@pytest.mark.parametrize("turn", [
    {"expect": ["%FREE%", "250"]}, {"any": ["99", "250"]}, {"forbid": ["%BOOKED%", "300"]}, {"expect": ["{a}"]},
    {"expect": ["{a:weekday}"]}, {"expect": ["all’ufficio"]}, {"reworded": True}, {}])
def test_a_right_reply_passes(turn: dict[str, Any]) -> None:
    assert verdict(turn, FREE, "Che cosa ti serve?", make_values(), ["Traceback"]) == []


@pytest.mark.parametrize(("turn", "fault"), [
    ({"expect": ["250", "300 ore"]}, "missing: 300 ore"), ({"any": ["99", "300"]}, "none of: 99   300"),
    ({"forbid": ["%FREE%"]}, "forbidden: %FREE%"), ({"expect": ["{b}"]}, "missing: {b}"),
    ({"forbid": ["{a}"]}, "forbidden: {a}"), ({"reworded": True}, f"said before: {FREE}")])
def test_the_control_a_wrong_reply_fails(turn: dict[str, Any], fault: str) -> None:
    assert verdict(turn, FREE, f"Ciao.\n{FREE}", make_values(), []) == [fault]


def test_silence_and_what_is_always_wrong() -> None:
    assert verdict({}, "", "", make_values(), []) == ["no reply"]
    assert verdict({}, "utter_greet", "", make_values(), [r"\butter_\w+"]) == [r"forbidden: \butter_\w+"]


def test_placeholders_as_words_and_as_patterns() -> None:
    values = make_values()
    assert values.say("{a}, il {a:number}: {phone} {code:bare}") == "martedì 15 dicembre, il 15: 3331234567 lc7hq29kpm"
    assert values.say("{phone:spaced}") == "333\u2011123\u00a04567"
    assert all(values.find("{a}", text) for text in ("mar 15 dic, 9:00", "15/12", "martedì 15 dicembre 2026"))
    assert not any(values.find("{a}", text) for text in ("mar 5 dic", "115 dicembre", "15 gennaio"))
    assert values.find("{phone}", "333 123 4567") and not values.find("{phone}", "333 123 4568")


def test_days_are_working_days_that_can_be_booked() -> None:
    for number in range(30):
        days = choose_days(number, TODAY)
        assert all(days[name].weekday() < 5 for name in ("a", "b", "c"))
        assert 8 < (days["a"] - TODAY).days < 57
    assert (days["next_holiday"], days["after_holiday"]) == (date(2026, 12, 8), date(2026, 12, 9))
    assert playable({"needs": "holiday"}, TODAY) and not playable({"needs": "holiday"}, date(2026, 6, 10))


def test_the_last_question_is_the_one_that_is_answered() -> None:
    questions = [{"fact": "age", "asked": "anni"}, {"fact": "name", "asked": "chiami"}]
    found = asked_question("Serve per gli anni? Ecco. Come ti chiami?\nScrivi pure.", questions)
    assert found and found["fact"] == "name"
    assert asked_question("Ciao!", questions) is None


def test_report() -> None:
    right = Played({"id": "x", "kind": "k", "why": "w"}, [("ciao", "Ciao!", [])])
    wrong = Played({"id": "y", "kind": "k", "why": "w"}, [("e?", "Boh\nnon so", ["missing: 250"])])
    assert "| k | 1 | 2 | 50% |" in table([right, wrong]) and table([right, wrong]).endswith("| all | 1 | 2 | 50% |")
    assert "> Boh\n> non so" in transcript(wrong) and "✗ missing: 250" in transcript(wrong)


def test_every_blind_case_can_be_played() -> None:
    ids = [case["id"] for case in DATA["cases"]]
    assert len(ids) == len(set(ids)) >= 110
    known = {"say", "press", "reach", "with", "new_chat", "expect", "any", "forbid", "reworded", "note"}
    facts = {question["fact"] for question in DATA["questions"]}
    values = Values(choose_days(0, TODAY), DATA["patterns"])
    for case in DATA["cases"]:
        assert set(case) <= {"id", "kind", "why", "needs", "turns"} and case["why"] and 2 <= len(case["turns"]) <= 8
        for turn in case["turns"]:
            assert set(turn) <= known and sum(key in turn for key in ("say", "press", "reach", "new_chat")) == 1, case
            assert set(turn.get("with", {})) <= facts, case
            for pattern in [*turn.get("expect", []), *turn.get("any", []), *turn.get("forbid", [])]:
                values.find(pattern, "")
            said = [turn.get("say", ""), *turn.get("with", {}).values()]
            assert not any(re.search(r"\{[a-z]", values.say(text)) for text in said), case


def test_the_blind_turns_can_be_read() -> None:
    folder = Path(__file__).parents[3] / "bot" / "data" / "dialogues" / "blind"
    turns = [turn for path in folder.glob("*.yml")
             for turn in read_yaml(path)["turns"]]
    assert len(turns) >= 400 and all(isinstance(act, str) for turn in turns for act in turn["acts"])
