"""Rasa's own actions, found by name, are those that stock Rasa makes."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.actions import action as module
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot.rasa import patches
from bot.settings import PROJECT_ROOT
from tests.unit.rasa.patches.comparison import compare


@pytest.mark.parametrize("patch", ["default_actions", "action_kinds"])
def test_every_name_of_the_domain_gives_the_action_of_stock_rasa(patch: str) -> None:
    domain = Domain.load(PROJECT_ROOT / "domain.yml")
    endpoints = (EndpointConfig("one"), EndpointConfig("other"))

    def find() -> Any:
        return [
            (type(found).__name__, found.name(), vars(found)) for _ in range(2) for endpoint in endpoints
            for found in (module.action_for_name_or_text(name, domain, endpoint)
                          for name in domain.action_names_or_texts)]

    stock, patched = compare(patch, find)
    assert stock == patched == find() and len({name for name, _, _ in stock}) > 10
    assert {"RemoteAction", "FormAction", "ActionListen"} <= {name for name, _, _ in stock}


def test_a_name_that_no_domain_has_is_refused_as_before() -> None:
    domain = Domain.load(PROJECT_ROOT / "domain.yml")
    stock, patched = compare("action_kinds", lambda: module.action_for_name_or_text("action_nobody", domain, None))
    assert stock == patched and stock[0].__name__ == "ActionNotFoundException"


def test_own_actions_are_made_once() -> None:
    """What the patch is for, and its control."""
    endpoint = EndpointConfig("one")
    assert module.default_actions(endpoint)[0] is not module.default_actions(endpoint)[0]
    assert "default_actions" in patches.apply(["default_actions"])
    first = module.default_actions(endpoint)
    first.clear()  # whoever gets the list may change it
    assert module.default_actions(endpoint)[0] is module.default_actions(endpoint)[0]
