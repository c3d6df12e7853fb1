"""What responses count for: follow-up questions, formulas for good news, advice that nobody wanted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.effects import ResponseAttached
from core.episodes import Episode, Wish
from core.hearing import BARE_FOLLOW_UP, FOLLOW_UP, PASSIVE, heard, heard_by_author
from core.ids import EpisodeId
from core.people import Person
from core.reading.scores import Manner, ResponseReading
from core.responses import is_answered, is_met, pooled
from tests.cases import cases
from tests.core.builders import ANA, BEN, CEM, POLICY, SMALL_TALK, answer, disclosed, ended, marked, said

score = st.floats(0, 1)
manners = st.builds(Manner, follow_up=score, bare_question=st.booleans(), passive=st.booleans())
readings = st.builds(
    ResponseReading,
    understanding=score,
    appreciation=score,
    caring=score,
    disinterest=score,
    criticism=score,
    advice=score,
    manner=manners,
)
one_response = st.builds(answer, readings, st.sampled_from([BEN, CEM]), words=st.integers(0, 9))
responses = st.lists(
    st.builds(lambda r, unwanted: replace(r, advice_unwanted=unwanted), one_response, st.booleans()),
    max_size=5,
).map(tuple)
episodes = st.builds(
    lambda r, valence: replace(ended(responses=r), valence=valence), responses, st.floats(-1, 1)
)

ASKING = ResponseReading(understanding=0.2, manner=Manner(follow_up=1.0))
ONLY_ASKING = ResponseReading(understanding=0.2, manner=Manner(follow_up=1.0, bare_question=True))
FORMULA = ResponseReading(appreciation=0.8, manner=Manner(passive=True))


def understood(*given_: ResponseReading) -> list[float]:
    return [r.understanding for r in heard(ended(responses=tuple(answer(one) for one in given_)))]


# Follow-up questions


def test_a_genuine_question_raises_understanding_by_its_share_of_what_was_missing() -> None:
    assert understood(ASKING) == [pytest.approx(1 - (1 - 0.2) * (1 - FOLLOW_UP))]


@given(score, score)
@settings(max_examples=cases(60))
def test_it_raises_by_the_formula_of_the_science(u: float, q: float) -> None:
    (raised,) = understood(ResponseReading(understanding=u, manner=Manner(follow_up=q)))
    assert raised == pytest.approx(1 - (1 - u) * (1 - 0.4 * q))


@given(episodes)
@settings(max_examples=cases(60))
def test_a_question_never_lowers_responsiveness_nor_leaves_0_to_1(episode: Episode) -> None:
    sober = replace(episode, valence=-1.0)  # good news has a rule of its own
    for response, counted in zip(sober.responses, heard(sober), strict=True):
        assert response.reading.understanding <= counted.understanding <= 1
        assert counted.responsiveness >= response.reading.responsiveness


def test_a_bare_question_raises_nothing() -> None:
    assert BARE_FOLLOW_UP == 0.0
    assert understood(ONLY_ASKING) == [0.2]


def test_after_two_bare_questions_none_of_theirs_counts_any_more() -> None:
    once = understood(ONLY_ASKING, ASKING)
    twice = understood(ONLY_ASKING, ONLY_ASKING, ASKING)
    assert once[-1] > 0.2
    assert twice[-1] == 0.2


def test_the_bare_questions_of_another_take_nothing_away() -> None:
    asked = (answer(ONLY_ASKING, CEM), answer(ONLY_ASKING, CEM), answer(ASKING, BEN))
    assert list(heard(ended(responses=asked)))[-1].understanding > 0.2


def test_a_deleted_bare_question_was_never_one() -> None:
    asked = tuple(answer(one) for one in (ONLY_ASKING, ONLY_ASKING, ASKING))
    kept = ended(responses=asked[1:])
    assert pooled(kept) != pooled(ended(responses=asked))
    assert list(heard(kept))[-1].understanding > 0.2


@given(episodes)
@settings(max_examples=cases(60))
def test_what_a_transcript_gives_counts_as_it_is_given(episode: Episode) -> None:
    plain = tuple(
        replace(r, reading=replace(r.reading, manner=Manner()), advice_unwanted=False)
        for r in episode.responses
    )
    given_ = replace(episode, responses=plain)
    assert list(heard(given_)) == list(heard_by_author(given_)) == [r.reading for r in plain]


# Good news


def test_a_formula_is_no_appreciation_of_good_news() -> None:
    good = replace(ended(responses=(answer(FORMULA, words=2),)), valence=0.5)
    assert [r.appreciation for r in heard(good)] == [PASSIVE]
    assert not is_answered(good, POLICY)
    assert not is_met(good, (), POLICY)


@pytest.mark.parametrize("valence", [0.0, -0.5])
def test_to_other_things_it_counts_as_it_was_read(valence: float) -> None:
    other = replace(ended(responses=(answer(FORMULA),)), valence=valence)
    assert [r.appreciation for r in heard(other)] == [0.8]


def test_celebration_counts_as_it_was_read() -> None:
    cheer = answer(replace(FORMULA, manner=Manner()))
    assert [r.appreciation for r in heard(replace(ended(responses=(cheer,)), valence=0.5))] == [0.8]


# Advice nobody wanted

ADVISING = ResponseReading(caring=0.3, advice=1.0, relevance=0.9)


def test_unwanted_advice_is_disinterest_to_the_author_alone() -> None:
    life = disclosed(ana=Person(id=ANA, advice_wanted=False))
    life.happens(said(BEN, "b2", SMALL_TALK, tone=ADVISING, to=["a1"]))
    life.waits(minutes=3)
    episode = life.chat.episodes[EpisodeId("a1")]
    assert [r.disinterest for r in heard_by_author(episode)] == [0.5]
    assert [r.disinterest for r in heard(episode)] == [0.0]


def test_what_is_kept_and_shown_is_the_same_whether_advice_was_wanted_or_not() -> None:
    shown = []
    for wanted in (None, True, False):
        life = disclosed(ana=Person(id=ANA, advice_wanted=wanted))
        life.happens(said(BEN, "b2", SMALL_TALK, tone=ADVISING, to=["a1"]))
        life.waits(days=3)
        shown.append([pooled(episode) for episode in life.past.values()])
    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize(("wish", "unwanted"), [(Wish.LISTEN, True), (Wish.THINK, False)])
def test_a_wish_for_this_message_stands_over_the_switch(wish: Wish, unwanted: bool) -> None:
    life = disclosed(ana=Person(id=ANA, advice_wanted=not unwanted))
    life.happens(marked(ANA, "a1", wish))
    life.happens(said(BEN, "b2", SMALL_TALK, tone=ADVISING, to=["a1"]))
    life.waits(minutes=3)
    assert [r.advice_unwanted for r in life.chat.episodes[EpisodeId("a1")].responses] == [unwanted]


def test_a_replay_prints_the_response_as_its_author_hears_it() -> None:
    life = disclosed(ana=Person(id=ANA, advice_wanted=False))
    life.happens(said(BEN, "b2", SMALL_TALK, tone=ADVISING, to=["a1"]))
    life.waits(minutes=3)
    (told,) = (e for e in life.seen(ResponseAttached) if isinstance(e, ResponseAttached))
    assert told.response.reading.disinterest == 0.5


@given(episodes)
@settings(max_examples=cases(60))
def test_what_the_author_wanted_changes_disinterest_and_nothing_else(episode: Episode) -> None:
    for public, private in zip(heard(episode), heard_by_author(episode), strict=True):
        assert private.disinterest >= public.disinterest
        assert replace(private, disinterest=public.disinterest) == public
