"""The arguments of `attune bench`, apart from the work, which takes long to import."""

from __future__ import annotations

import argparse
from pathlib import Path

ABOUT = """\
Simulated couples talk for two years of 60 messages a day; 1 message in 100 is a disclosure. A reader that
errs reads them, and the tables say how well each measure tells couples who answer each other's disclosures
from couples who do not, what they are told, how soon and how often wrongly. The last table holds the release
gates. The same seed and arguments print the same bytes.

examples:
  attune bench --quick                                         a first look
  attune bench                                                 all of it, some minutes
  attune bench --reader-recall .4 --reader-precision .8        with a reader that errs as you say
  attune bench --pictures docs/reciprocity                     and draw both pictures there
"""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    command.description = ABOUT
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.add_argument(
        "--seed", type=int, default=2026, help="other couples of the same kinds (default: 2026)"
    )
    command.add_argument("--quick", action="store_true", help="fewer couples and less time: under 20 seconds")
    command.add_argument(
        "--reader-recall", metavar="SHARE", type=float,
        help="disclosures that the reader finds, of all (default: the shipped reader's, as measured)",
    )  # fmt: skip
    command.add_argument(
        "--reader-precision", metavar="SHARE", type=float,
        help="true ones among those it finds, where 1 message in 100 is one (default: the shipped reader's)",
    )  # fmt: skip
    command.add_argument(
        "--pictures", metavar="FOLDER", type=Path, help="also draw roc.svg and first-claim.svg"
    )
