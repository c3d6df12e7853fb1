"""Words by key, from a wording file. A missing key is an error in a test, never a blank to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.ids import PersonId
from core.people import Person


@dataclass(frozen=True, slots=True)
class Wording:
    """One language: sections of keyed texts, and prompts by key."""

    language: str
    texts: Mapping[str, Mapping[str, str]]
    prompts: Mapping[str, str]

    def say(self, section: str, key: str = "text", **values: str) -> str:
        """The text with its {values} filled in. Raises KeyError for an unknown key."""
        return self.texts[section][key].format(**values)

    def prompt(self, key: str) -> str:
        """A prompt of the library; one's own prompt is its own words."""
        return self.prompts.get(key, key)


class Helpline(Protocol):
    """Somebody who answers, or a page that leads there. `hours` and `note` where something is to be said."""

    @property
    def name(self) -> str: ...
    @property
    def number(self) -> str | None: ...
    @property
    def page(self) -> str | None: ...
    @property
    def hours(self) -> str | None: ...
    @property
    def note(self) -> str | None: ...


class Helplines(Protocol):
    """What one country shows; elsewhere `emergency` is empty and only `emergency_words` can be said."""

    @property
    def emergency_words(self) -> str: ...
    @property
    def emergency(self) -> Sequence[Helpline]: ...
    @property
    def talk(self) -> Sequence[Helpline]: ...
    @property
    def unsafe(self) -> Sequence[Helpline]: ...
    @property
    def directory(self) -> Helpline: ...


@dataclass(frozen=True, slots=True)
class View:
    """For whom a screen is: the language, the names they know, their clock and country, who runs the bot."""

    words: Wording
    names: Mapping[PersonId, str]
    reader: Person
    operator: str
    helplines: Helplines
    """People to talk to in the reader's country."""

    def name(self, person: str) -> str:
        return self.names.get(PersonId(person)) or "your partner"

    def time(self, moment: str) -> str:
        """A stored moment on the reader's clock, as 18:02."""
        return f"{self.reader.local(datetime.fromisoformat(moment)):%H:%M}"
