"""What couples are told and when: wrongly, never, or after how many days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot.bench.claiming import counted_on, one_look, told_by_runs_z, told_on
from bot.bench.couples import Floats, Talk
from bot.bench.figures import Figure, share
from bot.bench.parameters import UNUSUAL_NULL
from bot.bench.readers import PERFECT, Reader
from bot.bench.sample import Sample
from bot.bench.tables import Gate, Table

YEAR = 365
BY = (90, 180, 365)
AT_MOST = 0.06
ECHO = 0.3


def readers_of(sample: Sample) -> dict[str, Reader]:
    """The readers, each alone and the given one beside check-ins and marks."""
    own = f"{sample.reader_name}, with check-ins and marks"
    return {
        **sample.readers,
        "perfect, with check-ins and marks": PERFECT.with_own_ways(),
        own: sample.reader.with_own_ways(),
    }


def ever(sample: Sample, couples: Talk, reader: Reader) -> Figure:
    """Told that they take turns within a year, asked after every disclosure."""
    return share(told_on(sample.heard(couples, reader)) <= YEAR)


def wrongly(sample: Sample) -> tuple[Table, list[Gate]]:
    """Null couples told that they take turns, and the worst reader of each kind as a gate."""
    rows, gates, readers = [], [], readers_of(sample)
    worlds = {"null": sample.null, "null, shared moods": sample.moody}
    worlds |= {f"null, {name}": sample.unusual(world, name) for name, world in UNUSUAL_NULL.items()}
    for name, couples in worlds.items():
        found = [ever(sample, couples, reader) for reader in readers.values()]
        rows.append((name, *map(str, found)))
        worst = max(found, key=lambda figure: figure.value)
        gates.append(
            Gate(f"ever told wrongly within a year, worst reader: {name}", worst, AT_MOST, at_most=True)
        )
    note = f"Asked after every disclosure from the twentieth on, for a year; wanted: at most {AT_MOST}."
    return Table("Null couples ever told that they take turns", ("couples", *readers), rows, note), gates


def by_runs_z(sample: Sample) -> Table:
    """The same by the runs test as it stands, for comparison: one look, and asked again and again."""
    rows = []
    for kind, couples in (
        ("null", sample.null),
        ("null, shared moods", sample.moody),
        ("living", sample.living),
    ):
        for name, reader in readers_of(sample).items():
            known = sample.heard(couples, reader)
            looks = [str(share(one_look(known, count))) for count in (20, 40, 80)]
            rows.append((kind, name, *looks, str(share(told_by_runs_z(known) <= YEAR))))
    columns = ("couples", "reader", "one look at 20", "at 40", "at 80", "ever in a year")
    note = "Check-ins take part here, in the order of names: that alone makes turns of them."
    return Table("What runs z alone would tell", columns, rows, note)


def echoes(sample: Sample) -> Table:
    """What a reader does to the claim that takes sympathy for disclosure."""
    rows = []
    for echo in (0.0, 0.1, ECHO, 0.6):
        reader = replace(sample.reader, echo=echo)
        rows.append(
            (
                f"{echo:.0%}",
                *(str(ever(sample, one, reader)) for one in (sample.living, sample.null, sample.moody)),
            )
        )
    note = (
        "No rule of order can tell an answer that is taken for a disclosure from one that is. The share has "
        "to be measured on real talk before a claim is trusted."
    )
    columns = ("false alarms on the very next turn of the other", "living", "null", "null, shared moods")
    return Table("Told within a year, when false alarms echo disclosures", columns, rows, note)


def until_told(sample: Sample) -> Table:
    """How long living couples wait."""
    rows = []
    for name, reader in readers_of(sample).items():
        known = sample.heard(sample.living, reader)
        day, null = told_on(known), told_on(sample.heard(sample.null, reader))
        right, wrong = float(np.mean(day <= YEAR)), float(np.mean(null <= YEAR))
        trust = f"{right / (right + wrong):.2f}" if right + wrong > 0 else "–"
        rows.append((
            name, _days(counted_on(known, 20)), _days(day), *(str(share(day <= by)) for by in BY), trust,
        ))  # fmt: skip
    note = (
        "Days are medians over all living couples; “never” where fewer than half are told. "
        "The last column: of all told within a year, how many are living, were half of all couples null."
    )
    columns = (
        "reader",
        "20 disclosures on day",
        "told on day",
        *(f"by day {by}" for by in BY),
        "true of those told",
    )
    return Table("Days until a first honest claim", columns, rows, note)


def _days(day: Floats) -> str:
    middle = float(np.quantile(day, 0.5, method="higher"))
    return f"{middle:.0f}" if np.isfinite(middle) else "never"
