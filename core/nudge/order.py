"""The rows of the nudge policy in their order: the first that matches decides (science §3g)."""

from __future__ import annotations

from core.episodes import Episode
from core.ids import PersonId
from core.nudge.rows import (
    ask_first,
    cap,
    conflict,
    consent,
    crisis,
    good_news,
    harsh,
    met,
    missing,
    paused,
    public,
    quiet_hours,
    too_soon,
    unanswered,
    unsafe,
    unsure,
)
from core.nudge.verdicts import Rule, Verdict
from core.scene import Scene

ROWS: tuple[Rule, ...] = (
    consent.RULE,
    public.RULE,
    paused.RULE,
    crisis.RULE,
    unsafe.RULE,
    conflict.RULE,
    too_soon.RULE,
    met.RULE,
    harsh.RULE,
    unsure.RULE,
    ask_first.RULE,
    cap.RULE,
    quiet_hours.RULE,
    missing.RULE,
    good_news.RULE,
    unanswered.RULE,
)
"""Whatever is asked about, one of them matches: the last three share out what the others leave."""


def first_match(scene: Scene, episode: Episode, to: PersonId) -> tuple[Rule, Verdict]:
    """The first row that matches, and its verdict."""
    for rule in ROWS:
        verdict = rule.verdict(scene, episode, to)
        if verdict is not None:
            return rule, verdict
    raise AssertionError("what is not answered is unanswered; what is, is met, harsh or missing something")


def asked(name: str) -> tuple[str, ...]:
    """The rows that were asked when the one of this name decided, in order, it included."""
    names = tuple(rule.name for rule in ROWS)
    return names[: names.index(name) + 1]


def row_of(reason: str) -> str:
    """The row that sends a note for this reason: a reason is its name, or begins with it."""
    return next(rule.name for rule in reversed(ROWS) if reason.startswith(rule.name))
