"""The words of each language, read from the .toml files beside this one.

A second language is two files, wording/xx.toml and prompts/xx.toml, and no code: plural forms are sub-tables
by their CLDR names (`opened.one`, `opened.other`), dates and hours come from Babel.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from config.wording.babel_habits import BabelHabits
from core.chats import ChatKind
from core.screens.wording import Wording


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt of the library. `level` 0 to 4; `fits`: the kind of chat it is for, None for any."""

    key: str
    level: int
    theme: str
    fits: ChatKind | None
    text: str


@cache
def wording(language: str = "en") -> Wording:
    """One language's texts. Raises FileNotFoundError for a language without a file."""
    return wording_in(resources.files("config"), language)


def wording_in(folder: Traversable, language: str) -> Wording:
    """The same from a folder with wording/ and prompts/ in it."""
    texts = tomllib.loads((folder / "wording" / f"{language}.toml").read_text("utf-8"))
    keyed = {prompt.key: prompt.text for prompt in _prompts_in(folder, language)}
    return Wording(language, texts, keyed, BabelHabits(language))


@cache
def prompts(language: str = "en") -> tuple[Prompt, ...]:
    """The library of check-in prompts, in its order. Raises ValueError for an unknown section."""
    return _prompts_in(resources.files("config"), language)


def _prompts_in(folder: Traversable, language: str) -> tuple[Prompt, ...]:
    table = tomllib.loads((folder / "prompts" / f"{language}.toml").read_text("utf-8"))
    return tuple(
        Prompt(key, int(level), theme, None if who == "any" else ChatKind(who), text)
        for level, themes in table.items()
        for theme, kinds in themes.items()
        for who, texts in kinds.items()
        for key, text in texts.items()
    )
