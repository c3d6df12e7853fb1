"""The sections in order, by the names under which the command knows them."""

from __future__ import annotations

from collections.abc import Callable

from training.evaluate.auxiliary import auxiliary
from training.evaluate.baselines import Baselines
from training.evaluate.calibration import calibration
from training.evaluate.everyday import everyday
from training.evaluate.fairness import fairness
from training.evaluate.language import language
from training.evaluate.natural import natural
from training.evaluate.replies import replies
from training.evaluate.run import Run
from training.evaluate.safety import safety
from training.evaluate.slices import slices
from training.evaluate.tables import Table
from training.evaluate.written import written

Section = Callable[[Run, Baselines], list[Table]]
SECTIONS: dict[str, Section] = {
    "everyday": everyday,
    "natural": natural,
    "written": written,
    "replies": replies,
    "safety": safety,
    "calibration": calibration,
    "language": language,
    "fairness": fairness,
    "slices": slices,
    "auxiliary": auxiliary,
}
