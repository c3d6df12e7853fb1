"""What `attune doctor` asks Telegram: the token, what the bot may read, the clock, and who else polls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx
from telegram import Bot, User
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from adapters.findings import Finding, clock, ok, problem, warning
from adapters.telegram.client import bot_of, system_clock

CALL_S = 8.0
WATCH_S = 2
"""How long we poll to see whether somebody else does."""


async def findings(
    *,
    token: str,
    base_url: str = "https://api.telegram.org",
    now: Callable[[], datetime] = system_clock,
    watch_s: int = WATCH_S,
    polls: bool = True,
) -> Sequence[Finding]:
    """Every check that needs Telegram's answer. Confirms no update and changes nothing. `polls`: whether to
    look who else asks for updates, which ends their poll."""
    requests = [HTTPXRequest(2, read_timeout=CALL_S + watch_s, connect_timeout=CALL_S) for _ in range(2)]
    async with AsyncExitStack() as stack:
        for request in requests:
            await stack.enter_async_context(request)
        bot = bot_of(token, base_url, *requests)
        try:
            me = await bot.get_me()
        except InvalidToken:
            return [
                problem("token", "Telegram does not accept the token; ask @BotFather for the current one.")
            ]
        except TelegramError:
            return [problem("telegram", "Telegram does not answer; look at the connection and the address.")]
        sound = ok("token", f"Telegram knows it as @{me.username}.")
        skew = await _clock(base_url, now)
        alone = [await _alone(bot, watch_s)] if polls else []
        return [sound, privacy_mode(me), *([skew] if skew else []), *alone]


def privacy_mode(me: User) -> Finding:
    """Whether messages in groups reach the bot."""
    if me.can_read_all_group_messages:
        return ok("privacy mode", "It is off: the bot can be told what is said in its groups.")
    sentence = (
        "It is on: in groups the bot hears only commands. Switch it off with @BotFather (/setprivacy), then "
        "remove the bot from each group and add it again; or make it an admin there."
    )
    return warning("privacy mode", sentence)


async def _clock(base_url: str, now: Callable[[], datetime]) -> Finding | None:
    """This machine's clock against the server's; None where the server does not tell the time."""
    root = base_url.rstrip("/").removesuffix("/bot")
    try:
        async with httpx.AsyncClient(timeout=CALL_S) as client:
            answer = await client.head(root)
        return clock(now(), parsedate_to_datetime(answer.headers["date"]))
    except (httpx.HTTPError, httpx.InvalidURL, KeyError, TypeError, ValueError):
        return None


async def _alone(bot: Bot, watch_s: int) -> Finding:
    """Polls for a moment, without confirming anything: another poller would end it."""
    try:
        hook = await bot.get_webhook_info()
        if hook.url:
            return warning("updates", "A webhook is set; `attune` removes it when it starts.")
        async with asyncio.timeout(CALL_S + watch_s):
            await bot.do_api_request("get_Updates", api_kwargs={"timeout": watch_s, "limit": 1})
    except Conflict:
        sentence = (
            "Another program asks for this bot's updates. If that is not your running `attune`, end it."
        )
        return warning("updates", sentence)
    except (TelegramError, TimeoutError):
        return warning("updates", "Telegram did not answer when asked for updates; try again in a while.")
    return ok("updates", "Nobody else asks for this bot's updates.")
