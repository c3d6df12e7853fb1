"""From a screen to Telegram's HTML and inline keyboard. Pure; escaping is the last step.

Nothing a person or a chat is called can become markup: text is cut to Telegram's length while it is plain,
then escaped, then set.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from core.naming import CUT, END_ISOLATE, ISOLATE, whole_end
from core.notes import NoteId
from core.screens.model import Attachment, Button, Screen, Tone

LONGEST_TEXT = 4096
"""UTF-16 units, after entities are parsed."""
LONGEST_CAPTION = 1024
"""UTF-16 units below a file."""
LONGEST_NAME = 128
"""UTF-16 units; Telegram's own first and last names have 64 each."""
LONGEST_DATA = 64
"""Bytes of a button's data."""
STYLES = {Tone.PRIMARY: "primary", Tone.DANGER: "danger"}
"""Telegram's names for how a button looks; a plain one looks as the app likes."""

Keyboard = dict[str, list[list[dict[str, str]]]]


@dataclass(frozen=True, slots=True)
class Page:
    """One message, ready to be sent: as HTML, and as the plain words it shows."""

    html: str
    plain: str
    keyboard: Keyboard | None = None


def render(screen: Screen, note: NoteId, username: str) -> Page:
    """`username`: the bot's, for links that open its private chat. Raises ValueError for too long a name."""
    rows = [[_button(button, note, username) for button in row] for row in screen.rows if row]
    link = None if screen.link is None else _start(username, screen.link)
    return _page(screen.title, screen.in_words(link), {"inline_keyboard": rows} if rows else None)


def name_line(name: str) -> Page | None:
    """A line with somebody's name, to stand above what they wrote; None for a name that shows nothing."""
    shown = cut(" ".join(clean(name).split()), LONGEST_NAME)
    return _page(shown, "", None) if any(character.isprintable() for character in shown) else None


def caption(file: Attachment, page: Page) -> str:
    """What a file shows, in words, but for the lines that stand above it already."""
    above = set(page.plain.splitlines())
    lines = [line for line in clean(file.alt).splitlines() if line not in above]
    return cut("\n".join(lines).strip(), LONGEST_CAPTION)


def units(text: str) -> int:
    """UTF-16 units, in which Telegram counts; an emoji has two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """The text, shortened with an ellipsis to so many UTF-16 units.

    Nothing that is seen as one character is halved, and no name that runs from right to left: what is left of
    one would turn what follows.
    """
    if units(text) <= longest:
        return text
    fits = text.encode("utf-16-le")[: 2 * (longest - units(CUT))].decode("utf-16-le", "ignore")
    kept = text[: whole_end(text, len(fits))]
    if kept.count(ISOLATE) > kept.count(END_ISOLATE):
        kept = kept[: kept.rindex(ISOLATE)]
    return kept + CUT


def clean(text: str) -> str:
    """Without control characters but line breaks, and without halves of surrogate pairs."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(character for character in whole if character == "\n" or not _is_control(character))


def _page(title: str, text: str, keyboard: Keyboard | None) -> Page:
    title, text = cut(clean(title).strip(), LONGEST_TEXT), clean(text).strip()
    room = LONGEST_TEXT - units(title) - len("\n") if title else LONGEST_TEXT
    text = cut(text, room) if room > units(CUT) else ""
    if not title and not text:
        text = CUT
    between = "\n" if title and text else ""
    heading = f"<b>{_escaped(title)}</b>" if title else ""
    return Page(f"{heading}{between}{_escaped(text)}", f"{title}{between}{text}", keyboard)


def _button(button: Button, note: NoteId, username: str) -> dict[str, str]:
    label = clean(button.label).strip() or button.name
    if button.start is not None:
        return {"text": label, "url": _start(username, button.start)}
    if button.url is not None:
        return {"text": label, "url": button.url}
    data = f"{note}:{button.name}"
    if len(data.encode()) > LONGEST_DATA:
        raise ValueError(f"the button {button.name} has more than {LONGEST_DATA} bytes of data")
    style = {"style": STYLES[button.tone]} if button.tone in STYLES else {}
    return {"text": label, "callback_data": data, **style}


def _start(username: str, payload: str) -> str:
    """An address that opens the private chat with the bot, with something to begin with."""
    return f"https://t.me/{quote(username)}?start={quote(payload, safe='')}"


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _is_control(character: str) -> bool:
    return character < " " or "\x7f" <= character < "\xa0"
