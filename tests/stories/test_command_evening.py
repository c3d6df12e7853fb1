"""The commands as a host gives them: `run` and `doctor` as processes, against loopback servers."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.exits import Exit
from tests.servers.discord_loopback import TOKEN, Loopback, loopback_discord
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_model import Chat, Message, User

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30.0
CARD = "Read it in private"


@dataclass(frozen=True, slots=True)
class Said:
    """How a process ended, and what it said."""

    status: int
    out: str
    err: str


async def started(home: Path, *command: str, **settings: str) -> Process:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "ATTUNE_OPERATOR__NAME": "Olga", **settings}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *command, cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE
    )


async def ended(process: Process) -> Said:
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Said(process.returncode, out.decode(), err.decode())


@asynccontextmanager
async def running(home: Path, server: TelegramServer) -> AsyncIterator[None]:
    """`attune run` while the block runs; then it is asked to end, as a service manager does."""
    process = await started(home, "run", **of_telegram(server))
    try:
        await server.until(lambda: server.updates.is_polled or process.returncode is not None, PATIENCE_S)
        yield
        process.send_signal(signal.SIGTERM)
        said = await ended(process)
    finally:
        if process.returncode is None:
            process.kill()
    assert (said.status, "Traceback" in said.err) == (Exit.OK, False)
    server.updates.is_polled = False


def of_telegram(server: TelegramServer, token: str = "") -> dict[str, str]:
    return {
        "ATTUNE_TELEGRAM__TOKEN": token or server.token,
        "ATTUNE_TELEGRAM__BASE_URL": server.base_url.removesuffix("/bot"),
    }


def of_discord(server: Loopback, token: str = "") -> dict[str, str]:
    return {
        "ATTUNE_DISCORD__TOKEN": token or TOKEN,
        "ATTUNE_DISCORD__API_URL": server.api_url,
    }


async def sees(server: TelegramServer, place: Chat | User, words: str) -> Message:
    """Waits until somebody sees these words, or a button that says them."""

    def found() -> list[Message]:
        shown = reversed(server.chat(place).messages)
        return [m for m in shown if words in m.text or words in [b.text for b in m.buttons]]

    await server.until(found, PATIENCE_S)
    return found()[0]


async def agrees(server: TelegramServer, home: Chat, who: User) -> None:
    url = (await sees(server, home, CARD)).button(CARD).url
    assert url is not None
    await server.starts(who, url.partition("?start=")[2])
    await server.presses(who, await sees(server, who, "I agree"), "I agree")


async def test_a_bot_that_was_ended_and_started_again_goes_on_where_it_was(tmp_path: Path) -> None:
    async with TelegramServer() as server:
        ana, ben = server.user("Ana"), server.user("Ben")
        home = server.group("Ana and Ben", ana, ben)
        async with running(tmp_path, server):
            await server.adds_bot(home, ana)
            await agrees(server, home, ana)
            await agrees(server, home, ben)
            await sees(server, ana, "small good moment")
            await server.says(ana, ana, "the sun on the tram")
            await sees(server, ana, "It waits here")
        await server.says(ben, ben, "your laugh at breakfast")
        async with running(tmp_path, server):
            await sees(server, home, "your laugh at breakfast")
        assert [m.text for m in home.messages if m.copied_from is not None] == [
            "the sun on the tram",
            "your laugh at breakfast",
        ]
        assert server.violations == []


async def test_a_wrong_token_of_telegram_ends_in_one_sentence(tmp_path: Path) -> None:
    async with TelegramServer() as server:
        wrong = "6000000001:" + "B" * 35
        said = await ended(await started(tmp_path, "run", **of_telegram(server, wrong)))
    assert said.status == Exit.PLATFORM
    assert said.err.splitlines()[-1] == "Telegram does not accept the token: check ATTUNE_TELEGRAM__TOKEN."
    assert ("Traceback" in said.err, wrong in said.out + said.err) == (False, False)


async def test_a_wrong_token_of_discord_ends_in_one_sentence(tmp_path: Path) -> None:
    async with loopback_discord() as server:
        said = await ended(await started(tmp_path, "run", **of_discord(server, "canary-token")))
    assert said.status == Exit.PLATFORM
    assert said.err.splitlines()[-1] == "Discord does not accept the token: check ATTUNE_DISCORD__TOKEN."
    assert ("Traceback" in said.err, "canary-token" in said.out + said.err) == (False, False)


async def test_the_doctor_finds_sound_platforms_sound(tmp_path: Path) -> None:
    async with TelegramServer() as telegram, loopback_discord() as discord:
        said = await ended(await started(tmp_path, "doctor", **of_telegram(telegram), **of_discord(discord)))
    assert (said.status, said.out.splitlines()[-1]) == (Exit.OK, "No problem found.")
    assert "Telegram knows it as @attune_bot." in said.out
    assert "The token is good: it is Attune." in said.out


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_the_doctor_names_a_wrong_token_and_what_to_do(tmp_path: Path, platform: str) -> None:
    async with TelegramServer() as telegram, loopback_discord() as discord:
        wrong = "6000000001:" + "B" * 35
        settings = {"telegram": of_telegram(telegram, wrong), "discord": of_discord(discord, wrong)}
        said = await ended(await started(tmp_path, "doctor", **settings[platform]))
    assert (said.status, said.out.splitlines()[-1]) == (Exit.PROBLEM, "1 problem found.")
    assert wrong not in said.out + said.err
