"""What must hold for every life of a chat, whatever happens in it."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core import consent, reconfirming
from core.decide import decide, wake_at
from core.effects import DisclosureOpened, Effect, EpisodeEnded, EpisodeRewritten, Nudge
from core.episodes import EpisodeState, Way
from core.events import Deleted, Edited, Event, Forgotten, TimeReached
from core.ids import EpisodeId, MessageId, PersonId, pair_of
from core.people import Person
from core.quiet import in_quiet_hours
from tests.core.builders import (
    ANA,
    BEN,
    COOL,
    MONDAY,
    PERSONAL,
    POLICY,
    SMALL_TALK,
    WARM,
    Life,
    marked,
    said,
)
from tests.core.scripts import NAMES, TALKING, Player, Step, begun, persons, steps

WHOLE = (Phase.explicit, Phase.generate)
"""A failing life is shown as it was drawn: to shrink one takes minutes."""
LIVES = settings(max_examples=40, phases=WHOLE)
group_sizes = st.integers(2, 4)


# Purity


@given(steps(), group_sizes)
@LIVES
def test_the_same_event_gives_the_same_result_and_changes_no_argument(script: list[Step], size: int) -> None:
    names, life = begun(size)
    player = Player(names, life)
    for step in script:
        life.waits(seconds=step.gap)
        what = player.what_happens(step)
        if what is None:
            continue
        event = Event(at=life.at, what=what, people=dict(life.people), past=tuple(life.past.values()))
        before = deepcopy((life.chat, event))
        assert decide(life.chat, event, POLICY) == decide(life.chat, event, POLICY)
        assert (life.chat, event) == before
        life.happens(what)


# Time


@given(steps(), group_sizes)
@LIVES
def test_whatever_fell_due_is_done_and_the_chat_waits_for_a_later_moment_or_none(
    script: list[Step], size: int
) -> None:
    def forward(life: Life) -> None:
        wake = wake_at(life.chat, POLICY)
        assert wake is None or wake > life.at

    names, life = begun(size)
    Player(names, life, rings=True, watch=forward).play(script)


def unlimited(names: tuple[PersonId, ...], known: dict[PersonId, Person]) -> dict[PersonId, Person]:
    """Nobody is asked the one question or gets fewer notes: budgets are a person's, and count when spent."""
    return {name: replace(known[name], one_question=False, fewer=False) for name in names}


@given(steps(TALKING), persons(*NAMES), group_sizes)
@LIVES
def test_it_does_not_matter_whether_the_alarm_rang_or_the_next_event_came(
    script: list[Step], known: dict[PersonId, Person], size: int
) -> None:
    plenty = replace(POLICY, nudges_a_day=99, nudges_a_week=99)
    script = [step for step in script if not step.asks_for_fewer()]
    lives = []
    for rings in (True, False):
        names, life = begun(size, unlimited(NAMES[:size], known))
        life.policy = plenty
        Player(names, life, rings=rings).play(script)
        life.passes(days=3)
        lives.append(life)
    assert lives[0].chat == lives[1].chat
    assert [e for _, e in lives[0].effects] == [e for _, e in lives[1].effects]


def later(life: Life, rings: bool) -> None:
    """Nine hours later everything is over: as the alarms told, or nobody has looked yet."""
    if rings:
        life.waits(hours=9)
    else:
        life.at += timedelta(hours=9)


@pytest.mark.parametrize("rings", [True, False])
def test_one_answer_to_two_disclosures_is_taken_back_in_their_order(rings: bool) -> None:
    """They leave the chat in another one: the one question looks at the deepest first."""
    life = Life()
    life.happens(said(ANA, "m1"))
    life.happens(marked(ANA, "m1"))
    life.waits(minutes=5)
    life.happens(said(ANA, "m2", PERSONAL))
    life.waits(minutes=5)
    life.happens(said(BEN, "r", tone=WARM, to=("m1", "m2")))
    later(life, rings)
    life.happens(Deleted(message=MessageId("r")))
    rewritten = [e.episode for e in life.seen(EpisodeRewritten) if isinstance(e, EpisodeRewritten)]
    assert [e.id for e in rewritten if not e.responses] == ["m1", "m2"]


@pytest.mark.parametrize("rings", [True, False])
def test_an_answer_edited_after_its_episode_left_the_chat_counts_as_it_reads_now(rings: bool) -> None:
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    life.waits(minutes=5)
    life.happens(said(BEN, "r", tone=COOL, to=("m1",)))
    life.waits(minutes=5)
    later(life, rings)
    responses = {EpisodeId("m1"): WARM}
    life.happens(Edited(message=MessageId("r"), reading=SMALL_TALK, words=9, responses=responses))
    assert [r.reading for r in life.past[EpisodeId("m1")].responses] == [WARM]


@given(steps(), persons(*NAMES), group_sizes)
@LIVES
def test_the_same_life_lived_twice_is_the_same_to_the_last_bit(
    script: list[Step], known: dict[PersonId, Person], size: int
) -> None:
    once, again = (Player(*begun(size, known)).play(script) for _ in range(2))
    assert repr(once.chat) == repr(again.chat)
    assert repr(once.effects) == repr(again.effects)


# Episodes


@given(steps(), group_sizes)
@LIVES
def test_every_episode_opens_once_and_ends_once(script: list[Step], size: int) -> None:
    life = Player(*begun(size)).play(script)
    opened = Counter(e.episode for e in life.seen(DisclosureOpened) if isinstance(e, DisclosureOpened))
    over = Counter(e.episode.id for e in life.seen(EpisodeEnded) if isinstance(e, EpisodeEnded))
    assert set(opened.values()) <= {1}
    assert set(over.values()) <= {1}
    assert set(over) <= set(opened)


@given(steps(TALKING), group_sizes)
@LIVES
def test_after_two_quiet_weeks_every_episode_has_reached_its_terminal_state(
    script: list[Step], size: int
) -> None:
    life = Player(*begun(size)).play(script)
    life.waits(days=14)
    opened = {e.episode for e in life.seen(DisclosureOpened) if isinstance(e, DisclosureOpened)}
    over = {e.episode.id: e.episode.state for e in life.seen(EpisodeEnded) if isinstance(e, EpisodeEnded)}
    assert set(over) == opened
    assert EpisodeState.OPEN not in over.values()
    assert life.chat.episodes == {}
    erasures = {consent.erasure_at(member) for member in life.chat.members.values()}
    again = {reconfirming.due_at(member) for member in life.chat.members.values()}
    assert wake_at(life.chat, POLICY) in {None, *erasures, *again} or life.chat.locks


# Nudges


class Guard:
    """Looks at every nudge at its moment, with the chat as it was just before."""

    def __init__(self, life: Life) -> None:
        self.before = life.chat
        self.looked = 0
        self.last: dict[PersonId, datetime] = {}

    def __call__(self, life: Life) -> None:
        for at, effect in life.effects[self.looked :]:
            if isinstance(effect, Nudge):
                self.look(life, at, effect)
        self.looked = len(life.effects)
        self.before = life.chat

    def look(self, life: Life, at: datetime, nudge: Nudge) -> None:
        to, chat = life.person(nudge.to), life.chat
        assert nudge.to != nudge.author
        assert chat.listens_to(nudge.to)
        assert chat.listens_to(nudge.author)
        assert not to.rests(at)
        assert not life.person(nudge.author).rests(at)
        assert not in_quiet_hours(to, at)
        assert not any(
            lock.pair == pair_of(nudge.to, nudge.author) and lock.until > at for lock in chat.locks
        )
        assert chat.crisis_until is None or chat.crisis_until <= at
        spoken = [chat.last_spoke[p] for p in (nudge.to, nudge.author) if p in chat.last_spoke]
        assert all(at - spoke >= timedelta(minutes=2) for spoke in spoken)
        self.budget(at, nudge)
        known = chat.episodes.get(nudge.episode) or life.past[nudge.episode]
        assert known.way is not Way.SPOTTED or known.probability >= POLICY.nudge_threshold

    def budget(self, at: datetime, nudge: Nudge) -> None:
        assert nudge.to not in self.last or at - self.last[nudge.to] >= timedelta(hours=12)
        self.last[nudge.to] = at


@given(steps(), persons(*NAMES), group_sizes)
@settings(max_examples=100, phases=WHOLE)
def test_a_nudge_reaches_nobody_who_is_to_be_left_alone_and_nobody_twice(
    script: list[Step], known: dict[PersonId, Person], size: int
) -> None:
    names, life = begun(size, known)
    Player(names, life, watch=Guard(life)).play(script)
    nudged = Counter(e.episode for e in life.seen(Nudge) if isinstance(e, Nudge))
    assert set(nudged.values()) <= {1}


# Names


def mirrored(value: Any, names: dict[str, str]) -> Any:
    """The value with names exchanged, and unordered things without an order."""
    match value:
        case Enum() | datetime() | timedelta():
            return value
        case str():
            return "/".join(names.get(part, part) for part in value.split("/"))
        case dict():
            return sorted(((mirrored(k, names), mirrored(v, names)) for k, v in value.items()), key=repr)
        case tuple() | list():
            return [mirrored(one, names) for one in value]
        case _ if is_dataclass(value):
            told = {f.name: mirrored(getattr(value, f.name), names) for f in fields(value)}
            for unordered in {"pair", "concerned", "locks", "signals"} & set(told):
                told[unordered] = sorted(told[unordered], key=repr)
            return (type(value).__name__, told)
        case _:
            return value


def in_any_order(effects: list[tuple[datetime, Effect]], names: dict[str, str]) -> list[str]:
    return sorted(repr(mirrored(effect, names)) for effect in effects)


@given(steps(), persons(ANA, BEN))
@LIVES
def test_other_names_change_nothing_but_the_names(script: list[Step], known: dict[PersonId, Person]) -> None:
    names, life = begun(2, known)
    exchanged: dict[str, str] = {ANA: BEN, BEN: ANA}
    others = tuple(PersonId(exchanged.get(name, name)) for name in names)
    as_others = {o: replace(known[n], id=o) for n, o in zip(names, others, strict=True)}
    once = Player(names, life).play(script)
    again = Player(others, begun(2, as_others)[1]).play(script)
    assert in_any_order(again.effects, {}) == in_any_order(once.effects, exchanged)
    assert mirrored(again.chat, {}) == mirrored(once.chat, exchanged)


# Forgetting and bounds


@given(steps(), group_sizes)
@LIVES
def test_after_forgetting_nothing_in_the_chat_names_the_person(script: list[Step], size: int) -> None:
    names, life = begun(size)
    Player(names, life).play(script)
    forgotten = names[0]
    life.happens(Forgotten(person=forgotten))
    assert forgotten not in repr(life.chat)


def size_of(value: Any) -> int:
    """How many values a state holds."""
    if is_dataclass(value):
        return sum(size_of(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, dict):
        return len(value) + sum(map(size_of, value.values()))
    if isinstance(value, tuple):
        return sum(map(size_of, value))
    return 1


def test_after_five_thousand_messages_the_state_is_as_small_as_after_five_hundred() -> None:
    life = Life()
    sizes: dict[int, int] = {}
    kinds = ("say", "say", "say", "say", "say", "react", "talk", "rate", "mark", "say", "press", "say")
    player = Player((ANA, BEN), life)
    for n in range(1, 5001):
        gap = (20, 45, 130, 700)[n * 7 % 4] if n % 50 else 40_000
        player.play([Step(gap, kinds[n % 12], n % 2 + n // 3, n % 5, n * 7 % 5, n % 6)])
        life.past = dict(list(life.past.items())[-20:])
        life.effects.clear()
        if n % 500 == 0:
            sizes[n] = size_of(life.chat)
    assert max(sizes.values()) < 2 * min(sizes.values()) + 500


def test_a_long_burst_stays_one_turn() -> None:
    life = Life()
    for n in range(300):
        life.at += timedelta(seconds=5)
        life.happens(said(ANA, f"m{n}"))
    assert life.chat.turn is not None
    life.waits(minutes=5)
    assert life.chat.turn_counts == {ANA: 1}


def test_an_event_of_a_chat_that_waits_for_nothing_costs_nothing() -> None:
    chat = Life().chat
    assert decide(chat, Event(at=MONDAY, what=TimeReached()), POLICY) == (chat, [])
