"""/forget through the whole shell: no byte is left, the other keeps theirs, a receipt says so."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from itertools import islice
from pathlib import Path

import pytest

from adapters.storage.sqlcipher import SqlCipherStore, open_store
from bot.own_data import own_data
from core.chats import ChatKind
from core.episodes import Wish
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.inbound import BotAdded, ButtonPressed, Commanded, MarkedPost, Posted, RatedBy, Who
from core.utterance import Utterance
from tests.promises.child import KEY
from tests.promises.rows import dump
from tests.storage.decrypted import DecryptedFiles
from tests.stories.world import HOME, World

MARKERS = 1000
IN_ONE_ID = 20
"""Markers in one message id: as good a trace as twenty ids, in less time."""
FRIENDS = ChatId("toy:friends")
GONE = Who(PersonId("toy:GONE-person"), "GONE-name")
BEN = Who(PersonId("toy:ben"), "Ben")
CLEO = Who(PersonId("toy:cleo"), "Cleo")
PRIVATE = ChatId("toy:GONE-private")


def markers(count: int = MARKERS) -> list[str]:
    """Parts of message ids, which rows hold in episodes, turns, notes and answers."""
    return [f"GONE-{number:04d}-marker" for number in range(count)]


class Life(World):
    """Two chats in which somebody leaves a thousand markers, and others theirs."""

    def __init__(self, store: SqlCipherStore) -> None:
        super().__init__(store=store)

    async def says_as(self, whom: Who, text: str, message: str, chat: ChatId = HOME) -> None:
        words = Utterance(text=text)
        await self.hand_in(Posted(chat=chat, author=whom, message=MessageId(message), words=words))

    async def agrees(self, whom: Who, chat: ChatId) -> None:
        shown = next(
            s
            for s in self.platform.shown.values()
            if s.to.kind == "consent" and s.to.to_person == whom.id and s.to.about_chat == chat
        )
        await self.hand_in(ButtonPressed(who=whom, data=f"{shown.note}:agree"))

    async def begins(self) -> None:
        await self.hand_in(BotAdded(chat=HOME, kind=ChatKind.COUPLE, people=(GONE, BEN), by=GONE))
        await self.hand_in(BotAdded(chat=FRIENDS, kind=ChatKind.FRIENDS, people=(GONE, BEN, CLEO)))
        for whom, chat in ((GONE, HOME), (BEN, HOME), (GONE, FRIENDS), (BEN, FRIENDS), (CLEO, FRIENDS)):
            await self.agrees(whom, chat)

    async def answers(self, whom: Who, message: str) -> None:
        chat = PRIVATE if whom is GONE else ChatId(f"{whom.id}/private")
        words = Utterance(text="I am afraid")
        await self.hand_in(
            Posted(chat=chat, author=whom, message=MessageId(message), words=words, private=True)
        )

    async def lives(self, dice: random.Random) -> None:
        left = iter(markers())

        def some() -> str:
            return "+".join(islice(left, IN_ONE_ID))

        for step in range(MARKERS // (4 * IN_ONE_ID)):
            chat = (HOME, FRIENDS)[step % 2]
            await self.says_as(GONE, "I am afraid of work", first := some(), chat)
            await self.says_as(GONE, "ok", some(), chat)
            if step % 5 == 0:
                await self.marks_as(GONE, first, chat)
            if chat == FRIENDS:
                await self.says_as(CLEO, "I am with you", f"CLEO-{step}", chat)
            await self.passes(minutes=dice.choice((3, 3, 30)))
            await self.says_as(BEN, "I am with you, I failed", f"BEN-{step}", chat)
            await self.passes(minutes=3)
            await self.says_as(GONE, "I am with you", some(), chat)
            await self.passes(minutes=dice.choice((3, 3, 500)))
            rated = RatedBy(chat=chat, author=GONE, episode=EpisodeId(first), understood=5)
            await self.hand_in(rated)
            await self.hand_in(Commanded(chat=HOME, who=GONE, name="checkin"))
            await self.answers(GONE, some())
            await self.answers(BEN, f"BEN-private-{step}")

    async def marks_as(self, whom: Who, message: str, chat: ChatId) -> None:
        await self.hand_in(MarkedPost(chat=chat, author=whom, message=MessageId(message), wish=Wish.LISTEN))

    async def leaves_words_and_wishes(self) -> None:
        """A prompt of one's own, a topic to park, a guess of each about the other, and a link for a third."""
        await self.hand_in(Commanded(chat=PRIVATE, who=GONE, name="pair", private=True))
        link = next(s.screen.link for s in reversed(self.platform.shown.values()) if s.screen.link)
        cleos = ChatId(f"{CLEO.id}/private")
        await self.hand_in(Commanded(chat=cleos, who=CLEO, name="start", argument=link, private=True))
        await self.hand_in(
            Commanded(chat=HOME, who=GONE, name="prompts", argument="add GONE-prompt of mine?")
        )
        for whom, about in ((BEN, "GONE-0000-marker"), (GONE, "BEN-0")):
            what = Commanded(chat=HOME, who=whom, name="park", about=MessageId(about))
            await self.hand_in(what)
        reveal = next(s for s in self.platform.shown.values() if s.to.kind == "reveal")
        for whom, message in ((GONE, "GONE-guess"), (BEN, "BEN-guess")):
            await self.hand_in(ButtonPressed(who=whom, data=f"{reveal.note}:guess"))
            await self.answers(whom, message)
            kept = next(s for s in reversed(self.platform.shown.values()) if s.to.kind == "guess_kept")
            await self.hand_in(ButtonPressed(who=whom, data=f"{kept.note}:guess_show"))

    async def forgets(self, whom: Who) -> None:
        await self.hand_in(Commanded(chat=PRIVATE, who=whom, name="forget", private=True))
        shown = next(s for s in reversed(self.platform.shown.values()) if s.to.kind == "forget")
        await self.hand_in(ButtonPressed(who=whom, data=f"{shown.note}:forget_yes"))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlCipherStore]:
    opened = await open_store(tmp_path / "attune.db", KEY)
    yield opened
    await opened.close()


def found_in(content: bytes) -> int:
    return content.count(b"GONE")


async def test_no_byte_of_the_forgotten_is_left(store: SqlCipherStore, tmp_path: Path) -> None:
    world = Life(store=store)
    await world.begins()
    await world.lives(random.Random(3))
    await world.leaves_words_and_wishes()
    assert [s.to.to_person for s in world.platform.shown.values() if s.to.kind == "guess_shown"] == [
        BEN.id,
        GONE.id,
    ]
    before = DecryptedFiles(tmp_path / "attune.db", KEY)
    plain = before.plain()
    marked = sum(marker.encode() in plain for marker in markers())
    bens = await own_data(store, BEN.id)
    await world.forgets(GONE)
    after = DecryptedFiles(tmp_path / "attune.db", KEY)
    rows = dump(tmp_path / "attune.db", KEY)
    assert marked > MARKERS * 0.9, "else the search would prove nothing"
    left = [(name, row) for name, found in rows.items() for row in found if "GONE" in repr(row)]
    assert left == []
    assert (found_in(after.plain()), found_in(before.raw()), found_in(after.raw())) == (0, 0, 0)
    receipts = [s for s in world.platform.shown.values() if s.to.args.get("what") == "done"]
    assert [receipt.to.to_person for receipt in receipts] == [GONE.id]
    assert bens is not None
    kept = await own_data(store, BEN.id)
    assert kept is not None
    assert kept["settings"] == bens["settings"]
    friends = next(chat for chat in kept["chats"] if chat["chat"] == FRIENDS)
    assert friends["consent"] == "agreed"
    assert friends["moments_you_opened"] != []


async def test_forgetting_goes_well_while_another_chat_goes_on(store: SqlCipherStore, tmp_path: Path) -> None:
    world = Life(store=store)
    await world.begins()
    await world.says_as(GONE, "I am afraid", "GONE-m")
    other = ChatId("toy:others")
    dan, eve = Who(PersonId("toy:dan"), "Dan"), Who(PersonId("toy:eve"), "Eve")
    await world.hand_in(BotAdded(chat=other, kind=ChatKind.COUPLE, people=(dan, eve)))
    for whom in (dan, eve):
        await world.agrees(whom, other)

    async def talk() -> None:
        for number in range(40):
            await world.says_as((dan, eve)[number % 2], "I am afraid", f"dan-{number}", other)

    await asyncio.gather(talk(), world.forgets(GONE))
    chat, _ = await world.engine.peek(other, dan.id)
    assert chat is not None
    assert sum(chat.turn_counts.values()) >= 39
    await store.scrub()
    assert found_in(DecryptedFiles(tmp_path / "attune.db", KEY).plain()) == 0
