"""While a lock lasts, everything that the partner can see is what an ordinary cool-down looks like.

Each story is played twice with the same words: once read as what closes a lock, once as something hard that
closes none. What reaches a person and the chat is compared byte for byte, with its times, over five weeks.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field, replace
from functools import cache

import pytest

from bot.own_data import own_data
from core.chats import Chat
from core.ids import PersonId, pair_of
from core.notes import Note, NoteId
from core.ports import Transaction
from core.reading.scores import Abstention, MessageReading, ResponseReading
from core.screens.model import Screen
from core.utterance import Utterance
from tests.promises.test_opting_out import use
from tests.stories.world import HOME, HandClock, ToyPlatform, World, who

CAUSE = "that was it"
POINTED = frozenset({"nudge", "why"})
"""What may differ without a quarrel: whether oneself is pointed to something, and its explanation."""
COMMANDS = ("why", "recap", "mydata", "help", "settings", "privacy", "checkin")
Seen = list[tuple[str, ...]]
DEEP = MessageReading(
    self_relevance=0.9, personal=0.9, private=0.9, affective=0.9, valence=-0.8, disclosure=0.99
)
PLAIN = MessageReading(disclosure=0.01)
WARM = ResponseReading(understanding=0.8, appreciation=0.8, caring=0.8, relevance=0.9)
BLAME = ResponseReading(criticism=0.6, relevance=0.9)
SCORN = ResponseReading(criticism=0.9, contempt=0.9, relevance=0.9)
NOTHING = ResponseReading(relevance=0.1)


@dataclass(frozen=True, slots=True)
class Ears:
    """Reads a few words, and the cause in one way or the other."""

    says: MessageReading = PLAIN
    sounds: ResponseReading = NOTHING
    version: str = "ears-1"

    def read_message(
        self, message: Utterance, *, before: object = (), burst: object = ()
    ) -> MessageReading | Abstention:
        if CAUSE in message.text:
            return self.says
        if "afraid" not in message.text:
            return PLAIN
        return replace(DEEP, topics=("work",)) if "work" in message.text else DEEP

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: object = ()
    ) -> ResponseReading | Abstention:
        if CAUSE in response.text:
            return self.sounds
        if "with you" in response.text:
            return WARM
        return BLAME if "unfair" in response.text else NOTHING


SCORNFUL = Ears(sounds=SCORN)
"""A hard moment that closes nothing: scorn about something that was never confided."""
IN_CRISIS = Ears(says=replace(PLAIN, crisis=0.6))
HARMLESS = Ears()
THROWN_BACK = Ears(says=replace(PLAIN, topics=("work",)), sounds=SCORN)
THREATENED = Ears(sounds=replace(SCORN, threat=0.9))
IN_FEAR = Ears(says=replace(PLAIN, unsafe=0.9))
IN_FEAR_AND_CRISIS = Ears(says=replace(PLAIN, unsafe=0.9, crisis=0.6))
LOCKING = [("Ben", THROWN_BACK), ("Ben", THREATENED), ("Ana", IN_FEAR), ("Ana", IN_FEAR_AND_CRISIS)]


@dataclass(slots=True)
class Eyes(ToyPlatform):
    """Writes down everything that reaches one person or the chat, in order, with its time."""

    of: PersonId = who("Ben").id
    clock: HandClock = field(default_factory=HandClock)
    seen: Seen = field(default_factory=list)

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        sent_as = await ToyPlatform.show(self, note, to, screen, replaces)
        if to.to_chat is not None or to.to_person == self.of:
            token = re.compile(r"c\d+-[\w-]+")  # a card's is random by intention
            text = token.sub("token", repr((screen.title, screen.text, screen.rows)))
            copies = " ".join(f"{chat}/{message}" for chat, message in to.copies)
            self.seen.append((to.kind, self.clock.now().isoformat(), text, copies))
        return sent_as


@cache
def five_weeks(ears: Ears, by: str, of: str, *, quarrels: bool) -> tuple[Chat, Seen]:
    """Ana confides, Ben is warm; days later `by` says the cause; then weeks, with or without quarrels.
    Several tests look at the same weeks."""
    return asyncio.run(live(ears, by, of, quarrels=quarrels))


async def live(ears: Ears, by: str, of: str, *, quarrels: bool) -> tuple[Chat, Seen]:
    world = World(reader=ears)
    eyes = Eyes(of=who(of).id, clock=world.clock)
    use(world, eyes)
    await world.begin("Ana", "Ben")
    await world.says("Ana", "I am afraid of work")
    await world.passes(minutes=3)
    await world.says("Ben", "I am with you")
    await world.passes(days=3)
    await world.says("Ana" if by == "Ben" else "Ben", "hello")
    await world.passes(minutes=3)
    await world.says(by, CAUSE)
    locked = await home(world)
    for day in range(35):
        await world.passes(hours=20)
        await an_evening(world, day, of, quarrels=quarrels)
        await world.passes(hours=3)
        await look_around(world, of, day)
        if quarrels:
            await they_quarrel(world)
    export = await own_data(world.store, who(of).id)
    return locked, [*eyes.seen, ("export", json.dumps(export, sort_keys=True))]


async def an_evening(world: World, day: int, of: str, *, quarrels: bool) -> None:
    """Somebody confides something; where they quarrel, notes rest for that, too. Then the one who is watched
    confides something and is answered warmly: the one question is part of what they see."""
    one, other = ("Ana", "Ben") if day % 2 else ("Ben", "Ana")
    await world.says(one, "I am afraid of the dark")
    await world.passes(minutes=3)
    if quarrels:
        await they_quarrel(world, other, one)
    else:
        await world.says(other, "the tram is late")
        await world.passes(minutes=3)
        await world.says(one, "so it is")
    await world.passes(minutes=50)
    await world.says(of, "I am afraid of the sea")
    await world.passes(minutes=3)
    await world.says("Ana" if of == "Ben" else "Ben", "I am with you")
    await world.passes(minutes=50)


async def they_quarrel(world: World, one: str = "Ben", other: str = "Ana") -> None:
    await world.says(one, "unfair")
    await world.passes(minutes=3)
    await world.says(other, "unfair")
    await world.passes(minutes=3)


async def look_around(world: World, name: str, day: int) -> None:
    """What a person can ask for, and now and then a check-in that both answer."""
    if day % 5 == 0:
        await world.commands("Ana", "checkin", chat=HOME)
        await world.tells_bot("Ana", "the sun on the tram")
        await world.tells_bot("Ben", "soup")
    await world.commands(name, COMMANDS[day % len(COMMANDS)])
    await world.commands(name, "why", chat=HOME)


async def home(world: World) -> Chat:
    async def look(tx: Transaction) -> Chat | None:
        return await tx.chat(HOME)

    chat = await world.store.transact(look)
    assert chat is not None
    return chat


def is_locked(chat: Chat) -> bool:
    return any(lock.pair == pair_of(who("Ana").id, who("Ben").id) for lock in chat.locks)


@pytest.mark.parametrize("of", ["Ana", "Ben"])
@pytest.mark.parametrize(("by", "ears"), LOCKING)
def test_in_weeks_of_quarrels_a_lock_shows_in_nothing(by: str, ears: Ears, of: str) -> None:
    cool = SCORNFUL if by == "Ben" else IN_CRISIS
    locked, seen = five_weeks(ears, by, of, quarrels=True)
    open_, ordinary = five_weeks(cool, by, of, quarrels=True)
    assert (is_locked(locked), is_locked(open_)) == (True, False)
    assert [line for line in seen if line[0] == "nudge"] == []
    assert seen == ordinary


@pytest.mark.parametrize("of", ["Ana", "Ben"])
@pytest.mark.parametrize(("by", "ears"), LOCKING)
def test_in_quiet_weeks_a_lock_shows_in_nothing_but_the_notes(by: str, ears: Ears, of: str) -> None:
    cool = SCORNFUL if by == "Ben" else IN_CRISIS
    locked, seen = five_weeks(ears, by, of, quarrels=False)
    _, ordinary = five_weeks(cool, by, of, quarrels=False)
    assert is_locked(locked)
    assert without_notes(seen) == without_notes(ordinary)


@pytest.mark.parametrize("of", ["Ana", "Ben"])
@pytest.mark.parametrize(("by", "ears"), LOCKING)
def test_the_one_question_goes_on_while_a_lock_lasts(by: str, ears: Ears, of: str) -> None:
    _, seen = five_weeks(ears, by, of, quarrels=False)
    assert sum(line[0] == "question" for line in seen) > 14


def test_check_ins_go_on_while_a_lock_lasts() -> None:
    _, seen = five_weeks(THREATENED, "Ben", "Ben", quarrels=True)
    assert sum(line[0] == "reveal" for line in seen) == 7


def test_the_comparison_would_notice_a_difference() -> None:
    _, seen = five_weeks(THREATENED, "Ben", "Ben", quarrels=True)
    _, harmless = five_weeks(HARMLESS, "Ben", "Ben", quarrels=True)
    assert seen != harmless


async def confided(ears: Ears) -> tuple[Chat, Seen]:
    """Ana's answer to a check-in waits in her private chat, and Ben never gives his."""
    world = World(reader=ears)
    eyes = Eyes(clock=world.clock)
    use(world, eyes)
    await world.begin("Ana", "Ben")
    await world.commands("Ben", "checkin", chat=HOME)
    await world.tells_bot("Ana", CAUSE)
    locked = await home(world)
    for _ in range(10):
        await world.commands("Ben", "checkin", chat=HOME)
        await world.passes(hours=25)
        await look_around(world, "Ben", 1)
    return locked, eyes.seen


async def test_fear_told_to_the_bot_alone_closes_a_lock_and_changes_no_check_in() -> None:
    locked, seen = await confided(IN_FEAR)
    open_, ordinary = await confided(HARMLESS)
    assert (is_locked(locked), is_locked(open_)) == (True, False)
    assert seen == ordinary


def without_notes(seen: Seen) -> Seen:
    """Without notes, and without their number, which /mydata and an export tell their recipient."""
    kept = [line for line in seen if line[0] not in POINTED]
    return [
        tuple(re.sub(r"last week: \d+|notes_sent_to_you.*?\]", "", part) for part in line) for line in kept
    ]
