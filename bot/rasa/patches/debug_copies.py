"""What only debug lines would quote is not copied: Rasa copies states, events and slots for lines nobody reads."""

from __future__ import annotations

import copy
import logging
from typing import Any, Optional

from bot.rasa.patches.replacement import Undo, replace_attribute, undo_together


class DebugCopies:
    """Stands in for the module `copy` in modules that use nothing of it but ``deepcopy``, and that for their log."""

    @staticmethod
    def deepcopy(value: Any, memo: Optional[dict[int, Any]] = None) -> Any:
        """A copy while Rasa writes debug lines, else ``value`` itself, which nobody is going to look at."""
        return copy.deepcopy(value, memo) if logging.getLogger("rasa").isEnabledFor(logging.DEBUG) else value


def list_slots_for_written_lines() -> Undo:
    """After each action the value of every slot is put into a line of the log."""
    from rasa.core.processor import MessageProcessor

    stock = MessageProcessor._log_slots

    def log_slots(tracker: Any) -> None:
        if logging.getLogger("rasa").isEnabledFor(logging.DEBUG):
            stock(tracker)

    return replace_attribute(MessageProcessor, "_log_slots", staticmethod(log_slots))


def copy_for_written_lines() -> Undo:
    """In these modules every ``deepcopy`` is an argument of a line of the log; a test reads their source."""
    import rasa.core.actions.forms
    import rasa.core.nlg.interpolator
    import rasa.core.policies.rule_policy
    import rasa.core.processor

    return undo_together(*(replace_attribute(module, "copy", DebugCopies) for module in (
        rasa.core.actions.forms, rasa.core.nlg.interpolator, rasa.core.policies.rule_policy, rasa.core.processor)))
