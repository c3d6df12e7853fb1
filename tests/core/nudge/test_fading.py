"""Fading out: later and briefer for whoever meets things unprompted, and nobody else can tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import Answered, ChatKind
from core.effects import Decided, Effect, EpisodeEnded, EpisodeRewritten, Held, Nudge, NudgeClaim
from core.episodes import EpisodeState
from core.events import Deleted, Forgotten
from core.ids import EpisodeId, MessageId, PersonId
from core.nudge import fading
from core.people import Person, QuietHours
from core.reading.scores import ResponseReading
from core.scene import Scene
from tests.core.builders import (
    ANA,
    BEN,
    CEM,
    COOL,
    HARSH,
    MONDAY,
    PERSONAL,
    POLICY,
    WARM,
    Life,
    agreed,
    answer,
    said,
)
from tests.core.nudge.scenes import opened, scene_of

WINDOW = int(POLICY.fade_window)
T_SOFT = 30.0
histories = st.lists(st.booleans(), max_size=25)


def told(history: list[bool]) -> tuple[Answered, ...]:
    return tuple(Answered(EpisodeId(str(n)), met) for n, met in enumerate(history))


def scene_after(history: list[bool]) -> Scene:
    return scene_of(answered={BEN: {ANA: told(history)}})


# The function


@pytest.mark.parametrize("count", range(WINDOW))
def test_below_ten_answered_disclosures_nothing_fades(count: int) -> None:
    assert fading.factor(told([True] * count), POLICY) == 1


@pytest.mark.parametrize(("met", "factor"), [(0, 1.0), (5, 1.5), (8, 1.8), (10, 2.0)])
def test_t_soft_grows_with_the_share_that_was_met_unprompted_to_twice_as_long(
    met: int, factor: float
) -> None:
    assert fading.factor(told([True] * met + [False] * (10 - met)), POLICY) == pytest.approx(factor)


def test_only_the_newest_ten_count() -> None:
    assert fading.factor(told([True] * 12 + [False] * 10), POLICY) == 1


@given(histories)
def test_t_soft_is_never_shortened_and_never_over_its_bound(history: list[bool]) -> None:
    scene = scene_after(history)
    for soft in (POLICY.soft_min_minutes, 200.0, POLICY.soft_max_minutes):
        assert soft <= fading.lengthened(scene, soft, BEN, ANA) <= POLICY.soft_max_minutes


@given(histories, st.integers(0, 24))
def test_having_met_one_more_never_brings_a_note_earlier(history: list[bool], place: int) -> None:
    more = [met or n == place for n, met in enumerate(history)]
    assert fading.factor(told(more), POLICY) >= fading.factor(told(history), POLICY)


@pytest.mark.parametrize(("met", "brief"), [(7, False), (8, True), (10, True)])
def test_from_eight_of_ten_on_one_line_is_enough(met: int, brief: bool) -> None:
    assert fading.is_brief(scene_after([True] * met + [False] * (10 - met)), BEN, ANA) is brief


def test_what_somebody_met_of_one_person_says_nothing_of_another() -> None:
    scene = scene_of(answered={BEN: {CEM: told([True] * 10)}, ANA: {BEN: told([True] * 10)}})
    assert fading.lengthened(scene, T_SOFT, BEN, ANA) == T_SOFT


# What counts as unprompted


def remembered(**changes: object) -> tuple[Answered, ...]:
    scene = scene_of()
    ended = opened(state=EpisodeState.ANSWERED, ended_at=MONDAY, **changes)
    fading.remember(scene, ended)
    return scene.chat.answered.get(BEN, {}).get(ANA, ())


def test_a_warm_answer_at_once_was_unprompted() -> None:
    assert [one.unprompted for one in remembered(responses=(answer(WARM),))] == [True]


@pytest.mark.parametrize("reading", [COOL, HARSH, replace(WARM, criticism=0.5)])
def test_an_answer_that_met_nothing_is_counted_as_none(reading: ResponseReading) -> None:
    assert [one.unprompted for one in remembered(responses=(answer(reading),))] == [False]


def test_an_answer_after_a_note_could_have_come_was_not_unprompted() -> None:
    late = replace(answer(WARM), at=MONDAY + timedelta(minutes=45))
    assert [one.unprompted for one in remembered(responses=(late,))] == [False]


@pytest.mark.parametrize(
    "changes",
    [
        {"responses": ()},
        {"responses": (answer(WARM, reaction=True),)},
        {"responses": (answer(WARM, author=CEM),)},
        {"responses": (answer(WARM),), "unread": True},
        {"responses": (answer(WARM),), "depth": POLICY.depth_min - 0.01},
    ],
)
def test_silence_and_what_was_not_read_are_missing_data(changes: dict[str, object]) -> None:
    assert remembered(**changes) == ()


# Lived through


def practised(life: Life, times: int = WINDOW, answered: ResponseReading = WARM) -> Life:
    """So many evenings on which Ana discloses and Ben answers within minutes."""
    for n in range(times):
        life.happens(said(ANA, f"a{n}", PERSONAL))
        life.waits(minutes=5)
        life.happens(said(BEN, f"b{n}", tone=answered, to=[f"a{n}"]))
        life.waits(days=1)
    return life


def without_practice(life: Life) -> Life:
    """The same chat, as if nothing were known of how Ben answered."""
    return Life(chat=replace(life.chat, answered={}), people=dict(life.people), at=life.at)


def minutes_to_the_note(life: Life) -> float:
    began = life.at
    life.happens(said(ANA, "last", PERSONAL))
    life.waits(days=1)
    (at,) = [at for at, effect in life.effects if isinstance(effect, Nudge) and effect.episode == "last"]
    return (at - began).total_seconds() / 60


def test_after_ten_good_answers_the_note_comes_after_twice_the_time_in_one_line() -> None:
    faded = practised(Life())
    plain = without_practice(faded)
    assert minutes_to_the_note(faded) == pytest.approx(2 * minutes_to_the_note(plain), abs=0.1)
    assert [e.brief for life in (plain, faded) for e in life.seen(Nudge) if isinstance(e, Nudge)] == [
        False,
        True,
    ]


def test_a_disclosure_that_is_taken_back_later_counts_no_more() -> None:
    life = practised(Life())
    life.happens(Deleted(message=MessageId("a3")))
    assert len(life.chat.answered[BEN][ANA]) == WINDOW - 1


def test_an_answer_that_is_taken_back_later_met_nothing() -> None:
    life = practised(Life())
    life.happens(Deleted(message=MessageId("b3")))
    assert [one for one in life.chat.answered[BEN][ANA] if one.episode == "a3"] == []


def test_it_is_kept_within_bounds() -> None:
    assert len(practised(Life(), times=30).chat.answered[BEN][ANA]) == fading.KEPT


@pytest.mark.parametrize("gone", [ANA, BEN])
def test_whoever_is_forgotten_leaves_nothing_of_it(gone: PersonId) -> None:
    life = Life(chat=replace(agreed(ANA, BEN, CEM), kind=ChatKind.FRIENDS))
    life.chat = replace(life.chat, answered={BEN: {ANA: told([True])}, CEM: {BEN: told([True])}})
    life.happens(Forgotten(person=gone))
    assert gone not in repr(life.chat.answered)


# Nobody else can tell

PRIVATE = [
    {"quiet_hours": QuietHours.parse("18:03-23:00")},
    {"fewer": True},
    {"paused": True},
    {"community_notes": True},
]


@pytest.mark.parametrize("switch", PRIVATE, ids=lambda s: next(iter(s)))
def test_what_ben_keeps_to_himself_moves_no_factor(switch: dict[str, object]) -> None:
    plain = practised(Life())
    private = practised(Life(people={BEN: Person(id=BEN, **switch)}))  # type: ignore[arg-type]  # its switches
    assert private.chat.answered == plain.chat.answered


@given(st.lists(st.booleans(), min_size=WINDOW, max_size=WINDOW), st.sampled_from((None, COOL, WARM)))
@settings(max_examples=50)
def test_but_for_his_own_note_nothing_differs(history: list[bool], reply: ResponseReading | None) -> None:
    """The end of every episode, and every question to Ana, at the same moment; only Ben is told otherwise."""
    seen = []
    for answered in ({}, {BEN: {ANA: told(history)}}):
        life = Life(chat=replace(agreed(ANA, BEN), answered=answered))
        life.happens(said(ANA, "a1", PERSONAL))
        life.waits(minutes=5)
        if reply is not None:
            life.happens(said(BEN, "b1", tone=reply, to=["a1"]))
        life.waits(days=2)
        of_ben = (Nudge, NudgeClaim, Held, Decided)
        public = [(at, effect) for at, effect in life.effects if not isinstance(effect, of_ben)]
        seen.append([(at, shown(effect)) for at, effect in public])
    assert seen[0] == seen[1]


def shown(effect: Effect) -> str:
    """An effect without the private trail of how the notes went."""
    if isinstance(effect, EpisodeEnded | EpisodeRewritten):
        unseen = {"soft_at": None, "decision": None, "nudge": None, "held": ()}
        return repr(replace(effect.episode, **unseen))  # type: ignore[arg-type]  # fields by name
    return repr(effect)
