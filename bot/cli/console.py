"""What every `orienta` command shares: one sentence for an error, the settings, progress, the database."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Callable, Iterator, NoReturn

import typer
from rich.console import Console

from bot import settings as settings_module
from bot.settings import SettingError, Settings
from bot.texts import get_text

console = Console(stderr=True, soft_wrap=True)


def fail(message: str, code: int = 1) -> NoReturn:
    """Say ``message`` on standard error and end with exit code ``code``."""
    console.print(message, style="red", markup=False, highlight=False)
    raise typer.Exit(code)


def load_settings() -> Settings:
    """The settings; a wrong one ends the command with its sentence."""
    try:
        return settings_module.load()
    except SettingError as error:
        fail(str(error))


@contextmanager
def working(text: str) -> Iterator[Callable[[str], None]]:
    """A spinner on a terminal, lines elsewhere; what it yields tells how far the work is."""
    if console.is_terminal:
        with console.status(text) as status:
            yield lambda step: status.update(f"{text} {step}")
    else:
        console.print(text)
        yield lambda step: console.print(f"  {step}", highlight=False)


def run_on_database(work: Callable[[Settings], Any]) -> Any:
    """What ``work`` gives; a database that cannot be used, or a seed file with an error, ends the command."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.db.session import DatabaseUnavailable

    settings = load_settings()
    try:
        return work(settings)
    except (DatabaseUnavailable, SQLAlchemyError, OSError) as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        fail(get_text("command_line.database_unusable", reason=first))
    except ValueError as error:  # a seed file with an error: the message names file, row and field
        fail(str(error))
