"""What was said, changed and taken back in a channel while the gateway did not tell, asked of REST.

Pages are fetched in the order of their ids. Of people whose messages may not be read nothing becomes an
update: their messages are counted past, unread.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from adapters.discord.ids import message_id, person_id
from adapters.discord.translate import DISCORD_EPOCH_MS, Receiver, gone, moment_of, updates_of
from adapters.discord.words import Payload
from core.gaps import Gap, Place
from core.ids import MessageId
from core.inbound import EditedPost, Posted, Update

PAGE: Final = 100
"""Messages that Discord gives at once, at most."""
NEW_PAGES: Final = 200
"""Pages of new messages that are fetched of a channel, at most. [P]"""
OLD_PAGES: Final = 10
"""Pages of earlier messages that are looked through for edits and deletions, at most. [P]"""
UNKNOWN_FOR: Final = timedelta(hours=48)
"""Where nothing was heard of a channel yet: how far back it is fetched."""
Fetch: TypeAlias = Callable[..., Awaitable[list[Any]]]
"""`before` or `after` a snowflake, `limit`: raw messages, the newest first."""


@dataclass(slots=True)
class Missed:
    """One channel's gap. `updates` yields what is missing, in order; `place` says how far that is."""

    gap: Gap
    fetch: Fetch
    to: Receiver
    now: datetime
    place: Place = field(default_factory=Place)
    whole: bool = True
    """False: there was more than is fetched at once."""

    @property
    def start(self) -> int:
        """The newest message that was handed in before."""
        if self.gap.place.message is not None:
            return int(self.gap.place.message)
        since = max(min(self.gap.heard.values(), default=self.now), self.now - UNKNOWN_FOR)
        return snowflake_at(since)

    async def updates(self) -> AsyncIterator[Update]:
        """First what was taken back, then what was changed and said, each at its time."""
        start = self.start
        changed, gone_ids = await self._earlier(start)
        for message in gone_ids:
            yield gone(self.gap.chat, message, self.now, self.to)
        async for update in self._said(start):
            while changed and changed[0].at <= update.at:
                yield changed.pop(0)
            yield update
        for update in changed:
            yield update

    async def _said(self, start: int) -> AsyncIterator[Update]:
        after = start
        for _ in range(NEW_PAGES):
            page = await self.fetch(after=after, limit=PAGE)
            for message in sorted(filter(_is_message, page), key=_number):
                after = max(after, _number(message))
                for update in self._read("MESSAGE_CREATE", message):
                    yield update
                self._passed(message)
            if len(page) < PAGE:
                return
        self.whole = False

    async def _earlier(self, start: int) -> tuple[list[Update], list[MessageId]]:
        """Edits of what is known, and known messages that are not there any more."""
        known = {int(each) for each in self.gap.known if each.isdecimal() and int(each) <= start}
        if not known:
            return [], []
        found: dict[int, Payload] = {}
        reached = before = start + 1
        for _ in range(OLD_PAGES):
            page = await self.fetch(before=before, limit=PAGE)
            found |= {_number(message): message for message in filter(_is_message, page)}
            reached = min(found, default=reached) if len(page) == PAGE else 0
            if reached <= min(known):
                break
            before = reached
        since = self.gap.place.edited_at or moment_of(start)
        edits = [
            update
            for number in sorted(known & found.keys())
            for update in self._read("MESSAGE_UPDATE", found[number])
            if update.at > since
        ]
        gone_ids = [message_id(number) for number in sorted(known - found.keys()) if number >= reached]
        for update in edits:
            self.place = replace(self.place, edited_at=max(update.at, self.place.edited_at or update.at))
        return sorted(edits, key=lambda update: update.at), gone_ids

    def _read(self, event: str, message: Payload) -> list[Update]:
        """The updates of a message whose author may be read, and could be when they wrote it."""
        try:
            agreed_at = self.gap.heard.get(person_id(message["author"]["id"]))
            if agreed_at is None or moment_of(message["id"]) < agreed_at:
                return []
            # REST names neither the server nor the member: whatever is kept of the member stays.
            raw: Mapping[str, Any] = {**message, "guild_id": "0"}
            return [_unnamed(update) for update in updates_of(event, raw, self.now, self.to)]
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return []  # unlike any documented message

    def _passed(self, message: Payload) -> None:
        at = self.place.edited_at
        with suppress(ValueError, TypeError, OverflowError):
            edited = datetime.fromisoformat(message["edited_timestamp"]).astimezone(UTC)
            at = edited if at is None else max(at, edited)
        self.place = Place(message_id(message["id"]), at)


def snowflake_at(at: datetime) -> int:
    """The id that something would have that came to be at this moment."""
    return max(0, round(at.timestamp() * 1000) - DISCORD_EPOCH_MS) << 22


def _unnamed(update: Update) -> Update:
    what = update.what
    if isinstance(what, Posted | EditedPost) and what.author is not None:
        return replace(update, what=replace(what, author=replace(what.author, name="", roles=None)))
    return update


def _is_message(message: Any) -> bool:
    return isinstance(message, dict) and str(message.get("id")).isdecimal()


def _number(message: Payload) -> int:
    return int(message["id"])
