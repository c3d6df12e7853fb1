"""The one table of everything that the simulated couples are made of, fixed before any figure was reported.

The form of the generator is science §5; it leaves its numbers open. All of these are proposals but for how
often people disclose (1 in 100 messages, 60 messages a day). How strongly living couples answer in kind, how
much couples differ and how trust is bounded were chosen on seed 1, over about ten settings, until TTR ranked
couples about as the science states (.69, .80, .85, .89 at 10, 20, 40, 80 disclosures). Runs z then passes
more often than there: .13, .26, .41 at 20, 40, 80, against .09, .14, .29. With perfect readings
the gates on TTR show that the measure is built right, and nothing about people.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One kind of couple. Rates are for each turn of the person who may disclose."""

    about: str = "living couples: a disclosure makes the other's likelier for a while"
    # How much is said
    messages_a_day: float = 60
    messages_a_turn: float = 1.5
    switch_a: float = 0.75
    """Chance that the turn after one of A's is B's; a burst after two minutes of silence is a turn, too."""
    switch_b: float = 0.75
    # Who discloses, and when
    base: float = 0.0089
    """μ: disclosures of one's own accord, a turn."""
    base_spread: float = 0.2
    """Standard deviation of log μ between couples, and again between the two."""
    answering: float = 0.75
    """ν across: expected disclosures of the other per unit of depth, were all turns theirs."""
    answering_spread: float = 0.5
    """Standard deviation of log ν between couples."""
    own: float = 0.0
    """ν within: going on about oneself."""
    half_life_turns: float = 6
    # How deep
    openness: float = 0.3
    openness_spread: float = 0.5
    depth_spread: float = 0.8
    in_kind: float = 0.6
    ceiling_from: float = 0.7
    # How the other responds, and what it does
    quality: float = 0.3
    quality_spread: float = 0.4
    response_spread: float = 0.3
    bias_spread: float = 0.2
    trust_up: float = 0.10
    trust_down: float = 0.25
    trust_confided: float = 0.03
    trust_fading: float = 0.999
    trust_most: float = 0.7
    """T stays within ±this: left alone, the loop of trust and disclosure ends in nothing but disclosures."""
    heard: float = 1.0
    """Share of B's responses that are more than a reaction: only these tell A anything."""
    # What breaks the model
    mood_days: float = 0.0
    """Share of days that end in a deep evening, for both."""
    mood_times: float = 5.0
    silences: float = 0.0
    """Silences a year, of 10 days each, after which nothing lingers."""
    outside: float = 0.0
    """Disclosures of a third person in the group, a turn of the pair; both are moved by them."""
    outside_strength: float = 0.6
    missing: float = 0.0
    """Share of turns that never reached the bot."""

    @property
    def turns_a_day(self) -> int:
        return round(self.messages_a_day / self.messages_a_turn)

    def table(self) -> list[tuple[str, str]]:
        """Every number by its name."""
        return [(f.name, f"{getattr(self, f.name):g}") for f in fields(self) if f.name != "about"]


LIVING = World()
NULL = replace(
    LIVING, about="null couples: neither is moved by the other's disclosures", answering=0.0, base=0.0121
)
MOODY_NULL = replace(NULL, about="null couples who share deep evenings", mood_days=0.15)

UNUSUAL: dict[str, World] = {
    "what was said lingers for 20 turns": replace(LIVING, half_life_turns=20),
    "they share deep evenings": replace(LIVING, mood_days=0.15),
    "long silences": replace(LIVING, silences=4),
    "one answers mostly with reactions": replace(LIVING, switch_a=0.45, switch_b=0.9, heard=0.2),
    "in a group": replace(LIVING, outside=0.01),
    "3 in 10 turns never arrive": replace(LIVING, missing=0.3),
    "each goes on about themselves": replace(LIVING, own=0.35),
}
"""Living couples that break what the measures assume."""
UNUSUAL_NULL: dict[str, World] = {
    "strictly one turn each, deep evenings": replace(MOODY_NULL, switch_a=1.0, switch_b=1.0),
    "one writes most turns": replace(NULL, switch_a=0.45, switch_b=0.9),
    "both moved by a third person": replace(NULL, outside=0.01),
    "each goes on about themselves": replace(NULL, own=0.35),
    "long silences": replace(NULL, silences=4),
    "3 in 10 turns never arrive": replace(NULL, missing=0.3),
}
"""Null couples in ways that might look like turn-taking."""
TRACKED_DEPTH = 0.35
"""Depth at which a disclosure counts (science §3a); shallower ones open no episode."""
