"""What every store promises about ended episodes: order, bounds, monthly sums."""

from __future__ import annotations

from dataclasses import replace
from operator import methodcaller

import pytest

from adapters.storage.pairs import KEPT
from core.episodes import EpisodeState, Said
from core.ids import EpisodeId, MessageId
from core.ports import MonthSum, Store, Transaction
from core.reading.scores import ResponseReading, responsiveness
from tests.storage.builders import ANA, BEN, CLEO, CLUB, HOME, ask, episode, later, response, tell

RHO = responsiveness(0.9, 0.6, 0.3, 0, 0)


async def fill(store: Store, numbers: range, **values: object) -> None:
    async def work(tx: Transaction) -> None:
        for number in numbers:
            await tx.save_episode(HOME, episode(number, **values))  # type: ignore[arg-type]  # any field

    await store.transact(work)


async def names(store: Store) -> list[str]:
    return [one.id for one in await ask(store, lambda tx: tx.episodes(HOME))]


async def test_episodes_come_in_the_order_of_time_then_of_disclosure(store: Store) -> None:
    for one in (episode(3), episode(2, at=later(9), order=2), episode(1, at=later(9), order=1)):
        await ask(store, methodcaller("save_episode", HOME, one))
    assert await names(store) == ["m3", "m1", "m2"]


async def test_episodes_since_a_moment_include_that_moment(store: Store) -> None:
    await fill(store, range(1, 5))
    found = await ask(store, lambda tx: tx.episodes(HOME, later(3)))
    assert [one.id for one in found] == ["m3", "m4"]


async def test_an_episode_that_is_saved_again_is_replaced(store: Store) -> None:
    await fill(store, range(1, 3))
    rewritten = episode(1, state=EpisodeState.WITHDRAWN, at=later(7), concerned=(BEN, CLEO))
    await ask(store, lambda tx: tx.save_episode(HOME, rewritten))
    assert await ask(store, lambda tx: tx.episodes(HOME)) == [episode(2), rewritten]


async def test_episodes_of_another_chat_are_not_seen(store: Store) -> None:
    await ask(store, lambda tx: tx.save_episode(CLUB, episode(1)))
    found = await tell(
        store,
        lambda tx: tx.episodes(HOME),
        lambda tx: tx.episode(HOME, EpisodeId("m1")),
        lambda tx: tx.episodes_about(HOME, MessageId("m1")),
        lambda tx: tx.episode(CLUB, EpisodeId("m1")),
    )
    assert found == [[], None, [], episode(1)]


async def test_every_message_leads_to_the_episode_it_belongs_to(store: Store) -> None:
    """Whether it disclosed, answered or only stood after it; whichever part of a turn it was."""
    said = tuple(
        Said(message=MessageId(m), at=later(4), reading=ResponseReading(), words=1) for m in ("m4", "m5")
    )
    one = episode(
        1,
        messages=(MessageId("m0"), MessageId("m1")),
        responses=(response(BEN, "m5", parts=said),),
        passed=(response(BEN, "m7"),),
    )
    await ask(store, lambda tx: tx.save_episode(HOME, one))
    messages = ("m0", "m1", "m4", "m5", "m7", "m6")
    found = await tell(store, *(methodcaller("episodes_about", HOME, MessageId(m)) for m in messages))
    assert found == [[one]] * 5 + [[]]


async def test_a_message_leads_to_every_episode_it_belongs_to(store: Store) -> None:
    """It answered two, and disclosed something itself."""
    two = [episode(number, responses=(response(BEN, "m3"),)) for number in (1, 2)]
    own = episode(3, BEN, (ANA,))
    await tell(store, *(methodcaller("save_episode", HOME, one) for one in (own, *two)))
    assert await ask(store, lambda tx: tx.episodes_about(HOME, MessageId("m3"))) == [*two, own]


async def test_an_answer_that_was_taken_back_leads_nowhere(store: Store) -> None:
    await ask(store, lambda tx: tx.save_episode(HOME, episode(1, responses=(response(BEN, "m2"),))))
    await ask(store, lambda tx: tx.save_episode(HOME, episode(1)))
    assert await ask(store, lambda tx: tx.episodes_about(HOME, MessageId("m2"))) == []


async def test_the_newest_500_of_a_pair_stay_and_the_rest_is_added_up(store: Store) -> None:
    answered = {"state": EpisodeState.ANSWERED, "responses": (response(BEN, "r1"), response(BEN, "r2", 0.1))}
    await fill(store, range(3), **answered)
    await fill(store, range(3, KEPT + 5))
    assert await names(store) == [f"m{number}" for number in range(5, KEPT + 5)]
    (left,) = await ask(store, lambda tx: tx.sums(HOME))
    assert left == MonthSum((ANA, BEN), ANA, "2026-03", 5, 2.5, 3, left.responsiveness)
    assert left.responsiveness == pytest.approx(3 * RHO)
    assert await ask(store, lambda tx: tx.episodes_about(HOME, MessageId("r1"))) == []


async def test_withdrawn_episodes_leave_no_sum(store: Store) -> None:
    await fill(store, range(2), state=EpisodeState.WITHDRAWN)
    await fill(store, range(2, KEPT + 2))
    assert await tell(store, lambda tx: tx.sums(HOME), lambda tx: tx.episode(HOME, EpisodeId("m1"))) == [
        [],
        None,
    ]


async def test_sums_are_kept_by_month_and_author(store: Store) -> None:
    for number in range(4):
        author, other = (ANA, BEN) if number % 2 else (BEN, ANA)
        one = episode(number, author, (other,), at=later(number).replace(month=number // 2 + 1))
        await ask(store, methodcaller("save_episode", HOME, one))
    await fill(store, range(4, KEPT + 4))
    found = [(one.month, one.author, one.disclosures) for one in await ask(store, lambda tx: tx.sums(HOME))]
    assert found == [("2026-01", ANA, 1), ("2026-01", BEN, 1), ("2026-02", ANA, 1), ("2026-02", BEN, 1)]


async def test_an_episode_of_several_pairs_stays_while_one_of_them_needs_it(store: Store) -> None:
    await fill(store, range(1), concerned=(BEN, CLEO))
    await fill(store, range(1, KEPT + 1))
    kept = (await names(store))[0], await ask(store, lambda tx: tx.sums(HOME))
    await fill(store, range(KEPT + 1, 2 * KEPT + 1), concerned=(CLEO,))
    counted = [(one.pair, one.disclosures) for one in await ask(store, lambda tx: tx.sums(HOME))]
    assert kept == ("m0", [])
    assert counted == [((ANA, BEN), 1), ((ANA, CLEO), 1)]


async def test_episodes_that_concern_nobody_are_bounded_too(store: Store) -> None:
    await fill(store, range(KEPT + 3), concerned=())
    assert (len(await names(store)), await ask(store, lambda tx: tx.sums(HOME))) == (KEPT, [])


async def test_what_comes_late_and_is_older_than_all_is_only_counted(store: Store) -> None:
    await fill(store, range(1, KEPT + 1))
    await fill(store, range(1))
    assert "m0" not in await names(store)
    assert [one.disclosures for one in await ask(store, lambda tx: tx.sums(HOME))] == [1]


async def test_rewriting_an_episode_pushes_no_other_out(store: Store) -> None:
    await fill(store, range(KEPT))
    for _ in range(3):
        await ask(store, lambda tx: tx.save_episode(HOME, replace(episode(7), at=later(9999))))
    assert len(await names(store)) == KEPT
