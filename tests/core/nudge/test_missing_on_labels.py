"""The row `missing` on labelled replies: their labels put through the rule, as if a reader erred in nothing.

What a note may never do is correct somebody whose answer did reach the other; what it is for is the rest.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.nudge.rows.missing import RULE
from core.reading.manner import manner_of
from core.reading.scores import ResponseReading
from tests.core.builders import BEN, POLICY, answer
from tests.core.nudge.scenes import opened, scene_of
from tests.labelled_replies import DATA, WHY_NOT, Labelled, labelled_replies

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=WHY_NOT)
MOST_CORRECTED, LEAST_CAUGHT = 1 / 100, 70 / 100


@pytest.fixture(scope="module")
def replies() -> list[Labelled]:
    return labelled_replies()


def is_corrected(reply: Labelled, reading: ResponseReading) -> bool:
    episode = opened(
        responses=(answer(reading, words=len(reply.text.split())),), valence=float(reply.valence)
    )
    return RULE.verdict(scene_of(), episode, BEN) is not None


def corrected(replies: list[Labelled]) -> tuple[int, int]:
    """How many of how many."""
    return sum(is_corrected(reply, reply.reading()) for reply in replies), len(replies)


def met(replies: list[Labelled]) -> list[Labelled]:
    return [reply for reply in replies if reply.felt == 1]


def uncritical_and_not_met(replies: list[Labelled]) -> list[Labelled]:
    return [r for r in replies if r.felt < 1 and r.reading().criticism < POLICY.harsh_criticism]


def test_no_reply_that_left_the_person_feeling_met_is_corrected(replies: list[Labelled]) -> None:
    """Wanted: at most 1 in 100, which may be claimed from three hundred cases on (rules: *Measuring*)."""
    assert corrected(met(replies)) == (0, 654)


def test_most_uncritical_replies_that_did_not_are_caught(replies: list[Labelled]) -> None:
    """Wanted: at least 70 of 100. These are 83.6."""
    assert corrected(uncritical_and_not_met(replies)) == (511, 611)


@pytest.mark.parametrize(
    ("source", "found"), [("replies", (232, 255)), ("chats", (102, 150)), ("dialogue", (177, 206))]
)
def test_what_is_caught_of_each_source(replies: list[Labelled], source: str, found: tuple[int, int]) -> None:
    """In chats many lukewarm replies have three words or fewer: acknowledged, and left to `unanswered`."""
    assert corrected(uncritical_and_not_met([r for r in replies if r.source == source])) == found


def test_a_harsh_reply_is_never_corrected(replies: list[Labelled]) -> None:
    harsh = [r for r in replies if r.reading().criticism >= POLICY.harsh_criticism]
    assert corrected(harsh) == (0, 251)


def test_how_it_was_said_changes_little_of_that(replies: list[Labelled]) -> None:
    """As it runs live: with follow-up questions, and formulas said to good news."""

    def live(some: list[Labelled]) -> float:
        said = [replace(r.reading(), manner=manner_of(r.text)) for r in some]
        return sum(is_corrected(r, reading) for r, reading in zip(some, said, strict=True)) / len(some)

    assert live(met(replies)) <= MOST_CORRECTED
    assert live(uncritical_and_not_met(replies)) >= LEAST_CAUGHT
