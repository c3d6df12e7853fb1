# ruff: noqa: E501 -- a table of emoji and patterns reads better on long lines
"""What is shown beside the words: emoji, stickers, laughter, punctuation, voice and timing (science §1, rows 8a-8c)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WARM = "❤🧡💛💚💙💜🤎🖤🤍💕💖💗💓💞💝💘💟🩷🩵🩶♥🫂🤗🥰😘😍😻💋😚😙🌹🙏🫶"
_SAD = "😭😢😞😔😥🥺💔😿☹🙁😓😩😫😖😣😪🥀😦😧🫤🥲"
_JOY = "😊🎉🥳🎊🤩😀😃😄🙂☺😁🎂👏🙌✨🥂🍾🏆💃🕺😌😇👍💪🔥💯😺🎈"
_LAUGH = "😂🤣😆😹💀☠😅😝😜🤪😛"
_ANGRY = "😡😠🤬😤👿💢"
_AFRAID = "😨😰😱😟😬🫣😳🫨"
_SCORN = "🙄🤡😒🖕🥱💅🤮🤢💩👎🤏🎻"
_SMIRK = "😏🙃😑🤨😐😶"

SPOKEN_FACES = {
    ":(": _SAD[0], ":-(": _SAD[0], ":'(": _SAD[0], ";(": _SAD[0], ";-(": _SAD[0], "=(": _SAD[0], ":/": "😟",
    ":)": "😊", ":-)": "😊", "=)": "😊", ":d": "😊", ":-d": "😊", ";)": "😉", ";-)": "😉", "<3": "❤",
    "xd": "😂", ":'d": "😂", ":p": "😜", ":-p": "😜", "(:": "😊", "):": _SAD[0], "</3": "💔", "-_-": "😒",
}  # fmt: skip
"""Faces typed with punctuation, and the emoji they stand for."""
_FACE = re.compile(
    r"(?:^|(?<=[\s\w.,!?)]))("
    + "|".join(map(re.escape, sorted(SPOKEN_FACES, key=len)[::-1]))
    + r")(?![\w(])",
    re.IGNORECASE,
)
_LAUGHTER = re.compile(
    r"\b(?:a?(?:ha){2,40}h?|l+o+l+s?|lm+f?ao+|rofl|he(?:he){1,40}|hah+|ja(?:ja){1,40}|k{4,40})\b"
)
_ELONGATED = re.compile(r"([a-z])\1{2}")
_MOCK_PRAISE = re.compile(
    r"\b(?:yeah right|oh great|oh joy|oh brilliant|how lovely for you|slow clap|well aren't you|good for you\.|"
    r"thanks for nothing|sure jan|big surprise|what a surprise|nice one genius|oh wow|wow thanks|"
    r"thanks a (?:bunch|million|lot) for|so helpful|real(?:ly)? mature|as if you)\b"
)
_SARCASM_MARK = re.compile(r"(?:^|\s)/s(?:\s|$)|\bnot!$|\(sarcasm\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Cues beside the words; 0 to 1 each, valence -1 to 1."""

    affect: float = 0.0
    """Feeling that is shown rather than told."""
    valence: float = 0.0
    warmth: float = 0.0
    sadness: float = 0.0
    joy: float = 0.0
    fear: float = 0.0
    anger: float = 0.0
    laughter: float = 0.0
    scorn: float = 0.0
    """An eye-roll, a clown: turns praise into its opposite."""
    smirk: float = 0.0
    """May turn the meaning: praise beside it is not trusted."""
    mock_praise: float = 0.0
    emphasis: float = 0.0
    """Exclamation marks, capitals, drawn-out letters."""


_KINDS = {
    sign: kind
    for kind, signs in {
        "warm": _WARM, "sad": _SAD, "joy": _JOY, "laugh": _LAUGH, "angry": _ANGRY, "afraid": _AFRAID, "scorn": _SCORN,
        "smirk": _SMIRK,
    }.items()
    for sign in signs
}  # fmt: skip

SIGNS = "".join(_KINDS)
"""Every emoji that is a cue."""
SIGNS_OF_PAIN = frozenset(_SAD + _AFRAID + _ANGRY)


def _counts(signs: str) -> dict[str, int]:
    """How many signs of each kind."""
    found = dict.fromkeys(("warm", "sad", "joy", "laugh", "angry", "afraid", "scorn", "smirk"), 0)
    for sign in signs:
        if sign in _KINDS:
            found[_KINDS[sign]] += 1
    return found


def _grade(count: int, first: float, step: float) -> float:
    """The score of so many signs: `first` for one, `step` more for each other, at most 1."""
    return 0.0 if count == 0 else min(1.0, first + step * (count - 1))


def emoji_only(cleaned: str) -> bool:
    """Whether there is something, but no letter and no digit."""
    return bool(cleaned.strip()) and not any(c.isalnum() for c in cleaned)


def with_emoji(cleaned: str) -> str:
    """The text with faces typed in punctuation as the emoji they stand for."""
    return _FACE.sub(lambda face: f" {SPOKEN_FACES[face[0].lower()]} ", cleaned)


def _signs(cleaned: str, emoji: str) -> str:
    """The emoji of the text, of its typed faces and of the sticker; empty for plain ASCII without faces."""
    faces = "".join(SPOKEN_FACES[face] for face in _FACE.findall(cleaned.lower()))
    return (emoji + faces) if cleaned.isascii() else (cleaned + emoji + faces)


def read_cues(cleaned: str, *, emoji: str = "", voice: bool = False, immediacy: float | None = None) -> Cues:
    """Cues of a cleaned text (`plain_text.clean`), a sticker's emoji, a voice note and its timing.

    A voice note and an answer at once are mild signs of feeling (P), never more.
    """
    signs = _signs(cleaned, emoji)
    low = cleaned.lower()
    warm, sad, joy, laugh, angry, afraid, scorn, smirk = _counts(signs).values()
    laugh += len(_LAUGHTER.findall(low))
    letters = sum(c.isalpha() for c in cleaned)
    shouting = letters > 8 and sum(c.isupper() for c in cleaned) * 10 > letters * 7
    emphasis = min(
        1.0, 0.25 * min(3, cleaned.count("!")) + 0.25 * bool(_ELONGATED.search(low)) + 0.4 * shouting
    )
    shown = max(
        _grade(sad, 0.55, 0.1), _grade(angry, 0.5, 0.1), _grade(afraid, 0.45, 0.1), _grade(warm, 0.35, 0.08),
        _grade(joy, 0.3, 0.05), _grade(laugh, 0.25, 0.03), 0.5 * emphasis, 0.25 if voice else 0.0,
        0.1 if immediacy is not None and immediacy >= 0.8 else 0.0,
    )  # fmt: skip
    good, bad = warm + joy + 0.5 * laugh, sad + angry + afraid + scorn
    return Cues(
        affect=shown,
        valence=0.0 if good + bad == 0 else (good - bad) / (good + bad),
        warmth=_grade(warm, 0.6, 0.2),
        sadness=_grade(sad, 0.6, 0.2),
        joy=_grade(joy, 0.6, 0.2),
        fear=_grade(afraid, 0.6, 0.2),
        anger=_grade(angry, 0.6, 0.2),
        laughter=_grade(laugh, 0.6, 0.2),
        scorn=_grade(scorn, 0.8, 0.2),
        smirk=_grade(smirk, 0.5, 0.1),
        mock_praise=1.0 if _MOCK_PRAISE.search(low) or _SARCASM_MARK.search(low) else 0.0,
        emphasis=emphasis,
    )


def appreciation_ceiling(cues: Cues) -> float:
    """The most appreciation that words may carry beside these cues (science §1, row 8b)."""
    if cues.scorn > 0.0:
        return 0.1
    if cues.mock_praise > 0.0:
        return 0.3
    return 0.5 if cues.smirk > 0.0 else 1.0
