"""Where the site and the chat are, as a browser reaches them, and where a request comes from."""

from __future__ import annotations

from starlette.requests import Request

from connectors.web.addresses import find_chat_address, find_client_network, find_site_address


def get_site_address(request: Request) -> str:
    """The address of the site without a slash at its end."""
    return find_site_address(request.app.state.settings, request.url.scheme, request.headers.get("host", ""))


def get_chat_address(request: Request) -> str:
    """The address of the chat page."""
    return find_chat_address(request.app.state.settings, request.url.scheme, request.headers.get("host", ""))


def get_client_address(request: Request) -> str:
    """Where the request comes from, for limits."""
    return find_client_network(request.scope)
