"""A link that brings two together who share no chat with the bot."""

from __future__ import annotations

from core.chats import Chat
from tests.stories.world import World, who

QUESTION = "What was a small good moment of the last few days?"


def payload(world: World, name: str) -> str:
    """What the newest link of this person carries."""
    return next(s.screen.link for s in reversed(world.private(name)) if s.screen.link)


async def opens(world: World, name: str, start: str) -> None:
    await world.commands(name, "start", start)


async def link_from(world: World, name: str) -> str:
    await world.commands(name, "pair")
    return payload(world, name)


async def agreed(world: World) -> str:
    """Ben opened Ana's link and said yes to it; what the link carries."""
    start = await link_from(world, "Ana")
    await opens(world, "Ben", start)
    await world.presses("Ben", "I agree")
    return start


async def pair(world: World) -> Chat:
    """Ana and Ben, after both agreed; the first check-in is asked."""
    await agreed(world)
    await world.presses("Ana", "Open")
    await world.presses("Ana", "I agree")
    return await theirs(world)


async def theirs(world: World) -> Chat:
    (chat_id,) = await world.store.transact(lambda tx: tx.chats_of(who("Ana").id))
    chat = await world.store.transact(lambda tx: tx.chat(chat_id))
    assert chat is not None
    return chat


async def revealed() -> World:
    world = World()
    await pair(world)
    await world.tells_bot("Ana", "the sun on the tram")
    await world.tells_bot("Ben", "your laugh at breakfast")
    return world
