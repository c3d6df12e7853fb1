"""A screen: text, buttons and fields as data. Adapters render it natively and escape it last."""

from __future__ import annotations

from collections.abc import Collection
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


class Of(StrEnum):
    """What a picker offers."""

    CHANNELS = "channels"
    ROLES = "roles"
    PEOPLE = "people"
    OPTIONS = "options"
    """Its own, and nothing of the platform's."""


@dataclass(frozen=True, slots=True)
class Picker:
    """A menu to choose from, where the platform has one: there it takes the place of the button of the same
    name. Elsewhere that button stands, if there is one, and `said` says in the text what is chosen."""

    name: str
    """It comes back in the press, together with what is chosen then."""
    label: str
    of: Of
    chosen: tuple[str, ...] = ()
    """Ids as in a press: of chats, of roles (the platform's own), of people; else names of `options`."""
    least: int = 0
    most: int = 1
    options: tuple[tuple[str, str], ...] = ()
    """Name and label of each, where nothing else is offered."""
    said: str = ""


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
    pickers: tuple[Picker, ...] = ()
    attachment: Attachment | None = None
    link: str | None = None
    """Payload of a link to hand on (as in `Button.start`): it stands below the text, as an address where the
    platform has such links, elsewhere as the word that one sends to the bot in private."""

    def in_words(self, address: str | None = None, *, menus: Collection[Picker] = ()) -> str:
        """The text; what is chosen where none of these menus shows it; and the link below it."""
        chosen = [picker.said for picker in self.pickers if picker.said and picker not in menus]
        link = [] if self.link is None else [address or self.link]
        return "\n".join([self.text, *chosen, *link])

    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.rows for button in row)
