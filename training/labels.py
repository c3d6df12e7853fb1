"""Labels as targets of the heads, and as classes."""

from __future__ import annotations

from collections.abc import Sequence

from core.reading.scores import Stance


def of_message(labels: Sequence[float]) -> dict[str, float]:
    """Targets of the labels of task 1 (labelling.md). Labels of two labellings may be averaged first."""
    own, personal, private, affective, valence, nonliteral, crisis, disclosure = labels
    targets = graded("self", own, 2) | graded("personal", personal, 3) | graded("private", private, 3)
    targets |= graded("affective", affective, 3)
    targets |= {"good": max(0.0, valence), "bad": max(0.0, -valence), "nonliteral": nonliteral}
    targets |= {"disclosure": disclosure}
    if crisis == 0:
        targets |= {"danger": 0.0, "fear_partner": 0.0, "fear_other": 0.0}
    return targets


def of_reply(labels: Sequence[float]) -> dict[str, float]:
    """Targets of the labels of task 2."""
    understanding, appreciation, caring, disinterest, criticism, advice, felt = labels
    targets = graded("understanding", understanding, 2) | graded("appreciation", appreciation, 2)
    targets |= graded("caring", caring, 2) | graded("disinterest", disinterest, 2)
    targets |= graded("criticism", criticism, 2)
    targets |= {"advice": advice, "met": max(0.0, felt), "contempt": float(criticism >= 2)}
    stance = stance_of(labels)
    return targets | {f"stance_{one.value}": float(one is stance) for one in Stance}


def stance_of(labels: Sequence[float]) -> Stance:
    """Labels as classes (rules.md)."""
    _, _, _, disinterest, criticism, advice, felt = labels
    if felt > 0.5:
        return Stance.RESPONSIVE
    if criticism >= 1:
        return Stance.CRITICAL
    if advice >= 0.5:
        return Stance.ADVICE
    return Stance.DISINTERESTED if disinterest >= 1 else Stance.NEUTRAL


def graded(name: str, value: float, grades: int) -> dict[str, float]:
    """A label from 0 to `grades` as one target for at least each grade; a mean of labels gives fractions."""
    return {f"{name}_{k}": min(1.0, max(0.0, value - k + 1)) for k in range(1, grades + 1)}
