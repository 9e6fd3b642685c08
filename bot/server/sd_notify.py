"""Tells systemd how the server is: ready, alive, ending. sd_notify(3), a datagram to the socket that it names."""

from __future__ import annotations

import asyncio
import os
import socket


def notify(state: str) -> bool:
    """Send ``state``, such as ``READY=1``; False where nobody asked for it or nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
            channel.connect("\0" + address[1:] if address.startswith("@") else address)
            channel.sendall(state.encode())
    except OSError:  # the server serves all the same
        return False
    return True


def read_watchdog_seconds() -> float:
    """How often systemd wants a sign of life; 0 when it does not, or wants it from another process."""
    if os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return 0.0
    try:
        return int(os.environ.get("WATCHDOG_USEC", "0")) / 1_000_000
    except ValueError:
        return 0.0


async def keep_alive() -> None:
    """Give a sign of life twice in the time that systemd allows, from the loop that answers people; for ever."""
    pause = read_watchdog_seconds() / 2
    while pause > 0:
        notify("WATCHDOG=1")
        await asyncio.sleep(pause)
