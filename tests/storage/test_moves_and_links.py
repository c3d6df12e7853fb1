"""What every store promises about chats that get another id, and about links that bring two together."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from operator import methodcaller

from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.links import PairLink
from core.moving import KNOWN_FOR
from core.people import Expectation, Expecting, Person
from core.ports import MonthSum, Store, Transaction, Wake
from core.rounds import Answer
from tests.storage.builders import (
    ANA,
    BEN,
    CLEO,
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

THERE = ChatId("web:there")
ANSWER = Answer(message=MessageId("web:ana/9"), at=NOON, reading=None)
LINK = PairLink(keyed_hash="h1", maker=ANA, expires_at=later(60))


def there(message: str) -> EpisodeId:
    return EpisodeId(f"{HOME}/{message}")


async def filled(store: Store) -> None:
    await tell(
        store,
        lambda tx: tx.save_chat(chat(title="Ours"), later(5)),
        lambda tx: tx.save_episode(HOME, episode(1, responses=(response(BEN, "r1"),))),
        lambda tx: tx.save_round(check_in("r1", answers={ANA: ANSWER})),
        lambda tx: tx.post(note(key=f"nudge/{HOME}/m1", args={"episode": "m1"})),
        lambda tx: tx.post(note(to=None, to_chat=HOME, kind="card")),
        lambda tx: tx.save_person(Person(id=BEN, expecting=Expectation(Expecting.ANSWER, HOME))),
    )


async def test_everything_of_a_chat_stands_under_its_new_id(store: Store) -> None:
    await filled(store)
    await ask(store, lambda tx: tx.move_chat(HOME, THERE, NOON))

    async def look(tx: Transaction) -> list[object]:
        moved, ben = await tx.chat(THERE), await tx.person(BEN)
        assert moved is not None
        assert ben is not None
        return [
            await tx.chat(HOME),
            (moved.title, set(moved.members)),
            await tx.chats_of(ANA),
            [one.id for one in await tx.episodes(THERE)],
            [one.id for one in await tx.episodes_about(THERE, MessageId(there("r1")))],
            await tx.episodes(HOME),
            [(one.chat, one.answers[ANA].message) for one in await tx.rounds(THERE)],
            await tx.rounds(HOME),
            ben.expecting.chat if ben.expecting is not None else None,
        ]

    assert await ask(store, look) == [
        None,
        ("Ours", {ANA, BEN}),
        [THERE],
        [there("m1")],
        [there("m1")],
        [],
        [(THERE, "web:ana/9")],
        [],
        THERE,
    ]


async def test_it_wakes_when_it_would_have(store: Store) -> None:
    await filled(store)
    await ask(store, lambda tx: tx.move_chat(HOME, THERE, NOON))
    assert await store.next_wake() == Wake(later(5), THERE)
    moved = await ask(store, lambda tx: tx.chat(THERE))
    assert moved is not None
    await ask(store, lambda tx: tx.save_chat(moved, None))
    wake = await store.next_wake()
    assert wake is not None
    assert (wake.chat, wake.at) == (THERE, later(60))


async def test_its_notes_are_sent_there_and_exist_once(store: Store) -> None:
    await filled(store)
    await ask(store, lambda tx: tx.move_chat(HOME, THERE, NOON))
    again = note(key=f"nudge/{THERE}/{HOME}/m1", about_chat=THERE)
    assert await ask(store, lambda tx: tx.post(again)) is None
    nudge, card = [stored.note for stored in await store.claim(NOON)]
    assert (nudge.about_chat, nudge.args["episode"], card.to_chat) == (THERE, there("m1"), THERE)


async def test_a_note_that_was_begun_in_both_places_stays_twice(store: Store) -> None:
    """As after a card in each, before the move was known."""
    await tell(store, lambda tx: tx.save_chat(chat(), None))
    keys = [f"card/{where}/2026-11-01" for where in (HOME, THERE)]
    for key, where in zip(keys, (HOME, THERE), strict=True):
        await ask(store, methodcaller("post", note(to=None, to_chat=where, key=key)))
    await ask(store, lambda tx: tx.move_chat(HOME, THERE, NOON))
    again = [await ask(store, methodcaller("post", note(key=key))) for key in keys]
    kept = [stored.note for _ in range(2) for stored in await store.claim(NOON)]
    assert [number is None for number in again] == [False, True]
    assert [(one.to_chat, one.key) for one in kept if one.to_chat is not None] == [
        (THERE, None),
        (THERE, keys[1]),
    ]


async def test_a_second_move_changes_nothing(store: Store) -> None:
    await filled(store)
    await ask(store, lambda tx: tx.move_chat(HOME, THERE, NOON))
    before = await ask(store, lambda tx: tx.chat(THERE))
    await ask(store, lambda tx: tx.move_chat(HOME, THERE, later(1)))
    assert await ask(store, lambda tx: tx.chat(THERE)) == before
    assert await ask(store, lambda tx: tx.moves()) == {HOME: (THERE, NOON)}


async def test_what_was_begun_there_stays_with_what_comes(store: Store) -> None:
    await filled(store)
    begun = chat(THERE, (CLEO,))
    await tell(
        store,
        lambda tx: tx.save_chat(begun, None),
        lambda tx: tx.save_episode(THERE, episode(1, CLEO, (ANA,))),
    )
    await ask(store, lambda tx: tx.move_chat(HOME, THERE, NOON))
    moved = await ask(store, lambda tx: tx.chat(THERE))
    assert moved is not None
    assert set(moved.members) == {ANA, BEN, CLEO}
    assert {one.id for one in await ask(store, lambda tx: tx.episodes(THERE))} == {"m1", there("m1")}


async def test_sums_of_both_places_are_added_up(store: Store) -> None:
    """Beyond the newest 500 of a pair only sums are kept; they move, too."""
    await tell(store, lambda tx: tx.save_chat(chat(), None))

    async def many(tx: Transaction) -> None:
        for number in range(502):
            await tx.save_episode(HOME, episode(number))

    await ask(store, many)
    await ask(store, lambda tx: tx.move_chat(HOME, THERE, NOON))
    (sums,) = await ask(store, lambda tx: tx.sums(THERE))
    assert isinstance(sums, MonthSum)
    assert (sums.disclosures, await ask(store, lambda tx: tx.sums(HOME))) == (2, [])
    await ask(store, lambda tx: tx.save_episode(THERE, episode(600)))
    assert len(await ask(store, lambda tx: tx.episodes(THERE))) == 500


async def test_a_chat_may_move_again_and_its_oldest_id_still_leads_there(store: Store) -> None:
    await filled(store)
    further = ChatId("web:further")
    await ask(store, lambda tx: tx.move_chat(HOME, THERE, NOON))
    await ask(store, lambda tx: tx.move_chat(THERE, further, later(1)))
    assert await ask(store, lambda tx: tx.moves()) == {
        HOME: (further, NOON),
        THERE: (further, later(1)),
    }
    await store.prune(NOON + KNOWN_FOR + timedelta(seconds=1))
    assert await ask(store, lambda tx: tx.moves()) == {THERE: (further, later(1))}


async def test_a_failed_work_moves_nothing(store: Store) -> None:
    await filled(store)

    async def fail(tx: Transaction) -> None:
        await tx.move_chat(HOME, THERE, NOON)
        raise RuntimeError

    before = await ask(store, lambda tx: tx.chat(HOME))
    with suppress(RuntimeError):
        await store.transact(fail)
    assert await ask(store, lambda tx: tx.chat(HOME)) == before
    assert [one.id for one in await ask(store, lambda tx: tx.episodes(HOME))] == ["m1"]
    assert await ask(store, lambda tx: tx.moves()) == {}
    assert [stored.note.about_chat for stored in await store.claim(NOON)] == [HOME, HOME]


async def test_a_dropped_chat_takes_its_old_ids_along(store: Store) -> None:
    await filled(store)
    await ask(store, lambda tx: tx.move_chat(HOME, THERE, NOON))
    await ask(store, lambda tx: tx.drop_chat(THERE))
    assert await ask(store, lambda tx: tx.moves()) == {}


async def test_a_link_is_found_by_its_hash_and_changes_in_place(store: Store) -> None:
    await ask(store, lambda tx: tx.save_link(LINK))
    opened = replace(LINK, opener=BEN, agreed=True, closed=True)
    await ask(store, lambda tx: tx.save_link(opened))
    assert await ask(store, lambda tx: tx.link("h1")) == opened
    assert await ask(store, lambda tx: tx.link("other")) is None


async def test_one_person_has_one_link(store: Store) -> None:
    await ask(store, lambda tx: tx.save_link(LINK))
    await ask(store, lambda tx: tx.save_link(replace(LINK, keyed_hash="h2")))
    assert await ask(store, lambda tx: tx.link("h1")) is None
    await ask(store, lambda tx: tx.drop_link(ANA))
    assert await ask(store, lambda tx: tx.link("h2")) is None


async def test_links_are_known_to_both_and_go_with_either(store: Store) -> None:
    opened = replace(LINK, opener=BEN)
    for person in (ANA, BEN):
        await ask(store, lambda tx: tx.save_link(opened))
        assert await ask(store, methodcaller("links_of", person)) == [opened]
        await ask(store, methodcaller("forget", person, NOON, None))
        assert await ask(store, lambda tx: tx.link("h1")) is None


async def test_an_expired_link_is_pruned(store: Store) -> None:
    await ask(store, lambda tx: tx.save_link(LINK))
    await store.prune(later(59))
    assert await ask(store, lambda tx: tx.link("h1")) == LINK
    await store.prune(later(60))
    assert await ask(store, lambda tx: tx.link("h1")) is None
    assert PersonId(LINK.maker) == ANA
