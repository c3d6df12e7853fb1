"""Screens as Discord's components (V2). Everything said is data: it is escaped here, last.

The objects are discord.py's own and need a running loop. They are stopped before they are sent, so that
nothing of them stays in memory: a press is told by its id alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import Final, TypeAlias

import discord

from adapters.discord.forms import LABEL_LENGTH, button_id
from adapters.discord.menus import menu_item, menus_of
from core.notes import NoteId
from core.screens.model import Attachment, Button, Field, Screen, Tone

View: TypeAlias = discord.ui.LayoutView
TEXT_LENGTH: Final = 4000
"""Characters that all texts of one message may have together."""
BUTTON_LENGTH: Final = 80
ALT_LENGTH: Final = 1024
ROW_LENGTH: Final = 5
STYLES: Final = {
    Tone.PLAIN: discord.ButtonStyle.secondary,
    Tone.PRIMARY: discord.ButtonStyle.primary,
    Tone.DANGER: discord.ButtonStyle.danger,
}
_LINK = r"https?://[^\s<>`*|\\]+"
_AT_LINE_START = r"^[ \t]*(?:[#>+-]|\d+\.)"
_MARKUP = r"[\\*_~|`<\[]"
_TO_ESCAPE = re.compile(f"({_LINK})|({_AT_LINE_START})|({_MARKUP})", re.MULTILINE)


def escaped(text: str) -> str:
    """Text that Discord shows as it is: no markup, no mention; links stay links."""
    return _TO_ESCAPE.sub(_escape, text).replace("@", "@\u200b")


def _escape(found: re.Match[str]) -> str:
    link, line_start, _ = found.groups()
    if link:
        return str(link)
    # A backslash goes before the last character: "#" -> "\#", "  1." -> "  1\."
    whole = found[0]
    return f"{whole[:-1]}\\{whole[-1]}" if line_start else f"\\{whole}"


def fitted(text: str, length: int = TEXT_LENGTH) -> str:
    """Text cut to Discord's limit, with a sign that it was."""
    return text if len(text) <= length else f"{text[: length - 2].rstrip(chr(92))} …"


@dataclass(frozen=True, slots=True)
class Page:
    """A message ready to be sent: its view, and the file to which the view points by name."""

    view: View
    attachment: Attachment | None = None

    def files(self) -> list[discord.File]:
        """Made anew for each request, which uses them up."""
        file = self.attachment
        return [] if file is None else [discord.File(BytesIO(file.content), filename=file.name)]


def page_of(note: NoteId, screen: Screen, *, in_server: bool = False) -> Page:
    """A screen with its buttons and its file. `in_server`: there are channels and roles to choose from."""
    return Page(screen_view(note, screen, in_server=in_server), screen.attachment)


def screen_view(note: NoteId, screen: Screen, *, in_server: bool = False) -> View:
    """A screen with its menus and buttons."""
    title = f"**{escaped(screen.title)}**\n" if screen.title else ""
    menus = menus_of(screen) if in_server else ()
    labels = {menu: escaped(menu.label) for menu in menus}
    whole = f"{title}{escaped(screen.in_words(menus=menus))}"
    said = fitted(whole, TEXT_LENGTH - sum(map(len, labels.values())))
    box: discord.ui.Container[View] = discord.ui.Container(discord.ui.TextDisplay(said or "…"))
    if screen.attachment is not None:
        box.add_item(_shown_file(screen.attachment))
    for menu in menus:
        box.add_item(discord.ui.TextDisplay(labels[menu]))
        box.add_item(discord.ui.ActionRow(menu_item(note, menu)))
    instead = {menu.name for menu in menus}
    rows = [[button for button in row if button.name not in instead] for row in screen.rows]
    for row in chain.from_iterable(_rows(row) for row in rows):
        box.add_item(discord.ui.ActionRow(*(_button(note, button) for button in row)))
    return _stopped(box)


def quote_view(name: str, words: str, pictures: Sequence[str]) -> View:
    """Somebody's own words, shown under their name."""
    said = "\n".join(f"> {line}" for line in escaped(words).split("\n")) if words else ""
    shown = fitted(f"**{escaped(name)}**\n{said}".strip())
    text: discord.ui.TextDisplay[View] = discord.ui.TextDisplay(shown)
    if not pictures:
        return _stopped(text)
    return _stopped(text, discord.ui.MediaGallery(*(discord.MediaGalleryItem(each) for each in pictures)))


def form_modal(custom_id: str, title: str, fields: Sequence[Field]) -> discord.ui.Modal:
    """A form. What is filled in comes back under `custom_id`."""
    modal = discord.ui.Modal(title=title[:LABEL_LENGTH] or "…", timeout=None, custom_id=custom_id)
    for field in fields:
        modal.add_item(discord.ui.Label(text=field.label[:LABEL_LENGTH] or "…", component=_input(field)))
    modal.stop()
    return modal


def _input(field: Field) -> discord.ui.TextInput[discord.ui.Modal]:
    style = discord.TextStyle.paragraph if field.multiline else discord.TextStyle.short
    return discord.ui.TextInput(custom_id=field.name, style=style, max_length=field.max_length)


def _button(note: NoteId, button: Button) -> discord.ui.Button[View]:
    label = button.label[:BUTTON_LENGTH]
    if button.url is not None:
        return discord.ui.Button(label=label, url=button.url)
    custom_id = button_id(f"{note}:{button.name}", button.form)
    return discord.ui.Button(label=label, style=STYLES[button.tone], custom_id=custom_id)


def _shown_file(file: Attachment) -> discord.ui.Item[View]:
    place = f"attachment://{file.name}"
    if not file.is_picture:
        return discord.ui.File(place)
    words = file.alt[:ALT_LENGTH] or None
    return discord.ui.MediaGallery(discord.MediaGalleryItem(place, description=words))


def _rows(row: Sequence[Button]) -> list[Sequence[Button]]:
    return [row[start : start + ROW_LENGTH] for start in range(0, len(row), ROW_LENGTH)]


def _stopped(*items: discord.ui.Item[View]) -> View:
    view = View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view
