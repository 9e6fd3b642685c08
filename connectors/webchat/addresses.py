"""Where a connection comes from: the peer, or what our own proxy says of it. Used for limits, never stored."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Optional, Union

from bot.settings import SettingError

Address = Union[IPv4Address, IPv6Address]
UNKNOWN = "?"
IPV6_PREFIX = 64
"""A household has at least a /64 of addresses: they count as one."""


class Addresses:
    """Reads the address of a client. ``proxies``: the setting ORIENTA_TRUSTED_PROXIES."""

    def __init__(self, proxies: str) -> None:
        try:
            self._trusted = [ip_network(item.strip(), strict=False) for item in proxies.split(",") if item.strip()]
        except ValueError as error:
            raise SettingError(f"ORIENTA_TRUSTED_PROXIES: {error}") from None

    def client(self, peer: Optional[str], forwarded_for: Optional[str]) -> str:
        """The client's address as a key for limits.

        ``forwarded_for``: the header X-Forwarded-For; anybody can write one, so it is read from its right end, and
        only as long as the one who wrote that entry is a proxy of ours.
        """
        found = _parsed(peer)
        hops = [item for item in (forwarded_for or "").split(",") if item.strip()]
        while found is not None and hops and any(found in network for network in self._trusted):
            found = _parsed(hops.pop()) or found
        if isinstance(found, IPv6Address):
            return str(IPv6Network((found, IPV6_PREFIX), strict=False))
        return UNKNOWN if found is None else str(found)


def _parsed(text: Optional[str]) -> Optional[Address]:
    try:
        found = ip_address((text or "").strip().strip("[]"))
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
