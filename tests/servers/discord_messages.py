"""What Discord makes of a message's body beyond its shape: old content or new components, files, unique ids.

The shape itself is held against Discord's description (`discord_contract`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tests.servers.discord_replies import BAD_BODY, EMPTY_MESSAGE
from tests.servers.discord_world import Json, World

EPHEMERAL, LOADING, V2 = 1 << 6, 1 << 7, 1 << 15
ROW, BUTTON, TEXT, FILE = 1, 2, 10, 13
OLD_OUTERMOST: Final = frozenset({ROW})
"""What may stand outermost without the flag for the new components."""
MOST_COMPONENTS, MOST_TEXT, MOST_IN_ROW = 40, 4000, 5
UPLOADED: Final = "attachment://"


class BadBody(Exception):
    """Discord refuses this message."""

    def __init__(self, why: str, code: int = BAD_BODY) -> None:
        super().__init__(why)
        self.code = code


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Each of them and what is in it, outer ones first, in the order in which they are seen."""
    for component in components:
        yield component
        inner = [component[key] for key in ("component", "accessory") if component.get(key)]
        yield from walk([*(component.get("components") or ()), *inner])


def buttons_of(message: Json) -> list[Json]:
    return [each for each in walk(message["components"]) if each["type"] == BUTTON]


def texts_of(message: Json) -> list[str]:
    """Content, and what its components say, as it was written."""
    said = [each["content"] for each in walk(message["components"]) if each["type"] == TEXT]
    return [text for text in (message["content"], *said) if text]


def written(world: World, body: Json, files: Mapping[str, bytes], before: Json | None = None) -> Json:
    """The fields of a message that a body sets. `before`: the message that it changes. Raises BadBody."""
    components = list(body.get("components") or ())
    flags = int(body.get("flags") or 0) | (before["flags"] & V2 if before is not None else 0)
    if "components" in body:
        _look_at(components, flags, files)
    content = str(body.get("content") or "")
    if flags & V2 and (content or body.get("embeds")):
        raise BadBody("content beside the new components")
    nothing = not (components or content or body.get("embeds") or files)
    if nothing and (before is None or "components" in body):
        raise BadBody("nothing in it", EMPTY_MESSAGE)
    kept = flags & ~EPHEMERAL & ~LOADING
    fields: Json = {"flags": kept | (before["flags"] & EPHEMERAL if before is not None else 0)}
    if "components" in body:
        fields["components"] = _kept(world, components, files)
    if "content" in body:
        fields["content"] = content
    return fields


def _look_at(components: list[Json], flags: int, files: Mapping[str, bytes]) -> None:
    every = list(walk(components))
    if not flags & V2 and not {each["type"] for each in components} <= OLD_OUTERMOST:
        raise BadBody("new components without their flag")
    if len(every) > MOST_COMPONENTS:
        raise BadBody("more than forty components")
    if sum(len(each["content"]) for each in every if each["type"] == TEXT) > MOST_TEXT:
        raise BadBody("more than 4000 characters")
    repeated = [which for which, count in Counter(_ids(every)).items() if count > 1]
    if repeated:
        raise BadBody("two components with one custom_id")
    for each in every:
        if each["type"] == ROW and not 1 <= len(each["components"]) <= MOST_IN_ROW:
            raise BadBody("a row has one to five buttons")
        if each["type"] == BUTTON and not each.get("label") and not each.get("emoji"):
            raise BadBody("a button without a word")
    missing = {address for address in _addresses(every) if address.removeprefix(UPLOADED) not in files}
    if missing:
        raise BadBody("a file that was not sent along")


def _ids(every: Iterable[Json]) -> list[str]:
    return [each["custom_id"] for each in every if each.get("custom_id")]


def _media(every: Iterable[Json]) -> Iterator[Json]:
    for each in every:
        yield from (item["media"] for item in each.get("items") or ())
        yield from (each[key] for key in ("file", "media") if isinstance(each.get(key), dict))


def _addresses(every: Iterable[Json]) -> list[str]:
    return [media["url"] for media in _media(every) if media["url"].startswith(UPLOADED)]


def _kept(world: World, components: list[Json], files: Mapping[str, bytes]) -> list[Json]:
    """As they are given back: files have an address, everything has a number."""
    kept: list[Json] = [_copy(component) for component in components]
    every = list(walk(kept))
    for number, each in enumerate(every, start=1):
        each["id"] = number
    for media in _media(every):
        name = media["url"].removeprefix(UPLOADED)
        if name in files:
            media["url"] = f"https://cdn.discordapp.com/attachments/{world.snowflake()}/{name}"
            world.files[media["url"]] = files[name]
    return kept


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(each) for key, each in value.items()}
    return [_copy(each) for each in value] if isinstance(value, list) else value
