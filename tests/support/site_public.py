"""The site in the test's own process, at a fixed moment, with the shipped facts."""

from __future__ import annotations

import html
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Optional

from httpx import Response
from starlette.testclient import TestClient

from bot.server.app import Application
from bot.settings import Settings
from tests.support.booking_data import NOW

SECRET = "a key that only the tests of the site know"


def client_of(
    url: str, now: Callable[[], datetime] = lambda: NOW, address: str = "192.0.2.1", **settings: Any,
) -> TestClient:
    """A browser without JavaScript on a fresh site."""
    app = Application(Settings(database_url=url, secret=SECRET, **settings), now=now)
    return TestClient(app, base_url="http://sito.example", client=(address, 40000), follow_redirects=False)


def copy_of(seeded: Path, folder: Path) -> str:
    """The address of a copy of the seeded file."""
    shutil.copy(seeded, folder / "site.db")
    return f"sqlite:///{folder / 'site.db'}"


def csrf(page: Response) -> str:
    """What the forms of a page send back."""
    found = re.search(r'name="csrf" value="(\w+)"', page.text)
    assert found is not None, page.text[:2000]
    return found[1]


def words_on(page: Response) -> str:
    """What a person reads on a page."""
    return html.unescape(re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", page.text, flags=re.DOTALL))


def starts(page: Response) -> list[str]:
    """The times that a page offers, as its buttons send them."""
    return [html.unescape(value) for value in re.findall(r'name="inizio" value="([^"]+)"', page.text)]


def problems(page: Response) -> dict[str, str]:
    """The sentences of the summary by the field they lead to; each is at its field, too, where it has one."""
    summary = re.search(r'<div class="summary".*?</div>', page.text, re.DOTALL)
    found = re.findall(r'<a href="#([\w-]+)">(.*?)</a>', summary[0]) if summary else []
    return {name: html.unescape(text) for name, text in found}


def value_of(page: Response, name: str) -> Optional[str]:
    """What a text field of a page holds."""
    found = re.search(rf'<input[^>]* name="{name}" value="([^"]*)"', page.text)
    return html.unescape(found[1]) if found else None
