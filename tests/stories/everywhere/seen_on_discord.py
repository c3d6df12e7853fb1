"""What people see of a message on Discord, and what all of a server see of the bot."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from adapters.discord.translate import moment_of
from core.ids import UpdateId
from tests.servers.discord_loopback import Loopback
from tests.servers.discord_messages import buttons_of, texts_of
from tests.servers.discord_world import BOT as BOT_USER
from tests.servers.discord_world import Json
from tests.servers.discord_writing import writing
from tests.stories.everywhere.asked_for import Standing
from tests.stories.everywhere.stage import BOT, Seen

COPY = re.compile(r"\*\*(?P<by>\w+)\*\*\n(?P<said>> .+)", re.DOTALL)
"""Somebody's own words, brought along by the bot."""
MARKS = {"bold", "quote"}
"""Markup that is meant."""
UNFILLED = re.compile(r"\{\w+\}")
"""A place of a wording."""


class DiscordGroups:
    """Name and words of a copy are one message."""

    pieces_of_copy: int = 1

    def __init__(self, server: Loopback) -> None:
        self._server = server
        self.new: list[UpdateId] = []

    def standing(self) -> list[Standing]:
        shared = (channel for channel in self._server.world.everywhere() if channel.guild is not None)
        messages = (m for channel in shared for m in self._server.rest.posted(channel))
        return [Standing(f"{m['channel_id']}/{m['id']}", text_of(m)) for m in messages]

    def handed_in(self) -> list[UpdateId]:
        new, self.new = self.new, []
        return new


def text_of(message: Json) -> str:
    """What is read on it."""
    return writing("\n".join(texts_of(message))).text


def seen(message: Json, people: Container[str]) -> Seen:
    """A copy is seen as the message of whom it was copied from."""
    at = moment_of(message["id"])
    if message["author"]["id"] != BOT_USER["id"]:
        return Seen(message["author"]["global_name"], at, message["content"])
    copied = COPY.fullmatch("\n".join(texts_of(message)))
    if copied is not None and copied["by"] in people:
        return Seen(copied["by"], at, writing(copied["said"]).text)
    return Seen(BOT, at, text_of(message), tuple(each["label"] for each in buttons_of(message)))


def with_markup(messages: Iterable[Json]) -> list[str]:
    """What shows a mark of the wire to people."""
    texts = [writing(text) for message in messages for text in texts_of(message)]
    return [each.text for each in texts if each.marks - MARKS or UNFILLED.search(each.text)]
