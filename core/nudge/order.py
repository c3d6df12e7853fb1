"""The rows of the nudge policy in their order: the first that matches decides (science §3g)."""

from __future__ import annotations

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
from core.nudge.verdicts import Rule

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
