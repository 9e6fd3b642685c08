"""Limits an hour and address, in memory: nothing of it is kept."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque

HOUR = 3600.0
MOST_KEYS = 20_000
"""Addresses that are remembered at once; the one that was quiet longest is forgotten."""


class Limits:
    """How often something came from somewhere within the last hour."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allow(self, what: str, address: str, most: int) -> bool:
        """Whether ``what`` may happen once more from ``address``, counting it; ``most`` 0 is no limit."""
        if most <= 0:
            return True
        now = time.monotonic()
        with self._lock:
            times = self._times(what, address, now)
            if len(times) >= most:
                return False
            times.append(now)
            return True

    def reached(self, what: str, address: str, most: int) -> bool:
        """Whether the limit has been reached, counting nothing."""
        if most <= 0:
            return False
        with self._lock:
            return len(self._times(what, address, time.monotonic())) >= most

    def _times(self, what: str, address: str, now: float) -> deque[float]:
        key = (what, network(address))
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while times and times[0] <= now - HOUR:
            times.popleft()
        while len(self._seen) > MOST_KEYS:
            self._seen.popitem(last=False)
        return times


def network(address: str) -> str:
    """What counts as one address: of IPv6 the first 64 bits, which one connection has to itself."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
