"""Playing a transcript's lines: one simulated clock, an in-memory store, the live inbox and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import combinations
from typing import assert_never

from adapters.storage.memory import MemoryStore
from bot.compose import inside
from bot.desk import Desk
from bot.exits import Exit, Unusable
from bot.keyed import Keyed
from bot.narrator import Narrator
from bot.replay.printing import Printer
from bot.transcript.lines import (
    AdvanceLine,
    CheckinLine,
    ConsentLine,
    DeleteLine,
    EditLine,
    Line,
    MarkLine,
    MemberLine,
    MessageLine,
    PressLine,
    RatingLine,
    ReactionLine,
    SettingsLine,
    Space,
    TalkedLine,
)
from config.wording import wording
from core.chats import Chat, Consent, Member
from core.effects import Decided, DisclosureOpened, Effect
from core.events import Over
from core.ids import ChatId, EpisodeId, MessageId, Pair, PersonId, UpdateId, pair_of
from core.inbound import (
    CheckinBegun,
    ConsentSaid,
    DeletedPost,
    EditedPost,
    EpisodePressed,
    Inbound,
    MarkedPost,
    Posted,
    RatedBy,
    ReactedTo,
    SettingsSaid,
    TalkedAbout,
    Update,
    Who,
)
from core.lines import Line as OutLine
from core.lines import line_of, reciprocity_line
from core.moderation import Moderation
from core.noting import note_of
from core.people import Person, SettingsChanged, decide
from core.policy import Policy
from core.ports import Reader
from core.reciprocity.pair import of_pair
from core.safety import cool_down
from core.table import known
from core.utterance import Utterance

KEYED = Keyed(b"replay")
"""A replay tells nobody anything: its key may be known."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Traced:
    decided: Decided
    at: datetime


class Replay:
    """One run. `step` takes lines in the order of time; `end` says what the pairs amount to."""

    def __init__(self, reader: Reader, policy: Policy, printer: Printer, *, trace: bool = False) -> None:
        self._store = MemoryStore()
        self._policy = policy
        self._printer = printer
        self._trace = trace
        self._narrator = Narrator(words=wording(), operator="", keyed=KEYED)
        self._engine, self._inbox = inside(self._store, reader, policy, KEYED, speaks=False)
        self._engine.watch(self._watch)
        self._spaces: dict[int, Space] = {}
        self._people: dict[PersonId, Person] = {}
        self._answers: dict[tuple[ChatId, MessageId], PersonId] = {}
        self._lines: list[tuple[OutLine, tuple[ChatId, datetime, DisclosureOpened] | None] | _Traced] = []
        self._now = LONG_AGO
        self._updates = 0

    async def step(self, place: int, line: Line) -> None:
        """One line of the transcript at `place` (several chats may share one clock)."""
        match line:
            case Space():
                await self._begin(place, line)
            case MemberLine():
                self._printer.meets(line)
                await self._add_member(self._spaces[place], line)
            case _:
                await self._engine.ring(line.at, self._print)
                self._now = line.at
                self._printer.heard(line)
                what = self._inbound(self._spaces[place].id, line)
                if what is not None:
                    self._updates += 1
                    id = UpdateId(f"replay:{self._updates}")
                    await self._inbox.handle(Update(id=id, at=line.at, what=what))
        await self._print()

    async def end(self) -> None:
        """The turn under way is complete; then each pair's reciprocity."""
        for space in self._spaces.values():
            await self._finish(space.id)
        for space in self._spaces.values():
            chat, _ = await self._engine.peek(space.id, PersonId(""))
            if chat is not None:
                for one, other in combinations(sorted(chat.members), 2):
                    await self._show_reciprocity(chat, pair_of(one, other), self._now)

    async def _finish(self, chat: ChatId) -> None:
        await self._engine.work(self._now, lambda desk: desk.apply(chat, Over()))
        await self._print()

    async def _begin(self, place: int, space: Space) -> None:
        if any(known.id == space.id for known in self._spaces.values()):
            raise Unusable(f"Two of these files are about the same space, “{space.id[:64]}”.", Exit.BAD_INPUT)
        self._spaces[place] = space
        heard = Moderation(enabled=True)  # else there would be no transcript
        chat = Chat(id=space.id, kind=space.kind, settings=dict(space.settings), moderation=heard)
        await self._engine.work(self._now, lambda desk: desk.save(chat))

    async def _add_member(self, space: Space, line: MemberLine) -> None:
        person = Person(id=line.id, name=line.name or line.id, zone=line.timezone)
        person, _ = decide(person, SettingsChanged(tuple(line.settings.items())))
        person = self._people.setdefault(line.id, person)
        consent = Consent.AGREED if line.consent else Consent.UNASKED

        async def join(desk: Desk) -> None:
            chat = await desk.chat(space.id)
            if chat is not None:
                await desk.tx.save_person(person)
                await desk.save(_with_member(chat, line.id, Member(consent)))

        await self._engine.work(self._now, join)

    def _inbound(self, chat: ChatId, line: Line) -> Inbound | None:
        match line:
            case MessageLine():
                return self._posted(chat, line)
            case EditLine(id=message, text=text):
                return EditedPost(chat=chat, author=None, message=message, words=Utterance(text=text))
            case DeleteLine(id=message):
                return DeletedPost(chat=chat, message=message)
            case ReactionLine(author=author, message=message, emoji=emoji, removed=removed):
                who = self._who(author)
                return ReactedTo(chat=chat, author=who, message=message, emoji=emoji, removed=removed)
            case MarkLine(author=author, message=message, wish=wish):
                return MarkedPost(chat=chat, author=self._who(author), message=message, wish=wish)
            case TalkedLine(author=author, message=message):
                return TalkedAbout(chat=chat, author=self._who(author), episode=EpisodeId(message))
            case CheckinLine(prompt=prompt, level=level, answers=answers):
                self._answers.update({(chat, message): person for person, message in answers.items()})
                return CheckinBegun(chat=chat, prompt=prompt, level=level, answers=answers)
            case RatingLine():
                return RatedBy(
                    chat=chat,
                    author=self._who(line.author),
                    episode=EpisodeId(line.message),
                    understood=line.understood,
                    valued=line.valued,
                    cared_for=line.cared_for,
                )
            case ConsentLine(author=author, granted=granted):
                return ConsentSaid(chat=chat, who=self._who(author), granted=granted)
            case SettingsLine(author=author, settings=values):
                return SettingsSaid(who=self._who(author), values=values)
            case PressLine(author=author, episode=episode, button=button):
                return EpisodePressed(chat=chat, author=self._who(author), episode=episode, button=button)
            case AdvanceLine() | Space() | MemberLine():
                return None
            case _:
                assert_never(line)

    def _posted(self, chat: ChatId, line: MessageLine) -> Posted:
        return Posted(
            chat=chat,
            author=self._who(line.author),
            message=line.id,
            words=Utterance(text=line.text, kind=line.kind, emoji=line.emoji),
            reply_to=line.reply_to,
            private=self._answers.pop((chat, line.id), None) is not None,
            forwarded=line.forwarded,
            given=line.reading,
            given_response=line.response,
        )

    def _who(self, person: PersonId) -> Who:
        known = self._people.get(person)
        return Who(person, known.name if known is not None else "")

    def _watch(self, chat: ChatId, at: datetime, effect: Effect) -> None:
        if self._trace and isinstance(effect, Decided):
            self._lines.append(_Traced(effect, at))
            return
        line = line_of(effect, at, lambda told: self._tell(told, chat, at))
        if line is not None:
            self._lines.append((line, (chat, at, effect) if isinstance(effect, DisclosureOpened) else None))

    def _tell(self, effect: Effect, chat: ChatId, at: datetime) -> tuple[str, str]:
        reader = self._people.get(getattr(effect, "to", PersonId(""))) or Person(id=PersonId(""))
        names = {id: person.name for id, person in self._people.items()}
        return self._narrator.tell(effect, self._narrator.view(reader, names), note_of(effect, chat, at))

    async def _print(self) -> None:
        """Prints what was seen; with a trace, the reciprocity right after each disclosure."""
        lines, self._lines = self._lines, []
        for seen in lines:
            if isinstance(seen, _Traced):
                self._printer.traced(seen.decided, seen.at)
                continue
            line, opened = seen
            self._printer.saw(line)
            if self._trace and opened is not None:
                await self._show_trace(*opened)

    async def _show_trace(self, chat_id: ChatId, at: datetime, opened: DisclosureOpened) -> None:
        chat, _ = await self._engine.peek(chat_id, opened.author)
        episode = chat.episodes.get(opened.episode) if chat is not None else None
        if chat is not None and episode is not None:
            for other in episode.concerned:
                await self._show_reciprocity(chat, pair_of(opened.author, other), at, episode.order)

    async def _show_reciprocity(
        self, chat: Chat, pair: Pair, at: datetime, newest: int | None = None
    ) -> None:
        ended = await self._store.transact(lambda tx: tx.episodes(chat.id))
        episodes = [e for e in known(ended, chat) if newest is None or e.order <= newest]
        policy = self._policy.with_settings(chat.settings)
        found = of_pair(episodes, pair, at, policy)
        offered = cool_down.deepest(chat, found.level_offered, at)
        self._printer.saw(reciprocity_line(replace(found, level_offered=offered), at))


def _with_member(chat: Chat, person: PersonId, member: Member) -> Chat:
    return replace(chat, members={**chat.members, person: member})
