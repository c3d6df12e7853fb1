"""The words of each language, read from the .toml files beside this one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from core.screens.wording import Wording


@dataclass(frozen=True, slots=True)
class Prompt:
    key: str
    level: int
    text: str


@cache
def wording(language: str = "en") -> Wording:
    """One language's texts. Raises FileNotFoundError for a language without a file."""
    texts = tomllib.loads((resources.files("config.wording") / f"{language}.toml").read_text("utf-8"))
    return Wording(language, texts, {prompt.key: prompt.text for prompt in prompts(language)})


@cache
def prompts(language: str = "en") -> tuple[Prompt, ...]:
    """The library of check-in prompts, in the file's order."""
    table = tomllib.loads((resources.files("config") / "prompts" / f"{language}.toml").read_text("utf-8"))
    return tuple(Prompt(one["key"], one["level"], one["text"]) for one in table["prompt"])
