"""Training data are copied and hashed in a fraction of the time."""

from __future__ import annotations

import copy
from collections import OrderedDict
from typing import Any

from bot.rasa.patches.replacement import Undo, replace_attribute

_PLAIN = (str, type(None))


def copy_examples_plainly() -> Undo:
    """Rasa merges its examples four times, and each time copies all by way of pickling; most are two strings."""
    from rasa.shared.nlu.training_data.message import Message

    def __deepcopy__(self: Any, memo: dict[int, Any]) -> Any:
        new = object.__new__(type(self))
        memo[id(self)] = new
        new.__dict__.update(self.__dict__)
        new.data = {key: value if isinstance(value, _PLAIN) else copy.deepcopy(value, memo)
                    for key, value in self.data.items()}
        new.features = copy.deepcopy(self.features, memo) if self.features else []
        new.output_properties = set(self.output_properties)
        return new

    Message.__deepcopy__ = __deepcopy__

    def take_away() -> None:
        del Message.__deepcopy__

    return take_away


def keep_fingerprints() -> Undo:
    """Each merge strips every intent anew, and an example forgets its fingerprint where nothing changes too."""
    from rasa.shared.nlu.constants import INTENT, RESPONSE
    from rasa.shared.nlu.training_data.training_data import TrainingData

    def sanitize_examples(examples: list[Any]) -> list[Any]:
        for example in examples:
            for name in (INTENT, RESPONSE):
                value = example.get(name)
                if value and value != value.strip():
                    example.set(name, value.strip())
        return list(OrderedDict.fromkeys(examples))

    return replace_attribute(TrainingData, "sanitize_examples", staticmethod(sanitize_examples))
