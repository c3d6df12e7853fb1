"""What may be in anything that the bot sends, whoever it is about and whatever they are called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from core.naming import END_ISOLATE, ISOLATE
from tests.servers.telegram import Call
from tests.servers.telegram_html import parse_html, utf16_units
from tests.telegram.hostile import SECRET

Json = dict[str, Any]

OURS = re.compile(r"(?:<b>[^<>]+</b>)?[^<>]*")
"""The one piece of markup that is ours: a title in bold above the text."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")
LONGEST = {"text": 4096, "caption": 1024}
LONGEST_DATA = 64
LINKS = ("https://",)


def faults_of(call: Call) -> list[str]:
    """What is wrong with a call beyond what Telegram itself refuses."""
    return [f"{call.method}: {fault}" for fault in _faults(call)]


def _faults(call: Call) -> Iterator[str]:
    for name, longest in LONGEST.items():
        if name in call.params:
            yield from _faults_of_text(call.params[name], call.params.get("parse_mode"), longest)
    for button in _buttons(call.params):
        if len(button.get("callback_data", "").encode()) > LONGEST_DATA:
            yield "more data on a button than there may be"
        if not button.get("url", LINKS[0]).startswith(LINKS):
            yield "a button that leads to no page"
        if not _is_straight(button["text"]):
            yield "a button whose words turn others"
    if SECRET in json.dumps(call.params, default=str):
        yield "somebody's words"


def _faults_of_text(text: str, mode: str | None, longest: int) -> Iterator[str]:
    shown, entities = parse_html(text) if mode else (text, [])
    if mode and OURS.fullmatch(text) is None:
        yield "markup that is not ours"
    if {entity["type"] for entity in entities} - {"bold"}:
        yield "an entity that is not ours"
    if not 0 < utf16_units(shown) <= longest:
        yield "too long a text"
    if not _is_straight(shown):
        yield "a text that a name turns"
    if any(character < " " and character != "\n" for character in shown):
        yield "a control character"


def _is_straight(text: str) -> bool:
    return not TURNING & set(text) and text.count(ISOLATE) == text.count(END_ISOLATE)


def _buttons(params: Json) -> Iterator[Json]:
    for row in (params.get("reply_markup") or {}).get("inline_keyboard", []):
        yield from row
