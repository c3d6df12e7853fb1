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
UNSEEN = Path(__file__).with_name("unseen")
LATER = UNSEEN / "later"
"""Written after the lesson; its shapes are those of WRITTEN."""
_EARLIER = 4
_IN_A_ROW = 6
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
            row.setdefault("split", _part(row))
        name = path.stem
        found_messages += _singles([r for r in rows if "labels" in r and "text" in r], name)
        found_messages += _chats([r for r in rows if "lines" in r], name)
        found_messages += _openings([r for r in rows if "replies" in r], name)
        found_replies += _replies([r for r in rows if "replies" in r], name)
        found_replies += _answers([r for r in rows if "lines" in r], name)
        dangers += _dangers([r for r in rows if "fear" in r])
    return found_messages, found_replies, dangers


def _part(row: dict[str, Any]) -> str:
    """`train`, `held`, or `edge`. Safety texts stand in pairs: ten neighbours go together, and the first and
    last of ten that are held back are left out, since their other half may be learnt from."""
    name: str = row["id"]
    if "fear" not in row:
        return "held" if crc32(name.encode()) % HELD == 0 else "train"
    if crc32(name[:-1].encode()) % HELD:
        return "train"
    return "edge" if name[-1] in "09" else "held"


def labelled_here(data: Path = DATA) -> list[Message]:
    """Texts of `data` that were labelled here beside those that `messages` gives; parts `train` and `held`.

    Their words stay where they are: the labels name them by a hash. A text that `messages` keeps for
    measuring is left out, also where one of the two hides a name.
    """
    measured = {_key(named(m.text)) for m in messages(data) if m.part != "train"}
    rows = [row for row in lines(WRITTEN / "of_given" / "real_texts.jsonl") if row["sha256"] not in measured]
    labels = {row["sha256"]: tuple(_mean(row["labels"], row.get("second", row["labels"]))) for row in rows}
    pools = {
        "sms": sms(data), "topical_chat": topical_chat(data),
        "goemotions": [named(text) for text, _, _ in emotions(data)],
        "offmychest": [row["text"] for row in confessions(data)],
    }  # fmt: skip
    found: dict[str, Message] = {}
    for source, pool in pools.items():
        for text in pool:
            key = _key(text)
            if key in labels and key not in found:
                part = "held" if int(key, 16) % HELD == 0 else "train"
                found[key] = Message(
                    text=text, labels=labels[key], source=source, stratum="chosen", part=part, group=text
                )
    return list(found.values())


def _key(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def unseen_safety(folder: Path = WRITTEN) -> list[Danger]:
    """The safety set for measuring, labelled twice; never fitted to. A text that has six words in a row, or
    all its words, in common with one of `folder` is left out."""
    path = UNSEEN / "safety.jsonl"
    rows = with_second(lines(path), UNSEEN / "second" / path.name)
    found = _dangers([row | {"split": "evaluation"} for row in rows])
    messages, replies, dangers = written(folder)
    texts = [one.text for one in [*messages, *replies, *dangers]]
    learnt = {passage for text in texts for passage in passages(text)}
    return [danger for danger in found if learnt.isdisjoint(passages(danger.text))]


def passages(text: str) -> set[tuple[str, ...]]:
    """Every six words in a row, in lower case without punctuation; all of them of a shorter text."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    most = max(1, len(words) - _IN_A_ROW + 1)
    return {tuple(words[i : i + _IN_A_ROW]) for i in range(most)}


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
