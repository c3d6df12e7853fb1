"""The rows of the nudge policy, one by one and in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.chats import ChatKind, Episode, EpisodeState, Lock, Way, Wish
from core.effects import (
    AskedFirst,
    Care,
    EpisodeEnded,
    FewerAsked,
    Held,
    LockChanged,
    Nudge,
    NudgeAgain,
    RatingRequested,
)
from core.events import ConsentEnded, Pressed, Talked
from core.ids import EpisodeId
from core.nudge.decision import first_match
from core.nudge.rules import ROWS
from core.people import Person, QuietHours
from core.reading.scores import MessageReading, ResponseReading
from core.scene import Scene
from tests.core.builders import (
    ANA,
    BEN,
    COOL,
    GOOD_NEWS,
    HARSH,
    MONDAY,
    PERSONAL,
    POLICY,
    SMALL_TALK,
    UNSURE,
    WARM,
    Life,
    agreed,
    answer,
    ended,
    marked,
    said,
)

NAMES = ["consent", "public", "paused", "crisis", "unsafe", "conflict", "too_soon", "met", "harsh", "unsure"]
NAMES += ["ask_first", "cap", "quiet_hours", "missing", "good_news", "unanswered"]
PAIR = (ANA, BEN)


def opened(**changes: Any) -> Episode:
    """An open episode of Ana's that nothing holds back."""
    episode = replace(ended(), ended_at=None, state=EpisodeState.OPEN, valence=-0.5)
    return replace(episode, **changes)


def scene_of(**changes: Any) -> Scene:
    known = changes.pop("people", {})
    policy = changes.pop("policy", POLICY)
    return Scene(replace(agreed(ANA, BEN), **changes), MONDAY, known, (), policy)


def settings_of(**switches: Any) -> dict[str, Any]:
    return {"people": {BEN: Person(id=BEN, **switches)}}


def match(scene: Scene, episode: Episode) -> str:
    return first_match(scene, episode, BEN)[0]


def test_the_rows_stand_in_the_order_of_the_rules() -> None:
    assert [rule.__name__ for rule in ROWS] == NAMES


@pytest.mark.parametrize(
    ("row", "scene", "episode"),
    [
        ("consent", lambda: scene_of(members={}), opened()),
        ("public", lambda: scene_of(kind=ChatKind.COMMUNITY), opened()),
        ("paused", lambda: scene_of(**settings_of(paused=True)), opened()),
        ("paused", scene_of, opened(way=Way.MARKED, wish=Wish.LEAVE)),
        ("crisis", lambda: scene_of(crisis_until=MONDAY + timedelta(hours=1)), opened()),
        ("unsafe", lambda: scene_of(locks=(Lock(PAIR, MONDAY + timedelta(days=1)),)), opened()),
        ("conflict", lambda: scene_of(harsh_turns=(MONDAY, MONDAY)), opened()),
        ("too_soon", lambda: scene_of(last_spoke={BEN: MONDAY - timedelta(seconds=119)}), opened()),
        ("met", scene_of, opened(responses=(answer(WARM),))),
        ("harsh", scene_of, opened(responses=(answer(HARSH),))),
        ("unsure", scene_of, opened(probability=POLICY.nudge_threshold - 0.01)),
        ("ask_first", lambda: scene_of(kind=ChatKind.FRIENDS), opened()),
        ("ask_first", lambda: scene_of(people={ANA: Person(id=ANA, ask_first=True)}), opened()),
        ("cap", lambda: scene_of(**settings_of(nudged=(MONDAY,))), opened()),
        ("cap", lambda: scene_of(nudged_at={BEN: MONDAY - timedelta(hours=11)}), opened()),
        ("cap", lambda: scene_of(nudged_at={BEN: MONDAY - timedelta(hours=23)}, gaps={BEN: 2.0}), opened()),
        (
            "quiet_hours",
            lambda: scene_of(**settings_of(quiet_hours=QuietHours.parse("17:00-19:00"))),
            opened(),
        ),
        ("missing", scene_of, opened(responses=(answer(COOL),))),
        ("good_news", scene_of, opened(valence=0.8)),
        ("unanswered", scene_of, opened()),
        ("unanswered", scene_of, opened(valence=0.8, responses=(answer(COOL, reaction=True),))),
        ("unanswered", scene_of, opened(way=Way.CHECKIN, probability=0.1)),
        ("unanswered", lambda: scene_of(crisis_until=MONDAY), opened()),
        ("unanswered", lambda: scene_of(locks=(Lock(PAIR, MONDAY),)), opened()),
        ("unanswered", lambda: scene_of(harsh_turns=(MONDAY,)), opened()),
        ("unanswered", lambda: scene_of(nudged_at={BEN: MONDAY - timedelta(hours=12)}), opened()),
        ("unanswered", lambda: scene_of(last_spoke={BEN: MONDAY - timedelta(minutes=2)}), opened()),
        (
            "unanswered",
            lambda: scene_of(people={ANA: Person(id=ANA, ask_first=True)}),
            opened(agreed_first=True),
        ),
    ],
)
def test_a_row_matches_where_it_is_meant_to(row: str, scene: Callable[[], Scene], episode: Episode) -> None:
    assert match(scene(), episode) == row


def test_an_earlier_row_wins_over_a_later_one() -> None:
    everything = scene_of(
        kind=ChatKind.COMMUNITY,
        crisis_until=MONDAY + timedelta(hours=1),
        locks=(Lock(PAIR, MONDAY + timedelta(days=1)),),
        harsh_turns=(MONDAY, MONDAY),
        last_spoke={BEN: MONDAY},
        nudged_at={BEN: MONDAY},
        **settings_of(paused=True),
    )
    names = [rule.__name__ for rule in ROWS if rule(everything, opened(responses=(answer(HARSH),)), BEN)]
    expected = ["public", "paused", "crisis", "unsafe", "conflict", "too_soon", "harsh", "ask_first", "cap"]
    assert names[: len(expected)] == expected


@pytest.mark.parametrize(
    ("reading", "component"),
    [
        (ResponseReading(appreciation=0.2, caring=0.2), "missing_understanding"),
        (ResponseReading(understanding=0.2, caring=0.2), "missing_appreciation"),
        (ResponseReading(understanding=0.2, appreciation=0.2), "missing_caring"),
    ],
)
def test_what_is_least_in_an_answer_is_named(reading: ResponseReading, component: str) -> None:
    _, verdict = first_match(scene_of(), opened(responses=(answer(reading),)), BEN)
    assert getattr(verdict, "reason", None) == component


# Lived through


def disclosed(reading: MessageReading = PERSONAL, **people: Person) -> Life:
    """Ben wrote something, an hour later Ana discloses."""
    life = Life(people={p.id: p for p in people.values()})
    life.happens(said(BEN, "b1"))
    life.waits(hours=1)
    life.happens(said(ANA, "a1", reading))
    return life


def nudges(life: Life) -> list[tuple[str, str]]:
    return [(e.to, e.reason) for e in life.seen(Nudge) if isinstance(e, Nudge)]


def test_an_unanswered_disclosure_leads_to_one_note_to_the_partner_after_the_soft_limit() -> None:
    life = disclosed()
    life.waits(minutes=30)
    assert nudges(life) == []
    life.waits(minutes=1)
    assert nudges(life) == [(BEN, "unanswered")]


def test_one_note_is_all_there_is_for_an_episode() -> None:
    life = disclosed()
    life.waits(days=7)
    assert len(nudges(life)) == 1


def test_good_news_is_pointed_to_as_good_news() -> None:
    life = disclosed(GOOD_NEWS)
    life.waits(hours=1)
    assert nudges(life) == [(BEN, "good_news")]


def test_a_disclosure_that_is_not_sure_is_followed_and_never_pointed_to() -> None:
    life = disclosed(UNSURE)
    life.waits(hours=1)
    assert nudges(life) == []
    assert life.seen(Held) == [Held(BEN, EpisodeId("a1"), "unsure")]


def test_a_warm_answer_ends_the_matter() -> None:
    life = disclosed()
    life.happens(said(BEN, "b2", tone=WARM, to=["a1"]))
    life.waits(days=2)
    assert nudges(life) == []
    assert [e.episode.state for e in life.seen(EpisodeEnded) if isinstance(e, EpisodeEnded)] == [
        EpisodeState.ANSWERED
    ]


def test_we_have_talked_ends_the_matter() -> None:
    life = disclosed()
    life.waits(minutes=5)
    life.happens(Talked(author=BEN, episode=EpisodeId("a1")))
    life.waits(days=2)
    assert nudges(life) == []


def test_while_either_writes_no_note_interrupts_and_no_rule_is_named() -> None:
    life = disclosed()
    life.happens(marked(ANA, "a1"))
    life.waits(minutes=29)
    life.happens(said(ANA, "a2"))
    life.waits(seconds=100)
    assert (nudges(life), life.seen(Held)) == ([], [])
    life.waits(minutes=1)
    assert len(nudges(life)) == 1


def test_the_wish_travels_with_the_note() -> None:
    life = Life()
    life.happens(said(ANA, "a1"))
    life.happens(marked(ANA, "a1", Wish.LISTEN))
    life.waits(hours=1)
    assert [e.wish for e in life.seen(Nudge) if isinstance(e, Nudge)] == [Wish.LISTEN]


def test_asked_first_and_silent_the_author_leads_to_no_note() -> None:
    life = disclosed(ana=Person(id=ANA, ask_first=True))
    life.waits(days=2)
    assert nudges(life) == []
    assert len(life.seen(AskedFirst)) == 1


def test_asked_first_a_yes_leads_to_the_note_and_a_no_does_not() -> None:
    for button, expected in (("yes", 1), ("no", 0)):
        life = disclosed(ana=Person(id=ANA, ask_first=True))
        life.waits(hours=1)
        life.happens(Pressed(author=ANA, episode=EpisodeId("a1"), button=button))
        assert len(nudges(life)) == expected


def test_nobody_else_can_say_yes_for_the_author() -> None:
    life = disclosed(ana=Person(id=ANA, ask_first=True))
    life.waits(hours=1)
    life.happens(Pressed(author=BEN, episode=EpisodeId("a1"), button="yes"))
    assert nudges(life) == []


def pressed(life: Life, button: str) -> list[object]:
    life.waits(hours=1)
    return list(life.happens(Pressed(author=BEN, episode=EpisodeId("a1"), button=button)))


def test_not_this_makes_the_next_gap_four_times_as_long_however_often_it_is_pressed() -> None:
    life = disclosed()
    pressed(life, "not_this")
    pressed(life, "not_this")
    assert life.chat.gaps == {BEN: 4.0}


def test_an_ignored_note_doubles_the_gap() -> None:
    life = disclosed()
    life.waits(days=1)
    assert life.chat.gaps == {BEN: 2.0}


def test_an_answer_after_a_note_sets_the_gap_back() -> None:
    life = disclosed()
    life.chat = replace(life.chat, gaps={BEN: 8.0})
    life.waits(hours=1)
    life.happens(said(BEN, "b2", tone=COOL, to=["a1"]))
    life.waits(minutes=3)
    assert life.chat.gaps == {BEN: 1.0}


def test_the_gap_never_grows_beyond_four_weeks() -> None:
    life = disclosed()
    life.chat = replace(life.chat, gaps={BEN: 55.0})
    pressed(life, "not_this")
    assert life.chat.gaps[BEN] * POLICY.relationship_gap_hours == 28 * 24


def test_later_brings_the_same_note_once_more_and_never_into_quiet_hours() -> None:
    sleepy = Person(id=BEN, quiet_hours=QuietHours.parse("20:30-08:00"))
    life = disclosed(ben=sleepy)
    (again,) = [e for e in pressed(life, "later") if isinstance(e, NudgeAgain)]
    assert again.due_at == MONDAY.replace(hour=8) + timedelta(days=1)


def test_fewer_is_the_wish_of_the_one_who_pressed_it() -> None:
    assert FewerAsked(BEN) in pressed(disclosed(), "fewer")


def test_a_note_deferred_by_quiet_hours_is_dropped_when_it_was_answered_meanwhile() -> None:
    life = disclosed(ben=Person(id=BEN, quiet_hours=QuietHours.parse("19:20-08:00")))
    life.waits(hours=2)
    life.happens(said(BEN, "b2", tone=WARM, to=["a1"]))
    life.waits(days=2)
    assert nudges(life) == []


def test_after_a_withdrawal_no_note_is_sent() -> None:
    life = disclosed()
    life.happens(ConsentEnded(author=BEN))
    life.waits(days=2)
    assert nudges(life) == []


# Safety


def test_crisis_words_lead_to_one_neutral_line_to_the_author_and_no_note_for_three_days() -> None:
    life = Life()
    for n in range(3):
        life.happens(said(ANA, f"a{n}", replace(PERSONAL, crisis=1.0)))
        life.waits(hours=20)
    assert life.seen(Care) == [Care(ANA)]
    assert nudges(life) == []


def test_the_neutral_line_can_be_switched_off() -> None:
    life = Life(people={ANA: Person(id=ANA, crisis_line=False)})
    life.happens(said(ANA, "a1", replace(SMALL_TALK, crisis=1.0)))
    assert life.seen(Care) == []


def test_fear_of_the_partner_rests_the_notes_at_once_and_says_nothing() -> None:
    life = disclosed(replace(PERSONAL, unsafe=1.0))
    life.waits(days=2)
    assert nudges(life) == []
    assert life.seen(Care) == []
    assert [e.signals for e in life.seen(LockChanged) if isinstance(e, LockChanged)] == [("fear",)]


def test_an_old_disclosure_thrown_back_rests_the_notes_within_that_turn() -> None:
    life = disclosed(replace(PERSONAL, topics=("work",)))
    life.waits(days=20)
    life.happens(said(BEN, "b2", replace(SMALL_TALK, topics=("work",)), tone=HARSH))
    assert [e.locked for e in life.seen(LockChanged) if isinstance(e, LockChanged)] == [True]


def test_contempt_rests_the_notes_at_the_third_time_in_fourteen_days() -> None:
    life = Life()
    for n in range(3):
        assert life.chat.locks == ()
        life.happens(said(ANA, f"a{n}", PERSONAL))
        life.waits(minutes=3)
        life.happens(said(BEN, f"b{n}", tone=HARSH, to=[f"a{n}"]))
        life.waits(days=2)
    assert len(life.chat.locks) == 1


def test_a_lock_opens_by_itself_after_thirty_days() -> None:
    life = disclosed(replace(PERSONAL, unsafe=1.0))
    life.waits(days=31)
    assert life.chat.locks == ()


# The one question


def test_when_the_talk_has_come_to_rest_the_discloser_is_asked_one_question() -> None:
    life = disclosed()
    life.happens(said(BEN, "b2", tone=WARM, to=["a1"]))
    life.waits(minutes=11)
    assert life.seen(RatingRequested) == []
    life.waits(minutes=2)
    assert [e.to for e in life.seen(RatingRequested) if isinstance(e, RatingRequested)] == [ANA]


def test_no_question_follows_a_hurtful_answer() -> None:
    life = disclosed()
    life.happens(said(BEN, "b2", tone=replace(HARSH, understanding=0.9, caring=0.9), to=["a1"]))
    life.waits(days=1)
    assert life.seen(RatingRequested) == []


def test_the_question_comes_at_most_once_a_day_and_rotates() -> None:
    life = Life()
    for n in range(4):
        life.happens(said(ANA, f"a{n}", PERSONAL))
        life.waits(minutes=3)
        life.happens(said(BEN, f"b{n}", tone=WARM, to=[f"a{n}"]))
        life.waits(hours=13)
    asked = [e.question for e in life.seen(RatingRequested) if isinstance(e, RatingRequested)]
    assert asked == ["understood", "valued"]
