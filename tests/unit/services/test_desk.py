"""What the desk shows: lists by right, the card with what the person gave, notes, tags, ready answers."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.db.session import transaction
from bot.services import conversations, desk, handoffs, operators
from bot.services.desk import Rejected, Stored
from bot.services.handoffs import NotAllowed
from bot.settings import Settings
from tests.support.booking_data import NOW, book
from tests.support.desk_data import ANNA, BEA, CARLA, DARIO, add_desk, ask, callbacks, claim, write
from tests.support.desk_data import seen as seen_at

MINUTE = timedelta(minutes=1)


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    add_desk(sqlite_url)
    return Settings(database_url=sqlite_url)


LATER = NOW + 10 * MINUTE


def names(rows: tuple[desk.ConversationRow, ...]) -> list[str]:
    return [row.conversation_id for row in rows]


def lists(settings: Settings, number: int) -> SimpleNamespace:
    """The rows of the first page of every list by its name; their number is the one that is counted."""
    counts = desk.count_lists(settings, operator_id=number, now=LATER)
    pages = {kind: desk.list_conversations(settings, operator_id=number, kind=kind, now=LATER) for kind in desk.LISTS}
    for kind, page in pages.items():
        assert page.total == getattr(counts, kind), kind
    return SimpleNamespace(**{kind: page.rows for kind, page in pages.items()})


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
    assert (row.position, row.excerpt, row.unanswered) == (1, "aiuto da web_merate", True)
    assert row.office_name == "CPI Merate"


@pytest.mark.parametrize("number", [ANNA, BEA, CARLA, DARIO])
def test_the_live_pages_use_the_same_rule(settings: Settings, number: int) -> None:
    for name, office in (("web_lecco", "lecco"), ("web_merate", "merate"), ("web_any", None), ("web_mine", "lecco")):
        ask(settings, name, office=office)
    claim(settings, ANNA, "web_mine")
    me = operators.find_operator(settings, number)
    assert me is not None
    seen = {each.conversation_id for each in desk.open_requests(settings) if each.visible_to(me)}
    found = lists(settings, number)
    assert seen == {*names(found.waiting), *names(found.mine), *names(found.others), *names(found.callbacks),
                    *names(found.firms)}


def test_somebody_who_waits_is_seen_behind_any_number_of_call_backs(settings: Settings) -> None:
    """280 call-backs and more, all older: once the desk said that nobody waits."""
    callbacks(settings, 310, NOW - timedelta(days=1))
    write(settings, "c’è qualcuno?", "web_new")
    ask(settings, "web_new")
    counts = desk.count_lists(settings, operator_id=ANNA, now=LATER)
    assert (counts.waiting, counts.callbacks) == (1, 310)
    waits = desk.list_conversations(settings, operator_id=ANNA, kind="waiting", now=LATER)
    assert names(waits.rows) == ["web_new"] and waits.pages == 1


def test_every_call_back_is_on_one_page_and_on_no_other(settings: Settings) -> None:
    callbacks(settings, 60, NOW - timedelta(days=1))

    def page(number: int) -> desk.ListPage:
        return desk.list_conversations(settings, operator_id=ANNA, kind="callbacks", page=number, now=LATER)

    first = page(1)
    assert (first.pages, first.total) == (3, 60)
    seen = [name for number in (1, 2, 3) for name in names(page(number).rows)]
    assert len(seen) == len(set(seen)) == 60
    assert page(99).page == 3, "behind the last page stands the last page"


def test_firms_to_be_called_back_have_a_list_and_a_count_of_their_own(settings: Settings) -> None:
    callbacks(settings, 2, NOW - timedelta(days=1))
    ask(settings, "web_firm", reason=handoffs.FIRM)
    counts = desk.count_lists(settings, operator_id=ANNA, now=LATER)
    assert (counts.waiting, counts.firms, counts.callbacks) == (1, 0, 2), "while the desk is open it waits like anybody"
    with transaction(settings.database_url, write=True) as session:
        session.connection().exec_driver_sql("update handoff set state = 'callback' where conversation_id = 'web_firm'")
    found = lists(settings, ANNA)
    assert names(found.firms) == ["web_firm"] and len(found.callbacks) == 2 and found.waiting == ()
    assert desk.find_list("callback", handoffs.FIRM, own=False) == "firms"
    assert desk.find_list("callback", "asked", own=False) == "callbacks"


def test_what_is_not_read_comes_first_and_is_counted(settings: Settings) -> None:
    for minute, name in enumerate(("web_old", "web_new")):
        write(settings, "ciao", name)
        ask(settings, name, NOW + minute * MINUTE)
        claim(settings, ANNA, name, NOW + 3 * MINUTE)
    assert names(lists(settings, ANNA).mine) == ["web_old", "web_new"]
    assert desk.count_lists(settings, operator_id=ANNA, now=LATER).unread == 0, "what stood there when it was taken"
    newest = write(settings, "ci sei?", "web_new", NOW + 4 * MINUTE).message.sequence
    mine = lists(settings, ANNA).mine
    assert names(mine) == ["web_new", "web_old"] and [row.unread for row in mine] == [True, False]
    assert desk.count_lists(settings, operator_id=ANNA, now=LATER).unread == 1
    handoffs.mark_seen(settings, conversation_id="web_new", operator_id=DARIO, sequence=newest)
    assert desk.count_lists(settings, operator_id=ANNA, now=LATER).unread == 1, "a colleague who looks reads nothing"
    handoffs.mark_seen(settings, conversation_id="web_new", operator_id=ANNA, sequence=newest)
    assert names(lists(settings, ANNA).mine) == ["web_old", "web_new"]
    seen_at(settings.database_url, DARIO, NOW + 5 * MINUTE)
    handoffs.transfer(settings, conversation_id="web_old", operator_id=ANNA, to_operator_id=DARIO, now=NOW + 5 * MINUTE)
    assert desk.count_lists(settings, operator_id=DARIO, now=LATER).unread == 1, "who gets it has read none of it"


def test_closed_requests_have_their_list_until_the_person_asks_again(settings: Settings) -> None:
    for name in ("web_done", "web_again"):
        ask(settings, name)
        claim(settings, ANNA, name)
        handoffs.close(settings, conversation_id=name, operator_id=ANNA, outcome="solved", now=NOW + MINUTE)
    ask(settings, "web_again", NOW + 2 * MINUTE)
    found = lists(settings, ANNA)
    assert names(found.closed) == ["web_done"] and names(found.waiting) == ["web_again"]
    assert (found.closed[0].outcome, found.closed[0].owner_name) == ("solved", "Anna Rossi")


def test_the_newest_request_decides_who_may_read(settings: Settings) -> None:
    ask(settings, office="merate")
    assert not desk.may_read(settings, operator_id=ANNA, conversation_id="web_a")
    claim(settings, BEA)
    handoffs.close(settings, conversation_id="web_a", operator_id=BEA, outcome="solved", now=NOW)
    assert not desk.may_read(settings, operator_id=ANNA, conversation_id="web_a"), "also when it is closed"
    assert desk.read_card(settings, conversation_id="web_a", operator_id=ANNA) is None
    assert desk.may_read(settings, operator_id=BEA, conversation_id="web_a")
    assert not desk.may_read(settings, operator_id=CARLA, conversation_id="web_mai")


def test_the_card_holds_what_the_person_gave(settings: Settings) -> None:
    check = {"eligibility": {"course": "Saldatore", "overall": "to_verify", "rules": []}}
    write(settings, "ciao")
    book(settings, "a")
    ask(settings, card=check, reason="rule")
    card = desk.read_card(settings, conversation_id="web_a", operator_id=ANNA)
    assert card is not None and card.given == check and card.request is not None
    assert (card.request.reason, card.request.subject, card.request.wants) == ("rule", "Corsi", "vuole un corso")
    assert [(each.name, each.contact) for each in card.people] == [("Persona a", "a@example.org")]
    assert [consent.on_behalf for consent in card.people[0].consents] == [False]
    assert [each.office_id for each in card.appointments] == ["lecco"]
    other = desk.read_card(settings, conversation_id="web_a", operator_id=BEA)
    assert other is not None, "a request for any office"
    write(settings, "ciao", "web_b")
    bare = desk.read_card(settings, conversation_id="web_b", operator_id=ANNA)
    assert bare is not None and bare.request is None and bare.people == () and bare.given == {}


def test_notes_and_tags_stay_at_the_desk(settings: Settings) -> None:
    ask(settings, office="lecco")
    more = {"conversation_id": "web_a", "now": NOW}
    assert isinstance(desk.add_note(settings, operator_id=ANNA, text="nota segreta", **more), Stored)
    assert desk.add_note(settings, operator_id=ANNA, text=" ", **more) == Rejected("empty")
    assert desk.add_note(settings, operator_id=BEA, text="x", **more) == NotAllowed()
    assert desk.set_tags(settings, operator_id=ANNA, text="Bando, urgente , bando,", **more) == Stored()
    assert desk.set_tags(settings, operator_id=ANNA, text="x" * 41, **more) == Rejected("long")
    card = desk.read_card(settings, conversation_id="web_a", operator_id=DARIO)
    assert card is not None and card.tags == ("bando", "urgente") and card.notes[0].author == "Anna Rossi"
    assert conversations.list_after(settings, conversation_id="web_a", sequence=0) == [], "the person sees none of it"


def test_ready_answers_know_what_they_may_hold(settings: Settings) -> None:
    me = operators.find_operator(settings, CARLA)
    assert me is not None

    def save(title: str, text: str, canned_id: int | None = None):
        return desk.save_canned(settings, canned_id=canned_id, title=title, text=text, operator=me, now=NOW)

    first = save("Saluto", "Buongiorno {nome}, sono {operatore}.")
    assert isinstance(first, Stored)
    assert save("Saluto", "altro") == Rejected("taken")
    assert save("Altro", "Il suo {iban}") == Rejected("placeholder")
    assert save("", "x") == Rejected("empty")
    assert save("x", "y", canned_id=99) == Rejected("missing")
    assert save("Saluto", "Salve {nome}!", canned_id=first.id) == first
    assert [each.text for each in desk.list_canned(settings)] == ["Salve {nome}!"]
    assert isinstance(desk.delete_canned(settings, canned_id=first.id, operator=me, now=NOW), Stored)
    assert [each.act for each in operators.list_entries(settings)] == ["canned_deleted", "canned_saved", "canned_saved"]


def test_a_placeholder_is_never_empty() -> None:
    said = desk.fill("Buongiorno {nome}, sono {operatore} del {ufficio}.", {"operatore": "Anna", "nome": ""})
    assert said == "Buongiorno gentile utente, sono Anna del centro per l’impiego."
    assert desk.fill("Sono {operatore} ({ufficio})", {"operatore": "Anna", "ufficio": "CPI"}) == "Sono Anna (CPI)"


def test_ones_own_ready_answers_are_nobody_elses(settings: Settings) -> None:
    anna, carla = (operators.find_operator(settings, number) for number in (ANNA, CARLA))
    assert anna is not None and carla is not None
    shared = desk.save_canned(settings, canned_id=None, title="Saluto", text="Salve", operator=carla, now=NOW)
    own = desk.save_canned(settings, canned_id=None, title="Saluto", text="Ciao", operator=anna, personal=True, now=NOW)
    assert isinstance(shared, Stored) and isinstance(own, Stored)
    assert [(each.text, each.personal) for each in desk.list_canned(settings, operator_id=ANNA)] == [
        ("Ciao", True), ("Salve", False)]
    assert [each.text for each in desk.list_canned(settings, operator_id=DARIO)] == ["Salve"]
    missing = Rejected("missing")
    assert desk.save_canned(settings, canned_id=shared.id, title="x", text="y", operator=anna, now=NOW) == missing
    assert desk.save_canned(settings, canned_id=None, title="x", text="y", operator=anna, now=NOW) == missing
    assert desk.delete_canned(settings, canned_id=own.id, operator=carla, now=NOW) == missing
    assert desk.delete_canned(settings, canned_id=own.id, operator=anna, now=NOW) == own


def test_a_new_desk_has_ready_answers_and_gets_them_once(settings: Settings) -> None:
    carla = operators.find_operator(settings, CARLA)
    assert carla is not None and desk.add_starter_answers(settings) > 5
    for each in desk.list_canned(settings):
        assert "{" not in desk.fill(each.text, {})
        desk.delete_canned(settings, canned_id=each.id, operator=carla, now=NOW)
    assert desk.add_starter_answers(settings) == 0, "who took them away does not want them back"


def test_a_second_take_over_loses_nothing_of_the_card(settings: Settings) -> None:
    check = {"eligibility": {"course": "Saldatore", "overall": "to_verify", "rules": []}}
    ask(settings, card=check, reason="rule", subject="Saldatore", wants="voglio fare il saldatore")
    claim(settings, ANNA)
    handoffs.transfer(settings, conversation_id="web_a", operator_id=ANNA, to_office_id="lecco", now=NOW)
    claim(settings, DARIO)
    handoffs.hand_back(settings, conversation_id="web_a", operator_id=DARIO, now=NOW)
    claim(settings, ANNA, take_over=True)
    card = desk.read_card(settings, conversation_id="web_a", operator_id=ANNA)
    assert card is not None and card.request is not None and card.given == check
    assert (card.request.subject, card.request.wants) == ("Saldatore", "voglio fare il saldatore")
    write(settings, "quando apre il corso?", "web_b")
    claim(settings, ANNA, "web_b", take_over=True)
    taken = desk.read_card(settings, conversation_id="web_b", operator_id=ANNA)
    assert taken is not None and taken.request is not None
    assert taken.request.wants == "quando apre il corso?", "nobody asked: the last words say what it is about"


def test_somebody_in_distress_stands_on_top_and_nowhere_else_until_an_operator_comes(settings: Settings) -> None:
    for name in ("web_waiting", "web_alone"):
        write(settings, "non ce la faccio", name)
    ask(settings, "web_waiting")
    for name in ("web_waiting", "web_alone"):
        assert handoffs.alert_desk(settings, conversation_id=name, channel="webchat", now=NOW)
    anna = lists(settings, ANNA)
    assert names(anna.urgent) == ["web_waiting", "web_alone"]
    assert not (anna.waiting or anna.callbacks or anna.assistant)
    assert handoffs.find_stage(settings, conversation_id="web_alone", now=NOW).state == "assistant"
    claim(settings, ANNA, "web_alone")
    assert names(lists(settings, ANNA).urgent) == ["web_waiting"] and names(lists(settings, ANNA).mine) == ["web_alone"]


def test_without_an_active_account_there_is_no_alert(sqlite_url: str) -> None:
    settings = Settings(database_url=sqlite_url)
    write(settings, "non ce la faccio")
    assert not handoffs.alert_desk(settings, conversation_id="web_a", channel="webchat", now=NOW)
