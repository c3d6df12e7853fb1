"""What the rules and the shell need from outside, as protocols. The only file in core that names a wait."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from core.ids import ChatId, EpisodeId, MessageId, Pair, PersonId, RoundId, UpdateId
from core.reading.scores import Abstention, MessageReading, ResponseReading
from core.utterance import Utterance

if TYPE_CHECKING:
    from core.chats import Chat
    from core.episodes import Episode
    from core.gaps import Gap, Place
    from core.inbound import Update
    from core.links import PairLink
    from core.notes import Note, NoteId, StoredNote
    from core.people import Person
    from core.rounds import Round
    from core.screens.model import Screen

T = TypeVar("T")


class Reader(Protocol):
    """Reads text in memory; pure, synchronous, milliseconds. Language it does not know: an Abstention."""

    @property
    def version(self) -> str: ...

    def read_message(
        self, message: Utterance, *, before: Sequence[str] = (), burst: Sequence[str] = ()
    ) -> MessageReading | Abstention:
        """`before`: up to five earlier messages, oldest first; `burst`: earlier ones of the same turn."""
        ...

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: Sequence[str] = ()
    ) -> ResponseReading | Abstention:
        """`to`: the disclosure it answers, None when its words are no longer in memory."""
        ...


@dataclass(frozen=True, slots=True)
class MonthSum:
    """What is left of a pair's episodes beyond its newest 500, by author and month."""

    pair: Pair
    author: PersonId
    month: str
    """YYYY-MM, UTC."""
    disclosures: int
    depth: float
    """Sum of depths."""
    responses: int
    responsiveness: float
    """Sum of rho over the answered ones."""


@dataclass(frozen=True, slots=True)
class Wake:
    """A chat or a round waits for a moment."""

    at: datetime
    chat: ChatId
    round: RoundId | None = None


class Transaction(Protocol):
    """Everything one update reads and writes; all of it is committed, or none."""

    async def first_time(self, update: UpdateId, at: datetime) -> bool:
        """Remembers the update's id; False when its effects are committed already."""
        ...

    async def chat(self, chat: ChatId) -> Chat | None: ...
    async def save_chat(self, chat: Chat, wake_at: datetime | None) -> None:
        """Stores version + 1. Raises Conflict when the row is not at `chat.version`."""
        ...

    async def drop_chat(self, chat: ChatId) -> None:
        """Deletes the chat with its episodes, rounds, sums and waiting notes."""
        ...

    async def move_chat(self, chat: ChatId, to: ChatId, at: datetime) -> None:
        """Everything of a known chat stands under its new id from now on, together with what was begun there
        (core/moving.py); for 48 hours the old id leads to the new one."""
        ...

    async def moves(self) -> dict[ChatId, tuple[ChatId, datetime]]:
        """Old ids of chats that moved in the last 48 hours, where each is now, and since when."""
        ...

    async def link(self, keyed_hash: str) -> PairLink | None: ...
    async def save_link(self, link: PairLink) -> None:
        """In place of whatever link its maker had."""
        ...

    async def links_of(self, person: PersonId) -> list[PairLink]:
        """Those that this person made or opened, by their makers."""
        ...

    async def drop_link(self, maker: PersonId) -> None: ...

    async def drop_person_from_chat(self, chat: ChatId, person: PersonId) -> None:
        """Deletes this person from the chat's ended episodes (wholly where they are author or the only one
        concerned) and from its sums; their notes that are about it, or name it, go, too."""
        ...

    async def chats_of(self, person: PersonId) -> list[ChatId]:
        """Chats that have this person among their members, sorted."""
        ...

    async def brought_to(self, person: PersonId) -> list[ChatId]:
        """Chats to which this person brought the bot (`Chat.added_by`), member or not, sorted."""
        ...

    async def asleep(self, after: datetime) -> list[ChatId]:
        """Chats that wait for a later moment than this, themselves or with a round of theirs; sorted."""
        ...

    async def person(self, person: PersonId) -> Person | None: ...
    async def people(self, prefix: str) -> list[PersonId]:
        """Known people whose ids begin so, sorted."""
        ...

    async def save_person(self, person: Person) -> None: ...

    async def episode(self, chat: ChatId, episode: EpisodeId) -> Episode | None:
        """An ended episode."""
        ...

    async def episodes_about(self, chat: ChatId, message: MessageId) -> list[Episode]:
        """The ended episodes that this message opened, answered or stood after, in the order (at, order)."""
        ...

    async def save_episode(self, chat: ChatId, episode: Episode) -> None:
        """Inserts or replaces an ended episode; keeps the newest 500 of each pair, then monthly sums."""
        ...

    async def episodes(self, chat: ChatId, since: datetime | None = None) -> list[Episode]:
        """Ended episodes in the order (at, order)."""
        ...

    async def sums(self, chat: ChatId) -> list[MonthSum]: ...

    async def round(self, round: RoundId) -> Round | None: ...
    async def rounds(self, chat: ChatId) -> list[Round]:
        """Rounds of the chat that are not over, in the order in which they close."""
        ...

    async def save_round(self, round: Round) -> None:
        """Stores it with its wake at `round.wake_at`; deletes it when it is over."""
        ...

    async def post(self, note: Note) -> NoteId | None:
        """Puts a note into the outbox; None when its key was used before."""
        ...

    async def note(self, note: NoteId) -> StoredNote | None: ...
    async def change_note(self, note: NoteId, args: Mapping[str, str]) -> None: ...
    async def refuse_notes(
        self, person: PersonId, kinds: Collection[str], at: datetime, chat: ChatId | None = None
    ) -> None:
        """Settles notes of these kinds to this person (about this chat), that were not sent yet, as
        refused: their keys stay used, as if they had been."""
        ...

    async def drop_notes(
        self, person: PersonId, chat: ChatId | None = None, besides: Collection[str] = ()
    ) -> None:
        """Deletes notes to this person (about this chat) that were not sent yet, but for these kinds."""
        ...

    async def take_out_of_reveals(self, chat: ChatId, person: PersonId) -> None:
        """Reveals to this chat that were not shown yet hold this person's answer no more."""
        ...

    async def put_off(self, note: NoteId, until: datetime) -> None:
        """A waiting note falls due then, later or sooner than it did."""
        ...

    async def notes_to(self, person: PersonId) -> list[StoredNote]: ...

    async def forget(self, person: PersonId, at: datetime, keyed_hash: str | None) -> None:
        """Deletes every row that belongs to this person alone, and that they brought the bot to a chat;
        remembers the hash, if any, with its date."""
        ...

    async def forgotten_at(self, keyed_hash: str) -> datetime | None: ...

    async def chats(self, prefix: str) -> list[ChatId]:
        """Known chats whose ids begin so, sorted."""
        ...

    async def saw(self, chat: ChatId, place: Place) -> None:
        """Remembers how far a known chat was heard; never less far than before. Message ids are numbers."""
        ...

    async def place(self, chat: ChatId) -> Place: ...
    async def entry(self, name: str) -> str | None:
        """What a platform wrote down under this name, of its own doings."""
        ...

    async def enter(self, name: str, said: str) -> None: ...


class Store(Protocol):
    """Where rows live. Commits of concurrent work are grouped; work of one transaction never interleaves."""

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Runs `work` and returns its result once it is durable. `work` may run twice: it only reads and
        writes through the transaction. Raises StoreFailed (StoreFull, Conflict); then nothing is kept."""
        ...

    async def next_wake(self, without: Collection[Wake] = ()) -> Wake | None:
        """The earliest wake of all chats and rounds, but for these."""
        ...

    async def claim(self, now: datetime, limit: int = 16, besides: Collection[str] = ()) -> list[StoredNote]:
        """Marks as *sending*, and returns, the oldest due note to each person or chat that is not among
        `besides`, oldest first; expired ones become *expired*."""
        ...

    async def next_note(self, besides: Collection[str] = ()) -> datetime | None:
        """When the next ready note falls due (the past counts as now); None when none waits. `besides`:
        people and chats whose notes do not count."""
        ...

    async def settle(
        self, note: NoteId, status: str, sent_as: str | None = None, due_at: datetime | None = None
    ) -> None:
        """What became of a claimed note: sent, unknown, refused, or ready (it provably never left), to be
        claimed again from `due_at` on, at once when it is None."""
        ...

    async def scrub(self) -> None:
        """After an erasure: checkpoints and truncates, so that deleted bytes are gone. Raises when not."""
        ...

    async def prune(self, now: datetime) -> None:
        """Deletes update ids and moves older than 48 hours, settled notes older than 30 days, hashes older
        than 30, links that have expired, and people who are in no chat, have no note left, keep nothing in
        mind, and neither brought the bot to a chat nor moderate one."""
        ...

    async def close(self) -> None: ...


class StoreFailed(Exception):
    """The store could not commit; nothing of the transaction is kept. Message: one plain sentence."""


class StoreFull(StoreFailed):
    """The disk is full."""


class Conflict(StoreFailed):
    """Somebody else wrote this row meanwhile: run the work again."""


class NotSent(Exception):
    """It provably never left: try again after `retry_after_s` seconds. `in_order`: whatever else goes to this
    person or chat waits behind it."""

    def __init__(self, retry_after_s: float = 1.0, *, in_order: bool = False) -> None:
        super().__init__("not sent")
        self.retry_after_s = retry_after_s
        self.in_order = in_order


class MaybeSent(Exception):
    """It may have arrived: never send it again."""


class Refused(Exception):
    """The platform will not take this note for this person or chat; another one may get through."""


class Unreachable(Refused):
    """Nothing reaches this person any more: they blocked the bot, closed their private chat, or are gone.

    Until they turn to the bot again nothing is sent to them, and nothing is tried.
    """


class Moved(Refused):
    """The chat has another id now; the note certainly never left."""

    def __init__(self, to: ChatId) -> None:
        super().__init__("the chat has moved")
        self.to = to


class Platform(Protocol):
    """One chat platform: translation and I/O, no judgement. One folder in adapters/ for each."""

    name: str
    """First part of its ids: "telegram", "discord", "web"."""

    async def run(self, handle: Callable[[Update], Awaitable[None]]) -> None:
        """Receives until cancelled. `handle` returns when the update's effects are committed: only then may
        it be confirmed to the platform. When `handle` raises, the update must come again."""
        ...

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        """Renders a screen to `to`'s person or chat, editing `replaces` in place, with `to.copies` below.

        `note` is the idempotency nonce and the first part of each button's data, "{note}:{button.name}". One
        that leaves no row behind is 0, however many there are.
        Returns a reference for later edits; with copies "{reference} {message id} {message id} …": the ids
        under which they stand in the chat, in order, "-" for one whose source is gone.
        Raises NotSent, MaybeSent, Refused, Unreachable or Moved.
        """
        ...

    async def close(self) -> None: ...


class Logbook(Protocol):
    """For a platform that does not hand in again what happened while the bot was away."""

    async def gaps(self, platform: str, now: datetime) -> list[Gap]:
        """Its known chats, each with what is missing of it. Raises StoreFailed, like all of these."""
        ...

    async def gap(self, chat: ChatId, now: datetime) -> Gap | None:
        """One chat as it is now; None when it is not known any more."""
        ...

    async def saw(self, chat: ChatId, place: Place) -> None:
        """Nothing up to this place needs to be asked for again."""
        ...

    async def entry(self, name: str) -> str | None:
        """What was written down under this name."""
        ...

    async def enter(self, name: str, said: str) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""
        ...
