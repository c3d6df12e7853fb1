"""`attune` and `attune run`: the page on this machine, or the configured bots, until stopped."""

from __future__ import annotations

import argparse
import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import structlog

from adapters.errors import IntentsRefused, TokenRefused
from bot import control
from bot.clock import SystemClock
from bot.exits import Exit, Unusable, of_os_error
from bot.logbook import StoredLogbook
from bot.running import Running, assemble, open_configured, tasks
from bot.stage import Stage
from config.settings import Settings
from config.wording import wording
from core.ports import Platform, Store
from core.screens.menu import menu

log = structlog.get_logger()
KEY_CREATED = (
    "A new key was made: {file}\n"
    "Back it up now, apart from the database: without it nobody can read what is stored, you neither."
)


def run_main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serves until interrupted. A refused token, a wrong key and a full disk each end in one sentence."""
    with suppress(asyncio.CancelledError):
        asyncio.run(_run(settings))
    return Exit.OK


async def _run(settings: Settings) -> None:
    store, key = await open_configured(settings)
    try:
        if key.created:
            print(KEY_CREATED.format(file=settings.store.key_file), flush=True)
        stage = Stage(settings.web.host, settings.web.port) if settings.serves_page else None
        clock = stage.clock if stage is not None else SystemClock()
        platforms: dict[str, Platform] = _platforms(settings, store)
        running = assemble(store, key.key, settings, platforms, clock)
        if stage is not None:
            platforms["web"] = await stage.build(running)
        await _serve(running, platforms, stage, settings)
    finally:
        await store.close()


async def _serve(
    running: Running, platforms: Mapping[str, Platform], stage: Stage | None, settings: Settings
) -> None:
    """Everything runs until a signal comes or a part cannot go on; then everything stops."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, stop.set)
    try:
        async with control.listening(running, settings.store.path), tasks(running) as group:
            parts = [
                group.create_task(_receive(platform, running.inbox.handle)) for platform in platforms.values()
            ]
            if stage is not None:
                print(f"Attune is here: {await stage.address()}  (Ctrl+C ends it)", flush=True)
            for name in platforms:
                log.info("listening", platform=name)
            await stop.wait()
            for part in parts:
                part.cancel()
    except* Unusable as group_of:
        raise _first(group_of) from None
    finally:
        for platform in platforms.values():
            await platform.close()


async def _receive(platform: Platform, handle: Callable[..., Awaitable[None]]) -> None:
    try:
        await platform.run(handle)
    except TokenRefused:
        variable = f"ATTUNE_{platform.name.upper()}__TOKEN"
        sentence = f"{platform.name.capitalize()} does not accept the token: check {variable}."
        raise Unusable(sentence, Exit.PLATFORM) from None
    except IntentsRefused:
        sentence = (
            "Discord refuses what passive listening needs: switch on the Message Content intent in the "
            "Developer Portal, or switch ATTUNE_DISCORD__PASSIVE_LISTENING off."
        )
        raise Unusable(sentence, Exit.PLATFORM) from None
    except OSError as error:
        raise of_os_error(error) from None


def _platforms(settings: Settings, store: Store) -> dict[str, Platform]:
    """The configured platforms; a library is imported only when its platform has a token."""
    found: dict[str, Platform] = {}
    listed = menu(wording(), settings.operator.name)
    if settings.telegram.token is not None:
        from adapters.telegram.client import TelegramPlatform

        token = settings.telegram.token.get_secret_value()
        base_url = settings.telegram.base_url
        found["telegram"] = TelegramPlatform(token=token, base_url=base_url, menu=listed, tell=_tell_operator)
    if settings.discord.token is not None:
        from adapters.discord.client import DiscordPlatform

        found["discord"] = DiscordPlatform(
            token=settings.discord.token.get_secret_value(),
            api_url=settings.discord.api_url,
            passive_listening=settings.discord.passive_listening,
            menu=listed,
            logbook=StoredLogbook(store),
        )
    return found


def _tell_operator(sentence: str) -> None:
    """What whoever hosts the bot reads while it runs; what is said twice is said by `attune doctor`."""
    with suppress(OSError):  # whoever read that went away, as a closed terminal does; the log says it, too
        print(sentence, flush=True)


def _first(group: BaseExceptionGroup[Unusable]) -> Unusable:
    """The first reason among those of a group."""
    for error in group.exceptions:
        return _first(error) if isinstance(error, BaseExceptionGroup) else error
    raise AssertionError("a group holds at least one error")
