"""The widget: what is said is shown once and in order, whatever the connection does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import states
from tests.browser.fake_chat import FakeChat
from tests.browser.states import until, write

pytestmark = pytest.mark.slow


def said(page: Any) -> list[str]:
    """The texts of the conversation as it is shown."""
    return [" ".join(text.split()) for text in page.locator(".message .text").all_inner_texts()]


def assert_shown(page: Any, wanted: list[str]) -> None:
    """What stands there in the end is this and no more."""
    expect(page.locator(".message .text")).to_have_text(wanted, use_inner_text=True)


def wait_for_messages(page: Any, count: int) -> None:
    page.locator(".message").nth(count - 1).wait_for()


def texts_sent(fake: FakeChat) -> list[str]:
    return [sent["message"] for sent in fake.received]


def test_words_are_sent_with_a_key_and_shown_once(tab: Any, fake: FakeChat) -> None:
    write(tab, "buongiorno")
    write(tab, "ci siete?")
    wait_for_messages(tab, 4)
    assert sorted(said(tab)) == sorted(["buongiorno", "Hai scritto: buongiorno", "ci siete?", "Hai scritto: ci siete?"])
    assert texts_sent(fake) == ["buongiorno", "ci siete?"]
    assert len({sent["key"] for sent in fake.received}) == 2 and all(len(sent["key"]) <= 60 for sent in fake.received)
    assert tab.locator(".message.person time").first.get_attribute("datetime")


def test_a_quick_reply_says_its_title_sends_its_payload_and_retires(tab: Any, fake: FakeChat) -> None:
    write(tab, "ciao")
    tab.get_by_role("button", name="Che corsi ci sono?").dblclick()
    wait_for_messages(tab, 4)
    assert said(tab)[2] == "Che corsi ci sono?"
    assert fake.received[1]["message"].startswith("/courses#s=") and fake.received[1]["title"] == "Che corsi ci sono?"
    assert len(fake.received) == 2
    expect(tab.locator(".replies")).to_have_count(0)


def test_writing_instead_of_clicking_retires_the_buttons_too(tab: Any) -> None:
    write(tab, "orari")
    tab.locator(".picker").wait_for()
    write(tab, "domani mattina")
    wait_for_messages(tab, 4)
    expect(tab.locator(".picker, .replies")).to_have_count(0)


def test_buttons_of_a_card_are_not_shown_twice(tab: Any) -> None:
    write(tab, "corsi")
    tab.get_by_role("button", name="Altri corsi").wait_for()
    expect(tab.get_by_role("button", name="Dettagli Elettricista")).to_have_count(1)
    expect(tab.locator(".replies button")).to_have_text(["Altri corsi"])


def test_a_time_is_chosen_by_day(tab: Any, fake: FakeChat) -> None:
    write(tab, "orari")
    tab.get_by_role("radio", name="martedì 24 novembre, 4 orari liberi").check()
    tab.get_by_role("heading", name="Scegli l’ora: martedì 24 novembre").wait_for()
    expect(tab.locator(".slot")).to_have_text(["09:30", "11:00", "14:30", "15:00"])
    tab.get_by_role("button", name="14:30").click()
    wait_for_messages(tab, 3)
    assert fake.received[1]["message"].startswith('/choose{"option": "slot:1-14:30"}')


def test_stars_are_sent(tab: Any, fake: FakeChat) -> None:
    write(tab, "stelle")
    tab.get_by_role("button", name="4 stelle").click()
    wait_for_messages(tab, 3)
    assert said(tab)[2] == "4 stelle" and fake.received[1]["message"].startswith("/rate4")
    expect(tab.locator(".rating")).to_have_count(0)


def test_consent_is_accepted_on_its_card(tab: Any, fake: FakeChat) -> None:
    write(tab, "consenso")
    tab.locator(".consent").get_by_role("button", name="Sì, sono d'accordo").click()
    wait_for_messages(tab, 3)
    assert fake.received[1]["message"].startswith("/yes#s=")


def test_a_card_repeats_no_text(tab: Any, fake: FakeChat) -> None:
    fake.push({"text": "Per prenotare salvo il nome.", "custom": {
        "type": "consent", "brief": "Sei d'accordo?", "title": "I tuoi dati", "lines": ["Salvo il nome."],
        "actions": []}})
    tab.locator(".consent").wait_for()
    assert "Sei d'accordo?" in said(tab)[-1] and "Per prenotare" not in said(tab)[-1]


def test_arabic_runs_right_to_left_beside_italian(tab: Any, fake: FakeChat) -> None:
    fake.push({"text": "يمكنني أن أحجز لك موعدًا\n\nTi aiuto a prenotare.", "quick_replies": [
        {"title": "احجز موعدًا", "payload": "/book"}]})
    tab.get_by_role("button", name="احجز موعدًا").wait_for()
    directions = [paragraph.evaluate("node => getComputedStyle(node).direction")
                  for paragraph in tab.locator(".message.assistant .text p").all()[-2:]]
    assert directions == ["rtl", "ltr"]


def test_the_calendar_file_is_saved_as_it_was_sent(tab: Any) -> None:
    write(tab, "appuntamento")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Scarica il promemoria (.ics)").click()
    assert download.value.suggested_filename == "appuntamento.ics"
    assert Path(download.value.path()).read_bytes() == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def test_the_conversation_is_saved_as_text(tab: Any) -> None:
    write(tab, "appuntamento")
    tab.locator(".appointment").wait_for()
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Scarica la conversazione").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert download.value.suggested_filename.startswith("conversazione-20")
    for part in ("Tu:", "appuntamento", "Assistente:", "è confermato.", "Codice: K7PM-42QX", "[appuntamento.ics]"):
        assert part in saved


def test_a_reload_shows_the_same_from_the_server(tab: Any, fake: FakeChat) -> None:
    write(tab, "ciao")
    tab.locator(".replies").wait_for()
    before = said(tab)
    tab.reload()
    tab.locator(".replies").wait_for()
    assert_shown(tab, before)
    assert fake.requests[-1] == {"session_id": next(reversed(fake.logs)), "last_sequence": 0}
    tab.get_by_role("button", name="Prenota un incontro").click()
    wait_for_messages(tab, 4)


def test_earlier_messages_come_when_one_scrolls_up_and_nothing_moves(open_tab: Any, fake: FakeChat) -> None:
    page = open_tab(hosts=(fake.url,), viewport={"width": 400, "height": 640}, reduced_motion="reduce")
    states.open_page(page, fake)
    write(page, "buongiorno")
    wait_for_messages(page, 2)
    for number in range(3, 68):
        fake.push({"text": f"riga {number}"}, tell=False)
    fake.page = 30
    page.reload()
    wait_for_messages(page, 30)
    assert said(page)[0] == "riga 38"
    log = page.get_by_role("log")
    top = page.get_by_text("riga 40", exact=True)
    place = "(it) => it.getBoundingClientRect().top"
    page.get_by_text("riga 38", exact=True).evaluate("(it) => it.scrollIntoView({block: 'start'})")
    before = top.evaluate(place)
    wait_for_messages(page, 60)
    assert said(page)[0] == "riga 8"
    assert abs(top.evaluate(place) - before) < 1, "scrolling is by whole pixels, a line of text is not"
    assert log.evaluate("(it) => it.scrollTop") > 1000, "the next page waits until one scrolls further"
    page.get_by_role("button", name="Mostra i messaggi precedenti").focus()
    page.keyboard.press("Enter")
    wait_for_messages(page, 67)
    assert said(page)[:2] == ["buongiorno", "Hai scritto: buongiorno"] and len(set(said(page))) == 67
    expect(page.get_by_role("button", name="Mostra i messaggi precedenti")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") != "BODY"


def test_what_is_saved_has_the_earlier_messages_too(open_tab: Any, fake: FakeChat) -> None:
    page = open_tab(hosts=(fake.url,))
    states.open_page(page, fake)
    write(page, "buongiorno")
    wait_for_messages(page, 2)
    for number in range(3, 68):
        fake.push({"text": f"riga {number}"}, tell=False)
    fake.page = 20
    page.reload()
    wait_for_messages(page, 20)
    with page.expect_download() as download:
        page.get_by_role("button", name="Scarica la conversazione").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert saved.count("buongiorno") == 2 and saved.count("riga ") == 65


def test_too_much_missed_leaves_no_gap(tab: Any, fake: FakeChat) -> None:
    write(tab, "buongiorno")
    wait_for_messages(tab, 2)
    fake.cut()
    tab.locator(".banner[data-kind=offline]").wait_for()
    for number in range(3, 30):
        fake.push({"text": f"riga {number}"}, tell=False)
    fake.page, fake.down = 10, False
    tab.get_by_text("riga 29", exact=True).wait_for()
    assert said(tab) == [f"riga {number}" for number in range(20, 30)]


def test_a_return_asks_for_what_was_missed_and_shows_it_once(tab: Any, fake: FakeChat) -> None:
    write(tab, "buongiorno")
    wait_for_messages(tab, 2)
    fake.cut()
    tab.locator(".banner[data-kind=offline]").wait_for()
    fake.push({"text": "Intanto ti ho scritto questo."}, tell=False)
    write(tab, "mi senti?")
    tab.get_by_text("In attesa di connessione").wait_for()
    fake.down = False
    tab.get_by_text("Collegato", exact=True).first.wait_for()
    wait_for_messages(tab, 5)
    assert fake.requests[-1]["last_sequence"] == 2
    assert_shown(tab, ["buongiorno", "Hai scritto: buongiorno", "Intanto ti ho scritto questo.", "mi senti?",
                       "Hai scritto: mi senti?"])


def test_without_a_network_messages_wait_even_through_a_reload(open_tab: Any, fake: FakeChat) -> None:
    tab = open_tab(hosts=(fake.url,), complaints=True)  # the browser notes each try to connect without a network
    states.open_page(tab, fake)
    write(tab, "buongiorno")
    wait_for_messages(tab, 2)
    tab.context.set_offline(True)
    tab.locator(".banner[data-kind=offline]").wait_for()
    write(tab, "scritto senza rete")
    tab.locator(".message.queued").wait_for()
    assert texts_sent(fake) == ["buongiorno"]
    tab.context.set_offline(False)
    wait_for_messages(tab, 4)
    assert said(tab)[2:] == ["scritto senza rete", "Hai scritto: scritto senza rete"]
    fake.cut()
    tab.locator(".banner[data-kind=offline]").wait_for()
    write(tab, "e poi ho ricaricato")
    tab.locator(".message.queued").wait_for()
    tab.reload()
    fake.down = False
    wait_for_messages(tab, 6)
    assert said(tab)[4:] == ["e poi ho ricaricato", "Hai scritto: e poi ho ricaricato"]
    assert len({sent["key"] for sent in fake.received}) == 3


def test_a_refused_message_is_sent_again_when_asked(tab: Any, fake: FakeChat) -> None:
    fake.refuse = {"reason": "rate", "text": "Aspetta qualche secondo."}
    write(tab, "ciao")
    tab.get_by_text("Non inviato. Aspetta qualche secondo.").first.wait_for()
    fake.refuse = None
    tab.get_by_role("button", name="Riprova").click()
    tab.locator(".replies").wait_for()
    expect(tab.locator(".message")).to_have_count(2)
    assert said(tab)[0] == "ciao"
    assert fake.received[0]["key"] == fake.received[1]["key"]


def test_a_stale_button_cannot_be_sent_again_but_put_away(tab: Any, fake: FakeChat) -> None:
    write(tab, "ciao")
    tab.locator(".replies").wait_for()
    fake.refuse = {"reason": "stale", "text": "Questo pulsante non è più valido: scrivimi pure cosa ti serve."}
    tab.get_by_role("button", name="Prenota un incontro").click()
    tab.get_by_text("non è più valido").first.wait_for()
    expect(tab.get_by_role("button", name="Riprova")).to_have_count(0)
    tab.get_by_role("button", name="Togli").click()
    expect(tab.locator(".message .text").last).not_to_have_text("Prenota un incontro")
    tab.locator(".replies").wait_for()  # the question is open again


def test_an_acknowledgement_that_got_lost_does_not_double_the_message(tab: Any, fake: FakeChat) -> None:
    fake.answer = lambda text: []
    fake.silent = True
    write(tab, "ciao")
    tab.locator(".message.sending").wait_for()
    fake.silent = False
    fake.cut()
    fake.down = False
    tab.locator(".message[data-sequence]").wait_for()
    tab.wait_for_timeout(200)
    assert said(tab) == ["ciao"] and len(fake.received) == 2 and len({sent["key"] for sent in fake.received}) == 1


def test_a_long_message_is_told_and_not_cut(tab: Any, fake: FakeChat) -> None:
    write(tab, "a" * 950)
    assert fake.received == [] or len(fake.received[0]["message"]) == 950
    tab.get_by_label("Scrivi il tuo messaggio").fill("b" * 950)
    tab.get_by_text("Ancora 50 caratteri").wait_for()
    write(tab, "c" * 1001)
    tab.get_by_text("posso leggere fino a 1000 caratteri").wait_for()
    expect(tab.get_by_label("Scrivi il tuo messaggio")).to_have_attribute("aria-invalid", "true")
    assert all("c" not in sent for sent in texts_sent(fake))


def test_two_tabs_are_one_conversation(tab: Any, fake: FakeChat) -> None:
    second = tab.context.new_page()
    states.open_page(second, fake)
    write(tab, "dalla prima")
    wait_for_messages(second, 2)
    write(second, "dalla seconda")
    for page in (tab, second):
        assert_shown(page, ["dalla prima", "Hai scritto: dalla prima", "dalla seconda", "Hai scritto: dalla seconda"])
    tab.get_by_role("button", name="Nuova conversazione").click()
    tab.get_by_role("button", name="Sì, ricomincia").click()
    second.locator(".message").first.wait_for(state="detached")
    write(second, "nella nuova")
    for page in (tab, second):
        assert_shown(page, ["nella nuova", "Hai scritto: nella nuova"])


def test_an_erased_conversation_is_told_and_a_new_one_begins(tab: Any, fake: FakeChat) -> None:
    write(tab, "cancella i miei dati")
    wait_for_messages(tab, 2)
    fake.expire("Ho cancellato tutto, anche questa conversazione.")
    tab.locator(".notice").wait_for()
    assert_shown(tab, [])
    assert "Ho cancellato tutto" in tab.locator(".notice").inner_text()
    write(tab, "ciao")
    tab.locator(".replies").wait_for()
    assert fake.requests[-1] == {"new": True, "last_sequence": 0}


def test_an_operator_is_named_waited_for_and_told_of_typing(tab: Any, fake: FakeChat) -> None:
    write(tab, "persona")
    wait_for_messages(tab, 2)
    fake.set_state(state="waiting", place=3, wait_minutes=10)
    tab.get_by_text("Prima di te ci sono 2 persone in attesa. Attesa prevista: circa 10 minuti.").first.wait_for()
    tab.get_by_role("button", name="Torna all'assistente").wait_for()
    fake.set_state(state="owned", name="Giulia")
    fake.push({"text": "Eccomi.", "name": "Giulia"}, author="operator")
    tab.get_by_text("Giulia (operatore)", exact=True).wait_for()
    expect(tab.get_by_role("button", name="Torna all'assistente")).to_have_count(0)
    tab.get_by_label("Scrivi il tuo messaggio").press_sequentially("grazie")
    until(tab, lambda: fake.typed, "word that the person writes")
    fake.typing(True, author="operator", name="Giulia")
    tab.get_by_text("Giulia sta scrivendo…").wait_for()
    assert fake.typed == [{"typing": True}]
    fake.set_state(state="assistant")
    tab.locator(".banner").wait_for(state="hidden")


def test_asking_for_a_person_is_one_click(tab: Any, fake: FakeChat) -> None:
    tab.get_by_role("button", name="Parla con una persona").click()
    wait_for_messages(tab, 2)
    assert texts_sent(fake) == ["Vorrei parlare con una persona"]


def test_the_interface_speaks_english_and_the_assistant_italian(open_tab: Any, fake: FakeChat) -> None:
    fake.pages["/en"] = states.EMBEDDING.replace("{server}", fake.url).replace(
        "<orienta-chat>", '<orienta-chat language="en" title="Ask us" color="#5a1e96" scheme="light">')
    fake.headers = {}
    page = open_tab(hosts=(fake.url,))
    page.goto(fake.url + "/en")
    launcher = page.get_by_role("button", name="Open the chat: Ask us")
    assert launcher.evaluate("(it) => getComputedStyle(it).backgroundColor") == "rgb(90, 30, 150)"
    launcher.click()
    page.get_by_label("Write your message").fill("ciao")
    page.get_by_role("button", name="Send").click()
    page.locator(".replies").wait_for()
    assert page.locator(".message.assistant .text").get_attribute("lang") == "it"
    assert page.locator(".frame").get_attribute("lang") == "en"
    assert page.locator("orienta-chat").get_attribute("title") is None  # it would be a tooltip over everything


def test_a_closed_window_asks_for_nothing_and_shows_news_later(open_tab: Any, fake: FakeChat) -> None:
    page = open_tab(hosts=(fake.url,))
    states.reach("chiuso", page, fake)
    page.wait_for_timeout(300)
    assert fake.requests == []
    page.locator(".launcher").click()
    write(page, "buongiorno")
    wait_for_messages(page, 2)
    page.get_by_role("button", name="Chiudi la chat").click()
    fake.push({"text": "Dimenticavo una cosa."})
    page.get_by_role("button", name="1 messaggio nuovo").wait_for()
    page.get_by_role("button", name="1 messaggio nuovo").click()
    expect(page.locator(".message .text").last).to_have_text("Dimenticavo una cosa.")


def test_who_reads_further_up_is_not_moved_but_told(tab: Any, fake: FakeChat) -> None:
    tab.set_viewport_size({"width": 400, "height": 640})
    for number in range(3):
        write(tab, "ciao")
        wait_for_messages(tab, 2 * number + 2)
    log = tab.get_by_role("log")
    log.evaluate("(it) => { it.scrollTop = 0; }")
    fake.push({"text": "Una notizia."})
    tab.get_by_role("button", name="Vai ai messaggi nuovi").wait_for()
    assert log.evaluate("(it) => it.scrollTop") == 0
    tab.get_by_role("button", name="Vai ai messaggi nuovi").click()
    until(tab, lambda: log.evaluate("(it) => it.scrollTop") > 0, "the news, further down")
    tab.get_by_role("button", name="Vai ai messaggi nuovi").wait_for(state="hidden")


def test_the_newest_turn_is_shown_from_its_start(open_tab: Any, fake: FakeChat) -> None:
    fake.answer = lambda text: states.answer("consenso" if text.startswith("/") else text)
    page = open_tab(hosts=(fake.url,), viewport={"width": 390, "height": 780})
    states.open_page(page, fake)
    for text in ("ciao", "orari"):
        write(page, text)
        page.locator(f".message.person:has-text('{text}') + .message").wait_for()
    page.locator(".slot").nth(3).click()
    page.locator(".message.person").nth(2).wait_for()
    fake.typing(True)
    page.locator(".consent").wait_for()
    until(page, lambda: 0 <= page.locator(".message.person").nth(2).evaluate("""(it) =>
      it.getBoundingClientRect().top - it.closest(".log").getBoundingClientRect().top""") <= 60, "its start at the top")
    expect(page.locator(".jump")).to_be_hidden()


def test_an_unknown_kind_of_card_leaves_text_and_buttons(tab: Any, fake: FakeChat) -> None:
    fake.answer = lambda text: [{"text": "Ecco.", "custom": {"type": "hologram", "items": [1]},
                                 "quick_replies": [states.button("Avanti")]},
                                {"text": "E poi.", "custom": {"type": "slot_picker", "days": "x"}}]
    write(tab, "novità")
    wait_for_messages(tab, 3)
    tab.get_by_role("button", name="Avanti").wait_for()
    assert_shown(tab, ["novità", "Ecco.", "E poi."])
