"""The room as the page gets it: JSON without a word of markup; the page sets every text as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from adapters.web.places import Place
from adapters.web.room import Entry, Room
from core.commands import ONLY_IN_CHATS
from core.screens.menu import Menu
from core.screens.model import Button

Json = dict[str, object]


def room(shown: Room, looked: Mapping[str, object]) -> Json:
    """Who is there, and all threads. `looked`: how things stand, people's own time zones among them."""
    given = looked.get("zones")
    zones = given if isinstance(given, Mapping) else {}
    people = [
        {
            "key": key,
            "name": name,
            "moderator": key in shown.place.moderators,
            "zone": zones.get(shown.person_id(key)),
        }
        for key, name in shown.names.items()
    ]
    return {
        "tag": shown.tag,
        "place": shown.place.name,
        "welcome": shown.place.welcome,
        "people": people,
        "threads": {thread: [entry(one) for one in entries] for thread, entries in shown.threads.items()},
    }


def places(all_of_them: Iterable[Place]) -> list[Json]:
    return [{"name": each.name, "label": each.label, "hint": each.hint} for each in all_of_them]


def commands(menu: Menu) -> list[Json]:
    """What the sheet of commands offers, each with its line."""
    return [
        {"name": name, "line": line, "only_in_chat": name in ONLY_IN_CHATS}
        for name, line in menu.lines.items()
    ]


def entry(one: Entry) -> Json:
    """One message or note; of a deleted one nothing but that it was there."""
    seen: Json = {"id": one.id, "from": one.author, "at": one.at.isoformat(), "role": one.role}
    if one.deleted:
        return {**seen, "deleted": True}
    seen |= {"text": one.text, "kind": one.kind.value, "emoji": one.emoji, "reply_to": one.reply_to}
    seen |= {"reactions": one.reactions, "wish": one.wish, "edited": one.edited, "original": one.original}
    if one.screen is not None:
        seen |= {"note": one.note, "title": one.screen.title, "text": one.screen.in_words()}
        seen["file"] = _file(one)
        seen["rows"] = [[_button(button) for button in row] for row in one.screen.rows]
    return seen


def _file(one: Entry) -> Json | None:
    """Where the page fetches the file of a screen."""
    file = one.screen.attachment if one.screen is not None else None
    if file is None:
        return None
    return {"address": f"/file/{one.id}/{one.note}", "name": file.name, "alt": file.alt} | {
        "picture": file.is_picture
    }


def _button(button: Button) -> Json:
    fields = [
        {"name": each.name, "label": each.label, "multiline": each.multiline, "max_length": each.max_length}
        for each in button.form
    ]
    return {
        "name": button.name,
        "label": button.label,
        "tone": button.tone.value,
        "url": _outside(button.url),
        "form": fields,
    }


def _outside(url: str | None) -> str | None:
    """A link that leaves the page, only ever to the web."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None
