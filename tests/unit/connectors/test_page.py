"""The chat page loads its own files and nothing else, and serves no other."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from bot import settings
from connectors.web.addresses import find_site_address
from connectors.web.headers import make_chat_headers
from connectors.web.static_files import StaticFolder, make_static_file
from connectors.webchat.page import STATIC_DIR, choose_page_name, fill_page

PLAIN = (STATIC_DIR / "chat.html").read_text(encoding="utf-8")
WIDGET_PAGE = (STATIC_DIR / "page.html").read_text(encoding="utf-8")
OWN_FILES = ["chat.html", "chat.js", "render.js", "history.js", "chat.css", "page.html", "page.css", "icon.svg"]


def test_every_file_that_the_pages_name_is_served() -> None:
    files = StaticFolder(STATIC_DIR)
    named = re.findall(r'(?:src|href)="/chat/static/([^"]+)"', PLAIN + WIDGET_PAGE)
    for script in ("chat.js", "render.js", "history.js"):
        named += re.findall(r'from "\./([^"]+)"', (STATIC_DIR / script).read_text(encoding="utf-8"))
    own = {name for name in named if not name.startswith("app/")}
    assert len(own) >= 7 and all(files.get(name) for name in own)


def test_only_known_kinds_of_files_are_served(tmp_path: Path) -> None:
    (tmp_path / "secret.env").write_text("x")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.js").write_text("1;")
    files = StaticFolder(tmp_path)
    assert [files.get(name) for name in ("secret.env", "../a/b.js", "a//b.js", "a")] == [None] * 4
    file = files.get("a/b.js")
    assert file is not None and file.content_type.startswith("text/javascript")
    assert file.zipped is not None and gzip.decompress(file.zipped) == file.body == b"1;"
    (tmp_path / "a" / "b.js").write_text("one;")
    changed = files.get("a/b.js")
    assert changed is not None and changed.body == b"one;" and changed.etag != file.etag


def test_without_the_build_the_plain_page_serves(tmp_path: Path) -> None:
    assert choose_page_name(StaticFolder(tmp_path)) == "chat.html"
    (tmp_path / "widget").mkdir()
    (tmp_path / "widget" / "orienta-chat.js").write_text("1;")
    assert choose_page_name(StaticFolder(tmp_path)) == "page.html"


@pytest.mark.parametrize("page", [PLAIN, WIDGET_PAGE])
def test_what_the_server_fills_in_stays_text(page: str) -> None:
    made = settings.load({"ORIENTA_SITE_URL": 'https://x.example.it/"><script>', "ORIENTA_LINK_HOSTS": '"><script>'})
    whole = fill_page(make_static_file(page.encode(), ".html"), made, "http", "localhost:8080").body.decode()
    assert '"><script>' not in whole and "{site}" not in whole and "https://x.example.it/" in whole


@pytest.mark.parametrize("host, expected", [
    ("localhost:8080", "http://localhost:8080"), ("chat.example.it", "http://chat.example.it"),
    ("[::1]:8080", "http://[::1]:8080"), ('"><script>', "http://localhost")])
def test_the_site_is_looked_for_on_the_host_that_the_browser_named(host: str, expected: str) -> None:
    assert find_site_address(settings.load({}), "http", host) == expected


def test_a_setting_says_where_the_site_is() -> None:
    made = settings.load({"ORIENTA_SITE_URL": "https://orienta.example.it/"})
    assert find_site_address(made, "http", "localhost:8080") == "https://orienta.example.it"


def test_nothing_comes_from_another_host() -> None:
    for name in OWN_FILES:
        addresses = re.findall(r"https?://[\w.-]+", (STATIC_DIR / name).read_text(encoding="utf-8"))
        assert set(addresses) <= {"http://www.w3.org"}, name  # the name of SVG, which nobody fetches


def test_the_policy_needs_no_exception_for_inline_code() -> None:
    policy = make_chat_headers("localhost:8080")["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\bstyle=|\son\w+=", PLAIN + WIDGET_PAGE)


def test_text_of_messages_never_becomes_markup() -> None:
    for script in ("chat.js", "render.js", "history.js"):
        code = (STATIC_DIR / script).read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", code), script


@pytest.mark.parametrize("host", ["evil; script-src *", "a b", "", "x'y", "host:port"])
def test_a_strange_host_does_not_enter_the_policy(host: str) -> None:
    assert "connect-src 'self'; form-action" in make_chat_headers(host)["Content-Security-Policy"]


def test_the_vendored_client_is_the_one_that_the_readme_names() -> None:
    vendor = STATIC_DIR / "vendor"
    digest = hashlib.sha256((vendor / "socket.io.esm.min.js").read_bytes()).hexdigest()
    assert digest in (vendor / "README.md").read_text(encoding="utf-8")
