"""Paints a drawing as a PNG with Pillow, on a sheet of its own that reads on light and dark chats alike.

The same drawing gives the same bytes. Lines and beads are painted larger and then reduced, which smooths
them; letters are set afterwards at their own size. Colours are two of Okabe and Ito's eight, which people
with any kind of colour vision tell apart (jfly.uni-koeln.de/color), darker, to stand out on the sheet.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from core.drawing import BEAD, Anchor, Bead, Drawing, Label, Line, Shade

if TYPE_CHECKING:
    from PIL.Image import Image as Sheet
    from PIL.ImageDraw import ImageDraw as Pen
    from PIL.ImageFont import FreeTypeFont

TIMES = 3
"""How much larger shapes are painted."""
STRIP = 64
"""Pixels of the sheet that are painted at a time."""
SHEET = (250, 246, 238)
EDGE = (203, 192, 173)
INK = (42, 38, 54)
COLOURS = {
    Shade.ONE: (0, 94, 158),
    Shade.OTHER: (194, 78, 0),
    Shade.NEITHER: (112, 104, 126),
    Shade.QUIET: (217, 208, 192),
    Shade.INK: INK,
}
HOLLOW = 5
"""Width of a hollow bead's rim."""
COMPRESSED = 6
ELLIPSIS = "..."


def png(drawing: Drawing) -> bytes:
    """The picture's bytes, at the drawing's own size. Takes tens of milliseconds: call it in a thread."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (drawing.width, drawing.height), SHEET)
    for top in range(0, drawing.height, STRIP):
        picture.paste(_strip(drawing, top), (0, top))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, drawing.width - 1, drawing.height - 1), outline=EDGE, width=2)
    for label in drawing.labels:
        _label(pen, label)
    packed = BytesIO()
    picture.save(packed, "PNG", compress_level=COMPRESSED)
    return packed.getvalue()


def _strip(drawing: Drawing, top: int) -> Sheet:
    """The shapes of one strip, smooth: a whole sheet painted larger would take tens of megabytes."""
    from PIL import Image, ImageDraw

    large = Image.new("RGB", (drawing.width * TIMES, min(STRIP, drawing.height - top) * TIMES), SHEET)
    pen = ImageDraw.Draw(large)
    above, below = top - 2 * BEAD, top + STRIP + 2 * BEAD
    for line in drawing.lines:
        if any(y > above for _, y in line.points) and any(y < below for _, y in line.points):
            _line(pen, line, top)
    for bead in drawing.beads:
        if above < bead.y < below:
            _bead(pen, bead, top)
    return large.reduce(TIMES)


def can_write(text: str) -> bool:
    """Whether the font has every letter of a text. What it has not would stand there as a box."""
    return all(_has(letter) for letter in text)


@cache
def _has(letter: str) -> bool:
    font = _font(20)
    unknown = font.getmask("\uffff")
    known = font.getmask(letter)
    return letter.isascii() or known.size != unknown.size or bytes(known) != bytes(unknown)


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    found = ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise RuntimeError("this build of Pillow has no FreeType, so it cannot set letters")
    return found


def _line(pen: Pen, line: Line, top: int) -> None:
    points = [(x * TIMES, (y - top) * TIMES) for x, y in line.points]
    pen.line(points, fill=COLOURS[line.shade], width=round(line.width * TIMES), joint="curve")


def _bead(pen: Pen, bead: Bead, top: int) -> None:
    colour = COLOURS[bead.shade]
    fill = colour if bead.filled else SHEET
    x, y, r = bead.x * TIMES, (bead.y - top) * TIMES, float(BEAD * TIMES)
    if bead.shade is Shade.OTHER:
        r *= 1.25  # a square on its tip looks as large as a disc
        for size, paint in ((r, colour), (r - 1.4 * HOLLOW * TIMES, fill)):
            pen.polygon([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], fill=paint)
    else:
        pen.ellipse((x - r, y - r, x + r, y + r), fill=fill, outline=colour, width=HOLLOW * TIMES)


def _label(pen: Pen, label: Label) -> None:
    if not label.text or not can_write(label.text):
        return  # the words beside the picture say it
    font = _font(label.size)
    text = label.text
    while pen.textlength(text, font) > label.width and len(text) > len(ELLIPSIS):
        text = text.removesuffix(ELLIPSIS)[:-1].rstrip() + ELLIPSIS
    anchor = "mm" if label.anchor is Anchor.MIDDLE else "lm"
    pen.text((label.x, label.y), text, fill=COLOURS[label.shade], font=font, anchor=anchor)
