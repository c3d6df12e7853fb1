"""Reading a raw update: a field of an unpromised type is an error here, and nowhere deeper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.telegram.ids import person_id
from core.inbound import Who
from core.zones import guess

Raw = Mapping[str, Any]


def whole(raw: Raw, name: str) -> int:
    """A whole number. Raises KeyError or TypeError."""
    value = raw[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} is no whole number")
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
    """Seconds since 1970. Raises KeyError, TypeError, ValueError, OverflowError or OSError."""
    return datetime.fromtimestamp(whole(raw, name), UTC)


def who(user: Raw) -> Who:
    """A person as Telegram knows them: no zone among it, only the language of their app."""
    name = f"{words(user, 'first_name')} {words(user, 'last_name')}".strip()
    return Who(person_id(whole(user, "id")), name, zone_guess=guess(words(user, "language_code")))


def is_person(raw: Raw, name: str) -> bool:
    """Whether `name` is there and is a user who is no bot."""
    return name in raw and not part(raw, name).get("is_bot", False)
