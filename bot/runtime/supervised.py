"""The side of a process that `orienta serve` started: it says when it is ready, and ends when its parent does."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from contextlib import suppress
from typing import Optional

VARIABLE = "ORIENTA_SUPERVISOR_FD"
"""Names the socket to the parent; set by the parent, never by a person."""

GRACE_SECONDS = 8.0
"""How long a process may take to end once its parent is gone."""


class Supervised:
    """A process with a parent to tell, or without one."""

    def __init__(self) -> None:
        self._socket: Optional[socket.socket] = None

    def begin(self) -> None:
        """Take up the line to the parent, if there is one, and watch it: a parent that dies takes this process along.

        Processes that this one starts inherit neither the line nor its name.
        """
        number = os.environ.pop(VARIABLE, "")
        if not number:
            return
        self._socket = socket.socket(fileno=int(number))
        self._socket.set_inheritable(False)
        threading.Thread(target=self._watch, name="parent", daemon=True).start()

    def checked(self) -> bool:
        """Tell the parent that nothing keeps this process from starting; False when there is no parent to tell."""
        return self._tell("checked", "")

    def ready(self, address: str) -> bool:
        """Tell the parent that ``address`` answers; False when there is no parent to tell."""
        return self._tell("ready", address)

    def refuse(self, sentence: str) -> bool:
        """Tell the parent why this process cannot start; False when there is no parent to tell."""
        return self._tell("refused", sentence)

    def _tell(self, what: str, text: str) -> bool:
        if self._socket is None:
            return False
        with suppress(OSError):  # the parent has gone: its watcher ends this process
            self._socket.sendall(json.dumps([what, text]).encode() + b"\n")
        return True

    def _watch(self) -> None:
        assert self._socket is not None
        with suppress(OSError):
            while self._socket.recv(64):
                pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os._exit(1)


process = Supervised()
"""This process."""
