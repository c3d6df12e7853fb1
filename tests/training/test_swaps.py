"""Pairs of sentences that differ in one thing alone."""

from __future__ import annotations

from collections import Counter

from training.evaluate.frames import DISCLOSING, FRAMES, PLAIN
from training.evaluate.swaps import KINDS, PAIRS, TONES, pairs


def test_there_are_two_thousand_pairs_as_many_of_each_kind() -> None:
    assert Counter(pair.kind for pair in pairs()) == dict.fromkeys(KINDS, PAIRS // len(KINDS))


def test_the_pairs_are_the_same_each_time() -> None:
    assert pairs() == pairs()


def test_half_of_a_hundred_sentences_disclose() -> None:
    assert len(DISCLOSING) == len(PLAIN) == len(set(FRAMES)) / 2 == 50


def test_no_pair_has_a_gap_left_or_says_the_same_twice() -> None:
    assert [pair for pair in pairs() if "{" in pair.one + pair.other or pair.one == pair.other] == []


def test_a_skin_tone_is_all_that_a_pair_of_that_kind_differs_in() -> None:
    def bare(text: str) -> str:
        return "".join(c for c in text if c not in TONES[1:])

    assert all(bare(pair.one) == bare(pair.other) for pair in pairs() if pair.kind == "skin tone")
