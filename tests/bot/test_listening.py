"""What the shell adds to a reading of a reply, and what it leaves as a transcript gives it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.listening import Listener
from bot.texts import Texts
from core.events import Spoke
from core.ids import EpisodeId, MessageId
from core.inbound import Posted, Who
from core.people import Person, QuietHours
from core.reading.scores import Manner, MessageReading, ResponseReading
from core.utterance import Utterance
from tests.core.builders import ANA, BEN, HOME, MONDAY, POLICY, Life, disclosed, said

ASKS = "oh no. what happened then?"


class FlatReader:
    """Reads the same in everything."""

    version = "flat"

    def read_message(
        self, message: Utterance, *, before: Sequence[str] = (), burst: Sequence[str] = ()
    ) -> MessageReading:
        return MessageReading(disclosure=0.01)

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: Sequence[str] = ()
    ) -> ResponseReading:
        return ResponseReading(understanding=0.2, relevance=0.9)


async def answered(words: str, response: ResponseReading | None = None) -> Spoke:
    life: Life = disclosed()
    listener = Listener(FlatReader(), Texts(), POLICY)
    post = Posted(
        chat=HOME,
        author=Who(BEN, "Ben"),
        message=MessageId("b2"),
        words=Utterance(text=words),
        given_response=response,
    )
    return await listener.posted(life.chat, post, MONDAY + timedelta(hours=1, minutes=5))


@pytest.mark.asyncio
async def test_a_reply_that_was_read_is_looked_at_for_its_manner() -> None:
    spoke = await answered(ASKS)
    assert spoke.responses[EpisodeId("a1")].manner == Manner(follow_up=1.0)


class KeepsPace(FlatReader):
    """Writes down how immediate each message is said to be."""

    def __init__(self) -> None:
        self.paces: list[float | None] = []

    def read_message(
        self, message: Utterance, *, before: Sequence[str] = (), burst: Sequence[str] = ()
    ) -> MessageReading:
        self.paces.append(message.immediacy)
        return MessageReading(disclosure=0.01)


@pytest.mark.asyncio
async def test_quiet_hours_do_not_change_how_immediate_a_reply_is() -> None:
    reader = KeepsPace()
    for quiet in (None, QuietHours.parse("19:10-23:50")):
        life = disclosed(ben=Person(id=BEN, quiet_hours=quiet))
        life.waits(minutes=200)
        life.happens(said(BEN, "b2", tone=ResponseReading(), to=["a1"]))
        life.waits(hours=1)
        life.happens(said(ANA, "a2"))
        life.waits(minutes=1)
        post = Posted(
            chat=HOME, author=Who(BEN, "Ben"), message=MessageId("b3"), words=Utterance(text="so it is")
        )
        await Listener(reader, Texts(), POLICY).posted(life.chat, post, life.at)
    plain, with_quiet_hours = reader.paces
    assert plain is not None
    assert plain == with_quiet_hours


@pytest.mark.asyncio
async def test_a_given_response_stays_as_it_is_given() -> None:
    given = ResponseReading(understanding=0.3)
    spoke = await answered(ASKS, given)
    assert spoke.responses == {EpisodeId("a1"): given}
