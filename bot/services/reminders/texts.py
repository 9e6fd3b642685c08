"""What a person is told of an appointment without having asked: the sentences of chat and e-mail, in one place."""

from __future__ import annotations

from typing import Any

from bot.core.italian_text import format_moment, format_time
from bot.core.reminder_times import DAY_BEFORE, TWO_HOURS
from bot.services.agenda.texts import card
from bot.services.booking import AppointmentView

CONFIRM, CANCEL = "Ci sarò", "Annulla"

_SUBJECTS = {
    DAY_BEFORE: "Promemoria: il tuo appuntamento di domani alle {time}",
    TWO_HOURS: "Promemoria: il tuo appuntamento di oggi alle {time}",
    "confirmation": "Il tuo appuntamento di {moment}",
    "cancellation": "Appuntamento annullato: {moment}",
}
_OPENINGS = {
    DAY_BEFORE: "Ti ricordo l'appuntamento di domani alle {time}",
    TWO_HOURS: "Ti ricordo l'appuntamento di oggi alle {time}",
    "confirmation": "Il tuo appuntamento è confermato: {moment}",
    "cancellation": "Il tuo appuntamento è stato annullato: {moment}",
}


def chat(kind: str, view: AppointmentView) -> tuple[str, dict[str, Any]]:
    """Text and content of the message in the conversation, with what the person can answer."""
    text = f"{_opening(kind, view)}: {view.service_name}, {view.office_name}, {where(view)}."
    if view.bring:
        text += f" Porta con te: {view.bring}."
    buttons = [
        {"title": CONFIRM, "payload": f'/confirm_attendance{{"option": "appointment:{view.id}"}}'},
        {"title": CANCEL, "payload": f'/cancel_appointment{{"option": "cancel_appointment:{view.id}"}}'}]
    drawn = card(view)
    drawn["items"][0]["actions"] = [buttons[0], *drawn["items"][0]["actions"]]
    return f"{text} Ci sarai? Se non puoi venire, annulla: il posto servirà a un'altra persona.", {
        "quick_replies": buttons, "custom": drawn}


def subject(kind: str, view: AppointmentView) -> str:
    """The subject of the e-mail."""
    return _filled(_SUBJECTS[kind], view)


def letter(kind: str, view: AppointmentView, site_url: str) -> str:
    """The text of the e-mail. ``site_url``: public address of the site, or empty."""
    lines = [f"{_opening(kind, view)}.", "", f"Servizio: {view.service_name}",
             f"Dove: {view.office_name}, {where(view)}", f"Quando: {format_moment(view.starts_at)}"]
    if kind == "cancellation":
        lines += ["", "Se ti serve ancora, puoi prenotarne un altro."]
        return "\n".join([*lines, *_signature(site_url)])
    lines.append(f"Codice: {view.code} (serve per spostarlo o annullarlo: tienilo per te)")
    if view.bring:
        lines.append(f"Porta con te: {view.bring}")
    lines += ["", "Se non puoi venire, spostalo o annullalo: il posto servirà a un'altra persona."]
    if site_url:
        lines.append(f"{site_url.rstrip('/')}/appuntamenti/codice")
    lines += ["", "Il file allegato mette l'appuntamento nel calendario del telefono o del computer."]
    return "\n".join([*lines, *_signature(site_url)])


def where(view: AppointmentView) -> str:
    """The address, with the town and the floor where they say more."""
    town = view.municipality if view.municipality not in view.address else ""
    return ", ".join(part for part in (view.address, town, view.floor) if part)


def _opening(kind: str, view: AppointmentView) -> str:
    return _filled(_OPENINGS[kind], view)


def _filled(sentence: str, view: AppointmentView) -> str:
    return sentence.format(time=format_time(view.starts_at.time()), moment=format_moment(view.starts_at))


def _signature(site_url: str) -> list[str]:
    return ["", "Patto territoriale per le competenze e il lavoro, Provincia di Lecco",
            "Messaggio automatico: non rispondere a questo indirizzo.", *([site_url] if site_url else [])]
