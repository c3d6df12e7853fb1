"""Which language a text is in, and whether it is confidently not English; words are never guessed at."""

from __future__ import annotations

from collections.abc import Collection

import pycld2

from core.reading.neutral_words import listed

ENGLISH = "en"
_LIKE_ENGLISH = ("un", "sco")
_FEWEST_LETTERS = 18
"""Below this many letters nothing is said: short words look like many languages (a choice)."""
_FEWEST_LETTERS_OTHER_SCRIPT = 6
_FEWEST_PERCENT = 80
_MOST_ENGLISH_WORDS = 0.15
_ENGLISH_WORDS = frozenset(
    listed(
        """
    the a and to of is it i i'm im you u my me your for that this was with on have be at not but so just
    we are do don't dont what how when it's its can can't cant get got go going been know like want all
    about she he they her his him no if from will did didn't good home feel love today work think really
    day need one because there out up too now am told never after still sorry says said dey wey una abeg
    wetin oga wahala dinnae cannae wee aye ye yer lah lor leh liao tonight yesterday again please thanks
    why who much more come they're were had has would could should his their
    """
    )
)
"""Very common words of English, SMS English, pidgin, Singlish and Scots: enough of them, and it is read."""


def foreign_language(cleaned: str, words: list[str], known: Collection[str] = (ENGLISH,)) -> str | None:
    """Code of the language (ISO 639) if the text is confidently in none of the `known` ones, else None.

    `cleaned` and `words` as of `core.reading.plain_text`; wordless and short texts are always None.
    """
    letters = sum(c.isalpha() for c in cleaned)
    latin = sum("a" <= c <= "z" for c in cleaned.lower())
    if letters < (_FEWEST_LETTERS if latin * 2 > letters else _FEWEST_LETTERS_OTHER_SCRIPT):
        return None
    spoken = [word for word in words if word[0].isalpha()]
    english = sum(word in _ENGLISH_WORDS or word.startswith("x") for word in spoken)
    if spoken and latin * 2 > letters and english > _MOST_ENGLISH_WORDS * len(spoken):
        return None
    try:
        reliable, _, details = pycld2.detect(cleaned, bestEffort=False)
    except pycld2.error:
        return None
    _, code, percent, _ = details[0]
    if not reliable or code in known or code in _LIKE_ENGLISH or percent < _FEWEST_PERCENT:
        return None
    return None if any(other[1] in known and other[2] > 15 for other in details) else str(code)
