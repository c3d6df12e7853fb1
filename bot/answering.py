"""What every answer to somebody needs: the note they mean, the chats they are in, a word in private."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.checkins import Prompt
from bot.engine import Desk
from bot.keyed import Keyed
from bot.texts import Texts
from core import levels
from core.chats import Chat, Member
from core.events import Joined
from core.ids import ChatId, MessageId, PersonId
from core.inbound import BotAdded, Commanded, Update
from core.notes import Note, NoteId, StoredNote
from core.people import SettingsChanged
from core.ports import Store
from core.reading.scores import MessageReading, ResponseReading
from core.utterance import Utterance

NUMBER_DIGITS = 15
"""Of a note's number outside, below 2^48."""
Receipt = Callable[[Note], Awaitable[None]]
ReadAgain = Callable[[ChatId, MessageId], MessageReading | None]
ReadDraft = Callable[[Utterance, Utterance | None], ResponseReading | None]


class Answering:
    """Through the outbox; `Commands` and `Replies` say what is answered."""

    def __init__(
        self,
        texts: Texts,
        library: Sequence[Prompt],
        keyed: Keyed,
        read_again: ReadAgain,
        read_draft: ReadDraft,
    ) -> None:
        self._texts = texts
        self._library = library
        self._keyed = keyed
        self._read_again = read_again
        self._read_draft = read_draft
        self.erased: list[Note] = []
        """Receipts of erasures that were committed; they leave no row behind."""
        self.receipt: Receipt | None = None

    async def tell(
        self, desk: Desk, update: Update, to: PersonId, kind: str, args: Mapping[str, str]
    ) -> None:
        """Answers somebody in private."""
        await desk.say(Note(kind=kind, args=dict(args), to_person=to, answering=update.answering))

    async def scrub(self, store: Store) -> None:
        """Erasures were committed: their bytes go, and then each person gets a receipt."""
        receipts, self.erased = self.erased, []
        await store.scrub()
        for note in receipts:
            if self.receipt is not None:
                await self.receipt(note)

    async def added(self, desk: Desk, update: Update, what: BotAdded) -> None:
        chat = await desk.chat(what.chat)
        if chat is None:
            members = {who.id: Member() for who in what.people}
            chat = Chat(id=what.chat, kind=what.kind, title=what.title, members=members)
        chat = replace(chat, hears=what.hears)
        await desk.save(chat)
        for who in what.people:
            await desk.known_name(who.id, who.name)
        await self.renew_card(desk, what.chat)
        for who in what.people:
            if await desk.tx.forgotten_at(self._keyed.mark(who.id)) is None:
                await desk.say(consent_card(chat, who.id))

    async def renew_card(self, desk: Desk, chat: ChatId) -> None:
        """The card in the chat: the bot is never there covertly."""
        args = {"token": secrets.token_urlsafe(9)}
        await desk.say(Note(kind="card", args=args, to_chat=chat, about_chat=chat))

    async def ask_wish(
        self,
        desk: Desk,
        update: Update,
        who: PersonId,
        chat: ChatId,
        message: MessageId,
        said_at: datetime | None,
    ) -> None:
        said_at = said_at or self._texts.said_at(chat, message) or desk.now
        args = {"message": message, "said_at": said_at.isoformat()}
        note = Note(kind="mark_wish", args=args, to_person=who, about_chat=chat, answering=update.answering)
        await desk.say(note)

    async def forget(self, desk: Desk, who: PersonId) -> None:
        """Erases a person: out of every chat, then their own rows; a keyed mark with today's date stays."""
        for chat in await desk.tx.chats_of(who):
            await desk.forget_here(chat, who)
            self._texts.forget(chat)
        await desk.tx.forget(who, desk.now, self._keyed.mark(who))

    async def _noted(self, desk: Desk, number: str) -> StoredNote | None:
        """The note that is known outside by this number; None for what is no number of a note."""
        if not (number.isascii() and number.isdecimal() and len(number) <= NUMBER_DIGITS):
            return None
        return await desk.tx.note(self._keyed.inside(NoteId(int(number))))

    async def _invite(self, desk: Desk, update: Update, who: PersonId, chat_id: ChatId | None) -> None:
        """The private consent card, for somebody who asked for it in the chat."""
        chat = await desk.chat(chat_id) if chat_id is not None else None
        if chat is None:
            await self.tell(desk, update, who, "pressed", {"what": "gone"})
            return
        await desk.apply(chat.id, Joined(person=who))
        await desk.say(replace(consent_card(chat, who), answering=update.answering))

    async def _pause(self, desk: Desk, update: Update, who: PersonId, *, on: bool) -> None:
        await desk.change_person(who, resting(on=on))
        if on:
            await desk.tx.drop_notes(who)
        await self.tell(desk, update, who, "pause", {"state": "on" if on else "off"})

    async def _open(self, desk: Desk, update: Update, stored: StoredNote) -> None:
        """The content of a sealed note, in its place."""
        await self._instead(desk, update, stored, stored.note.kind, {**stored.note.args, "opened": "yes"})

    async def _instead(
        self, desk: Desk, update: Update, stored: StoredNote, kind: str, args: Mapping[str, str]
    ) -> None:
        """Shows something in place of a note that was sent."""
        note = Note(
            kind=kind,
            args=dict(args),
            to_person=stored.note.to_person,
            about_chat=stored.note.about_chat,
            answering=update.answering,
            replaces=stored.id,
        )
        await desk.say(note)

    async def _chat_meant(self, desk: Desk, what: Commanded) -> Chat | None:
        return next(iter(await self._chats_meant(desk, what)), None)

    async def _chats_meant(self, desk: Desk, what: Commanded) -> list[Chat]:
        """The chat a command was said in; in private, those this person takes part in."""
        ids = await desk.tx.chats_of(what.who.id) if what.private else [what.chat]
        chats = [chat for chat_id in ids if (chat := await desk.chat(chat_id)) is not None]
        return [chat for chat in chats if not what.private or chat.agreed(what.who.id)]


def level_args(desk: Desk, chat: Chat, who: PersonId) -> dict[str, str]:
    """Arguments of the level's screen: what both see, and what only this person said of it."""
    ready = who in levels.still_ready(chat, desk.now, desk.policy)
    return {"level": str(chat.level)} | ({"ready": "yes"} if ready else {})


def resting(*, on: bool) -> SettingsChanged:
    return SettingsChanged((("paused", on), ("paused_until", None)))


def no_mark(chat: Chat, who: PersonId, message: MessageId, written_by: PersonId | None) -> str | None:
    """Why somebody cannot mark a message, as a key of the wording; None when they can.

    What is known here goes before `written_by`: to a platform, a revealed answer's copy is the bot's.
    """
    if not chat.listens_to(who):
        return "not_agreed"
    author = dict(chat.authors).get(message) or written_by
    return None if author in (None, who) else "not_yours"


def consent_card(chat: Chat, who: PersonId) -> Note:
    """What somebody is asked to agree to: where the bot cannot hear, it does not speak of reading."""
    args = {"heard": "yes"} if chat.hears else {}
    return Note(kind="consent", args=args, to_person=who, about_chat=chat.id)
