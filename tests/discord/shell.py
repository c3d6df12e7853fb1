"""A small shell behind the platform: it remembers every update and answers with the notes it was given."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from adapters.discord.client import DiscordPlatform
from config.wording import wording
from core.ids import PersonId
from core.inbound import ButtonPressed, Commanded, Inbound, MarkedPost, MirrorAsked, Posted, Update
from core.notes import Note, NoteId
from core.screens.menu import menu
from core.screens.model import Button, Field, Screen, Tone
from tests.servers.discord import SimulatedDiscord, simulated_discord

CONSENT = Screen(
    title="Before anything is read",
    text="Robin runs this bot.",
    rows=(
        (
            Button("agree", "I agree", Tone.PRIMARY),
            Button("write", "Write", form=(Field("words", "Your words", multiline=True),)),
        ),
        (Button("more", "What is kept?", url="https://example.org/privacy"),),
    ),
)
MENU = menu(wording(), "Robin")
Answering = Callable[[Inbound], "Screen | None"]


@dataclass(slots=True)
class SmallShell:
    """Answers by `answers` (a screen for a command's name, a button's name or a kind of update)."""

    answers: Mapping[str, Screen] = field(default_factory=dict)
    in_place: bool = False
    """Whether a press changes the note that it sits on."""
    updates: list[Update] = field(default_factory=list)
    sent: dict[NoteId, str] = field(default_factory=dict)
    refusals: list[Exception] = field(default_factory=list)
    failures: int = 0
    """How often handling still fails."""
    platform: DiscordPlatform | None = None
    notes: int = 0

    @property
    def seen(self) -> list[Inbound]:
        return [update.what for update in self.updates]

    async def handle(self, update: Update) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the disk is full")
        self.updates.append(update)
        key, person = about(update.what)
        if (screen := self.answers.get(key)) is not None and person is not None:
            replaced = None
            if isinstance(update.what, ButtonPressed) and self.in_place:
                replaced = NoteId(int(update.what.data.partition(":")[0]))
            note = Note(kind=key, to_person=person, answering=update.answering, replaces=replaced)
            await self.says(note, screen)

    async def says(self, note: Note, screen: Screen, number: int | None = None) -> str:
        """What the courier would do with a note; remembers what became of it."""
        assert self.platform is not None
        self.notes += 1
        known = NoteId(number or self.notes)
        replaces = self.sent.get(note.replaces) if note.replaces is not None else None
        try:
            self.sent[known] = await self.platform.show(known, note, screen, replaces)
        except Exception as refusal:  # noqa: BLE001 - a test looks at it
            self.refusals.append(refusal)
            return ""
        return self.sent[known]

    def restarted(self) -> SmallShell:
        """The same shell in a new process: what was committed stays, the platform is new."""
        fresh = replace(self, updates=list(self.updates), refusals=[])
        fresh.platform = DiscordPlatform(token="made-up", menu=MENU)
        return fresh


def about(what: Inbound) -> tuple[str, PersonId | None]:
    match what:
        case Commanded(who=who, name=name):
            return name, who.id
        case ButtonPressed(who=who, data=data):
            return data.partition(":")[2], who.id
        case MarkedPost(author=who) | Posted(author=who, private=True):
            return type(what).__name__, who.id
        case MirrorAsked(who=who):
            return "MirrorAsked", who.id
    return "", None


@asynccontextmanager
async def running(shell: SmallShell, *, listening: bool = False) -> AsyncIterator[SimulatedDiscord]:
    """The platform with this shell, connected to a simulated Discord; its requests are checked at the end."""
    shell.platform = DiscordPlatform(token="made-up", passive_listening=listening, menu=MENU)
    async with simulated_discord(shell.platform.connection(shell.handle)) as world:
        yield world
        assert not [one for one in world.sent if one.may_mention]
