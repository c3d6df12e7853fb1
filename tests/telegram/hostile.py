"""What people who mean harm, and devices that mean nothing, put into names, texts and fields."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

SECRET = "kanarienvogel"
"""Stands in every hostile text of a message: it may appear nowhere but in that message."""
NAMED = "rotkehlchen"
"""Stands in every hostile name: people may read it, no log may."""
LONGEST_TEXT = 4096

_ZALGO = "".join(chr(0x300 + place % 0x70) for place in range(300))
_PIECES = (
    "<b>", "</b>", "<a href='javascript:alert(1)'>x</a>", "&lt;", "&amp;#60;", "<script>", "<tg-spoiler>",
    "@everyone", "@attune_bot", "javascript:alert(1)", "tg://user?id=1",
    "https://example.org/?a=<b>&c",
    "{partner}", "%s", "\\", "`", "*_~|[x](y)", "/forget", "/start@attune_bot", "\u202e", "\u202d\u202c",
    "\u2066\u2067\u2068", "\u2069", "\u200f", "\u061c", "שלום", "مرحبا", "A" + _ZALGO, "\u0301" * 40,
    "\u200b\u200c\u200d\ufeff", "\u3164", "\x00", "\r\n\t\x1b[31m", "\ud83d", "\udc00\ud83d",
    "👩‍👩‍👧‍👦", "🇩🇪",
    "👍🏽", "\U0010ffff", "\ue000", "ﷺ" * 20, "İ", "ß", "\u2028\u2029", "'; DROP TABLE people;--", "9" * 400,
)  # fmt: skip
_LONG = ("😀", "a", "<", "&", "\u202e", "𝔸", "\u0301", "\n")
ENTITY_TYPES = ("bold", "blockquote", "pre", "text_link", "mention", "bot_command", "unheard_of")
NUMBERS = (0, -1, 1, 2**31, 2**52, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**80, -(2**200), 10**18)
"""Also as ids and as dates."""
DATES = (253_402_300_799, 253_402_300_800, -62_135_596_800, 946_684_800, 0, 10**12, 4_102_444_800)
"""Seconds since 1970: the last of the calendar and the one after, the first, and others of no message."""


def _pieces(dice: random.Random, most: int) -> str:
    return "".join(dice.choice(_PIECES) for _ in range(dice.randint(1, most)))


def text(dice: random.Random) -> str:
    """Words of a message, at most as long as Telegram lets them be."""
    if dice.random() < 0.15:
        long = dice.choice(_LONG)
        return SECRET + long * ((LONGEST_TEXT - len(SECRET)) // len(long.encode("utf-16-le")) * 2)
    said = dice.choice(["", "I am afraid ", "I won ", "I am with you ", "that is pathetic "])
    return f"{said}{SECRET} {_pieces(dice, 6)}"


def name(dice: random.Random) -> str:
    """What somebody calls themselves, or a chat; now and then nothing that can be seen."""
    if dice.random() < 0.2:
        return dice.choice(["", " ", "\u3164", "\u202e\u200b", "\u0301", "\ud83d", "\x00"])
    return f"{_pieces(dice, 3)}{NAMED}{_pieces(dice, 3)}"[: dice.choice([64, 64, 300])]


def entities(dice: random.Random, said: str) -> list[Any]:
    """Off by one, overlapping, past the end, of no type, and right ones."""
    length = len(said.encode("utf-16-le", "surrogatepass")) // 2
    return [
        {
            "type": dice.choice(ENTITY_TYPES),
            "offset": dice.choice([0, 1, -1, length, length - 1, dice.randint(-3, 9), 2**40]),
            "length": dice.choice([0, 1, -1, length, length + 1, dice.randint(-3, 9), 2**63]),
            "url": "javascript:alert(1)",
        }
        for _ in range(dice.randint(0, 5))
    ]


def nested(levels: int) -> Any:
    """One within another, so many times."""
    value: Any = SECRET
    for _ in range(levels):
        value = {"message": [value]}
    return value


_OTHERS: tuple[Callable[[random.Random], Any], ...] = (
    lambda dice: None,
    lambda dice: dice.choice([True, False]),
    lambda dice: dice.choice(NUMBERS),
    lambda dice: dice.uniform(-1e300, 1e300),
    lambda dice: float("inf"),
    text,
    lambda dice: "",
    lambda dice: [],
    lambda dice: {},
    lambda dice: [None],
    lambda dice: [text(dice), 1],
    lambda dice: {text(dice): text(dice)},
    lambda dice: nested(dice.choice([3, 30, 200])),
)


def anything(dice: random.Random) -> Any:
    """A value of any type, where another was promised."""
    return dice.choice(_OTHERS)(dice)
