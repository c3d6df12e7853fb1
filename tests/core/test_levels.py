"""The visible level of check-ins: one lowers it, all raise it, and nobody learns who was not ready."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import FIRST_LEVEL, ChatKind, Consent, Member
from core.decide import wake_at
from core.effects import DeeperOffered, LevelRaised
from core.events import (
    ConsentEnded,
    DeeperPossible,
    DeeperWelcome,
    Forgotten,
    LevelLowered,
    TimeReached,
    What,
)
from core.ids import PersonId
from core.reading.scores import DEEPEST
from tests.core.builders import ANA, BEN, CEM, MONDAY, POLICY, Life, agreed


def yes(person: PersonId) -> DeeperWelcome:
    return DeeperWelcome(person, yes=True)


def no(person: PersonId) -> DeeperWelcome:
    return DeeperWelcome(person, yes=False)


def group() -> Life:
    return Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))


def test_either_lowers_it_at_once() -> None:
    life = Life()
    assert life.happens(LevelLowered(BEN)) == []
    assert life.chat.level == FIRST_LEVEL - 1
    life.happens(LevelLowered(ANA))
    assert life.chat.level == 0


def test_it_rises_only_when_both_are_ready_and_both_are_told() -> None:
    life = Life()
    assert life.happens(yes(ANA)) == []
    assert life.chat.level == FIRST_LEVEL
    assert life.happens(yes(BEN)) == [LevelRaised(ANA, 2), LevelRaised(BEN, 2)]
    assert (life.chat.level, life.chat.ready) == (2, {})


def test_each_step_needs_everybody_anew() -> None:
    life = Life()
    for person in (ANA, BEN, ANA):
        life.happens(yes(person))
    assert life.chat.level == FIRST_LEVEL + 1


def test_in_a_group_all_of_them() -> None:
    life = group()
    life.happens(yes(ANA))
    life.happens(yes(BEN))
    assert life.chat.level == FIRST_LEVEL
    life.happens(yes(CEM))
    assert life.chat.level == FIRST_LEVEL + 1


@pytest.mark.parametrize(
    "going", [ConsentEnded(author=BEN), ConsentEnded(author=BEN, left=True), Forgotten(person=BEN)]
)
def test_beside_somebody_who_went_unseen_it_rises_as_little_as_beside_somebody_silent(going: What) -> None:
    life = group()
    life.happens(going)
    assert [life.happens(yes(ANA)), life.happens(yes(CEM))] == [[], []]
    assert life.chat.level == FIRST_LEVEL


@pytest.mark.parametrize(
    "change", [no(ANA), LevelLowered(BEN), ConsentEnded(author=ANA), Forgotten(person=ANA)]
)
def test_a_changed_mind_counts(change: What) -> None:
    life = group()
    life.happens(yes(ANA))
    life.happens(yes(CEM))
    life.happens(change)
    assert ANA not in life.chat.ready


def test_being_ready_fades() -> None:
    life = Life()
    life.happens(yes(ANA))
    life.passes(days=POLICY.level_ready_days)
    life.happens(yes(BEN))
    assert (life.chat.level, list(life.chat.ready)) == (FIRST_LEVEL, [BEN])


def test_what_faded_is_not_kept() -> None:
    life = Life()
    life.happens(yes(ANA))
    due = wake_at(life.chat, POLICY)
    assert due is not None
    assert due <= life.at + timedelta(days=POLICY.level_ready_days)
    life.passes(days=POLICY.level_ready_days)
    life.happens(TimeReached())
    assert life.chat.ready == {}


def test_who_did_not_agree_has_no_say() -> None:
    life = group()
    life.chat.members[CEM] = Member(Consent.DECLINED, MONDAY)
    life.happens(LevelLowered(CEM))
    life.happens(yes(CEM))
    assert (life.chat.level, life.chat.ready) == (FIRST_LEVEL, {})


def test_the_same_step_is_offered_to_both_and_not_soon_again() -> None:
    life = Life()
    offered = [DeeperOffered(ANA, 2), DeeperOffered(BEN, 2)]
    assert life.happens(DeeperPossible(4)) == offered
    life.passes(days=POLICY.level_offer_days - 1)
    assert life.happens(DeeperPossible(4)) == []
    life.passes(days=1)
    assert life.happens(DeeperPossible(4)) == offered


@pytest.mark.parametrize("level", [0, FIRST_LEVEL])
def test_nothing_is_offered_that_they_have_not_shown(level: int) -> None:
    assert Life().happens(DeeperPossible(level)) == []


def test_a_pair_that_was_forgotten_begins_at_the_first_level() -> None:
    life = Life()
    life.happens(DeeperPossible(4))
    life.happens(yes(ANA))
    life.happens(yes(BEN))
    life.happens(Forgotten(person=ANA))
    assert (life.chat.level, life.chat.deeper_offered_at, life.chat.ready) == (FIRST_LEVEL, None, {})


says = st.tuples(
    st.sampled_from([LevelLowered, yes, no]), st.sampled_from([ANA, BEN, CEM]), st.integers(0, 20)
)


@given(st.lists(says, max_size=12))
@settings(max_examples=150)
def test_no_step_up_without_a_yes_of_everybody_since_the_last_step(
    told: list[tuple[type, PersonId, int]],
) -> None:
    life, ready = group(), dict[PersonId, object]()
    for say, person, days in told:
        life.passes(days=days)
        before = life.chat.level
        life.happens(say(person))
        if say is yes:
            ready[person] = life.at
        elif say is no:
            ready.pop(person, None)
        kept = [who for who, at in ready.items() if life.at - at < timedelta(days=30)]  # type: ignore[operator]
        assert 0 <= life.chat.level <= DEEPEST
        if life.chat.level > before:
            assert (say, life.chat.level, len(kept)) == (yes, before + 1, 3)
        if life.chat.level != before or say is LevelLowered:
            ready.clear()
