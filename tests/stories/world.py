"""A small world for stories: people, private chats, a shared chat, a clock, and the real shell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from adapters.storage.memory import MemoryStore
from bot.alarm import Alarm
from bot.compose import inside
from bot.courier import Courier
from bot.engine import Engine
from bot.keyed import Keyed
from bot.narrator import Narrator
from config.wording import wording
from core.chats import ChatKind
from core.effects import Effect
from core.episodes import Wish
from core.ids import ChatId, MessageId, PersonId, UpdateId
from core.inbound import (
    BotAdded,
    ButtonPressed,
    Commanded,
    DeletedPost,
    Inbound,
    MarkedPost,
    MirrorAsked,
    Posted,
    Update,
    Who,
)
from core.notes import Note, NoteId
from core.policy import Policy
from core.ports import Reader, Store
from core.reading.scores import Abstention, MessageReading, ResponseReading
from core.screens.model import Screen
from core.utterance import Utterance

MONDAY = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
HOME = ChatId("toy:home")
E = TypeVar("E", bound=Effect)


class HandClock:
    """A clock that moves by hand."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class WordReader:
    """Reads a few plain words, so that a story's sentences say what they mean to the rules."""

    version: str = "words-1"

    def read_message(
        self, message: Utterance, *, before: object = (), burst: object = ()
    ) -> MessageReading | Abstention:
        text = message.text.lower()
        deep = 0.9 if "afraid" in text or "failed" in text or "won" in text else 0.0
        return MessageReading(
            self_relevance=deep,
            personal=deep,
            private=deep,
            affective=deep,
            valence=1.0 if "won" in text else -deep,
            disclosure=0.99 if deep else 0.01,
            crisis=1.0 if "end it all" in text else 0.0,
            unsafe=1.0 if "he hits me" in text else 0.0,
            topics=("work",) if "work" in text else (),
            reader=self.version,
        )

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: object = ()
    ) -> ResponseReading | Abstention:
        text = response.text.lower()
        warm = 0.8 if "with you" in text else 0.0
        harsh = 0.9 if "pathetic" in text else 0.0
        return ResponseReading(
            understanding=warm,
            appreciation=warm,
            caring=warm,
            criticism=harsh,
            contempt=harsh,
            relevance=0.9 if warm or harsh else 0.1,
            reader=self.version,
        )


@dataclass(slots=True)
class Shown:
    """One message of the bot, as it stands now."""

    note: NoteId
    to: Note
    screen: Screen
    edits: int = 0

    def button(self, label: str) -> str:
        return next(f"{self.note}:{b.name}" for b in self.screen.buttons() if b.label == label)


@dataclass(slots=True)
class ToyPlatform:
    """Keeps what is shown; the whole port, without a network."""

    name: str = "toy"
    shown: dict[str, Shown] = field(default_factory=dict)
    fails_with: Callable[[Note], Exception | None] = field(default=lambda note: None)

    async def run(self, handle: Callable[[Update], Awaitable[None]]) -> None:
        raise AssertionError("a story hands its updates in by itself")

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        failure = self.fails_with(to)
        if failure is not None:
            raise failure
        reference = replaces or f"toy/{len(self.shown) + 1}"
        edits = self.shown[reference].edits + 1 if reference in self.shown else 0
        self.shown[reference] = Shown(note, to, screen, edits)
        copies = [f"copy-of-{message}" for _, message in to.copies]
        return " ".join([reference, *copies])

    async def close(self) -> None:
        pass


class World:
    """People, a clock and the shell. Every verb waits until its effects are committed and its notes shown."""

    def __init__(
        self, reader: Reader | None = None, store: Store | None = None, policy: Policy | None = None
    ) -> None:
        self.clock = HandClock()
        self.platform = ToyPlatform()
        self.store: Store = store or MemoryStore()
        self.engine: Engine
        self.engine, self.inbox = inside(
            self.store, reader or WordReader(), policy or Policy(), Keyed(b"test")
        )
        narrator = Narrator(words=wording(), operator="Olga", keyed=Keyed(b"test"))
        self.courier = Courier(self.engine, narrator, {"toy": self.platform}, self.clock)
        self.inbox.receipts_through(self.courier.hand_over)
        self.alarm = Alarm(self.engine, self.clock)
        self.effects: list[tuple[ChatId, datetime, Effect]] = []
        self.engine.watch(lambda chat, at, effect: self.effects.append((chat, at, effect)))
        self._updates = 0

    async def hand_in(self, what: Inbound, id: str | None = None) -> None:
        self._updates += 1
        update = Update(id=UpdateId(id or f"toy:{self._updates}"), at=self.clock.now(), what=what)
        await self.inbox.handle(update)
        await self._deliver()

    def counts_from(self, number: int) -> None:
        """The next updates and messages are named from here."""
        self._updates = number

    async def added(self, *people: str, kind: ChatKind = ChatKind.COUPLE, chat: ChatId = HOME) -> None:
        await self.hand_in(BotAdded(chat=chat, kind=kind, people=tuple(who(name) for name in people)))

    async def says(
        self, name: str, text: str, *, id: str | None = None, chat: ChatId = HOME, reply_to: str | None = None
    ) -> MessageId:
        message = MessageId(id or f"m{self._updates + 1}")
        reply = MessageId(reply_to) if reply_to else None
        words = Utterance(text=text)
        await self.hand_in(Posted(chat=chat, author=who(name), message=message, words=words, reply_to=reply))
        return message

    async def tells_bot(self, name: str, text: str) -> None:
        message = MessageId(f"p{self._updates + 1}")
        post = Posted(
            chat=private(name), author=who(name), message=message, words=Utterance(text=text), private=True
        )
        await self.hand_in(post)

    async def marks(
        self, name: str, message: MessageId, wish: Wish | None = None, chat: ChatId = HOME
    ) -> None:
        await self.hand_in(MarkedPost(chat=chat, author=who(name), message=message, wish=wish))

    async def deletes(self, message: MessageId, chat: ChatId = HOME) -> None:
        await self.hand_in(DeletedPost(chat=chat, message=message))

    async def commands(self, name: str, command: str, argument: str = "", chat: ChatId | None = None) -> None:
        what = Commanded(
            chat=chat or private(name), who=who(name), name=command, argument=argument, private=chat is None
        )
        await self.hand_in(what)

    async def mirrors(self, name: str, draft: str, to: str) -> None:
        await self.hand_in(MirrorAsked(who=who(name), draft=Utterance(text=draft), to=Utterance(text=to)))

    async def presses(self, name: str, label: str, *, by: str | None = None) -> None:
        """The newest button with this label in the person's private chat; `by` somebody else."""
        shown = next(
            s for s in reversed(self.private(name)) if any(b.label == label for b in s.screen.buttons())
        )
        await self.hand_in(ButtonPressed(who=who(by or name), data=shown.button(label)))

    async def passes(self, **time: float) -> None:
        """Time passes in steps of a minute at most an alarm apart; everything due is done."""
        self.clock.at += timedelta(**time)
        await self.alarm.ring_now()
        await self._deliver()

    async def agree(self, *names: str) -> None:
        for name in names:
            await self.presses(name, "I agree")

    async def begin(self, *names: str) -> None:
        """A chat in which everybody agreed and the first check-in was passed."""
        await self.added(*names)
        await self.agree(*names)
        for name in names:
            await self.presses(name, "Pass")
        await self.passes(hours=1)

    def private(self, name: str) -> list[Shown]:
        return [s for s in self.platform.shown.values() if s.to.to_person == who(name).id]

    def texts(self, name: str) -> list[str]:
        return [shown.screen.text for shown in self.private(name)]

    def shared(self, chat: ChatId = HOME) -> list[Shown]:
        return [s for s in self.platform.shown.values() if s.to.to_chat == chat]

    def seen(self, kind: type[E]) -> list[E]:
        return [effect for _, _, effect in self.effects if isinstance(effect, kind)]

    async def _deliver(self) -> None:
        while await self.courier.bring():
            pass


def who(name: str) -> Who:
    return Who(PersonId(f"toy:{name.lower()}"), name)


def private(name: str) -> ChatId:
    return ChatId(f"toy:private:{name.lower()}")


def changed(values: Mapping[str, object], shown: Shown) -> Shown:
    """A copy of what was shown with other arguments, for tests of tampering."""
    return replace(
        shown, to=replace(shown.to, args={**shown.to.args, **{k: str(v) for k, v in values.items()}})
    )
