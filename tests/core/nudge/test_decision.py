"""What follows from the rows' verdicts, and from the buttons of a note, lived through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.chats import Spacing
from core.effects import AskedFirst, EpisodeEnded, FewerAsked, Held, Nudge, NudgeAgain
from core.episodes import EpisodeState, Wish
from core.events import ConsentEnded, Pressed, Talked
from core.ids import EpisodeId
from core.people import Person, QuietHours
from tests.core.builders import (
    ANA,
    BEN,
    COOL,
    GOOD_NEWS,
    MONDAY,
    POLICY,
    UNSURE,
    WARM,
    Life,
    disclosed,
    marked,
    nudges,
    said,
)


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
    assert life.chat.spacing[BEN][ANA].factor == 4


@pytest.mark.parametrize("before", ["later", "fewer", "open"])
def test_not_this_counts_although_another_button_was_pressed_before(before: str) -> None:
    life = disclosed()
    for button in (before, "not_this", "not_this"):
        pressed(life, button)
    assert life.chat.spacing[BEN][ANA].factor == 4


def test_not_this_counts_once_on_a_note_whose_episode_has_ended_and_left_the_chat() -> None:
    life = disclosed()
    life.waits(days=3)
    assert life.chat.episodes == {}
    assert life.chat.spacing[BEN][ANA].factor == 2  # it was ignored
    for _ in range(3):
        pressed(life, "not_this")
    assert life.chat.spacing[BEN][ANA].factor == 8


def test_an_ignored_note_doubles_the_gap() -> None:
    life = disclosed()
    life.waits(days=1)
    assert life.chat.spacing[BEN][ANA].factor == 2


def test_an_answer_after_a_note_sets_the_gap_back() -> None:
    life = disclosed()
    life.chat = replace(life.chat, spacing={BEN: {ANA: Spacing(factor=8.0)}})
    life.waits(hours=1)
    life.happens(said(BEN, "b2", tone=COOL, to=["a1"]))
    life.waits(minutes=3)
    assert life.chat.spacing[BEN][ANA].factor == 1


def test_the_gap_never_grows_beyond_four_weeks() -> None:
    life = disclosed()
    life.chat = replace(life.chat, spacing={BEN: {ANA: Spacing(factor=55.0)}})
    pressed(life, "not_this")
    assert life.chat.spacing[BEN][ANA].factor * POLICY.relationship_gap_hours == 28 * 24


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
