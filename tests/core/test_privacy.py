"""/privacy and the store say the same: each stored field has a line, and each limit its keeper."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil
from typing import Any, get_args, get_type_hints

import pytest

from adapters.storage.rows import ERASURE_KEPT, NOTE_KEPT, UPDATE_KEPT
from adapters.storage.schema import UPGRADES
from config.wording import wording
from core.agenda import opens_at
from core.chats import Chat
from core.consent import KEPT_AFTER_WITHDRAWAL
from core.episodes import Episode
from core.ids import ChatId, RoundId
from core.notes import Note
from core.parking import PARKED_LASTS, PROPOSAL_LASTS
from core.people import Person
from core.policy import Policy
from core.privacy import LINES, SPANS, Kept, Line, Section, Seen, lines_of
from core.rounds import Round, planned

WORDS = wording()
STORED_AS_JSON = (Person, Chat, Episode, Round, Note)
"""What `adapters/storage/rows.py` writes (its `Shape`s)."""


def dataclasses_within(kind: Any, found: dict[str, type]) -> dict[str, type]:
    """All dataclasses that a value of this type may hold, itself included."""
    for inner in get_args(kind):
        dataclasses_within(inner, found)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__name__ not in found:
        found[kind.__name__] = kind
        for hint in get_type_hints(kind).values():
            dataclasses_within(hint, found)
    return found


def fields_of_state() -> Iterator[str]:
    found: dict[str, type] = {}
    for root in STORED_AS_JSON:
        dataclasses_within(root, found)
    for name, kind in found.items():
        yield from (f"{name}.{one.name}" for one in dataclasses.fields(kind))


def columns_of_tables() -> Iterator[str]:
    database = sqlite3.connect(":memory:")
    for upgrade in UPGRADES:
        for statement in upgrade:
            database.execute(statement)
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    for (table,) in database.execute(tables).fetchall():
        columns = database.execute(f"SELECT name FROM pragma_table_info('{table}')")  # our own names
        yield from (f"{table}.{column}" for (column,) in columns)
    database.close()


STORED = {*fields_of_state(), *columns_of_tables()}
NAMED = [name for line in LINES for name in line.names()]


def test_every_stored_field_has_a_line() -> None:
    assert sorted(STORED - set(NAMED)) == []


def test_every_line_is_about_something_that_is_stored() -> None:
    assert sorted(set(NAMED) - STORED) == []


def test_no_field_has_two_lines() -> None:
    assert len(NAMED) == len(set(NAMED))


def test_the_walk_sees_what_it_is_meant_to_see() -> None:
    seen = {"Person.topics_off", "Felt.taps", "Change.by", "Manner.passive", "erasures.keyed_hash"}
    assert seen <= STORED


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.key)
def test_every_line_has_its_words(line: Line) -> None:
    for section, key in (
        ("privacy_names", line.key),
        ("privacy_lines", line.key),
        ("privacy_sections", line.section),
        ("privacy_kept", line.kept),
        ("privacy_seen", line.seen),
    ):
        assert WORDS.say(section, key)


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("privacy_names", {line.key for line in LINES}),
        ("privacy_lines", {line.key for line in LINES}),
        ("privacy_sections", set(Section)),
        ("privacy_kept", set(Kept)),
        ("privacy_seen", set(Seen)),
    ],
)
def test_no_words_are_left_over(section: str, keys: set[str]) -> None:
    assert set(WORDS.texts[section]) == keys


def test_every_section_has_lines() -> None:
    assert all(lines_of(section) for section in Section)


def _longest_round() -> timedelta:
    """From the moment a planned date opens anywhere to the close of its round."""
    day = date(2026, 3, 2)
    round = planned(RoundId("r"), ChatId("c"), "p", 0, (), day, Policy())
    return round.closes_at - opens_at(day)


def test_each_stated_limit_is_the_one_that_is_carried_out() -> None:
    """Each in the place that does: erasure, the store's pruning, and the close of a round."""
    assert {
        Kept.LEAVING: KEPT_AFTER_WITHDRAWAL,
        Kept.DAYS_30: NOTE_KEPT,
        Kept.HOURS_48: UPDATE_KEPT,
        Kept.DAYS_4: timedelta(days=ceil(_longest_round() / timedelta(days=1))),
        Kept.DAYS_56: PARKED_LASTS,
    } == SPANS
    assert SPANS[Kept.DAYS_30] == ERASURE_KEPT == timedelta(days=Policy().level_ready_days)
    assert str(PROPOSAL_LASTS // timedelta(days=1)) in WORDS.say("privacy_kept", Kept.DAYS_56)


@pytest.mark.parametrize("kept", SPANS)
def test_a_stated_limit_is_said_with_its_number(kept: Kept) -> None:
    span = SPANS[kept]
    number = span // timedelta(days=1) if span > timedelta(days=2) else span // timedelta(hours=1)
    assert str(number) in WORDS.say("privacy_kept", kept)
