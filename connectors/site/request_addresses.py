"""Where the site and the chat are, as a browser reaches them, and where a request comes from."""

from __future__ import annotations

from starlette.requests import Request

from connectors.web.addresses import chat_address, client_network, site_address


def site(request: Request) -> str:
    """The address of the site without a slash at its end."""
    return site_address(request.app.state.settings, request.url.scheme, request.headers.get("host", ""))


def chat(request: Request) -> str:
    """The address of the chat page."""
    return chat_address(request.app.state.settings, request.url.scheme, request.headers.get("host", ""))


def client(request: Request) -> str:
    """Where the request comes from, for limits."""
    return client_network(request.scope)
