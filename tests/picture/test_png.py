"""The recap as a picture: the same bytes, readable by everybody, and three kinds of couples told apart."""

from __future__ import annotations

import asyncio
import re
import time
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from adapters.picture.png import COLOURS, SHEET, can_write, png
from benchmarks import recap as docs
from core.drawing import Drawing, Shade, Words, draw
from core.screens.model import Attachment
from core.weave import read

FOLDER = Path(__file__).parents[2] / "docs" / "recap"
Colour = tuple[int, int, int]
LEGEND = 190
"""Below it the rows begin."""
FULL = " ".join(f"2026-{month}=" + "AbBA" * 8 for month in ("03-02", "03-09", "03-16", "03-23"))
SEES_NO_RED = np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]])
SEES_NO_GREEN = np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]])
SEES_NO_BLUE = np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]])
"""Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB."""


def sheet(line: str, one: str = "Ana", other: str = "Ben") -> Drawing:
    found = read(line)
    labels = tuple(f"{week.monday.day} Mar" for week in found.weeks)
    words = Words(title="Turns", one=one, other=other, answered="yes", unanswered="no", weeks=labels)
    return draw(found, words)


def pixels(content: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(content)).convert("RGB"))


def linear(colour: Colour) -> NDArray[np.float64]:
    c = np.array(colour) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(one: Colour, other: Colour) -> float:
    """WCAG 2.2."""
    light = sorted((linear(c) @ np.array([0.2126, 0.7152, 0.0722]) for c in (one, other)), reverse=True)
    return float((light[0] + 0.05) / (light[1] + 0.05))


def test_the_same_weave_gives_the_same_bytes() -> None:
    assert png(sheet(FULL)) == png(sheet(FULL))


def test_a_full_sheet_is_drawn_in_under_a_tenth_of_a_second() -> None:
    png(sheet(FULL))
    taken = []
    for _ in range(5):
        start = time.process_time()
        png(sheet(FULL))
        taken.append(time.process_time() - start)
    assert min(taken) < 0.1


def test_letters_and_signs_stand_out_on_the_sheet() -> None:
    assert contrast(COLOURS[Shade.INK], SHEET) >= 7
    assert all(contrast(COLOURS[side], SHEET) >= 4 for side in (Shade.ONE, Shade.OTHER, Shade.NEITHER))


@pytest.mark.parametrize(
    "eyes",
    [np.eye(3), SEES_NO_RED, SEES_NO_GREEN, SEES_NO_BLUE],
    ids=["all", "no red", "no green", "no blue"],
)
def test_the_two_colours_differ_for_every_kind_of_colour_vision(eyes: NDArray[np.float64]) -> None:
    one, other = (
        np.clip(eyes @ linear(COLOURS[side]), 0, 1) ** (1 / 2.2) for side in (Shade.ONE, Shade.OTHER)
    )
    assert np.linalg.norm(one - other) > 0.3


def test_without_any_colour_the_sides_still_differ_in_shape() -> None:
    """A disc and a square on its tip: up and to the left of its middle the square leaves the sheet free."""
    picture = pixels(png(sheet(FULL)))
    disc, square = sheet(FULL).beads[:2]
    corners = [picture[round(bead.y) - 8, round(bead.x) - 7].sum() for bead in (disc, square)]
    assert corners[0] < corners[1] - 200


@pytest.mark.parametrize("name", ["Zoë", "Дарья", "美咲", "محمد", "🦊"])
def test_a_name_that_the_font_has_not_is_left_to_the_words(name: str) -> None:
    assert not can_write(name)
    assert png(sheet(FULL, one=name)) == png(sheet(FULL, one=""))


def test_a_long_name_is_cut_and_stays_on_its_half() -> None:
    picture, without = (pixels(png(sheet(FULL, one=name))) for name in ("Wilhelmina " * 9, ""))
    changed = np.argwhere((picture != without).any(axis=2))
    assert changed[:, 1].max() < picture.shape[1] / 2


# The three in docs/


@pytest.fixture(scope="module")
def drawn() -> dict[str, tuple[str, Attachment]]:
    return {couple.name: (text, picture) for couple, text, picture in asyncio.run(docs.pictures())}


@pytest.mark.parametrize("couple", docs.COUPLES, ids=lambda couple: couple.name)
def test_the_pictures_in_docs_are_what_the_command_draws(
    couple: docs.Couple, drawn: dict[str, tuple[str, Attachment]]
) -> None:
    kept, new = pixels((FOLDER / f"{couple.name}.png").read_bytes()), pixels(drawn[couple.name][1].content)
    assert kept.shape == new.shape
    # Another version of Pillow may smooth an edge otherwise.
    assert np.abs(kept.astype(int) - new.astype(int)).mean() < 0.5


def test_the_page_beside_them_has_their_alt_texts(drawn: dict[str, tuple[str, Attachment]]) -> None:
    page = (FOLDER / "README.md").read_text("utf-8")
    assert page == docs.page([(c, *drawn[c.name]) for c in docs.COUPLES])
    assert all(" ".join(picture.alt.splitlines()) in page for _, picture in drawn.values())


def ink(picture: NDArray[np.uint8], shade: Shade) -> int:
    """Pixels of about this colour below the legend."""
    below = picture[LEGEND:].astype(int)
    return int((np.abs(below - np.array(COLOURS[shade])).sum(axis=2) < 60).sum())


def kind_by_eye(content: bytes) -> str:
    """Told from the picture alone: how much of each side's colour there is, and how much crosses."""
    picture = pixels(content)
    one, other, crossing = (ink(picture, shade) for shade in (Shade.ONE, Shade.OTHER, Shade.NEITHER))
    if min(one, other) < 0.25 * (one + other):
        return "one-sided"
    return "taking-turns" if crossing > 0.2 * (one + other) else "in-blocks"


SAID = {
    "taking-turns": "goes back and forth",
    "one-sided": "mostly on one side",
    "in-blocks": "runs in stretches",
}


@pytest.mark.parametrize("name", SAID)
def test_the_three_are_told_apart_by_the_picture(name: str) -> None:
    assert kind_by_eye((FOLDER / f"{name}.png").read_bytes()) == name


@pytest.mark.parametrize("name", SAID)
def test_the_three_are_told_apart_by_their_alt_texts(
    name: str, drawn: dict[str, tuple[str, Attachment]]
) -> None:
    text, picture = drawn[name]
    assert [kind for kind, words in SAID.items() if words in picture.alt] == [name]
    assert SAID[name] in text


@pytest.mark.parametrize("name", SAID)
def test_an_alt_text_counts_what_is_drawn(name: str, drawn: dict[str, tuple[str, Attachment]]) -> None:
    args = docs.args_of(next(couple for couple in docs.COUPLES if couple.name == name))
    openings = read(args["weave"]).openings
    numbers = [sum(o.side == side for o in openings) for side in (0, 1)]
    said = re.findall(r"(?:Ana|Ben) opened (\d+)", drawn[name][1].alt)
    assert [int(number) for number in said] == numbers
