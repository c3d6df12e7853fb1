"""From notes to screens: names, clocks and words are put in at the last moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.attachments import attachment_of
from bot.keyed import Keyed
from config.contacts import contacts_for
from core.chats import Chat, ChatKind
from core.effects import Care, Effect, Nudge
from core.hiding import HIDDEN, arrives_hidden
from core.ids import ChatId, PersonId, RoundId
from core.naming import LONGEST_TITLE, called
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
            names={person: called(name) for person, name in names.items()},
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
        for role in ("maker", "opener"):
            if role in note.args:
                known = await tx.person(PersonId(note.args[role]))
                names[PersonId(note.args[role])] = known.name if known is not None else ""
        view = self.view(reader or Person(id=note.to_person or PersonId("")), names)
        view = replace(view, in_group=chat is not None and chat.kind is not ChatKind.COUPLE)
        if chat is not None and chat.repertoire.own:
            view = replace(view, words=self.words.with_prompts(chat.repertoire.own_words()))
        args = {**note.args, "note": str(self.keyed.outside(stored.id))}
        if "chat" in note.args:
            named = await tx.chat(ChatId(note.args["chat"]))
            args["where"] = await self._title(tx, named, view) if named is not None else ""
        elif note.kind in NAMED and chat is not None and reader is not None:
            several = len(await tx.chats_of(reader.id)) > 1
            args["where"] = await self._title(tx, chat, view) if several else ""
        args |= await self._titles(tx, note, view)
        args |= {name: called(args[name], LONGEST_TITLE) for name in args if _is_title(name)}
        for place, author in enumerate(note.args.get("authors", "").split()):
            args[f"name{place}"] = view.name(author)
        hides = reader is not None and reader.hidden and arrives_hidden(note)
        filled = replace(note, args=args)
        screen = screen_of(HIDDEN if hides else note.kind, args, view)
        file = None if hides else await attachment_of(tx, filled, view)
        return filled, screen if file is None else replace(screen, attachment=file)

    async def _titles(self, tx: Transaction, note: Note, view: View) -> dict[str, str]:
        """Of the chats that a note offers. The note itself holds their ids alone."""
        found, offered = {}, [ChatId(name) for name in note.args.get("chats", "").split()]
        rounds = [await tx.round(RoundId(name)) for name in note.args.get("rounds", "").split()]
        for place, chat_id in enumerate(offered or [round.chat if round else ChatId("") for round in rounds]):
            chat = await tx.chat(chat_id)
            if chat is not None:
                found[f"title{place}"] = await self._title(tx, chat, view)
        return found

    async def _title(self, tx: Transaction, chat: Chat, view: View) -> str:
        """What a chat is called, for its reader. Two without a chat are called by the other's name, which is
        stored with nobody but them."""
        if not chat.apart:
            return chat.title
        others = [person for person in chat.members if person != view.reader.id]
        known = [await tx.person(person) for person in others]
        name = " ".join(called(person.name) for person in known if person is not None).strip()
        partner = name or view.words.say("states", "partner")
        return view.words.say("pair", "named", partner=partner)


def _is_title(argument: str) -> bool:
    """Whether an argument of a note holds what a chat is called."""
    return argument == "where" or argument.startswith("title")
