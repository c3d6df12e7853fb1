"""Word pieces of the small encoder: those of BERT that our texts use, our marks, and emoji."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from adapters.reader.encoder import word_pieces
from adapters.reader.input import MARKS
from core.reading.cues import SIGNS

MOST = 11_000
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_MARK_MEANS = {"[loud]": "loud", "[long]": "long", "[turn]": "then"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`pieces` in the order of their ids, and for each the ids of BERT's pieces it begins as the mean of."""

    pieces: list[str]
    rows: list[list[int]]


def small_vocabulary(lines: Iterable[str], bert: list[str]) -> Vocabulary:
    """The pieces most used by `lines` (as `plain` gives them), with every letter, so that no word is lost."""
    known = {piece: i for i, piece in enumerate(bert)}
    full = word_pieces(bert)
    counts: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for line in lines:
        for word in line.replace("'", " ' ").split():
            if len(word) == 1 and not word.isascii() and word not in known:
                signs[word] += 1
            elif word not in MARKS:
                counts.update(full.encode(word).tokens)
    letters = [p for p in bert if len(p.removeprefix("##")) == 1 and p.isascii()]
    kept = dict.fromkeys([*SPECIAL, *letters])
    seen = [sign for sign, n in signs.most_common() if n >= 2 and unicodedata.category(sign) == "So"]
    emoji = [sign for sign in dict.fromkeys([*SIGNS, *seen]) if sign not in known]
    room = MOST - len(kept) - len(MARKS) - len(emoji)
    used = [p for p, n in counts.most_common() if p not in kept and (n >= 2)][:room]
    common = [p for p in bert[1996:] if p not in kept and p.isalpha() and p not in counts]
    kept.update(dict.fromkeys([*used, *common[: room - len(used)]]))
    pieces = [*sorted(kept, key=known.__getitem__), *MARKS, *emoji]
    pieces.remove("[PAD]")
    pieces.insert(0, "[PAD]")
    rows = []
    for piece in pieces:
        means = _MARK_MEANS.get(piece) or unicodedata.name(piece[0], "sign").lower().replace("-", " ")
        rows.append([known[piece]] if piece in known else full.encode(means).ids)
    return Vocabulary(pieces, rows)
