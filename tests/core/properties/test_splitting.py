"""Said in several messages instead of one, a disclosure is never deeper (science §3a), through `decide`."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.effects import DisclosureOpened
from core.reading.scores import MessageReading
from tests.cases import cases
from tests.core.builders import ANA, BEN, POLICY, Life, said

score = st.floats(0, 1)
wholes = st.builds(
    MessageReading,
    self_relevance=score,
    personal=score,
    private=score,
    affective=score,
    disclosure=st.sampled_from([1.0, POLICY.tracking_threshold]),
)
SCORES = ("self_relevance", "personal", "private", "affective")
parts = st.lists(
    st.tuples(st.tuples(score, score, score, score), st.integers(1, 119)), min_size=2, max_size=6
)


def part_of(whole: MessageReading, shares: tuple[float, ...]) -> MessageReading:
    """A part says no more of anything than the whole; it may be surer to be a disclosure."""
    less = {name: share * getattr(whole, name) for name, share in zip(SCORES, shares, strict=True)}
    return replace(whole, disclosure=1.0, **less)


def depth_of(messages: list[tuple[MessageReading, int]], *, marked: bool = False) -> float:
    """Depth of what these messages open, in seconds one after the other; 0 when nothing opens."""
    life = Life()
    life.happens(said(BEN, "b"))
    life.waits(minutes=5)
    for n, (reading, gap) in enumerate(messages):
        life.happens(said(ANA, f"m{n}", reading))
        life.waits(seconds=gap)
    life.waits(minutes=5)
    opened = [e for e in life.seen(DisclosureOpened) if isinstance(e, DisclosureOpened)]
    assert len(opened) <= 1  # one burst is one turn
    return opened[0].depth if opened else 0.0


@given(wholes, parts)
@settings(max_examples=cases(60))
def test_a_message_in_parts_is_never_deeper_than_in_one(
    whole: MessageReading, shares: list[tuple[tuple[float, ...], int]]
) -> None:
    burst = [(part_of(whole, share), gap) for share, gap in shares]
    together = depth_of([(replace(whole, disclosure=1.0), 1)])
    assert depth_of(burst) <= together


@given(wholes, parts, st.data())
@settings(max_examples=cases(60))
def test_small_talk_around_it_changes_nothing(
    whole: MessageReading, shares: list[tuple[tuple[float, ...], int]], data: st.DataObject
) -> None:
    burst = [(MessageReading(disclosure=0.01), gap) for _, gap in shares]
    place = data.draw(st.integers(0, len(burst)))
    burst.insert(place, (whole, 5))
    assert depth_of(burst) == depth_of([(whole, 5)])
