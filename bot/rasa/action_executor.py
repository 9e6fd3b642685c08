"""The custom actions of a package, found and registered. No Rasa here: the action server and the doctor use it."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from bot.rasa import absent_libraries

if TYPE_CHECKING:
    from rasa_sdk.executor import ActionExecutor


def make_executor(package: str) -> ActionExecutor:
    """An executor with every action of ``package``.

    Raises:
        ImportError: a module of the package cannot be imported (rasa-sdk's own loader would end the process).
    """
    absent_libraries.prepare()  # the SDK imports Sanic
    from rasa_sdk.executor import ActionExecutor

    root = importlib.import_module(package)
    for _, name, _ in pkgutil.walk_packages(getattr(root, "__path__", []), prefix=f"{package}."):
        importlib.import_module(name)
    executor = ActionExecutor()
    executor.register_package(root)
    return executor
