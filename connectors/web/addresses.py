"""Where a request comes from (used for limits, never stored), and where a browser reaches us."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Optional, Union

from bot.settings import SettingError, Settings

Address = Union[IPv4Address, IPv6Address]
UNKNOWN = "?"
IPV6_PREFIX = 64
"""A household has at least a /64 of addresses: they count as one."""

_HOST = re.compile(r"([A-Za-z0-9.\-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")


class TrustedProxies:
    """Our own proxies: what they say of a client is believed. ``setting``: ORIENTA_TRUSTED_PROXIES."""

    def __init__(self, setting: str) -> None:
        try:
            self._trusted = [ip_network(item.strip(), strict=False) for item in setting.split(",") if item.strip()]
        except ValueError as error:
            raise SettingError(f"ORIENTA_TRUSTED_PROXIES: {error}") from None

    def includes(self, peer: Optional[str]) -> bool:
        """Whether ``peer`` is one of them."""
        found = _parse_address(peer)
        return found is not None and any(found in network for network in self._trusted)

    def find_client(self, peer: Optional[str], forwarded_for: Optional[str]) -> Optional[str]:
        """The client's address; None when there is none.

        ``forwarded_for``: the header X-Forwarded-For; anybody can write one, so it is read from its right end, and
        only as long as the one who wrote that entry is a proxy of ours.
        """
        found = _parse_address(peer)
        hops = [item for item in (forwarded_for or "").split(",") if item.strip()]
        while found is not None and hops and any(found in network for network in self._trusted):
            found = _parse_address(hops.pop()) or found
        return None if found is None else str(found)


class RealClient:
    """ASGI middleware: the client and the scheme of a request are those that our own proxy says."""

    def __init__(self, app: Any, proxies: TrustedProxies) -> None:
        self.app = app
        self._proxies = proxies

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on."""
        if scope["type"] in ("http", "websocket"):
            peer = scope["client"][0] if scope.get("client") else None
            if self._proxies.includes(peer):
                scope = self._as_forwarded(scope, peer)
        await self.app(scope, receive, send)

    def _as_forwarded(self, scope: Any, peer: Optional[str]) -> Any:
        headers = dict(scope["headers"])
        forwarded = ",".join(
            value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for")
        client = self._proxies.find_client(peer, forwarded) or peer
        scheme = headers.get(b"x-forwarded-proto", b"").decode("latin-1").strip()
        if scheme not in ("http", "https"):
            return {**scope, "client": (client, 0)}
        if scope["type"] == "websocket":
            scheme = scheme.replace("http", "ws")
        return {**scope, "client": (client, 0), "scheme": scheme}


def find_client_network(scope: Any) -> str:
    """The client of a request as a key for limits."""
    client = scope.get("client")
    return cut_to_network(client[0]) if client else UNKNOWN


def cut_to_network(address: Optional[str]) -> str:
    """What counts as one address: of IPv6 the first 64 bits, which one connection has to itself."""
    known = _parse_address(address)
    if known is None:
        return address or UNKNOWN
    return str(ip_network((known, IPV6_PREFIX), strict=False)) if isinstance(known, IPv6Address) else str(known)


def find_site_address(settings: Settings, scheme: str, host: str) -> str:
    """The address of the site without a slash at its end: ORIENTA_SITE_URL, or as the browser named the ``host``."""
    if settings.site_url:
        return settings.site_url.rstrip("/")
    return f"{scheme}://{host if is_host(host) else 'localhost'}"


def find_chat_address(settings: Settings, scheme: str, host: str) -> str:
    """The address of the chat page: ORIENTA_CHAT_URL, or /chat on the site's own."""
    return settings.chat_url or f"{find_site_address(settings, scheme, host)}/chat"


def is_host(host: str) -> bool:
    """Whether ``host`` can be a name, with or without a port; what cannot be one is not repeated in a page."""
    return _HOST.fullmatch(host) is not None


def _parse_address(text: Optional[str]) -> Optional[Address]:
    try:
        found = ip_address((text or "").strip().strip("[]"))
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
