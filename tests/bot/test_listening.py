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
from core.reading.scores import Manner, MessageReading, ResponseReading
from core.utterance import Utterance
from tests.core.builders import BEN, HOME, MONDAY, POLICY, Life, disclosed

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


@pytest.mark.asyncio
async def test_a_given_response_stays_as_it_is_given() -> None:
    given = ResponseReading(understanding=0.3)
    spoke = await answered(ASKS, given)
    assert spoke.responses == {EpisodeId("a1"): given}
