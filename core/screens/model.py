"""A screen: text, buttons and fields as data. Adapters render it natively and escape it last."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Tone(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form that a button opens."""

    name: str
    label: str
    multiline: bool = False
    max_length: int = 1000


@dataclass(frozen=True, slots=True)
class Button:
    """Words, never an emoji alone. `name` comes back in the press."""

    name: str
    label: str
    tone: Tone = Tone.PLAIN
    url: str | None = None
    """An outside link instead of a press."""
    start: str | None = None
    """Payload of a link that opens the private chat with the bot (Telegram's /start); where the person can
    be answered in private on the spot, an adapter makes it an ordinary press."""
    form: tuple[Field, ...] = ()
    """Fields to fill in first, where the platform has forms; elsewhere the next private message."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a screen. It is made when the screen is sent and kept nowhere."""

    name: str
    """Of small letters, digits, dots and dashes, with its ending."""
    media_type: str
    """As application/json, or image/png: a picture is shown, anything else is offered as a file."""
    content: bytes = field(repr=False)
    alt: str = ""
    """What a picture shows, in words."""
    again: bool = False
    """The note that this one takes the place of had the very same: where files stand by themselves, it stands
    there already."""

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Screen:
    """`text` is plain words with line breaks, no markup. `title` may be set in bold."""

    text: str
    title: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    link: str | None = None
    """Payload of a link to hand on (as in `Button.start`): it stands below the text, as an address where the
    platform has such links, elsewhere as the word that one sends to the bot in private."""

    def with_link(self, address: str | None = None) -> str:
        """The text, with the link below it."""
        return self.text if self.link is None else f"{self.text}\n{address or self.link}"

    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.rows for button in row)
