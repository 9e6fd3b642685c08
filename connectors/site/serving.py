"""The site as a running server."""

from __future__ import annotations

from typing import Any, Optional

import uvicorn

from bot.runtime import logs, supervised
from bot.settings import Settings
from connectors.site.app import create_app

SECONDS_TO_END = 5
"""How long open answers (the desk's streams never end by themselves) may last once the site is told to stop."""


class Server(uvicorn.Server):
    """uvicorn's server that says when it answers."""

    async def startup(self, sockets: Optional[list[Any]] = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets=sockets)
        if self.should_exit:
            return
        address = _address(self.config.host, self.config.port)
        if not supervised.process.ready(address):
            print(f"Pronto: {address}", flush=True)


def serve(settings: Settings, host: str, port: int) -> None:
    """Run the site until it is told to stop. The log is ours: no access log, which would hold addresses and codes."""
    logs.configure(settings.log_level)
    config = uvicorn.Config(
        create_app(settings), host=host, port=port, ws="none", log_config=None, access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_END)
    Server(config).run()


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
