"""What people can do and see wherever Attune is: the few words that stories are written in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.chats import ChatKind
from core.episodes import Wish

BOT = "Attune"
CAST = {
    ChatKind.COUPLE: ("Ana", "Ben"),
    ChatKind.FRIENDS: ("Cleo", "Dan", "Esra"),
    ChatKind.COMMUNITY: ("Fay", "Gus", "Hana", "Ivo"),
}
"""Who is in each kind of chat. Of a community the first is its moderator."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message or a note as somebody sees it now."""

    by: str
    """A person's name, or `BOT`."""
    at: datetime
    """When it came (aware)."""
    text: str
    """Title and words of a note, or the words of a message."""
    buttons: tuple[str, ...] = ()


class Stage(Protocol):
    """One chat with its people. A verb returns when all that follows from it is committed and shown."""

    @property
    def actions(self) -> int:
        """What people did so far: a tap, a choice of a sheet, or words sent."""
        ...

    async def begins(self, kind: ChatKind) -> None:
        """The bot comes into a chat of this kind, with its `CAST`."""
        ...

    # What a person does

    async def says(self, name: str, text: str) -> None:
        """In the chat: words, or a command with its slash."""
        ...

    async def tells_bot(self, name: str, text: str) -> None:
        """In private: words, or a command with its slash."""
        ...

    async def taps(self, name: str, label: str) -> None:
        """The newest button with this label that they see: in private, else in the chat."""
        ...

    async def fills(self, name: str, label: str, text: str) -> None:
        """A button that asks for words first, and the words."""
        ...

    async def marks(self, name: str, words: str, wish: Wish) -> None:
        """*This matters*, on their own message in the chat that holds these words."""
        ...

    async def mirrors(self, name: str, words: str, draft: str) -> None:
        """Has a draft mirrored, of an answer to the message in the chat that holds these words."""
        ...

    # Time

    def now(self) -> datetime:
        """Aware, UTC."""
        ...

    async def passes(self, *, hours: int = 0, weeks: int = 0) -> None:
        """Everything that falls due on the way happens, at its own moment."""
        ...

    # What a person sees, and what is kept

    async def private(self, name: str) -> Sequence[Seen]:
        """Their private chat with the bot, newest first."""
        ...

    async def chat(self, name: str) -> Sequence[Seen]:
        """The chat as they see it, newest first."""
        ...

    async def file(self, name: str) -> str:
        """What stands in the newest file that the bot gave them in private."""
        ...

    async def remains(self, name: str) -> Sequence[str]:
        """The rows on disk in which this person, their chats or one of their messages is found."""
        ...

    async def mentions(self, words: str) -> Sequence[str]:
        """The rows on disk in which these words stand."""
        ...

    async def rows(self, table: str) -> int:
        """How many rows a table on disk has."""
        ...


async def last(stage: Stage, name: str) -> str:
    """What the bot told this person last, in private."""
    return next((seen.text for seen in await stage.private(name) if seen.by == BOT), "")


async def agreed(stage: Stage, kind: ChatKind) -> tuple[str, ...]:
    """A chat of this kind in which everybody agreed, and its people."""
    await stage.begins(kind)
    for name in CAST[kind]:
        await stage.taps(name, "I agree")
    return CAST[kind]


async def begun(stage: Stage, kind: ChatKind) -> tuple[str, ...]:
    """Everybody agreed, those who were asked passed the first check-in, and an hour went by."""
    people = await agreed(stage, kind)
    for name in people:
        if any("Pass" in seen.buttons for seen in await stage.private(name)):
            await stage.taps(name, "Pass")
    await stage.passes(hours=1)
    return people
