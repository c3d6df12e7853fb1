"""`attune forget` and `attune export`: through the running bot where there is one."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import Any

from bot.clock import SystemClock
from bot.control import ask_running
from bot.exits import Exit, Unusable
from bot.own_data import own_data
from bot.running import assemble, forget_person, open_configured
from config.settings import Settings
from core.ids import PersonId


def forget_main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Erases a person after a yes. Status 2 for somebody unknown."""
    person = PersonId(arguments.person)
    if not asyncio.run(_export(settings, person)):
        raise Unusable(f"Nobody is known as {person}.", Exit.BAD_INPUT)
    if not arguments.yes and not _agreed(person):
        print("Nothing was changed.")
        return Exit.OK
    asyncio.run(_forget(settings, person))
    print(f"Erased: {person}. One keyed mark with today's date stays for 30 days.")
    return Exit.OK


def export_main(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints a person's own data. Status 2 for somebody unknown."""
    found = asyncio.run(_export(settings, PersonId(arguments.person)))
    if not found:
        raise Unusable(f"Nobody is known as {arguments.person}.", Exit.BAD_INPUT)
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_readable(found)))
    return Exit.OK


async def _forget(settings: Settings, person: PersonId) -> bool:
    done = await ask_running(settings.store.path, {"command": "forget", "person": person})
    if done is not None:
        return bool(done)
    _must_exist(settings)
    store, key = await open_configured(settings)
    try:
        if await own_data(store, person) is None:
            return False
        await forget_person(assemble(store, key.key, settings, {}, SystemClock()), person)
        return True
    finally:
        await store.close()


async def _export(settings: Settings, person: PersonId) -> dict[str, Any] | None:
    done: dict[str, Any] | None = await ask_running(
        settings.store.path, {"command": "export", "person": person}
    )
    if done is not None:
        return done
    _must_exist(settings)
    store, _ = await open_configured(settings)
    try:
        return await own_data(store, person)
    finally:
        await store.close()


def _must_exist(settings: Settings) -> None:
    if not settings.store.path.exists():
        raise Unusable(f"There is no database at {settings.store.path}.", Exit.STORE)


def _agreed(person: PersonId) -> bool:
    print(f"Erase everything about {person}, now and for good? Type yes: ", end="", flush=True)
    return sys.stdin.readline().strip().lower() == "yes"


def _readable(found: Any, indent: str = "") -> list[str]:
    """Nested data as indented lines."""
    lines: list[str] = []
    items = found.items() if isinstance(found, dict) else [("–", one) for one in found]
    for key, value in items:
        name = str(key).replace("_", " ")
        if isinstance(value, dict | list) and value:
            lines += [f"{indent}{name}:", *_readable(value, indent + "  ")]
        else:
            lines.append(f"{indent}{name}: {'–' if value in (None, [], {}) else value}")
    return lines
