"""Words in memory, while they may still be needed to read what answers them. Never written anywhere.

For each chat the last six messages, the turn under way and what was disclosed; 48 hours at the most. A
disclosure stays that long whether or not it ended: when it ends hangs on private things, and how a late reply
reads is seen.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.ids import ChatId, MessageId, PersonId
from core.moving import message_there
from core.utterance import Utterance

LAST_MESSAGES = 6
LONGEST = timedelta(hours=48)
MOST_CHATS = 5_000


@dataclass(slots=True)
class _Kept:
    words: Utterance
    at: datetime
    author: PersonId
    sticky: bool = False
    disclosing: bool = False
    edited_at: datetime | None = None


@dataclass(slots=True)
class _Shelf:
    messages: OrderedDict[MessageId, _Kept] = field(default_factory=OrderedDict)


class Texts:
    """What was just said, by chat and message id."""

    def __init__(self) -> None:
        self._shelves: OrderedDict[ChatId, _Shelf] = OrderedDict()

    def remember(
        self,
        chat: ChatId,
        message: MessageId,
        words: Utterance,
        at: datetime,
        author: PersonId,
        *,
        sticky: bool = False,
        edited_at: datetime | None = None,
    ) -> Utterance:
        """The words as they stand: of two versions the later one, in whichever order they arrive.

        `sticky`: keep it although it is not among the last six (an answer that waits for its reveal).
        """
        shelf = self._shelves.setdefault(chat, _Shelf())
        self._shelves.move_to_end(chat)
        known = shelf.messages.get(message)
        if known is not None and _is_later(known.edited_at, edited_at):
            words, edited_at, at = known.words, known.edited_at, min(known.at, at)
        shelf.messages[message] = _Kept(words, at, author, sticky, edited_at=edited_at)
        while len(self._shelves) > MOST_CHATS:
            self._shelves.popitem(last=False)
        return words

    def of(self, chat: ChatId, message: MessageId) -> Utterance | None:
        shelf = self._shelves.get(chat)
        kept = shelf.messages.get(message) if shelf is not None else None
        return kept.words if kept is not None else None

    def said_at(self, chat: ChatId, message: MessageId) -> datetime | None:
        shelf = self._shelves.get(chat)
        kept = shelf.messages.get(message) if shelf is not None else None
        return kept.at if kept is not None else None

    def before(
        self,
        chat: ChatId,
        message: MessageId,
        without: Collection[MessageId],
        agreed: Callable[[PersonId], bool],
        most: int = 5,
    ) -> list[str]:
        """Words of up to `most` messages before this one, oldest first, of those who still agree."""
        shelf = self._shelves.get(chat)
        if shelf is None:
            return []
        earlier: list[str] = []
        for other, kept in list(shelf.messages.items()):
            if other == message:
                break
            if other not in without and not kept.sticky and agreed(kept.author):
                earlier.append(kept.words.text)
        return earlier[-most:]

    def keep_only(
        self, chat: ChatId, disclosing: Collection[MessageId], under_way: Collection[MessageId], now: datetime
    ) -> None:
        """Lets go of what is neither among the last six, nor of the turn under way, nor a disclosure; and of
        everything over 48 hours."""
        shelf = self._shelves.get(chat)
        if shelf is None:
            return
        last = list(shelf.messages)[-LAST_MESSAGES:]
        for message, kept in list(shelf.messages.items()):
            kept.disclosing = kept.disclosing or message in disclosing
            wanted = message in last or message in under_way or kept.sticky or kept.disclosing
            if not wanted or now - kept.at > LONGEST:
                del shelf.messages[message]
        if not shelf.messages:
            del self._shelves[chat]

    def let_go(self, chat: ChatId, messages: Collection[MessageId]) -> None:
        """These disclose nothing any more: they were taken back."""
        shelf = self._shelves.get(chat)
        if shelf is None:
            return
        for message in messages:
            if (kept := shelf.messages.get(message)) is not None:
                kept.disclosing = False

    def move(self, chat: ChatId, to: ChatId) -> None:
        """The same words under a chat's new id, before what was said there since."""
        before = self._shelves.pop(chat, None)
        if before is not None:
            since = self._shelves.get(to, _Shelf()).messages
            there = {MessageId(message_there(chat, name)): kept for name, kept in before.messages.items()}
            self._shelves[to] = _Shelf(OrderedDict({**there, **since}))

    def sweep(self, now: datetime) -> None:
        """Lets go of everything over 48 hours, in every chat."""
        for chat in list(self._shelves):
            shelf = self._shelves[chat]
            for message in [m for m, kept in shelf.messages.items() if now - kept.at > LONGEST]:
                del shelf.messages[message]
            if not shelf.messages:
                del self._shelves[chat]

    def drop(self, chat: ChatId, message: MessageId) -> None:
        """Lets go of a message that was deleted."""
        if (shelf := self._shelves.get(chat)) is not None:
            shelf.messages.pop(message, None)

    def forget_person(self, author: PersonId) -> None:
        """Lets go of everything that came from this person, what they forwarded included."""
        for chat in list(self._shelves):
            shelf = self._shelves[chat]
            for message in [m for m, kept in shelf.messages.items() if kept.author == author]:
                del shelf.messages[message]
            if not shelf.messages:
                del self._shelves[chat]

    def forget(self, chat: ChatId) -> None:
        self._shelves.pop(chat, None)


def _is_later(known: datetime | None, other: datetime | None) -> bool:
    """Whether an edit of this moment stands against another version; what was never edited is the oldest."""
    return known is not None and (other is None or known > other)
