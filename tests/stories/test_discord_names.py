"""What people call themselves is shown as they wrote it: it notifies nobody, and formats nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.render import escaped
from core.naming import called
from tests.cases import cases
from tests.discord.on_sockets import Evening, evening
from tests.servers.discord_loopback import until
from tests.servers.discord_world import Json

NAMES = [
    "@everyone",
    "@here",
    "<@1100000000000000001>",
    "<@&1100000000000000001>",
    "<#1100000000000000001>",
    "</start:1100000000000000001>",
    "**loud** ~~gone~~ ||hidden||",
    "[a link](https://example.org)",
    "# title",
    "`code` ```more```",
    "<t:0:R> <:smile:1100000000000000001>",
]
MARKUP = re.compile(r"(?<!\\)(?:\*\*|__|~~|\|\||`|\[|<[@#:/a-z])|@(?:everyone|here)\b")
"""Anything that Discord would make something of."""


def texts(body: Any) -> list[str]:
    """What a request shows as text, wherever it stands in it."""
    if isinstance(body, list):
        return [text for each in body for text in texts(each)]
    if not isinstance(body, dict):
        return []
    own = [body["content"]] if body.get("type") == 10 and "content" in body else []  # a text display
    return own + [text for each in body.values() for text in texts(each)]


async def has_come(it: Evening, person: str, count: int) -> list[Json]:
    channel = it.server.world.direct(person)
    await it.backstage.delivers()
    await until(lambda: len(it.server.rest.posted(channel)) >= count)
    return it.server.rest.posted(channel)


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_is_shown_and_does_nothing(name: str, tmp_path: Path) -> None:
    """Ben opens Ana's link: he is told who made it, by the name that she gave herself."""
    async with evening(tmp_path / "attune.db", listening=False) as it:
        world = it.server.world
        world.users[it.ana]["global_name"] = name
        token = it.server.commands(it.ana, world.direct(it.ana), "pair")
        await until(lambda: bool(it.server.apps.asked[token].answers))
        (link,) = texts(it.server.apps.asked[token].answers[0]["components"])
        world.says(it.ben, world.direct(it.ben), link.splitlines()[-1].replace("\\", ""))
        await until(lambda: bool(it.handed_in) and len(it.handed_in) > 1)
        (ask,) = await has_come(it, it.ben, 1)
        (said,) = texts(ask["components"])
        title, _, rest = said.partition("\n")
        assert title == "**Just the two of you**"
        assert called(name) in rest.replace("\\", "").replace("\u200b", "")
        assert MARKUP.search(rest) is None


@given(st.text(alphabet=st.sampled_from("@everyonhr<>#&:/!*_~|`[]() \n\\1tab-+."), max_size=40))
@settings(max_examples=cases(200))
def test_no_name_formats_or_notifies(name: str) -> None:
    assert MARKUP.search(escaped(f"x {name}")) is None
