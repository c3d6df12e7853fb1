"""Changed updates against the whole bot: real client, real shell, and two people whom nothing hits."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.messages import Me
from adapters.telegram.translate import Unreadable, translate
from bot.inbox import Inbox
from core.effects import MessageRead
from core.ids import UpdateId
from core.inbound import Update
from tests.installed_log import installed_log
from tests.servers.telegram_model import Chat, Message, Press, User
from tests.stories.telegram_evening import TelegramEvening, telegram_evening
from tests.telegram import hostile
from tests.telegram.mutated import mutate, placed, served, shapes
from tests.telegram.outgoing import faults_of

Json = dict[str, Any]

AT_ONCE = 100
"""Updates that wait before the bot is let at them."""
KEEPS_WORDS = ":own_add"
GUESS = "Guess what mattered most"
GOOD_EVERY = 10
"""One of so many updates is a good one."""
NEW_PEOPLE_EVERY = 100
"""After so many, the people whom it hits are replaced by others, with other names: some have said /forget."""
SENDS = frozenset({"sendMessage", "editMessageText", "sendPhoto", "sendDocument"})


@dataclass(slots=True)
class Handled:
    """What the shell was handed, and what came of it."""

    updates: set[UpdateId] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Witnesses:
    """Two people to whom nobody does anything: what they say and press has its whole effect."""

    evening: TelegramEvening
    cleo: User
    dan: User
    home: Chat
    said: list[str] = field(default_factory=list)
    asked: int = 0

    async def act(self, turn: int) -> None:
        server = self.evening.server
        match turn % 3:
            case 0:
                message = await server.says(self.cleo, self.home, f"so, that was day {turn}")
                self.said.append(str(message.id))
            case 1:
                await server.says(self.dan, self.dan, "/help")
                self.asked += 1
            case _:
                message = await server.says(self.dan, self.home, f"day {turn} it was")
                self.said.append(str(message.id))

    def heard(self) -> list[str]:
        said = set(self.said)
        return [e.message for e in self.evening.backstage.seen(MessageRead) if e.message in said]

    def helped(self) -> int:
        return sum("/checkin" in text for text in self.evening.texts(self.dan))


class Fuzz:
    """One bot, two witnesses, and people whom everything hits."""

    def __init__(self, evening: TelegramEvening, dice: random.Random, handled: Handled) -> None:
        self.evening, self.dice, self.server = evening, dice, evening.server
        self.shapes = list(shapes().values())
        """And what the loopback Telegram makes of what people do (`served`)."""
        self.sent: list[Json] = []
        self.handled = handled
        self.checked = 0

    async def agreed(self, title: str, *names: str) -> tuple[Chat, list[User]]:
        """A chat of people who agreed, with the bot as an admin."""
        evening, server = self.evening, self.server
        people = [server.user(name) for name in names]
        home = server.group(title, *people)
        await server.adds_bot(home, people[0], admin=True)
        await evening.settles()
        for who in people:
            await evening.follows_card(who, home)
            await evening.presses(who, "I agree")
        return home, people

    async def people(self) -> tuple[Chat, list[User]]:
        """Two or three whose names are hostile, and shown: above their answers, on buttons, in a note."""
        names = [hostile.name(self.dice) for _ in range(self.dice.choice([2, 2, 3]))]
        home, people = await self.agreed(hostile.name(self.dice), *names)
        evening, (ana, ben, *_) = self.evening, people
        for who in people:
            await evening.tells_bot(who, f"the sun on the tram, {hostile.SECRET}")
        await evening.presses_on(ben, self._by_bot(home, GUESS), GUESS)
        said = await evening.says(ana, "so, that was the day", chat=home)
        await evening.says(ana, "/mark", to=said, chat=home)
        await evening.presses(ana, "Listen")
        await evening.passes(hours=1)
        if any("Open" in [button.text for button in m.buttons] for m in evening.private(ben)):
            await evening.presses(ben, "Open")
        return home, people

    def _by_bot(self, home: Chat, label: str) -> Message:
        return next(m for m in self.evening.by_bot(home) if label in [b.text for b in m.buttons])

    def throw(self, home: Chat, people: list[User]) -> None:
        """One changed update about these people."""
        ana, ben = self.dice.sample(people, 2)
        dice = self.dice
        numbers = {
            7_000_000_001: ana.id,
            7_000_000_002: ben.id,
            -4_000_000_001: home.id,
            -1_002_000_000_001: home.id,
            1_790_000_000: self.server.world.now,
            1_790_000_030: self.server.world.now,
            40: self._number_in(home),
            41: self._number_in(home) if dice.random() < 0.3 else 1_000_000 + len(self.sent),
        }
        shape = self._press(ana, ben) if dice.random() < 0.2 else dice.choice(self.shapes)
        raw = mutate(placed(shape, numbers), dice)
        raw.pop("update_id", None)
        number = self.server.updates.add_raw(raw)
        self.sent.append({"update_id": number, **raw})

    def _number_in(self, home: Chat) -> int:
        return self.dice.choice(list(home.by_id)) if home.by_id else 1

    def _press(self, ana: User, ben: User) -> Json:
        """A button that stands in one of their private chats; not the one that asks for words to keep."""
        who = self.dice.choice([ana, ben])
        shown = [(m, b) for m in self.evening.private(who) for b in m.buttons if b.data is not None]
        buttons = [(m, b) for m, b in shown if not str(b.data).endswith(KEEPS_WORDS)]
        if not buttons:
            return self.dice.choice(self.shapes)
        message, button = self.dice.choice(buttons[-40:])
        press = Press(str(5_000_000_000_000_000_000 + len(self.sent)), who, message)
        self.server.presses_by_id[press.id] = press
        query = {"id": press.id, "from": who.json(), "message": message.json()}
        return {"callback_query": {**query, "chat_instance": "1", "data": button.data}}

    async def settle(self) -> None:
        """Everything thrown is handled, and everything that follows is brought out and looked at."""
        await self.server.until_confirmed(300)
        await self.evening.backstage.delivers()
        self.evening.clock.at += self.evening.clock.at.resolution * self.dice.choice([1, 10**8, 4 * 10**9])
        await self.evening.backstage.rings()
        calls = self.server.calls
        faults = [(f, c.params) for c in calls[self.checked :] if c.method in SENDS for f in faults_of(c)]
        assert not faults, faults[:3]
        self.checked = len(calls)
        assert self.server.violations == []


@dataclass(slots=True)
class Ended:
    fuzz: Fuzz
    witnesses: Witnesses
    log: list[Json]
    text: str


async def fuzzed(number: int, seed: int, database: Path | None = None) -> Ended:
    dice = random.Random(seed)
    with installed_log() as out, watched() as handled:
        async with telegram_evening(database) as evening:
            fuzz = Fuzz(evening, dice, handled)
            fuzz.shapes += await served()
            quiet, (cleo, dan) = await fuzz.agreed("Cleo and Dan", "Cleo", "Dan")
            witnesses = Witnesses(evening, cleo, dan, quiet)
            home, people = await fuzz.people()
            for turn in range(number):
                if turn % NEW_PEOPLE_EVERY == NEW_PEOPLE_EVERY - 1:
                    await fuzz.settle()
                    home, people = await fuzz.people()
                if turn % GOOD_EVERY == 0:
                    await witnesses.act(turn // GOOD_EVERY)
                fuzz.throw(home, people)
                if turn % AT_ONCE == AT_ONCE - 1:
                    await fuzz.settle()
            await fuzz.settle()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return Ended(fuzz, witnesses, lines, out.getvalue())


@contextmanager
def watched() -> Iterator[Handled]:
    """Notes what the shell is handed, and whether it was carried through."""
    handled, carry = Handled(), Inbox.handle

    async def handle(inbox: Inbox, update: Update) -> None:
        handled.updates.add(update.id)
        try:
            await carry(inbox, update)
        except Exception as error:
            handled.failed.append(f"{type(update.what).__name__}: {error!r}")
            raise

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Inbox, "handle", handle)
        yield handled


def expected(fuzz: Fuzz) -> tuple[set[UpdateId], int]:
    """What a pure translation says of all that was thrown: ids of what can be read, and how many cannot."""
    me, ids, unreadable = Me(fuzz.server.bot.id, "attune_bot"), set[UpdateId](), 0
    for raw in fuzz.sent:
        try:
            ids |= {each.id for each in translate(raw, me, received=fuzz.evening.clock.now())}
        except Unreadable:
            unreadable += 1
    return ids, unreadable
