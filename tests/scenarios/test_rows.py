"""Each row of the nudge policy has a story in which it alone decides, and the same story without its cause.

`row-<name>-alone` names the row; `row-<name>-absent` differs from it in its cause and ends in a note (another
one, where the row itself sends notes). What they bring is checked like every scenario; here, that they are
about the row.
"""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest

from bot.replay.page import Page
from bot.replay.playing import Replay
from bot.replay.printing import JsonLines
from bot.transcript import parsing
from core.nudge.order import ROWS, asked, row_of
from core.nudge.verdicts import Done, Rule, Send, Wait
from core.policy import Policy
from tests.core.nudge.scenes import may_say
from tests.scenarios.test_scenarios import HERE, Line, heard, lines_of, output, reader

each = pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.name)
MOST_CAUSES = 2
"""Lines of a transcript that are a row's cause."""


def story(rule: Rule, how: str) -> str:
    return f"row-{rule.name.replace('_', '-')}-{how}"


def notes(name: str, episode: str = "a1") -> list[Line]:
    return [line for line in lines_of(name) if line["type"] == "nudge" and line["episode"] == episode]


def rules_held(name: str) -> list[str]:
    return [line["rule"] for line in lines_of(name) if line["type"] == "held"]


def traced(name: str) -> str:
    """The page of `replay --trace`."""
    out = io.StringIO()
    replay = Replay(reader(), Policy(), Page(out), trace=True)

    async def play() -> None:
        for line in parsing.parse((HERE / f"{name}.jsonl").read_bytes().splitlines(), name):
            await replay.step(0, line)
        await replay.end()

    asyncio.run(play())
    return out.getvalue()


@each
def test_a_row_has_its_two_stories(rule: Rule) -> None:
    files = {path.name for path in Path(HERE).glob(f"{story(rule, '*')}.*")}
    wanted = {f"{story(rule, how)}.{end}" for how in ("alone", "absent") for end in ("jsonl", "expect")}
    assert wanted <= files


@each
def test_the_two_stories_differ_in_the_cause_and_nothing_else(rule: Rule) -> None:
    alone, absent = heard(story(rule, "alone")), heard(story(rule, "absent"))
    assert len([line for line in alone if line not in absent]) <= MOST_CAUSES
    assert len([line for line in absent if line not in alone]) <= MOST_CAUSES


@each
def test_replay_names_the_row_that_decided_and_no_other(rule: Rule) -> None:
    name = story(rule, "alone")
    if may_say(rule, Send):
        assert [row_of(line["reason"]) for line in notes(name)] == [rule.name]
        assert rules_held(name) == []
    elif may_say(rule, Done) or rule.name == "too_soon":
        assert (notes(name), rules_held(name)) == ([], [])
    else:
        assert (notes(name), rules_held(name)) == ([], [rule.name])


@each
def test_with_a_trace_replay_names_each_row_and_those_that_were_asked_before_it(rule: Rule) -> None:
    page = traced(story(rule, "alone"))
    assert f"{rule.name} decides" in page
    if not may_say(rule, Done):
        assert f"{', '.join(asked(rule.name))}\n" in page
    assert ("to be asked again at" in page) == (may_say(rule, Wait))


@each
def test_without_its_cause_the_story_ends_in_another_note_or_in_one_at_all(rule: Rule) -> None:
    absent = notes(story(rule, "absent"))
    assert len(absent) == 1
    assert row_of(absent[0]["reason"]) != rule.name


def test_a_trace_adds_no_line_to_the_contract() -> None:
    name = story(ROWS[6], "alone")
    out = io.StringIO()
    replay = Replay(reader(), Policy(), JsonLines(out), trace=True)

    async def play() -> None:
        for line in parsing.parse((HERE / f"{name}.jsonl").read_bytes().splitlines(), name):
            await replay.step(0, line)
        await replay.end()

    asyncio.run(play())
    kinds = {line.split('"')[3] for line in out.getvalue().splitlines()}
    assert kinds == {line.split('"')[3] for line in output(name).splitlines()}
