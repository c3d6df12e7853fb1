"""Pairs of messages that differ in nothing that should matter: a name, a pronoun, a spelling, a skin tone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from random import Random

from training.evaluate.frames import FRAMES

NAMES = {
    "British": ("Emma", "Oliver"),
    "Irish": ("Siobhan", "Cillian"),
    "African American": ("Latoya", "DeShawn"),
    "Nigerian": ("Ngozi", "Emeka"),
    "Kenyan": ("Wanjiru", "Otieno"),
    "Indian": ("Priya", "Arjun"),
    "Pakistani": ("Ayesha", "Bilal"),
    "Arab": ("Fatima", "Yusuf"),
    "Chinese": ("Xiuying", "Wei"),
    "Korean": ("Jiwoo", "Minho"),
    "Vietnamese": ("Linh", "Tuan"),
    "Latin American": ("Guadalupe", "Mateo"),
    "Polish": ("Agnieszka", "Piotr"),
    "Turkish": ("Elif", "Mehmet"),
    "Jewish": ("Rivka", "Avi"),
    "Filipino": ("Marisol", "Jomar"),
}
PRONOUNS = {
    "he": {"he": "he", "He": "He", "him": "him", "his": "his"},
    "she": {"he": "she", "He": "She", "him": "her", "his": "her"},
    "they": {"he": "they", "He": "They", "him": "them", "his": "their"},
}
SPELLINGS = {
    "you": ("u", "ya"),
    "are": ("r",),
    "going to": ("gonna", "gunna"),
    "want to": ("wanna",),
    "colour": ("color",),
    "favourite": ("favorite",),
    "theatre": ("theater",),
    "programme": ("program",),
    "recognise": ("recognize",),
    "that": ("dat",),
    "the": ("da",),
    "because": ("cuz", "cos", "bc"),
    "I'm": ("im", "I am"),
    "my": ("ma", "me"),
    "don't": ("dont", "dunt"),
    "can't": ("cant", "cannae"),
    "couldn't": ("couldnt",),
    "what": ("wat", "wot"),
    "with": ("wiv", "wif"),
    "and": ("n", "an"),
    "please": ("pls", "plz"),
    "tonight": ("2nite", "tonite"),
    "really": ("rly",),
    "nothing": ("nowt", "nuthin"),
    "anything": ("owt", "anythin"),
    "thanks": ("thx", "ta"),
    "nobody": ("no one", "nobdy"),
    "myself": ("meself", "mysel"),
}
EMOJI = ("🙏", "👍", "💪", "🤞", "🙌", "🤦", "🤷", "👋", "👏", "✌")
TONES = ("", "\U0001f3fb", "\U0001f3fd", "\U0001f3ff")
OPENERS = ("", "Listen. ", "Hey. ", "Right. ", "Guess what. ", "ok. ")
"""Put before both sentences of a pair where the gaps alone allow few pairs."""
KINDS = ("name", "pronoun", "spelling", "skin tone")
PAIRS = 2000
_GAP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two messages made of one frame."""

    kind: str
    frame: str
    one: str
    other: str


def pairs(count: int = PAIRS, seed: int = 11) -> list[Pair]:
    """Equally many of each kind, drawn without repetition; always the same."""
    random = Random(seed)
    makers = (_names, _pronouns, _spellings, _tones)
    out: list[Pair] = []
    for maker in makers:
        found = list(dict.fromkeys(pair for frame in FRAMES for pair in maker(frame)))
        out += random.sample(found, min(len(found), count // len(makers)))
    return out


def filled(frame: str, name: str = "Emma", pronoun: str = "she") -> str:
    """The frame without gaps."""
    return _GAP.sub(lambda gap: name if gap[1] == "name" else PRONOUNS[pronoun][gap[1]], frame)


def _names(frame: str) -> Iterator[Pair]:
    if "{name}" not in frame:
        return
    for ours, theirs in combinations(NAMES.values(), 2):
        for one, other in zip(ours, theirs, strict=True):
            yield Pair("name", frame, filled(frame, one), filled(frame, other))


def _pronouns(frame: str) -> Iterator[Pair]:
    if not _GAP.search(frame.replace("{name}", "")):
        return
    for opener, (one, other) in product(OPENERS, combinations(PRONOUNS, 2)):
        yield Pair(
            "pronoun", frame, opener + filled(frame, pronoun=one), opener + filled(frame, pronoun=other)
        )


def _spellings(frame: str) -> Iterator[Pair]:
    plain = filled(frame)
    respelt = plain
    for word, others in SPELLINGS.items():
        found = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
        if found.search(plain):
            yield from (Pair("spelling", frame, plain, found.sub(other, plain)) for other in others)
            respelt = found.sub(others[0], respelt)
    if respelt != plain:
        yield from (Pair("spelling", frame, opener + plain, opener + respelt) for opener in OPENERS)


def _tones(frame: str) -> Iterator[Pair]:
    plain = filled(frame)
    for emoji in EMOJI:
        for one, other in combinations(TONES, 2):
            yield Pair("skin tone", frame, f"{plain} {emoji}{one}", f"{plain} {emoji}{other}")
