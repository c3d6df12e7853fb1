"""`attune doctor`: says what is wrong, one sentence for each check, and what to do about it.

What this machine can tell is looked at here. What only the database or a platform can tell comes from a
*probe* of its adapter: a maker in PROBES takes the settings and gives an asynchronous function, or None when
there is nothing to ask.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import importlib.util
import stat
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from adapters.findings import Finding, Outcome, ok, problem, warning
from bot.clock import SystemClock
from bot.exits import Exit
from bot.health import health_of_running
from config.settings import Settings, Store, toml_file
from core.ports import StoreFailed

NEEDED_PYTHON = (3, 11)
NEEDED_SQLITE = (3, 51, 3)
"""The oldest SQLite that the store trusts (docs/decisions/0004)."""
PROBE_SECONDS = 20.0
READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO

Probe = Callable[[], Awaitable[Sequence[Finding]]]
ProbeMaker = Callable[[Settings], Probe | None]


def doctor_main(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Run every check, print its finding, and tell by the exit status whether there is a problem."""
    probes = [probe for make in PROBES if (probe := make(settings)) is not None]
    findings = [*on_this_machine(settings), *asyncio.run(ask(probes))]
    sys.stdout.write(report(findings))
    return Exit.PROBLEM if any(found.outcome is Outcome.PROBLEM for found in findings) else Exit.OK


def on_this_machine(settings: Settings) -> list[Finding]:
    """Everything that needs neither the database opened nor a platform asked."""
    return [
        python_version(sys.version_info[:3]),
        sqlcipher(),
        key_apart(settings.store),
        key_private(settings.store),
        key_present(settings.store),
        settings_private(toml_file()),
        operator_named(settings),
        platforms_configured(settings),
    ]


async def ask(probes: Sequence[Probe]) -> list[Finding]:
    """Ask each adapter in turn; one that fails or hangs is a finding, not the end."""
    return [finding for probe in probes for finding in await _answer(probe)]


async def _answer(probe: Probe) -> Sequence[Finding]:
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            return await probe()
    except TimeoutError:
        return [problem("connection", f"A check had no answer within {PROBE_SECONDS:.0f} seconds.")]
    except Exception as error:  # noqa: BLE001 - whatever an adapter meets is a finding; its words may hold a token
        return [problem("connection", f"A check could not be finished ({type(error).__name__}).")]


def database_probe(settings: Settings) -> Probe | None:
    """Opens the database with its key, without changing it; None while there is nothing to open."""
    store = settings.store
    if not store.path.exists() or (store.key is None and not store.key_file.exists()):
        return None

    async def opened() -> Sequence[Finding]:
        from adapters.storage.keys import load_or_create_key
        from adapters.storage.opening import describe
        from adapters.storage.schema import UPGRADES

        given = store.key.get_secret_value() if store.key else None
        try:
            facts = await describe(store.path, load_or_create_key(store.path, store.key_file, given).key)
        except StoreFailed as failed:
            return [problem("database", str(failed))]
        return [database_version(facts.version, len(UPGRADES))]

    return opened


def database_version(found: int, known: int) -> Finding:
    """Whether this program can use a database of that version."""
    if found > known:
        return problem(
            "database", f"It is of version {found}, this program knows {known}: use the newer one."
        )
    if found < known:
        return ok("database", f"It opens with its key; the next start upgrades it from {found} to {known}.")
    return ok("database", f"It opens with its key, version {found}.")


def running_probe(settings: Settings) -> Probe | None:
    """How the running bot finds its platforms; nothing where none runs."""

    async def asked() -> Sequence[Finding]:
        return await health_of_running(settings.store.path) or []

    return asked


def telegram_probe(settings: Settings) -> Probe | None:
    """Token, privacy mode, clock, and whether another copy polls; None without a token."""
    if settings.telegram.token is None:
        return None
    from adapters.telegram.checks import findings

    token = settings.telegram.token.get_secret_value()

    async def asked() -> Sequence[Finding]:
        # To poll beside the bot that runs here would end its poll, and say what it says itself.
        alone = await health_of_running(settings.store.path) is None
        return await findings(token=token, base_url=settings.telegram.base_url, polls=alone)

    return asked


def discord_probe(settings: Settings) -> Probe | None:
    """Token, intents and clock; None without a token."""
    if settings.discord.token is None:
        return None
    from adapters.discord.checks import check

    return partial(
        check,
        token=settings.discord.token.get_secret_value(),
        now=SystemClock().now(),
        api_url=settings.discord.api_url,
        passive_listening=settings.discord.passive_listening,
    )


PROBES: tuple[ProbeMaker, ...] = (database_probe, running_probe, telegram_probe, discord_probe)
"""Makers of the adapters' probes, in the order in which they are asked."""


def report(findings: Sequence[Finding]) -> str:
    """The findings as plain text, a line each, and a closing line."""
    lines = [f"{found.outcome.value:<8} {found.what:<12} {found.sentence}" for found in findings]
    problems = sum(found.outcome is Outcome.PROBLEM for found in findings)
    closing = {0: "No problem found.", 1: "1 problem found."}.get(problems, f"{problems} problems found.")
    return "\n".join([*lines, closing, ""])


def python_version(version: tuple[int, ...]) -> Finding:
    """Whether this Python is new enough."""
    said = ".".join(map(str, version))
    if version < NEEDED_PYTHON:
        return problem("python", f"Python {said} is too old; install 3.11 or newer.")
    return ok("python", f"Python {said}.")


def sqlcipher() -> Finding:
    """Whether the encrypted database's library loads, and has a sound SQLite inside."""
    if importlib.util.find_spec("sqlcipher3") is None:
        return problem("sqlcipher", "The library sqlcipher3 is missing; install Attune again.")
    try:
        library = importlib.import_module("sqlcipher3.dbapi2")
    except ImportError:
        return problem("sqlcipher", "The library sqlcipher3 does not load; install it again for this Python.")
    return sqlite_version(tuple(library.sqlite_version_info))


def sqlite_version(version: tuple[int, ...]) -> Finding:
    """Whether the SQLite inside SQLCipher is new enough."""
    said = ".".join(map(str, version))
    if version < NEEDED_SQLITE:
        needed = ".".join(map(str, NEEDED_SQLITE))
        return problem("sqlcipher", f"SQLite {said} is older than {needed}; run `pip install -U sqlcipher3`.")
    return ok("sqlcipher", f"SQLCipher with SQLite {said}.")


def key_apart(store: Store) -> Finding:
    """Whether the key lies in another folder than what it opens."""
    if store.key is not None:
        return ok("key", "The key is given by a setting, apart from the database.")
    if store.key_file.resolve().is_relative_to(store.path.resolve().parent):
        return problem(
            "key", "The key lies beside the database; set ATTUNE_STORE__KEY_FILE to another place."
        )
    return ok("key", "The key lies apart from the database.")


def key_private(store: Store) -> Finding:
    """Whether only its owner can read the key's file."""
    if store.key is not None or not store.key_file.exists():
        return ok("key mode", "There is no key file to protect.")
    if store.key_file.stat().st_mode & READABLE_BY_OTHERS:
        return problem("key mode", f"Others can read the key; run `chmod 600 {store.key_file}`.")
    return ok("key mode", "Only you can read the key.")


def key_present(store: Store) -> Finding:
    """Whether an existing database has its key."""
    if not store.path.exists():
        return ok("database", "There is no database yet; the first start makes it.")
    if store.key is None and not store.key_file.exists():
        return problem("database", "The database is there but its key is not; put your copy of the key back.")
    return ok("database", "The database and its key are there.")


def settings_private(file: Path | None) -> Finding:
    """Whether a settings file, which may hold tokens, is readable by others."""
    if file is not None and file.stat().st_mode & READABLE_BY_OTHERS:
        return warning("settings", f"Others can read the settings file; run `chmod 600 {file}`.")
    return ok("settings", "The settings can be read and hold no unknown name.")


def operator_named(settings: Settings) -> Finding:
    """Whether people are told who runs the bot."""
    if settings.has_platform and "name" not in settings.operator.model_fields_set:
        return warning("operator", "Set ATTUNE_OPERATOR__NAME, so that people are told who runs the bot.")
    return ok("operator", f"The consent card names {settings.operator.name}.")


def platforms_configured(settings: Settings) -> Finding:
    """Which platforms will be used."""
    tokens = {"Telegram": settings.telegram.token, "Discord": settings.discord.token}
    named = [name for name, token in tokens.items() if token is not None]
    if not named:
        return ok("platforms", "No platform has a token; `attune` serves the page on this machine.")
    return ok("platforms", f"Configured: {' and '.join(named)}.")
