"""What comes across in a draft, as the few words that the mirror's screen needs."""

from __future__ import annotations

from core.reading.scores import ResponseReading

ALSO = 0.5
"""From here the mirror mentions blame, advice or absence."""


def args_of(reading: ResponseReading | None) -> dict[str, str]:
    """Arguments of the mirror's screen. Holds scores for the moment of showing, no words of the draft."""
    if reading is None:
        return {"unknown": "yes"}
    also = {"criticism": reading.criticism, "advice": reading.advice, "disinterest": reading.disinterest}
    return {
        "understood": f"{reading.understanding:.2f}",
        "valued": f"{reading.appreciation:.2f}",
        "cared_for": f"{reading.caring:.2f}",
        "also": " ".join(name for name, score in also.items() if score >= ALSO),
    }
