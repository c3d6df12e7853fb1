"""How long one decision of a chat takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

from benchmarks.rows import Row, micros
from core.chats import Chat, Consent, Member
from core.decide import decide, wake_at
from core.effects import EpisodeEnded, Nudge, ResponseAttached
from core.events import Event, Spoke, TimeReached, What
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.people import Person
from core.policy import Policy
from core.reading.scores import MessageReading, ResponseReading

TIMES = 2000
MONDAY = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
ANA, BEN = PersonId("ana"), PersonId("ben")
PEOPLE = {name: Person(id=name) for name in (ANA, BEN)}
POLICY = Policy()
PLAIN = MessageReading(disclosure=0.01)
DEEP = MessageReading(
    self_relevance=1, personal=0.8, private=0.8, affective=0.8, valence=-0.8, disclosure=0.99
)
SLIGHT = ResponseReading(understanding=0.1, caring=0.1, relevance=0.9)
WARM = ResponseReading(understanding=0.8, appreciation=0.8, caring=0.8, relevance=0.9)


def rows() -> Iterator[Row]:
    new, long = lived(20), lived(500)
    yield Row("decide", "plain message in a couple", measured(*_plain(new)))
    yield Row("decide", "the same after 500 ended episodes", measured(*_plain(long)))
    yield Row("decide", "the same with a setting of its own", measured(*_with_setting(new)))
    yield Row("decide", "message that closes a turn with an answer", measured(*_answered(new)))
    yield Row("decide", "T_soft: the rows are asked, a nudge is sent", measured(*_soft(new)))


def measured(chat: Chat, event: Event) -> str:
    seconds = []
    for _ in range(TIMES):
        began = perf_counter()
        decide(chat, event, POLICY)
        seconds.append(perf_counter() - began)
    return micros(seconds)


def lived(episodes: int) -> Chat:
    """A couple's chat after so many answered disclosures, all of them ended."""
    members = {name: Member(Consent.AGREED, MONDAY) for name in (ANA, BEN)}
    chat, at, over = Chat(id=ChatId("home"), members=members), MONDAY, 0
    for n in range(episodes):
        at += timedelta(hours=13)
        chat, _ = _after(chat, at, _said(ANA, f"a{n}", DEEP))
        at += timedelta(minutes=5)
        chat, _ = _after(chat, at, _said(BEN, f"b{n}", PLAIN, WARM, to=f"a{n}"))
        chat, effects = decide(chat, Event(at=at + timedelta(hours=12), what=TimeReached()), POLICY)
        over += sum(isinstance(effect, EpisodeEnded) for effect in effects)
    assert over == episodes
    return chat


def _plain(chat: Chat) -> tuple[Chat, Event]:
    at = MONDAY + timedelta(days=400)
    chat, _ = _after(chat, at, _said(ANA, "x1", PLAIN))
    return chat, _event(at + timedelta(minutes=1), _said(BEN, "x2", PLAIN))


def _with_setting(chat: Chat) -> tuple[Chat, Event]:
    chat, event = _plain(chat)
    return replace(chat, settings={"depth_min": 0.4}), event


def _answered(chat: Chat) -> tuple[Chat, Event]:
    at = MONDAY + timedelta(days=400)
    chat, _ = _after(chat, at, _said(ANA, "x1", DEEP))
    at += timedelta(minutes=5)
    chat, _ = _after(chat, at, _said(BEN, "x2", PLAIN, SLIGHT, to="x1"))
    event = _event(at + timedelta(minutes=1), _said(ANA, "x3", PLAIN))
    assert any(isinstance(effect, ResponseAttached) for effect in decide(chat, event, POLICY)[1])
    return chat, event


def _soft(chat: Chat) -> tuple[Chat, Event]:
    at = MONDAY + timedelta(days=400)
    chat, _ = _after(chat, at, _said(ANA, "x1", DEEP))
    chat, _ = _after(chat, at + timedelta(minutes=3), TimeReached())
    due = wake_at(chat, POLICY)
    assert due is not None
    event = _event(due, TimeReached())
    assert any(isinstance(effect, Nudge) for effect in decide(chat, event, POLICY)[1])
    return chat, event


def _said(
    author: PersonId, message: str, reading: MessageReading, tone: ResponseReading | None = None, to: str = ""
) -> Spoke:
    answers = {EpisodeId(to): tone} if tone is not None else {}
    return Spoke(
        message=MessageId(message), author=author, reading=reading, words=9, tone=tone, responses=answers
    )


def _event(at: datetime, what: What) -> Event:
    return Event(at=at, what=what, people=PEOPLE)


def _after(chat: Chat, at: datetime, what: What) -> tuple[Chat, int]:
    after, effects = decide(chat, _event(at, what), POLICY)
    return after, len(effects)


if __name__ == "__main__":
    for row in rows():
        print(row.what, row.found, sep="\t")
