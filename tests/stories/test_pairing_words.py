"""A link's word, copied from what a platform showed and sent by itself."""

from __future__ import annotations

import pytest

from adapters.discord.render import escaped
from tests.cases import cases
from tests.servers.discord import words_on
from tests.stories.discord_evening import discord_evening
from tests.stories.pairing import link_from
from tests.stories.world import World

BEFORE = "made this link, to do this with somebody"


async def test_what_discord_shows_is_the_word_itself() -> None:
    async with discord_evening() as evening:
        link = await evening.ana.slash("pair", where=evening.home)
        await evening.ben.dms(words_on(link).split("\n")[-1])
        assert BEFORE in evening.last(evening.ben)


async def test_a_word_is_letters_and_digits_and_no_easier_to_guess() -> None:
    world = World()
    for _ in range(cases(20)):
        word = await link_from(world, "Ana")
        assert (word.isascii(), word.isalnum(), escaped(word)) == (True, True, word)
        assert len(bytes.fromhex(word[1:])) == 24
        assert len(word) <= 64


@pytest.mark.parametrize("around", ["{}", "/start {}", r"\/start {}"])
async def test_a_backslash_before_a_sign_is_no_part_of_it(around: str) -> None:
    world = World()
    await world.tells_bot("Ben", around.format(await link_from(world, "Ana")))
    assert BEFORE in world.texts("Ben")[-1]
