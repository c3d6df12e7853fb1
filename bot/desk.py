"""One transaction's work: events applied to chats, rounds and people, their effects carried to the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.calling import moved
from core import apart, people, precedence, reaching, revealing, rounds
from core.chats import Chat
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
from core.episodes import Episode
from core.events import AnswersRevealed, Event, Forgotten, RevealedAnswer, What
from core.gaps import Place
from core.ids import ChatId, EpisodeId, MessageId, PersonId, UpdateId
from core.inbound import EditedPost, Posted, Update, Who
from core.notes import Note, NoteId
from core.noting import note_of
from core.people import Person
from core.policy import Policy
from core.ports import Transaction
from core.safety import topics
from core.unasked import FROM_ANOTHER, OF_NOBODY_ELSE


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who turned to the bot in a way that is answered on the spot. `answering`: as of an update."""

    who: PersonId
    answering: str


@dataclass(slots=True)
class Desk:
    """One transaction's work: applies events, and remembers what happened for those who watch."""

    tx: Transaction
    policy: Policy
    now: datetime
    speaks: bool
    visitor: Visitor | None = None
    """Who waits for an answer where only they see it."""
    happened: list[tuple[ChatId, datetime, Effect]] = field(default_factory=list)
    touched: dict[ChatId, Chat] = field(default_factory=dict)
    unkept: list[Note] = field(default_factory=list)
    """Answers of which nothing is to be stored: shown after the commit, and they leave no row behind."""
    receipts: list[Note] = field(default_factory=list)
    """Of erasures: shown after the commit, when their bytes are gone; they leave no row behind."""

    async def is_new(self, update: Update) -> bool:
        """Whether this update comes for the first time; from now on it does not."""
        new = await self.tx.first_time(marked_id(update.id), update.at)
        if new and update.marks_place:
            match update.what:
                case Posted(chat=chat, message=message):
                    await self.tx.saw(chat, Place(message))
                case EditedPost(chat=chat):
                    await self.tx.saw(chat, Place(edited_at=update.at))
        return new

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

    async def with_roles(self, chat: Chat, who: Who) -> Chat:
        """The chat, with what a member's roles mean to its moderators now."""
        after = precedence.with_roles(chat, who.id, who.roles)
        if after is chat:
            return chat
        await self.save(after)
        return self.touched[chat.id]

    async def say(self, note: Note) -> NoteId | None:
        """Puts a note into the outbox. What is for all of two who share no chat goes to each of them."""
        if not self.speaks:
            return None
        note = await self._on_the_spot(note)
        chat = await self.chat(note.to_chat) if note.to_chat is not None else None
        if chat is None or not chat.apart:
            return await self.tx.post(note)
        posted = [await self.tx.post(each) for each in apart.to_each(note, chat, self.now)]
        return next(iter(posted), None)

    async def _on_the_spot(self, note: Note) -> Note:
        """What follows from a visit of somebody whom nothing reaches by itself is shown to them there."""
        visitor = self.visitor
        if visitor is None or note.to_person != visitor.who or note.answering or note.due_at is not None:
            return note
        if reaching.is_reached(await self.person(visitor.who)):
            return note
        return replace(note, answering=visitor.answering)

    async def let_go(
        self, person: PersonId, chat: ChatId | None = None, besides: frozenset[str] = frozenset()
    ) -> None:
        """What waits for somebody (about one chat) is not sent any more, but for these kinds. Who did what it
        told of can tell that from nothing: when they do it again, it is known, as beside somebody silent."""
        await self.tx.refuse_notes(person, FROM_ANOTHER - besides, self.now, chat)
        await self.tx.drop_notes(person, chat, besides)

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
        sealed = [note for other in left for note in await self._sealed(other, chat_id)]
        for other in left:
            await self.tx.drop_notes(other, chat_id, besides=OF_NOBODY_ELSE)
        for note in sealed:
            await self.tx.post(apart.without_author(note, person))
        await self.tx.drop_person_from_chat(chat_id, person)
        if (place := await self.tx.place(chat_id)) != Place():
            # The newest message may be theirs. Never back: not all that was said before was meant to be read.
            await self.tx.saw(chat_id, place.blurred())
        await self.apply(chat_id, Forgotten(person=person), past=await self.ended_lately(chat_id))

    async def _sealed(self, person: PersonId, chat: ChatId) -> list[Note]:
        """Revealed answers that wait to come: that they do tells nothing of who is forgotten."""
        waiting = [stored.note for stored in await self.tx.notes_to(person) if stored.status == "ready"]
        return [note for note in waiting if note.kind == apart.SEALED and note.about_chat == chat]

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
            more[revealing.CLOSES] = round.closes_at.isoformat()
            chat = await self.chat(round.chat)
            if chat is not None and not chat.choices.guess:
                more["no_guess"] = "yes"
            shown = replace(note, args={**note.args, **more}, copies=copies, topic=round.topic)
            await self.say(shown)
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
