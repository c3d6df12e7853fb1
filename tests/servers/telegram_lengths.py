"""How long a value may be, as the published description says it in words."""

from __future__ import annotations

import re
from typing import Any

from tests.servers.telegram_html import utf16_units

Json = dict[str, Any]

_LENGTH = re.compile(r"\b(?P<least>\d+)-(?P<most>\d+) (?P<unit>characters|bytes)(?P<after>.{0,60})")
_MARKED_UP = "pars"
"""“after entities parsing”: of such a text only what is left without its markup counts (`telegram_rules`)."""


def faults_of_length(value: Any, field: Json, where: str) -> list[str]:
    """What is wrong with the length of a text, if its field says how long it may be."""
    found = _LENGTH.search(field["description"]) if isinstance(value, str) else None
    if found is None or _MARKED_UP in found["after"]:
        return []
    size = utf16_units(value) if found["unit"] == "characters" else len(value.encode())
    if int(found["least"]) <= size <= int(found["most"]):
        return []
    return [f"{where}: {found['least']}-{found['most']} {found['unit']} expected, got {size}"]
