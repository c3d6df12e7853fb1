"""What people and chats are called, fit to stand within a sentence on any platform.

A name is somebody's own choice and may be anything: empty to the eye, a tower of marks, a page long, or able
to turn the text around it. It is shown as far as it harms nothing else. Escaping is the platforms' own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

LONGEST_NAME = 40
"""Characters of a name within a sentence. [P]"""
LONGEST_TITLE = 60
"""Characters of a chat's title. [P]"""
MOST_MARKS = 3
"""Marks on one letter; Hebrew, Arabic, Thai and Vietnamese need no more. [P]"""
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
"""Between them a text has its own direction and leaves the text around it in its own (UAX #9: FSI, PDI)."""
CUT = "…"
_FARTHEST = 32
"""Characters that one may go back to find the beginning of a letter or an emoji."""
_LONGEST_READ = 1_000
_ZWJ = "\u200d"
_JOINERS = f"\u200c{_ZWJ}"
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs of which nothing is to be seen."""
_UNSEEN = frozenset("\u034f\u180b\u180c\u180d\u180f\u2065")
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))


def called(name: str, longest: int = LONGEST_NAME) -> str:
    """A name for a sentence: visible, short, and set apart where it runs from right to left.

    Empty when nothing of it can be seen. `longest` counts characters. What was called so once stays the same.
    """
    shown = shortened(name, longest)
    turns = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in shown)
    return f"{ISOLATE}{shown}{END_ISOLATE}" if turns else shown


def shortened(name: str, longest: int = LONGEST_NAME) -> str:
    """The same where it stands alone, as in a picture: nothing is around it that it could turn."""
    whole = "".join(_seen(unicodedata.normalize("NFC", name[:_LONGEST_READ])))
    shown = unicodedata.normalize("NFC", " ".join("".join(_held(whole)).split()))
    if not any(unicodedata.category(character)[0] in "LNPS" for character in shown):
        return ""
    if len(shown) <= longest:
        return shown
    return shown[: whole_end(shown, longest - len(CUT))].rstrip() + CUT


def whole_end(text: str, end: int) -> int:
    """The last place up to `end` at which a text can be cut without halving what is seen as one character."""
    for place in range(end, max(end - _FARTHEST, 0), -1):
        if not _belongs_to_before(text, place):
            return place
    return end


def _seen(name: str) -> Iterator[str]:
    """Without what cannot be seen or turns the text; blanks of every kind are spaces."""
    marks = MOST_MARKS  # the beginning bears none, and neither does a space
    for character in name:
        category = unicodedata.category(character)
        if category[0] == "Z" or category == "Cc" or character in _BLANK:
            yield " "
            marks = MOST_MARKS
        elif _is_dropped(character, category):
            continue
        elif category in ("Mn", "Me"):
            marks += 1
            if marks <= MOST_MARKS:
                yield character
        else:
            yield character
            marks = marks if character in _JOINERS else 0


def _is_dropped(character: str, category: str) -> bool:
    """Controls, halves of characters and what is not assigned, but for emoji that are newer than we are."""
    if character in _UNSEEN or 0xE0000 <= ord(character) < 0xE1000:
        return True
    return category[0] == "C" and character not in _JOINERS and not "\U0001f000" <= character < "\U0001fb00"


def _held(name: str) -> Iterator[str]:
    """Joiners only where there is something on both sides to hold together."""
    for place, character in enumerate(name):
        around = name[max(place - 1, 0) : place] + name[place + 1 : place + 2]
        if character not in _JOINERS or (len(around) == 2 and not set(around) & {" ", *_JOINERS}):
            yield character


def _belongs_to_before(text: str, place: int) -> bool:
    """Whether the character here is part of the one before it: a mark, a tone, a joined emoji, a flag."""
    if not 0 < place < len(text):
        return False
    before, here = text[place - 1], text[place]
    if before == _ZWJ or here in _JOINERS or unicodedata.category(here)[0] == "M":
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff" or "\U000e0020" <= here <= "\U000e007f":
        return True
    return _is_regional(here) and _regional_run(text, place) % 2 == 1


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regional_run(text: str, place: int) -> int:
    """How many letters of flags stand directly before this place."""
    run = 0
    while run < place and run < _FARTHEST and _is_regional(text[place - run - 1]):
        run += 1
    return run
