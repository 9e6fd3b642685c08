"""What stands between Rasa 3.6 and today's libraries: stand-ins of those that the lock leaves out, names that went.

docs/decisions/dependencies.md lists them one by one.
"""

from __future__ import annotations

import importlib.machinery
import sys
from types import ModuleType
from typing import Any, Mapping

from bot.rasa import dask_substitute, tensorflow_stubs
from bot.rasa.stub_modules import StubFinder

ABSENT: Mapping[str, str] = {
    "aio_pika": "the event broker on RabbitMQ",
    "aiogram": "Rasa's own Telegram channel",
    "aiormq": "the event broker on RabbitMQ",
    "boto3": "the tracker store DynamoDB, models in S3",
    "botocore": "the tracker store DynamoDB, models in S3",
    "cachecontrol": "the channel Hangouts",
    "colorhash": "the drawings of `rasa visualize` and `rasa interactive`",
    "confluent_kafka": "the event broker on Kafka",
    "fbmessenger": "the channel Facebook",
    "google": "the channel Hangouts, models in Google's cloud",
    "jwt": "tokens of Rasa's own channels and server",
    "matplotlib": "the plots of `rasa test`",
    "mattermostwrapper": "the channel Mattermost",
    "networkx": "the drawings of `rasa visualize` and `rasa interactive`",
    "pymongo": "the tracker store MongoDB",
    "rocketchat_API": "the channel Rocket.Chat",
    "sentry_sdk": "reports of errors to Rasa's authors",
    "sklearn_crfsuite": "the entity extractor CRFEntityExtractor",
    "slack_sdk": "the channel Slack",
    "twilio": "the channels of Twilio",
    "webexteamssdk": "the channel Webex",
}
"""Packages that Rasa imports and the lock leaves out, and what they would be for."""

OF_SERVER = frozenset({"sanic", "sanic_cors", "sanic_jwt", "sanic_routing"})
"""Rasa's own server, for `orienta rasa run` and `orienta rasa shell` only; the extra ``rasa-server`` brings it."""


class SentryProcessor:
    """The step of Rasa's structured log that would tell Sentry of errors: it hands the entry on."""

    def __init__(self, **_options: Any) -> None:
        """Options as Rasa gives them; none matters."""

    def __call__(self, _logger: Any, _method: str, event_dict: Any) -> Any:
        return event_dict


def prepare() -> None:
    """To be called before Rasa is imported; a second call changes nothing.

    A library that an administrator has installed is the real one. A stand-in of another can be imported and inherited
    from; whoever calls it gets a :class:`~bot.rasa.stub_modules.LibraryAbsent`.
    """
    _restore_names()
    _put_substitutes()
    tensorflow_stubs.install()
    names = frozenset(name for name in {*ABSENT, *OF_SERVER} if not is_installed(name))
    if not any(isinstance(finder, StubFinder) and finder.strict for finder in sys.meta_path):
        sys.meta_path.insert(0, StubFinder(names, hide=True, strict=True))


def is_installed(name: str) -> bool:
    """Whether the top-level package ``name`` is in this environment."""
    return importlib.machinery.PathFinder.find_spec(name) is not None


def _put_substitutes() -> None:
    """Two libraries of which Rasa uses one name each."""
    sys.modules.setdefault("dask", dask_substitute)
    if "structlog_sentry" not in sys.modules:
        module = ModuleType("structlog_sentry")
        module.SentryProcessor = SentryProcessor  # type: ignore[attr-defined]
        sys.modules["structlog_sentry"] = module


def _restore_names() -> None:
    """Names that Rasa reads when it is imported, and that went: numpy 2 moved one, packaging 22 dropped one."""
    import numpy
    import packaging.version

    if not hasattr(packaging.version, "LegacyVersion"):
        packaging.version.LegacyVersion = type("LegacyVersion", (), {})  # type: ignore[attr-defined]
    if not hasattr(numpy, "VisibleDeprecationWarning"):
        numpy.VisibleDeprecationWarning = numpy.exceptions.VisibleDeprecationWarning  # type: ignore[attr-defined]
