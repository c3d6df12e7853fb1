"""What only one person sees in a channel of Discord's: every button of it works after a restart, too."""

from __future__ import annotations

from pathlib import Path

from adapters.discord.commands import MIRROR_MY_ANSWER, THIS_MATTERS
from adapters.discord.forms import data_of
from core.chats import ChatKind
from core.commands import COMMANDS
from core.episodes import Wish
from tests.servers.discord_messages import buttons_of
from tests.servers.discord_world import Json
from tests.stories.everywhere.on_discord import CARD, DiscordStage, on_discord
from tests.stories.everywhere.stage import begun, last
from tests.stories.everywhere.walked_discord import DiscordGround
from tests.stories.everywhere.walking import ENDS, Walk

TOMORROW = "I am afraid of tomorrow"
LAST = {each.partition(":")[2] for each in ENDS}
"""Buttons after which little is left to press."""


async def test_every_button_that_answers_a_command_in_the_channel(tmp_path: Path) -> None:
    async with on_discord(tmp_path, listening=True) as stage:
        await begun(stage, ChatKind.COUPLE)
        walk = Walk(DiscordGround(stage))
        presses: list[tuple[str, str]] = []
        for command in COMMANDS:
            if command != "withdraw":
                presses += await _standing(walk, stage, f"/{command}")
        await stage.taps("Ben", CARD)
        await stage.ends()
        await stage.starts()
        for reference, button in sorted(presses, key=lambda press: press[1] in LAST):
            for gesture, act in walk.ground.pressing(reference, button).items():
                await walk.shows(button, act, gesture)
        await stage.taps("Ben", "I agree")
        assert walk.silent == []
        assert len(presses) > len(COMMANDS)


async def _standing(walk: Walk, stage: DiscordStage, command: str) -> list[tuple[str, str]]:
    """An answer of its own for each of its buttons: where it stands, and the button."""
    names = [name for name in await _buttons(stage, command) if walk.counts(command, name)]
    found: list[tuple[str, str]] = []
    for name in names:
        if not found or name in await _buttons(stage, command):
            newest = _alone(stage)[-1]
            found.append((f"{newest['channel_id']}/{newest['id']}", name))
    return found


async def _buttons(stage: DiscordStage, command: str) -> list[str]:
    """Those of what answers Ana's command, by name."""
    before = len(_alone(stage))
    await stage.says("Ana", command)
    shown = _alone(stage)[before:]
    ids = [each["custom_id"] for message in shown[-1:] for each in buttons_of(message) if "custom_id" in each]
    return [data_of(each).partition(":")[2] for each in ids]


def _alone(stage: DiscordStage) -> list[Json]:
    """What only Ana sees in the channel, oldest first."""
    assert stage.home is not None
    return [message for whom, message in stage.home.whispers.values() if whom == stage.people["Ana"]]


async def test_a_wish_is_chosen_after_a_restart(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as stage:
        ana, ben = await begun(stage, ChatKind.COUPLE)
        await stage.says(ana, TOMORROW)
        await stage.opens_menu(ana, THIS_MATTERS, TOMORROW)
        await stage.ends()
        await stage.starts()
        await stage.taps(ana, "Listen")
        assert await last(stage, ana) == "Marked: listening is wanted."
        await stage.passes(hours=1)
        await stage.taps(ben, "Open")
        assert "listening is wanted, not advice" in await last(stage, ben)


async def test_a_draft_is_mirrored_though_its_message_was_forgotten_over_a_restart(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as stage:
        ana, ben = await begun(stage, ChatKind.COUPLE)
        await stage.says(ana, TOMORROW)
        opened = await stage.opens_menu(ben, MIRROR_MY_ANSWER, TOMORROW)
        await stage.ends()
        await stage.starts()
        await stage.submits(opened, "I am with you")
        assert "Cared for: comes across" in await last(stage, ben)


async def test_both_menus_answer_after_a_restart(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as stage:
        ana, ben = await begun(stage, ChatKind.COUPLE)
        await stage.says(ana, TOMORROW)
        await stage.ends()
        await stage.starts()
        await stage.marks(ana, TOMORROW, Wish.CELEBRATE)
        await stage.mirrors(ben, TOMORROW, "I am with you")
        assert await last(stage, ana) == "Marked: something to be glad about."
        assert "Cared for: comes across" in await last(stage, ben)
