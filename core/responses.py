"""What the responses to one episode amount to: pooled, acknowledged, answered, met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.calibration import Six, features, warmth_equivalent
from core.chats import Felt
from core.episodes import Episode, Response
from core.hearing import heard, heard_by_author
from core.ids import PersonId
from core.policy import Policy
from core.reading.scores import ResponseReading, responsiveness


@dataclass(frozen=True, slots=True)
class Pooled:
    """The strongest of what came across, the least of disinterest, 0 to 1 each (rules: *Pooling*)."""

    u: float
    a: float
    c: float
    z: float
    k: float

    @property
    def warmth(self) -> float:
        """u + a + c, of 3."""
        return self.u + self.a + self.c

    @property
    def responsiveness(self) -> float:
        return responsiveness(self.u, self.a, self.c, self.z, self.k)

    @property
    def features(self) -> Six:
        """What a discloser's weights are for."""
        return features(self.u, self.a, self.c, self.z, self.k)

    def missing(self) -> str:
        """The least of the three components; the first of equals in the order of the theory."""
        least = min(self.u, self.a, self.c)
        if self.u == least:
            return "understanding"
        return "appreciation" if self.a == least else "caring"


def pooled(episode: Episode, by: PersonId | None = None) -> Pooled | None:
    """What everybody's responses to an episode amount to, or one person's; None of none."""
    return _pool(
        reading
        for response, reading in zip(episode.responses, heard(episode), strict=True)
        if by is None or response.author == by
    )


def pooled_for_author(episode: Episode) -> Pooled | None:
    """The same as its author hears it. Private: for the policy and the author's own calibration alone."""
    return _pool(heard_by_author(episode))


def is_acknowledgement(response: Response, policy: Policy) -> bool:
    """A reaction, or under four words with hardly anything in them. "I love you" is an answer."""
    reading = response.reading
    slight = max(reading.understanding, reading.appreciation, reading.caring) < policy.ack_below
    return response.reaction or (response.words < policy.ack_words and slight)


def is_answered(episode: Episode, policy: Policy) -> bool:
    """Whether somebody answered with more than an acknowledgement."""
    return any(
        not is_acknowledgement(replace(response, reading=reading), policy)
        for response, reading in zip(episode.responses, heard(episode), strict=True)
    )


def is_met(episode: Episode, felt: tuple[Felt, ...], policy: Policy) -> bool:
    """Answered with u+a+c over the bar; by this discloser's own calibration once they told enough.

    A light answer to a check-in is no disclosure: any answer meets it.
    """
    said = pooled(episode)
    if said is None or not is_answered(episode, policy):
        return False
    if episode.depth < policy.depth_min:
        return True
    if len(felt) < policy.calibrated_from:
        return said.warmth > policy.met_sum
    as_felt = pooled_for_author(episode)
    return as_felt is not None and warmth_equivalent(felt, as_felt.features) > policy.met_sum


def _pool(readings: Iterable[ResponseReading]) -> Pooled | None:
    """Largest u, a, c, k and smallest z; None of none (rules: *Pooling*)."""
    known = tuple(readings)
    if not known:
        return None
    return Pooled(
        u=max(r.understanding for r in known),
        a=max(r.appreciation for r in known),
        c=max(r.caring for r in known),
        z=min(r.disinterest for r in known),
        k=max(r.criticism for r in known),
    )
