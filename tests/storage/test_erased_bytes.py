"""Erasure by bytes: what was forgotten is in no page of the database, free ones included, nor in the log."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import Iterator
from functools import partial
from operator import methodcaller
from pathlib import Path

import pytest

from adapters.storage.opening import connect, rows
from adapters.storage.sqlcipher import SqlCipherStore, open_store
from core.chats import Felt
from core.ids import ChatId, EpisodeId, MessageId, PersonId, UpdateId
from core.people import Person
from core.ports import StoreFailed, Transaction
from tests.storage.builders import HOME, NOON, ask, chat, check_in, episode, note, response
from tests.storage.conftest import KEY
from tests.storage.decrypted import DecryptedFiles

MARKERS = 1000
BEN = PersonId("web:ben")
PEOPLE = [PersonId(f"web:ana{number}") for number in range(10)]
"""They are forgotten; each leaves 100 markers."""


def marker(number: int) -> str:
    return f"MARKER-{number * 7919 % 100_003:06d}-{number:04d}-END"


async def live(store: SqlCipherStore, rng: random.Random) -> None:
    """Ten people leave markers wherever a row can hold one; Ben, the partner of all, leaves his own."""
    numbers = iter(range(MARKERS))
    for person in PEOPLE:
        home = ChatId(f"web:home-{PEOPLE.index(person)}")
        await ask(store, methodcaller("save_person", Person(id=person, name=marker(next(numbers)))))
        await ask(store, methodcaller("save_chat", chat(home, (person, BEN)), None))
        for step in range(33):
            await store.transact(partial(talk, person=person, home=home, step=step, numbers=numbers, rng=rng))
    await ask(store, lambda tx: tx.save_person(Person(id=BEN, name="BEN-IS-STILL-HERE")))
    assert next(numbers, None) is None


async def talk(
    tx: Transaction, person: PersonId, home: ChatId, step: int, numbers: Iterator[int], rng: random.Random
) -> None:
    """Three markers: in a topic, a note and a private answer; padded to many page layouts."""
    padding = ("pad" * rng.choice([0, 5, 40, 400, 1500]),)
    said = episode(step, person, (BEN,), topics=(marker(next(numbers)), *padding))
    answered = response(BEN, f"r{step}")
    await tx.save_episode(home, said)
    await tx.save_episode(home, episode(step, person, (BEN,), topics=said.topics[:1], responses=(answered,)))
    await tx.save_episode(home, episode(1000 + step, BEN, (person,), topics=padding))
    await tx.post(note(person, about_chat=home, args={"words": marker(next(numbers)), "more": padding[0]}))
    found = await tx.chat(home)
    assert found is not None
    felt = Felt(EpisodeId(marker(next(numbers))), NOON, (5, None, 3), (0.1, 0.2, 0.3, 0.4, 0.5))
    given = {person: (*found.felt.get(person, ()), felt)}
    await tx.save_chat(chat(home, (person, BEN), felt=given, version=found.version), None)
    await tx.post(note(BEN, about_chat=HOME, args={"of Ben": f"BEN-{person}-{step}"[::-1]}))


async def forget_everybody(store: SqlCipherStore) -> None:
    for person in PEOPLE:

        async def work(tx: Transaction, person: PersonId = person) -> None:
            home = ChatId(f"web:home-{PEOPLE.index(person)}")
            await tx.drop_person_from_chat(home, person)
            found = await tx.chat(home)
            assert found is not None
            await tx.save_chat(chat(home, (BEN,), version=found.version), None)
            await tx.forget(person, NOON, f"hash {PEOPLE.index(person)}")

        await store.transact(work)


def found_in(content: bytes) -> int:
    """How many of the markers can be read: also those that a page's end cuts in two."""
    return sum(any(part in content for part in halves(number)) for number in range(MARKERS))


def halves(number: int) -> tuple[bytes, bytes]:
    """Two parts of a marker, each of which no other one has."""
    words = marker(number).encode()
    return words[:13], words[13:]


async def test_after_forget_none_of_1000_markers_is_left(encrypted: SqlCipherStore, path: Path) -> None:
    await live(encrypted, random.Random(7))
    before = DecryptedFiles(path, KEY)
    assert found_in(before.plain()) == MARKERS  # or the search below would prove nothing
    assert found_in(before.raw()) == 0
    await forget_everybody(encrypted)
    deleted = DecryptedFiles(path, KEY)
    assert found_in(deleted.plain()) > 0  # deleted is not erased
    await encrypted.scrub()
    after = DecryptedFiles(path, KEY)
    assert (found_in(after.plain()), found_in(after.raw())) == (0, 0)
    assert not any(person.encode() in after.plain() for person in PEOPLE)


async def test_the_partners_own_data_still_reads_after_forget(encrypted: SqlCipherStore) -> None:
    await live(encrypted, random.Random(8))
    await forget_everybody(encrypted)
    await encrypted.scrub()
    ben = await ask(encrypted, lambda tx: tx.person(BEN))
    assert ben == Person(id=BEN, name="BEN-IS-STILL-HERE")
    assert len(await ask(encrypted, lambda tx: tx.notes_to(BEN))) == 330
    assert len(await ask(encrypted, lambda tx: tx.chats_of(BEN))) == 10


async def test_without_secure_delete_and_rewriting_markers_would_be_found(path: Path, tmp_path: Path) -> None:
    """The measure notices when the two settings that it guards are gone."""
    store = await open_store(path, KEY)
    await live(store, random.Random(9))
    await store.scrub()
    await store.close()
    careless = tmp_path / "careless.db"
    shutil.copy(path, careless)
    connection = await connect(careless, KEY)
    await rows(connection, "PRAGMA secure_delete = OFF")
    for table in ("people", "episodes", "episode_messages", "episode_pairs", "notes", "chats"):
        await rows(connection, f"DELETE FROM {table}")
    await rows(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    await connection.close()
    assert found_in(DecryptedFiles(careless, KEY).plain()) > MARKERS / 2


async def test_scrubbing_waits_for_a_reader_and_then_succeeds(encrypted: SqlCipherStore, path: Path) -> None:
    await ask(encrypted, lambda tx: tx.save_person(Person(id=BEN)))
    reader = await connect(path, KEY)
    await rows(reader, "BEGIN")
    await rows(reader, "SELECT count(*) FROM people")
    await ask(encrypted, lambda tx: tx.first_time(UpdateId("web:bot:1"), NOON))
    scrubbing = asyncio.create_task(encrypted.scrub())
    await asyncio.sleep(0.05)
    waited = not scrubbing.done()
    await rows(reader, "COMMIT")
    await reader.close()
    await scrubbing
    assert waited
    assert path.with_name(path.name + "-wal").stat().st_size == 0


async def test_scrubbing_says_so_when_a_reader_stays(
    encrypted: SqlCipherStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rows(encrypted._connection, "PRAGMA busy_timeout = 1")
    monkeypatch.setattr("adapters.storage.sqlcipher._SCRUBS", 2)
    reader = await connect(path, KEY)
    await rows(reader, "BEGIN")
    await rows(reader, "SELECT count(*) FROM people")
    await ask(encrypted, lambda tx: tx.save_round(check_in("r1")))
    with pytest.raises(StoreFailed, match="may still be"):
        await encrypted.scrub()
    await reader.close()
    assert await ask(encrypted, lambda tx: tx.first_time(UpdateId(MessageId("still works")), NOON))
