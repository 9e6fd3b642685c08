"""Three people signed in at the desk over HTTP; the module that uses them has a fixture ``url``, its address."""

from __future__ import annotations

import pytest

from tests.support.desk_server import Browser


def browser(url: str, username: str) -> Browser:
    """A browser in which ``username`` has signed in."""
    made = Browser(url)
    assert made.sign_in(username).status_code == 200
    return made


@pytest.fixture(scope="module")
def anna(url: str) -> Browser:
    """An operator of Lecco."""
    return browser(url, "anna.rossi")


@pytest.fixture(scope="module")
def bea(url: str) -> Browser:
    """An operator of Merate."""
    return browser(url, "bea.verdi")


@pytest.fixture(scope="module")
def carla(url: str) -> Browser:
    """An administrator."""
    return browser(url, "carla.neri")
