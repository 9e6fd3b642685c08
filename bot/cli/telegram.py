"""`orienta telegram`: is the token good, the webhook, the menu of commands. The token comes from TELEGRAM_TOKEN."""

from __future__ import annotations

import asyncio
from typing import Any, Optional

import typer

from bot import settings as settings_module
from bot.cli.console import fail, load_settings
from bot.settings import SettingError, Settings
from bot.texts import get_text

app = typer.Typer(help="Il canale Telegram: controllo, webhook, menu dei comandi.", no_args_is_help=True)

WEBHOOK_PATH = "/webhooks/telegram/webhook"


@app.command()
def check() -> None:
    """Dice se il token è buono, come arrivano i messaggi e se qualcosa non va."""
    settings = _settings()
    me, hook = _calls(settings, ("getMe", {}), ("getWebhookInfo", {}))
    print(get_text("command_line.telegram.token_good", name=me.get("username")))
    address = hook.get("url") or ""
    print(f"Modo: {settings.telegram_mode}. " + (f"Webhook: {address}." if address else "Nessun webhook."))
    waiting = int(hook.get("pending_update_count") or 0)
    if waiting:
        print(get_text("command_line.telegram.waiting", count=waiting))
    if hook.get("last_error_message"):
        print(get_text("command_line.telegram.last_error", error=hook["last_error_message"]))
    if settings.telegram_mode == "polling" and address:
        fail(get_text("command_line.telegram.polling_with_webhook"))
    if settings.telegram_mode == "webhook" and not address:
        fail(get_text("command_line.telegram.webhook_missing"))


@app.command("set-webhook")
def set_webhook(
    url: Optional[str] = typer.Option(None, help="Indirizzo pubblico https del server (TELEGRAM_WEBHOOK_URL)."),
) -> None:
    """Dice a Telegram dove portare i messaggi, con un segreto che solo questo server conosce."""
    from connectors.telegram.ids import make_webhook_secret
    from connectors.telegram.update_kinds import ALLOWED_UPDATES

    settings = _settings()
    base = (url or settings.telegram_webhook_url).rstrip("/")
    if not base:
        fail(get_text("command_line.telegram.address_needed"))
    if not base.startswith(("https://", "http://127.0.0.1")):
        fail(get_text("command_line.telegram.address_not_https", address=base))
    address = base if base.endswith(WEBHOOK_PATH) else base + WEBHOOK_PATH
    _calls(settings, ("setWebhook", {
        "url": address, "secret_token": make_webhook_secret(_key(settings), settings.telegram_token),
        "allowed_updates": list(ALLOWED_UPDATES)}))
    print(f"Webhook: {address}")
    if settings.telegram_mode != "webhook":
        print(get_text("command_line.telegram.mode_reminder"))


@app.command("delete-webhook")
def delete_webhook() -> None:
    """Toglie il webhook; i messaggi che aspettano restano per il polling."""
    _calls(_settings(), ("deleteWebhook", {}))
    print(get_text("command_line.telegram.webhook_deleted"))


@app.command("set-commands")
def set_commands() -> None:
    """Scrive il menu dei comandi che si vede in Telegram."""
    from connectors.telegram import commands

    menu = commands.make_menu()
    _calls(_settings(), ("setMyCommands", {"commands": menu}))
    print("Comandi: " + ", ".join(f"/{item['command']}" for item in menu))


def _settings() -> Settings:
    settings = load_settings()
    if not settings.telegram_token:
        fail(get_text("command_line.telegram.token_missing"))
    return settings


def _key(settings: Settings) -> bytes:
    try:
        return settings_module.load_signing_key(settings)
    except SettingError as error:
        fail(str(error))


def _calls(settings: Settings, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The results of some calls; one sentence and the end when one fails."""
    from connectors.telegram.api import ApiError, BadToken, Unreachable

    try:
        return asyncio.run(_answers(settings, calls))
    except BadToken:
        fail(get_text("command_line.telegram.token_unknown"))
    except Unreachable as error:
        fail(get_text("command_line.telegram.unreachable", address=settings.telegram_api_url, reason=error.description))
    except ApiError as error:
        fail(get_text("command_line.telegram.refused", reason=error.description))


async def _answers(settings: Settings, calls: Any) -> list[Any]:
    import aiohttp

    from connectors.telegram.api import BotApi

    async with aiohttp.ClientSession() as session:
        api = BotApi(session, settings.telegram_api_url, settings.telegram_token)
        return [await api.call(method, parameters) for method, parameters in calls]
