"""The cards of the assistant (courses, appointments, times, stars, queue, consent) as text and rows of buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Iterable, Mapping, Sequence

from bot import clock
from bot.italian.text import format_moment, normalise
from bot.services.conversations import MessageView
from bot.texts import get_text
from connectors.telegram import keyboards
from connectors.telegram.formatting import Span, count_units, split_spans
from connectors.telegram.keyboards import KeyboardChoice, Rows

QUESTIONS = frozenset({"slot_picker", "rating", "consent", "handoff"})
"""Cards whose buttons go once one was pressed; courses and appointments stay as they are."""

TITLE_UNITS = 34


@dataclass(frozen=True)
class TelegramCard:
    """What a card adds to the text, its rows of buttons and all that it lets choose."""

    spans: tuple[Span, ...] = ()
    rows: tuple[list[dict[str, str]], ...] = ()
    choices: tuple[KeyboardChoice, ...] = ()
    replaces_quick_replies: bool = False


@dataclass(frozen=True)
class _Drawing:
    """A message whose card is drawn; finds the number of each button."""

    message: MessageView
    custom: Mapping[str, Any]

    @property
    def choices(self) -> list[KeyboardChoice]:
        """The choices of the card, without the quick replies."""
        quick = len(keyboards.list_keyboard_choices({"quick_replies": self.message.content.get("quick_replies")}))
        return keyboards.list_keyboard_choices(self.message.content)[quick:]

    def buttons(self, actions: Any, of: str = "", others: Sequence[str] = ()) -> list[dict[str, str]]:
        """The buttons of ``actions``; ``of``: whose they are, when ``others`` have them too."""
        found = []
        for action in _list(actions):
            choice = next((item for item in self.choices if item.payload == action.get("payload")), None)
            if choice is not None:
                title = _with(str(action.get("title") or choice.title), of, others)
                found.append(keyboards.make_inline_button(title, keyboards.make_button_data(self.message, choice)))
        return found


def make_telegram_card(message: MessageView, page: int = 0) -> TelegramCard:
    """The card of ``message``, on ``page`` when it has several; an empty one when there is none that we know."""
    custom = message.content.get("custom")
    draw = _CARDS.get(str(custom.get("type"))) if isinstance(custom, Mapping) else None
    return draw(_Drawing(message, custom), page) if draw is not None and isinstance(custom, Mapping) else TelegramCard()


def _items(drawing: _Drawing, _page: int) -> TelegramCard:
    """Courses or appointments: each a block, unless the text has told it already, and its buttons."""
    items = _list(drawing.custom.get("items"))
    told = normalise(drawing.message.text)
    titles = [_item_title(item) for item in items]
    styled: list[Span] = []
    laid: Rows = []
    for item in items:
        title = _item_title(item)
        if normalise(title) not in told and normalise(str(item.get("code") or "-")) not in told:
            styled += [Span("\n\n"), Span(title, bold=True), *_lines(_item_lines(item))]
        laid += keyboards.lay_rows(
            drawing.buttons(item.get("actions"), of=title if len(items) > 1 else "", others=titles))
    return TelegramCard(tuple(styled), tuple(laid), tuple(drawing.choices))


def _item_title(item: Mapping[str, Any]) -> str:
    return str(item.get("title") or item.get("service") or "")


def _item_lines(item: Mapping[str, Any]) -> list[str]:
    """What stands below the title of a course or of an appointment."""
    lines = [str(item[key]) for key in ("office", "address") if item.get(key)]
    if item.get("starts_at"):
        lines.insert(0, format_moment(clock.local(datetime.fromisoformat(str(item["starts_at"])))))
    if item.get("code"):
        lines.append(get_text("appointments.code", code=item["code"]))
    return [*lines, *map(str, item.get("lines") or ()), *([str(item["note"])] if item.get("note") else ())]


def _slot_picker(drawing: _Drawing, page: int) -> TelegramCard:
    """One day a page, its starts in rows of three, the days before and after below."""
    days = [day for day in _list(drawing.custom.get("days")) if day.get("slots")]
    actions = keyboards.lay_rows(drawing.buttons(drawing.custom.get("actions")))
    if not days:
        return TelegramCard((), tuple(actions), tuple(drawing.choices))
    page = min(max(page, 0), len(days) - 1)
    slots = _list(days[page]["slots"])
    several = len({slot.get("office") for slot in slots}) > 1
    starts: list[dict[str, str]] = []
    for slot in slots:
        office = f" {slot['office']}" if several and slot.get("office") else ""
        starts += [{**item, "text": item["text"] + office} for item in drawing.buttons([slot])]
    paging = []
    if page > 0:
        paging.append(keyboards.make_inline_button(
            f"‹ {_short_day(days[page - 1])}", keyboards.make_page_data(drawing.message, page - 1)))
    if page < len(days) - 1:
        paging.append(keyboards.make_inline_button(
            f"{_short_day(days[page + 1])} ›", keyboards.make_page_data(drawing.message, page + 1)))
    heading = (Span("\n\n"), Span(str(days[page].get("title") or ""), bold=True))
    laid = [*keyboards.lay_rows(starts), *([paging] if paging else []), *actions]
    return TelegramCard(heading, tuple(laid), tuple(drawing.choices), replaces_quick_replies=True)


def _short_day(day: Mapping[str, Any]) -> str:
    """«mar 24» for «martedì 24 novembre»."""
    words = str(day.get("title") or day.get("date") or "").split()
    return " ".join([words[0][:3], *words[1:2]]) if words else "…"


def _rating(drawing: _Drawing, _page: int) -> TelegramCard:
    options = [{**option, "title": f"{option.get('stars')} ★"} for option in _list(drawing.custom.get("options"))]
    buttons = drawing.buttons(options)
    return TelegramCard((), (buttons,) if buttons else (), tuple(drawing.choices))


def _actions(drawing: _Drawing, _page: int) -> TelegramCard:
    buttons = drawing.buttons(drawing.custom.get("actions"))
    return TelegramCard((), tuple(keyboards.lay_rows(buttons)), tuple(drawing.choices))


def _consent(drawing: _Drawing, page: int) -> TelegramCard:
    """The text says the same in a sentence; the card's lines stand in when there is none."""
    styled: list[Span] = []
    if not drawing.message.text.strip():
        styled = [Span(str(drawing.custom.get("title") or ""), bold=True),
                  *_lines(str(line) for line in drawing.custom.get("lines") or ())]
    return TelegramCard(tuple(styled), _actions(drawing, page).rows, tuple(drawing.choices))


_CARDS: Mapping[str, Callable[[_Drawing, int], TelegramCard]] = {
    "course_cards": _items, "appointment_cards": _items, "slot_picker": _slot_picker, "rating": _rating,
    "handoff": _actions, "consent": _consent}


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, (list, tuple)) else []


def _lines(lines: Iterable[str]) -> list[Span]:
    return [span for line in lines for span in (Span("\n"), *split_spans(line))]


def _with(title: str, of: str, others: Sequence[str]) -> str:
    """«Dettagli: …manutentore meccanico», short enough for a telephone: of names that begin alike the end is shown."""
    if not of:
        return title
    room = max(TITLE_UNITS - count_units(title) - 2, 8)
    if count_units(of) <= room:
        return f"{title}: {of}"
    begin = of[:room - 1]
    if any(other != of and other.startswith(begin) for other in others):
        return f"{title}: …{of[-(room - 1):].partition(' ')[2] or of[-(room - 1):]}"
    return f"{title}: {begin.rstrip()}…"
