"""Reading a raw update: a field of an unpromised type is an error here, and nowhere deeper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.telegram.ids import person_id
from core.inbound import Who
from core.zones import guess

Raw = Mapping[str, Any]
LARGEST = 2**63
"""Beyond Telegram's numbers (64 bits with a sign, of which it promises to use 52)."""
LONGEST_NAME = 128
"""Characters kept of a name; Telegram's own first and last names have 64 each."""
FIRST_S = int(datetime(2013, 1, 1, tzinfo=UTC).timestamp())
"""Telegram began in this year: no message is older."""
LAST_S = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp())
"""No date of a message is later; what is much later would break the counting of days. [P]"""


def whole(raw: Raw, name: str) -> int:
    """A whole number. Raises KeyError, TypeError or ValueError."""
    value = raw[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is no whole number")
    if not -LARGEST <= value < LARGEST:
        raise ValueError(f"{name} is too large a number")
    return value


def words(raw: Raw, name: str) -> str:
    """A text, empty where there is none; half a surrogate pair, which nothing can store, becomes U+FFFD."""
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def part(raw: Raw, name: str) -> Raw:
    """An object within. Raises KeyError or TypeError."""
    value = raw[name]
    if not isinstance(value, dict):
        raise TypeError(f"{name} is no object")
    return value


def moment(raw: Raw, name: str) -> datetime:
    """Seconds since 1970, of a year in which there is Telegram. Raises KeyError, TypeError or ValueError."""
    number = whole(raw, name)
    if not FIRST_S <= number < LAST_S:
        raise ValueError(f"{name} is no date")
    return datetime.fromtimestamp(number, UTC)


def who(user: Raw) -> Who:
    """A person as Telegram knows them: no zone among it, only the language of their app."""
    name = f"{words(user, 'first_name')} {words(user, 'last_name')}".strip()
    return Who(
        person_id(whole(user, "id")), name[:LONGEST_NAME], zone_guess=guess(words(user, "language_code"))
    )


def is_person(raw: Raw, name: str) -> bool:
    """Whether `name` is there and is a user who is no bot."""
    return name in raw and not part(raw, name).get("is_bot", False)
