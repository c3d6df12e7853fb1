"""A walk through everything that can be tapped: each button once, on a message of its own.

It begins with the notes that a story left. Each is posted once more for each of its buttons; then the bot is
stopped and started anew, and each is pressed; a form that opens is filled in. What comes of that is walked
through in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, TypeAlias

from adapters.storage.rows import NOTE
from bot.desk import Desk
from core.ids import ChatId, PersonId
from core.notes import Note, NoteId, StoredNote
from core.ports import Transaction
from core.unasked import ANSWERS
from tests.promises.rows import dump
from tests.stories.backstage import KEY, Backstage
from tests.stories.everywhere.asked_for import AskedFor
from tests.stories.everywhere.stage import Stage

ALIKE = re.compile(r"(day|topic|zone|region|country|from|until|pack|toggle|turn|privacy|out|whom)_.+")
"""Buttons of which there are many: of each such family a few are pressed."""
A_FEW = 2
ENDS = (
    "consent:not_now",
    "leave:leave_withdraw",
    "leave:leave_yes",
    "forget:forget_here_yes",
    "forget:forget_yes",
)
"""After these little is left to walk through: they are kept for `ends`, in this order."""

STILL_ASKED_ABOUT = frozenset({"keep_due", "still_fine"})
"""Of these it is asked whether they are still to come, unless they take another's place."""

Gesture: TypeAlias = Callable[[], Awaitable[object]]


class Told(Stage, Protocol):
    """A stage on which the bot can be stopped and started, and its store looked into."""

    backstage: Backstage
    database: Path
    asked_for: AskedFor

    async def starts(self) -> None: ...

    async def ends(self) -> None: ...

    async def settles(self, what: str = "") -> None: ...


class Ground(Protocol):
    """What a walk needs to know of a platform. A gesture is one thing that somebody does there."""

    @property
    def stage(self) -> Told: ...

    @property
    def has_links(self) -> bool:
        """Whether a button that opens the private chat is a link, and no press."""
        ...

    @property
    def happened(self) -> int:
        """Gestures so far, as the platform's server counted them."""
        ...

    async def arrives(self) -> None:
        """The last gesture is handled; nothing that follows was brought yet."""
        ...

    def sight(self) -> list[object]:
        """What stands in all chats now."""
        ...

    def pressing(self, reference: str, button: str) -> Mapping[str, Gesture]:
        """Using this button of the message that was sent as this: a tap, and filling its form in, by name."""
        ...

    def asking(self, name: str, command: str, *, alone: bool) -> Gesture:
        """A command, in private or in the chat."""
        ...

    def person(self, name: str) -> PersonId: ...

    def home(self) -> ChatId: ...

    async def sets_up_a_community(self, name: str) -> None:
        """A place of their own, with the bot in it, and its /moderate."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    note: Note
    button: str

    @property
    def name(self) -> str:
        return f"{self.note.kind}:{self.button}"


@dataclass(slots=True)
class Walk:
    ground: Ground
    walked: dict[tuple[str, str], int] = field(default_factory=dict)
    """How often a family of buttons was met, by kind of note."""
    kinds: set[str] = field(default_factory=set)
    """Of which a button was pressed."""
    silent: list[str] = field(default_factory=list)
    """What showed nothing after one update handled and one delivery."""
    _seen: int = 0
    _last: list[Step] = field(default_factory=list)

    @property
    def stage(self) -> Told:
        return self.ground.stage

    async def goes_on(self) -> bool:
        """One round: what is new, the restart, the presses. False when nothing was new."""
        steps = await self._new_steps()
        self._last += [step for step in steps if step.name in ENDS]
        steps = [step for step in steps if step.name not in ENDS]
        await self._walk(steps)
        return bool(steps)

    async def ends(self) -> None:
        """What was kept for the end."""
        await self._walk(sorted(self._last, key=lambda step: ENDS.index(step.name)))

    async def _walk(self, steps: list[Step]) -> None:
        if not steps:
            return
        references = await self.posted([step.note for step in steps])
        await self.stage.ends()
        await self.stage.starts()
        for step, reference in zip(steps, references, strict=True):
            await self._press(step, reference)

    def looks_from(self, number: int) -> None:
        """The next round begins with the notes after this one."""
        self._seen = number

    def args_of(self, kind: str) -> dict[str, str]:
        """Those of the newest note of this kind."""
        notes = [NOTE.value(row[-1]) for row in dump(self.stage.database, KEY)["notes"]]
        return dict(next(note.args for note in reversed(notes) if note.kind == kind))

    async def shows(self, name: str, act: Gesture, gesture: str) -> None:
        """Whether one gesture and one delivery change what people see."""
        before, first = self.ground.sight(), self.ground.happened
        await act()
        assert self.ground.happened == first + 1
        await self.ground.arrives()
        await self.stage.backstage.running.courier.bring()
        if self.ground.sight() == before:
            self.silent.append(name)
        await self.stage.settles(gesture)

    async def _new_steps(self) -> list[Step]:
        rows = dump(self.stage.database, KEY)["notes"]
        new = [(NoteId(row[0]), NOTE.value(row[-1])) for row in rows if row[0] > self._seen]
        self._seen = max((number for number, _ in new), default=self._seen)
        return [step for number, note in new for step in await self._steps(number, note)]

    async def _steps(self, number: NoteId, note: Note) -> list[Step]:
        """The buttons of a note as it would be shown now, of families that were not met often enough."""
        running, stored = self.stage.backstage.running, StoredNote(number, note, "sent")
        _, screen = await running.store.transact(lambda tx: running.narrator.fill(tx, stored))
        pressed = [
            button.name
            for button in screen.buttons()
            if button.url is None and not (button.start is not None and self.ground.has_links)
        ]
        return [Step(note, name) for name in pressed if self.counts(note.kind, name)]

    def counts(self, kind: str, name: str) -> bool:
        """Whether this button is to be pressed: of its family not too many were."""
        family = (kind, ALIKE.sub(r"\1", name))
        self.walked[family] = self.walked.get(family, 0) + 1
        return self.walked[family] <= (1 if family[1] == name else A_FEW)

    async def posted(self, notes: Sequence[Note]) -> list[str]:
        """The same notes once more, each as a message of its own: what they were sent as."""
        asked_about = [note for note in notes if note.kind in STILL_ASKED_ABOUT]
        hints = [Note(kind="hint", to_person=n.to_person, to_chat=n.to_chat) for n in asked_about]
        standing = iter(await self._sent(hints) if hints else ())
        again = [
            replace(_anew(note), replaces=next(standing).id if note in asked_about else None)
            for note in notes
        ]
        return [stored.sent_as or "" for stored in await self._sent(again)]

    async def _sent(self, notes: Sequence[Note]) -> list[StoredNote]:
        running = self.stage.backstage.running

        async def post(desk: Desk) -> list[NoteId | None]:
            return [await desk.say(note) for note in notes]

        async def look(tx: Transaction) -> list[StoredNote | None]:
            return [await tx.note(number) for number in numbers if number is not None]

        numbers, _ = await running.engine.work(self.stage.now(), post)
        await self.stage.backstage.delivers()
        self.stage.asked_for.look_away()
        stored = [each for each in await running.store.transact(look) if each is not None]
        self._seen = max(self._seen, *(each.id for each in stored))
        assert [each.note.kind for each in stored if each.sent_as is None] == []
        return stored

    async def _press(self, step: Step, reference: str) -> None:
        self.kinds.add(step.note.kind)
        for gesture, act in self.ground.pressing(reference, step.button).items():
            await self.shows(step.name, act, gesture)


def _anew(note: Note) -> Note:
    args = {**note.args, ANSWERS: "yes"}
    return replace(note, args=args, key=None, due_at=None, expires_at=None, answering="", copies=())
