"""The rows in their order; and each of them has a file, words and tests of its own, and can decide alone."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings

from config.wording import wording
from core.chats import ChatKind, Lock, Spacing
from core.episodes import Episode
from core.nudge.order import ROWS, asked, first_match
from core.nudge.trail import CONTESTED, PENDING, SILENT
from core.nudge.verdicts import Rule, Send
from core.people import Person, QuietHours
from core.scene import Scene
from tests.core.builders import ANA, BEN, COOL, HARSH, MONDAY, POLICY, WARM, answer
from tests.core.nudge.scenes import (
    PAIR,
    STOPPING,
    episodes,
    may_say,
    opened,
    scene_of,
    scene_with,
    scenes,
)

ROOT = Path(__file__).parents[3]
CODE, TESTS = ROOT / "core" / "nudge" / "rows", Path(__file__).parent / "rows"
NAMES = ["consent", "public", "paused", "crisis", "unsafe", "conflict", "too_soon", "met", "harsh", "unsure"]
NAMES += ["ask_first", "cap", "quiet_hours", "missing", "good_news", "unanswered"]
LEFT_OVER = "unanswered"
"""What is decided where there is no cause for anything else."""
CAUSES: dict[str, tuple[Callable[[], Scene], Episode]] = {
    "consent": (lambda: scene_of(members={}), opened()),
    "public": (lambda: scene_of(kind=ChatKind.COMMUNITY), opened(agreed_first=True)),
    "paused": (lambda: scene_with(BEN, paused=True), opened()),
    "crisis": (lambda: scene_of(crisis_until=MONDAY + timedelta(hours=1)), opened()),
    "unsafe": (lambda: scene_of(locks=(Lock(PAIR, MONDAY + timedelta(days=1)),)), opened()),
    "conflict": (lambda: scene_of(harsh_turns=(MONDAY, MONDAY)), opened()),
    "too_soon": (lambda: scene_of(last_spoke={BEN: MONDAY}), opened()),
    "met": (scene_of, opened(responses=(answer(WARM),))),
    "harsh": (scene_of, opened(responses=(answer(HARSH),))),
    "unsure": (scene_of, opened(probability=POLICY.nudge_threshold - 0.01)),
    "ask_first": (lambda: scene_with(ANA, ask_first=True), opened()),
    "cap": (lambda: scene_with(BEN, nudged=(MONDAY,)), opened()),
    "quiet_hours": (lambda: scene_with(BEN, quiet_hours=QuietHours.parse("17:00-19:00")), opened()),
    "missing": (scene_of, opened(responses=(answer(COOL),))),
    "good_news": (scene_of, opened(valence=0.8)),
    "unanswered": (scene_of, opened()),
}
"""For each row, a scene and an episode in which there is a cause for it and for no other."""

named = pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.name)


def matching(scene: Scene, episode: Episode) -> list[str]:
    """The names of all rows that match."""
    return [rule.name for rule in ROWS if rule.verdict(scene, episode, BEN) is not None]


# What every row has


def test_the_rows_stand_in_the_order_of_the_rules() -> None:
    assert [rule.name for rule in ROWS] == NAMES


@named
def test_a_row_has_a_file_of_its_own_named_as_it_is_printed(rule: Rule) -> None:
    assert import_module(f"core.nudge.rows.{rule.name}").RULE is rule


def test_no_row_has_a_file_and_no_place_in_the_order() -> None:
    assert {path.stem for path in CODE.glob("*.py")} - {"__init__"} == {rule.name for rule in ROWS}


@named
def test_a_row_has_a_file_of_tests_that_ask_the_row_itself(rule: Rule) -> None:
    tests = ast.parse((TESTS / f"test_{rule.name}.py").read_text("utf-8"))
    asking = [
        node.name
        for node in tests.body
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and "RULE.verdict(" in ast.unparse(node)
    ]
    imported = {n.module for n in tests.body if isinstance(n, ast.ImportFrom) and n.names[0].name == "RULE"}
    assert imported == {f"core.nudge.rows.{rule.name}"}
    assert len(asking) > 1, "one where it matches, one where it just does not"


@pytest.mark.parametrize("name", sorted({*STOPPING, "met"} - {"ask_first"}))
def test_a_row_that_stops_a_note_has_words_for_why_or_is_never_named(name: str) -> None:
    """`ask_first` never is: to everybody else its author never chose it."""
    assert wording().texts["held"].get("resting" if name in SILENT else name)


def test_no_words_are_kept_for_a_row_that_is_never_named() -> None:
    named = {rule.name for rule in ROWS if not may_say(rule, Send)} - SILENT - {PENDING, "ask_first"}
    assert set(wording().texts["held"]) == {*named, "resting", "paused", CONTESTED}


@named
def test_a_row_has_a_question_for_why(rule: Rule) -> None:
    assert wording().names("asked")[rule.name].endswith("?")


@named
def test_the_rows_asked_are_those_up_to_the_one_that_decided(rule: Rule) -> None:
    assert asked(rule.name) == tuple(NAMES[: NAMES.index(rule.name) + 1])


@named
def test_a_row_can_decide_alone(rule: Rule) -> None:
    scene, episode = CAUSES[rule.name]
    others = matching(scene(), episode)
    assert [name for name in others if name != LEFT_OVER or name == rule.name] == [rule.name]


@named
def test_a_row_that_matches_alone_is_the_one_that_is_named(rule: Rule) -> None:
    scene, episode = CAUSES[rule.name]
    assert first_match(scene(), episode, BEN)[0] == rule


# What holds for them together


def test_an_earlier_row_wins_over_a_later_one() -> None:
    everything = scene_of(
        kind=ChatKind.COMMUNITY,
        crisis_until=MONDAY + timedelta(hours=1),
        locks=(Lock(PAIR, MONDAY + timedelta(days=1)),),
        harsh_turns=(MONDAY, MONDAY),
        last_spoke={BEN: MONDAY},
        spacing={BEN: {ANA: Spacing(MONDAY)}},
        people={BEN: Person(id=BEN, paused=True)},
    )
    assert first_match(everything, opened(responses=(answer(HARSH),)), BEN)[0].name == "public"


@given(scenes, episodes)
@settings(max_examples=200)
def test_whatever_is_asked_about_the_first_row_that_matches_decides(scene: Scene, episode: Episode) -> None:
    assert first_match(scene, episode, BEN)[0].name == matching(scene, episode)[0]


@given(scenes, episodes)
@settings(max_examples=100)
def test_asking_the_rows_changes_nothing(scene: Scene, episode: Episode) -> None:
    before = scene.chat
    matching(scene, episode)
    assert (scene.chat, scene.effects) == (before, [])


@given(scenes, episodes)
@settings(max_examples=200)
def test_a_row_says_nothing_that_its_type_does_not_name(scene: Scene, episode: Episode) -> None:
    verdicts = [(rule, rule.verdict(scene, episode, BEN)) for rule in ROWS]
    assert all(may_say(rule, type(verdict)) for rule, verdict in verdicts)
