"""When a discloser is asked the one question, and when not."""

from __future__ import annotations

from dataclasses import replace

from core.effects import RatingRequested
from tests.core.builders import ANA, BEN, HARSH, PERSONAL, WARM, Life, disclosed, said


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
