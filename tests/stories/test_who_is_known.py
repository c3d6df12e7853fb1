"""Who is written down by name: nobody who did not turn to the bot, and nobody without end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.memory import MemoryStore
from adapters.storage.sqlcipher import open_store
from core.chats import ChatKind, Consent
from core.ids import ChatId, PersonId
from core.inbound import BotAdded, ButtonPressed, MemberJoined, MemberLeft
from core.ports import Store
from tests.promises.child import KEY
from tests.stories.world import HOME, World, who

CLUB = ChatId("toy:club")


@pytest.fixture(params=["memory", "encrypted"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened: Store = MemoryStore() if request.param == "memory" else await open_store(tmp_path / "a.db", KEY)
    yield opened
    await opened.close()


async def known(world: World) -> set[PersonId]:
    return set(await world.store.transact(lambda tx: tx.people("toy:")))


async def club(store: Store) -> World:
    world = World(store=store)
    await world.hand_in(BotAdded(chat=CLUB, kind=ChatKind.COMMUNITY, title="Club", by=who("Mod")))
    return world


async def test_who_joins_a_community_and_says_nothing_is_not_written_down(store: Store) -> None:
    world = await club(store)
    await world.hand_in(MemberJoined(chat=CLUB, who=who("Joiner")))
    await world.hand_in(MemberJoined(chat=CLUB, who=who("Passer")))
    await world.hand_in(MemberLeft(chat=CLUB, who=who("Passer")))
    assert not {who("Joiner").id, who("Passer").id} & await known(world)
    chat = await world.store.transact(lambda tx: tx.chat(CLUB))
    assert chat is not None
    assert chat.members == {}
    assert [shown for shown in world.platform.shown.values() if shown.to.kind == "card"]


async def test_who_takes_part_in_a_community_and_leaves_is_known_to_have_left(store: Store) -> None:
    world = await club(store)
    card = next(shown for shown in world.platform.shown.values() if shown.to.kind == "card")
    await world.hand_in(ButtonPressed(who=who("Ana"), data=f"{card.note}:look"))
    await world.presses("Ana", "I agree")
    await world.hand_in(MemberLeft(chat=CLUB, who=who("Ana")))
    chat = await world.store.transact(lambda tx: tx.chat(CLUB))
    assert chat is not None
    assert chat.members[who("Ana").id].consent is Consent.LEFT
    await world.hand_in(MemberJoined(chat=CLUB, who=who("Ana")))
    chat = await world.store.transact(lambda tx: tx.chat(CLUB))
    assert chat is not None
    assert chat.members[who("Ana").id].consent is Consent.UNASKED


async def test_who_only_looked_is_let_go_after_thirty_days(store: Store) -> None:
    world = await club(store)
    await world.commands("Looker", "privacy", chat=CLUB)
    await world.commands("Keeper", "keep", "in 40 days")
    await world.tells_bot("Keeper", "call Dora")
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    start = world.clock.now()
    await world.store.prune(start + timedelta(days=29))
    assert who("Looker").id in await known(world)
    world.clock.at = start + timedelta(days=31)
    await world.store.prune(world.clock.now())
    assert who("Looker").id not in await known(world)
    assert {who("Keeper").id, who("Ana").id, who("Ben").id} <= await known(world)


async def test_a_third_in_a_couples_chat_is_written_down_for_it_rests(store: Store) -> None:
    world = World(store=store)
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    await world.hand_in(MemberJoined(chat=HOME, who=who("Cleo")))
    chat = await world.store.transact(lambda tx: tx.chat(HOME))
    assert chat is not None
    assert who("Cleo").id in chat.members
    assert chat.circle() == ()
