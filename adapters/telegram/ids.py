"""Telegram's numbers as opaque ids and back. A person's private chat has the person's own number."""

from __future__ import annotations

from core.ids import ChatId, PersonId, UpdateId

PLATFORM = "telegram"
_PREFIX = f"{PLATFORM}:"


def person_id(user: int) -> PersonId:
    return PersonId(f"{_PREFIX}{user}")


def chat_id(chat: int) -> ChatId:
    return ChatId(f"{_PREFIX}{chat}")


def update_id(bot: int, number: int, part: int | None = None) -> UpdateId:
    """The key of one thing that happened; `part` counts them where one update tells several."""
    return UpdateId(f"{_PREFIX}{bot}:{number}" + ("" if part is None else f":{part}"))


def number_of(opaque: str) -> int:
    """The number to write to. Raises ValueError for an id that is not Telegram's."""
    if not opaque.startswith(_PREFIX):
        raise ValueError("not an id of Telegram")
    return int(opaque.removeprefix(_PREFIX))


def is_group(number: int) -> bool:
    """People have positive numbers, groups, supergroups and channels negative ones."""
    return number < 0
