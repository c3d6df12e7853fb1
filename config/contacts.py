"""People to talk to, for each country: what /help shows, read from contacts.toml beside this file.

To add or renew an entry: open its `source`, compare, set `checked` to that day.
The head of the file says more.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources

FILE = "contacts.toml"
EVERYWHERE = "everywhere"
KINDS = ("emergency", "talk", "unsafe")
KEYS = frozenset({"name", "number", "page", "hours", "note", "source", "seen", "checked", "confirmed"})
TEXT_LENGTH = 80
"""Characters of a name, of hours or of a note: each is one short line on a telephone."""
NUMBER = re.compile(r"[0-9](?: ?[0-9]){1,14}")
"""2 to 15 digits (ITU-T E.164 allows 15) with single spaces, as one dials them inside the country."""
ADDRESS = re.compile(r"https?://[^\s@/]+\.[^\s@/]+(/\S*)?")


class ContactsError(Exception):
    """The file of contacts cannot be used. One sentence that names the entry and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One line that people answer, or one page that leads to such lines.

    `number` is dialled inside the country; `number` or `page` is always there. `hours` and `note` (for whom,
    in which language) are in English, and None where there is nothing to say. `source` is where to look
    again, `seen` the other page on which the number was read, `checked` the day of that reading.
    `confirmed`: one of the two pages was read and names the number; else the entry is common knowledge.
    """

    name: str
    number: str | None
    page: str | None
    hours: str | None
    note: str | None
    source: str
    seen: str | None
    checked: date
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Contacts:
    """What one country shows, in the file's order.

    `country` is its ISO 3166-1 code of two letters, or None: everywhere else. There `emergency` is empty, and
    only `emergency_words` can be said. `talk` and `unsafe` are never empty: where a country has no line of
    that kind they hold the `directory`. That one is for everybody, also for those whom no other line is for.
    """

    country: str | None
    emergency_words: str
    emergency: tuple[Contact, ...]
    talk: tuple[Contact, ...]
    unsafe: tuple[Contact, ...]
    directory: Contact

    def entries(self) -> Iterator[Contact]:
        """All of them, the directory last; it comes again where it stands for a kind."""
        yield from (*self.emergency, *self.talk, *self.unsafe, self.directory)


def contacts_for(country: str | None) -> Contacts:
    """A country's contacts. `country`: its two letters, large or small; None, or a place without an entry,
    gives the contacts for everywhere else. Raises ContactsError when the file cannot be used.
    """
    known = all_contacts()
    return known.get(country.strip().upper() if country else None, known[None])


@cache
def all_contacts() -> Mapping[str | None, Contacts]:
    """Contacts by country, None: everywhere else. Raises ContactsError when the file cannot be used."""
    return parse((resources.files("config") / FILE).read_text("utf-8"))


@cache
def country_codes() -> frozenset[str]:
    """Every code of two letters in ISO 3166-1. Source: the table beside the time zones (tzdata)."""
    table = (resources.files("tzdata.zoneinfo") / "iso3166.tab").read_text("utf-8")
    return frozenset(line[:2] for line in table.splitlines() if line and not line.startswith("#"))


def parse(text: str) -> Mapping[str | None, Contacts]:
    """The contacts in a file's text, by country, None: everywhere else. Raises ContactsError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContactsError(f"{FILE} is no TOML: {error}") from error
    everywhere = _everywhere(tables.pop(EVERYWHERE, None))
    contacts: dict[str | None, Contacts] = {None: everywhere}
    for code, table in tables.items():
        contacts[code] = _country(code, table, everywhere)
    return contacts


def _everywhere(table: object) -> Contacts:
    place = f"[{EVERYWHERE}]"
    if not isinstance(table, dict):
        raise ContactsError(f"{FILE} has no {place}: a country without an entry would show nothing")
    _only(table, frozenset({"emergency_words", "directory"}), place)
    words = _text(table, "emergency_words", place)
    directory = _contact(table.get("directory"), f"[{EVERYWHERE}.directory]")
    return Contacts(None, words, (), (directory,), (directory,), directory)


def _country(code: str, table: object, everywhere: Contacts) -> Contacts:
    if code not in country_codes():
        raise ContactsError(f"[{code}] is no country: ISO 3166-1 has two capital letters, such as GB")
    if not isinstance(table, dict):
        raise ContactsError(f"[{code}] must be a table of {', '.join(KINDS)}")
    _only(table, frozenset(KINDS), f"[{code}]")
    emergency, talk, unsafe = (_lines(table.get(kind, []), f"{code}.{kind}") for kind in KINDS)
    if not emergency:
        raise ContactsError(f"[{code}] has no emergency number")
    otherwise = (everywhere.directory,)
    words = everywhere.emergency_words
    return Contacts(code, words, emergency, talk or otherwise, unsafe or otherwise, everywhere.directory)


def _lines(entries: object, place: str) -> tuple[Contact, ...]:
    if not isinstance(entries, list):
        raise ContactsError(f"[{place}] must be written [[{place}]], once for each entry")
    return tuple(_contact(entry, f"[[{place}]] {count}") for count, entry in enumerate(entries, start=1))


def _contact(entry: object, place: str) -> Contact:
    if not isinstance(entry, dict):
        raise ContactsError(f"{place} must be a table with a name, a number or a page, and a source")
    _only(entry, KEYS, place)
    contact = Contact(
        name=_text(entry, "name", place),
        number=_number(entry, place),
        page=_address(entry, "page", place) if "page" in entry else None,
        hours=_text(entry, "hours", place) if "hours" in entry else None,
        note=_text(entry, "note", place) if "note" in entry else None,
        source=_address(entry, "source", place),
        seen=_address(entry, "seen", place) if "seen" in entry else None,
        checked=_day(entry, place),
        confirmed=_yes_or_no(entry, place),
    )
    if contact.number is None and contact.page is None:
        raise ContactsError(f"{place}: neither a number nor a page")
    if contact.seen is not None and not contact.confirmed:
        raise ContactsError(f"{place}: seen, and yet not confirmed")
    return contact


def _only(table: Mapping[str, object], known: frozenset[str], place: str) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        raise ContactsError(f"{place}: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}")


def _required(entry: Mapping[str, object], key: str, place: str) -> object:
    if key not in entry:
        raise ContactsError(f"{place}: {key} is missing")
    return entry[key]


def _text(entry: Mapping[str, object], key: str, place: str) -> str:
    value = _required(entry, key, place)
    if not isinstance(value, str) or not value.isprintable() or value != value.strip() or not value:
        raise ContactsError(f"{place}: {key} must be one line of text")
    if len(value) > TEXT_LENGTH:
        raise ContactsError(f"{place}: {key} is longer than {TEXT_LENGTH} characters")
    return value


def _number(entry: Mapping[str, object], place: str) -> str | None:
    value = entry.get("number")
    if value is not None and not (isinstance(value, str) and NUMBER.fullmatch(value)):
        raise ContactsError(f'{place}: number must be digits in quotes with single spaces, such as "116 123"')
    return value


def _address(entry: Mapping[str, object], key: str, place: str) -> str:
    value = _required(entry, key, place)
    if not (isinstance(value, str) and ADDRESS.fullmatch(value)):
        raise ContactsError(f"{place}: {key} must be an address that begins with https:// or http://")
    return value


def _day(entry: Mapping[str, object], place: str) -> date:
    value = _required(entry, "checked", place)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ContactsError(f"{place}: checked must be a day without quotes, such as 2026-11-22")
    return value


def _yes_or_no(entry: Mapping[str, object], place: str) -> bool:
    value = _required(entry, "confirmed", place)
    if not isinstance(value, bool):
        raise ContactsError(f"{place}: confirmed must be true or false")
    return value
