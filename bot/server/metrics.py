"""The measures of a process on an address of their own, for Prometheus: ORIENTA_METRICS. Never on the public one."""

from __future__ import annotations

import platform
from contextlib import contextmanager
from typing import Iterator, Mapping, Protocol

from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from bot import clock
from bot.measures import get_measures
from bot.server.launcher import CannotServe
from bot.services import health
from bot.services.errors import DatabaseUnavailable
from bot.services.workload import measure_workload
from bot.settings import SettingError, Settings
from bot.texts import get_text

GOOD_STATES = ("ok", "off", "waiting")
"""Of a channel: it works, nobody wants it, or another process does its work."""


class Served(Protocol):
    """What is asked of the application that is served."""

    @property
    def deletion_doubt(self) -> str:
        """Why expired data are not deleted; empty when they are."""

    @property
    def model_name(self) -> str:
        """The archive of the model in service; empty without one."""

    def channel_states(self) -> Mapping[str, str]:
        """How the channels are, by name."""


class StateCollector(Collector):
    """Asks, each time that Prometheus does, how database, Redis, channels and queues are."""

    def __init__(self, settings: Settings, served: Served) -> None:
        self._settings = settings
        self._served = served

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing: a registry must not ask a database when it is made."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        """The numbers of this moment; those of the database are left out while it does not answer."""
        yield InfoMetricFamily("orienta_build", "What is served", {
            "model": self._served.model_name, "python": platform.python_version()})
        if self._settings.redis_url:
            yield _gauge("orienta_redis_up", "1: Redis answers", health.is_redis_up(self._settings))
        channels = GaugeMetricFamily(
            "orienta_channel_up", "0: Telegram, the mail server or the SMS gateway does not do its part",
            labels=["channel"])
        for name, state in self._served.channel_states().items():
            channels.add_metric([name], float(state in GOOD_STATES))
        yield channels
        yield _gauge("orienta_deletion_stopped", "1: expired data are not deleted, the clock is doubted",
                     bool(self._served.deletion_doubt))
        try:
            found = measure_workload(self._settings, clock.now())
        except DatabaseUnavailable:
            yield _gauge("orienta_database_up", "1: the database answers", 0)
            return
        yield _gauge("orienta_database_up", "1: the database answers", 1)
        yield _gauge("orienta_turns_pending", "Messages whose turn is not over, of all processes", found.turns_pending)
        yield _gauge("orienta_oldest_turn_seconds", "Age of the oldest of them", found.turn_age)
        yield _gauge("orienta_places_held", "Places held by people who have not confirmed", found.places_held)
        yield _gauge("orienta_notices_due", "Reminders and other notices that are due", found.notices_due)
        yield _gauge("orienta_notices_late", "Those due for more than five minutes", found.notices_late)
        yield _gauge("orienta_people_waiting", "People who wait for an operator", found.people_waiting)
        yield _gauge("orienta_oldest_person_seconds", "How long the first of them waits", found.person_age)


@contextmanager
def serve_metrics(settings: Settings, served: Served) -> Iterator[None]:
    """Within, the measures are at ``http://ORIENTA_METRICS/metrics``; nothing happens when that is empty.

    Raises:
        SettingError: the setting is no address and port.
        CannotServe: nothing can listen there.
    """
    if not settings.metrics:
        yield
        return
    host, port = read_address(settings.metrics)
    registry = CollectorRegistry()
    registry.register(get_measures().registry)
    registry.register(StateCollector(settings, served))
    ProcessCollector(registry=registry)
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise CannotServe(get_text(
            "server.port_unusable", port=port, host=host, reason=error.strerror,
            change_with="ORIENTA_METRICS")) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(1.0)


def read_address(value: str) -> tuple[str, int]:
    """Host and port of ``host:port``.

    Raises:
        SettingError: it is none.
    """
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise SettingError(get_text("settings.bad_metrics", value=value))
    return host.strip("[]"), int(port)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=float(value))
