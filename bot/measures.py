"""What a server process counts of its own work, in the words of Prometheus; `bot.server.metrics` hands it out."""

from __future__ import annotations

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper ends of the classes that times fall into."""


class Measures:
    """Numbers of one process since its start; no text, no id, nothing of a person."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=True)
        self.messages = Counter(
            "orienta_messages", "Messages of people that reached the door, by what became of them",
            ("channel", "outcome"), registry=self.registry)
        self.answers = Counter(
            "orienta_turns", "Turns that ended: answered, silent, failed (the sentence that asks to try again)",
            ("outcome",), registry=self.registry)
        self.answer_seconds = Histogram(
            "orienta_answer_seconds", "From the message in the log to its answer in the log", buckets=SECONDS,
            registry=self.registry)
        self.turn_seconds = Histogram(
            "orienta_turn_seconds", "What a turn took by itself, without waiting for others", buckets=SECONDS,
            registry=self.registry)
        self.notices = Counter(
            "orienta_notices", "Notices handed to a mail server or SMS gateway, by outcome", ("channel", "outcome"),
            registry=self.registry)


@cache
def get_measures() -> Measures:
    """Those of this process."""
    return Measures()
