"""Who says Lei is answered with Lei: every response with a «tu» has its variant, and a variant has no «tu»."""

from __future__ import annotations

import re
import string
from functools import cache
from typing import Any, Optional

import pytest

from bot.dialogue.context import Context
from bot.dialogue.register import LEI, TU, ask_register, read_change, read_register
from bot.dialogue.turn import Part, say
from bot.dialogue.voice import Voice, choose_wording, make_message
from bot.yaml_files import read_yaml
from tests.support.servers import ROOT

SAID_BY_TU = re.compile(
    r"\b(?:tu|ti|te|tuo|tua|tuoi|tue|puoi|vuoi|hai|sei|devi|sai|vai|fai|stai|preferisci|scegli|sceglin\w|scegline|"
    r"scriv(?:i|imi|ilo|ila|imelo)|dimm\w+|dillo|damm\w+|dammi|chied(?:i|imi|ilo)|chiama(?:mi|lo|li)?|rispondi|"
    r"lasciami|ricordi|controllal\w|riprova|parlane|conserval\w|abiti|guadagni|lavori|cerchi|trovi|senti|pensi|fidi|"
    r"chiedigli|riscriv\w*i|indicami|mandami|vedrai|avrai|potrai|riceverai|dovrai|verrai|intendevi|volevi|avevi|"
    r"cercavi|capisci|leggi|rivolgiti|iscriviti|fatti|confermi|desideri|sceglierai|porta con te)\b"
    r"|\w{3,}(?:rti|rtel[aoie]|rtene)\b|\bciao\b|\bscusa\b|non darlo ad altri", re.IGNORECASE)
"""Words that say tu; «controlla», «usa», «prova» are those of others too."""
QUOTED = re.compile("«[^»]*»|\\{\\w+\\}")
"""What the person is to write is written as it is read."""
THE_PERSON_SAYS_TU = {"utter_tu"}


@cache
def responses() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted((ROOT / "bot" / "data" / "responses").glob("*.yml")):
        found.update(read_yaml(path)["responses"])
    return found


def says_tu(text: str) -> bool:
    return SAID_BY_TU.search(QUOTED.sub("", text)) is not None


def places_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_response_with_tu_has_its_lei() -> None:
    missing = [name for name, (variation, *_) in responses().items() if not name.endswith("_lei")
               and says_tu(variation.get("text") or "") and f"{name}_lei" not in responses()]
    assert missing == []


def test_every_variant_stands_for_a_response_and_says_lei() -> None:
    for name, (variation, *_) in responses().items():
        if not name.endswith("_lei") or name == "utter_lei":
            continue
        base = responses()[name.removesuffix("_lei")][0]
        assert places_of(variation["text"]) <= places_of(base["text"]), name
        assert name.removesuffix("_lei") in THE_PERSON_SAYS_TU or not says_tu(variation["text"].replace(
            "si chiama", "")), name
        shown = [button["payload"] for button in base.get("buttons", [])]
        assert [button["payload"] for button in variation.get("buttons", [])] in ([], shown), name


@pytest.mark.parametrize("text", ["Ti aiuto a prenotare.", "Scegli un orario.", "Posso aiutarti?", "Ciao!"])
def test_the_check_finds_tu(text: str) -> None:
    assert says_tu(text)


def test_answers_of_the_database_say_neither() -> None:
    for answer in read_yaml(ROOT / "bot/db/seed/answers.yml")["answers"]:
        assert not says_tu(answer["text"]), answer["id"]


@pytest.mark.parametrize("text", [
    "no niente, lasci stare", "Lei chi è, un robot?", "ma lei cosa fa?", "metta pure giovedì", "mi ripeta per favore",
    "Le chiederei cortesemente gli orari", "potrebbe dirmi quanto costa?", "vorrei chiederLe un'informazione",
    "Buongiorno, Le scrivo per il corso", "mi può dire dove siete", "mi scusi, quando aprite?", "scusi, per il corso?",
    "La ringrazio molto. Distinti saluti", "Gentile ufficio, chiedo informazioni", "Spett.le Centro per l'impiego",
    "sarebbe così gentile da spiegarmi come si fa", "Lei può prenotarmi un colloquio?", "può darmi del Lei?",
    "mi saprebbe indicare la sede", "Potrebbe gentilmente fissarmi un appuntamento", "senta, vorrei un colloquio",
    "le sarei grato se mi rispondesse", "Con la presente si richiede la durata del percorso",
    "Mi rivolgo a Voi per un colloquio", "volevo chiederle se il corso è gratis", "mi dica gli orari",
    "Non ci conosciamo, preferirei che non mi desse del tu", "smettetela di darmi del tu"])
def test_lei_is_heard(text: str) -> None:
    assert read_register(text) == LEI


@pytest.mark.parametrize("text", ["puoi dirmi gli orari?", "dimmi quanto costa", "scusa, dove siete?", "diamoci del tu",
                                  "mi sai dire quando apre?", "dammi del tu", "non serve darmi del Lei"])
def test_tu_is_heard(text: str) -> None:
    assert read_register(text) == TU


@pytest.mark.parametrize("text", [
    "quanto costa il corso?", "mia figlia, lei può venire?", "le iscrizioni sono aperte?", "la domanda la faccio qui?",
    "Maria Rossi", "le chiavi", "per mia moglie: lei lavora", "può partecipare mio figlio?",
    "Le iscrizioni quando aprono?",
    "buongiorno", "si può cambiare?", "alle sei", "sa di truffa", "la naspi la chiedo a voi?",
    "la domanda la scrivo io", "mio marito può venire con me?", "chiedo scusa, non avevo letto"])
def test_who_shows_neither(text: str) -> None:
    assert read_register(text) is None


def test_the_register_is_kept_and_left() -> None:
    assert read_change("puoi dirmi gli orari?", Context()) is None, "tu is what everybody hears first"
    assert read_change("puoi dirmi gli orari?", Context(register=LEI)) == TU
    assert read_change("Wang Lei", Context(task="booking_form", question="booking_name")) is None


@pytest.mark.parametrize(("text", "intent"), [
    ("Potrebbe darmi del Lei, per cortesia?", "ask_lei"), ("preferirei che mi desse del lei", "ask_lei"),
    ("mi dia del Lei", "ask_lei"), ("diamoci del tu", "ask_tu"), ("puoi darmi del tu", "ask_tu")])
def test_a_wish_for_a_register_is_one(text: str, intent: str) -> None:
    found = ask_register(text)
    assert found is not None and found.intent == intent


def test_wording_follows_the_voice() -> None:
    assert choose_wording(Part("utter_deny"), responses(), Voice()).response == "utter_deny"
    assert choose_wording(Part("utter_deny"), responses(), Voice(LEI)).response == "utter_deny_lei"
    said = make_message(say("utter_ask_time"), responses(), Voice(LEI))["text"]
    again = choose_wording(Part("utter_ask_time"), responses(), Voice(LEI, said=said))
    assert again.response == "utter_ask_time_again_lei"
    assert make_message(say("utter_deny"), responses(), Voice(LEI))["buttons"], "those of the response"


@pytest.mark.parametrize(("text", "changed"), [
    ("Mi prenoti per lui un colloquio", None), ("mi sposti a martedì", None), ("dimmi gli orari", TU)])
def test_a_request_that_may_be_either_changes_no_register(text: str, changed: Optional[str]) -> None:
    assert read_change(text, Context(register=LEI)) == changed
