"""An evening's load against flood control: nothing is refused that could have waited, nobody waits in vain.

The whole bot and the real library against a server that counts as Telegram does, in a loop whose time jumps.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from adapters.storage.memory import MemoryStore
from adapters.telegram.client import TelegramPlatform
from bot.running import Running, assemble, tasks
from config.settings import Operator, Settings
from core.ids import ChatId, PersonId
from core.notes import Note
from core.ports import Transaction
from tests.cases import cases
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_faults import Flood
from tests.servers.telegram_model import Chat, Message, User
from tests.servers.virtual import LoopClock, loop, run_virtually
from tests.stories.world import WordReader

KEY = bytes(range(32))
CARD = "Read it in private"
LONG_S = 900.0


@dataclass(slots=True)
class Town:
    """The bot with all its tasks, and everybody who writes to it."""

    server: TelegramServer
    flood: Flood
    running: Running

    async def until(self, holds: object) -> None:
        """Lets time pass until something is so."""
        assert callable(holds)
        begin = loop().time()
        while not holds():
            assert loop().time() - begin < LONG_S
            await asyncio.sleep(0.25)

    async def meets(self, *names: str) -> list[User]:
        """People who have started the bot."""
        people = [self.server.user(name) for name in names]
        for person in people:
            await self.server.starts(person)
        await self.until(lambda: all(self.by_bot(person) for person in people))
        return people

    async def post(self, *notes: Note) -> None:
        async def work(tx: Transaction) -> None:
            for note in notes:
                assert await tx.post(note) is not None

        await self.running.store.transact(work)
        self.running.courier.look()

    def by_bot(self, place: User | Chat) -> list[Message]:
        chat = self.server.chat(place)
        return [m for m in chat.messages if m.sender == self.server.bot and not m.is_service]


@asynccontextmanager
async def a_town() -> AsyncIterator[Town]:
    clock = LoopClock()
    async with TelegramServer(clock=clock.now) as server:
        flood = server.flood = Flood(loop().time)
        platform = TelegramPlatform(
            token=server.token, base_url=server.base_url, clock=clock.now, seconds=loop().time
        )
        settings = Settings(operator=Operator(name="Olga"))
        running = assemble(MemoryStore(), KEY, settings, {"telegram": platform}, clock, reader=WordReader())
        async with tasks(running):
            receiving = asyncio.create_task(platform.run(running.inbox.handle))
            yield Town(server, flood, running)
            receiving.cancel()
            await asyncio.gather(receiving, return_exceptions=True)
            await platform.close()
        assert server.violations == []


def note(to: User | Chat, kind: str = "failed") -> Note:
    if isinstance(to, Chat):
        return Note(kind=kind, to_chat=ChatId(f"telegram:{to.id}"))
    return Note(kind=kind, to_person=PersonId(f"telegram:{to.id}"))


def names(count: int) -> list[str]:
    return [f"Person {number}" for number in range(count)]


def test_sixty_notes_due_at_once_go_out_at_thirty_a_second() -> None:
    async def story() -> tuple[Town, float]:
        async with a_town() as town:
            people = await town.meets(*names(60))
            await asyncio.sleep(5)
            begin, before = loop().time(), len(town.flood.taken)
            await town.post(*(note(person) for person in people))
            await town.until(lambda: len(town.flood.taken) == before + 60)
            return town, loop().time() - begin

    town, took_s = run_virtually(story())
    assert (town.flood.refused, took_s < 4) == ([], True)


def test_a_chats_notes_come_in_their_order_a_second_apart() -> None:
    kinds = ["help", "failed", "example", "help", "failed", "example"]

    async def story() -> tuple[Town, list[str]]:
        async with a_town() as town:
            (ana,) = await town.meets("Ana")
            await town.post(*(note(ana, kind) for kind in kinds))
            await town.until(lambda: len(town.by_bot(ana)) == 1 + len(kinds))
            return town, [m.text for m in town.by_bot(ana)][1:]

    town, texts = run_virtually(story())
    assert town.flood.refused == []
    assert texts[:3] == texts[3:]
    assert len(set(texts)) == 3


def test_a_silence_that_telegram_asks_for_is_kept_to_the_second_and_holds_up_nobody_else() -> None:
    kinds = ("help", "failed", "example")

    async def story() -> tuple[Town, User, list[float], float, list[str], list[str]]:
        async with a_town() as town:
            ana, *others = await town.meets("Ana", *names(9))
            await asyncio.sleep(70)
            silence = loop().time()
            town.flood.silences(ana.id, 37)
            await town.post(*(note(ana, kind) for kind in kinds))
            await town.post(*(note(other) for other in others))
            await town.until(lambda: all(len(town.by_bot(other)) == 2 for other in others))
            others_s = loop().time() - silence
            await town.until(lambda: len(town.by_bot(ana)) == 4)
            came = [at - silence for at, chat in town.flood.taken if chat == ana.id and at >= silence]
            await town.post(*(note(others[0], kind) for kind in kinds))
            await town.until(lambda: len(town.by_bot(others[0])) == 5)
            texts, in_order = ([m.text for m in town.by_bot(who)][-3:] for who in (ana, others[0]))
            return town, ana, came, others_s, texts, in_order

    town, ana, came, others_s, texts, in_order = run_virtually(story())
    assert [(chat, avoidable) for _, chat, avoidable in town.flood.refused] == [(ana.id, False)]
    assert 37 <= came[0] < 39
    assert others_s < 3
    assert texts == in_order


def test_twenty_friends_reveal_their_answers_while_everybody_else_is_served() -> None:
    async def story() -> tuple[Town, Chat, float]:
        async with a_town() as town:
            people = [town.server.user(name) for name in names(20)]
            home = town.server.group("All of us", *people)
            await town.server.adds_bot(home, people[0])
            await town.until(lambda: town.by_bot(home))
            url = town.by_bot(home)[0].button(CARD).url
            assert url is not None
            for person in people:
                await town.server.starts(person, url.partition("?start=")[2])
            await town.until(lambda: all(town.by_bot(person) for person in people))
            for person in people:
                asked = next(m for m in town.by_bot(person) if "I agree" in [b.text for b in m.buttons])
                await town.server.presses(person, asked, "I agree")
            await asyncio.sleep(120)
            for person in people[:2]:  # the first two are asked at once, as soon as they are two
                first = next(m for m in town.by_bot(person) if "Pass" in [b.text for b in m.buttons])
                await town.server.presses(person, first, "Pass")
            await asyncio.sleep(120)
            await town.server.says(people[0], home, "/checkin")
            await asyncio.sleep(120)
            for number, person in enumerate(people):
                await town.server.says(person, person, f"answer {number}")
            await town.until(lambda: any(m.copied_from for m in town.by_bot(home)))
            begin = loop().time()
            dora = (await town.meets("Dora"))[0]
            served_s = loop().time() - begin
            assert len(town.by_bot(dora)) == 1
            await town.until(lambda: sum(m.copied_from is not None for m in town.by_bot(home)) == 20)
            return town, home, served_s

    town, home, served_s = run_virtually(story())
    assert town.flood.refused == []
    assert served_s < 2
    copies = [m for m in town.by_bot(home) if m.copied_from is not None]
    assert sorted(m.text for m in copies) == sorted(f"answer {number}" for number in range(20))


@pytest.mark.parametrize("seed", range(cases(3)))
def test_whatever_load_and_whatever_silence_no_refusal_was_avoidable(seed: int) -> None:
    """Bursts to people and groups, and silences that Telegram asks for in some of them, from a seed."""

    async def story() -> tuple[Town, int]:
        dice = random.Random(seed)
        async with a_town() as town:
            people = await town.meets(*names(8))
            groups = [town.server.group(name, *people[:3]) for name in ("Home", "Club")]
            for group in groups:
                await town.server.adds_bot(group, people[0])
            await town.until(lambda: all(town.by_bot(group) for group in groups))
            places: list[User | Chat] = [*people, *groups]
            posted = len(town.flood.taken)
            for _ in range(12):
                for place in dice.sample(places, dice.randint(0, 2)):
                    town.flood.silences(place.id, dice.randint(1, 40))
                burst = [note(dice.choice(places)) for _ in range(dice.randint(0, 25))]
                posted += len(burst)
                await town.post(*burst)
                await asyncio.sleep(dice.choice((0.0, 0.3, 5.0, 30.0)))
            await town.until(lambda: len(town.flood.taken) == posted)
            return town, posted

    town, posted = run_virtually(story())
    assert [refusal for refusal in town.flood.refused if refusal[2]] == []
    assert sum(len(town.by_bot(chat)) for chat in town.server.world.chats.values()) == posted
