"""A mark is said, changed and taken back; what it was without it comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.effects import EpisodeEnded, Nudge
from core.episodes import Episode, EpisodeState, Way, Wish
from core.events import AnswersRevealed, Deleted, RevealedAnswer, Unmarked, What
from core.ids import MessageId, PersonId
from tests.cases import cases
from tests.core.builders import ANA, BEN, PERSONAL, POLICY, SMALL_TALK, Life, marked, said


def the_only(life: Life) -> Episode:
    (episode,) = life.chat.episodes.values()
    return episode


def ended(life: Life) -> list[Episode]:
    return [effect.episode for _, effect in life.effects if isinstance(effect, EpisodeEnded)]


def happen(life: Life, *events: What) -> None:
    for event in events:
        life.happens(event)


def back(message: str = "m1", author: PersonId = ANA) -> Unmarked:
    return Unmarked(author=author, message=MessageId(message))


def test_a_mark_that_is_taken_back_leaves_nothing_behind() -> None:
    life = Life()
    happen(life, said(ANA, "m1", SMALL_TALK), marked(ANA, "m1"), back())
    life.waits(hours=8)
    assert [e.state for e in ended(life)] == [EpisodeState.WITHDRAWN]
    assert life.seen(Nudge) == []


def test_what_was_spotted_before_is_spotted_again() -> None:
    life = Life()
    happen(life, said(ANA, "m1", PERSONAL))
    life.waits(minutes=2)
    before = the_only(life)
    happen(life, marked(ANA, "m1", Wish.CELEBRATE), back())
    assert the_only(life) == replace(before, parts=the_only(life).parts)
    assert the_only(life).parts == before.parts


def test_what_is_deep_by_itself_becomes_a_spotted_one() -> None:
    life = Life()
    happen(life, said(ANA, "m1", PERSONAL), marked(ANA, "m1"), back())
    assert (the_only(life).way, the_only(life).wish) == (Way.SPOTTED, None)
    assert the_only(life).probability == PERSONAL.disclosure


@pytest.mark.parametrize("level", [0, 4])
def test_an_answer_of_a_check_in_keeps_its_own_floor(level: int) -> None:
    life = Life()
    answers = tuple(RevealedAnswer(person=p, message=MessageId(f"a-{p}"), reading=None) for p in (ANA, BEN))
    happen(life, AnswersRevealed(level=level, answers=answers))
    before = dict(life.chat.episodes)
    happen(life, marked(ANA, f"a-{ANA}"))
    assert life.chat.episodes != before
    happen(life, back(f"a-{ANA}"))
    assert life.chat.episodes == before


def test_nobody_takes_back_what_another_marked() -> None:
    life = Life()
    happen(life, marked(ANA, "m1"))
    before = life.chat
    happen(life, back(author=BEN))
    assert life.chat == before


def test_a_mark_taken_back_may_be_said_again() -> None:
    life = Life()
    happen(life, said(ANA, "m1", SMALL_TALK), marked(ANA, "m1"), back(), marked(ANA, "m1", Wish.THINK))
    assert (the_only(life).state, the_only(life).wish) == (EpisodeState.OPEN, Wish.THINK)


def test_said_again_it_brings_no_second_note() -> None:
    life = Life()
    happen(life, said(ANA, "m1", SMALL_TALK), marked(ANA, "m1"))
    life.waits(hours=1)
    happen(life, back(), marked(ANA, "m1"))
    life.waits(hours=30)
    assert len(life.seen(Nudge)) == 1


def test_what_was_deleted_cannot_be_marked_again() -> None:
    life = Life()
    happen(life, said(ANA, "m1", SMALL_TALK), marked(ANA, "m1"), Deleted(message=MessageId("m1")))
    happen(life, marked(ANA, "m1"))
    assert life.chat.episodes == {}


def test_left_alone_no_more_it_is_decided_like_any_other() -> None:
    life = Life()
    happen(life, said(ANA, "m1", PERSONAL))
    life.waits(minutes=2)
    happen(life, marked(ANA, "m1", Wish.LEAVE))
    life.waits(hours=2)
    assert life.seen(Nudge) == []
    happen(life, back())
    life.waits(hours=2)
    assert [note.wish for _, note in life.effects if isinstance(note, Nudge)] == [None]


@settings(max_examples=cases(100), deadline=None)
@given(st.lists(st.sampled_from([*Wish, None]), max_size=8), st.booleans())
def test_whatever_was_said_the_last_word_counts(words: list[Wish | None], deep: bool) -> None:
    life = Life()
    happen(life, said(ANA, "m1", PERSONAL if deep else SMALL_TALK))
    life.waits(minutes=2)
    for word in words:
        happen(life, back() if word is None else marked(ANA, "m1", word))
    last = words[-1] if words else None
    open_now = [e.wish for e in life.chat.episodes.values() if e.state is EpisodeState.OPEN]
    assert open_now == ([last] if deep or last is not None else [])
    assert all(e.depth >= POLICY.marked_depth_min for e in life.chat.episodes.values() if e.wish)
