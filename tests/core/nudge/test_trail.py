"""What is told of a decision: what would have been decided had nobody else chosen anything in private."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import Spacing
from core.episodes import Decision, Episode, EpisodeState, Wish
from core.nudge.order import ROWS, first_match
from core.nudge.trail import PENDING, RESTING, SILENT, decided, told
from core.nudge.verdicts import Rule
from core.people import Person, QuietHours
from core.reading.scores import ResponseReading
from core.scene import Scene
from tests.core.builders import ANA, BEN, COOL, MONDAY, POLICY, WARM, answer
from tests.core.nudge.scenes import episodes, opened, scene_of, scenes
from tests.core.nudge.scenes import told as felt
from tests.core.nudge.test_order import CAUSES

HOUR = timedelta(hours=1)
SPENT = {BEN: {ANA: Spacing(MONDAY - HOUR)}}


def decision(scene: Scene, episode: Episode | None = None) -> Decision:
    about = episode or opened()
    rule, verdict = first_match(scene, about, BEN)
    return decided(scene, about, BEN, rule.name, verdict)


@pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.name)
def test_a_row_that_decides_alone_is_named_or_rests(rule: Rule) -> None:
    name = rule.name
    scene, episode = CAUSES[name]
    found = decision(scene(), episode)
    secret = name in {*SILENT, "ask_first"} - {"paused"}  # here Ben paused, who may know
    assert (found.rule, found.told) == (name, RESTING if secret else name)


def test_the_name_of_whoever_paused_by_themselves_is_told() -> None:
    scene = scene_of(people={BEN: Person(id=BEN, paused=True)})
    assert decision(scene).told == "paused"


PRIVATE_OF_ANA = (
    {"ask_first": True},
    {"advice_wanted": False},
    {"quiet_hours": QuietHours.parse("17:00-19:00")},
    {"fewer": True},
    {"nudged": (MONDAY,)},
)


@pytest.mark.parametrize("switch", PRIVATE_OF_ANA, ids=lambda s: next(iter(s)))
def test_where_no_note_could_come_anyway_ana_s_switches_change_nothing(switch: dict[str, object]) -> None:
    plain = decision(scene_of(spacing=SPENT))
    private = scene_of(spacing=SPENT, people={ANA: Person(id=ANA, **switch)})  # type: ignore[arg-type]  # switches
    assert decision(private).told == plain.told == "cap"


@pytest.mark.parametrize("tap", [1.0, 5.0])
@pytest.mark.parametrize("reading", [COOL, WARM, replace(WARM, appreciation=0, caring=0)])
def test_how_ana_feels_answers_changes_nothing_where_no_note_could_come(
    tap: float, reading: ResponseReading
) -> None:
    episode = opened(responses=(answer(reading),))
    plain = decision(scene_of(spacing=SPENT), episode)
    private = decision(scene_of(spacing=SPENT, felt=felt(12, tap, 0.3)), episode)
    assert private.told == plain.told


@given(scenes, episodes)
@settings(max_examples=150)
def test_nothing_is_ever_told_that_is_not_allowed(scene: Scene, episode: Episode) -> None:
    found = decision(scene, episode)
    own = scene.person(BEN).rests(scene.now)
    assert found.told not in SILENT - ({"paused"} if own else set())
    assert found.told != "ask_first"
    assert found.rule not in SILENT or found.told in (RESTING, *(["paused"] if own else []))


@given(scenes, episodes, st.booleans(), st.booleans())
@settings(max_examples=150)
def test_two_worlds_that_differ_in_ana_s_switches_tell_the_same_or_whether_he_is_pointed_to_it(
    scene: Scene, episode: Episode, asks: bool, quiet: bool
) -> None:
    """Her pause apart, which rules.md has read as resting."""
    plain = Person(id=ANA, community_notes=True, ask_first=False)
    hours = QuietHours.parse("17:00-19:00") if quiet else None
    private = replace(plain, ask_first=asks, quiet_hours=hours)
    scene.people = {**scene.people, ANA: plain}
    one = decision(scene, episode)
    scene.people = {**scene.people, ANA: private}
    other = decision(scene, episode)
    if (one.told, one.until) != (other.told, other.until):
        assert one.rule in ("missing", "good_news", "unanswered")
        assert other.told == RESTING


# When it is told


def kept(**changes: object) -> Decision:
    values = {"rule": "ask_first", "at": MONDAY, "told": "quiet_hours", "until": MONDAY + HOUR, **changes}
    return Decision(**values)  # type: ignore[arg-type]  # its fields


@pytest.mark.parametrize(("later", "name"), [(0, "quiet_hours"), (1, RESTING), (2, RESTING)])
def test_what_only_stands_in_for_something_private_is_told_as_long_as_it_holds(later: int, name: str) -> None:
    episode = opened(decision=kept())
    assert told(episode, MONDAY + later * HOUR, POLICY) == (MONDAY, name)


def test_what_decided_by_itself_is_told_until_something_else_does() -> None:
    episode = opened(decision=kept(rule="quiet_hours"))
    assert told(episode, MONDAY + 5 * HOUR, POLICY) == (MONDAY, "quiet_hours")


def test_what_was_answered_while_it_waited_is_told_as_met() -> None:
    over = opened(
        decision=kept(rule="quiet_hours"),
        responses=(answer(WARM),),
        state=EpisodeState.ANSWERED,
        ended_at=MONDAY + HOUR,
    )
    assert told(over, MONDAY + 2 * HOUR, POLICY) == (MONDAY + HOUR, "met")


@pytest.mark.parametrize(
    "episode",
    [
        opened(),
        opened(decision=kept(rule="too_soon", told=PENDING)),
        opened(decision=kept(), state=EpisodeState.WITHDRAWN, ended_at=MONDAY),
        opened(state=EpisodeState.EXPIRED, ended_at=MONDAY),
    ],
    ids=["not asked yet", "too soon", "taken back", "over without a decision"],
)
def test_of_what_waits_and_of_what_was_taken_back_nothing_is_told(episode: Episode) -> None:
    assert told(episode, MONDAY + 3 * HOUR, POLICY) is None


def test_a_wish_to_leave_it_be_reads_like_any_pause_of_hers() -> None:
    scene = scene_of(people={ANA: Person(id=ANA, paused=True)})
    assert decision(scene).told == decision(scene_of(), opened(wish=Wish.LEAVE)).told == RESTING
