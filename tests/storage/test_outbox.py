"""What every store promises about notes: sent at most once, expiring, answered by their addressee."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from operator import methodcaller

import pytest

from core.ids import MessageId, PersonId
from core.notes import NoteId, StoredNote
from core.ports import Store
from tests.storage.builders import ANA, BEN, CLUB, HOME, NOON, ask, later, note, tell


async def post(store: Store, **values: object) -> NoteId:
    number = await ask(store, lambda tx: tx.post(note(**values)))  # type: ignore[arg-type]  # any field
    assert number is not None
    return number


async def test_a_note_comes_back_whole_so_that_its_buttons_work(store: Store) -> None:
    whole = note(
        args={"episode": "m1", "said_at": "18:02 ☕"},
        key="nudge/m1",
        due_at=later(1),
        expires_at=later(60),
        answering="handle",
        copies=((CLUB, MessageId("p1")),),
    )
    number = await ask(store, lambda tx: tx.post(whole))
    assert number is not None
    assert await ask(store, lambda tx: tx.note(number)) == StoredNote(number, whole, "ready")


async def test_a_second_note_with_the_same_key_is_refused(store: Store) -> None:
    await post(store, key="nudge/m1")
    assert await ask(store, lambda tx: tx.post(note(ANA, key="nudge/m1"))) is None


async def test_a_key_is_remembered_after_the_note_was_sent(store: Store) -> None:
    number = await post(store, key="nudge/m1")
    await store.claim(NOON)
    await store.settle(number, "sent", "ref")
    assert await ask(store, lambda tx: tx.post(note(key="nudge/m1"))) is None


async def test_notes_without_a_key_are_all_kept(store: Store) -> None:
    assert await post(store) != await post(store)


async def test_a_claimed_note_is_not_claimed_again(store: Store) -> None:
    number = await post(store)
    claimed = await store.claim(NOON)
    assert ([(one.id, one.status) for one in claimed], await store.claim(NOON)) == ([(number, "sending")], [])


async def test_two_couriers_never_get_the_same_note(store: Store) -> None:
    posted = [await post(store, to_person=PersonId(f"toy:{number}")) for number in range(20)]
    batches = await asyncio.gather(*(store.claim(NOON, 3) for _ in range(10)))
    assert sorted(one.id for batch in batches for one in batch) == posted


async def test_notes_are_claimed_in_the_order_in_which_they_were_posted(store: Store) -> None:
    people = [PersonId(f"toy:{number}") for number in range(4)]
    posted = [
        await post(store, to_person=person, due_at=later(-number)) for number, person in enumerate(people)
    ]
    assert [one.id for one in await store.claim(NOON, 3)] == posted[:3]


async def test_of_several_notes_to_one_addressee_the_oldest_that_is_due_is_claimed_alone(
    store: Store,
) -> None:
    late = await post(store, due_at=later(5))
    first, second, other = await post(store), await post(store), await post(store, to_person=ANA)
    claims = [[one.id for one in await store.claim(later(at))] for at in (0, 1, 5, 6)]
    assert claims == [[first, other], [second], [late], []]


async def test_addressees_who_are_left_out_get_nothing_and_wake_nobody(store: Store) -> None:
    await post(store)
    other = await post(store, to_person=ANA, due_at=later(3))
    assert [one.id for one in await store.claim(later(3), besides={BEN})] == [other]
    assert (await store.next_note(besides=[BEN]), await store.next_note(besides=[ANA]) is None) == (
        None,
        False,
    )


async def test_a_note_is_not_claimed_before_it_is_due(store: Store) -> None:
    await post(store, due_at=later(5))
    early = await store.claim(later(4.9))
    assert (early, len(await store.claim(later(5)))) == ([], 1)


async def test_an_expired_note_is_never_sent(store: Store) -> None:
    number = await post(store, expires_at=later(5))
    assert await store.claim(later(5)) == []
    stored = await ask(store, lambda tx: tx.note(number))
    assert stored is not None
    assert stored.status == "expired"


async def test_a_sent_note_keeps_its_reference(store: Store) -> None:
    number = await post(store)
    await store.claim(NOON)
    await store.settle(number, "sent", "tg:5:77")
    assert await ask(store, lambda tx: tx.note(number)) == StoredNote(number, note(), "sent", "tg:5:77")


async def test_a_note_that_never_left_is_claimed_again(store: Store) -> None:
    number = await post(store)
    await store.claim(NOON)
    await store.settle(number, "ready")
    assert [one.id for one in await store.claim(later(1))] == [number]


async def test_a_note_that_may_have_arrived_is_not_claimed_again(store: Store) -> None:
    number = await post(store)
    await store.claim(NOON)
    await store.settle(number, "unknown")
    assert await store.claim(later(1)) == []


async def test_an_outcome_counts_only_for_a_claimed_note(store: Store) -> None:
    number = await post(store)
    await store.settle(number, "sent", "ref")
    await store.settle(NoteId(999), "sent", "ref")
    assert await ask(store, lambda tx: tx.note(number)) == StoredNote(number, note(), "ready")


async def test_an_unknown_outcome_is_a_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="lost"):
        await store.settle(await post(store), "lost")


async def test_the_next_note_is_the_earliest_that_waits(store: Store) -> None:
    none = await store.next_note()
    await post(store, due_at=later(9))
    nine = await store.next_note()
    await post(store)
    now = await store.next_note()
    await store.claim(NOON)
    assert (none, nine, await store.next_note()) == (None, later(9), later(9))
    assert now is not None
    assert now <= NOON


async def test_a_changed_note_keeps_everything_but_its_args(store: Store) -> None:
    number = await post(store, args={"why": "no", "episode": "m1"}, key="k")
    await ask(store, lambda tx: tx.change_note(number, {"why": "yes"}))
    stored = await ask(store, lambda tx: tx.note(number))
    assert stored == StoredNote(number, note(args={"why": "yes"}, key="k"), "ready")


async def test_only_waiting_notes_to_the_person_are_dropped(store: Store) -> None:
    sent = await post(store)
    await store.claim(NOON)
    await store.settle(sent, "sent")
    await post(store)
    other = await post(store, to_person=ANA)
    await ask(store, lambda tx: tx.drop_notes(BEN))
    left = [*await ask(store, lambda tx: tx.notes_to(BEN)), *await ask(store, lambda tx: tx.notes_to(ANA))]
    assert [one.id for one in left] == [sent, other]


async def test_notes_about_one_chat_are_dropped_alone(store: Store) -> None:
    await post(store, about_chat=HOME)
    club = await post(store, about_chat=CLUB)
    await ask(store, lambda tx: tx.drop_notes(BEN, HOME))
    assert [one.id for one in await ask(store, lambda tx: tx.notes_to(BEN))] == [club]


async def test_kinds_that_are_left_out_are_not_dropped(store: Store) -> None:
    await tell(
        store, lambda tx: tx.post(note(ANA, kind="revealed")), lambda tx: tx.post(note(ANA, kind="card"))
    )
    await ask(store, lambda tx: tx.drop_notes(ANA, besides={"revealed"}))
    assert [kept.note.kind for kept in await ask(store, lambda tx: tx.notes_to(ANA))] == ["revealed"]


async def test_only_a_waiting_note_is_put_off(store: Store) -> None:
    waits, sent = await tell(store, lambda tx: tx.post(note(ANA)), lambda tx: tx.post(note(BEN)))
    assert waits is not None
    assert sent is not None
    await ask(store, lambda tx: tx.put_off(waits, later(60)))
    assert [claimed.id for claimed in await store.claim(NOON)] == [sent]
    await ask(store, lambda tx: tx.put_off(sent, NOON))
    await ask(store, lambda tx: tx.put_off(waits, NOON))
    assert [claimed.id for claimed in await store.claim(NOON)] == [waits]


async def test_refused_without_being_sent_a_note_stays_with_its_key_for_30_days(store: Store) -> None:
    numbers = [
        await post(store, key="k", about_chat=HOME),
        await post(store, about_chat=CLUB),
        await post(store, kind="care", about_chat=HOME),
        await post(store, to_person=ANA, about_chat=HOME),
    ]
    await ask(store, lambda tx: tx.refuse_notes(BEN, {"nudge"}, NOON, HOME))
    found = [await ask(store, methodcaller("note", number)) for number in numbers]
    assert [one and one.status for one in found] == ["refused", "ready", "ready", "ready"]
    await store.prune(NOON + timedelta(days=29))
    assert await ask(store, lambda tx: tx.post(note(key="k"))) is None
    await store.prune(NOON + timedelta(days=31))
    assert await ask(store, lambda tx: tx.post(note(key="k"))) is not None


async def test_the_number_of_a_dropped_note_is_not_given_again(store: Store) -> None:
    first = await post(store)
    await ask(store, lambda tx: tx.drop_notes(BEN))
    assert await post(store) > first


async def test_settled_notes_and_their_keys_are_kept_for_30_days(store: Store) -> None:
    number = await post(store, key="k")
    waiting = await post(store, due_at=later(1))
    await store.claim(NOON)
    await store.settle(number, "refused")
    await store.prune(NOON + timedelta(days=29))
    kept = await ask(store, lambda tx: tx.note(number))
    await store.prune(NOON + timedelta(days=31))
    left = await tell(
        store, lambda tx: tx.note(number), lambda tx: tx.post(note(key="k")), lambda tx: tx.note(waiting)
    )
    assert kept is not None
    assert (left[0], left[1] is not None, left[2] is not None) == (None, True, True)
