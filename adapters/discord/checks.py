"""What Discord itself can tell `attune doctor`: the token, what the bot may receive, and the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp

from adapters.discord.api import DISCORD_API
from adapters.findings import Finding, clock, ok, problem, warning

UNAUTHORIZED: Final = 401
OK: Final = 200
READS_CONTENT: Final = (1 << 18) | (1 << 19)
"""Application flags: the message content intent, for large bots and for small ones."""
TIMEOUT_S: Final = 10.0
PERMISSIONS: Final = (1 << 10) | (1 << 11) | (1 << 15) | (1 << 16) | (1 << 38)
"""What it needs in a channel: to see it, to write, there and in threads, to show a file, and to read what it
missed. All of Discord's names: view channel, send messages (in threads), attach files, read history."""
INVITATION: Final = "https://discord.com/oauth2/authorize"
FOR_ONESELF: Final = "1"
"""Key of the installation context in which somebody adds an application for themselves."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer of Discord's: its status, its body, and when it says that it is (aware)."""

    status: int
    body: Mapping[str, Any]
    date: datetime | None = None


async def check(
    *, token: str, now: datetime, api_url: str = DISCORD_API, passive_listening: bool = False
) -> list[Finding]:
    """Asks Discord who this bot is, and tells what is not as it should be. Sends nothing to anybody."""
    try:
        seen = await look(token, api_url)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return [
            problem("discord", f"Discord could not be reached ({type(error).__name__}); try again later.")
        ]
    return findings(seen, now=now, passive_listening=passive_listening)


async def look(token: str, api_url: str = DISCORD_API) -> Seen:
    """The bot's own application. Raises aiohttp's errors, TimeoutError, OSError."""
    headers = {"Authorization": f"Bot {token}"}
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with (
        aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
        session.get(f"{api_url.rstrip('/')}/applications/@me") as answer,
    ):
        body = await answer.json() if answer.status == OK else {}
        date = answer.headers.get("Date")
        return Seen(answer.status, body, parsedate_to_datetime(date) if date else None)


def findings(seen: Seen, *, now: datetime, passive_listening: bool) -> list[Finding]:
    """What an answer of Discord's means for the person who runs the bot."""
    found = [clock(now, seen.date)] if seen.date is not None else []
    if seen.status == UNAUTHORIZED:
        advice = "copy a new one from the Developer Portal (Bot, Reset Token)"
        return [*found, problem("discord", f"Discord refuses the token; {advice}.")]
    if seen.status != OK:
        return [*found, problem("discord", f"Discord answered {seen.status}; try again later.")]
    return [
        *found,
        ok("discord", f"The token is good: it is {seen.body.get('name', 'this bot')}."),
        content_intent(int(seen.body.get("flags") or 0), passive_listening=passive_listening),
        *endpoint(seen.body),
        *ways_in(seen.body),
    ]


def ways_in(application: Mapping[str, Any]) -> list[Finding]:
    """How the bot comes into a server, and whether people may have it for themselves."""
    number = str(application.get("id") or "")
    asked = f"client_id={number}&scope=bot+applications.commands&permissions={PERMISSIONS}"
    found = [ok("invitation", f"Add it to a server here: {INVITATION}?{asked}")] if number.isdecimal() else []
    contexts = application.get("integration_types_config")
    if contexts is not None and FOR_ONESELF not in contexts:
        advice = "switch on User Install in the Developer Portal (Installation), if they are to"
        found.append(warning("user install", f"Nobody can use its menus where the bot is not; {advice}."))
    return found


def content_intent(flags: int, *, passive_listening: bool) -> Finding:
    """Whether the bot may read what it was set up to read, and no more."""
    may_read = bool(flags & READS_CONTENT)
    if passive_listening and not may_read:
        advice = "switch on Message Content Intent in the Developer Portal (Bot), or passive listening off"
        return problem("intents", f"Passive listening is on, but messages may not be read; {advice}.")
    if may_read and not passive_listening:
        advice = "it can be switched off in the Developer Portal"
        return warning("intents", f"The Message Content Intent is on and not needed; {advice}.")
    return ok("intents", "The bot may receive what it needs, and no more.")


def endpoint(application: Mapping[str, Any]) -> list[Finding]:
    """Commands and buttons go to a web address instead of this bot, when one is set."""
    if not application.get("interactions_endpoint_url"):
        return []
    advice = "clear the Interactions Endpoint URL in the Developer Portal (General Information)"
    return [problem("commands", f"Commands and buttons do not reach this bot; {advice}.")]
