"""What one person does to another: scorn, threats, orders; and what is none of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import ChatKind
from core.effects import LockChanged
from core.events import Deleted, Edited, Reacted
from core.ids import EpisodeId, MessageId
from core.reading.scores import ResponseReading
from tests.cases import cases
from tests.core.builders import (
    ANA,
    BEN,
    CEM,
    HARSH,
    PERSONAL,
    POLICY,
    SMALL_TALK,
    WARM,
    Life,
    agreed,
    disclosed,
    nudges,
    said,
)

WORK = replace(PERSONAL, topics=("work",))
ABOUT_WORK = replace(SMALL_TALK, topics=("work",))
THREAT = ResponseReading(threat=0.9, relevance=0.9)
ORDER = ResponseReading(control=0.9, relevance=0.9)
SCORN = replace(HARSH, relevance=0.2)


def kinds(life: Life) -> list[tuple[str, ...]]:
    """Of the locks that closed, in order."""
    return [e.signals for e in life.seen(LockChanged) if isinstance(e, LockChanged) and e.locked]


def confided(days: float = 20) -> Life:
    """Ana told of work; Ben was warm; time went by."""
    life = disclosed(WORK)
    life.waits(minutes=5)
    life.happens(said(BEN, "b2", tone=WARM, to=["a1"]))
    life.waits(days=days)
    return life


def test_an_old_disclosure_thrown_back_locks_within_that_turn() -> None:
    life = confided()
    life.happens(said(BEN, "b3", ABOUT_WORK, tone=SCORN))
    assert kinds(life) == [("throwback",)]


def test_the_topic_may_stand_in_an_earlier_message_of_the_turn() -> None:
    life = confided()
    life.happens(said(BEN, "b3", ABOUT_WORK))
    life.waits(seconds=20)
    life.happens(said(BEN, "b4", tone=SCORN))
    assert kinds(life) == [("throwback",)]


@pytest.mark.parametrize(
    "tone",
    [
        replace(SCORN, contempt=0.0, criticism=0.7),
        replace(SCORN, contempt=0.4, criticism=0.74),
        replace(WARM, advice=1.0),
    ],
)
def test_blame_about_what_was_confided_is_a_quarrel(tone: ResponseReading) -> None:
    life = confided()
    life.happens(said(BEN, "b3", ABOUT_WORK, tone=tone))
    assert kinds(life) == []


def test_teasing_about_what_was_confided_is_play() -> None:
    life = confided()
    life.happens(said(BEN, "b3", replace(ABOUT_WORK, nonliteral=0.9), tone=SCORN))
    assert kinds(life) == []


def test_scorn_for_what_was_just_told_is_one_weaker_sign() -> None:
    life = disclosed(WORK)
    life.waits(minutes=5)
    life.happens(said(BEN, "b2", ABOUT_WORK, tone=SCORN, to=["a1"]))
    assert kinds(life) == []
    assert len(life.chat.signs) == 1


def test_what_was_told_ninety_one_days_ago_is_not_thrown_back() -> None:
    life = confided(days=91)
    life.happens(said(BEN, "b3", ABOUT_WORK, tone=SCORN))
    assert kinds(life) == []


def test_what_was_taken_back_is_not_thrown_back() -> None:
    life = confided()
    life.happens(Deleted(message=MessageId("a1")))
    life.happens(said(BEN, "b3", ABOUT_WORK, tone=SCORN))
    assert kinds(life) == []


def test_a_light_answer_to_a_check_in_cannot_be_thrown_back() -> None:
    life = Life()
    life.happens(said(ANA, "a1", replace(ABOUT_WORK, self_relevance=1.0, personal=0.8)))
    life.waits(days=1)
    life.happens(said(BEN, "b1", ABOUT_WORK, tone=SCORN))
    assert kinds(life) == []


def test_a_threat_locks_alone() -> None:
    life = Life()
    life.happens(said(BEN, "b1", tone=THREAT))
    assert kinds(life) == [("threat",)]


def test_three_orders_in_two_weeks_lock() -> None:
    life = Life()
    for n in range(3):
        life.happens(said(BEN, f"b{n}", tone=ORDER))
        life.waits(days=6)
    assert kinds(life) == [("control",)]


def test_one_turn_in_many_messages_is_one_sign() -> None:
    life = Life()
    for n in range(6):
        life.happens(said(BEN, f"b{n}", tone=ORDER))
        life.waits(seconds=30)
    assert kinds(life) == []


def test_signs_of_three_weeks_do_not_add_up() -> None:
    life = Life()
    for n in range(4):
        life.happens(said(BEN, f"b{n}", tone=ORDER))
        life.waits(days=8)
    assert kinds(life) == []


def test_a_mocking_reaction_to_a_disclosure_is_a_sign() -> None:
    life = disclosed()
    life.waits(minutes=5)
    life.happens(Reacted(author=BEN, message=MessageId("a1"), reading=replace(HARSH, contempt=0.7)))
    assert len(life.chat.signs) == 1


def test_an_answer_edited_into_scorn_is_a_sign() -> None:
    life = disclosed()
    life.waits(minutes=5)
    life.happens(said(BEN, "b2", tone=ResponseReading(relevance=0.9), to=["a1"]))
    life.waits(minutes=5)
    scorn = {EpisodeId("a1"): HARSH}
    life.happens(Edited(message=MessageId("b2"), reading=SMALL_TALK, words=5, responses=scorn))
    assert len(life.chat.signs) == 1


def test_a_message_edited_into_a_threat_locks() -> None:
    life = Life()
    life.happens(said(BEN, "b1"))
    life.waits(minutes=5)
    life.happens(Edited(message=MessageId("b1"), reading=SMALL_TALK, words=5, tone=THREAT))
    assert kinds(life) == [("threat",)]


def test_any_further_sign_renews_a_lock() -> None:
    life = Life()
    life.happens(said(BEN, "b1", tone=THREAT))
    life.waits(days=29)
    life.happens(said(BEN, "b2", tone=ORDER))
    assert [lock.until - life.at for lock in life.chat.locks] == [timedelta(days=30)]


def test_what_is_kept_of_a_lock_and_of_a_sign_are_dates() -> None:
    life = Life()
    life.happens(said(BEN, "b1", tone=ORDER))
    life.waits(days=1)
    life.happens(said(BEN, "b2", tone=THREAT))
    kept = repr((life.chat.signs, life.chat.locks))
    assert not any(word in kept for word in ("threat", "control", "contempt", "throwback"))


def group() -> Life:
    return Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))


def test_in_a_group_a_threat_is_to_who_spoke_last() -> None:
    life = group()
    life.happens(said(CEM, "c1"))
    life.waits(minutes=3)
    life.happens(said(ANA, "a1"))
    life.waits(minutes=3)
    life.happens(said(BEN, "b1", tone=THREAT))
    assert [lock.pair for lock in life.chat.locks] == [(ANA, BEN)]


def test_in_a_group_a_threat_is_to_who_is_replied_to() -> None:
    life = group()
    life.happens(said(CEM, "c1"))
    life.waits(minutes=3)
    life.happens(said(ANA, "a1"))
    life.waits(minutes=3)
    life.happens(said(BEN, "b1", tone=THREAT, reply_to="c1", reply_to_author=CEM))
    assert [lock.pair for lock in life.chat.locks] == [(BEN, CEM)]


def test_in_a_group_scorn_at_somebody_else_throws_nothing_back() -> None:
    life = group()
    life.happens(said(ANA, "a1", WORK))
    life.waits(days=3)
    life.happens(said(CEM, "c1"))
    life.waits(minutes=3)
    life.happens(said(BEN, "b1", ABOUT_WORK, tone=SCORN))
    assert kinds(life) == []


def test_after_a_lock_nobody_of_the_two_is_pointed_to_anything() -> None:
    life = Life()
    life.happens(said(BEN, "b1", tone=THREAT))
    for day in range(28):
        life.happens(said(ANA if day % 2 else BEN, f"d{day}", PERSONAL))
        life.waits(days=1)
    assert nudges(life) == []


harmless_tones = st.builds(
    ResponseReading,
    understanding=st.floats(0, 1),
    appreciation=st.floats(0, 1),
    caring=st.floats(0, 1),
    disinterest=st.floats(0, 1),
    criticism=st.floats(0, 0.74),
    contempt=st.floats(0, 0.49),
    advice=st.floats(0, 1),
    relevance=st.floats(0, 1),
    threat=st.floats(0, 0.79),
    control=st.floats(0, 0.79),
    thrown_back=st.floats(0, 0.49),
)
messages = st.tuples(
    st.sampled_from([ANA, BEN]), st.sampled_from([WORK, ABOUT_WORK, SMALL_TALK]), harmless_tones
)


@settings(max_examples=cases(60))
@given(st.lists(st.tuples(messages, st.sampled_from([1, 5, 300, 3000])), max_size=12))
def test_no_quarrel_whatever_its_length_locks(
    story: list[tuple[tuple[str, object, ResponseReading], int]],
) -> None:
    life = Life()
    for n, ((author, reading, tone), minutes) in enumerate(story):
        open_ones = [e.id for e in life.chat.episodes.values() if e.author != author]
        life.happens(said(author, f"m{n}", reading, tone=tone, to=open_ones))  # type: ignore[arg-type]  # drawn
        life.waits(minutes=minutes)
    assert kinds(life) == []
    assert life.chat.signs == ()


@settings(max_examples=cases(60))
@given(
    st.lists(st.tuples(st.sampled_from([THREAT, ORDER, SCORN]), st.floats(0.1, 20)), min_size=1, max_size=10)
)
def test_a_lock_lasts_thirty_days_from_the_last_sign(story: list[tuple[ResponseReading, float]]) -> None:
    life = Life()
    for n, (tone, days) in enumerate(story):
        life.happens(said(BEN, f"b{n}", tone=tone))
        for lock in life.chat.locks:
            last = life.at if tone is not SCORN else lock.until - timedelta(days=POLICY.lock_days)
            assert lock.until == last + timedelta(days=POLICY.lock_days)
        life.waits(days=days)
