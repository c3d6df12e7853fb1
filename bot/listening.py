"""Reading a message in memory: words in, readings out, and only for those who agreed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import ParamSpec, TypeVar

from bot.texts import Texts
from core.awaiting import awaiting, burst
from core.chats import Chat
from core.episodes import Episode
from core.events import Deleted, Edited, Marked, Reacted, Spoke
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.inbound import EditedPost, MarkedPost, Posted, ReactedTo
from core.mirroring import Mirrored, mirrored
from core.policy import Policy
from core.ports import Reader
from core.reading.manner import manner_of
from core.reading.plain_threats import with_plain_threats
from core.reading.reactions import read_reaction
from core.reading.scores import MessageReading, ResponseReading
from core.reading.taking_back import takes_back
from core.reply_habits import shown
from core.reply_time import immediacy
from core.safety import topics
from core.utterance import MessageKind, Utterance

P = ParamSpec("P")
T = TypeVar("T")
A_DISCLOSURE = Utterance(text="I told you something that is hard for me, and I am ashamed of it.")
"""Stands for words that were disclosed once and are kept nowhere."""
MAY_BE_SCORN = 0.15
"""Contempt from which a turn is worth reading beside it: one ordinary message in fifty. [P]"""
WORDLESS = frozenset({MessageKind.VOICE, MessageKind.PHOTO, MessageKind.GIF})
"""Kinds that say something without words: as an answer they are not judged."""


class Listener:
    """Turns what was said into events without words."""

    def __init__(self, reader: Reader, texts: Texts, policy: Policy) -> None:
        self._reader = reader
        self._texts = texts
        self._policy = policy
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")

    async def posted(self, chat: Chat, post: Posted, at: datetime) -> Spoke:
        """A message of somebody in the circle of `chat`. The caller holds the chat's lane."""
        words = self._texts.remember(chat.id, post.message, post.words, at, post.author.id)
        return await self._off_the_loop(self._spoke, chat, replace(post, words=words), at)

    async def edited(
        self, chat: Chat, post: EditedPost, author: PersonId, at: datetime, past: Sequence[Episode] = ()
    ) -> Edited:
        """A message that reads differently now; `past`: the ended episodes it belongs to.

        The caller holds the chat's lane.
        """
        said_at = self._texts.said_at(chat.id, post.message) or at
        words = self._texts.remember(chat.id, post.message, post.words, said_at, author, edited_at=at)
        return await self._off_the_loop(self._changed, chat, replace(post, words=words), past)

    async def deleted(self, chat: Chat, message: MessageId, past: Sequence[Episode] = ()) -> Deleted:
        """A message that is gone, and how its turn reads without it. The caller holds the chat's lane."""
        self._texts.drop(chat.id, message)
        return await self._off_the_loop(self._without, chat, message, past)

    async def _off_the_loop(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Reads in a thread of its own: the encoder takes milliseconds, and other chats need not wait.

        There `_texts` is only looked up; what is in memory of a chat changes under its lane, or is let go of.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: read(*args, **kwargs))

    def _spoke(self, chat: Chat, post: Posted, at: datetime) -> Spoke:
        policy = self._policy.with_settings(chat.settings) if chat.settings else self._policy
        earlier = burst(chat, post.author.id, at, policy)
        words = replace(post.words, immediacy=self._immediacy(chat, post, at, policy))
        targets = list(awaiting(chat, post.author.id, _answers(chat, earlier, post), policy))
        turn = self._joined(chat, earlier, words)
        responses, context = self._responses(chat, turn, targets, post)
        reading = self._reading(chat, post.message, words, earlier, post.given)
        tone = self._tone(chat, post, turn, earlier)
        if tone is not None and post.given_response is None:
            tone = self._as_to_a_disclosure(tone, turn, _recalls(chat, post.author.id, reading, at, policy))
        return Spoke(
            message=post.message,
            author=post.author.id,
            reading=reading,
            words=self._words(post),
            reply_to=post.reply_to,
            reply_to_author=post.reply_to_author,
            responses=responses,
            tone=with_plain_threats(tone, turn.text),
            takes_back=takes_back(post.words.text),
            context=context,
        )

    def _words(self, post: Posted) -> int:
        """Words of a message. Where a transcript gives a response without its text, their number is unknown:
        it counts as an answer."""
        unknown = post.given_response is not None and not post.words.text.strip()
        return int(self._policy.ack_words) if unknown else count_words(post.words.text)

    def _changed(self, chat: Chat, post: EditedPost, past: Sequence[Episode]) -> Edited:
        responses: dict[EpisodeId, ResponseReading] = {}
        for episode, messages, _ in _answered_in(chat, past, post.message):
            reading = self._reread(chat, episode, messages)
            if reading is not None:
                responses[episode] = reading
        return Edited(
            message=post.message,
            reading=self._reading(chat, post.message, post.words, (), post.given),
            words=count_words(post.words.text),
            responses=responses,
            tone=with_plain_threats(None, post.words.text),
        )

    def _without(self, chat: Chat, message: MessageId, past: Sequence[Episode]) -> Deleted:
        """Read anew where something was said after it, and the words of all that is left are in memory.

        What a transcript gives of a turn is not read, and what was read up to before a last message stands.
        """
        responses: dict[EpisodeId, ResponseReading] = {}
        for episode, messages, read in _answered_in(chat, past, message):
            left = [m for m in messages if m != message]
            if not read.reader or messages[-1] == message:
                continue
            is_whole = all(self._texts.of(chat.id, m) is not None for m in left)
            reading = self._reread(chat, episode, left) if is_whole else None
            if reading is not None:
                responses[episode] = reading
        return Deleted(message=message, responses=responses)

    def _reread(
        self, chat: Chat, episode: EpisodeId, messages: Sequence[MessageId]
    ) -> ResponseReading | None:
        """What a turn says to a disclosure, as far as its words are in memory."""
        *earlier, last = [m for m in messages if self._texts.of(chat.id, m) is not None] or [MessageId("")]
        words = self._texts.of(chat.id, last)
        if words is None:
            return None
        return self._response(chat, MessageId(episode), self._joined(chat, tuple(earlier), words))

    def reacted(self, post: ReactedTo) -> Reacted:
        reading = read_reaction(post.emoji)
        return Reacted(author=post.author.id, message=post.message, reading=reading, removed=post.removed)

    def marked(self, chat: Chat, post: MarkedPost, at: datetime) -> Marked | None:
        """None while the author has not yet said what they wish for."""
        if post.wish is None:
            return None
        words = post.words or self._texts.of(chat.id, post.message)
        reading = self._reading(chat, post.message, words, (), None) if words is not None else None
        said_at = post.said_at or self._texts.said_at(chat.id, post.message) or at
        return Marked(
            author=post.author.id, message=post.message, wish=post.wish, reading=reading, said_at=said_at
        )

    def read_again(self, chat: ChatId, message: MessageId) -> MessageReading | None:
        """A message whose words are still in memory, read alone."""
        words = self._texts.of(chat, message)
        return self.answer(words, None) if words is not None else None

    def answer(self, words: Utterance, given: MessageReading | None) -> MessageReading | None:
        """An answer to a check-in, read alone."""
        if given is not None:
            return certain(given)
        reading = self._reader.read_message(words)
        return reading if isinstance(reading, MessageReading) else None

    def answer_edited(
        self, chat: ChatId, message: MessageId, post: EditedPost, author: PersonId, at: datetime
    ) -> MessageReading | None:
        """The same, changed before it is shown; `message`: its id in the chat."""
        words = self._texts.remember(chat, message, post.words, at, author, sticky=True, edited_at=at)
        return self.answer(words, post.given)

    async def mirrored(self, draft: Utterance, to: Utterance | None) -> Mirrored:
        """What comes across in a draft, and which part carries it: up to seventeen readings of it."""
        return await self._off_the_loop(self._mirrored, draft, to)

    def _mirrored(self, draft: Utterance, to: Utterance | None) -> Mirrored:
        def read(text: str) -> ResponseReading | None:
            reading = self._reader.read_response(replace(draft, text=text), to=to)
            return reading if isinstance(reading, ResponseReading) else None

        return mirrored(draft.text, read)

    def _reading(
        self,
        chat: Chat,
        message: MessageId,
        words: Utterance,
        earlier: tuple[MessageId, ...],
        given: MessageReading | None,
    ) -> MessageReading | None:
        if given is not None:
            return certain(given)
        if _is_blank(words):
            return MessageReading(reader=self._reader.version)
        burst_words = [w.text for m in earlier if (w := self._texts.of(chat.id, m)) is not None]
        before = self._texts.before(chat.id, message, earlier, chat.listens_to)
        reading = self._reader.read_message(words, before=before, burst=burst_words)
        return reading if isinstance(reading, MessageReading) else None

    def _responses(
        self, chat: Chat, turn: Utterance, targets: list[tuple[EpisodeId, MessageId]], post: Posted
    ) -> tuple[Mapping[EpisodeId, ResponseReading], bool]:
        if post.given_response is not None:
            return {episode: post.given_response for episode, _ in targets}, True
        found: dict[EpisodeId, ResponseReading] = {}
        context = True
        for episode, message in targets:
            reading = self._response(chat, message, turn)
            known = chat.episodes.get(episode)
            is_open = known is None or known.ended_at is None
            context = context and (not is_open or self._texts.of(chat.id, message) is not None)
            if reading is not None:
                found[episode] = reading
        return found, context

    def _response(self, chat: Chat, disclosure: MessageId, words: Utterance) -> ResponseReading | None:
        """None for what cannot be read: another language, a voice, a picture without words."""
        if _is_blank(words):
            return ResponseReading(reader=self._reader.version)
        if not words.text.strip() and words.kind in WORDLESS:
            return None
        reading = self._reader.read_response(words, to=self._texts.of(chat.id, disclosure))
        if not isinstance(reading, ResponseReading):
            return None
        return replace(reading, manner=manner_of(words.text))

    def _tone(
        self, chat: Chat, post: Posted, turn: Utterance, earlier: tuple[MessageId, ...]
    ) -> ResponseReading | None:
        """How the turn answers whatever stood before it: conflict and contempt need no disclosure."""
        if post.given_response is not None:
            return post.given_response
        if post.given is not None or _is_blank(turn):
            return None
        before = self._texts.before(chat.id, post.message, earlier, chat.listens_to, most=1)
        to = Utterance(text=before[0]) if before else None
        reading = self._reader.read_response(turn, to=to)
        return reading if isinstance(reading, ResponseReading) else None

    def _as_to_a_disclosure(self, tone: ResponseReading, turn: Utterance, recalls: bool) -> ResponseReading:
        """Once more as an answer to a disclosure, where a turn may be hostile about what was disclosed once.

        Scorn is heard far better beside what it is meant for, and those words are long gone.
        """
        if not recalls or tone.contempt < MAY_BE_SCORN:
            return tone
        again = self._reader.read_response(turn, to=A_DISCLOSURE)
        if not isinstance(again, ResponseReading) or again.contempt <= tone.contempt:
            return tone
        return replace(tone, contempt=again.contempt, thrown_back=again.thrown_back)

    def _joined(self, chat: Chat, earlier: tuple[MessageId, ...], words: Utterance) -> Utterance:
        """The turn so far as one utterance."""
        parts = [w.text for m in earlier if (w := self._texts.of(chat.id, m)) is not None]
        return replace(words, text="\n".join([*parts, words.text])) if parts else words

    def _immediacy(self, chat: Chat, post: Posted, at: datetime, policy: Policy) -> float | None:
        others = [when for who, when in chat.last_spoke.items() if who != post.author.id]
        if not others or chat.turn is None or chat.turn.author == post.author.id:
            return None
        minutes = (at - max(others)).total_seconds() / 60
        return immediacy(shown(chat, post.author.id), minutes, policy)


def _answers(chat: Chat, earlier: tuple[MessageId, ...], post: Posted) -> MessageId | None:
    """What the turn explicitly replies to: this message's word, or an earlier one's of the same burst."""
    if post.reply_to is not None or not earlier or chat.turn is None:
        return post.reply_to
    return chat.turn.reply_to


def _answered_in(
    chat: Chat, past: Sequence[Episode], message: MessageId
) -> Iterator[tuple[EpisodeId, tuple[MessageId, ...], ResponseReading]]:
    """Episodes after which a message was said, with the messages of its turn and how that was read."""
    turn = chat.turn
    if turn is not None and any(m.id == message for m in turn.messages):
        for episode, reading in turn.responses.items():
            yield episode, tuple(m.id for m in turn.messages), reading
        return
    for about in {**{e.id: e for e in past}, **chat.episodes}.values():
        for heard in (*about.responses, *about.passed):
            messages = tuple(said.message for said in heard.parts)
            if message in messages:
                yield about.id, messages, heard.reading


def _recalls(
    chat: Chat, author: PersonId, reading: MessageReading | None, at: datetime, policy: Policy
) -> bool:
    """Whether a message is about a topic that somebody else in the chat disclosed lately."""
    about = set(reading.topics) if reading is not None else set()
    others = (person for person in chat.circle() if person != author)
    return bool(about) and any(about & topics.lately(chat, person, at, policy) for person in others)


def certain(reading: MessageReading) -> MessageReading:
    """A transcript's own reading counts as certain: a disclosure exactly when it is deep enough."""
    return replace(reading, disclosure=float(reading.depth >= Policy().depth_min))


def count_words(text: str) -> int:
    return len(text.split())


def _is_blank(words: Utterance) -> bool:
    return not words.text.strip() and words.kind is MessageKind.TEXT
