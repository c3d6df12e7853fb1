"""After an outage everything comes at once: what people told the bot keeps its place among what they said."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from adapters.telegram.line import Line
from adapters.telegram.polling import Polls
from adapters.telegram.receiving import Receiver
from tests.telegram.small_shell import FAST

GROUP, OTHER, ANA = -100, -200, 7


def _said(number: int, chat: int, text: str = "hello") -> dict[str, object]:
    kind = "private" if chat > 0 else "group"
    people = {"id": ANA, "is_bot": False, "first_name": "Ana"}
    message = {"message_id": number, "chat": {"id": chat, "type": kind}, "from": people, "text": text}
    return {"update_id": number, "message": message}


async def _handled(batch: list[dict[str, object]], *failing: int) -> tuple[list[int], list[int]]:
    """The numbers in the order in which they were done; and those that are left."""
    done: list[int] = []

    async def handle_one(raw: Mapping[str, object]) -> None:
        number = raw["update_id"]
        assert isinstance(number, int)
        await asyncio.sleep(0.002 * (10 - number))  # the first takes longest
        if number in failing:
            raise OSError
        done.append(number)

    async def check_token() -> None:
        """It is as it was."""

    receiver = Receiver(Polls.__new__(Polls), Line(), FAST, handle_one, check_token)
    left = await receiver._handle_all(batch)
    return done, sorted(int(str(raw["update_id"])) for raw in left)


async def test_what_is_told_to_the_bot_waits_for_what_was_said_before_it_and_holds_after_it() -> None:
    batch = [_said(1, GROUP), _said(2, OTHER), _said(3, ANA, "/pause"), _said(4, GROUP), _said(5, OTHER)]
    done, left = await _handled(batch)
    assert (done[2], set(done[:2]), set(done[3:]), left) == (3, {1, 2}, {4, 5}, [])


async def test_a_command_in_a_group_is_told_to_the_bot() -> None:
    batch = [_said(1, GROUP), _said(2, OTHER, "/pause"), _said(3, GROUP)]
    assert (await _handled(batch))[0] == [1, 2, 3]


async def test_where_something_told_to_the_bot_failed_nothing_after_it_is_handled() -> None:
    batch = [_said(1, GROUP), _said(2, ANA, "/withdraw"), _said(3, GROUP), _said(4, OTHER)]
    assert await _handled(batch, 2) == ([1], [2, 3, 4])


async def test_where_a_message_failed_only_its_own_chat_waits() -> None:
    batch = [_said(1, GROUP), _said(2, ANA, "hi"), _said(3, GROUP), _said(4, OTHER)]
    assert await _handled(batch, 1) == ([2, 4], [1, 3])
