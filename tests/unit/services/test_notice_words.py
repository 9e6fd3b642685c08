"""Every notice names who sends it, why the person gets it and how to stop, on every channel that it goes to."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, time, timedelta
from typing import Any, Mapping

import pytest

from bot import clock
from bot.rules.course_status import EditionDates
from bot.rules.sms_text import count_parts, spell_in_gsm
from bot.rules.waiting_list import TimesWanted
from bot.services import notices
from bot.services.booking import AppointmentView
from bot.services.interests.publication_texts import word_news, word_question
from bot.services.notices.texts import Words
from bot.services.waiting_list import texts as waiting_texts
from bot.settings import Settings
from bot.texts import get_text, get_texts
from tests.unit.services.test_ics import VIEW

SENDER = re.compile(r"Provincia di Lecco|Centro per l.impiego")
WHY = re.compile(r"appuntament|promemoria|confermato|spostato|chiesto|in lista|iscri|avviso", re.IGNORECASE)
STOP = re.compile(r"annull|ritir|togli|stop|non riceverne|non devi fare niente|Tienilo per te", re.IGNORECASE)
NOTHING_TO_STOP = frozenset({"cancellation", "erased", "event_called_off"})
"""What is over: there is nothing more to come."""
SITE = Settings(site_url="https://orienta.provincia.lecco.it")
DAY = date(2026, 9, 23)
OFFICE = dataclasses.replace(
    VIEW, office_name="Centro per l’impiego di Merate", service_name="Verifica dei requisiti per un corso",
    starts_at=clock.at(DAY, time(10, 30)))


def offer_words(moved: bool, settings: Settings) -> Mapping[str, Any]:
    """The words of a place that is kept for somebody who waits."""
    kept = type("Offer", (), {"starts_at": OFFICE.starts_at, "office_name": OFFICE.office_name,
                              "until": OFFICE.starts_at - timedelta(hours=20)})()
    wish = type("Wish", (), {"offer": kept, "service_name": OFFICE.service_name, "code": "AT-7K3M-QP9X",
                             "wanted": TimesWanted(), "office_name": None})()
    return waiting_texts.word_offer(settings, wish, moved=moved)


def event_words(part: str) -> Mapping[str, str]:
    """The words of a notice of an event."""
    values = {"title": "Job Day", "what": "Job Day, mercoledì 23 settembre 2026, Lecco", "code": "BG-7K3M-QP9X",
              "day": "mercoledì 23 settembre", "brief": "Job Day, 23 settembre"}
    return {name: get_text(f"sign_ups.{part}.{name}", **values) for name in ("subject", "text", "short")}


def every_notice() -> list[tuple[str, Mapping[str, Any], Any]]:
    """Each kind with what it is about and its appointment, as it is asked for."""
    dates = EditionDates(DAY, DAY, None, None, date(2026, 9, 1))
    about: dict[str, list[Mapping[str, Any]]] = {
        "interest_news": [word_news(SITE, "Servizio sala", dates, reason, "AV-7K3M-QP9X")
                          for reason in ("published", "deadline", "place_free")],
        "interest_question": [word_question(SITE, "corso di sala", DAY, "AV-7K3M-QP9X")],
        "waiting_offer": [offer_words(moved, settings) for moved in (False, True) for settings in (SITE, Settings())],
        "event_reminder": [event_words("reminder")], "event_place_free": [event_words("place_free")],
        "event_changed": [event_words("changed")], "event_called_off": [event_words("called_off")],
        "other_lost_code": [{"what": what, "code": "AV-7K3M-QP9X"} for what in get_texts("notices.lost").values()],
        "erased": [{"moment": "mercoledì 23 settembre 2026 alle 10:30"}]}
    return [(kind, values, OFFICE if kind not in about else None) for kind in notices.KINDS if kind != "news"
            for values in about.get(kind, [{}])]


@pytest.mark.parametrize(("kind", "about", "view"), every_notice())
def test_a_notice_names_its_sender_why_it_comes_and_how_to_stop(
    kind: str, about: Mapping[str, Any], view: AppointmentView | None,
) -> None:
    words = Words(kind, view, about)
    told = {"email": words.letter(SITE.site_url), "sms": words.sms()}
    for channel in {"email", "sms"} & set(notices.KINDS[kind].channels):
        assert SENDER.search(told[channel]), (channel, told[channel])
        assert WHY.search(told[channel]), (channel, told[channel])
        assert kind in NOTHING_TO_STOP or STOP.search(told[channel]), (channel, told[channel])
    assert count_parts(spell_in_gsm(told["sms"])) <= 2
