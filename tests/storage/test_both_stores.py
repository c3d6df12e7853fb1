"""The two stores, driven by the same random calls, are never told apart."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from operator import methodcaller
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from adapters.storage import pairs, tables, transaction
from adapters.storage.memory import MemoryStore
from adapters.storage.sqlcipher import SqlCipherStore, open_store
from core.episodes import EpisodeState
from core.ids import MessageId, RoundId, UpdateId
from core.notes import NoteId
from core.people import Person
from core.ports import Conflict, Store, Transaction, Wake
from tests.storage.builders import (
    ANA,
    BEN,
    CLEO,
    CLUB,
    HOME,
    NOON,
    chat,
    check_in,
    episode,
    later,
    note,
    response,
)
from tests.storage.conftest import KEY

FEW = 4
"""Episodes kept for each pair while the model runs, so that its short runs reach the bound."""
PEOPLE = (ANA, BEN, CLEO)
people = st.sampled_from(PEOPLE)
chats = st.sampled_from((HOME, CLUB))
minutes = st.integers(0, 30)
several = st.lists(people, max_size=3, unique=True).map(tuple)
numbers = st.integers(1, 9)


class BothStores(RuleBasedStateMachine):
    """Every rule does the same to both, and compares what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = pytest.MonkeyPatch()
        for module in (pairs, tables, transaction):
            self.kept.setattr(module, "KEPT", FEW)
        self.loop = asyncio.new_event_loop()
        self.folder = TemporaryDirectory()
        self.memory = MemoryStore()
        self.path = Path(self.folder.name) / "attune.db"
        self.encrypted: SqlCipherStore = self.loop.run_until_complete(open_store(self.path, KEY))

    def teardown(self) -> None:
        self.loop.run_until_complete(self.encrypted.close())
        self.loop.close()
        self.folder.cleanup()
        self.kept.undo()

    def both(self, call: Callable[[Store], Awaitable[Any]]) -> Any:
        """What both say to the same call: a value, or the kind of a refusal."""

        async def told(store: Store) -> Any:
            try:
                return await call(store)
            except (Conflict, ZeroDivisionError) as error:
                return type(error)

        one, other = (self.loop.run_until_complete(told(store)) for store in (self.memory, self.encrypted))
        assert one == other
        return one

    def work(self, call: Callable[[Transaction], Awaitable[Any]], fails: bool = False) -> Any:
        async def work(tx: Transaction) -> Any:
            result = await call(tx)
            if fails:
                raise ZeroDivisionError
            return result

        return self.both(lambda store: store.transact(work))

    @rule(number=numbers, fails=st.booleans())
    def arrives(self, number: int, fails: bool) -> None:
        self.work(lambda tx: tx.first_time(UpdateId(f"u{number}"), later(number)), fails)

    @rule(where=chats, who=several, wake=st.none() | minutes, behind=st.integers(0, 1), fails=st.booleans())
    def saves_chat(self, where: Any, who: Any, wake: int | None, behind: int, fails: bool) -> None:
        async def save(tx: Transaction) -> None:
            found = await tx.chat(where)
            version = 0 if found is None else found.version
            await tx.save_chat(
                chat(where, who, version=max(0, version - behind)), None if wake is None else later(wake)
            )

        self.work(save, fails)

    @rule(
        where=chats,
        number=numbers,
        at=minutes,
        author=people,
        to=several,
        answered=several,
        fails=st.booleans(),
        state=st.sampled_from((EpisodeState.EXPIRED, EpisodeState.ANSWERED, EpisodeState.WITHDRAWN)),
    )
    def saves_episode(
        self, where: Any, number: int, at: int, author: Any, to: Any, answered: Any, state: Any, fails: bool
    ) -> None:
        responses = tuple(
            response(who, f"m{number + 1 + n}")
            for n, who in enumerate(answered)
            if who in to and who != author
        )
        concerned = tuple(who for who in to if who != author)
        one = episode(number, author, concerned, at=later(at), state=state, responses=responses)
        self.work(lambda tx: tx.save_episode(where, one), fails)

    @rule(where=chats, fails=st.booleans())
    def drops_chat(self, where: Any, fails: bool) -> None:
        self.work(lambda tx: tx.drop_chat(where), fails)

    @rule(where=chats, who=people, fails=st.booleans())
    def leaves_chat(self, where: Any, who: Any, fails: bool) -> None:
        self.work(lambda tx: tx.drop_person_from_chat(where, who), fails)

    @rule(who=people, at=minutes, fails=st.booleans())
    def forgets(self, who: Any, at: int, fails: bool) -> None:
        self.work(lambda tx: tx.forget(who, later(at), f"hash {who}"), fails)

    @rule(who=people, name=st.text(max_size=5), fails=st.booleans())
    def saves_person(self, who: Any, name: str, fails: bool) -> None:
        self.work(lambda tx: tx.save_person(Person(id=who, name=name)), fails)

    @rule(where=chats, number=st.integers(1, 3), closes=minutes, over=st.booleans(), fails=st.booleans())
    def saves_round(self, where: Any, number: int, closes: int, over: bool, fails: bool) -> None:
        one = check_in(f"{where}/r{number}", closes, where, over=over)
        self.work(lambda tx: tx.save_round(one), fails)

    @rule(
        to=people,
        about=chats,
        named=people,
        key=st.none() | numbers.map(str),
        fails=st.booleans(),
        due=st.none() | minutes,
        expires=st.none() | minutes,
    )
    def posts(self, to: Any, about: Any, named: Any, key: Any, due: Any, expires: Any, fails: bool) -> None:
        one = note(
            to,
            about_chat=about,
            args={"author": named},
            key=key,
            due_at=None if due is None else later(due),
            expires_at=None if expires is None else later(expires),
        )

        self.work(lambda tx: tx.post(one), fails)

    @rule(
        at=minutes,
        limit=st.integers(1, 3),
        outcome=st.sampled_from(("sent", "unknown", "refused", "ready", None)),
    )
    def sends(self, at: int, limit: int, outcome: str | None) -> None:
        for one in self.both(lambda store: store.claim(later(at), limit)):
            if outcome is not None:
                self.both(methodcaller("settle", one.id, outcome, "ref"))

    @rule(number=numbers, value=st.text(max_size=3), fails=st.booleans())
    def changes_note(self, number: int, value: str, fails: bool) -> None:
        self.work(lambda tx: tx.change_note(NoteId(number), {"value": value}), fails)

    @rule(who=people, where=st.none() | chats, fails=st.booleans())
    def drops_notes(self, who: Any, where: Any, fails: bool) -> None:
        self.work(lambda tx: tx.drop_notes(who, where), fails)

    @rule(who=people, where=st.none() | chats, at=minutes, fails=st.booleans())
    def refuses_notes(self, who: Any, where: Any, at: int, fails: bool) -> None:
        self.work(lambda tx: tx.refuse_notes(who, {note(who).kind}, later(at), where), fails)

    @rule(hours=st.integers(0, 24 * 40))
    def prunes(self, hours: int) -> None:
        self.both(lambda store: store.prune(NOON + timedelta(hours=hours)))

    @rule()
    def scrubs(self) -> None:
        self.both(lambda store: store.scrub())

    @invariant()
    def both_say_the_same(self) -> None:
        async def everything(tx: Transaction) -> list[Any]:
            seen: list[Any] = [await tx.note(NoteId(number)) for number in range(1, 10)]
            for where in (HOME, CLUB):
                seen += [await tx.chat(where), await tx.episodes(where), await tx.rounds(where)]
                sums = await tx.sums(where)
                seen += [[replace(one, responsiveness=round(one.responsiveness, 9)) for one in sums]]
                seen += [await tx.episodes_about(where, MessageId(f"m{number}")) for number in range(1, 13)]
                seen += [await tx.round(RoundId(f"{where}/r{number}")) for number in range(1, 4)]
            for who in PEOPLE:
                seen += [await tx.person(who), await tx.chats_of(who), await tx.notes_to(who)]
                seen += [await tx.forgotten_at(f"hash {who}")]
            return seen

        self.work(everything)
        self.both(lambda store: store.next_wake())
        self.both(_second_wake)
        self.both(lambda store: store.next_note())


async def _second_wake(store: Store) -> Wake | None:
    first = await store.next_wake()
    return await store.next_wake([first]) if first is not None else None


TestBothStores = BothStores.TestCase
TestBothStores.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
