"""`attune evaluate`: every figure of the shipped reader, measured in a checkout of Attune."""

from __future__ import annotations

import argparse
import importlib
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from bot.exits import Exit, Unusable

if TYPE_CHECKING:
    from config.settings import Settings

EXTRA = ("matplotlib", "sklearn", "scipy", "vaderSentiment")
"""Libraries of the extra `evaluate`, by the names under which they are imported."""
PACKAGE = "training.evaluate"
SECTIONS = (
    "everyday", "natural", "written", "replies", "safety", "calibration", "language", "fairness", "slices",
    "auxiliary",
)  # fmt: skip
"""What `--only` takes; the same names as in `training/evaluate/sections.py`."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.add_argument("--data", metavar="DIR", type=Path, help="labelled data (default: ../shared/data)")
    command.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        help="where figures and pictures are kept (default: docs/reader; a quick or partial run keeps none)",
    )
    command.add_argument(
        "--test",
        action="store_true",
        help="measure the test parts instead of the dev parts: a final figure, once, when all is chosen",
    )
    command.add_argument(
        "--quick", action="store_true", help="a tenth of the unlabelled texts, of the pairs and of the rounds"
    )
    command.add_argument(
        "--no-baselines", action="store_true", help="leave out the simpler readers beside it"
    )
    command.add_argument(
        "--list", action="store_true", help="print the texts of public corpora that were flagged, to be read"
    )
    command.add_argument("--only", metavar="SECTION", nargs="+", choices=SECTIONS, default=[],
                         help=f"these sections alone, of: {', '.join(SECTIONS)}")  # fmt: skip


def evaluate_main(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Look whether everything is there, then measure."""
    command = _command()
    data = arguments.data or importlib.import_module("training.corpora").DATA
    missing = command.missing_files(data)
    if missing:
        raise Unusable(
            f"The data folder {data} has no {missing[0]}; give another with --data.", Exit.BAD_INPUT
        )
    command.evaluate(
        data,
        arguments.out,
        test=arguments.test,
        quick=arguments.quick,
        with_baselines=not arguments.no_baselines,
        listing=arguments.list,
        only=arguments.only,
    )
    return Exit.OK


def _command() -> ModuleType:
    """The package that measures. Raises Unusable in an installation without it, or without its libraries."""
    if not _is_there(PACKAGE):
        raise Unusable(
            "This installation has no `training` package; run this in a checkout of Attune.", Exit.BAD_INPUT
        )
    if not all(_is_there(name) for name in EXTRA):
        raise Unusable(
            "Libraries for measuring are missing; run `pip install -e '.[evaluate]'`.", Exit.BAD_INPUT
        )
    return importlib.import_module(f"{PACKAGE}.command")


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
