"""What REST told of a channel is remembered for a while, each round of asking for itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from adapters.discord.ids import channel_chat, person_id
from adapters.discord.incoming import Incoming
from core.ids import MessageId, UpdateId
from core.inbound import Posted, Update, Who
from core.utterance import Utterance

US = channel_chat("1")
KEPT_S = 0.2


def said(number: str) -> Update:
    words = Utterance(text="hello")
    post = Posted(chat=US, author=Who(person_id("2"), "Ana"), message=MessageId(number), words=words)
    return Update(id=UpdateId(f"discord:{number}"), at=datetime(2026, 11, 22, tzinfo=UTC), what=post)


async def test_a_later_round_keeps_what_it_told_for_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.incoming.TOLD_KEPT_S", KEPT_S)
    incoming, handled = Incoming(), list[Update]()

    async def handle(update: Update) -> None:
        handled.append(update)

    incoming.handle = handle
    for number in ("11", "12"):
        incoming.catches_up(US)
        await incoming.tell(said(number))
        incoming.caught_up(US)
        await asyncio.sleep(0.6 * KEPT_S)
    await incoming.hand_in(said("12"))  # the first round is let go, the second is not
    during = len(handled)
    await asyncio.sleep(KEPT_S)
    await incoming.hand_in(said("12"))
    assert (during, len(handled)) == (2, 3)
