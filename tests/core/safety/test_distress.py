"""Crisis, fear of the partner, contempt and thrown-back disclosures, lived through."""

from __future__ import annotations

from dataclasses import replace

from core.effects import Care, LockChanged
from core.people import Person
from tests.core.builders import ANA, BEN, HARSH, PERSONAL, SMALL_TALK, Life, disclosed, nudges, said


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
