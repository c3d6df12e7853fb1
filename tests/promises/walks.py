"""Somebody says every command and presses all that they are shown; what comes of it is written down."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from adapters.discord.words import who_of
from bot.flows import BUTTONS, COMMANDS
from core.ids import ChatId, MessageId
from core.inbound import ButtonPressed, Commanded, Inbound, MarkedPost, MirrorAsked, Posted, ReactedTo, Who
from core.notes import Note, NoteId
from core.screens.model import Button, Picker, Screen
from core.utterance import Utterance
from tests.stories.world import HOME, HandClock, Shown, ToyPlatform, World, private, who

SEEDS = ChatId("toy:seeds")
SERVER = {HOME: "roses", SEEDS: "seeds"}
ADMINISTRATOR, MANAGE_SERVER = 1 << 3, 1 << 5
LEFT_OUT_ROLE = "7"


def _on_discord(name: str, rights: int, *roles: str) -> Who:
    """Somebody with what Discord's permissions make of them."""
    member = {"permissions": str(rights), "roles": list(roles)}
    return replace(who_of({"id": "1", "username": name}, member), id=who(name).id)


ROLES = {
    "moderator": _on_discord("Fay", MANAGE_SERVER),
    "administrator": _on_discord("Olga", ADMINISTRATOR),
    "outsider": _on_discord("Zed", 0),
    "exempt member": _on_discord("Eve", 0, LEFT_OUT_ROLE),
    "member": _on_discord("Ben", 0),
}
INSIDE = frozenset({"exempt member", "member"})
"""Who agreed; the others never do."""
ENDS = frozenset({"agree", "not_now", "leave_yes", "leave_withdraw", "forget_yes", "forget_here_yes"})
"""Would make somebody who is outside a member, or a member an outsider."""
WORDS = {
    "mod_quiet_hours": "22:00-08:00",
    "mod_zone": "Europe/Berlin",
    "mod_enabled_roles": "none",
    "mod_exempt_roles": LEFT_OUT_ROLE,
    "mod_exempt_people": "toy:somebody",
    "mod_try": "I am afraid of tomorrow",
    "mod_import": json.dumps({"attune_moderation": 1, "enabled": True, "notes": True, "checkins": True}),
}
"""What is written into a form; elsewhere some words."""
CHOSEN = {
    "mod_channels": (HOME, SEEDS),
    "mod_enabled_roles": (),
    "mod_exempt_roles": (LEFT_OUT_ROLE,),
    "mod_exempt_people": ("toy:somebody",),
    "mod_notes_a_week": ("2",),
}

CARD_LINK = re.compile(r"c\d+-[\w-]+")
"""Of a card: it counts all notes that there ever were, and is chance besides."""

Line = tuple[str, ...]


@dataclass(slots=True)
class Eyes(ToyPlatform):
    """Writes down all that comes, by whom it comes to: a person's id, or a chat's."""

    clock: HandClock = field(default_factory=HandClock)
    seen: dict[str, list[Line]] = field(default_factory=dict)
    fresh: list[Shown] = field(default_factory=list)
    """What came since somebody looked."""

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        sent_as = await ToyPlatform.show(self, note, to, screen, replaces)
        file = screen.attachment.content.decode("latin-1") if screen.attachment is not None else ""
        plain = CARD_LINK.sub("", repr(screen))
        line = (self.clock.now().isoformat(), to.kind, plain, file, repr(to.copies))
        self.seen.setdefault(to.addressee, []).append(line)
        self.fresh.append(Shown(note, to, screen))
        return sent_as


@dataclass(slots=True)
class Walk:
    """One role's walk: what was said and pressed is counted, so that a test can tell what it covered."""

    world: World
    eyes: Eyes
    by: Who
    commands: set[str] = field(default_factory=set)
    buttons: set[tuple[str, str]] = field(default_factory=set)

    async def everything(self) -> None:
        for name in (*COMMANDS, "no such command"):
            for place in (HOME, private(self.by.name)):
                await self._command(name, place)
                await self._presses_all()
        for what in self._without_buttons():
            await self.world.hand_in(what)
            await self._presses_all()
        await self._presses_of_others()

    async def _command(self, name: str, place: ChatId) -> None:
        self.commands.add(name)
        alone = place != HOME
        said = Commanded(
            chat=place, who=self._there(alone), name=name, private=alone, channels={} if alone else SERVER
        )
        await self.world.hand_in(said)

    def _there(self, alone: bool) -> Who:
        """In private the platform says nothing of rights and roles."""
        return replace(self.by, moderator=None, roles=None) if alone else self.by

    async def _presses_all(self) -> None:
        """Whatever is shown to them now, each button of each kind once."""
        while self.eyes.fresh:
            shown = self.eyes.fresh.pop()
            if shown.to.addressee in (self.by.id, HOME):
                offered: list[Button | Picker] = [*shown.screen.buttons(), *shown.screen.pickers]
                for what in offered:
                    if what.name not in ENDS:
                        await self._presses(shown, what)

    async def _presses(self, shown: Shown, what: Button | Picker) -> None:
        key = (shown.to.kind, f"{type(what).__name__} {what.name}")
        if key in self.buttons:
            return
        self.buttons.add(key)
        data = f"{shown.note}:{what.name}"
        await self.world.hand_in(self._press(data, what))
        if isinstance(what, Button) and what.form:
            await self.world.hand_in(ButtonPressed(who=self.by, data=data, channels=SERVER))
            await self._writes()

    def _press(self, data: str, what: Button | Picker) -> ButtonPressed:
        if isinstance(what, Picker):
            return ButtonPressed(who=self.by, data=data, chosen=CHOSEN[what.name], channels=SERVER)
        fields = {one.name: WORDS.get(what.name, "some words") for one in what.form}
        return ButtonPressed(who=self.by, data=data, fields=fields, channels=SERVER)

    async def _writes(self) -> None:
        """Where a platform has no forms, the next private message is taken."""
        alone, words = private(self.by.name), Utterance(text="some words")
        message = MessageId(f"w{len(self.buttons)}-{self.by.name}")
        by = self._there(alone=True)
        await self.world.hand_in(Posted(chat=alone, author=by, message=message, words=words, private=True))

    def _without_buttons(self) -> Iterator[Inbound]:
        """Marks, signs and drafts, about a message of the member's."""
        message = MessageId("ana-1")
        yield MarkedPost(chat=HOME, author=self.by, message=message)
        yield MarkedPost(chat=HOME, author=self.by, message=message, written_by=who("Ana").id)
        yield ReactedTo(chat=HOME, author=self.by, message=message, emoji="❤️")
        yield Commanded(chat=HOME, who=self.by, name="mark", about=message, about_author=who("Ana").id)
        yield MirrorAsked(who=self.by, draft=Utterance(text="I am with you"))
        yield Posted(
            chat=HOME,
            author=self.by,
            message=MessageId(f"said-{self.by.name}"),
            words=Utterance(text="good evening"),
            reply_to=message,
        )

    async def _presses_of_others(self) -> None:
        """What came to the member alone, the first of each kind: how much did hangs on what is compared."""
        shown = {each.note: each.screen.buttons() for each in self.world.private("Ana")}
        notes = await self.world.store.transact(lambda tx: tx.notes_to(who("Ana").id))
        first = {stored.note.kind: stored for stored in sorted(notes, key=lambda one: one.id, reverse=True)}
        for kind in sorted(BUTTONS):
            stored = first[kind]
            for name in sorted({each.name for each in shown.get(stored.id, ())} or {"open"}):
                self.buttons.add((kind, f"the member's {name}"))
                data = f"{stored.id}:{name}"
                await self.world.hand_in(ButtonPressed(who=self.by, data=data, channels=SERVER))
