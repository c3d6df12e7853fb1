"""States to JSON and back, strictly, and moments to whole microseconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from core.agenda import Agenda
from core.chats import Answered, Chat, Contest, Felt, Reply
from core.episodes import Episode
from core.ids import PersonId
from core.moderation import Moderation
from core.notes import Note
from core.parked import Parked
from core.people import Person
from core.ports import StoreFailed
from core.repertoire import Repertoire
from core.rounds import Round

T = TypeVar("T")

UPDATE_KEPT = timedelta(hours=48)
"""Longer than any platform redelivers."""
NOTE_KEPT = timedelta(days=30)
"""Settled notes: their buttons work that long."""
ERASURE_KEPT = timedelta(days=30)
OUTCOMES = frozenset({"sent", "unknown", "refused", "ready"})
"""What may become of a claimed note."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Shape(Generic[T]):
    """One kind of state as a JSON text. The adapter is built once.

    `recent`: so many texts are remembered with what they say. A live chat is read several times for each of
    its messages; the same text says the same, whoever wrote it and whatever was rolled back meanwhile.
    """

    def __init__(self, kind: type[T], *, recent: int = 0, without: Iterable[str] = ()) -> None:
        self._name = kind.__name__.lower()
        self._adapter = TypeAdapter(kind)
        self._without = set(without)
        self._remembered = lru_cache(maxsize=recent)(self._parsed)

    def text(self, value: T) -> str:
        return self._adapter.dump_json(value, exclude=self._without).decode()

    def value(self, text: str) -> T:
        """Raises StoreFailed when the text is not what this version writes."""
        return self._remembered(text)

    def let_go(self) -> None:
        """Remembers nothing any more: what was erased is not even in memory."""
        self._remembered.cache_clear()

    def _parsed(self, text: str) -> T:
        try:
            return self._adapter.validate_json(text, strict=True)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"]) or "it"
            raise StoreFailed(f"A stored {self._name} cannot be read: {where} has another shape.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What of a chat changes with an episode or a check-in, not with a message: a row of its own, so that a
    message costs the same however much was learnt. The fields are the chat's, by their names."""

    replies: dict[PersonId, tuple[Reply, ...]] = field(default_factory=dict)
    answered: dict[PersonId, dict[PersonId, tuple[Answered, ...]]] = field(default_factory=dict)
    felt: dict[PersonId, tuple[Felt, ...]] = field(default_factory=dict)
    moderation: Moderation = field(default_factory=Moderation)
    agenda: Agenda = field(default_factory=Agenda)
    contested: dict[PersonId, dict[PersonId, tuple[Contest, ...]]] = field(default_factory=dict)
    repertoire: Repertoire = field(default_factory=Repertoire)
    parked: tuple[Parked, ...] = ()

    @classmethod
    def of(cls, chat: Chat) -> Habits:
        return cls(**{name: getattr(chat, name) for name in _SELDOM})

    def are_of(self, chat: Chat) -> bool:
        """Whether the chat holds these very objects: what did not change is neither compared nor written."""
        return all(getattr(chat, name) is getattr(self, name) for name in _SELDOM)

    def put_into(self, chat: Chat) -> Chat:
        return replace(chat, **{name: getattr(self, name) for name in _SELDOM})


_SELDOM = tuple(field.name for field in fields(Habits))
RECENT_CHATS = 64
"""Chats whose rows are remembered as they were last read: some megabytes at most."""

CHAT = Shape(Chat, recent=RECENT_CHATS, without=_SELDOM)
HABITS = Shape(Habits, recent=RECENT_CHATS)
PERSON = Shape(Person)
ROUND = Shape(Round)
EPISODE = Shape(Episode)
NOTE = Shape(Note)


def micros(at: datetime) -> int:
    """Microseconds since 1970, exact."""
    return (at - _EPOCH) // _MICROSECOND


def micros_or_none(at: datetime | None) -> int | None:
    return None if at is None else micros(at)


def moment(value: int) -> datetime:
    """The moment of so many microseconds, UTC."""
    return _EPOCH + timedelta(microseconds=value)
