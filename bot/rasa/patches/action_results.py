"""What actions answer and what is posted is checked against schemas that are compiled once."""

from __future__ import annotations

from typing import Any

from bot.rasa.patches.replacement import Undo, replace_attribute, undo_together


def compile_validator() -> Undo:
    """`jsonschema.validate` checks its own schema at every custom action and every POST of events."""
    import jsonschema
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.utils.schemas.events import EVENTS_SCHEMA

    stock_result = RemoteAction._validate_action_result
    stock_validate = jsonschema.validate
    answer, events = map(_compile_schema, (RemoteAction.action_response_format_spec(), EVENTS_SCHEMA))

    def validate_action_result(self: Any, result: Any) -> bool:
        # the stock one raises, in its own words
        return bool(_is_plainly_valid(result) or answer.is_valid(result) or stock_result(self, result))

    def validate(instance: Any, schema: Any, *args: Any, **kwargs: Any) -> None:
        if schema is EVENTS_SCHEMA and not args and not kwargs and events.is_valid(instance):
            return
        stock_validate(instance, schema, *args, **kwargs)

    return undo_together(
        replace_attribute(RemoteAction, "_validate_action_result", validate_action_result),
        replace_attribute(jsonschema, "validate", validate))


def _is_plainly_valid(result: Any) -> bool:
    """Whether an action's answer is of the common, surely valid kind; what is not may be valid all the same."""
    if type(result) is not dict:
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    return (type(events) is list and all(map(_is_plain_event, events))
            and type(responses) is list and all(type(response) is dict for response in responses))


def _is_plain_event(event: Any) -> bool:
    if type(event) is not dict or type(event.get("timestamp")) not in (int, float, type(None)):
        return False
    if type(event.get("metadata")) not in (dict, type(None)):
        return False
    kind = event.get("event")
    if kind == "slot":
        return type(event.get("name")) is str and "value" in event
    if kind == "action":
        texts = (event.get("name"), event.get("policy"), event.get("action_text"))
        return (all(type(text) in (str, type(None)) for text in texts)
                and type(event.get("confidence")) in (int, float, type(None))
                and type(event.get("hide_rule_turn", False)) is bool)
    return type(kind) is str and kind in ("followup", "active_loop", "reset_slots", "session_started")


def _compile_schema(schema: Any) -> Any:
    import jsonschema

    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)
