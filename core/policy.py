"""Every number of the rules, once, with its unit and its source in the specification's science (§).

[P] marks a proposal without a value in the literature: change one only with a test that shows why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The numbers one chat is decided by. A chat's settings may replace any of them by its name."""

    # Turns (§3a, rules: *Turns*)
    burst_gap_s: float = 120
    """Seconds: a longer silence ends a turn."""
    recent_turns: float = 8
    """Turns: who spoke in so many last turns is concerned by a message in a group."""
    recent_minutes: float = 60
    """Minutes: no older turn makes anybody concerned; a longer silence ends a conversation."""

    # Opening (§3b)
    depth_min: float = 0.35
    tracking_threshold: float = 0.6
    """Calibrated probability at which a spotted disclosure counts (docs/reader.md)."""
    nudge_threshold: float = 0.95
    """Calibrated probability at which a spotted disclosure may speak: at most 1 in 500 everyday messages."""
    marked_depth_min: float = 0.55

    # How turns attach and pool; rules.md
    attach_turns: float = 8
    relevance_min: float = 0.5
    ack_words: float = 4
    ack_below: float = 0.35

    # Reply time (§3b) [P]
    reply_prior_minutes: float = 5
    reply_prior_sigma: float = 1.8
    reply_prior_weight: float = 5
    reply_alpha: float = 2.5
    soft_min_minutes: float = 30
    soft_max_minutes: float = 6 * 60
    hard_min_minutes: float = 6 * 60
    hard_max_minutes: float = 48 * 60

    # The nudge rows (§3g)
    active_minutes: float = 2
    met_sum: float = 0.5
    harsh_criticism: float = 0.5
    conflict_criticism: float = 0.5
    conflict_minutes: float = 30
    nudges_a_day: float = 1
    nudges_a_week: float = 3
    relationship_gap_hours: float = 12
    gap_max_days: float = 28
    private_nudges: float = 0
    """1: moderators enabled private nudges in this community channel."""

    # Fading out (§3g, no numbers there) [P]
    fade_window: float = 10
    """Answered disclosures of a pair that are looked at, the newest. With fewer nothing fades: below ten a
    share is noise, and five answers, the first that calibrate, are not to move the moment of a note."""
    fade_most: float = 2
    """Factor on T_soft for somebody who met all of them unprompted; T_soft stays within its bounds."""
    brief_from: float = 0.8
    """Share met unprompted from which a note's cue is a single line."""

    # Not this [P]
    contest_days: float = 90
    """Days until *not this* makes no difference any more to whom it was said by; it fades evenly."""

    # Safety (§4)
    crisis_threshold: float = 0.5
    """From here nudges rest: high recall, and nobody notices a false alarm."""
    care_threshold: float = 0.8
    """From here the author gets the neutral line: stricter, because somebody may look over a shoulder."""
    crisis_rest_hours: float = 72
    care_gap_days: float = 7
    unsafe_threshold: float = 0.5
    contempt_threshold: float = 0.5
    throwback_criticism: float = 0.75
    """Criticism from here is contempt: nearer to class 2 than to class 1 (rules: *Labels as classes*)."""
    thrown_back_threshold: float = 0.5
    thrown_back_words: float = 0.6
    """From here criticism and *thrown back*, beside the disclosure's own words, need no topic. [P]"""
    threat_threshold: float = 0.8
    """Strict: one threat locks alone, and the plainest are heard by `core/reading/plain_threats.py`. [P]"""
    control_threshold: float = 0.8
    nonliteral_threshold: float = 0.5
    """From here something is said in play. [P]"""
    throwback_days: float = 90
    signals_to_lock: float = 3
    signal_days: float = 14
    lock_days: float = 30
    cool_down_days: float = 30
    """Days of everyday check-ins after something hard was said: as long as a lock, so that neither shows."""

    # The one question (§3c)
    question_gap_hours: float = 24
    question_silence_minutes: float = 10
    question_expires_hours: float = 12
    calibrated_from: float = 5

    # Notes
    nudge_expires_hours: float = 6
    later_minutes: float = 60

    # Reciprocity (§3d)
    ttr_lambda: float = 2 ** (-1 / 16)
    ttr_half_gap_turns: float = 6
    balance_half_life_days: float = 14
    shown_from: float = 20
    """Disclosures: below so many nothing is claimed."""
    takes_turns_z: float = 1.645
    """Runs z without which nobody is told that they take turns."""
    told_wrongly: float = 0.05
    """Share of couples that do not take turns and may ever be told that they do (wanted: .06 at most)."""

    # Depth of prompts (§3f)
    level_days: float = 90
    level_good: float = 0.35
    level_idle_days: float = 60
    level_offer_days: float = 14
    """Least time between two offers of a next step. [P]"""
    level_ready_days: float = 30
    """How long one's being ready for a next step counts. [P]"""

    # Rounds
    round_hours: float = 24
    """Hours a check-in stays open for answers."""
    late_hours: float = 3
    """Hours after somebody's moment within which a planned prompt still comes. [P]"""
    talk_hours: float = 6
    """Hours after real talk in which no planned prompt comes. [P]"""

    def with_settings(self, settings: Mapping[str, object]) -> Policy:
        """This policy with some numbers replaced. Raises ValueError naming what is unknown or no number."""
        numbers: dict[str, float] = {}
        for name, value in settings.items():
            if name not in NAMES:
                raise ValueError(f"unknown setting “{name}”")
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise ValueError(f"setting “{name}” must be a number")
            if not 0 <= value < MOST or (value == 0 and name in DIVISORS):
                raise ValueError(f"setting “{name}” must be {'above' if name in DIVISORS else 'at least'} 0")
            if name in SHARES and value > 1:
                raise ValueError(f"setting “{name}” must be at most 1")
            numbers[name] = float(value)
        return _replaced(self, tuple(numbers.items()))


MOST = 1e6
"""No number of the policy comes near it, in any unit."""
SHARES = frozenset({"ttr_lambda", "told_wrongly"})
"""Numbers that make no sense above 1. A threshold does: nothing reaches it then."""
DIVISORS = frozenset(
    {"ttr_half_gap_turns", "balance_half_life_days", "level_idle_days", "relationship_gap_hours"}
    | {"reply_prior_minutes", "reply_prior_sigma", "reply_prior_weight", "reply_alpha", "burst_gap_s"}
    | {"told_wrongly"}
)
"""Numbers that something is divided by, or that make no sense at zero."""
CHECKIN_FLOORS = (0.15, 0.15, 0.35, 0.55, 0.75)
"""Least depth of a check-in answer by its prompt's level, 0 to 4 (rules: *Depth of certain openings*)."""
NAMES = frozenset(number.name for number in fields(Policy))


@lru_cache(maxsize=256)
def _replaced(policy: Policy, numbers: tuple[tuple[str, float], ...]) -> Policy:
    """Kept, because a chat with settings of its own needs its policy with every message."""
    return replace(policy, **dict(numbers))
