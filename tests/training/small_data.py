"""A data folder and a reader, both small and made up."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.reading.scores import Abstention, MessageReading, ResponseReading, Stance
from core.utterance import Utterance

MESSAGE = ("self", "personal", "private", "affective", "valence", "nonliteral", "crisis", "disclosure")
REPLY = ("understanding", "appreciation", "caring", "disinterest", "criticism", "advice", "felt")
DEEP, PLAIN = (2, 3, 3, 3, -1, 0, 0, 1), (0, 0, 0, 0, 0, 0, 0, 0)
WARM, COLD = (2, 1, 2, 0, 0, 0, 1), (0, 0, 0, 2, 0, 0, -1)
PARTS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class Afraid:
    """A real small reader: fear discloses, "oh no" meets it, and *je* is French."""

    version: str = "afraid-1"

    def read_message(
        self, message: Utterance, *, before: Sequence[str] = (), burst: Sequence[str] = ()
    ) -> MessageReading | Abstention:
        if "je " in message.text:
            return Abstention(language="fr", reader=self.version)
        deep = float("afraid" in message.text)
        return MessageReading(
            self_relevance=deep, personal=deep, private=deep, affective=deep, disclosure=0.05 + 0.9 * deep,
            crisis=float("die" in message.text), reader=self.version,
        )  # fmt: skip

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: Sequence[str] = ()
    ) -> ResponseReading | Abstention:
        warm = float("oh no" in response.text)
        return ResponseReading(
            understanding=warm, caring=warm, disinterest=1 - warm, reader=self.version,
            stance=Stance.RESPONSIVE if warm else Stance.DISINTERESTED,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AfraidAtLength(Afraid):
    """With heads for the public tasks: fear discloses, and a later number is more intimate."""

    def auxiliary(self, text: str) -> dict[str, float] | None:
        deep = float("afraid" in text)
        digits = "".join(c for c in text if c.isdigit())
        return {"emotional": deep, "informational": deep, "intimacy": float(digits or 0)}


def small_data(folder: Path) -> Path:
    """Every file that the command asks for, a few rows each."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [(f"i am afraid of day {n}", DEEP) for n in range(4)] + [
        (f"bus {n} is late", PLAIN) for n in range(8)
    ]
    labelled: list[dict[str, object]] = [
        {"text": text, **dict(zip(MESSAGE, labels, strict=True))} for text, labels in texts
    ]
    table(folder / "dev_dialogue_messages.csv", [row | {"stratum": "random"} for row in labelled])
    table(
        folder / "labelled_messages.csv",
        [row | {"split": part, "src": "offmychest", "stratum": "top"} for row in labelled for part in PARTS],
    )
    table(
        folder / "labelled_sms.csv",
        [row | {"split": part, "stratum": "random"} for row in labelled for part in PARTS],
    )
    answers = [("oh no, of what?", WARM), ("ok then, bye now", COLD)]
    table(
        folder / "dev_dialogue_replies.csv",
        [
            dict(zip(REPLY, labels, strict=True)) | {"disclosure": f"i am afraid {n}", "reply": text}
            for n in range(3)
            for text, labels in answers
        ],
    )
    table(
        folder / "offmychest_train.csv",
        [
            {
                "text": f"{text}{end}",
                "split": part,
                "Emotional_disclosure": labels[7],
                "Information_disclosure": labels[7],
            }
            for text, labels in texts
            for part in PARTS
            for end in ((" and that is all", "") if part == "dev" else (" and that is all",))
        ],
    )
    table(
        folder / "question_intimacy.csv",
        [{"text": f"why {n}?", "intimacy": n / 10, "split": "val"} for n in range(5)],
    )
    table(folder / "goemotions.csv", [{"text": "what a day", "emotions": "joy", "split": "train"}])
    table(folder / "sms_ham.csv", [{"text": f"see you at {n}"} for n in range(30)])
    table(folder / "topical_chat_valid_test.csv", [{"text": f"film number {n} was long"} for n in range(30)])
    lines(
        folder / "written_chats.jsonl",
        [
            {
                "id": f"c{n}", "setting": "couple", "split": "dev",
                "lines": [["A", f"i am afraid {n}", DEEP, None, None], ["B", "oh no, why?", PLAIN, 0, WARM],
                          ["A", f"the bus is late {n}", PLAIN, None, None]],
            }
            for n in range(4)
        ],
    )  # fmt: skip
    lines(
        folder / "written_replies.jsonl",
        [
            {
                "id": f"r{n}",
                "split": "dev",
                "disclosure": f"i am afraid, {n}",
                "labels": DEEP,
                "replies": answers,
            }
            for n in range(4)
        ],
    )
    lines(
        folder / "written_singles.jsonl",
        [
            {"split": "dev", "kind": "logistics", "text": "who is afraid of the big bus", "labels": PLAIN},
            {"split": "dev", "kind": "logistics", "text": "the bus is here", "labels": PLAIN},
            {"split": "dev", "kind": "plain_fear", "text": "i am afraid again", "labels": DEEP},
        ],
    )
    return folder


def small_unseen(folder: Path) -> Path:
    """A safety set, labelled twice, and foreign lines."""
    (folder / "second").mkdir(parents=True)
    none = {
        "before": None,
        "crisis": 0,
        "fear": "none",
        "threat": 0,
        "control": 0,
        "contempt": 0,
        "thrown_back": 0,
    }
    rows = [
        none | {"id": "1", "kind": "crisis", "text": "i want to die", "crisis": 1},
        none | {"id": "2", "kind": "crisis", "text": "i wrote letters", "crisis": 1},
        none | {"id": "3", "kind": "near_idiom", "text": "i could eat a horse"},
        none | {"id": "4", "kind": "fear_partner", "text": "he hits me", "fear": "partner"},
        none | {"id": "5", "kind": "fear_other", "text": "my boss hits me", "fear": "other"},
        none | {"id": "6", "kind": "contempt", "text": "pathetic", "before": "i cried", "contempt": 1},
    ]
    lines(folder / "safety.jsonl", rows)
    agreed = [
        [r["crisis"], r["fear"], r["threat"], r["control"], r["contempt"], r["thrown_back"]] for r in rows
    ]
    agreed[1] = [0, "none", 0, 0, 0, 0]
    lines(
        folder / "second" / "safety.jsonl",
        [{"id": row["id"], "labels": labels} for row, labels in zip(rows, agreed, strict=True)],
    )
    foreign = [
        ("fr", "je suis là", False),
        ("de", "bin gleich da", False),
        ("fr", "i am so je ne sais quoi", True),
    ]
    lines(
        folder / "foreign.jsonl",
        [{"language": code, "text": text, "mixed": mixed} for code, text, mixed in foreign],
    )
    return folder


def table(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def lines(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
