"""What four couples say and do, made up from a seed: steps of time, and what each couple does in them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Line = dict[str, Any]
COUPLES = (("ana", "ben"), ("ana", "cleo"), ("dan", "eve"), ("fay", "gus"))
BEGIN = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
GAPS_MINUTES = (1, 1, 1, 3, 3, 12, 35, 35, 65, 130, 400, 900)
SAYINGS = (
    "I am afraid of tomorrow",
    "I am afraid that work is going wrong",
    "I am with you, whatever happens",
    "what a long day, and the bus was late again",
    "ok",
)
ALONE = frozenset({"withdraws", "agrees", "commands"})
"""What takes waiting notes back, or answers about them, happens by itself: else its order would count."""


@dataclass(slots=True)
class Step:
    """A moment, and what each couple does then, in its order."""

    at: datetime
    acts: dict[str, list[Line]] = field(default_factory=dict)

    def lines(self) -> list[Line]:
        return [line for acts in self.acts.values() for line in acts]


class Writer:
    """Makes the script up, step by step."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._at = BEGIN
        self._count = 0
        self._said: dict[str, list[tuple[str, str]]] = {}

    def script(self, updates: int) -> list[Step]:
        """At least so many updates, the beginnings of the couples among them."""
        steps = [self._beginning()]
        moved = False
        while self._count < updates:
            if not moved and self._count > updates // 2:
                moved = True
                steps.append(self._moving())
            steps.append(self._step())
        return steps

    def _moving(self) -> Step:
        """Two of the chats get another id, and what is said there goes on arriving under the old one."""
        chats = [(f"toy:{one}-{other}", one) for one, other in COUPLES[:2]]
        return Step(self._at, {chat: [self._line(chat, by, "moves")] for chat, by in chats})

    def _beginning(self) -> Step:
        step = Step(self._at)
        for one, other in COUPLES:
            chat = f"toy:{one}-{other}"
            self._said[chat] = []
            acts = [self._line(chat, one, "added", people=[one, other])]
            step.acts[chat] = [*acts, *(self._line(chat, name, "agrees") for name in (one, other))]
        return step

    def _step(self) -> Step:
        self._at += timedelta(minutes=self._dice.choice(GAPS_MINUTES))
        step = Step(self._at)
        if self._dice.random() < 0.15:
            chat, couple = self._somebody()
            step.acts[chat] = [self._alone(chat, couple)]
            return step
        for one, other in self._dice.sample(COUPLES, self._dice.randint(1, 4)):
            chat = f"toy:{one}-{other}"
            step.acts[chat] = [self._act(chat, (one, other)) for _ in range(self._dice.randint(1, 3))]
        return step

    def _somebody(self) -> tuple[str, tuple[str, str]]:
        one, other = self._dice.choice(COUPLES)
        return f"toy:{one}-{other}", (one, other)

    def _alone(self, chat: str, couple: tuple[str, str]) -> Line:
        by = self._dice.choice(couple)
        # Not "pause": it takes back what was not sent yet, and what that is depends on when somebody died.
        name = self._dice.choice(("help", "mydata", "recap", "privacy", "settings", "checkin", "checkin"))
        kind = self._dice.choice(("withdraws", "agrees", "agrees", *["commands"] * 4))
        return self._line(chat, by, kind, name=name)

    def _act(self, chat: str, couple: tuple[str, str]) -> Line:
        by, said = self._dice.choice(couple), self._said[chat]
        kinds = ["says"] * 8 + ["answers", "sets"]
        if said:
            kinds += ["edits", "deletes", "reacts", "marks", "marks", "talked", "rates", "presses", "presses"]
        kind = self._dice.choice(kinds)
        text = self._dice.choice(SAYINGS)
        if kind in ("says", "answers"):
            line = self._line(chat, by, kind, text=text)
            if kind == "says":
                said.append((line["message"], by))
            if said and self._dice.random() < 0.2:
                line["reply_to"] = self._dice.choice(said[-5:])[0]
            return line
        if kind == "sets":
            return self._line(chat, by, kind, value=self._dice.random() < 0.5)
        after = [*(by for _, by in said[1:]), None]
        lasts = [one for one, next_by in zip(said, after, strict=True) if next_by != one[1]]
        # An edited earlier part of a turn is read with the words after it, which a restart forgets.
        message, author = self._dice.choice((lasts if kind == "edits" else said)[-6:])
        if kind in ("edits", "marks", "rates"):
            by = author
        button = self._dice.choice(("not_this", "later", "why"))
        return self._line(chat, by, kind, message=message, text=text, button=button)

    def _line(self, chat: str, by: str, what: str, **more: Any) -> Line:
        self._count += 1
        line = {"id": f"toy:bot:{self._count}", "at": self._at.isoformat(), "chat": chat, "by": by}
        return {**line, "what": what, "message": f"m{self._count}", **more}
