"""The rows are asked again before a note goes out, or comes back: what would stop it now, stops it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.episodes import EpisodeState, SentNudge
from core.nudge.order import ROWS
from core.nudge.still_wanted import NOT_AGAIN, goes_at
from core.nudge.verdicts import Send
from core.people import QuietHours
from tests.core.builders import BEN, COOL, MONDAY, WARM, answer
from tests.core.nudge.scenes import may_say, opened, scene_of, scene_with
from tests.core.nudge.test_order import CAUSES

NOTED = SentNudge(to=BEN, reason="unanswered", at=MONDAY - timedelta(hours=1))
PUTS_OFF = {
    "too_soon": MONDAY + timedelta(minutes=2),
    "quiet_hours": MONDAY.replace(hour=19),
}
STOPS = [r.name for r in ROWS if r.name not in (*PUTS_OFF, *NOT_AGAIN) and not may_say(r, Send)]


def test_what_nothing_speaks_against_goes_now() -> None:
    assert goes_at(scene_of(), opened(nudge=NOTED), BEN, "unanswered") == MONDAY


@pytest.mark.parametrize("name", STOPS)
def test_a_cause_for_any_row_that_stops_a_note_stops_it_now(name: str) -> None:
    scene, episode = CAUSES[name]
    assert goes_at(scene(), episode, BEN, "unanswered") is None


@pytest.mark.parametrize("name", sorted(PUTS_OFF))
def test_a_row_that_waits_makes_it_wait(name: str) -> None:
    scene, episode = CAUSES[name]
    assert goes_at(scene(), episode, BEN, "unanswered") == PUTS_OFF[name]


def test_the_budget_that_it_spent_itself_does_not_stop_it() -> None:
    scene, episode = CAUSES["cap"]
    assert goes_at(scene(), episode, BEN, "unanswered") == MONDAY


@pytest.mark.parametrize("state", [s for s in EpisodeState if s is not EpisodeState.OPEN])
def test_about_what_is_over_nothing_goes(state: EpisodeState) -> None:
    over = opened(state=state, ended_at=MONDAY - timedelta(minutes=1))
    assert goes_at(scene_of(), over, BEN, "unanswered") is None
    assert goes_at(scene_of(), None, BEN, "unanswered") is None


def test_a_message_to_come_back_to_is_not_pointed_to_once_it_has_an_answer_however_thin() -> None:
    thin = opened(responses=(answer(COOL),))
    assert goes_at(scene_of(), thin, BEN, "unanswered") is None
    assert goes_at(scene_of(), thin, BEN, "missing_understanding") == MONDAY


def test_a_component_that_came_across_meanwhile_is_not_missed_any_more() -> None:
    later = opened(responses=(answer(COOL), answer(WARM)))
    assert goes_at(scene_of(), later, BEN, "missing_understanding") is None


def test_good_news_that_somebody_reacted_to_is_not_pointed_to() -> None:
    news = opened(valence=0.8, responses=(answer(COOL, reaction=True),))
    assert goes_at(scene_of(), news, BEN, "good_news") is None


def test_a_note_never_waits_for_a_moment_that_has_passed() -> None:
    scene = scene_with(BEN, quiet_hours=QuietHours.parse("08:00-09:00"))
    assert goes_at(scene, opened(), BEN, "unanswered") == MONDAY
