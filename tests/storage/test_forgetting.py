"""What every store promises when somebody is forgotten."""

from __future__ import annotations

from datetime import timedelta
from operator import methodcaller

from core.episodes import Decision, SentNudge
from core.ids import ChatId, MessageId, PersonId
from core.people import Person
from core.ports import Store, Transaction, Wake
from tests.storage.builders import (
    ANA,
    BEN,
    CLEO,
    CLUB,
    HOME,
    NOON,
    ask,
    chat,
    episode,
    later,
    note,
    response,
    tell,
)


async def forget(store: Store) -> None:
    await ask(store, lambda tx: tx.forget(ANA, NOON, "hash of Ana"))


async def test_the_rows_of_a_forgotten_person_are_gone(store: Store) -> None:
    await tell(
        store,
        lambda tx: tx.save_person(Person(id=ANA, name="Ana")),
        lambda tx: tx.save_chat(chat(), None),
        lambda tx: tx.post(note(ANA)),
        lambda tx: tx.save_episode(HOME, episode(1)),
    )
    await forget(store)
    left = await tell(
        store,
        lambda tx: tx.person(ANA),
        lambda tx: tx.chats_of(ANA),
        lambda tx: tx.notes_to(ANA),
        lambda tx: tx.episodes(HOME),
        lambda tx: tx.episodes_about(HOME, MessageId("m1")),
    )
    assert left == [None, [], [], [], []]


async def test_who_brought_the_bot_is_forgotten_in_chats_they_are_no_member_of(store: Store) -> None:
    await tell(
        store,
        lambda tx: tx.save_chat(chat(people=(BEN, CLEO), title="Ours", added_by=ANA), later(5)),
        lambda tx: tx.save_chat(chat(CLUB, people=(BEN,), added_by=BEN), None),
    )
    assert await ask(store, lambda tx: tx.brought_to(ANA)) == [HOME]
    await forget(store)
    ours, club = await tell(store, lambda tx: tx.chat(HOME), lambda tx: tx.chat(CLUB))
    assert ours == chat(people=(BEN, CLEO), title="Ours", version=2)
    assert club is not None
    assert club.added_by == BEN
    assert await ask(store, lambda tx: tx.brought_to(ANA)) == []
    assert await store.next_wake() == Wake(later(5), HOME)
    await ask(store, lambda tx: tx.save_chat(ours, None))


async def test_whoever_is_erased_without_a_mark_leaves_none(store: Store) -> None:
    await tell(store, lambda tx: tx.save_person(Person(id=ANA, name="Ana")))
    await ask(store, lambda tx: tx.forget(ANA, NOON, None))
    assert await ask(store, lambda tx: tx.person(ANA)) is None
    assert await ask(store, lambda tx: tx.forgotten_at("hash of Ana")) is None


async def test_the_partner_keeps_what_is_theirs(store: Store) -> None:
    ben = Person(id=BEN, name="Ben")
    await tell(
        store,
        lambda tx: tx.save_person(ben),
        lambda tx: tx.save_chat(chat(), None),
        lambda tx: tx.post(note(BEN, about_chat=CLUB)),
        lambda tx: tx.save_episode(CLUB, episode(1, BEN, (CLEO,))),
    )
    await forget(store)
    left = await tell(
        store,
        lambda tx: tx.person(BEN),
        lambda tx: tx.chats_of(BEN),
        lambda tx: tx.episodes(CLUB),
    )
    assert left == [ben, [HOME], [episode(1, BEN, (CLEO,))]]
    assert len(await ask(store, lambda tx: tx.notes_to(BEN))) == 1


async def test_a_note_that_names_the_forgotten_is_gone_even_if_sent(store: Store) -> None:
    await ask(store, lambda tx: tx.post(note(BEN, args={"author": ANA})))
    await store.claim(NOON)
    await forget(store)
    assert await ask(store, lambda tx: tx.notes_to(BEN)) == []


async def test_a_note_that_shows_the_forgottens_words_among_others_goes(store: Store) -> None:
    copies = ((ChatId(ANA), MessageId("p1")), (ChatId(BEN), MessageId("p2")))
    reveal = note(None, to_chat=CLUB, copies=copies, args={"authors": f"{ANA} {BEN}"})
    number = await ask(store, lambda tx: tx.post(reveal))
    await forget(store)
    assert number is not None
    assert await ask(store, lambda tx: tx.note(number)) is None


async def test_an_episode_of_several_keeps_the_others_without_the_forgotten(store: Store) -> None:
    shared = episode(
        1,
        BEN,
        (ANA, CLEO),
        latest=ANA,
        clocks={ANA: 3, CLEO: 4},
        responses=(response(ANA, "m2"), response(CLEO, "m3")),
        firsts=(ANA, CLEO),
        nudge=SentNudge(to=ANA, reason="unanswered", at=NOON),
        decision=Decision(rule="quiet_hours", at=NOON, until=NOON + timedelta(hours=9), told="quiet_hours"),
        held=("cap", "quiet_hours"),
        talked=True,
    )
    await ask(store, lambda tx: tx.save_episode(CLUB, shared))
    await forget(store)
    left = episode(1, BEN, (CLEO,), clocks={CLEO: 4}, responses=(response(CLEO, "m3"),), firsts=(CLEO,))
    assert await ask(store, lambda tx: tx.episodes(CLUB)) == [left]
    assert await ask(store, lambda tx: tx.episodes_about(CLUB, MessageId("m2"))) == []


async def test_leaving_one_chat_leaves_the_other_chats_as_they_were(store: Store) -> None:
    await tell(
        store,
        lambda tx: tx.save_episode(HOME, episode(1)),
        lambda tx: tx.save_episode(CLUB, episode(1)),
        lambda tx: tx.post(note(ANA, about_chat=HOME)),
        lambda tx: tx.post(note(ANA, about_chat=CLUB)),
        lambda tx: tx.post(note(BEN, about_chat=HOME, args={"author": ANA})),
        lambda tx: tx.post(note(BEN, about_chat=CLUB, args={"author": ANA})),
    )
    await ask(store, lambda tx: tx.drop_person_from_chat(HOME, ANA))
    left = await tell(store, lambda tx: tx.episodes(HOME), lambda tx: tx.episodes(CLUB))
    notes = [await ask(store, methodcaller("notes_to", who)) for who in (ANA, BEN)]
    assert left == [[], [episode(1)]]
    assert [[one.note.about_chat for one in found] for found in notes] == [[CLUB], [CLUB]]


async def test_sums_with_the_forgotten_are_gone(store: Store) -> None:
    async def work(tx: Transaction) -> None:
        for number in range(501):
            await tx.save_episode(CLUB, episode(number, BEN, (CLEO,)))
            await tx.save_episode(CLUB, episode(1000 + number, BEN, (ANA,)))

    await store.transact(work)
    await forget(store)
    assert [one.pair for one in await ask(store, lambda tx: tx.sums(CLUB))] == [(BEN, CLEO)]


async def test_a_hash_with_its_date_stays_for_30_days(store: Store) -> None:
    await forget(store)
    await store.prune(NOON + timedelta(days=29))
    kept = await ask(store, lambda tx: tx.forgotten_at("hash of Ana"))
    await store.prune(NOON + timedelta(days=31))
    assert (kept, await ask(store, lambda tx: tx.forgotten_at("hash of Ana"))) == (NOON, None)


async def test_the_newest_forgetting_counts(store: Store) -> None:
    await forget(store)
    await ask(store, lambda tx: tx.forget(ANA, later(60), "hash of Ana"))
    assert await ask(store, lambda tx: tx.forgotten_at("hash of Ana")) == later(60)


async def test_forgetting_somebody_whose_name_begins_another_name_touches_only_them(store: Store) -> None:
    anabel = PersonId(ANA + "bel")
    await ask(store, lambda tx: tx.save_episode(CLUB, episode(1, BEN, (anabel,))))
    await ask(store, lambda tx: tx.post(note(BEN, args={"author": anabel})))
    await forget(store)
    assert len(await ask(store, lambda tx: tx.episodes(CLUB))) == 1
    assert len(await ask(store, lambda tx: tx.notes_to(BEN))) == 1
