"""Many couples talking, turn by turn, by the generator of science §5, all of one kind at a time.

Everything is vectorised over couples. Draws are uniforms turned into what is needed, so that the same seed
gives the same couples with every version of numpy.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.bench.parameters import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
MOODY_TURNS = 15
"""The last turns of a day are its evening."""
SILENT_DAYS = 10
TWO_PI = 2 * np.pi


@dataclass(frozen=True, slots=True)
class Talk:
    """What couples said: whose each turn was, and each disclosure, in the order of couple and turn."""

    world: World
    of_b: Flags
    """(couples, turns): whether B spoke."""
    day: Floats
    """(turns,): when each turn ended, in days."""
    couple: Ints
    turn: Ints
    by_b: Flags
    depth: Floats
    felt: Floats
    """r: how the discloser took the response; not a number where there was none to take."""

    @property
    def couples(self) -> int:
        return len(self.of_b)

    def stream(self, seed: int, purpose: str) -> np.random.Generator:
        """A stream of these couples' own for each purpose."""
        return stream(seed, f"{purpose} of {self.world}")


def stream(seed: int, purpose: str) -> np.random.Generator:
    """A stream of its own for each purpose: one more scenario shifts no other."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(purpose.encode())])))


def normal(rng: np.random.Generator, *shape: int) -> Floats:
    """Standard normal numbers from uniforms (Box and Muller 1958)."""
    return np.asarray(np.sqrt(-2 * np.log1p(-rng.random(shape))) * np.cos(TWO_PI * rng.random(shape)))


def talk(world: World, couples: int, days: int, seed: int) -> Talk:
    """`couples` of one kind, for `days` days of 60 messages."""
    rng = stream(seed, f"lives of {world}")
    return _Lives(world, couples, rng).live(days * world.turns_a_day)


class _Lives:
    """The state of all couples; persons lie in one array, A of every couple first, then B."""

    def __init__(self, world: World, couples: int, rng: np.random.Generator) -> None:
        self.world, self.couples, self.rng = world, couples, rng
        both = 2 * couples
        shared = np.tile(normal(rng, couples), 2)
        spread = world.base_spread * (shared + normal(rng, both))
        self.base = world.base * np.exp(spread - world.base_spread**2)
        strength = np.tile(normal(rng, couples), 2) * world.answering_spread - world.answering_spread**2 / 2
        fading = np.log(2) / world.half_life_turns
        self.keeps = np.exp(-fading)
        self.across = fading * world.answering * np.exp(strength)
        self.within = fading * world.own
        self.outside = fading * world.outside_strength
        self.openness = world.openness + world.openness_spread * normal(rng, both)
        self.ceiling = world.ceiling_from + (1 - world.ceiling_from) * rng.random(both)
        self.quality = world.quality + world.quality_spread * normal(rng, both)
        self.bias = world.bias_spread * normal(rng, both)
        self.trust = np.zeros(both)
        self.lingers = np.zeros(both)
        """R: how much of what each disclosed still hangs in the air."""
        self.last_depth = np.full(both, 0.5)
        self.pulse = np.zeros(couples)
        self.found: list[tuple[int, Ints, Floats, Floats]] = []

    def live(self, turns: int) -> Talk:
        world, n, rng = self.world, self.couples, self.rng
        of_b = np.empty((n, turns), bool)
        day = self._days(turns)
        speaker = (rng.random(n) < world.switch_a / (world.switch_a + world.switch_b)).astype(np.int64)
        numbers, switch = np.arange(n), np.array([world.switch_a, world.switch_b])
        moody = np.zeros(n, bool)
        for turn in range(turns):
            dice = rng.random((2, n))
            speaker = np.where(dice[0] < switch[speaker], 1 - speaker, speaker)
            of_b[:, turn] = speaker
            if turn % world.turns_a_day == 0:
                moody = self._dawns(day, turn)
            self._fade()
            who = speaker * n + numbers
            rate = self._rate(who, (1 - speaker) * n + numbers, self._is_evening(turn), moody)
            opened = np.flatnonzero(dice[1] < -np.expm1(-rate))
            if len(opened):
                self._disclose(turn, who[opened], rate[opened])
        return self._told(of_b, day)

    def _days(self, turns: int) -> Floats:
        """Twelve waking hours a day; long silences are spread over the year."""
        each = self.world.turns_a_day
        day = np.arange(turns) // each + 0.35 + 0.5 * (np.arange(turns) % each) / each
        if self.world.silences:
            day += SILENT_DAYS * np.floor(day * self.world.silences / 365)
        return day

    def _dawns(self, day: Floats, turn: int) -> Flags:
        if turn and day[turn] - day[turn - 1] > 1.5:
            self.lingers[:] = 0
        if not self.world.mood_days:
            return np.zeros(self.couples, bool)
        return self.rng.random(self.couples) < self.world.mood_days

    def _is_evening(self, turn: int) -> bool:
        each = self.world.turns_a_day
        return bool(self.world.mood_days) and turn % each >= each - MOODY_TURNS

    def _fade(self) -> None:
        self.lingers *= self.keeps
        self.trust *= self.world.trust_fading
        if self.world.outside:
            self.pulse *= self.keeps
            self.pulse += 0.6 * (self.rng.random(self.couples) < self.world.outside)

    def _rate(self, who: Ints, other: Ints, evening: bool, moody: Flags) -> Floats:
        rate = self.base[who] * np.exp(self.trust[who])
        if evening:
            rate = np.where(moody, rate * self.world.mood_times, rate)
        rate += self.across[who] * self.lingers[other]
        if self.within:
            rate += self.within * self.lingers[who]
        if self.world.outside:
            rate += self.outside * self.pulse
        return rate

    def _disclose(self, turn: int, who: Ints, rate: Floats) -> None:
        world, rng, n = self.world, self.rng, self.couples
        other = np.where(who < n, who + n, who - n)
        moved = rng.random(len(who)) * rate < self.across[who] * self.lingers[other]
        noise = normal(rng, 3, len(who))
        theirs = self.last_depth[other]
        lift = world.in_kind * np.log(theirs / (1 - theirs)) * moved
        depth = 1 / (
            1 + np.exp(-(self.openness[who] + self.trust[who] + lift + world.depth_spread * noise[0]))
        )
        depth = np.minimum(self.ceiling[who], depth)
        response = np.tanh(self.quality[other] + 0.5 * self.trust[other] + world.response_spread * noise[1])
        felt = response + self.bias[who] + world.response_spread * noise[2]
        felt = np.where((who < n) & (rng.random(len(who)) >= world.heard), np.nan, felt)
        taken = np.nan_to_num(felt)
        up, down = np.maximum(taken, 0), np.maximum(-taken, 0)
        self.trust[who] += depth * (world.trust_up * up - world.trust_down * down)
        self.trust[other] += world.trust_confided * depth
        np.clip(self.trust, -world.trust_most, world.trust_most, out=self.trust)
        self.lingers[who] += depth
        self.last_depth[who] = np.clip(depth, 0.02, 0.98)
        self.found.append((turn, who, depth, felt))

    def _told(self, of_b: Flags, day: Floats) -> Talk:
        turn = np.concatenate([np.full(len(who), at) for at, who, _, _ in self.found])
        who = np.concatenate([who for _, who, _, _ in self.found])
        depth = np.concatenate([depth for _, _, depth, _ in self.found])
        felt = np.concatenate([felt for _, _, _, felt in self.found])
        couple = who % self.couples
        order = np.lexsort((turn, couple))
        return Talk(
            self.world,
            of_b,
            day,
            couple[order],
            turn[order],
            (who >= self.couples)[order],
            depth[order],
            felt[order],
        )
