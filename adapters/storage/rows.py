"""States to JSON and back, strictly, and moments to whole microseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from core.chats import Chat, Episode
from core.notes import Note
from core.people import Person
from core.ports import StoreFailed
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
    """One kind of state as a JSON text. The adapter is built once."""

    def __init__(self, kind: type[T]) -> None:
        self._name = kind.__name__.lower()
        self._adapter = TypeAdapter(kind)

    def text(self, value: T) -> str:
        return self._adapter.dump_json(value).decode()

    def value(self, text: str) -> T:
        """Raises StoreFailed when the text is not what this version writes."""
        try:
            return self._adapter.validate_json(text, strict=True)
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"]) or "it"
            raise StoreFailed(f"A stored {self._name} cannot be read: {where} has another shape.") from None


CHAT = Shape(Chat)
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
