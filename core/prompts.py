"""Which prompt comes next: from the packs a chat chose and its own ones, and none twice within ninety days.

Depth, themes and what rests take turns, so that a library in any order is asked evenly (docs/decisions/0022).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from core.chats import Chat, ChatKind
from core.ids import PersonId
from core.reading.scores import DEEPEST
from core.repertoire import OwnPrompt, Repertoire
from core.safety.cool_down import EVERYDAY, deepest

RESTS = timedelta(days=90)
"""A prompt that was asked comes back no sooner (issue: check-ins)."""
LONGEST_OWN = 140
"""Characters of an own prompt, as in the library. [P]"""
MOST_OWN = 10
"""Own prompts of a chat: as many as are listed, each whole, on one screen of every platform. [P]"""
OWN = "own:"
PACKS: dict[str, tuple[str, ...]] = {
    "everyday": ("everyday", "good_news"),
    "gratitude": ("gratitude",),
    "getting_to_know": ("past",),
    "us": ("us",),
    "play": ("play",),
    "hopes": ("hopes", "worries"),
}
"""Themes by pack; each theme is in one."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt of the library, without its words."""

    key: str
    level: int
    """0, everyday things, to 4, what is hardest to say (science §3f)."""
    theme: str = ""
    fits: ChatKind | None = None
    """The kind of chat it is for; None: any."""

    @property
    def pack(self) -> str:
        """The pack that its theme is in; "" for one's own prompts."""
        return next((pack for pack, themes in PACKS.items() if self.theme in themes), "")


class NotAdded(ValueError):
    """An own prompt was not taken. Its message is a key of the wording: empty, long, same or full."""


def next_prompt(chat: Chat, library: Sequence[Prompt], now: datetime) -> Prompt | None:
    """What is asked next within the chat's level and packs; None when all that fit was asked in ninety days.

    First what was not asked yet, own prompts before others; then what rested longest. When the packs hold
    nothing more, everyday prompts of the others. After something hard was said in the chat it is an everyday
    one of the library for a while, and never an own one.
    """
    known, limit = chat.repertoire, deepest(chat, chat.level, now)
    fitting = [prompt for prompt in library if prompt.fits in (None, chat.kind)]
    chosen = [p for p in fitting if p.level <= limit and p.pack not in known.left_out]
    if deepest(chat, DEEPEST, now) == DEEPEST:
        chosen = [*(p for p in _own(known) if p.level <= limit), *chosen]
    wider = [p for p in fitting if p.level <= min(limit, EVERYDAY)]
    return _choose(known, chosen, now) or _choose(known, wider, now)


def asked(known: Repertoire, key: str, library: Iterable[Prompt], now: datetime) -> Repertoire:
    """Notes that this prompt is asked now. Of one that is gone nothing is kept when its rest is over."""
    there = {prompt.key for prompt in (*library, *_own(known))}
    kept = {k: at for k, at in known.asked.items() if k in there or now - at < RESTS}
    return replace(known, asked={**kept, key: now})


def reach(chat: Chat, library: Iterable[Prompt]) -> int:
    """The deepest level, 0 to 4, that the chat's packs and its own prompts hold anything for."""
    known = chat.repertoire
    there = (p for p in library if p.fits in (None, chat.kind) and p.pack not in known.left_out)
    return max((p.level for p in (*there, *_own(known))), default=0)


def packs_for(kind: ChatKind, library: Iterable[Prompt]) -> tuple[str, ...]:
    """The packs that hold something for this kind of chat."""
    there = {prompt.pack for prompt in library if prompt.fits in (None, kind)}
    return tuple(pack for pack in PACKS if pack in there)


def toggled(known: Repertoire, pack: str, packs: Sequence[str]) -> Repertoire:
    """A pack is left out, or taken in again. The last one stays."""
    left_out = {each for each in known.left_out if each in packs}
    if pack not in packs or left_out | {pack} == set(packs):
        return known
    return replace(known, left_out=tuple(sorted(left_out ^ {pack})))


def added(known: Repertoire, words: str, level: int, by: PersonId) -> Repertoire:
    """With one more own prompt, the last of `own`. Raises NotAdded."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    if len(plain) < 2:
        raise NotAdded("empty")
    if len(plain) > LONGEST_OWN:
        raise NotAdded("long")
    if any(prompt.words.casefold() == plain.casefold() for prompt in known.own):
        raise NotAdded("same")
    if len(known.own) >= MOST_OWN:
        raise NotAdded("full")
    number = known.added + 1
    prompt = OwnPrompt(key=f"{OWN}{number}", words=plain, level=min(max(level, 0), DEEPEST), by=by)
    return replace(known, own=(*known.own, prompt), added=number)


def removed(known: Repertoire, key: str) -> Repertoire:
    """Without an own prompt; its date stays until its rest is over."""
    return replace(known, own=tuple(prompt for prompt in known.own if prompt.key != key))


def relevelled(known: Repertoire, key: str, steps: int) -> Repertoire:
    """An own prompt made deeper or lighter."""
    own = (replace(p, level=min(max(p.level + steps, 0), DEEPEST)) if p.key == key else p for p in known.own)
    return replace(known, own=tuple(own))


def without(known: Repertoire, person: PersonId) -> Repertoire:
    """Somebody is forgotten: what they added goes, and that it was ever asked."""
    theirs = {prompt.key for prompt in known.own if prompt.by == person}
    return replace(
        known,
        own=tuple(prompt for prompt in known.own if prompt.by != person),
        asked={key: at for key, at in known.asked.items() if key not in theirs},
    )


def _own(known: Repertoire) -> list[Prompt]:
    return [Prompt(prompt.key, prompt.level) for prompt in known.own]


def _choose(known: Repertoire, among: Sequence[Prompt], now: datetime) -> Prompt | None:
    fresh = [prompt for prompt in among if prompt.key not in known.asked]
    if fresh:
        levels, themes = _last(known, among)
        return min(
            fresh,
            key=lambda p: (bool(p.theme), levels.get(p.level, _NEVER), p.level, themes.get(p.theme, _NEVER)),
        )
    rested = [prompt for prompt in among if now - known.asked[prompt.key] >= RESTS]
    return min(rested, key=lambda prompt: known.asked[prompt.key], default=None)


def _last(known: Repertoire, among: Sequence[Prompt]) -> tuple[dict[int, datetime], dict[str, datetime]]:
    """When each level, and each theme, was last asked from."""
    levels: dict[int, datetime] = {}
    themes: dict[str, datetime] = {}
    for prompt in among:
        at = known.asked.get(prompt.key, _NEVER)
        levels[prompt.level] = max(at, levels.get(prompt.level, _NEVER))
        themes[prompt.theme] = max(at, themes.get(prompt.theme, _NEVER))
    return levels, themes
