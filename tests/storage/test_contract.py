"""What every store promises about updates, chats, people and check-ins."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta
from operator import methodcaller

import pytest

from core.agenda import Agenda, Regular
from core.chats import PastTurn, Reply, Run, Sign, Turn, TurnMessage
from core.ids import EpisodeId, MessageId, RoundId, UpdateId
from core.people import Expectation, Expecting, Person, QuietHours
from core.ports import Conflict, Store, StoreFailed, Transaction, Wake
from core.reading.scores import MessageReading, ResponseReading
from core.rounds import Answer
from tests.storage.builders import (
    ANA,
    BEN,
    CLEO,
    CLUB,
    HOME,
    NOON,
    ask,
    chat,
    check_in,
    episode,
    later,
    note,
    response,
    tell,
)

UPDATE = UpdateId("web:bot:7")


async def test_an_update_is_new_once(store: Store) -> None:
    first = await ask(store, lambda tx: tx.first_time(UPDATE, NOON))
    assert (first, await ask(store, lambda tx: tx.first_time(UPDATE, later(1)))) == (True, False)


async def test_an_update_with_a_lower_number_than_the_last_is_still_new(store: Store) -> None:
    await ask(store, lambda tx: tx.first_time(UpdateId("web:bot:900"), NOON))
    assert await ask(store, lambda tx: tx.first_time(UpdateId("web:bot:3"), NOON))


async def test_a_failing_work_leaves_nothing_behind(store: Store) -> None:
    await tell(store, lambda tx: tx.save_chat(chat(), later(5)), lambda tx: tx.save_episode(HOME, episode(1)))

    async def work(tx: Transaction) -> None:
        await tx.first_time(UPDATE, NOON)
        await tx.save_chat(chat(people=(ANA, CLEO), version=1), later(1))
        await tx.save_person(Person(id=ANA))
        await tx.save_episode(HOME, episode(2))
        await tx.save_round(check_in("r1"))
        await tx.post(note(key="k"))
        await tx.drop_person_from_chat(HOME, ANA)
        await tx.drop_chat(HOME)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.transact(work)
    left = await tell(
        store,
        lambda tx: tx.first_time(UPDATE, NOON),
        lambda tx: tx.chat(HOME),
        lambda tx: tx.person(ANA),
        lambda tx: tx.episodes(HOME),
        lambda tx: tx.rounds(HOME),
        lambda tx: tx.notes_to(BEN),
        lambda tx: tx.chats_of(CLEO),
        lambda tx: tx.chats_of(BEN),
    )
    assert left == [True, chat(version=1), None, [episode(1)], [], [], [], [HOME]]
    assert await store.next_wake() == Wake(later(5), HOME)


async def test_a_failed_post_does_not_use_up_its_key(store: Store) -> None:
    async def work(tx: Transaction) -> None:
        await tx.post(note(key="k"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.transact(work)
    assert await ask(store, lambda tx: tx.post(note(key="k"))) is not None


async def test_a_work_sees_its_own_writes(store: Store) -> None:
    async def work(tx: Transaction) -> bool:
        await tx.save_person(Person(id=ANA, name="Ana"))
        return await tx.person(ANA) == Person(id=ANA, name="Ana")

    assert await store.transact(work)


async def test_works_never_interleave(store: Store) -> None:
    await ask(store, lambda tx: tx.save_chat(chat(), None))

    async def count(tx: Transaction) -> None:
        found = await tx.chat(HOME)
        assert found is not None
        await asyncio.sleep(0)
        await tx.save_chat(replace(found, disclosures=found.disclosures + 1), None)

    await asyncio.gather(*(store.transact(count) for _ in range(50)))
    found = await ask(store, lambda tx: tx.chat(HOME))
    assert found is not None
    assert (found.disclosures, found.version) == (50, 51)


async def test_a_chat_comes_back_as_it_was_one_version_later(store: Store) -> None:
    reading = MessageReading(self_relevance=0.1, topics=("work",), valence=-0.3)
    full = chat(
        title="Zuhause 🏡",
        settings={"ttr_lambda": 0.5},
        turn=Turn(
            author=ANA,
            messages=(
                TurnMessage(
                    id=MessageId("m9"),
                    at=later(0.5),
                    reading=reading,
                    words=3,
                    responses={EpisodeId("m1"): ResponseReading(caring=1 / 3)},
                ),
            ),
        ),
        past_turns=(PastTurn(author=BEN, ended_at=NOON, messages=(MessageId("m8"),)),),
        last_spoke={ANA: NOON + timedelta(microseconds=1)},
        episodes={EpisodeId("m1"): episode(1, responses=(response(BEN, "m2"),), clocks={BEN: 4})},
        signs=(Sign(NOON, (ANA, BEN)),),
        runs={ANA: (Run(NOON, later(2)),)},
        replies={BEN: (Reply(EpisodeId("m1"), ANA, NOON, 0.1 + 0.2),)},
    )
    await ask(store, lambda tx: tx.save_chat(full, None))
    assert await ask(store, lambda tx: tx.chat(HOME)) == replace(full, version=1)


async def test_an_older_version_of_a_chat_is_refused(store: Store) -> None:
    await ask(store, lambda tx: tx.save_chat(chat(), None))
    await ask(store, lambda tx: tx.save_chat(chat(version=1, title="new"), None))
    with pytest.raises(Conflict):
        await ask(store, lambda tx: tx.save_chat(chat(version=1, title="old"), None))
    assert await ask(store, lambda tx: tx.chat(HOME)) == chat(version=2, title="new")


async def test_a_chat_cannot_be_created_twice(store: Store) -> None:
    await ask(store, lambda tx: tx.save_chat(chat(), None))
    with pytest.raises(Conflict):
        await ask(store, lambda tx: tx.save_chat(chat(), None))


async def test_a_chat_that_was_dropped_meanwhile_does_not_come_back(store: Store) -> None:
    await ask(store, lambda tx: tx.save_chat(chat(), None))
    await ask(store, lambda tx: tx.drop_chat(HOME))
    with pytest.raises(Conflict):
        await ask(store, lambda tx: tx.save_chat(chat(version=1), None))


async def test_a_person_finds_their_chats_sorted(store: Store) -> None:
    await tell(
        store, lambda tx: tx.save_chat(chat(), None), lambda tx: tx.save_chat(chat(CLUB, (ANA, CLEO)), None)
    )
    assert await ask(store, lambda tx: tx.chats_of(ANA)) == [CLUB, HOME]


async def test_who_is_no_longer_a_member_does_not_find_the_chat(store: Store) -> None:
    await ask(store, lambda tx: tx.save_chat(chat(), None))
    await ask(store, lambda tx: tx.save_chat(chat(people=(ANA, CLEO), version=1), None))
    found = await tell(store, *(methodcaller("chats_of", who) for who in (ANA, BEN, CLEO)))
    assert found == [[HOME], [], [HOME]]


async def test_a_person_comes_back_as_they_were(store: Store) -> None:
    ana = Person(
        id=ANA,
        name="Ana 'quotes' \"\\ ☕",
        zone="Europe/Lisbon",
        quiet_hours=QuietHours(time(22), time(8, 30)),
        ask_first=False,
        nudged=(NOON, later(3)),
        expecting=Expectation(Expecting.ANSWER, HOME, round=RoundId("r1")),
    )
    await ask(store, lambda tx: tx.save_person(Person(id=ANA)))
    await ask(store, lambda tx: tx.save_person(ana))
    assert await ask(store, lambda tx: tx.person(ANA)) == ana


async def test_the_unknown_is_none(store: Store) -> None:
    found = await tell(
        store,
        lambda tx: tx.chat(HOME),
        lambda tx: tx.person(ANA),
        lambda tx: tx.episode(HOME, EpisodeId("m1")),
        lambda tx: tx.round(RoundId("r1")),
        lambda tx: tx.forgotten_at("h"),
    )
    assert found == [None] * 5
    assert await ask(store, lambda tx: tx.episodes_about(HOME, MessageId("m1"))) == []


async def test_a_check_in_comes_back_until_it_is_over(store: Store) -> None:
    answer = Answer(message=MessageId("p1"), at=NOON, reading=MessageReading(personal=0.5))
    waiting = check_in("r1", answers={ANA: answer})
    await ask(store, lambda tx: tx.save_round(waiting))
    assert await ask(store, lambda tx: tx.round(RoundId("r1"))) == waiting
    await ask(store, lambda tx: tx.save_round(replace(waiting, over=True)))
    assert await tell(store, lambda tx: tx.round(RoundId("r1")), lambda tx: tx.rounds(HOME)) == [None, []]


async def test_a_chat_lists_its_own_check_ins(store: Store) -> None:
    for one in (check_in("late", 90), check_in("soon", 30), check_in("else", 10, CLUB)):
        await ask(store, methodcaller("save_round", one))
    assert [one.id for one in await ask(store, lambda tx: tx.rounds(HOME))] == ["soon", "late"]


async def test_a_check_in_wakes_when_somebody_is_due_and_is_listed_by_its_close(store: Store) -> None:
    early = check_in("closes late", 90, day=date(2026, 3, 3), due={ANA: later(5)}, snoozed=(ANA,), deeper=2)
    for one in (early, check_in("closes soon", 30)):
        await ask(store, methodcaller("save_round", one))
    assert await store.next_wake() == Wake(later(5), HOME, RoundId("closes late"))
    assert await ask(store, lambda tx: tx.rounds(HOME)) == [check_in("closes soon", 30), early]


async def test_a_chat_comes_back_with_its_agenda(store: Store) -> None:
    regular = Regular(on=True, days=(0, 3), at=time(20, 30), since=NOON, opened=(date(2026, 3, 2),))
    agenda = Agenda(regulars={"checkin": regular}, look_at=later(9), asked_by_hand_at=NOON)
    await ask(store, lambda tx: tx.save_chat(chat(agenda=agenda), later(9)))
    found = await ask(store, lambda tx: tx.chat(HOME))
    assert found is not None
    assert found.agenda == agenda


async def test_a_person_comes_back_with_their_own_part_in_check_ins(store: Store) -> None:
    ana = Person(id=ANA, checkin_at=time(6, 15), away_until=date(2026, 4, 1))
    await ask(store, lambda tx: tx.save_person(ana))
    assert await ask(store, lambda tx: tx.person(ANA)) == ana


async def test_it_is_known_which_chats_wait_for_later(store: Store) -> None:
    await tell(
        store,
        lambda tx: tx.save_chat(chat(), later(10)),
        lambda tx: tx.save_chat(chat(CLUB), None),
        lambda tx: tx.save_round(check_in("r1", 20, CLUB)),
    )
    asleep = [await ask(store, lambda tx, at=at: tx.asleep(later(at))) for at in (5, 10, 20)]  # type: ignore[misc]  # bound now
    assert asleep == [sorted((HOME, CLUB)), [CLUB], []]


async def test_nothing_wakes_an_empty_store(store: Store) -> None:
    assert await store.next_wake() is None


async def test_the_earliest_of_all_chats_and_rounds_wakes(store: Store) -> None:
    await tell(
        store,
        lambda tx: tx.save_chat(chat(), later(30)),
        lambda tx: tx.save_chat(chat(CLUB), later(40)),
        lambda tx: tx.save_round(check_in("r1", 20)),
    )
    assert await store.next_wake() == Wake(later(20), HOME, RoundId("r1"))


async def test_a_wake_that_is_left_out_hides_no_other(store: Store) -> None:
    await tell(
        store,
        lambda tx: tx.save_chat(chat(), later(30)),
        lambda tx: tx.save_chat(chat(CLUB), later(40)),
        lambda tx: tx.save_round(check_in("r1", 20)),
        lambda tx: tx.save_round(check_in("r2", 25)),
    )
    out: list[Wake] = []
    while (wake := await store.next_wake(out)) is not None:
        out.append(wake)
    assert [(wake.chat, wake.round) for wake in out] == [
        (HOME, "r1"),
        (HOME, "r2"),
        (HOME, None),
        (CLUB, None),
    ]
    assert await store.next_wake([Wake(later(21), HOME, RoundId("r1"))]) == out[0]


async def test_a_wake_that_moved_or_went_is_not_kept(store: Store) -> None:
    await tell(store, lambda tx: tx.save_chat(chat(), later(1)), lambda tx: tx.save_round(check_in("r1", 2)))
    await ask(store, lambda tx: tx.save_chat(chat(version=1), later(50)))
    await ask(store, lambda tx: tx.save_round(check_in("r1", 2, over=True)))
    moved = await store.next_wake()
    await ask(store, lambda tx: tx.save_chat(chat(version=2), None))
    assert (moved, await store.next_wake()) == (Wake(later(50), HOME), None)


async def test_a_dropped_chat_leaves_nothing(store: Store) -> None:
    await tell(
        store,
        lambda tx: tx.save_chat(chat(), later(1)),
        lambda tx: tx.save_episode(HOME, episode(1, responses=(response(BEN, "m2"),))),
        lambda tx: tx.save_round(check_in("r1")),
        lambda tx: tx.post(note(key="k")),
        lambda tx: tx.post(note(to=None, to_chat=HOME, about_chat=None)),
    )
    await ask(store, lambda tx: tx.drop_chat(HOME))
    left = await tell(
        store,
        lambda tx: tx.chat(HOME),
        lambda tx: tx.chats_of(ANA),
        lambda tx: tx.episodes(HOME),
        lambda tx: tx.episodes_about(HOME, MessageId("m2")),
        lambda tx: tx.rounds(HOME),
        lambda tx: tx.round(RoundId("r1")),
        lambda tx: tx.sums(HOME),
    )
    assert left == [None, [], [], [], [], None, []]
    assert (await store.next_wake(), await store.claim(later(999))) == (None, [])


async def test_a_dropped_chat_may_begin_again(store: Store) -> None:
    await ask(store, lambda tx: tx.save_chat(chat(), None))
    await tell(store, lambda tx: tx.drop_chat(HOME), lambda tx: tx.save_chat(chat(), later(3)))
    assert await ask(store, lambda tx: tx.chats_of(BEN)) == [HOME]
    assert await store.next_wake() == Wake(later(3), HOME)


async def test_update_ids_are_kept_for_48_hours(store: Store) -> None:
    await ask(store, lambda tx: tx.first_time(UPDATE, NOON))
    await store.prune(NOON + timedelta(hours=47))
    young = await ask(store, lambda tx: tx.first_time(UPDATE, NOON))
    await store.prune(NOON + timedelta(hours=49))
    assert (young, await ask(store, lambda tx: tx.first_time(UPDATE, NOON))) == (False, True)


async def test_a_closed_store_says_so(store: Store) -> None:
    await store.close()
    with pytest.raises(StoreFailed, match="closed"):
        await ask(store, lambda tx: tx.chat(HOME))


async def test_a_caller_who_goes_away_does_not_harm_the_others(store: Store) -> None:
    async def slow(tx: Transaction) -> None:
        await tx.save_person(Person(id=ANA))
        await asyncio.sleep(0.01)

    tasks = [asyncio.create_task(store.transact(slow)) for _ in range(4)]
    other = asyncio.create_task(ask(store, lambda tx: tx.save_person(Person(id=BEN))))
    await asyncio.sleep(0.005)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await other
    assert await ask(store, lambda tx: tx.person(BEN)) == Person(id=BEN)
