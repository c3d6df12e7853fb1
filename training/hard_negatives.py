"""Everyday messages that a first fit takes for disclosures: read once by hand, they teach the second fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from training import corpora

MOST_SMS, MOST_TOPICAL = 150, 250
_LEFT_OUT = frozenset(
    (
        72757365,
        278574132,
        334514492,
        398671217,
        502576766,
        602123323,
        852167536,
        1198223742,
        1308794909,
        1313289305,
        1496336722,
        1515722026,
        1642858593,
        1793835012,
        1908708383,
        2008530809,
        2499592194,
        2558876965,
        2657104155,
        2679033127,
        2810051160,
        2850919471,
        3024393250,
        3057758259,
        3225272582,
        3255602289,
        3260350535,
        3618993478,
        3735879007,
        3884557626,
        3915819114,
        3953836142,
        4220707171,
        4248930102,
        4284489580,
    )
)
"""CRC-32 of texts that disclose or are too close to call; the texts themselves stay in the data folder."""


def hard_negatives(data: Path, score: Callable[[str], float], labelled: set[str]) -> list[str]:
    """The highest scored texts of the learning halves, less the labelled ones and those left out."""
    found: list[str] = []
    for texts, most in ((corpora.sms(data), MOST_SMS), (corpora.topical_chat(data)[::2], MOST_TOPICAL)):
        pool = [text for text in dict.fromkeys(texts) if corpora.half(text) == 0 and text not in labelled]
        ranked = sorted(pool, key=lambda text: (-score(text), text))[:most]
        found += [text for text in ranked if crc32(text.encode()) not in _LEFT_OUT]
    return found
