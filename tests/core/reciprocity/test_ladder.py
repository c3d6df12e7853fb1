"""What may be offered to two: one step beyond what both have shown, the same for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.episodes import Episode, Response, SentNudge, Wish
from core.ids import PersonId, pair_of
from core.reading.scores import level_of
from core.reciprocity.ladder import level_offered
from core.table import table_of
from tests.cases import cases
from tests.core.builders import ANA, BEN, CEM, COOL, HARSH, MONDAY, POLICY, WARM, answer, ended

PAIR = pair_of(ANA, BEN)
WELL = (answer(WARM),)


def offered(episodes: Sequence[Episode], now: datetime) -> int:
    """What is offered, when each of them is answered by the other."""
    answered = [
        replace(e, responses=tuple(replace(r, author=e.concerned[0]) for r in e.responses)) for e in episodes
    ]
    return level_offered(table_of(answered, PAIR, POLICY), PAIR, now, POLICY)


def shared(depth: float, responses: tuple[Response, ...] = WELL) -> list[Episode]:
    """Both disclosed twice at this depth."""
    return [told(n, bool(n % 2), depth, responses) for n in range(4)]


def told(
    n: int, is_ana: bool, depth: float, responses: tuple[Response, ...], at: datetime = MONDAY
) -> Episode:
    """One of the two discloses, the other answers."""
    author, other = (ANA, BEN) if is_ana else (BEN, ANA)
    answers = tuple(replace(one, author=other) for one in responses)
    return ended(str(n), author, other, depth=depth, at=at, responses=answers, order=n)


@pytest.mark.parametrize(("depth", "level"), [(0.1, 1), (0.2, 2), (0.4, 3), (0.6, 4), (0.9, 4)])
def test_after_two_good_episodes_the_next_step_is_offered(depth: float, level: int) -> None:
    assert offered(shared(depth), MONDAY) == level


def test_without_good_answers_the_level_stays_at_what_both_have_shown() -> None:
    assert offered(shared(0.4, (answer(COOL),)), MONDAY) == 2


def test_one_deep_disclosure_alone_is_not_a_level() -> None:
    episodes = [*shared(0.2), ended("deep", depth=0.9, responses=WELL, order=9)]
    assert offered(episodes, MONDAY) == 2


def test_what_was_answered_with_hurt_does_not_count_as_shown() -> None:
    hurt = shared(0.9, (answer(HARSH),))
    assert offered(hurt, MONDAY) == 0


@pytest.mark.parametrize(("good", "level"), [(0, 0), (1, 0), (2, 4), (3, 4)])
def test_after_a_hurt_nothing_is_offered_until_two_later_episodes_were_good(good: int, level: int) -> None:
    hurt = told(4, True, 0.6, (answer(HARSH),))
    later = [told(5 + n, bool(n % 2), 0.6, WELL) for n in range(good)]
    assert offered([*shared(0.6), hurt, *later], MONDAY) == level


def test_thin_answers_after_a_hurt_make_nothing_good() -> None:
    hurt, thin = told(4, True, 0.6, (answer(HARSH),)), told(6, True, 0.6, (answer(COOL),))
    episodes = [*shared(0.6), hurt, told(5, False, 0.6, WELL), thin]
    assert offered(episodes, MONDAY) == 0


def test_the_one_who_has_shown_less_decides() -> None:
    episodes = [replace(e, depth=0.9) if e.author == ANA else e for e in shared(0.2)]
    assert offered(episodes, MONDAY) == 2


def test_nothing_shared_yet_is_everyday_level() -> None:
    assert offered([], MONDAY) == 0


@pytest.mark.parametrize(("days", "level"), [(0, 4), (59, 4), (60, 3), (89, 3)])
def test_each_sixty_idle_days_take_one_level(days: int, level: int) -> None:
    assert offered(shared(0.6), MONDAY + timedelta(days=days)) == level


def test_what_was_shown_more_than_ninety_days_ago_is_no_measure_any_more() -> None:
    assert offered(shared(0.9), MONDAY + timedelta(days=91)) == 0


responses = st.lists(
    st.builds(answer, st.sampled_from([WARM, COOL, HARSH]), reaction=st.booleans()), max_size=2
).map(tuple)


@st.composite
def histories(draw: st.DrawFn) -> list[Episode]:
    steps = draw(
        st.lists(st.tuples(st.booleans(), st.floats(0, 1), responses, st.integers(0, 40)), max_size=14)
    )
    episodes, day = [], 0
    for n, (is_ana, depth, answers, gap) in enumerate(steps):
        day += gap
        episodes.append(told(n, is_ana, depth, answers, MONDAY + timedelta(days=day)))
    return episodes


def now(episodes: list[Episode], idle: int) -> timedelta:
    return timedelta(days=idle) if not episodes else episodes[-1].at - MONDAY + timedelta(days=idle)


def second_deepest(episodes: list[Episode], person: PersonId) -> int:
    levels = sorted((level_of(e.depth) for e in episodes if e.author == person), reverse=True)
    return levels[1] if len(levels) > 1 else 0


@given(histories(), st.integers(0, 200))
@settings(max_examples=cases(150))
def test_the_offer_is_a_level_never_more_than_one_above_what_both_have_shown(
    episodes: list[Episode], idle: int
) -> None:
    level = offered(episodes, MONDAY + now(episodes, idle))
    shown = min(second_deepest(episodes, person) for person in PAIR)
    assert 0 <= level <= min(4, shown + 1)


@given(histories(), st.integers(0, 200))
@settings(max_examples=cases(100))
def test_the_offer_does_not_know_who_is_who(episodes: list[Episode], idle: int) -> None:
    mirrored = [
        replace(
            e,
            author=e.concerned[0],
            concerned=(e.author,),
            responses=tuple(replace(one, author=e.author) for one in e.responses),
        )
        for e in episodes
    ]
    moment = MONDAY + now(episodes, idle)
    assert offered(mirrored, moment) == offered(episodes, moment)


@given(histories(), st.integers(0, 100), st.integers(0, 200))
@settings(max_examples=cases(100))
def test_more_idle_days_never_offer_more(episodes: list[Episode], idle: int, more: int) -> None:
    early, late = (MONDAY + now(episodes, days) for days in (idle, idle + more))
    assert offered(episodes, late) <= offered(episodes, early)


@given(histories(), st.data())
@settings(max_examples=cases(100))
def test_the_offer_depends_on_nothing_private(episodes: list[Episode], data: st.DataObject) -> None:
    private = [
        replace(
            e,
            wish=data.draw(st.sampled_from([None, *Wish])),
            held=data.draw(st.sampled_from([(), ("cap",)])),
            nudge=data.draw(st.sampled_from([None, SentNudge(to=BEN, reason="unanswered", at=MONDAY)])),
            question_at=data.draw(st.sampled_from([None, MONDAY])),
            probability=data.draw(st.floats(0, 1)),
        )
        for e in episodes
    ]
    moment = MONDAY + now(episodes, 0)
    assert offered(private, moment) == offered(episodes, moment)


def test_what_a_third_person_answered_says_nothing_of_the_two() -> None:
    episodes = [replace(e, responses=(answer(HARSH, CEM),)) for e in shared(0.4)]
    table = table_of(episodes, PAIR, POLICY)
    assert level_offered(table, PAIR, MONDAY, POLICY) == 2
