"""From notes to screens: names, clocks and words are put in at the last moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.attachments import attachment_of
from bot.keyed import Keyed
from config.contacts import contacts_for
from core.effects import Care, Effect, Nudge
from core.hiding import HIDDEN, arrives_hidden
from core.ids import ChatId, PersonId
from core.notes import Note, StoredNote
from core.nudge.order import asked, row_of
from core.people import Person
from core.ports import Store, Transaction
from core.screens.catalogue import screen_of
from core.screens.model import Screen
from core.screens.nudges import asked_text, nudge_text, why_text
from core.screens.wording import View, Wording

NAMED = frozenset(
    {"checkin", "answer_taken", "answer_which", "round_ended", "consent", "level", "deeper", "raised"}
)
"""Kinds of private notes that say which chat they are about, to somebody with several."""


@dataclass(frozen=True, slots=True)
class Narrator:
    """Knows the language, who runs the bot, and under which number a note goes out."""

    words: Wording
    operator: str
    keyed: Keyed

    def view(self, reader: Person, names: Mapping[PersonId, str]) -> View:
        return View(
            words=self.words,
            names=names,
            reader=reader,
            operator=self.operator,
            helplines=contacts_for(reader.country),
        )

    def tell(self, effect: Effect, view: View, note: Note | None) -> tuple[str, str]:
        """Text and reason of an effect that speaks, for those who watch (a replay, the page's panel)."""
        if isinstance(effect, Nudge) and note is not None:
            before = asked_text(view, asked(row_of(effect.reason)), "before")
            return nudge_text(note.args, view), f"{why_text(note.args, view)} {before}"
        if isinstance(effect, Care):
            return self.words.say("care"), ""
        return "", ""

    async def screen(self, store: Store, stored: StoredNote) -> tuple[Note, Screen]:
        """The note as it goes out (with the names that its copies need), and its screen."""
        return await store.transact(lambda tx: self.fill(tx, stored))

    async def fill(self, tx: Transaction, stored: StoredNote) -> tuple[Note, Screen]:
        """The same within a transaction."""
        note = stored.note
        reader = await tx.person(note.to_person) if note.to_person is not None else None
        chat = await tx.chat(note.about_chat) if note.about_chat is not None else None
        names: dict[PersonId, str] = {}
        for person in chat.members if chat is not None else ():
            known = await tx.person(person)
            names[person] = known.name if known is not None else ""
        view = self.view(reader or Person(id=note.to_person or PersonId("")), names)
        if chat is not None and chat.repertoire.own:
            view = replace(view, words=self.words.with_prompts(chat.repertoire.own_words()))
        args = {**note.args, "note": str(self.keyed.outside(stored.id))}
        if "chat" in note.args:
            named = await tx.chat(ChatId(note.args["chat"]))
            args["where"] = named.title if named is not None else ""
        elif note.kind in NAMED and chat is not None and reader is not None:
            args["where"] = chat.title if len(await tx.chats_of(reader.id)) > 1 else ""
        for place, author in enumerate(note.args.get("authors", "").split()):
            args[f"name{place}"] = view.name(author)
        hides = reader is not None and reader.hidden and arrives_hidden(note)
        filled = replace(note, args=args)
        screen = screen_of(HIDDEN if hides else note.kind, args, view)
        file = None if hides else await attachment_of(tx, filled, view)
        return filled, screen if file is None else replace(screen, attachment=file)
