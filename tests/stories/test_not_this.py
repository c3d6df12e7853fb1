"""*Not this*: one like it comes no more for a while, its recipient is told why, and a slip is undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from core.effects import Nudge
from core.reading.scores import Abstention, MessageReading
from core.utterance import Utterance
from tests.stories.world import HOME, WordReader, World, who


@dataclass(frozen=True, slots=True)
class Unsure(WordReader):
    """As sure of everything as at first."""

    def read_message(
        self, message: Utterance, *, before: object = (), burst: object = ()
    ) -> MessageReading | Abstention:
        reading = WordReader.read_message(self, message, before=before, burst=burst)
        sure = 0.97 if isinstance(reading, MessageReading) and reading.disclosure > 0.5 else 0.01
        return replace(reading, disclosure=sure) if isinstance(reading, MessageReading) else reading


@pytest.fixture
async def contested() -> World:
    world = World(reader=Unsure())
    await world.begin("Ana", "Ben")
    await world.says("Ana", "I am afraid of work")
    await world.passes(hours=1)
    await world.presses("Ben", "Open")
    await world.presses("Ben", "Not this")
    return world


async def another(world: World, text: str, name: str = "Ana") -> int:
    """The same a fortnight later; how many notes came by then."""
    await world.passes(days=14)
    await world.says(name, text)
    await world.passes(hours=1)
    return len(world.seen(Nudge))


async def test_one_like_it_brings_no_note_and_why_says_so(contested: World) -> None:
    assert await another(contested, "I am afraid of work again") == 1
    await contested.commands("Ben", "why")
    assert contested.texts("Ben")[-1].startswith("You said “not this” to one like it")


async def test_something_else_still_does(contested: World) -> None:
    assert await another(contested, "I am afraid of tomorrow") == 2


async def test_a_mark_still_does(contested: World) -> None:
    await contested.passes(days=14)
    message = await contested.says("Ana", "work, again")
    await contested.marks("Ana", message)
    await contested.presses("Ana", "Listen")
    await contested.passes(hours=1)
    assert len(contested.seen(Nudge)) == 2


async def test_undone_it_counts_no_more(contested: World) -> None:
    await contested.presses("Ben", "Undo")
    assert contested.texts("Ben")[-1].startswith("Undone.")
    assert await another(contested, "I am afraid of work again") == 2


async def test_after_ninety_days_it_counts_no_more(contested: World) -> None:
    await contested.passes(days=80)
    assert await another(contested, "I am afraid of work again") == 2


async def test_it_is_nobody_elses(contested: World) -> None:
    """What Ben discloses about the same still reaches Ana."""
    assert await another(contested, "I am afraid of work", "Ben") == 2
    assert [note.to for note in contested.seen(Nudge)] == [who("Ben").id, who("Ana").id]


async def test_everything_is_tracked_all_the_same(contested: World) -> None:
    await another(contested, "I am afraid of work again")
    chat = await contested.store.transact(lambda tx: tx.chat(HOME))
    assert chat is not None
    assert chat.disclosures == 2


async def test_the_author_sees_the_same_whether_or_not_it_was_contested() -> None:
    worlds = []
    for button in ("Not this", "Later"):
        world = World(reader=Unsure())
        await world.begin("Ana", "Ben")
        await world.says("Ana", "I am afraid of work")
        await world.passes(hours=1)
        await world.presses("Ben", "Open")
        await world.presses("Ben", button)
        await another(world, "I am afraid of work again")
        for command in ("why", "recap", "mydata", "settings"):
            await world.commands("Ana", command)
        worlds.append([(s.to.kind, s.screen.text) for s in (*world.private("Ana"), *world.shared())])
    assert worlds[0] == worlds[1]
