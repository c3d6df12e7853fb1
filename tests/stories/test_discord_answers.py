"""Every interaction on Discord ends in an answer: nothing goes on thinking, nothing is swallowed."""

from __future__ import annotations

from pathlib import Path

from core.chats import ChatKind
from tests.servers.discord_messages import LOADING
from tests.stories.everywhere.on_discord import DiscordStage, on_discord
from tests.stories.everywhere.stage import begun, last


def thinking(stage: DiscordStage) -> int:
    """How many answers people still wait for."""
    return sum(bool(message["flags"] & LOADING) for message in stage.by_bot())


async def test_what_all_see_of_a_command_ends_the_thinking_of_who_gave_it(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as stage:
        ana, _ = await begun(stage, ChatKind.COUPLE)
        before = len(await stage.private(ana))
        await stage.says(ana, "/chat")
        assert (thinking(stage), len(await stage.private(ana))) == (0, before)
        assert "Check-ins" in (await stage.chat(ana))[0].text


async def test_what_comes_back_after_hiding_ends_the_thinking_too(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as stage:
        ana, _ = await begun(stage, ChatKind.COUPLE)
        await stage.tells_bot(ana, "/hide")
        await stage.tells_bot(ana, "/show")
        assert thinking(stage) == 0


async def test_each_of_two_who_are_forgotten_within_minutes_gets_a_receipt(tmp_path: Path) -> None:
    """Discord swallows a message whose nonce it saw a moment ago; a receipt has no number of its own."""
    async with on_discord(tmp_path) as stage:
        people = await begun(stage, ChatKind.COUPLE)
        for name in people:
            await stage.tells_bot(name, "/forget")
            await stage.taps(name, "Everything")
            await stage.taps(name, "Yes, forget me")
            assert (await last(stage, name)).startswith("Done: erased from the store")
