"""What `orienta serve` starts: the chat (Rasa) and the site, each a process of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Callable, Mapping, Optional, Union

from bot.runtime import logs
from bot.runtime.launcher import CannotServe, check_port
from bot.runtime.supervisor import Program, Supervisor
from bot.settings import Settings

Option = Optional[Union[str, Path]]


def serve(
    settings: Settings, *, host: str, port: int, options: Mapping[str, Option], check_database: bool,
    announce: Callable[[str, str], None],
) -> None:
    """Run both until a signal ends them.

    Args:
        host, port: of the chat; the site has its own in the settings.
        options: further options of `orienta serve` for the chat, those that are None left out.
        announce: gets the addresses of chat and site once both answer.

    Raises:
        CannotServe: a port is taken, or both are the same.
        GivenUp: one of them cannot start or does not stay.
    """
    if port == settings.site_port:
        raise CannotServe(f"ORIENTA_SITE_PORT: chat e sito non possono usare la stessa porta, {port}.")
    check_port(host, port)
    check_port(settings.site_host, settings.site_port, "ORIENTA_SITE_PORT (oppure --no-site per la sola chat)")
    checked = "--check-database" if check_database else "--no-check-database"
    given = [text for name, value in options.items() if value is not None for text in (name, str(value))]
    programs = [
        Program("Chat", ["-m", "bot.cli", "serve", "--no-site", checked, "--host", host, "--port", str(port), *given]),
        Program("Sito", ["-m", "bot.cli", "site", checked, "--host", settings.site_host,
                         "--port", str(settings.site_port)])]
    logs.configure(settings.log_level)
    asyncio.run(Supervisor(programs, lambda addresses: announce(*addresses)).run())
