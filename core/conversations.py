"""Conversations of two people: what they say without a long silence of both. Nobody else has a part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.chats import Run

KEPT_RUNS = 8
"""Runs kept of each person. Only a conversation in which both were silent by turns needs more than one."""


def with_message(runs: Sequence[Run], at: datetime, longest: timedelta) -> tuple[Run, ...]:
    """A person's runs with a message of theirs more, whenever it arrives."""
    touching = [run for run in runs if run.start - longest <= at <= run.end + longest]
    apart = [run for run in runs if run not in touching]
    joined = Run(min([at, *(r.start for r in touching)]), max([at, *(r.end for r in touching)]))
    return tuple(sorted([*apart, joined], key=lambda run: run.start)[-KEPT_RUNS:])


def began(of_both: Sequence[Run], at: datetime, longest: timedelta) -> datetime:
    """When the conversation of two people that goes on at this moment began."""
    start = at
    for run in sorted(of_both, key=lambda run: run.end, reverse=True):
        if run.start < start and run.end >= start - longest:
            start = run.start
    return start
