# ruff: noqa: E501 -- a row of a printed table or of a data file reads better on one line
"""The labelled texts the readers learn from and are measured on (`../shared/data`, licences in its README)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MESSAGE_COLUMNS = (
    "self",
    "personal",
    "private",
    "affective",
    "valence",
    "nonliteral",
    "crisis",
    "disclosure",
)
REPLY_COLUMNS = ("understanding", "appreciation", "caring", "disinterest", "criticism", "advice", "felt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A labelled message; labels in the order of MESSAGE_COLUMNS."""

    text: str
    labels: tuple[int, ...]
    source: str
    stratum: str
    part: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A labelled reply; labels in the order of REPLY_COLUMNS."""

    to: str
    text: str
    labels: tuple[int, ...]
    source: str
    part: str
    group: str


def _jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def messages(data: Path) -> list[Message]:
    """All messages that may be learnt from, with their parts."""
    out: list[Message] = []
    for name in ("labelled_messages", "labelled_sms"):
        table = pd.read_csv(data / f"{name}.csv", keep_default_na=False)
        for row in table.to_dict("records"):
            source = str(row.get("src", "sms"))
            labels = tuple(int(row[column]) for column in MESSAGE_COLUMNS)
            text = str(row["text"])
            out.append(
                Message(
                    text=text,
                    labels=labels,
                    source=source,
                    stratum=str(row["stratum"]),
                    part=str(row["split"]),
                    group=text,
                )
            )
    for single in _jsonl(data / "written_singles.jsonl"):
        text = str(single["text"])
        out.append(
            Message(
                text=text,
                labels=tuple(single["labels"]),
                source="singles",
                stratum=str(single["kind"]),
                part=str(single["split"]),
                group=text,
            )
        )
    for chat in _jsonl(data / "written_chats.jsonl"):
        for _, text, labels, _, _ in chat["lines"]:
            out.append(
                Message(
                    text=text,
                    labels=tuple(labels),
                    source="chats",
                    stratum=str(chat["setting"]),
                    part=str(chat["split"]),
                    group=str(chat["id"]),
                )
            )
    for case in _jsonl(data / "written_replies.jsonl"):
        out.append(  # noqa: PERF401 -- as the loops above
            Message(
                text=str(case["disclosure"]),
                labels=tuple(case["labels"]),
                source="replies",
                stratum="disclosure",
                part=str(case["split"]),
                group=str(case["id"]),
            )
        )
    return out


def replies(data: Path) -> list[Reply]:
    """All labelled replies that may be learnt from."""
    out: list[Reply] = []
    for case in _jsonl(data / "written_replies.jsonl"):
        for text, labels in case["replies"]:
            out.append(
                Reply(
                    to=str(case["disclosure"]),
                    text=text,
                    labels=tuple(labels),
                    source="replies",
                    part=str(case["split"]),
                    group=str(case["id"]),
                )
            )
    for chat in _jsonl(data / "written_chats.jsonl"):
        lines: list[list[Any]] = chat["lines"]
        for _, text, _, to, labels in lines:
            if to is not None and labels is not None:
                out.append(
                    Reply(
                        to=str(lines[to][1]),
                        text=str(text),
                        labels=tuple(labels),
                        source="chats",
                        part=str(chat["split"]),
                        group=str(chat["id"]),
                    )
                )
    return out


def unrelated_turns(data: Path) -> list[tuple[str, str, str]]:
    """Turns of a chat that answer no disclosure, beside one of the same chat: (disclosure, turn, part)."""
    out = []
    for chat in _jsonl(data / "written_chats.jsonl"):
        lines: list[list[Any]] = chat["lines"]
        answered = [i for i, line in enumerate(lines) if line[2][7] == 1]
        for i in answered:
            for j in range(max(0, i - 4), i):
                if lines[j][0] != lines[i][0] and lines[j][4] is None and lines[j][2][7] == 0:
                    out.append(  # noqa: PERF401 -- three nested loops in one expression would hide the rule
                        (str(lines[i][1]), str(lines[j][1]), str(chat["split"]))
                    )
    return out


def everyday_dialogue(data: Path) -> list[Message]:
    """DailyDialog messages: evaluation only, never fitted to."""
    table = pd.read_csv(data / "dev_dialogue_messages.csv", keep_default_na=False)
    return [
        Message(
            text=str(row["text"]),
            labels=tuple(int(row[column]) for column in MESSAGE_COLUMNS),
            source="dialogue",
            stratum=str(row["stratum"]),
            part="dev",
            group=str(row["text"]),
        )
        for row in table.to_dict("records")
    ]


def everyday_replies(data: Path) -> list[Reply]:
    """DailyDialog turns: evaluation only."""
    table = pd.read_csv(data / "dev_dialogue_replies.csv", keep_default_na=False)
    return [
        Reply(
            to=str(row["disclosure"]),
            text=str(row["reply"]),
            labels=tuple(int(row[c]) for c in REPLY_COLUMNS),
            source="dialogue",
            part="dev",
            group=str(row["disclosure"]),
        )
        for row in table.to_dict("records")
    ]


def half(text: str) -> int:
    """0 or 1, stable: which half of an unlabelled corpus a text belongs to (1 is for measuring)."""
    return crc32(text.encode()) >> 7 & 1


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """Texts of other corpora with a target (T,) in 0..1 for some signals."""

    texts: list[str]
    targets: dict[str, NDArray[np.float32]]


def auxiliary(data: Path, taken: set[str]) -> list[Auxiliary]:
    """GoEmotions, OffMyChest (train), questions, sarcasm and Topical-Chat, less the texts that are labelled here."""
    go = pd.read_csv(data / "goemotions.csv", keep_default_na=False)
    go = go[(go.split == "train") & ~go.text.isin(taken)].copy()
    go["text"] = go.text.str.replace("[NAME]", "Alex")
    emotions = go.emotions.str.split(r"[,;| ]+", regex=True)
    names = sorted({name for row in emotions for name in row})
    found = [
        Auxiliary(go.text.tolist(), {n: np.array([n in row for row in emotions], np.float32) for n in names})
    ]
    chest = pd.read_csv(data / "offmychest_train.csv", keep_default_na=False)
    chest = chest[(chest.split == "train") & ~chest.text.isin(taken)]
    columns = {
        "emotional_disclosure": "Emotional_disclosure",
        "information_disclosure": "Information_disclosure",
        "support": "Support",
        "general_support": "General_support",
        "info_support": "Info_support",
        "emo_support": "Emo_support",
    }
    found.append(
        Auxiliary(
            chest.text.tolist(),
            {
                name: pd.to_numeric(chest[column]).fillna(0).to_numpy(np.float32)
                for name, column in columns.items()
            },
        )
    )
    questions = pd.read_csv(data / "question_intimacy.csv", keep_default_na=False)
    questions = questions[questions.split == "train"]
    intimacy = pd.to_numeric(questions.intimacy).to_numpy(np.float32)
    found.append(Auxiliary(questions.text.tolist(), {"intimate_question": (intimacy > 0).astype(np.float32)}))
    sarcasm = pd.read_csv(data / "isarcasmeval_en.csv", keep_default_na=False)
    sarcasm = sarcasm[sarcasm.split == "train"]
    sarcastic = pd.to_numeric(sarcasm.sarcastic).fillna(0).to_numpy(np.float32)
    found.append(Auxiliary(sarcasm.text.astype(str).tolist(), {"sarcastic": sarcastic}))
    talk = [text for text in topical_chat(data) if text not in taken and half(text) == 0][:8000]
    both = talk + chest.text.tolist()[:8000]
    about = np.array([1.0] * len(talk) + [0.0] * (len(both) - len(talk)), np.float32)
    found.append(Auxiliary(both, {"about_topics": about}))
    return found


def topical_chat(data: Path) -> list[str]:
    """Sentences of chat about topics: nearly none discloses."""
    table = pd.read_csv(data / "topical_chat_valid_test.csv", keep_default_na=False)
    return [str(text) for text in dict.fromkeys(table.text)]


def sms(data: Path) -> list[str]:
    """Unlabelled text messages between friends and family."""
    return [str(text) for text in pd.read_csv(data / "sms_ham.csv", keep_default_na=False).text]
