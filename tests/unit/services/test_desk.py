"""What the desk shows: lists by right, the card with what the person gave, notes, tags, ready answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.services import conversations, desk, handoffs, operators
from bot.services.desk import Kept, Rejected
from bot.services.handoffs import NotAllowed
from bot.settings import Settings
from tests.booking_data import NOW, book
from tests.desk_data import ANNA, BEA, CARLA, DARIO, add_desk, ask, claim, write

MINUTE = timedelta(minutes=1)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_desk(sqlite_url)
    return Settings(database_url=sqlite_url)


def names(rows: tuple[desk.Row, ...]) -> list[str]:
    return [row.conversation_id for row in rows]


def lists(settings: Settings, number: int) -> desk.Lists:
    return desk.lists(settings, operator_id=number, now=NOW + 10 * MINUTE)


def test_each_sees_what_is_theirs_and_nobodys(settings: Settings) -> None:
    for name, office in (("web_lecco", "lecco"), ("web_merate", "merate"), ("web_any", None)):
        write(settings, f"aiuto da {name}", name)
        ask(settings, name, office=office)
    write(settings, "ciao", "web_free")
    claim(settings, ANNA, "web_lecco", NOW + MINUTE)
    anna, bea, carla, dario = (lists(settings, number) for number in (ANNA, BEA, CARLA, DARIO))
    assert names(anna.mine) == ["web_lecco"] and names(anna.waiting) == ["web_any"]
    assert names(bea.waiting) == ["web_merate", "web_any"] and names(bea.others) == []
    assert names(dario.others) == ["web_lecco"] and dario.others[0].owner_name == "Anna Rossi"
    assert names(carla.waiting) == ["web_merate", "web_any"] and names(carla.others) == ["web_lecco"]
    assert all(names(each.assistant) == ["web_free"] for each in (anna, bea, carla, dario))
    row = bea.waiting[0]
    assert (row.place, row.excerpt, row.unanswered, row.office_name) == (1, "aiuto da web_merate", True, "CPI Merate")


@pytest.mark.parametrize("number", [ANNA, BEA, CARLA, DARIO])
def test_the_live_pages_use_the_same_rule(settings: Settings, number: int) -> None:
    for name, office in (("web_lecco", "lecco"), ("web_merate", "merate"), ("web_any", None), ("web_mine", "lecco")):
        ask(settings, name, office=office)
    claim(settings, ANNA, "web_mine")
    me = operators.get(settings, number)
    assert me is not None
    seen = {each.conversation_id for each in desk.open_requests(settings) if each.visible_to(me)}
    found = lists(settings, number)
    assert seen == {*names(found.waiting), *names(found.mine), *names(found.others), *names(found.callbacks)}


def test_the_newest_request_decides_who_may_read(settings: Settings) -> None:
    ask(settings, office="merate")
    assert not desk.may_read(settings, operator_id=ANNA, conversation_id="web_a")
    claim(settings, BEA)
    handoffs.close(settings, conversation_id="web_a", operator_id=BEA, outcome="solved", now=NOW)
    assert not desk.may_read(settings, operator_id=ANNA, conversation_id="web_a"), "also when it is closed"
    assert desk.card(settings, conversation_id="web_a", operator_id=ANNA) is None
    assert desk.may_read(settings, operator_id=BEA, conversation_id="web_a")
    assert not desk.may_read(settings, operator_id=CARLA, conversation_id="web_mai")


def test_the_card_holds_what_the_person_gave(settings: Settings) -> None:
    check = {"eligibility": {"course": "Saldatore", "overall": "to_verify", "rules": []}}
    write(settings, "ciao")
    book(settings, "a")
    ask(settings, card=check, reason="rule")
    card = desk.card(settings, conversation_id="web_a", operator_id=ANNA)
    assert card is not None and card.given == check and card.request is not None
    assert (card.request.reason, card.request.subject, card.request.wants) == ("rule", "Corsi", "vuole un corso")
    assert [(each.name, each.contact) for each in card.people] == [("Persona a", "a@example.org")]
    assert [purpose for purpose, _, _ in card.people[0].consents] != []
    assert [each.office_id for each in card.appointments] == ["lecco"]
    other = desk.card(settings, conversation_id="web_a", operator_id=BEA)
    assert other is not None, "a request for any office"
    write(settings, "ciao", "web_b")
    bare = desk.card(settings, conversation_id="web_b", operator_id=ANNA)
    assert bare is not None and bare.request is None and bare.people == () and bare.given == {}


def test_notes_and_tags_stay_at_the_desk(settings: Settings) -> None:
    ask(settings, office="lecco")
    more = {"conversation_id": "web_a", "now": NOW}
    assert isinstance(desk.add_note(settings, operator_id=ANNA, text="nota segreta", **more), Kept)
    assert desk.add_note(settings, operator_id=ANNA, text=" ", **more) == Rejected("empty")
    assert desk.add_note(settings, operator_id=BEA, text="x", **more) == NotAllowed()
    assert desk.set_tags(settings, operator_id=ANNA, text="Bando, urgente , bando,", **more) == Kept()
    assert desk.set_tags(settings, operator_id=ANNA, text="x" * 41, **more) == Rejected("long")
    card = desk.card(settings, conversation_id="web_a", operator_id=DARIO)
    assert card is not None and card.tags == ("bando", "urgente") and card.notes[0].author == "Anna Rossi"
    assert conversations.after(settings, conversation_id="web_a", sequence=0) == [], "the person sees none of it"


def test_ready_answers_know_what_they_may_hold(settings: Settings) -> None:
    me = operators.get(settings, CARLA)
    assert me is not None

    def save(title: str, text: str, canned_id: int | None = None):
        return desk.save_canned(settings, canned_id=canned_id, title=title, text=text, operator=me, now=NOW)

    first = save("Saluto", "Buongiorno {nome}, sono {operatore}.")
    assert isinstance(first, Kept)
    assert save("Saluto", "altro") == Rejected("taken")
    assert save("Altro", "Il suo {iban}") == Rejected("placeholder")
    assert save("", "x") == Rejected("empty")
    assert save("x", "y", canned_id=99) == Rejected("missing")
    assert save("Saluto", "Salve {nome}!", canned_id=first.id) == first
    assert [each.text for each in desk.canned_answers(settings)] == ["Salve {nome}!"]
    assert isinstance(desk.delete_canned(settings, canned_id=first.id, operator=me, now=NOW), Kept)
    assert [each.act for each in operators.entries(settings)] == ["canned_deleted", "canned_saved", "canned_saved"]


def test_a_placeholder_without_a_value_goes() -> None:
    assert desk.fill("Buongiorno {nome}, sono {operatore}.", {"operatore": "Anna", "nome": ""}) == (
        "Buongiorno, sono Anna.")
    assert desk.fill("Sono {operatore} ({ufficio})", {"operatore": "Anna", "ufficio": "CPI"}) == "Sono Anna (CPI)"
