"""What holds of a pair's figures after any life: bounds, one step at most, and no difference by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.episodes import Episode, EpisodeState
from core.events import AnswersRevealed, RevealedAnswer, What
from core.ids import EpisodeId, MessageId, Pair, PersonId, pair_of
from core.reading.scores import level_of
from core.reciprocity.pair import Reciprocity, of_pair
from tests.cases import cases
from tests.core.builders import ANA, BEN, PERSONAL, POLICY, SMALL_TALK, WARM, Life, said
from tests.core.scripts import TALKING, Player, Step, begun, steps

LIVES = settings(max_examples=cases(60), phases=(Phase.explicit, Phase.generate))
KINDS = (*3 * TALKING, *9 * ("say",), *3 * ("reveal",))
short_lives = steps(KINDS, most=16)


class AsRounds(Player):
    """Answers are revealed in the order of names, as a round reveals them."""

    def what_happens(self, step: Step) -> What | None:
        what = super().what_happens(step)
        if isinstance(what, AnswersRevealed):
            return replace(what, answers=tuple(sorted(what.answers, key=lambda answer: answer.person)))
        return what


def episodes_of(life: Life) -> list[Episode]:
    return list({**life.past, **life.chat.episodes}.values())


def figures(life: Life, pair: Pair) -> Reciprocity:
    return of_pair(episodes_of(life), pair, life.at, POLICY)


@given(short_lives)
@LIVES
def test_every_figure_keeps_its_bounds(script: list[Step]) -> None:
    life = Player(*begun(2)).play(script)
    found = figures(life, (ANA, BEN))
    assert found.turn_taking is None or 0 <= found.turn_taking <= 1
    assert found.balance is None or -1 <= found.balance <= 1
    assert all(-1 <= rho <= 1 for rho in found.responsiveness.values())
    assert 0 <= found.role_swaps <= max(0, found.disclosures - 1)


@given(short_lives, st.integers(2, 4))
@LIVES
def test_no_pair_is_offered_more_than_one_step_beyond_what_both_have_shown(
    script: list[Step], size: int
) -> None:
    names, life = begun(size)
    Player(names, life).play(script)
    for one in names:
        for other in names:
            if one < other:
                pair = pair_of(one, other)
                shown = min(second_deepest(life, pair, person) for person in pair)
                assert 0 <= figures(life, pair).level_offered <= min(4, shown + 1)


def second_deepest(life: Life, pair: Pair, person: PersonId) -> int:
    levels = sorted(
        level_of(e.depth)
        for e in episodes_of(life)
        if e.author == person and e.concerns(pair) and e.state is not EpisodeState.WITHDRAWN
    )
    return levels[-2] if len(levels) > 1 else 0


# Names


def by_role(found: Reciprocity, first: PersonId) -> dict[str, Any]:
    """The figures as the first of the story sees them, whatever the two are called."""
    sign = 1 if found.pair[0] == first else -1
    return {
        "disclosures": found.disclosures,
        "turn_taking": found.turn_taking,
        "balance": None if found.balance is None else pytest.approx(sign * found.balance),
        "runs_z": found.runs_z,
        "role_swaps": found.role_swaps,
        "level_offered": found.level_offered,
        "mine": found.responsiveness.get(first),
        "theirs": next((rho for who, rho in found.responsiveness.items() if who != first), None),
    }


def named(first: PersonId, second: PersonId, script: list[Step]) -> dict[str, Any]:
    _, life = begun(2)
    AsRounds((first, second), life).play(script)
    return by_role(figures(life, (ANA, BEN)), first)


@given(steps(tuple(kind for kind in KINDS if kind != "reveal"), most=16))
@LIVES
def test_names_that_sort_the_other_way_round_change_no_figure(script: list[Step]) -> None:
    assert named(ANA, BEN, script) == named(BEN, ANA, script)


def check_in(first: PersonId, second: PersonId) -> Reciprocity:
    """The first discloses alone; later both answer a check-in at one moment, and the messages' ids say which
    of the answers was written first."""
    life = Life()
    life.happens(said(first, "m1", PERSONAL))
    life.waits(minutes=3)
    life.happens(said(second, "m2", SMALL_TALK, tone=WARM, to=["m1"]))
    life.waits(minutes=30)
    answers = [
        RevealedAnswer(person=first, message=MessageId("m3"), reading=PERSONAL),
        RevealedAnswer(person=second, message=MessageId("m4"), reading=PERSONAL),
    ]
    by_name = tuple(sorted(answers, key=lambda answer: answer.person))
    life.happens(AnswersRevealed(level=2, answers=by_name))
    life.at += timedelta(minutes=1)
    assert EpisodeId("m4") in life.chat.episodes
    return figures(life, (ANA, BEN))


def test_two_answers_at_one_moment_are_in_no_order_of_names() -> None:
    once, again = check_in(ANA, BEN), check_in(BEN, ANA)
    assert (once.role_swaps, once.turn_taking) == (again.role_swaps, again.turn_taking)
