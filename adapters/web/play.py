"""Plays a ready-made conversation on the page, the clock moving along with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

Line = Mapping[str, object]
Act = Callable[[str, Mapping[str, object]], Awaitable[Mapping[str, object]]]


class Conversation(Protocol):
    """A conversation in the lines of a transcript: one space, its members, then what they say and do."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def lines(self) -> Sequence[Line]: ...


def members(conversation: Conversation) -> list[object]:
    return [line["id"] for line in conversation.lines if line.get("type") == "member"]


def _moment(line: Line) -> datetime:
    return datetime.fromisoformat(str(line["at"]))


def first_moment(conversation: Conversation, now: datetime) -> datetime:
    """When it begins: at its own time of day, on this machine's clock, the next time that comes round."""
    written = next(_moment(line) for line in conversation.lines if "at" in line)
    local = now.astimezone()
    begins = local.replace(
        hour=written.hour, minute=written.minute, second=written.second, microsecond=0, tzinfo=None
    )
    if begins < local.replace(tzinfo=None):
        begins += timedelta(days=1)
    return begins.astimezone(now.tzinfo)


class Player:
    """Turns a conversation's lines into what these people would have done on the page themselves."""

    def __init__(self, conversation: Conversation, keys: Iterable[str], now: datetime) -> None:
        self.conversation = conversation
        self._keys = dict(zip(members(conversation), keys, strict=True))
        self.steps = [line for line in conversation.lines if "at" in line]
        self._shift = first_moment(conversation, now) - _moment(self.steps[0])
        self._ids: dict[object, object] = {}

    def moment(self, line: Line) -> datetime:
        """When the line happens, in this playing."""
        return _moment(line) + self._shift

    async def step(self, line: Line, act: Act) -> None:
        """Does what the line says."""
        person = {"person": self._keys.get(line.get("author"))}
        message = self._ids.get(line.get("message"))
        match line.get("type"):
            case "message":
                asked = {"text": line.get("text", ""), "kind": line.get("kind", "text")}
                asked |= {"emoji": line.get("emoji", ""), "reply_to": self._ids.get(line.get("reply_to"))}
                done = await act("post", person | asked)
                self._ids[line.get("id")] = done["id"]
            case "reaction":
                await act("react", person | {"message": message, "emoji": line["emoji"]})
            case "mark":
                await act("mark", person | {"message": message, "wish": line["wish"]})
            case _:
                pass  # "advance": the clock alone moves
