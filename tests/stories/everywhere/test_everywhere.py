"""Every story on every driver."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.stories.everywhere import (
    beginning,
    going,
    guessing,
    keeping,
    mattering,
    moderating,
    month,
    parking,
)
from tests.stories.everywhere.headless import headless
from tests.stories.everywhere.on_discord import on_discord
from tests.stories.everywhere.on_page import on_page
from tests.stories.everywhere.on_telegram import on_telegram
from tests.stories.everywhere.stage import Stage
from tests.web.page import Page

Story = Callable[[Stage], Awaitable[None]]
STORIES: tuple[Story, ...] = (
    *beginning.STORIES,
    *mattering.STORIES,
    *guessing.STORIES,
    *keeping.STORIES,
    *parking.STORIES,
    *month.STORIES,
    *moderating.STORIES,
    *going.STORIES,
)
HEARD: tuple[Story, ...] = (
    mattering.a_note_is_explained_and_closed,
    mattering.why_tells_of_the_last_note_later_on,
    *going.STORIES,
)
"""What happens here follows from words in the chat that somebody reads: on Discord only where that is on."""
each = pytest.mark.parametrize("story", STORIES, ids=[story.__name__ for story in STORIES])


@each
async def test_without_a_platform(story: Story, tmp_path: Path) -> None:
    async with headless(tmp_path) as stage:
        await story(stage)


@each
@pytest.mark.browser
async def test_on_the_page(story: Story, tmp_path: Path, page: Page) -> None:
    async with on_page(tmp_path, page) as stage:
        await story(stage)


@each
async def test_on_telegram(story: Story, tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as stage:
        await story(stage)


@each
async def test_on_discord(story: Story, tmp_path: Path) -> None:
    async with on_discord(tmp_path, listening=story in HEARD) as stage:
        await story(stage)
