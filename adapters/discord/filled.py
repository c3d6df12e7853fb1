"""What comes back from a form, or from a menu. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from adapters.discord.ids import channel_chat, person_id, role_id
from adapters.discord.words import Payload

_IDS: Final[Mapping[int, Callable[[object], str]]] = {
    3: str,
    5: person_id,
    6: role_id,
    8: channel_chat,
}
"""By Discord's types of a menu: options, people, roles, channels."""


def chosen_in(payload: Payload) -> tuple[str, ...] | None:
    """What is chosen in a menu, as this project's ids; None for a button."""
    id_of = _IDS.get(payload["data"].get("component_type"))
    return None if id_of is None else tuple(id_of(each) for each in payload["data"].get("values") or ())


def filled_in(payload: Payload) -> dict[str, str]:
    """The values of a form, by field name."""
    fields = walk({"message": payload["data"]})
    return {each["custom_id"]: str(each.get("value") or "") for each in fields if "value" in each}


def walk(payload: Payload) -> Iterator[dict[str, Any]]:
    """Every component of the message that an interaction came from, outer ones first."""
    waiting = list((payload.get("message") or {}).get("components") or ())
    while waiting:
        component = waiting.pop(0)
        yield component
        inner = [component[key] for key in ("component", "accessory") if component.get(key)]
        waiting = [*(component.get("components") or ()), *inner, *waiting]
