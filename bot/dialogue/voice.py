"""How a conversation is spoken: tu or Lei, and the language beside Italian; a reply put into its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Optional

from bot.dialogue.languages import Language, find_language
from bot.dialogue.register import LEI
from bot.dialogue.turn import Part, Reply, fill_parts, word_part


@dataclass(frozen=True)
class Voice:
    """``said``: the words of the turn before; ``facts``: values for the texts of ``language`` (``language_facts``)."""

    register: Optional[str] = None
    language: Optional[Language] = None
    said: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def read_voice(slots: Mapping[str, Any], said: str = "", facts: Optional[Mapping[str, str]] = None) -> Voice:
    """The voice that the slots of a conversation tell."""
    return Voice(slots.get("register"), find_language(slots.get("language")), said, facts or {})


def choose_wording(part: Part, responses: Mapping[str, Any], voice: Voice) -> Part:
    """``part`` as it is said: ``<response>_again`` when it was said in the turn before, ``<response>_lei`` to Lei."""
    chosen = _in_register(part, responses, voice)
    again = f"{part.response}_again"
    if voice.said and again in responses and word_part(chosen, responses) in voice.said:
        return _in_register(Part(again, part.values, part.tight), responses, voice)
    return chosen


def _in_register(part: Part, responses: Mapping[str, Any], voice: Voice) -> Part:
    formal = f"{part.response}_lei"
    return Part(formal, part.values, part.tight) if voice.register == LEI and formal in responses else part


def make_message(reply: Reply, responses: Mapping[str, Any], voice: Voice) -> dict[str, Any]:
    """The message of ``reply``: text, buttons, and what stands beside them (``json_message``).

    The parts are paragraphs or lines, the buttons of the responses come after those of the reply. In another language
    its prepared text stands above the Italian one, without the parts that it says in full; the buttons that it names
    bear its titles.
    """
    prepared = voice.language.word_reply(reply, voice.facts) if voice.language is not None else ""
    text, buttons = "", [{"title": button.title, "payload": button.payload} for button in reply.buttons]
    for part in reply.parts:
        wording = choose_wording(part, responses, voice)
        told = voice.language is not None and voice.language.says_all_of(part.response, reply, voice.facts)
        line = "" if told else word_part(wording, responses)
        text += ("\n" if part.tight else "\n\n") + line if text and line else line
        # a variant for Lei without buttons has those of the response that it stands for
        shown = responses[wording.response][0].get("buttons") or responses[part.response][0].get("buttons", [])
        for button in shown:
            quick = {"title": button["title"], "payload": button["payload"].replace("{{", "{").replace("}}", "}")}
            if quick not in buttons:
                buttons.append(quick)
    card = fill_parts(reply.card or {}, responses, lambda part: choose_wording(part, responses, voice))
    if voice.language is not None:
        text = f"{prepared}\n\n{text}" if prepared and text else prepared or text
        buttons = [{**button, "title": voice.language.title_of(button)} for button in buttons]
        card = _translate_titles(card, voice.language)
        if card.get("brief") and prepared:
            card["brief"] = f"{prepared}\n\n{card['brief']}"
    # one message: channels take what is under ``attachment`` for a file, and the rest for a card
    return {"text": text, "buttons": buttons, "json_message": {**(reply.attachment or {}), **card} or None}


def _translate_titles(value: Any, language: Language) -> Any:
    """``value`` with the titles of its buttons in ``language`` where it has them."""
    if isinstance(value, list):
        return [_translate_titles(item, language) for item in value]
    if not isinstance(value, dict):
        return value
    if "payload" in value and "title" in value:
        return {**value, "title": language.title_of(value)}
    return {key: _translate_titles(item, language) for key, item in value.items()}
