"""What leaves no row behind is shown once its transaction is durable, and not otherwise."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from adapters.storage.memory import MemoryStore
from core.inbound import ButtonPressed, Commanded
from core.ports import StoreFailed, Transaction
from tests.stories.world import World, private, who

T = TypeVar("T")


class FullDisk(MemoryStore):
    """Undoes what was done where a test says so, as a disk that is full does."""

    def __init__(self) -> None:
        super().__init__()
        self.full = False
        self.scrubs_fail = False

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        async def then_full(tx: Transaction) -> T:
            done = await work(tx)
            if self.full:
                raise StoreFailed("The disk is full.")
            return done

        return await super().transact(then_full)

    async def scrub(self) -> None:
        if self.scrubs_fail:
            raise StoreFailed("What was deleted may still be in the log.")


async def test_a_link_that_was_not_kept_is_shown_to_nobody() -> None:
    store = FullDisk()
    world = World(store=store)
    await world.commands("Ben", "help")
    asked = Commanded(chat=private("Ana"), who=who("Ana"), name="pair", private=True)
    store.full = True
    with pytest.raises(StoreFailed):
        await world.hand_in(asked, id="toy:pair")
    store.full = False
    await world.commands("Ben", "help")
    assert world.private("Ana") == []
    await world.hand_in(asked, id="toy:pair")
    assert [s.to.kind for s in world.private("Ana")] == ["pair_link"]
    await world.commands("Ben", "start", world.private("Ana")[-1].to.args["start"])
    assert world.private("Ben")[-1].to.kind == "pair_ask"


async def test_an_erasure_that_did_not_happen_has_no_receipt() -> None:
    store = FullDisk()
    world = World(store=store)
    await world.commands("Ana", "forget")
    pressed = ButtonPressed(who=who("Ana"), data=world.private("Ana")[-1].button("Yes, forget me"))
    store.full = True
    with pytest.raises(StoreFailed):
        await world.hand_in(pressed, id="toy:yes")
    store.full = False
    await world.commands("Ben", "help")
    assert not any(s.to.args.get("what") == "done" for s in world.private("Ana"))
    await world.hand_in(pressed, id="toy:yes")
    assert world.private("Ana")[-1].to.args["what"] == "done"


async def test_a_receipt_waits_until_the_bytes_are_gone() -> None:
    store = FullDisk()
    world = World(store=store)
    await world.commands("Ana", "forget")
    pressed = ButtonPressed(who=who("Ana"), data=world.private("Ana")[-1].button("Yes, forget me"))
    store.scrubs_fail = True
    with pytest.raises(StoreFailed):
        await world.hand_in(pressed, id="toy:yes")
    assert not any(s.to.args.get("what") == "done" for s in world.private("Ana"))
    store.scrubs_fail = False
    await world.hand_in(pressed, id="toy:yes")
    assert world.private("Ana")[-1].to.args["what"] == "done"
