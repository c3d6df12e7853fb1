"""Consent is asked about again after thirty and ninety days, once each, whatever the others do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.decide import wake_at
from core.effects import StillFine
from core.events import ConsentEnded, ConsentGiven, Forgotten, What
from tests.core.builders import ANA, BEN, MONDAY, PERSONAL, POLICY, Life, said


def asked(life: Life, whom: str = ANA) -> list[tuple[int, int]]:
    """On which day, and as which of the two."""
    return [
        ((at - MONDAY).days, e.days) for at, e in life.effects if isinstance(e, StillFine) and e.to == whom
    ]


def test_each_is_asked_thirty_and_ninety_days_after_their_own_agreement() -> None:
    life = Life()
    life.happens(ConsentEnded(author=BEN))
    life.waits(days=5)
    life.happens(ConsentGiven(author=BEN))
    life.waits(days=200)
    assert (asked(life, ANA), asked(life, BEN)) == ([(30, 30), (90, 90)], [(35, 30), (95, 90)])


def test_nobody_is_asked_who_did_not_agree() -> None:
    life = Life()
    life.happens(ConsentEnded(author=ANA))
    life.waits(days=29)
    assert asked(life) == []


def test_who_agrees_anew_is_asked_anew() -> None:
    life = Life()
    life.waits(days=40)
    life.happens(ConsentEnded(author=ANA))
    life.happens(ConsentGiven(author=ANA))
    life.waits(days=30)
    assert asked(life) == [(30, 30), (70, 30)]


def test_agreeing_twice_is_agreeing_once() -> None:
    life = Life()
    life.waits(days=10)
    life.happens(ConsentGiven(author=ANA))
    life.waits(days=25)
    assert asked(life) == [(30, 30)]


@pytest.mark.parametrize(
    "what", [ConsentEnded(author=BEN), ConsentEnded(author=BEN, left=True), Forgotten(person=BEN)]
)
def test_what_the_other_does_changes_nothing_of_it(what: What) -> None:
    life = Life()
    life.happens(what)
    life.waits(days=100)
    assert asked(life) == [(30, 30), (90, 90)]


def test_the_chat_waits_for_it() -> None:
    assert wake_at(Life().chat, POLICY) == MONDAY + timedelta(days=30)


def test_being_asked_changes_nothing_but_that_they_were_asked() -> None:
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    life.waits(days=31)
    assert life.chat.circle() == (ANA, BEN)
