"""The five steps, in one order: lock, read, decide, commit, then act.

An update is handled inside one transaction: its id, the chats and people it touches, their episodes and the
notes that go out. Only when that is durable does `handle` return, and only then is the update confirmed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import TypeVar
from zlib import crc32

from bot.calling import call_due, moved, replan
from core import agenda, people, rounds
from core.chats import Chat, Episode
from core.decide import decide, wake_at
from core.effects import (
    CareClaim,
    Effect,
    EpisodeEnded,
    EpisodeRewritten,
    ErasureDue,
    FewerAsked,
    NudgeClaim,
    QuestionClaim,
    Revealed,
)
from core.events import AnswersRevealed, Event, Forgotten, RevealedAnswer, TimeReached, What
from core.ids import ChatId, EpisodeId, MessageId, PersonId, RoundId, UpdateId
from core.notes import Note, NoteId
from core.noting import note_of
from core.people import Person
from core.policy import Policy
from core.ports import Conflict, Store, Transaction
from core.safety import topics

T = TypeVar("T")
Opener = Callable[["Desk", Chat, date], Awaitable[None]]
"""Opens one date of something regular in a chat."""
Observer = Callable[[ChatId, datetime, Effect], None]
LANES = 256
"""Locks that keep a chat's updates in order; chats share them by hash, so that they never grow."""
TRIES = 5
CLOCKS_DIFFER = timedelta(minutes=5)
"""Platforms stamp by clocks of their own; a clock that is further back than this was put back."""


@dataclass(slots=True)
class Desk:
    """One transaction's work: applies events, and remembers what happened for those who watch."""

    tx: Transaction
    policy: Policy
    now: datetime
    speaks: bool
    happened: list[tuple[ChatId, datetime, Effect]] = field(default_factory=list)
    touched: dict[ChatId, Chat] = field(default_factory=dict)

    async def chat(self, chat: ChatId) -> Chat | None:
        return self.touched.get(chat) or await self.tx.chat(chat)

    async def person(self, person: PersonId) -> Person:
        return await self.tx.person(person) or Person(id=person)

    async def known_name(self, person: PersonId, name: str) -> Person:
        """The person, with the name by which their platform knows them now."""
        known = await self.tx.person(person)
        if known is not None and (known.name == name or not name):
            return known
        named = replace(known or Person(id=person), name=name)
        await self.tx.save_person(named)
        return named

    async def say(self, note: Note) -> NoteId | None:
        return await self.tx.post(note) if self.speaks else None

    async def save(self, chat: Chat) -> None:
        """Stores a chat that was changed outside of its rules (made, named, set up)."""
        await self.tx.save_chat(chat, wake_at(chat, self.policy))
        self.touched[chat.id] = replace(chat, version=chat.version + 1)

    async def apply(
        self, chat_id: ChatId, what: What, at: datetime | None = None, past: Iterable[Episode] = ()
    ) -> list[Effect]:
        """Decides an event of a chat and carries its effects into the transaction."""
        chat = await self.chat(chat_id)
        if chat is None:
            return []
        at = at or self.now
        known = {person: await self.person(person) for person in chat.members}
        event = Event(at=at, what=what, people=known, past=tuple(past))
        after, effects = decide(chat, event, self.policy)
        for effect in effects:
            await self._carry(chat_id, effect, at)
        if after is not chat:
            await self.save(after)
        self.happened += [(chat_id, at, effect) for effect in effects]
        for effect in effects:
            if isinstance(effect, ErasureDue):
                await self.forget_here(chat_id, effect.person)
                if not await self.tx.chats_of(effect.person):
                    await self.tx.forget(effect.person, at, None)
        return effects

    async def apply_round(self, round: rounds.Round, event: rounds.RoundEvent) -> rounds.Round:
        """Decides an event of a check-in; a reveal opens its episodes in the chat."""
        after, effects = rounds.decide(round, event)
        await self.tx.save_round(after)
        for effect in effects:
            if isinstance(effect, Revealed):
                await self._reveal(after, effect, event.at)
            else:
                await self._carry(round.chat, effect, event.at)
            self.happened.append((round.chat, event.at, effect))
        return after

    async def change_person(self, person: PersonId, event: people.PersonEvent) -> Person:
        changed, _ = people.decide(await self.person(person), event)
        await self.tx.save_person(changed)
        await moved(self, person, event)
        return changed

    async def past_about(self, chat: ChatId, message: MessageId) -> tuple[Episode, ...]:
        """The ended episodes that a message opened, answered or stood after."""
        named = await self.tx.episode(chat, EpisodeId(message))
        ended = [*await self.tx.episodes_about(chat, message), *([named] if named is not None else [])]
        return tuple({e.id: e for e in ended}.values())

    async def past_to_change(self, chat_id: ChatId, message: MessageId) -> tuple[Episode, ...]:
        """`past_about`; where a disclosure that ended may be taken back, what else ended in ninety days."""
        about = await self.past_about(chat_id, message)
        chat = await self.chat(chat_id)
        if chat is None or not any(e.id == EpisodeId(message) and topics.are_newest(chat, e) for e in about):
            return about
        return tuple({e.id: e for e in (*await self.ended_lately(chat_id), *about)}.values())

    async def ended_lately(self, chat: ChatId) -> list[Episode]:
        """What ended in the ninety days in which it could be thrown back."""
        return list(await self.tx.episodes(chat, self.now - timedelta(days=self.policy.throwback_days)))

    async def forget_here(self, chat_id: ChatId, person: PersonId) -> None:
        """Takes a person out of one chat: their episodes and rounds there; a pair starts at zero."""
        chat = await self.chat(chat_id)
        if chat is None:
            return
        for round in await self.tx.rounds(chat_id):
            await self.apply_round(round, rounds.Erased(at=self.now, person=person))
        await self.tx.drop_notes(person, chat_id)
        left = [member for member in chat.members if member != person]
        if not left:
            await self.tx.drop_chat(chat_id)
            self.touched.pop(chat_id, None)
            return
        for other in left:
            await self.tx.drop_notes(other, chat_id)
        await self.tx.drop_person_from_chat(chat_id, person)
        await self.apply(chat_id, Forgotten(person=person), past=await self.ended_lately(chat_id))

    async def _carry(self, chat: ChatId, effect: Effect, at: datetime) -> None:
        match effect:
            case EpisodeEnded(episode) | EpisodeRewritten(episode):
                await self.tx.save_episode(chat, episode)
            case NudgeClaim(person):
                await self.change_person(person, people.NudgeClaimed(at))
            case QuestionClaim(person):
                await self.change_person(person, people.QuestionClaimed(at))
            case CareClaim(person):
                await self.change_person(person, people.CareClaimed(at))
            case FewerAsked(person):
                await self.change_person(person, people.SettingsChanged((("fewer", True),)))
            case _:
                note = note_of(effect, chat, at)
                if note is not None:
                    await self.say(note)

    async def _reveal(self, round: rounds.Round, reveal: Revealed, at: datetime) -> None:
        note = note_of(reveal, round.chat, at)
        if note is not None:
            copies = tuple(answer_place(round.chat, message) for _, message in reveal.answers)
            more = {"authors": " ".join(person for person, _ in reveal.answers)}
            chat = await self.chat(round.chat)
            if chat is not None and not chat.choices.guess:
                more["no_guess"] = "yes"
            await self.say(replace(note, args={**note.args, **more}, copies=copies))
        answers = tuple(
            RevealedAnswer(person=person, message=message, reading=round.answers[person].reading)
            for person, message in reveal.answers
        )
        await self.apply(round.chat, AnswersRevealed(level=round.level, answers=answers), at)


def marked_id(update: UpdateId) -> UpdateId:
    """Update ids may hold people's ids; what is remembered of them does not."""
    return UpdateId(blake2b(update.encode(), digest_size=16).hexdigest())


def answer_id(chat: ChatId, private_chat: ChatId, message: MessageId) -> MessageId:
    """The id under which a private answer counts in its chat: message ids are unique only within a chat."""
    return message if chat == private_chat else MessageId(f"{private_chat}/{message}")


def answer_place(chat: ChatId, answer: MessageId) -> tuple[ChatId, MessageId]:
    """Where an answer's words are: the other direction of `answer_id`."""
    private_chat, slash, message = answer.rpartition("/")
    return (ChatId(private_chat), MessageId(message)) if slash else (chat, answer)


class Engine:
    """Carries work through the store, one transaction each, and tells those who watch what came of it."""

    def __init__(self, store: Store, policy: Policy, *, speaks: bool = True) -> None:
        self.store = store
        self.policy = policy
        self._speaks = speaks
        self._lanes = [asyncio.Lock() for _ in range(LANES)]
        self._observers: list[Observer] = []
        self._reached: datetime | None = None
        self._after_commit: list[Callable[[], None]] = []
        self._openers: dict[str, Opener] = {}
        self._rang: datetime | None = None
        self._late = timedelta(hours=policy.late_hours)

    def when_due(self, name: str, opener: Opener) -> None:
        """Calls `opener` once for each date of this name in a chat's agenda, when the date begins anywhere,
        within the transaction that remembers it."""
        self._openers[name] = opener

    def watch(self, observer: Observer) -> None:
        """Calls `observer` with each effect once it is committed."""
        self._observers.append(observer)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Calls this after each commit: the courier and the alarm look for work."""
        self._after_commit.append(call)

    def lane(self, key: str) -> asyncio.Lock:
        """The lock that keeps the updates of one chat in their order."""
        return self._lanes[crc32(key.encode()) % LANES]

    async def peek(self, chat: ChatId, person: PersonId) -> tuple[Chat | None, Person | None]:
        """A chat and a person as committed; only to know whom to read and against what."""

        async def look(tx: Transaction) -> tuple[Chat | None, Person | None]:
            return await tx.chat(chat), await tx.person(person)

        return await self.store.transact(look)

    async def author(self, chat_id: ChatId, message: MessageId) -> PersonId | None:
        """Who wrote a message, as far as it is known."""

        async def look(tx: Transaction) -> PersonId | None:
            chat = await tx.chat(chat_id)
            if chat is None:
                return None
            known = dict(chat.authors).get(message)
            if known is not None:
                return known
            about = await tx.episodes_about(chat_id, message)
            for episode in (*chat.episodes.values(), *about):
                if message in episode.messages:
                    return episode.author
                for heard in (*episode.responses, *episode.passed):
                    if any(said.message == message for said in heard.parts):
                        return heard.author
            return None

        return await self.store.transact(look)

    async def past_about(self, chat: ChatId, message: MessageId) -> tuple[Episode, ...]:
        """The ended episodes that a message belongs to, as committed."""

        async def look(tx: Transaction) -> tuple[Episode, ...]:
            return tuple(await tx.episodes_about(chat, message))

        return await self.store.transact(look)

    async def work(self, now: datetime, do: Callable[[Desk], Awaitable[T]]) -> tuple[T, dict[ChatId, Chat]]:
        """Runs `do` in one transaction; returns its result and the chats as they are now."""
        done = await self._work(now, do)
        self._reached = max(now, self._reached or now)
        return done

    async def _work(self, now: datetime, do: Callable[[Desk], Awaitable[T]]) -> tuple[T, dict[ChatId, Chat]]:
        for attempt in range(TRIES):
            desks: list[Desk] = []

            async def in_transaction(tx: Transaction, desks: list[Desk] = desks) -> T:
                desk = Desk(tx, self.policy, now, self._speaks)
                desks.append(desk)
                return await do(desk)

            try:
                result = await self.store.transact(in_transaction)
            except Conflict:
                if attempt == TRIES - 1:
                    raise
                continue
            self._tell(desks[-1].happened)
            return result, desks[-1].touched
        raise AssertionError("the last try returns or raises")

    async def ring(self, now: datetime, after_each: Callable[[], Awaitable[None]] | None = None) -> None:
        """Does everything that falls due by `now`, each at its own moment, in order; time never runs back.

        Only where the bot turns to people by itself does it matter how late it really is.
        """
        if self._rang is None or now < self._rang - CLOCKS_DIFFER:
            await self._look_again(now)
        self._rang = now
        while (wake := await self.store.next_wake()) is not None and wake.at <= now:
            due = max(wake.at, self._reached or wake.at)
            round_id, chat_id = wake.round, wake.chat

            async def pass_time(
                desk: Desk,
                due: datetime = due,
                round_id: RoundId | None = round_id,
                chat_id: ChatId = chat_id,
            ) -> None:
                if round_id is None:
                    await desk.apply(chat_id, TimeReached(), due)
                    desk.now = now
                    await self._open_dates(desk, chat_id)
                    return
                desk.now = now
                await call_due(desk, round_id)
                desk.now = due
                round = await desk.tx.round(round_id)
                if round is not None:
                    await desk.apply_round(round, rounds.RoundTimeReached(at=due))

            async with self.lane(chat_id):
                await self.work(due, pass_time)
            if after_each is not None:
                await after_each()

    async def _open_dates(self, desk: Desk, chat_id: ChatId) -> None:
        """Opens what the chat's agenda has for now, each date once."""
        chat = await desk.chat(chat_id)
        if chat is None or chat.agenda.look_at is None or chat.agenda.look_at > desk.now:
            return
        for name, day in tuple(agenda.due(chat.agenda, desk.now, self._late)):
            await desk.save(replace(chat, agenda=agenda.opened(chat.agenda, name, day)))
            if name in self._openers:
                await self._openers[name](desk, desk.touched[chat_id], day)
            chat = desk.touched[chat_id]
        await desk.save(replace(chat, agenda=agenda.looked(chat.agenda, desk.now)))

    async def _look_again(self, now: datetime) -> None:
        """After a start or a clock put back: nothing waits for a moment that a wrong clock set."""
        if self._reached is not None and self._reached > now + CLOCKS_DIFFER:
            self._reached = now
        for chat_id in await self.store.transact(lambda tx: tx.asleep(now)):

            async def look(desk: Desk, chat_id: ChatId = chat_id) -> None:
                chat = await desk.chat(chat_id)
                if chat is not None and agenda.to_look_sooner(chat.agenda, now, self._late):
                    await desk.save(replace(chat, agenda=replace(chat.agenda, look_at=now)))
                await replan(desk, chat_id)

            async with self.lane(chat_id):
                await self._work(now, look)

    def _tell(self, happened: list[tuple[ChatId, datetime, Effect]]) -> None:
        for chat, at, effect in happened:
            for observer in self._observers:
                observer(chat, at, effect)
        for call in self._after_commit:
            call()
