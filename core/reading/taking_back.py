"""Words with which somebody takes back what they just said (science §3b: *withdrawn*)."""

from __future__ import annotations

import re

_TAKEN_BACK = re.compile(
    r"(?:oh |ah |um |well |ok |actually |sorry )*"
    r"(?:never ?mind(?: me| that| it)?|nvm|nm|forget (?:it|that|what i said|i said (?:anything|that))"
    r"|ignore (?:me|that)|pretend i (?:said nothing|didn't say that))"
    r"(?: (?:please|sorry|ok|then|lol))*"
)


def takes_back(text: str) -> bool:
    """Whether a message says nothing but that the last one is to be forgotten."""
    plain = " ".join(re.sub(r"[^a-z' ]", " ", text[:80].lower().replace("’", "'")).split())
    return len(text) <= 60 and _TAKEN_BACK.fullmatch(plain) is not None
