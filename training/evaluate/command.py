"""What `python -m bot evaluate` does once everything it needs is there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from adapters.reader import load_reader
from training.evaluate.baselines import Baselines
from training.evaluate.run import Run
from training.evaluate.sections import SECTIONS
from training.evaluate.tables import Table

DOCS = Path(__file__).parents[2] / "docs" / "reader"
NEEDED = (
    "dev_dialogue_messages.csv", "dev_dialogue_replies.csv", "labelled_messages.csv", "labelled_sms.csv",
    "offmychest_train.csv", "question_intimacy.csv", "sms_ham.csv", "topical_chat_valid_test.csv",
    "written_chats.jsonl", "written_replies.jsonl", "written_singles.jsonl",
)  # fmt: skip
"""Files without which no figure can be made."""


def missing_files(data: Path) -> list[str]:
    """Of NEEDED."""
    return [name for name in NEEDED if not (data / name).is_file()]


def evaluate(
    data: Path,
    out: Path | None,
    *,
    test: bool = False,
    quick: bool = False,
    with_baselines: bool = True,
    listing: bool = False,
    only: Sequence[str] = (),
) -> None:
    """Measures the shipped reader. A quick or partial run keeps nothing unless it is told where (`out`)."""
    names = [name for name in SECTIONS if not only or name in only]
    kept = DOCS if out is None and not quick and len(names) == len(SECTIONS) else out
    run = Run(
        load_reader(), data, out=kept, test=test, quick=quick, with_baselines=with_baselines, listing=listing
    )
    report(run, names)


def report(run: Run, names: Sequence[str]) -> None:
    """Prints each section as it is done; at the end the same tables are kept as Markdown."""
    baselines = Baselines(run)
    kept = [heading(run)]
    print(heading(run))
    for number, name in enumerate(names, start=1):
        print(f"{name} ({number} of {len(names)})", file=sys.stderr, flush=True)
        tables = SECTIONS[name](run, baselines)
        for table in tables:
            print(table.as_text(), flush=True)
        kept.append(_markdown(run, name, tables))
    if run.out is not None:
        path = run.out / f"figures{run.suffix}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(kept), encoding="utf-8")
        print(f"kept in {path}", file=sys.stderr)


def heading(run: Run) -> str:
    """What was measured, and how."""
    policy = run.policy
    rate = " Quick: a tenth of the unlabelled texts and of the rounds." if run.quick else ""
    return (
        f"# Figures of the reader `{run.reader.version}`\n\n"
        f"Made by `python -m bot evaluate{' --test' if run.test else ''}` on the {run.part} parts.{rate}\n"
        f"Thresholds: depth {policy.depth_min:g}, tracking {policy.tracking_threshold:g}, "
        f"nudge {policy.nudge_threshold:g}; crisis {policy.crisis_threshold:g}, "
        f"care {policy.care_threshold:g}, unsafe {policy.unsafe_threshold:g}, "
        f"contempt {policy.contempt_threshold:g}.\n"
        "Intervals are 95 %: Wilson's for shares, else a bootstrap over conversations "
        f"({run.rounds} rounds).\n"
        "Where two labellings differ, a text stays out of figures that ask yes or no.\n"
        "What is called *held* was never taught, but the numbers beside the weights are fitted to it; to the "
        "dev parts, the dialogues, the safety set and what was written later nothing is.\n"
    )


PICTURES = {
    "written": ("false-alarms",),
    "calibration": ("calibration",),
    "slices": ("slices-english", "slices-emoji", "slices-length"),
}


def _markdown(run: Run, name: str, tables: Sequence[Table]) -> str:
    body = "\n".join(table.as_markdown() for table in tables)
    pictures = [f"{picture}{run.suffix}.png" for picture in PICTURES.get(name, ())]
    there = [picture for picture in pictures if run.out is not None and (run.out / picture).exists()]
    shown = "".join(f"\n![{Path(picture).stem.replace('-', ' ')}]({picture})\n" for picture in there)
    return f"## {name.capitalize()}\n\n{body}{shown}"
