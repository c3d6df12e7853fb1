"""Small whole values for the stores' tests: Ana, Ben and their chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from core.chats import Chat, Consent, Member
from core.episodes import Episode, EpisodeState, Response, Way
from core.ids import ChatId, EpisodeId, MessageId, PersonId, RoundId
from core.notes import Note
from core.ports import Store, Transaction
from core.reading.scores import ResponseReading
from core.rounds import Round

T = TypeVar("T")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANA, BEN, CLEO = PersonId("web:ana"), PersonId("web:ben"), PersonId("web:cleo")
HOME, CLUB = ChatId("web:home"), ChatId("web:club")


def later(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def chat(name: ChatId = HOME, people: tuple[PersonId, ...] = (ANA, BEN), **values: Any) -> Chat:
    members = {person: Member(Consent.AGREED, NOON) for person in people}
    return Chat(id=name, members=members, **values)


def response(author: PersonId, message: str, understanding: float = 0.9, **values: Any) -> Response:
    reading = ResponseReading(understanding=understanding, appreciation=0.6, caring=0.3)
    return Response(message=MessageId(message), author=author, at=NOON, reading=reading, **values)


def episode(number: int, author: PersonId = ANA, to: tuple[PersonId, ...] = (BEN,), **values: Any) -> Episode:
    """The episode of message m{number}, in minute {number}."""
    given: dict[str, Any] = {
        "id": EpisodeId(f"m{number}"),
        "way": Way.SPOTTED,
        "author": author,
        "at": later(number),
        "said_at": later(number),
        "depth": 0.5,
        "valence": -0.25,
        "concerned": to,
        "order": number,
        "state": EpisodeState.EXPIRED,
    }
    return Episode(**(given | values))


def check_in(name: str, closes_in: float = 60, where: ChatId = HOME, **values: Any) -> Round:
    asked = (ANA, BEN)
    return Round(
        id=RoundId(name), chat=where, prompt="p1", level=1, asked=asked, closes_at=later(closes_in), **values
    )


def note(to: PersonId | None = BEN, **values: Any) -> Note:
    return Note(**({"kind": "nudge", "to_person": to, "about_chat": HOME} | values))


async def tell(store: Store, *works: Callable[[Transaction], Awaitable[Any]]) -> list[Any]:
    """Runs some calls in one transaction and returns what each gave."""

    async def work(tx: Transaction) -> list[Any]:
        return [await one(tx) for one in works]

    return await store.transact(work)


async def ask(store: Store, work: Callable[[Transaction], Awaitable[T]]) -> T:
    return await store.transact(work)
