"""How well each measure tells living couples from null ones, at 10, 20, 40 and 80 known disclosures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bot.bench import measured
from bot.bench.candidates import CANDIDATES
from bot.bench.couples import Floats, Talk
from bot.bench.figures import Figure, auc
from bot.bench.parameters import UNUSUAL
from bot.bench.readers import PERFECT, Reader, Rows
from bot.bench.sample import Sample
from bot.bench.tables import Gate, Table

COUNTS = (10, 20, 40, 80)
WANTED_TTR = (0.69, 0.80, 0.85, 0.89)
WANTED_HAWKES = {20: 0.78, 80: 0.92}
Score = Callable[[Rows], Floats]


def separates(sample: Sample, score: Score, reader: Reader, count: int, null: Talk | None = None) -> Figure:
    """AUC of one measure, living against null couples."""
    living = sample.heard(sample.living, reader).first(count)
    others = sample.heard(null or sample.null, reader).first(count)
    return auc(score(living), score(others))


def by_reader(sample: Sample) -> Table:
    """TTR and balance under every reader."""
    blunt = replace(sample.reader, understated=True)
    readers = {
        **sample.readers,
        f"{sample.reader_name}, missing the understated": blunt,
        f"{sample.reader_name}, with check-ins and marks": sample.reader.with_own_ways(),
    }
    rows = []
    for name, reader in readers.items():
        for measure in ("TTR", "balance alone"):
            found = [separates(sample, CANDIDATES[measure], reader, count) for count in COUNTS]
            rows.append((name, measure, *map(str, found)))
    reached = len(sample.heard(sample.living, sample.readers["recall .40, precision .80"]).first(COUNTS[-1]))
    return Table(
        "Living against null couples: TTR, with balance beside it",
        ("reader", "measure", *(f"{count} disclosures" for count in COUNTS)),
        rows,
        "AUC with 95 % intervals (DeLong). “Disclosures” are those the bot knows, false ones included. "
        f"Couples that never reach the number are left out: at recall .40 and precision .80, "
        f"{100 - 100 * reached / sample.size.couples:.0f} in 100 at {COUNTS[-1]}.",
    )


def candidates(sample: Sample) -> list[Table]:
    """All measures beside each other, under each reader, and against null couples with shared moods."""
    tables = []
    for title, reader, null in (
        ("perfect readings", PERFECT, sample.null),
        ("perfect readings, against null couples with shared deep evenings", PERFECT, sample.moody),
        *((name, reader, sample.null) for name, reader in list(sample.readers.items())[1:]),
    ):
        sample.tick(f"candidates: {title}")
        rows = [
            (name, *(str(separates(sample, score, reader, count, null)) for count in COUNTS))
            for name, score in CANDIDATES.items()
        ]
        columns = ("measure", *(f"{count} disclosures" for count in COUNTS))
        tables.append(Table(f"Candidates: {title}", columns, rows))
    return tables


def unusual(sample: Sample) -> Table:
    """Couples that break what the measures assume."""
    rows = []
    for name, world in UNUSUAL.items():
        couples = sample.unusual(world, name)
        row = [name]
        for reader in (PERFECT, sample.reader):
            known = sample.heard(couples, reader)
            null = sample.heard(sample.null, reader)
            for count in (20, 40):
                living = measured.turn_taking(known.first(count))
                row.append(str(auc(living, measured.turn_taking(null.first(count)))))
        rows.append(tuple(row))
    return Table(
        "Living couples that break the model: TTR against ordinary null couples",
        ("couples", "perfect, 20", "perfect, 40", f"{sample.reader_name}, 20", f"{sample.reader_name}, 40"),
        rows,
    )


def in_percent(sample: Sample) -> Table:
    """What TTR reads at 20 disclosures: the number itself, and what the reader's errors make of it."""
    rows = []
    for name, reader in sample.readers.items():
        row = [name]
        for couples in (sample.living, sample.null, sample.moody):
            found = 100 * measured.turn_taking(sample.heard(couples, reader).first(20))
            low, middle, high = np.quantile(found, [0.1, 0.5, 0.9]) if len(found) else (np.nan,) * 3
            row.append(f"{middle:.0f} ({low:.0f}–{high:.0f})")
        rows.append(tuple(row))
    columns = ("reader", "living", "null", "null, shared moods")
    return Table(
        "TTR at 20 disclosures, in percent", columns, rows, "Median, and the middle 80 of 100 couples."
    )


def gates(sample: Sample) -> list[Gate]:
    """Those on ranking."""
    ttr, hawkes = CANDIDATES["TTR"], CANDIDATES["Hawkes H"]
    return [
        *(
            Gate(f"AUC of TTR at {count}, perfect readings", separates(sample, ttr, PERFECT, count), limit)
            for count, limit in zip(COUNTS, WANTED_TTR, strict=True)
        ),
        *(
            Gate(
                f"AUC of Hawkes H at {count}, perfect readings",
                separates(sample, hawkes, PERFECT, count),
                limit,
            )
            for count, limit in WANTED_HAWKES.items()
        ),
    ]
