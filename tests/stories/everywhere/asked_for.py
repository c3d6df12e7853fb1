"""What the bot says to a group, and what somebody did that asked for it: one list, held against each message
that stands there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.desk import marked_id
from core.ids import UpdateId
from tests.promises.rows import dump
from tests.stories.backstage import KEY

ASKED_BY: Mapping[str, tuple[str, ...]] = {
    "card": ("the bot is added", "somebody joins", "/start"),
    "chat": ("/chat",),
    "recap_switch": ("/recap", "tap on"),
    "prompt_added": ("/prompts", "words in private", "a form"),
    "nobody": ("/",),
}
"""By kind of note: beginnings of the gestures that it follows at once. Of a reveal: how its check-in
began is asked."""
BEGINS = ("/checkin", "tap on")
"""Gestures with which a check-in begins by hand; the first one begins when all agreed."""
PLANS = "/checkins"
"""Gesture that has check-ins come by themselves."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of the bot in a group."""

    reference: str
    """As the note remembers what it was sent as."""
    text: str


class Groups(Protocol):
    """The groups of a platform, as its server knows them."""

    @property
    def pieces_of_copy(self) -> int:
        """Messages in which somebody's own words are brought along."""
        ...

    def standing(self) -> Sequence[Standing]:
        """Everything that the bot said to groups, oldest first."""
        ...

    def handed_in(self) -> Sequence[UpdateId]:
        """Updates since this was asked last."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the bot in a group, and the note that it belongs to (none: that was never decided)."""

    message: Standing
    note: Mapping[str, Any] | None

    @property
    def kind(self) -> str:
        return str(self.note["kind"]) if self.note is not None else "nothing"


class AskedFor:
    """Looks at the groups after each gesture."""

    def __init__(self, groups: Groups, database: Path) -> None:
        self._groups, self._database = groups, database
        self._known: set[str] = set()
        self._gestures: dict[str, str] = {}
        """What somebody did, by the mark under which its update is remembered."""
        self.unasked: list[str] = []
        """What nobody asked for."""
        self.kinds: set[str] = set()
        """Of which kinds the messages were."""

    def look(self, gesture: str) -> None:
        """`gesture` was made (nothing where only time passed), and all that follows from it is shown."""
        for update in self._groups.handed_in():
            self._gestures[marked_id(update)] = gesture
        for said in self._new():
            self.kinds.add(said.kind)
            if not self._was_asked_for(said, gesture):
                self.unasked.append(f"{said.kind} {said.message.text!r} after {gesture or 'nothing'}")

    def look_away(self) -> None:
        """What stands there now is a test's own doing."""
        for _ in self._new():
            pass

    def _new(self) -> Iterator[Said]:
        """Names and copies belong to the note above them."""
        new = [each for each in self._groups.standing() if each.reference not in self._known]
        notes = self._notes() if new else {}
        note, pieces = None, 0
        for message in new:
            self._known.add(message.reference)
            own = notes.get(message.reference)
            of_copies = 0 if own is None else self._groups.pieces_of_copy * len(own["copies"])
            note, pieces = (own, of_copies) if own is not None else (note, pieces - 1)
            yield Said(message, note if pieces >= 0 else None)

    def _notes(self) -> dict[str, Mapping[str, Any]]:
        """By what they were sent as."""
        rows = dump(self._database, KEY)["notes"]
        return {row[-2].partition(" ")[0]: json.loads(row[-1]) for row in rows if row[-2] is not None}

    def _was_asked_for(self, said: Said, gesture: str) -> bool:
        if said.note is None:
            return False
        if said.kind != "reveal":
            return gesture.startswith(ASKED_BY.get(said.kind, ("nobody may",)))
        began = str(said.note["args"]["round"]).partition("/round/")[2]
        if began.startswith("checkin/"):
            return PLANS in {each.partition(" ")[0] for each in self._gestures.values()}
        return self._gestures.get(began, "nothing").startswith(BEGINS)
