"""The connection: discord.py's client, with a tap that takes raw payloads before the library reads them.

A payload that discord.py cannot parse would end its whole client; here it costs that one event, and what we
translate ourselves does not depend on it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

import discord

from adapters.discord.api import Api
from adapters.discord.commands import command_payloads
from adapters.discord.words import Payload
from core.screens.menu import Menu

CHATTY: Final = ("http", "gateway", "state", "webhook.async", "client", "shard")
"""Loggers of the library that print contents or tokens below INFO."""
log = logging.getLogger("attune.discord")
Tap = Callable[[str, Payload], None]


class Gateway(discord.AutoShardedClient):
    """One connection with one login. `on_login` is told once requests can be made; `before_login` is awaited
    before each identify, and may raise."""

    def __init__(
        self,
        *,
        intents: discord.Intents,
        menu: Menu | None,
        tap: Tap,
        on_login: Callable[[Gateway], None],
        on_connected: Callable[[], None],
        api: Api,
        before_login: Callable[[], Awaitable[None]],
        servers_s: float,
    ) -> None:
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            guild_ready_timeout=servers_s,
        )
        quieten()
        self._api = self.http = self._connection.http = api
        self._menu, self._on_login, self._on_connected = menu, on_login, on_connected
        self._before_login = before_login
        parsers = self._connection.parsers
        for event, parse in list(parsers.items()):
            parsers[event] = _tapped(event, parse, tap)

    def answering(self) -> AbstractContextManager[None]:
        """Within it, interactions are answered through this client's own API."""
        return self._api.webhooks() if self.http is self._api else nullcontext()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """In place of the library's five seconds: the gap is kept across restarts, too."""
        await self._before_login()

    async def setup_hook(self) -> None:
        """Follows the login: offers the commands."""
        self._on_login(self)
        if self._menu is None:
            return
        application = self.application_id or 0  # the login has told
        try:
            await self.http.bulk_upsert_global_commands(application, command_payloads(self._menu))
        except discord.HTTPException as refused:
            log.warning("commands_not_offered", extra={"status": refused.status})

    async def on_ready(self) -> None:
        self._on_connected()

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """discord.py would log the traceback, which can quote a message."""
        log.warning("gateway_handler_failed", extra={"handler": event_method})


def intents_for(*, listening: bool) -> discord.Intents:
    """The least that works: servers exist, and direct messages arrive. Listening needs what it reads."""
    intents = discord.Intents(guilds=True, dm_messages=True)
    if listening:
        intents.guild_messages = intents.guild_reactions = intents.message_content = True
    return intents


def quieten() -> None:
    """Keeps the library's loggers at INFO or above, whatever the root says."""
    for name in CHATTY:
        logger = logging.getLogger(f"discord.{name}")
        if logger.level < logging.INFO:
            logger.setLevel(logging.INFO)


def _tapped(event: str, parse: Callable[[Any], None], tap: Tap) -> Callable[[Any], None]:
    def parsed(payload: Any) -> None:
        tap(event, payload)
        try:
            parse(payload)
        except Exception:  # noqa: BLE001 - whatever it was, the connection goes on; its words may quote
            log.warning("gateway_event_unreadable", extra={"gateway_event": event})

    return parsed
