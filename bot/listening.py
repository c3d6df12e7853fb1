"""Reading a message in memory: words in, readings out, and only for those who agreed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import ParamSpec, TypeVar

from bot.texts import Texts
from core.awaiting import awaiting, burst
from core.chats import Chat, ReplyTime
from core.events import Edited, Marked, Reacted, Spoke
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.inbound import EditedPost, MarkedPost, Posted, ReactedTo
from core.policy import Policy
from core.ports import Reader
from core.reading.manner import manner_of
from core.reading.reactions import read_reaction
from core.reading.scores import MessageReading, ResponseReading
from core.reading.taking_back import takes_back
from core.reply_time import immediacy
from core.utterance import MessageKind, Utterance

P = ParamSpec("P")
T = TypeVar("T")
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
        self._texts.remember(chat.id, post.message, post.words, at, post.author.id)
        return await self._off_the_loop(self._spoke, chat, post, at)

    async def edited(self, chat: Chat, post: EditedPost, author: PersonId, at: datetime) -> Edited:
        """A message that reads differently now. The caller holds the chat's lane."""
        said_at = self._texts.said_at(chat.id, post.message) or at
        self._texts.remember(chat.id, post.message, post.words, said_at, author)
        return await self._off_the_loop(self._changed, chat, post)

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
        return Spoke(
            message=post.message,
            author=post.author.id,
            reading=self._reading(chat, post.message, words, earlier, post.given),
            words=self._words(post),
            reply_to=post.reply_to,
            reply_to_author=post.reply_to_author,
            responses=responses,
            tone=self._tone(chat, post, turn, earlier),
            takes_back=takes_back(post.words.text),
            context=context,
        )

    def _words(self, post: Posted) -> int:
        """Words of a message. Where a transcript gives a response without its text, their number is unknown:
        it counts as an answer."""
        unknown = post.given_response is not None and not post.words.text.strip()
        return int(self._policy.ack_words) if unknown else count_words(post.words.text)

    def _changed(self, chat: Chat, post: EditedPost) -> Edited:
        responses = {
            episode.id: reading
            for episode in chat.episodes.values()
            if any(r.message == post.message and not r.reaction for r in episode.responses)
            for reading in [self._response(chat, MessageId(episode.id), post.words)]
            if reading is not None
        }
        responses |= self._in_turn(chat, post)
        return Edited(
            message=post.message,
            reading=self._reading(chat, post.message, post.words, (), post.given),
            words=count_words(post.words.text),
            responses=responses,
        )

    def _in_turn(self, chat: Chat, post: EditedPost) -> dict[EpisodeId, ResponseReading]:
        """What the turn under way says now that one of its messages was edited."""
        turn = chat.turn
        if turn is None or all(message.id != post.message for message in turn.messages):
            return {}
        *earlier, last = (message.id for message in turn.messages)
        whole = self._joined(chat, tuple(earlier), self._texts.of(chat.id, last) or post.words)
        read = {episode: self._response(chat, MessageId(episode), whole) for episode in turn.responses}
        return {episode: reading for episode, reading in read.items() if reading is not None}

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

    def draft(self, words: Utterance, to: Utterance | None) -> ResponseReading | None:
        """A draft for the mirror; None in a language the reader does not know."""
        reading = self._reader.read_response(words, to=to)
        return reading if isinstance(reading, ResponseReading) else None

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
            context = context and self._texts.of(chat.id, message) is not None
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

    def _joined(self, chat: Chat, earlier: tuple[MessageId, ...], words: Utterance) -> Utterance:
        """The turn so far as one utterance."""
        parts = [w.text for m in earlier if (w := self._texts.of(chat.id, m)) is not None]
        return replace(words, text="\n".join([*parts, words.text])) if parts else words

    def _immediacy(self, chat: Chat, post: Posted, at: datetime, policy: Policy) -> float | None:
        others = [when for who, when in chat.last_spoke.items() if who != post.author.id]
        if not others or chat.turn is None or chat.turn.author == post.author.id:
            return None
        minutes = (at - max(others)).total_seconds() / 60
        return immediacy(chat.reply_times.get(post.author.id, ReplyTime()), minutes, policy)


def _answers(chat: Chat, earlier: tuple[MessageId, ...], post: Posted) -> MessageId | None:
    """What the turn explicitly replies to: this message's word, or an earlier one's of the same burst."""
    if post.reply_to is not None or not earlier or chat.turn is None:
        return post.reply_to
    return chat.turn.reply_to


def certain(reading: MessageReading) -> MessageReading:
    """A transcript's own reading counts as certain: a disclosure exactly when it is deep enough."""
    return replace(reading, disclosure=float(reading.depth >= Policy().depth_min))


def count_words(text: str) -> int:
    return len(text.split())


def _is_blank(words: Utterance) -> bool:
    return not words.text.strip() and words.kind is MessageKind.TEXT
