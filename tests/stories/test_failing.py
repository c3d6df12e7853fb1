"""An update that cannot be handled, by a fault of ours, is let go after some tries: no other waits for it."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot import reception
from bot.failing import MOST_TRIES
from bot.flows import COMMANDS
from bot.visits import Command
from core.ids import UpdateId
from core.inbound import Commanded, Update
from core.ports import StoreFull
from tests.stories.world import HOME, World, private, who

SAID = "words of somebody's"


def poisoned(monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[int]:
    """From now on /why runs into this error; how often it was tried."""
    tried = [0]

    async def fails(visit: Command) -> None:
        await visit.tell("hint")
        tried[0] += 1
        raise error

    monkeypatch.setattr(reception, "COMMANDS", {**COMMANDS, "why": fails})
    return tried


async def handed_in(world: World) -> Update:
    what = Commanded(chat=private("Ana"), who=who("Ana"), name="why", private=True)
    update = Update(id=UpdateId("toy:poison"), at=world.clock.now(), what=what)
    for _ in range(MOST_TRIES - 1):
        with pytest.raises((OverflowError, StoreFull)):
            await world.inbox.handle(update)
    return update


async def test_it_is_let_go_and_its_person_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    await world.begin("Ana", "Ben")
    tried = poisoned(monkeypatch, OverflowError(SAID))
    with capture_logs() as lines:
        update = await handed_in(world)
        await world.inbox.handle(update)  # what follows it is handled from here on
        await world.inbox.handle(update)
    await world.commands("Ana", "level", chat=HOME)
    assert tried == [MOST_TRIES]
    assert [line["event"] for line in lines] == ["update_failed"]
    assert SAID not in str(lines)
    assert [shown.to.kind for shown in world.private("Ana")][-2:] == ["failed", "level"]
    assert "nothing was changed" in world.texts("Ana")[-2]


async def test_what_the_store_cannot_commit_comes_again_as_often_as_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    await world.begin("Ana", "Ben")
    tried = poisoned(monkeypatch, StoreFull("The disk is full."))
    update = await handed_in(world)
    for _ in range(MOST_TRIES):
        with pytest.raises(StoreFull):
            await world.inbox.handle(update)
    assert tried == [2 * MOST_TRIES - 1]


@pytest.mark.parametrize("said", ["9" * 20, "mine " + "9" * 20, "away 9999-12-31", "away 9999-12-30"])
@pytest.mark.parametrize("plan", ["mon 20:00", "off"])
async def test_no_words_of_checkins_are_such_an_update(said: str, plan: str) -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.commands("Ana", "checkins", plan, chat=HOME)
    await world.commands("Ana", "checkins", said, chat=HOME)
    assert world.texts("Ana")[-1].startswith("I did not understand that")
