"""The pace of sending, on a clock of its own: no limit is passed, and nobody waits without need."""

from __future__ import annotations

import asyncio
import heapq
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.buckets import MOST_LANES, Limit, Limits, Pace


class Simulated:
    """Time that passes only while everybody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self._count += 1
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, self._count, future))
        await future

    async def run(self, pace: Pace, chats: list[int]) -> list[tuple[float, int, int]]:
        """Lets one task for each chat in the list send; (moment, chat, place in the list) of each."""
        sent: list[tuple[float, int, int]] = []

        async def send(place: int, chat: int) -> None:
            async with pace.turn(chat):
                sent.append((self.now, chat, place))

        tasks = [asyncio.create_task(send(place, chat)) for place, chat in enumerate(chats)]
        while not all(task.done() for task in tasks):
            for _ in range(4):
                await asyncio.sleep(0)
            if self._sleepers:
                self.now, _, future = heapq.heappop(self._sleepers)
                future.set_result(None)
        return sent


def paced(limits: Limits | None = None) -> tuple[Simulated, Pace]:
    time = Simulated()
    return time, Pace(limits, clock=time.clock, sleep=time.sleep)


async def test_a_first_message_goes_at_once() -> None:
    time, pace = paced()
    assert await time.run(pace, [42]) == [(0.0, 42, 0)]


async def test_a_chat_gets_one_message_a_second_in_the_order_they_were_asked_for() -> None:
    time, pace = paced()
    assert await time.run(pace, [42, 42, 42]) == [(0.0, 42, 0), (1.0, 42, 1), (2.0, 42, 2)]


async def test_one_busy_chat_holds_up_no_other() -> None:
    time, pace = paced()
    sent = await time.run(pace, [1, 1, 1, 1, 2])
    assert (0.0, 2, 4) in sent


async def test_the_twenty_first_message_of_a_minute_to_a_group_waits_for_the_next() -> None:
    time, pace = paced()
    sent = await time.run(pace, [-5] * 21)
    assert [moment for moment, _, _ in sent[-2:]] == [19.0, 60.0]


async def test_a_person_has_no_limit_by_the_minute() -> None:
    time, pace = paced()
    assert (await time.run(pace, [5] * 25))[-1][0] == 24.0


async def test_over_all_thirty_go_in_a_second() -> None:
    time, pace = paced()
    sent = await time.run(pace, list(range(1, 65)))
    assert [sum(at == moment for at, _, _ in sent) for moment in (0.0, 1.0, 2.0)] == [30, 30, 4]


async def test_a_chat_that_telegram_asked_to_be_silent_in_is_left_alone() -> None:
    time, pace = paced()
    pace.hold(1, 9)
    assert sorted(await time.run(pace, [1, 2])) == [(0.0, 2, 1), (9.0, 1, 0)]


@given(st.lists(st.sampled_from([1, 2, 3, -1, -2]), max_size=40))
async def test_no_window_anywhere_holds_more_than_its_limit(chats: list[int]) -> None:
    limits = Limits(Limit(1, 1.0), Limit(4, 10.0), Limit(3, 1.0))
    time, pace = paced(limits)
    sent = await time.run(pace, chats)
    by_chat: dict[int, list[float]] = defaultdict(list)
    for moment, chat, _ in sent:
        by_chat[chat].append(moment)
    assert _fits([moment for moment, _, _ in sent], limits.overall)
    assert all(_fits(moments, limits.chat) for moments in by_chat.values())
    assert all(_fits(moments, limits.group) for chat, moments in by_chat.items() if chat < 0)


async def test_chats_that_rest_are_forgotten() -> None:
    time, pace = paced(Limits(overall=Limit(10**6, 1.0)))
    for chat in range(1, 3 * MOST_LANES):
        async with pace.turn(chat):
            pass
        time.now += 1
    assert len(pace._lanes) <= MOST_LANES  # the one thing to see here has no other window


def _fits(moments: list[float], limit: Limit) -> bool:
    later = moments[limit.count :]
    return all(after - before >= limit.seconds for before, after in zip(moments, later, strict=False))
