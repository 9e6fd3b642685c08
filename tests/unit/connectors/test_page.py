"""The chat page loads its own files and nothing else, and serves no other."""

from __future__ import annotations

import hashlib
import re

import pytest

from connectors.webchat.page import STATIC_DIR, read_files, security_headers

HTML = (STATIC_DIR / "chat.html").read_text(encoding="utf-8")
OWN_FILES = ["chat.html", "chat.js", "text.js", "history.js", "chat.css", "icon.svg"]


def test_every_file_that_the_page_names_is_served() -> None:
    files = read_files()
    named = re.findall(r'(?:src|href)="/chat/static/([^"]+)"', HTML)
    for script in ("chat.js", "text.js", "history.js"):
        named += re.findall(r'from "\./([^"]+)"', (STATIC_DIR / script).read_text(encoding="utf-8"))
    assert len(named) >= 6 and set(named) <= set(files)


def test_nothing_comes_from_another_host() -> None:
    for name in OWN_FILES:
        addresses = re.findall(r"https?://[\w.-]+", (STATIC_DIR / name).read_text(encoding="utf-8"))
        assert set(addresses) <= {"http://www.w3.org"}, name  # the name of SVG, which nobody fetches


def test_the_policy_needs_no_exception_for_inline_code() -> None:
    policy = security_headers("localhost:5005")["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\bstyle=|\son\w+=", HTML)


def test_text_of_messages_never_becomes_markup() -> None:
    for script in ("chat.js", "text.js", "history.js"):
        code = (STATIC_DIR / script).read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", code), script


@pytest.mark.parametrize("host", ["evil; script-src *", "a b", "", "x'y", "host:port"])
def test_a_strange_host_does_not_enter_the_policy(host: str) -> None:
    assert "connect-src 'self'; base-uri" in security_headers(host)["Content-Security-Policy"]


def test_the_vendored_client_is_the_one_that_the_readme_names() -> None:
    vendor = STATIC_DIR / "vendor"
    digest = hashlib.sha256((vendor / "socket.io.esm.min.js").read_bytes()).hexdigest()
    assert digest in (vendor / "README.md").read_text(encoding="utf-8")
