"""What a follow-up question is worth, on labelled replies as the shipped reader reads them (decision 0016).

Only of parts that nothing was fitted to, without the test part: written replies held back, everyday dialogue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from adapters.reader import load_reader
from core.hearing import BARE_FOLLOW_UP, FOLLOW_UP
from core.reading.questions import Asked, asked
from core.reading.scores import ResponseReading, responsiveness
from core.utterance import Utterance
from tests.labelled_replies import DATA, WHY_NOT, Labelled, labelled_replies
from training.evaluate.metrics import auc, spearman

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=WHY_NOT)
NOTHING = 0.002
"""A change of AUC or rank correlation that says nothing."""
Worth = Callable[[Asked], float]


@dataclass(frozen=True, slots=True)
class Set:
    """Replies of one kind with their readings."""

    replies: list[Labelled]
    readings: list[ResponseReading]

    def figures(self, worth: Worth) -> tuple[float, float]:
        """AUC of responsiveness for having felt met, and rank correlation of understanding with its label,
        when a question brings this share of the missing understanding."""
        u = np.array(
            [
                read.understanding + (1 - read.understanding) * worth(asked(reply.text))
                for reply, read in zip(self.replies, self.readings, strict=True)
            ]
        )
        rho = [
            responsiveness(raised, r.appreciation, r.caring, r.disinterest, r.criticism)
            for raised, r in zip(u, self.readings, strict=True)
        ]
        felt = np.array([float(reply.felt == 1) for reply in self.replies])
        label = np.array([reply.labels[0] for reply in self.replies])
        return auc(felt, np.array(rho)), spearman(label, u)


@pytest.fixture(scope="module")
def sets() -> dict[str, Set]:
    reader = load_reader()
    found: dict[str, Set] = {"written": Set([], []), "dialogue": Set([], [])}
    for reply in labelled_replies():
        if reply.part != "dev":
            continue
        reading = reader.read_response(Utterance(text=reply.text), to=Utterance(text=reply.to))
        if isinstance(reading, ResponseReading):
            of = found["dialogue" if reply.source == "dialogue" else "written"]
            of.replies.append(reply)
            of.readings.append(reading)
    return found


def nothing(question: Asked) -> float:
    return 0.0


def as_shipped(question: Asked) -> float:
    return (BARE_FOLLOW_UP if question.bare else FOLLOW_UP) * question.genuine


def as_in_the_science(question: Asked) -> float:
    return FOLLOW_UP * question.genuine


@pytest.mark.parametrize("name", ["written", "dialogue"])
def test_a_question_beside_something_else_costs_neither_auc_nor_rank(sets: dict[str, Set], name: str) -> None:
    without, shipped = sets[name].figures(nothing), sets[name].figures(as_shipped)
    assert shipped[0] >= without[0] - NOTHING
    assert shipped[1] >= without[1] - NOTHING


def test_a_bare_question_would_cost_both_in_everyday_dialogue(sets: dict[str, Set]) -> None:
    """Of 44 bare ones that ask, one left the person feeling met; of 216 other replies, 38."""
    shipped, science = sets["dialogue"].figures(as_shipped), sets["dialogue"].figures(as_in_the_science)
    assert science[0] < shipped[0] - 0.01
    assert science[1] < shipped[1] - 0.01


def test_bare_questions_hardly_ever_leave_somebody_feeling_met(sets: dict[str, Set]) -> None:
    of = sets["dialogue"].replies
    bare = [reply for reply in of if (question := asked(reply.text)).bare and question.genuine > 0]
    rest = [reply for reply in of if reply not in bare]
    assert sum(r.felt == 1 for r in bare) / len(bare) < sum(r.felt == 1 for r in rest) / len(rest) / 2
