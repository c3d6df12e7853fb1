"""The labelled texts: those in `../shared/data` (licences in its README) and those in `training/written`."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

MESSAGE_COLUMNS = (
    "self", "personal", "private", "affective", "valence", "nonliteral", "crisis", "disclosure",
)  # fmt: skip
REPLY_COLUMNS = ("understanding", "appreciation", "caring", "disinterest", "criticism", "advice", "felt")
DANGERS = ("crisis", "fear_partner", "fear_other", "threat", "control", "contempt", "thrown_back")
DATA = Path(__file__).parents[2] / "shared" / "data"
WRITTEN = Path(__file__).with_name("written")
SECOND = WRITTEN / "second"
UNSEEN = Path(__file__).with_name("unseen")
_EARLIER = 4
HELD = 10
"""One in so many conversations written here is kept for choosing settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A labelled message; labels in the order of MESSAGE_COLUMNS, fractions where two labellings differ."""

    text: str
    labels: tuple[float, ...]
    source: str
    stratum: str
    part: str
    group: str
    before: tuple[str, ...] = ()
    who: str = ""
    """Who of a chat wrote it; empty outside chats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A labelled reply; labels in the order of REPLY_COLUMNS."""

    to: str
    text: str
    labels: tuple[float, ...]
    source: str
    part: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """A text labelled for what may hurt; labels in the order of DANGERS."""

    text: str
    before: str
    labels: tuple[float, ...]
    kind: str
    part: str
    id: str


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def messages(data: Path = DATA) -> list[Message]:
    """All messages of `data` that may be learnt from, with their parts."""
    out: list[Message] = []
    for name in ("labelled_messages", "labelled_sms"):
        for row in table(data / f"{name}.csv"):
            labels = tuple(float(row[column]) for column in MESSAGE_COLUMNS)
            out.append(
                Message(
                    text=row["text"], labels=labels, source=row.get("src", "sms"), stratum=row["stratum"],
                    part=row["split"], group=row["text"],
                )
            )  # fmt: skip
    out += _singles(lines(data / "written_singles.jsonl"), "singles")
    out += _chats(lines(data / "written_chats.jsonl"), "chats")
    out += _openings(lines(data / "written_replies.jsonl"), "replies")
    return out


def replies(data: Path = DATA) -> list[Reply]:
    """All labelled replies of `data` that may be learnt from."""
    return [
        *_replies(lines(data / "written_replies.jsonl"), "replies"),
        *_answers(lines(data / "written_chats.jsonl"), "chats"),
    ]


def written(folder: Path = WRITTEN) -> tuple[list[Message], list[Reply], list[Danger]]:
    """What was written for the readers beside `data`; parts `train` and `held`."""
    found_messages: list[Message] = []
    found_replies: list[Reply] = []
    dangers: list[Danger] = []
    for path in sorted(folder.glob("*.jsonl")):
        rows = with_second(lines(path), folder / "second" / path.name)
        for row in rows:
            row.setdefault("split", "held" if crc32(row["id"].encode()) % HELD == 0 else "train")
        name = path.stem
        found_messages += _singles([r for r in rows if "labels" in r and "text" in r], name)
        found_messages += _chats([r for r in rows if "lines" in r], name)
        found_messages += _openings([r for r in rows if "replies" in r], name)
        found_replies += _replies([r for r in rows if "replies" in r], name)
        found_replies += _answers([r for r in rows if "lines" in r], name)
        dangers += _dangers([r for r in rows if "fear" in r])
    return found_messages, found_replies, dangers


def labelled_here(data: Path = DATA) -> list[Message]:
    """Texts of `data` that were labelled here beside those that `messages` gives; all to learn from.

    Their words stay where they are: the labels name them by a hash.
    """
    rows = lines(WRITTEN / "of_given" / "real_texts.jsonl")
    labels = {row["sha256"]: tuple(row["labels"]) for row in rows}
    pools = {
        "sms": sms(data), "topical_chat": topical_chat(data),
        "goemotions": [named(text) for text, _, _ in emotions(data)],
        "offmychest": [row["text"] for row in confessions(data)],
    }  # fmt: skip
    found: dict[str, Message] = {}
    for source, pool in pools.items():
        for text in pool:
            key = sha256(text.encode()).hexdigest()[:16]
            if key in labels and key not in found:
                found[key] = Message(
                    text=text, labels=labels[key], source=source, stratum="chosen", part="train", group=text
                )
    return list(found.values())


def unseen_safety() -> list[Danger]:
    """The safety set for measuring, agreed by two labellings; never fitted to."""
    path = UNSEEN / "safety.jsonl"
    rows = with_second(lines(path), UNSEEN / "second" / path.name)
    return _dangers([row | {"split": "evaluation"} for row in rows])


def with_second(rows: list[dict[str, Any]], path: Path) -> list[dict[str, Any]]:
    """Rows whose labels are the mean of the writer's and of the second labelling in `path`, where both are.

    A second labelling is JSON Lines of `{"id", "labels"}` for a message or a safety text (these as
    `[crisis, fear, threat, control, contempt, thrown_back]`), with `"line"` for a line of a chat and with
    `"reply"` for a reply (in a chat: the line that replies, `"reply": true`).
    """
    if not path.exists():
        return rows
    by_id = {row["id"]: row for row in rows}
    for second in lines(path):
        row, labels = by_id.get(second["id"]), second["labels"]
        if row is None:
            continue
        if "lines" in row:
            line = row["lines"][second["line"]]
            at = 4 if second.get("reply") else 2
            if line[at] is not None:
                line[at] = _mean(line[at], labels)
        elif "replies" in row and "reply" in second:
            row["replies"][second["reply"]][1] = _mean(row["replies"][second["reply"]][1], labels)
        elif "fear" in row:
            row["second"] = labels
        else:
            row["labels"] = _mean(row["labels"], labels)
    return rows


def _mean(first: Sequence[float], second: Sequence[float]) -> list[float]:
    return [(a + b) / 2 for a, b in zip(first, second, strict=True)]


def _singles(rows: list[dict[str, Any]], source: str) -> list[Message]:
    return [
        Message(
            text=row["text"], labels=tuple(row["labels"]), source=source, stratum=row.get("kind", ""),
            part=row["split"], group=row.get("id", row["text"]),
        )
        for row in rows
    ]  # fmt: skip


def _openings(rows: list[dict[str, Any]], source: str) -> list[Message]:
    return [
        Message(
            text=row["disclosure"], labels=tuple(row["labels"]), source=source, stratum="disclosure",
            part=row["split"], group=row["id"],
        )
        for row in rows
    ]  # fmt: skip


def _chats(rows: list[dict[str, Any]], source: str) -> list[Message]:
    out = []
    for chat in rows:
        said: list[str] = []
        for who, text, labels, _, _ in chat["lines"]:
            out.append(
                Message(
                    text=text, labels=tuple(labels), source=source, stratum=chat.get("setting", ""),
                    part=chat["split"], group=chat["id"], before=tuple(said[-_EARLIER:]), who=who,
                )
            )  # fmt: skip
            said.append(text)
    return out


def _replies(rows: list[dict[str, Any]], source: str) -> list[Reply]:
    return [
        Reply(
            to=row["disclosure"],
            text=text,
            labels=tuple(labels),
            source=source,
            part=row["split"],
            group=row["id"],
        )
        for row in rows
        for text, labels in row["replies"]
    ]


def _answers(rows: list[dict[str, Any]], source: str) -> list[Reply]:
    return [
        Reply(
            to=chat["lines"][to][1], text=text, labels=tuple(labels), source=source, part=chat["split"],
            group=chat["id"],
        )
        for chat in rows
        for _, text, _, to, labels in chat["lines"]
        if to is not None and labels is not None
    ]  # fmt: skip


def _dangers(rows: list[dict[str, Any]]) -> list[Danger]:
    return [
        Danger(
            text=row["text"], before=row["before"] or "", labels=_danger_labels(row), kind=row["kind"],
            part=row["split"], id=row["id"],
        )
        for row in rows
    ]  # fmt: skip


def _danger_labels(row: dict[str, Any]) -> tuple[float, ...]:
    first = [row["crisis"], row["fear"], *(row[name] for name in DANGERS[3:])]
    both = [_spread(one) for one in (first, row.get("second", first))]
    return tuple(_mean(*both))


def _spread(labels: Sequence[Any]) -> list[float]:
    crisis, fear, *rest = labels
    return [crisis, float(fear == "partner"), float(fear == "other"), *rest]


def unrelated_turns(data: Path = DATA) -> list[tuple[str, str, str]]:
    """Turns of a chat that answer no disclosure, beside one of the same chat: (disclosure, turn, part)."""
    out = []
    for chat in lines(data / "written_chats.jsonl"):
        said: list[list[Any]] = chat["lines"]
        for i, line in enumerate(said):
            if line[2][7] != 1:
                continue
            out += [
                (line[1], said[j][1], chat["split"])
                for j in range(max(0, i - 4), i)
                if said[j][0] != line[0] and said[j][4] is None and said[j][2][7] == 0
            ]
    return out


def everyday_dialogue(data: Path = DATA) -> list[Message]:
    """DailyDialog messages: evaluation only, never fitted to."""
    return [
        Message(
            text=row["text"], labels=tuple(float(row[c]) for c in MESSAGE_COLUMNS), source="dialogue",
            stratum=row["stratum"], part="dev", group=row["text"],
        )
        for row in table(data / "dev_dialogue_messages.csv")
    ]  # fmt: skip


def everyday_replies(data: Path = DATA) -> list[Reply]:
    """DailyDialog turns: evaluation only."""
    return [
        Reply(
            to=row["disclosure"], text=row["reply"], labels=tuple(float(row[c]) for c in REPLY_COLUMNS),
            source="dialogue", part="dev", group=row["disclosure"],
        )
        for row in table(data / "dev_dialogue_replies.csv")
    ]  # fmt: skip


def half(text: str) -> int:
    """0 or 1, stable: which half of an unlabelled corpus a text belongs to (1 is for measuring)."""
    return crc32(text.encode()) >> 7 & 1


def topical_chat(data: Path = DATA) -> list[str]:
    """Sentences of chat about topics: nearly none discloses."""
    return list(dict.fromkeys(row["text"] for row in table(data / "topical_chat_valid_test.csv")))


def sms(data: Path = DATA) -> list[str]:
    """Unlabelled text messages between friends and family."""
    return [row["text"] for row in table(data / "sms_ham.csv")]


def emotions(data: Path = DATA) -> Iterator[tuple[str, set[str], str]]:
    """GoEmotions: (text, emotions, part); names stand as [NAME]."""
    for row in table(data / "goemotions.csv"):
        yield row["text"], set(re.split(r"[,;| ]+", row["emotions"])), row["split"]


def named(text: str) -> str:
    """A text of GoEmotions with a given name where it hides one."""
    return text.replace("[NAME]", "Alex")


def confessions(data: Path = DATA) -> list[dict[str, str]]:
    """OffMyChest rows."""
    return table(data / "offmychest_train.csv")
