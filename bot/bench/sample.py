"""The couples of one run of the bench, and what each reader knows of them: the same under every reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.bench.couples import Talk, talk
from bot.bench.parameters import LIVING, MOODY_NULL, NULL, World
from bot.bench.readers import PERFECT, Known, Reader, listen


@dataclass(frozen=True, slots=True)
class Size:
    """How much is simulated."""

    couples: int
    days: int
    unusual_couples: int
    unusual_days: int
    raters: int
    pairs: int
    coercers: int


FULL = Size(
    couples=1500, days=720, unusual_couples=800, unusual_days=365, raters=400, pairs=4000, coercers=200
)
QUICK = Size(couples=200, days=365, unusual_couples=50, unusual_days=90, raters=60, pairs=1000, coercers=20)


@dataclass(slots=True)
class Sample:
    """Living couples, null couples, and null couples with shared moods."""

    seed: int
    size: Size
    reader: Reader
    reader_name: str
    tick: Callable[[str], None]
    living: Talk = field(init=False)
    null: Talk = field(init=False)
    moody: Talk = field(init=False)
    _known: dict[tuple[World, Reader], Known] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.living, self.null, self.moody = (self._live(world) for world in (LIVING, NULL, MOODY_NULL))

    def _live(self, world: World) -> Talk:
        self.tick(world.about)
        return talk(world, self.size.couples, self.size.days, self.seed)

    def unusual(self, world: World, name: str) -> Talk:
        """Fewer couples of another kind, for half the time."""
        self.tick(name)
        return talk(world, self.size.unusual_couples, self.size.unusual_days, self.seed)

    def heard(self, couples: Talk, reader: Reader) -> Known:
        """What the bot knows of them."""
        key = couples.world, reader
        if key not in self._known:
            self._known[key] = listen(couples, reader, self.seed)
        return self._known[key]

    @property
    def readers(self) -> dict[str, Reader]:
        """Those that every table compares."""
        return {
            "perfect": PERFECT,
            "recall .40, precision .80": Reader(0.40, 0.80),
            "recall .40, precision .30": Reader(0.40, 0.30),
            self.reader_name: self.reader,
        }
