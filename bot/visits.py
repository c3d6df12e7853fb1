"""Somebody turns to the bot: by a command, by a button of a note, or with a private message it asked for.

What each kind of visit brings along, and how it is answered: in private, through the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.desk import Desk
from bot.keyed import Keyed
from bot.listening import Listener
from bot.texts import Texts
from core.chats import Chat, ChatKind
from core.hiding import FILELESS
from core.ids import ChatId, PersonId, UpdateId
from core.inbound import Commanded, Posted, Update
from core.mirroring import Mirrored
from core.notes import Note, StoredNote
from core.people import Awaited, Expectation, Expecting
from core.prompts import Prompt
from core.unasked import ANSWERS


def among(chat: Chat | None) -> dict[str, str]:
    """Whose agreement it takes: everybody's in a couple's chat; elsewhere each one's own."""
    if chat is None:
        return {"among": "nowhere"}
    return {} if chat.kind is ChatKind.COUPLE else {"among": chat.kind.value}


@dataclass(frozen=True, slots=True)
class Means:
    """What flows need beside the transaction: words in memory, the reader, the library, the keyed marks."""

    texts: Texts
    listener: Listener
    library: Sequence[Prompt]
    keyed: Keyed
    mirrored: dict[UpdateId, Mirrored] = field(default_factory=dict)
    """Drafts that were read before their transaction, for it alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One person's request within one transaction."""

    means: Means
    desk: Desk
    update: Update
    who: PersonId

    @property
    def topic(self) -> str:
        """The part of the chat in which it was asked for; what is to be for all there stands there."""
        return self.update.what.topic if isinstance(self.update.what, Commanded) else ""

    async def tell(
        self, kind: str, args: Mapping[str, str] | None = None, about: ChatId | None = None
    ) -> None:
        """Answers in private. `about`: the chat that its buttons are about, and whose names it needs."""
        await self.desk.say(
            Note(
                kind=kind,
                args={**(args or {}), ANSWERS: "yes"},
                to_person=self.who,
                about_chat=about,
                answering=self.update.answering,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Visit):
    """A command, by its name without the slash."""

    what: Commanded

    async def chat(self) -> Chat | None:
        """The chat that is meant: the one it was said in; in private, the first this person takes part in."""
        return next(iter(await self.chats()), None)

    async def chats(self) -> list[Chat]:
        """The chat it was said in; in private, those this person takes part in."""
        what, desk = self.what, self.desk
        ids = await desk.tx.chats_of(self.who) if what.private else [what.chat]
        chats = [chat for chat_id in ids if (chat := await desk.chat(chat_id)) is not None]
        return [chat for chat in chats if not what.private or chat.agreed(self.who)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press(Visit):
    """A button of a note that was sent to this person (a card's: to anybody in its chat)."""

    stored: StoredNote
    button: str
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What was filled into the button's form, where the platform has forms; else what was written for it."""
    chosen: tuple[str, ...] | None = field(default=None, repr=False)
    """What is chosen in a picker, where the platform has menus; None: it was no picker."""
    channels: Mapping[ChatId, str] = field(default_factory=dict, repr=False)
    """Of the server in which it was pressed, with their names (`core/inbound.py`)."""
    moderator: bool | None = None
    """Whether the platform says with this press that they moderate that place; None: it did not say."""
    below: bool = False
    """It was filled in by a message: what follows stands below that, where its writer looks."""

    @property
    def about(self) -> ChatId | None:
        """The chat that the note is about."""
        return self.stored.note.about_chat

    @property
    def args(self) -> Mapping[str, str]:
        """The note's own arguments; what a press shows anew has its file again."""
        return {name: value for name, value in self.stored.note.args.items() if name != FILELESS}

    @property
    def filled(self) -> str | None:
        """What stands in the one field of the button's form; None while it was not filled in."""
        return next(iter(self.fields.values()), None)

    async def instead(
        self, kind: str, args: Mapping[str, str] | None = None, about: ChatId | None = None
    ) -> None:
        """Shows something in place of the note, about its chat or another."""
        note = Note(
            kind=kind,
            args={**(args or {}), **({ANSWERS: "yes"} if self.below else {})},
            to_person=self.stored.note.to_person,
            to_chat=self.stored.note.to_chat,
            about_chat=about or self.about,
            answering=self.update.answering,
            replaces=None if self.below else self.stored.id,
            topic=self.stored.note.topic,
        )
        await self.desk.say(note)

    async def ask_for(self, label: str) -> None:
        """Where the platform has no forms: it is asked in place of the note, and the next private message
        presses this button again, filled in."""
        expectation = Expectation(
            what=Expecting.FORM,
            chat=self.about or ChatId(""),
            note=self.stored.id,
            button=self.button,
            since=self.desk.now,
        )
        await self.desk.change_person(self.who, Awaited(expectation))
        await self.instead("form_ask", {"label": label, "form": str(self.stored.id)})

    async def again(self) -> None:
        """Shows the note where a field's question took its place: what follows from that stands elsewhere."""
        note = self.stored.note
        await self.desk.say(replace(note, replaces=self.stored.id, key=None, due_at=None, expires_at=None))

    async def open(self) -> None:
        """Shows the content of a sealed note in its place."""
        await self.instead(self.stored.note.kind, {**self.args, "opened": "yes"})


async def on_sealed(visit: Press) -> None:
    """All that a sealed note asks for."""
    if visit.button == "open":
        await visit.open()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Visit):
    """A private message that the bot asked for: an answer, a draft."""

    post: Posted
    expected: Expectation
