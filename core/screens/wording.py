"""Words by key, from a wording file. A missing key is an error in a test, never a blank to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Protocol

from core.ids import PersonId
from core.people import Person
from core.prompts import OWN

Text = str | Mapping[str, str]
"""A text, or its plural forms by their names in CLDR: one, few, many, other …"""


class Habits(Protocol):
    """How a language counts and writes days and hours (CLDR, through a library that core does not know)."""

    def plural(self, count: int) -> str:
        """The name of the form that this many take: one, few, many, other …"""
        ...

    def hour(self, at: time) -> str:
        """18:02"""
        ...

    def short_day(self, day: date) -> str:
        """2 Mar"""
        ...

    def day(self, day: date) -> str:
        """Monday 2 March"""
        ...

    def calendar_day(self, day: date) -> str:
        """2 Mar 2026"""
        ...

    def weekday(self, number: int) -> str:
        """0: Monday"""
        ...

    def listed(self, parts: Sequence[str]) -> str:
        """Ana, Ben and Cem"""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """One language: sections of keyed texts, prompts by key, and how it counts."""

    language: str
    texts: Mapping[str, Mapping[str, Text]]
    prompts: Mapping[str, str]
    habits: Habits

    def say(self, section: str, key: str = "text", *, count: int | str | None = None, **values: str) -> str:
        """The text with its {values} filled in; of a text with plural forms the one that `count` takes.

        `count` may be digits, as numbers travel in a note.

        Raises KeyError for an unknown key, TypeError for a text with forms that nobody counts for.
        """
        text = self.texts[section][key]
        if not isinstance(text, str):
            if count is None:
                raise TypeError(f"{section}.{key} has plural forms and needs a count")
            text = text.get(self.habits.plural(int(count)), text["other"])
        return text.format(**values, **({} if count is None else {"count": str(count)}))

    def names(self, section: str) -> Mapping[str, str]:
        """A section whose keys are names of things (countries), as plain texts."""
        return {key: text for key, text in self.texts[section].items() if isinstance(text, str)}

    def prompt(self, key: str) -> str:
        """A prompt of the library, or of the chat's own while it is there; of a recording, its own words."""
        if key.startswith(OWN) and key not in self.prompts:
            return self.say("own_prompts", "gone")
        return self.prompts.get(key, key)

    def with_prompts(self, own: Mapping[str, str]) -> Wording:
        """The same words, with a chat's own prompts by key."""
        return replace(self, prompts={**self.prompts, **own})


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
    in_group: bool = False
    """It is about a chat of more than a couple."""

    def name(self, person: str) -> str:
        """What somebody is called; a neutral word for who is not known, or by a name that shows nothing."""
        unknown = "somebody" if self.in_group else "partner"
        return self.names.get(PersonId(person)) or self.words.say("states", unknown)

    def time(self, moment: str) -> str:
        """A stored moment on the reader's clock, as 18:02."""
        return self.words.habits.hour(self.reader.local(datetime.fromisoformat(moment)).time())

    def calendar_day(self, moment: str) -> str:
        """Its day in the reader's zone, with the year, as 2 Mar 2026."""
        return self.words.habits.calendar_day(self.reader.local(datetime.fromisoformat(moment)).date())

    def short_day(self, moment: str) -> str:
        """The same day, as 2 Mar."""
        return self.words.habits.short_day(self.reader.local(datetime.fromisoformat(moment)).date())

    def day(self, moment: str) -> str:
        """The day of a stored moment in the reader's zone, as Monday 2 March."""
        return self.words.habits.day(self.reader.local(datetime.fromisoformat(moment)).date())
