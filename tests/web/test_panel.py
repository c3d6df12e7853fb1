"""The panel behind the scenes: every state, way and rule has plain words, and no line of another chat."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.web import wording
from adapters.web.panel import Panel
from adapters.web.places import TWO
from adapters.web.room import Entry, Room
from core.episodes import EpisodeState, Way
from core.nudge.order import ROWS
from core.nudge.verdicts import Send
from tests.core.nudge.scenes import may_say

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
POLICY_ROWS = tuple(rule.name for rule in ROWS if not may_say(rule, Send))


@pytest.fixture
def room() -> Room:
    return Room(TWO)


def test_every_state_of_an_episode_has_words() -> None:
    assert set(wording.STATES) == {state.value for state in EpisodeState}


def test_every_way_in_has_words() -> None:
    assert set(wording.WAYS) == {way.value for way in Way}


def test_every_rule_that_holds_a_note_back_has_words() -> None:
    assert set(wording.RULES) == set(POLICY_ROWS)


@pytest.mark.parametrize("rule", POLICY_ROWS)
def test_a_rule_is_said_as_a_sentence(rule: str) -> None:
    words = wording.decision({"type": "held", "rule": rule}, "Ben", "Ana")
    assert words.startswith("No note to Ben: ")
    assert "{" not in words


def test_the_unsafe_partner_lock_is_not_shown(room: Room) -> None:
    assert not Panel(room).observe({"type": "safety", "pair": [], "locked": True, "signals": []})


def test_a_check_in_answer_is_found_by_the_message_in_its_private_chat(room: Room) -> None:
    answer = room.add("ana", Entry(id="", author="ana", at=NOON))
    episode = {"episode": f"{room.chat_id('ana')}/{answer.id}", "author": room.person_id("ana")}
    view = Panel(room).view({"episodes": [episode | {"way": "checkin", "state": "open", "depth": 0.4}]})
    episodes = view["episodes"]
    assert isinstance(episodes, list)
    (shown,) = episodes
    assert (shown["message"], shown["at"]) == (answer.id, NOON.isoformat())


def test_no_claim_is_made_before_the_engine_shows_one(room: Room) -> None:
    turns = Panel(room).view({"episodes": [], "reciprocity": {"turn_taking": 0.4}, "shown": False})["turns"]
    assert isinstance(turns, dict)
    assert turns["claim"] is None


def test_openings_are_counted_without_comparing_persons() -> None:
    assert wording.counted([("Ana", 2), ("Ben", 0)], answered=1) == (
        "Ana opened up twice and Ben has not yet. 1 of 2 was answered."
    )


def test_openings_of_three_are_counted_in_one_sentence() -> None:
    assert wording.counted([("Cleo", 1), ("Dan", 0), ("Esra", 3)], answered=2).startswith(
        "Cleo opened up once, Dan has not yet and Esra opened up 3 times."
    )
