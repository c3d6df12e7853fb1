"""`attune bench`: simulate, print tables and release gates, and draw pictures where asked."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bench import calibration, coercers, literature, pictures, ranking, waiting
from bot.bench.parameters import LIVING, MOODY_NULL, NULL, UNUSUAL, UNUSUAL_NULL
from bot.bench.progress import Progress
from bot.bench.readers import NATURAL_RATE, figures_of_the_reader, shipped
from bot.bench.sample import FULL, QUICK, Sample
from bot.bench.tables import Gate, Table, table_of
from bot.exits import Exit, Unusable

if TYPE_CHECKING:
    from config.settings import Settings

CALIBRATION_WANTED = {0: 0.48, 5: 0.26, 10: 0.23, 20: 0.19}
"""The upper ends of what science §3c states, with two hundredths for other raters. [P]"""


def bench_main(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Run the bench. The same seed and arguments give the same bytes."""
    given = {"recall": arguments.reader_recall, "precision": arguments.reader_precision}
    chosen = {name: value for name, value in given.items() if value is not None}
    if any(not 0 < value <= 1 for value in chosen.values()):
        raise Unusable("A reader's recall and precision lie above 0 and at most at 1.", Exit.BAD_INPUT)
    reader = replace(shipped(), **chosen)
    with Progress(sys.stderr) as progress:
        progress.say("beginning")
        size = QUICK if arguments.quick else FULL
        name = "reader as given" if chosen else "shipped reader"
        sample = Sample(arguments.seed, size, reader, name, progress.say)
        _print(_opening(sample, quick=arguments.quick))
        for part in _parts(sample):
            _print(str(part))
        if arguments.pictures is not None:
            _draw(sample, arguments.pictures)
    return Exit.OK


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _opening(sample: Sample, *, quick: bool) -> str:
    size = sample.size
    kind = " (quick: too few couples for a release)" if quick else ""
    return (
        f"# Simulated couples, seed {sample.seed}{kind}\n\n"
        f"{size.couples} living, {size.couples} null and {size.couples} moody null couples for {size.days} "
        f"days, {size.unusual_couples} of each unusual kind for {size.unusual_days}.\n"
        "Nothing here was learnt from people: this is what the numbers can do in a world as simulated.\n"
    )


def _parts(sample: Sample) -> Iterator[Table]:
    """Every table, in the order in which it is printed."""
    yield _parameters()
    yield _kinds()
    yield _readers(sample)
    yield ranking.by_reader(sample)
    yield ranking.in_percent(sample)
    wrongly, on_claims = waiting.wrongly(sample)
    yield wrongly
    yield waiting.by_runs_z(sample)
    yield waiting.echoes(sample)
    yield waiting.until_told(sample)
    yield ranking.unusual(sample)
    yield from ranking.candidates(sample)
    sample.tick("calibration")
    errors = calibration.errors(sample.size.raters, sample.seed)
    yield Table(
        "Calibration: error of felt responsiveness on unseen responses",
        ("answers", "root mean square (95 %)"),
        [(str(count), str(figure)) for count, figure in errors.items()],
        "The posterior of live chats on drawn raters; the science has about .45, .24, .21, .17.",
    )
    sample.tick("what the literature found")
    yield _literature(sample)
    yield table_of([*ranking.gates(sample), *on_claims, *(
        Gate(f"calibration error with {count} answers", figure, CALIBRATION_WANTED[count], at_most=True)
        for count, figure in errors.items()
    )])  # fmt: skip


def _parameters() -> Table:
    """All numbers of the generator."""
    return Table("What living couples are made of", ("number", "value"), LIVING.table())


def _kinds() -> Table:
    """In what the other kinds of couples differ from these."""
    others = {"null": NULL, "null, shared moods": MOODY_NULL, **UNUSUAL}
    others |= {f"null, {name}": world for name, world in UNUSUAL_NULL.items()}
    rows = []
    for name, world in others.items():
        differing = [
            f"{number} {value}" for number, value in world.table() if (number, value) not in LIVING.table()
        ]
        rows.append((name, ", ".join(differing)))
    return Table("In what the others differ", ("couples", "numbers"), rows)


def _readers(sample: Sample) -> Table:
    figures = figures_of_the_reader()
    rows = [
        (name, f"{one.recall:.3f}", f"{one.precision:.3f}", f"1 in {1 / one.alarms_a_message:.0f}"
         if one.alarms_a_message else "none")
        for name, one in sample.readers.items()
    ]  # fmt: skip
    recall, flagged = figures["recall"], figures["flagged"]
    note = (
        f"Precision where 1 message in {1 / NATURAL_RATE:.0f} is one. Shipped: recall {recall.value} "
        f"({recall.low}–{recall.high}) from {recall.table.lower()}, {flagged.value} of text messages flagged "
        f"({flagged.low}–{flagged.high}), true ones among them: docs/reader/figures.md."
    )
    return Table("Readers", ("reader", "recall", "precision", "false alarms a message"), rows, note)


def _literature(sample: Sample) -> Table:
    rows = [
        (row.name, row.found, "as found" if row.holds else "DIFFERS")
        for row in literature.all_rows(sample.size.pairs, sample.seed)
    ]
    met = coercers.stopped(sample.size.coercers, sample.seed)
    holds = met.locked == met.couples and met.notes_after == 0 < met.notes_without
    rows.append((
        "Coercer: high trust, then a throw-back: locked within the turn, no note afterwards",
        f"{met.locked} of {met.couples} locked, {met.notes_after} notes after ({met.notes_without} without)",
        "as found" if holds else "DIFFERS",
    ))  # fmt: skip
    note = "Sprecher, Aron, Gable and Laurenceau are planted: a check of plumbing, not of theory."
    return Table("What the literature found", ("found", "here", ""), rows, note)


def _draw(sample: Sample, folder: Path) -> None:
    """Both pictures. Raises OSError where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in (("roc.svg", pictures.roc(sample)), ("first-claim.svg", pictures.first_claim(sample))):
        (folder / name).write_text(svg, encoding="utf-8")
        _print(f"{folder / name}")
