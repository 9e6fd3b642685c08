"""What a person is told without having asked: the sentences of chat, SMS and e-mail, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional

from bot.italian.text import format_day, format_moment, format_time
from bot.services.booking import (
    AppointmentView,
    bring_line,
    join_appointment_cards,
    make_appointment_card,
    word_appointment_place,
)
from bot.services.notices.kinds import find_kind
from bot.texts import get_text, get_texts, read_file

KEY_PREFIX = "notice:"
"""Begins the key of a notice's message in the log."""


@dataclass(frozen=True)
class Words:
    """The words of one notice: those of its kind, with the values of the appointment and of ``about``."""

    kind: str
    view: Optional[AppointmentView]
    about: Mapping[str, Any]

    def subject(self) -> str:
        """The subject of the e-mail."""
        return self._say("subject")

    def opening(self) -> str:
        """The sentence that says it, for every channel that has no shorter one."""
        return self._say("opening")

    def sms(self) -> str:
        """The text message: one part with usual names, never more than two."""
        return self._say("sms" if self._has("sms") else "opening")

    def letter(self, site_url: str) -> str:
        """The text of the e-mail. ``site_url``: public address of the site, or empty."""
        lines = [self.opening()]
        if self.view is not None:
            lines += ["", get_text("notices.mail.what", service=self.view.service_name),
                      get_text("notices.mail.where", place=word_appointment_place(self.view)),
                      get_text("notices.mail.when", when=format_moment(self.view.starts_at))]
            if self.view.status == "active":
                lines += [get_text("notices.mail.code", code=self.view.code), *bring_line(self.view)]
                lines += ["", get_text("notices.mail.cannot_come"),
                          *([f"{site_url.rstrip('/')}/appuntamenti/codice"] if site_url else [])]
                if find_kind(self.kind).calendar:
                    lines += ["", get_text("notices.mail.calendar")]
        if self._has("closing"):
            lines += ["", self._say("closing")]
        return "\n".join([*lines, "", get_text("notices.mail.sender"), get_text("notices.mail.automatic"),
                          *([site_url] if site_url else [])])

    def _has(self, part: str) -> bool:
        return f"notices.kinds.{self.kind}.{part}" in read_file("notices")

    def _say(self, part: str) -> str:
        return get_text(f"notices.kinds.{self.kind}.{part}", **{**_values(self.view), **self.about})


def is_notice(key: Optional[str]) -> bool:
    """Whether a message of the log with that key is a notice."""
    return key is not None and key.startswith(KEY_PREFIX)


def word_chat_notice(
    kind: str, view: Optional[AppointmentView], about: Mapping[str, Any],
) -> tuple[str, dict[str, Any]]:
    """Text and content of the message in the conversation, with what the person can answer."""
    words = Words(kind, view, about)
    buttons = list(about.get("buttons") or [])
    if view is not None and find_kind(kind).moves:
        acts = make_appointment_card(view, bring=(), titles=get_texts("appointments.acts"))["actions"][:2]
        return words.opening(), {"quick_replies": [{"title": act["title"], "payload": act["payload"]} for act in acts]}
    if view is None or not find_kind(kind).answers:
        return words.opening(), {"quick_replies": buttons} if buttons else {}
    confirm = f'/confirm_attendance{{"option": "appointment:{view.id}"}}'
    cancel = f'/cancel_appointment{{"option": "cancel_appointment:{view.id}"}}'
    buttons += [{"title": get_text("notices.confirm"), "payload": confirm},
                {"title": get_text("notices.cancel"), "payload": cancel}]
    drawn = join_appointment_cards([
        make_appointment_card(view, bring=bring_line(view), titles=get_texts("appointments.acts"))])
    drawn["items"][0]["actions"] = [buttons[-2], *drawn["items"][0]["actions"]]
    bring = get_text("notices.chat_bring", bring=view.bring) if view.bring else ""
    text = get_text("notices.chat", opening=words.opening().rstrip("."), service=view.service_name,
                    place=word_appointment_place(view), bring=bring)
    return text, {"quick_replies": buttons, "custom": drawn}


def _values(view: Optional[AppointmentView]) -> dict[str, str]:
    if view is None:
        return {}
    return {"time": format_time(view.starts_at.time()), "moment": format_moment(view.starts_at),
            "day": format_day(view.starts_at.date(), year=False), "service": view.service_name,
            "office": view.office_name, "place": word_appointment_place(view), "code": view.code}
