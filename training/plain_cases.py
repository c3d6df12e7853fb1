"""Plain cases written for this project, put together from parts: what any careful friend would see at once.

They teach what the corpora hold too little of: good news told flatly, others' feelings, desire, service talk.
Labels follow the labelling guide; order of `corpora.MESSAGE_COLUMNS`. Deterministic.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

Labels = tuple[int, ...]
Parts = dict[str, list[str]]
PARTS = Path(__file__).with_name("plain_cases.toml")


def _parts() -> Parts:
    return tomllib.loads(PARTS.read_text(encoding="utf-8"))


def _typed(text: str, rng: Random) -> str:
    """Half of the messages as a phone's keyboard would write them, some without apostrophes."""
    if rng.random() < 0.5:
        text = text.replace(" i ", " I ").replace(" i'", " I'")
        return text[:1].upper() + text[1:]
    return text.replace("'", "") if rng.random() < 0.2 else text


def plain_messages(seed: int = 7) -> list[tuple[str, Labels]]:
    """Texts and labels, about two thousand."""
    rng, parts = Random(seed), _parts()
    cases = [*_events(parts, rng), *_feelings(parts, rng), *_longings(parts, rng), *_others(parts, rng)]
    cases += [*_look_alikes(parts, rng), *_dangers(parts)]
    return list(dict.fromkeys((_typed(text, rng), labels) for text, labels in cases))


def _events(parts: Parts, rng: Random) -> Iterator[tuple[str, Labels]]:
    """Told flatly, and with a feeling: then `affective` is 3."""
    for name, valence in (("sad", -1), ("glad", 1)):
        for event in parts[f"{name}_events"]:
            yield event, (2, 2, 2, 2, valence, 0, 0, 1)
            for _ in range(4):
                suffix = rng.choice(parts[f"{name}_suffixes"])
                raw = 3 if len(suffix) > 4 else 2
                yield rng.choice(parts["openings"]) + event + suffix, (2, 2, 2, raw, valence, 0, 0, 1)


def _feelings(parts: Parts, rng: Random) -> Iterator[tuple[str, Labels]]:
    for feeling in parts["sad_feelings"]:
        for frame in parts["feeling_frames"]:
            if rng.random() < 0.7:
                text = frame.format(feeling).replace("so so ", "so ").replace("so like", "like")
                yield text, (2, 3 if "enough" in feeling else 2, 2, 3 if "so" in frame else 2, -1, 0, 0, 1)
    for feeling in parts["glad_feelings"]:
        yield "i'm " + feeling, (2, 2, 1, 3, 1, 0, 0, 1)
        yield f"i'm {feeling}, i never thought i'd get here", (2, 2, 2, 3, 1, 0, 0, 1)


def _dangers(parts: Parts) -> Iterator[tuple[str, Labels]]:
    """`crisis` 1: danger from oneself; 2, here alone: fear of, or violence by, a partner."""
    for text in parts["crisis"]:
        yield text, (2, 3, 3, 3, -1, 0, 1, 1)
    for text in parts["unsafe"]:
        yield text, (2, 3, 3, 2, -1, 0, 2, 1)
    for text in parts["harmless"]:
        yield text, (1, 1, 0, 1, 0, 0, 0, 0)


def _longings(parts: Parts, rng: Random) -> Iterator[tuple[str, Labels]]:
    """Fears, hopes and secrets."""
    for fear in parts["fears"]:
        for frame in rng.sample(parts["fear_frames"], 4):
            yield frame.format(fear), (2, 3, 2, 2 if "think" in frame else 3, -1, 0, 0, 1)
    for name, valence, private in (("of", -1, 2), ("longing", 1, 2), ("secret", -1, 3)):
        for thing in parts[{"of": "of", "longing": "longings", "secret": "secrets"}[name]]:
            for frame in rng.sample(parts[f"{name}_frames"], 3):
                yield frame.format(thing), (2, 3, private, 2, valence, 0, 0, 1)


def _others(parts: Parts, rng: Random) -> Iterator[tuple[str, Labels]]:
    """Feelings of others are not the speaker's; fear and pride for them are."""
    for who in parts["kin"]:
        for state in rng.sample(parts["third_states"], 9):
            yield f"{who} {state}", (0, 0, 1, 0, 0, 0, 0, 0)
    for dear in parts["dear"]:
        for feeling in rng.sample(parts["for_kin"], 4):
            good = "proud" in feeling or "happy" in feeling
            link = "of" if "proud" in feeling else "for"
            yield f"i'm {feeling} {link} {dear}", (2, 2, 2, 2, 1 if good else -1, 0, 0, 1)


def _look_alikes(parts: Parts, rng: Random) -> Iterator[tuple[str, Labels]]:
    for text in parts["desire"]:
        for tail in rng.sample(parts["desire_tails"], 3):
            yield text + tail, (1, 1, 1, 1, 1, 0, 0, 0)
    for text in parts["play"]:
        for tail in rng.sample(parts["play_tails"], 3):
            yield text + tail, (1, 0, 0, 1, 0, 1, 0, 0)
    for text in parts["service"]:
        for frame in rng.sample(parts["service_frames"], 3):
            yield frame.format(text).replace("?.", "?"), (1, 1, 0, 0, 0, 0, 0, 0)
    for text in parts["small"]:
        for tail in rng.sample(parts["small_tails"], 3):
            yield text + tail, (2 if text.startswith(("i", "my")) else 1, 1, 0, 1, 0, 0, 0, 0)


ReplyLabels = tuple[int, int, int, int, int, int, int]
_SAME_FOR_ALL: tuple[tuple[str, ReplyLabels, bool, int], ...] = (
    ("minimal", (0, 0, 0, 1, 0, 0, 0), True, 2),
    ("elsewhere", (0, 0, 0, 2, 0, 0, -1), False, 3),
    ("critical1", (0, 0, 0, 0, 1, 0, -1), True, 2),
    ("critical2", (0, 0, 0, 0, 2, 0, -1), True, 2),
    ("advice", (0, 0, 0, 0, 0, 1, 0), True, 2),
    ("warm", (0, 0, 2, 0, 0, 0, 1), True, 2),
    ("values", (0, 2, 0, 0, 0, 0, 1), True, 2),
    ("asks", (2, 0, 1, 0, 0, 0, 1), True, 2),
    ("cheers", (0, 2, 1, 0, 0, 0, 1), True, 2),
    ("disagreeing", (0, 0, 0, 0, 0, 0, 0), True, 1),
    ("small_warmth", (0, 0, 1, 0, 0, 0, 0), True, 2),
)
"""Part, labels, whether about the disclosure, how often."""
_SPECIFIC_CHARS = 34
"""A longer sentence of `understands` names the feeling and its reason: understanding 2."""


def plain_replies(seed: int = 7) -> list[tuple[str, ReplyLabels, bool]]:
    """Replies that read the same beside any disclosure: text, labels (`corpora.REPLY_COLUMNS`), relevant."""
    rng, parts = Random(seed), _parts()
    out: list[tuple[str, ReplyLabels, bool]] = []
    for name, labels, relevant, times in _SAME_FOR_ALL:
        out += [(text, labels, relevant) for text in parts[name] for _ in range(times)]
    for text in parts["understands"]:
        out += [(text, (2 if len(text) > _SPECIFIC_CHARS else 1, 0, 0, 0, 0, 0, 1), True)] * 2
    for _ in range(90):
        u, a, c = (rng.choice(parts[name]) for name in ("understands", "values", "warm"))
        said = [u, a, c] if rng.random() < 0.5 else rng.sample([u, a, c], 2)
        understood = 0 if u not in said else 2 if len(u) > _SPECIFIC_CHARS else 1
        out.append((". ".join(said), (understood, 2 * (a in said), 2 * (c in said), 0, 0, 0, 1), True))
    return [(_typed(text, rng), labels, relevant) for text, labels, relevant in out]
