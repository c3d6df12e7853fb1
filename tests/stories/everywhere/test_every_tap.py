"""Every command and every button answers within one round trip, after a restart too."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from adapters.discord.commands import MIRROR_MY_ANSWER, THIS_MATTERS
from bot.flows import BUTTONS, COMMANDS
from core.chats import ChatKind
from core.commands import COMMANDS as LISTED
from core.commands import ONLY_IN_CHATS
from tests.stories.everywhere.living import live, what_comes_seldom
from tests.stories.everywhere.on_discord import on_discord
from tests.stories.everywhere.on_telegram import on_telegram
from tests.stories.everywhere.stage import begun, last
from tests.stories.everywhere.walked_discord import DiscordGround
from tests.stories.everywhere.walked_telegram import TelegramGround
from tests.stories.everywhere.walking import Ground, Walk

FOR_TWO_APART = {"pair_ask", "pair_confirm", "pair_reply", "paired", "revealed", "chat_set"}
"""Notes to two who share no chat: `tests/stories/test_ways_in.py` and `test_pairing.py` press theirs."""
AT_ONCE = ("withdraw",)
"""Commands after which somebody takes part no more: they come last."""
IN_ORDER = (*sorted(set(COMMANDS) - set(AT_ONCE)), *AT_ONCE)
COMMAND = re.compile(r"^/(\w+) ", re.MULTILINE)
Grounds = Callable[[Path], AbstractAsyncContextManager[Ground]]


@asynccontextmanager
async def telegram(folder: Path) -> AsyncIterator[Ground]:
    async with on_telegram(folder) as stage:
        yield TelegramGround(stage)


@asynccontextmanager
async def discord(folder: Path) -> AsyncIterator[Ground]:
    async with on_discord(folder, listening=True) as stage:
        yield DiscordGround(stage)


@pytest.mark.parametrize(
    ("platform", "without_buttons"),
    [
        pytest.param(telegram, {"card", "mirror_ask"}, id="telegram"),  # a link; no forms
        pytest.param(discord, {"form_ask", "prompt_ask"}, id="discord"),  # forms
    ],
)
async def test_every_button_shows_something_at_once_after_a_restart(
    platform: Grounds, without_buttons: set[str], tmp_path: Path
) -> None:
    async with platform(tmp_path) as ground:
        walk = Walk(ground)
        await live(ground)
        await what_comes_seldom(walk)
        while await walk.goes_on():
            pass
        await walk.ends()
        assert walk.silent == []
        assert set(BUTTONS) - walk.kinds == without_buttons | FOR_TWO_APART


@pytest.mark.parametrize("platform", [telegram, discord])
async def test_every_command_shows_something_at_once_after_a_restart(
    platform: Grounds, tmp_path: Path
) -> None:
    async with platform(tmp_path) as ground:
        await begun(ground.stage, ChatKind.COUPLE)
        walk = Walk(ground)
        await ground.stage.ends()
        await ground.stage.starts()
        for name, alone in (("Ana", True), ("Ben", False)):
            for command in IN_ORDER:
                await walk.shows(command, ground.asking(name, command, alone=alone), f"/{command}")
        assert walk.silent == []


async def test_help_and_the_menus_list_every_command_where_it_works(tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as stage:
        await begun(stage, ChatKind.COUPLE)
        await stage.tells_bot("Ana", "/help")
        listed = COMMAND.findall(await last(stage, "Ana"))
        private, groups, admins = (
            [command["command"] for command in stage.server.commands[(scope, "")]]
            for scope in ("all_private_chats", "all_group_chats", "all_chat_administrators")
        )
        assert sorted(listed) == sorted(COMMANDS)
        assert set(listed) - set(private) == {"start", *ONLY_IN_CHATS}
        assert set(groups) < set(admins) < set(listed)
        assert set(ONLY_IN_CHATS) <= set(admins)


async def test_help_and_discord_list_every_command(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as stage:
        await begun(stage, ChatKind.COUPLE)
        await stage.tells_bot("Ana", "/help")
        listed = COMMAND.findall(await last(stage, "Ana"))
        offered = [command["name"] for command in stage.server.apps.commands]
        assert sorted(listed) == sorted(COMMANDS)
        assert offered == [*LISTED, THIS_MATTERS, MIRROR_MY_ANSWER]
