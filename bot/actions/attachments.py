"""A file inside a message, as any channel can turn it into a download."""

from __future__ import annotations

import base64
from typing import Any


def make_attachment(name: str, mime: str, content: bytes) -> dict[str, Any]:
    """The attachment of a reply with this file."""
    encoded = base64.b64encode(content).decode()
    return {"attachment": {"type": "file", "payload": {
        "name": name, "mime": mime, "src": f"data:{mime};charset=utf-8;base64,{encoded}"}}}
