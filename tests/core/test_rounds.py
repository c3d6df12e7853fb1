"""Check-ins: all answers at once or none, and passing looks like being late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.effects import AnswerTaken, Asked, DeeperOffered, Effect, Revealed, RoundClosed
from core.ids import MessageId, PersonId, RoundId
from core.rounds import (
    Answered,
    Called,
    Erased,
    Passed,
    PutOff,
    Round,
    RoundEvent,
    RoundTimeReached,
    Started,
    Withdrew,
    decide,
    new_round,
    planned,
)
from tests.core.builders import ANA, BEN, CEM, DUA, HOME, MONDAY, POLICY

EVERYBODY = (ANA, BEN, CEM, DUA)


def asked(*people: PersonId) -> Round:
    return new_round(RoundId("r"), HOME, "prompt", 1, people, MONDAY, POLICY)


def answered(person: PersonId, message: str = "") -> Answered:
    return Answered(at=MONDAY, person=person, message=MessageId(message or f"of-{person}"), reading=None)


def passed(person: PersonId) -> Passed:
    return Passed(at=MONDAY, person=person)


def withdrew(person: PersonId) -> Withdrew:
    return Withdrew(at=MONDAY, person=person)


CLOSES = RoundTimeReached(at=MONDAY + timedelta(hours=24))


def all_of(round: Round, *events: RoundEvent) -> tuple[Round, list[Effect]]:
    effects: list[Effect] = []
    for event in events:
        round, more = decide(round, event)
        effects += more
    return round, effects


def seen(effects: list[Effect]) -> list[Effect]:
    """What anybody is shown; that a round is over is not."""
    return [effect for effect in effects if not isinstance(effect, RoundClosed)]


def test_everybody_is_asked_in_private() -> None:
    _, effects = decide(asked(ANA, BEN), Started(at=MONDAY))
    assert [(e.to, e.prompt) for e in effects if isinstance(e, Asked)] == [(ANA, "prompt"), (BEN, "prompt")]


def test_a_recorded_round_asks_nobody() -> None:
    assert decide(asked(ANA, BEN), Started(at=MONDAY, silent=True))[1] == []


def test_one_answer_waits_and_only_its_author_hears_of_it() -> None:
    _, effects = decide(asked(ANA, BEN), answered(ANA))
    assert effects == [AnswerTaken(to=ANA, round=RoundId("r"))]


def test_the_last_answer_reveals_all_of_them() -> None:
    _, effects = all_of(asked(ANA, BEN), answered(BEN), answered(ANA))
    assert effects[-1] == Revealed(
        round=RoundId("r"),
        prompt="prompt",
        answers=((ANA, MessageId("of-ana")), (BEN, MessageId("of-ben"))),
    )


def test_a_second_answer_replaces_the_first() -> None:
    _, effects = all_of(asked(ANA, BEN), answered(ANA, "1"), answered(ANA, "2"), answered(BEN))
    reveal = effects[-1]
    assert isinstance(reveal, Revealed)
    assert dict(reveal.answers)[ANA] == MessageId("2")


def test_one_answer_alone_is_never_shown() -> None:
    _, effects = all_of(asked(ANA, BEN), answered(ANA), CLOSES)
    assert effects[-1] == RoundClosed(round=RoundId("r"))


def test_somebody_who_was_not_asked_changes_nothing() -> None:
    round = asked(ANA, BEN)
    for event in (answered(CEM), passed(CEM), withdrew(CEM)):
        assert decide(round, event) == (round, [])


def test_whoever_changes_their_mind_after_passing_may_still_answer() -> None:
    _, effects = all_of(asked(ANA, BEN), passed(ANA), answered(ANA), answered(BEN))
    assert isinstance(effects[-1], Revealed)


def test_to_the_one_who_answered_a_pass_a_withdrawal_and_silence_look_the_same() -> None:
    ways: tuple[RoundEvent, ...] = (passed(BEN), withdrew(BEN), CLOSES)
    looks = [seen(all_of(asked(ANA, BEN), answered(ANA), way, CLOSES)[1]) for way in ways]
    assert looks[0] == looks[1] == looks[2]


def test_a_pass_does_not_end_a_round_any_sooner_than_silence_does() -> None:
    round, effects = all_of(asked(ANA, BEN, CEM), answered(ANA), answered(BEN), passed(CEM))
    assert (round.over, [e for e in effects if isinstance(e, Revealed)]) == (False, [])


def test_among_three_a_pass_a_withdrawal_and_silence_show_the_same_answers() -> None:
    ways: tuple[RoundEvent, ...] = (passed(CEM), withdrew(CEM), CLOSES)
    looks = [seen(all_of(asked(ANA, BEN, CEM), answered(ANA), answered(BEN), way, CLOSES)[1]) for way in ways]
    assert looks[0] == looks[1] == looks[2]


def test_pressing_pass_again_and_again_is_one_pass() -> None:
    round, _ = all_of(asked(ANA, BEN, CEM), passed(ANA), passed(ANA), passed(ANA))
    assert round.passed == (ANA,)


def test_before_its_time_a_round_does_not_close() -> None:
    round = asked(ANA, BEN)
    assert decide(round, RoundTimeReached(at=MONDAY)) == (round, [])


TUESDAY = date(2026, 3, 3)
SOON = MONDAY + timedelta(hours=2)


def of_tuesday() -> Round:
    return planned(RoundId("r"), HOME, "prompt", 1, (ANA, BEN, CEM), TUESDAY, POLICY)


def put_off(person: PersonId, *, snoozed: bool = False) -> PutOff:
    return PutOff(at=MONDAY, person=person, until=SOON, snoozed=snoozed)


def test_a_planned_round_closes_a_day_after_its_date_is_over_everywhere() -> None:
    assert of_tuesday().closes_at.isoformat() == "2026-03-05T12:00:00+00:00"


def test_of_a_planned_round_nobody_is_asked_before_they_are_called() -> None:
    round, effects = decide(of_tuesday(), Started(at=MONDAY))
    assert (effects, [round.awaits(person) for person in round.asked]) == ([], [False] * 3)


def test_somebody_is_asked_once_when_they_are_called() -> None:
    round, effects = all_of(of_tuesday(), Called(at=SOON, person=BEN), Called(at=SOON, person=BEN))
    assert [e.to for e in effects if isinstance(e, Asked)] == [BEN]
    assert round.awaits(BEN)


def test_the_next_step_is_offered_once_with_the_question() -> None:
    called = Called(at=SOON, person=BEN)
    again = PutOff(at=SOON, person=BEN, until=SOON, snoozed=True)
    _, effects = all_of(replace(of_tuesday(), deeper=2), called, again, called)
    assert [type(effect) for effect in effects] == [Asked, DeeperOffered, Asked]


def test_a_round_wakes_when_the_first_who_waits_is_due() -> None:
    round, _ = decide(of_tuesday(), put_off(CEM))
    assert (round.wake_at, of_tuesday().wake_at) == (SOON, of_tuesday().closes_at)


def test_who_answered_is_not_put_off() -> None:
    round, _ = all_of(asked(ANA, BEN), answered(ANA), put_off(ANA, snoozed=True))
    assert round.due == {}


def test_a_question_that_was_put_off_awaits_nothing_until_it_comes_again() -> None:
    round, _ = decide(asked(ANA, BEN), put_off(ANA, snoozed=True))
    assert (round.awaits(ANA), round.concerns(ANA)) == (False, True)


def test_a_planned_round_does_not_concern_who_was_not_asked_yet() -> None:
    assert not of_tuesday().concerns(ANA)


def test_the_erased_are_in_no_part_of_a_round() -> None:
    round, _ = all_of(
        replace(of_tuesday(), by=ANA), put_off(ANA, snoozed=True), Erased(at=MONDAY, person=ANA)
    )
    assert ANA not in repr(round)


def test_the_others_wait_for_somebody_who_was_never_asked() -> None:
    called = (Called(at=SOON, person=ANA), Called(at=SOON, person=BEN))
    round, effects = all_of(of_tuesday(), *called, answered(ANA), answered(BEN))
    assert (round.over, [e for e in effects if isinstance(e, Revealed)]) == (False, [])
    _, effects = decide(round, RoundTimeReached(at=round.closes_at))
    assert [type(effect) for effect in effects] == [Revealed]


events = st.lists(
    st.one_of(
        st.sampled_from([*EVERYBODY, PersonId("stranger")]).flatmap(
            lambda who: st.sampled_from([answered(who), passed(who), withdrew(who)])
        ),
        st.just(CLOSES),
    ),
    max_size=12,
)


@given(events, st.integers(2, 4))
@settings(max_examples=150)
def test_a_round_ends_at_most_once_and_says_nothing_after_it(happened: list[RoundEvent], people: int) -> None:
    round, effects = all_of(asked(*EVERYBODY[:people]), *happened)
    ends = [n for n, effect in enumerate(effects) if isinstance(effect, Revealed | RoundClosed)]
    assert len(ends) == int(round.over)
    assert ends in ([], [len(effects) - 1])


@given(events, st.integers(2, 4))
@settings(max_examples=150)
def test_a_reveal_comes_when_everybody_answered_or_at_the_close(
    happened: list[RoundEvent], people: int
) -> None:
    round = asked(*EVERYBODY[:people])
    for event in happened:
        round, effects = decide(round, event)
        for effect in effects:
            if isinstance(effect, Revealed):
                everybody_in = set(round.asked) <= set(round.answers)
                assert everybody_in or event == CLOSES
                assert set(dict(effect.answers)) == set(round.answers)
                assert len(effect.answers) >= 2
