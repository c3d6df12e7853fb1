"""The weave: what is taken from a pair's table, how it travels, and which pattern it is said to have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.episodes import Episode, EpisodeState, Response, SentNudge, Way, Wish
from core.ids import pair_of
from core.table import table_of
from core.weave import (
    WEEKS,
    Opening,
    Pattern,
    Weave,
    Week,
    changes,
    pattern,
    read,
    weave,
    without_sides,
    written,
)
from tests.cases import cases
from tests.core.builders import ANA, BEN, CEM, COOL, HARSH, MONDAY, POLICY, WARM, answer, ended

PAIR = pair_of(ANA, BEN)
DAY = timedelta(days=1)


def woven(*episodes: Episode, after: timedelta = timedelta()) -> Weave:
    return weave(table_of(episodes, PAIR, POLICY), PAIR, MONDAY + after)


def line(letters: str) -> Weave:
    return read(f"2026-03-02={letters}")


def test_each_opening_is_its_author_s_in_the_order_of_what_was_said() -> None:
    found = woven(ended("2", BEN, ANA, at=MONDAY + DAY), ended("1", ANA, BEN), after=2 * DAY)
    assert [opening.side for opening in found.openings] == [0, 1]


@pytest.mark.parametrize(
    ("responses", "answered"),
    [
        ((), False),
        ((answer(WARM, BEN),), True),
        ((answer(COOL, BEN),), True),
        ((answer(HARSH, BEN),), True),
        ((answer(COOL, BEN, words=2),), False),
        ((answer(COOL, BEN, reaction=True),), False),
        ((answer(WARM, CEM),), False),
        ((replace(answer(WARM, BEN), at=MONDAY + timedelta(days=3)),), False),
    ],
    ids=["silence", "warm", "cool", "harsh", "two words", "a reaction", "somebody else", "too late"],
)
def test_an_opening_is_answered_when_the_other_said_something_within_reach(
    responses: tuple[Response, ...], answered: bool
) -> None:
    found = woven(replace(ended("1", ANA, BEN), responses=responses))
    assert [opening.answered for opening in found.openings] == [answered]


def test_an_answer_in_words_that_cannot_be_read_is_an_answer() -> None:
    unread = replace(ended("1", ANA, BEN), unread=True, passed=(replace(answer(COOL, BEN), read=False),))
    assert woven(unread).openings[0].answered


def test_quiet_weeks_have_their_place_and_old_ones_none() -> None:
    found = woven(ended("1", ANA, BEN), after=timedelta(weeks=2))
    assert [len(week.openings) for week in found.weeks] == [1, 0, 0]
    assert len(woven(ended("1", ANA, BEN), after=timedelta(weeks=30)).weeks) == WEEKS


def test_weeks_begin_on_mondays_by_the_world_s_clock() -> None:
    found = woven(ended("1", ANA, BEN, at=MONDAY - 2 * DAY))
    assert [week.monday for week in found.weeks] == [date(2026, 2, 23), date(2026, 3, 2)]


def test_before_the_first_opening_there_is_one_quiet_week() -> None:
    assert [len(week.openings) for week in woven().weeks] == [0]


# What is private leaves no trace

PRIVATE = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from([s for s in EpisodeState if s is not EpisodeState.WITHDRAWN]),
        "talked": st.booleans(),
        "wish": st.sampled_from([None, *Wish]),
        "held": st.sampled_from([(), ("quiet_hours",), ("paused", "cap")]),
        "asked_first": st.booleans(),
        "agreed_first": st.booleans(),
        "nudge": st.sampled_from([None, SentNudge(to=BEN, reason="unanswered", at=MONDAY, refused=True)]),
        "hard_at": st.sampled_from([None, MONDAY, MONDAY + DAY]),
        "ended_at": st.sampled_from([None, MONDAY, MONDAY + DAY]),
        "question_at": st.sampled_from([None, MONDAY]),
        "latest": st.sampled_from([None, ANA, BEN]),
    },
)


@st.composite
def lives(draw: st.DrawFn) -> list[Episode]:
    """Episodes of two over four weeks."""
    found = []
    for number in range(draw(st.integers(0, 30))):
        author, other = draw(st.sampled_from([(ANA, BEN), (BEN, ANA)]))
        at = MONDAY + timedelta(hours=draw(st.integers(0, 600)))
        said = draw(
            st.sampled_from(
                [(), (answer(WARM, other),), (answer(COOL, other, words=1),), (answer(WARM, CEM),)]
            )
        )
        way = draw(st.sampled_from(list(Way)))
        responses = tuple(replace(one, at=at) for one in said)
        found.append(replace(ended(f"{number:03}", author, other, at=at, responses=responses), way=way))
    return found


@settings(max_examples=cases(200))
@given(lives(), st.data())
def test_nothing_private_of_an_episode_shows_in_the_weave(life: list[Episode], data: st.DataObject) -> None:
    other = [replace(episode, **data.draw(PRIVATE)) for episode in life]
    assert woven(*other, after=27 * DAY) == woven(*life, after=27 * DAY)


# How it travels

OPENINGS = st.builds(Opening, side=st.sampled_from([0, 1, None]), answered=st.booleans(), asked=st.booleans())
WEAVES = st.builds(
    Weave,
    weeks=st.lists(st.tuples(st.dates(), st.lists(OPENINGS, max_size=30)), max_size=WEEKS).map(
        lambda weeks: tuple(Week(day, tuple(openings)) for day, openings in weeks)
    ),
    heard=st.booleans(),
)


@settings(max_examples=cases(200))
@given(WEAVES)
def test_a_weave_comes_back_as_it_was_written(found: Weave) -> None:
    assert read(written(found)) == found


@settings(max_examples=cases(100))
@given(WEAVES)
def test_without_sides_nothing_is_left_but_when(found: Weave) -> None:
    assert set(written(without_sides(found))) <= set("n=-0123456789 unheard")


# What is said of it


def said_of(letters: str, *, takes_turns: bool = False) -> Pattern:
    return pattern(line(letters), POLICY, takes_turns=takes_turns)


@pytest.mark.parametrize(
    ("letters", "takes_turns", "expected"),
    [
        ("AB" * 9 + "A", True, Pattern.EARLY),
        ("AB" * 10, True, Pattern.IN_TURN),
        ("AB" * 10, False, Pattern.LOOSE),
        ("A" * 17 + "BAB", True, Pattern.ONE_SIDE),
        ("a" * 12 + "b" * 12, False, Pattern.IN_BLOCKS),
        ("AABABBABBABAABABBAABAB", False, Pattern.LOOSE),
        ("A'B'" * 20, True, Pattern.EARLY),
    ],
    ids=["early", "in turn", "not told so", "one side", "in blocks", "loose", "only asked"],
)
def test_a_pattern_is_named_only_where_it_is_plain(
    letters: str, takes_turns: bool, expected: Pattern
) -> None:
    assert said_of(letters, takes_turns=takes_turns) is expected


@settings(max_examples=cases(200))
@given(st.lists(st.sampled_from("AaBb"), max_size=60), st.booleans())
def test_the_pattern_does_not_know_who_is_who(letters: Sequence[str], takes_turns: bool) -> None:
    swapped = "".join(letters).translate(str.maketrans("AaBb", "BbAa"))
    assert said_of(swapped, takes_turns=takes_turns) is said_of("".join(letters), takes_turns=takes_turns)


def test_no_step_leads_to_or_from_what_was_asked() -> None:
    assert changes(line("AA'B'BA").openings) == 1
