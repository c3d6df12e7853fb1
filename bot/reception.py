"""Who comes with a command, a button or a private message is led to the flow that answers them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from bot import awaited, reach
from bot.desk import Desk
from bot.flows import BUTTONS, COMMANDS, WRITTEN, chat, helping, mirror, pairing
from bot.flows.prompts import ADD
from bot.flows.recap import SWITCHED
from bot.noted import noted
from bot.visits import Command, Means, Press, Visit, Written
from core.chats import Chat
from core.ids import ChatId, PersonId
from core.inbound import ButtonPressed, Commanded, Posted, Update, Who
from core.notes import Note
from core.people import Expecting
from core.plan_words import understood
from core.ports import Store, StoreFailed

Receipt = Callable[[Note], Awaitable[None]]
ABOUT_ONE_CHAT = frozenset({"leave", "withdraw", "recap", "checkin", "checkins", "level", "prompts", "chat"})
"""Commands that need a chat: said in private by somebody with several, they ask in which."""
WITH_WORDS = frozenset({"recap", "checkins", "prompts"})
"""Those of them behind which something may be said."""
IN_PRIVATE = {"chat": chat.look}
"""Where a command's answer is for all in the chat: its private one."""
TO_ALL = frozenset({"card", "chat", "reveal"})
"""Kinds of notes that stand in a chat: anybody there may press their buttons."""
MISTYPED = re.compile(r"\s*/[^\W\d_]")
"""How words begin that were meant for the bot: "/forget." or "/leav". Whatever is awaited stays awaited."""
MOST_CHATS = 20
"""Chats that are offered; more buttons than that fit on no message."""


class Reception:
    """Knows which flow is meant; the flows are in `bot/flows/`."""

    def __init__(self, means: Means) -> None:
        self.means = means
        self.receipt: Receipt | None = None
        self._unkept: list[Note] = []
        self._receipts: list[Note] = []

    def visit(self, desk: Desk, update: Update, who: PersonId) -> Visit:
        return Visit(means=self.means, desk=desk, update=update, who=who)

    async def commanded(self, desk: Desk, update: Update, what: Commanded) -> None:
        """Unknown commands are answered with the help that lists the known ones."""
        await desk.known_name(what.who.id, what.who.name)
        visit = Command(means=self.means, desk=desk, update=update, who=what.who.id, what=what)
        if what.private and what.name in ABOUT_ONE_CHAT:
            chats = await visit.chats()
            if len(chats) > 1:
                await _ask_which(visit, chats[:MOST_CHATS])
                return
        await COMMANDS.get(what.name, helping.command)(visit)
        if not what.private:
            await _with_roles(desk, what.chat, what.who)

    async def pressed(self, desk: Desk, update: Update, what: ButtonPressed) -> None:
        """A button counts only from the person its note was sent to; of one to a chat, from anybody there."""
        number, _, button = what.data.partition(":")
        stored, who = await noted(desk, self.means.keyed, number), what.who.id
        if stored is None or (stored.note.to_person != who and stored.note.kind not in TO_ALL):
            await self.visit(desk, update, who).tell("pressed", {"what": "gone"})
            if stored is None and not update.answering:
                await reach.reopen(desk, who)
            return
        await desk.known_name(who, what.who.name)
        there = _as_there(what, stored.note.about_chat)
        visit = Press(
            means=self.means,
            desk=desk,
            update=update,
            who=who,
            stored=stored,
            button=button,
            fields=what.fields,
            chosen=what.chosen,
            channels=what.channels,
            moderator=there.moderator,
        )
        if stored.note.kind == "which":
            await _in_that_chat(visit)
        elif stored.note.kind in BUTTONS:
            await BUTTONS[stored.note.kind](visit)
        await _with_roles(desk, visit.about, there)
        if stored.note.to_person == who and not update.answering:  # an interaction opens no private chat
            await reach.reopen(desk, who)

    async def written(self, desk: Desk, update: Update, post: Posted) -> None:
        """A private message is what was asked for, or nothing. One that looks like a command is neither."""
        person = await desk.known_name(post.author.id, post.author.name)
        token = pairing.token_in(post)
        if token is not None:
            await pairing.opened(self.visit(desk, update, person.id), token)
            return
        if not post.forwarded and MISTYPED.match(post.words.text):
            await helping.command(self.visit(desk, update, person.id))
            return
        expected = await awaited.expected(desk, person, post)
        if post.forwarded and (expected is None or expected.what is not Expecting.KEEP):
            await mirror.forwarded(self.visit(desk, update, person.id), post)
            return
        if expected is not None:
            visit = Written(
                means=self.means, desk=desk, update=update, who=person.id, post=post, expected=expected
            )
            if await WRITTEN[expected.what](visit):
                return
        await self.visit(desk, update, person.id).tell("hint")

    def committed(self, desk: Desk) -> None:
        """Takes over what leaves no row, once its transaction is durable."""
        self._unkept += desk.unkept
        self._receipts += desk.receipts

    async def after(self, store: Store) -> None:
        """After the commit: what leaves no row is shown. Of erasures, the bytes go before their receipts.

        Raises StoreFailed while they do not: the receipts wait.
        """
        unkept, self._unkept = self._unkept, []
        await self._hand_over(unkept)
        if not self._receipts:
            return
        receipts, self._receipts = self._receipts, []
        try:
            await store.scrub()
        except StoreFailed:
            self._receipts = receipts + self._receipts
            raise
        await self._hand_over(receipts)

    async def _hand_over(self, notes: Sequence[Note]) -> None:
        for note in notes:
            if self.receipt is not None:
                await self.receipt(note)


def _as_there(what: ButtonPressed, about: ChatId | None) -> Who:
    """Who pressed, as far as it is said of the chat that the note is about: what somebody is on one server is
    nothing on another."""
    if what.chat is None or what.chat == about:
        return what.who
    return replace(what.who, roles=None, moderator=None)


async def _with_roles(desk: Desk, chat_id: ChatId | None, who: Who) -> None:
    """Writes down what somebody's roles mean there, once they are known to the chat."""
    chat = await desk.chat(chat_id) if chat_id is not None else None
    if chat is not None:
        await desk.with_roles(chat, who)


def _fixed_words(what: Commanded) -> str | None:
    """What was said behind the command, in words that are from a list: a note may carry them. None: others,
    which stay where they were written."""
    first = next(iter(what.argument.lower().split()), "")
    if not first or (what.name == "prompts" and first != ADD):
        return ""
    if what.name == "prompts":
        return ADD if what.argument.lower().split() == [ADD] else None
    if what.name == "recap":
        return first if first in SWITCHED else None
    if what.name == "checkins":
        with suppress(ValueError):
            return " ".join(understood(what.argument))
    return None


async def _ask_which(visit: Command, chats: Sequence[Chat]) -> None:
    words = _fixed_words(visit.what)
    if words is None and visit.what.name in WITH_WORDS:
        await visit.tell("which", {"again": visit.what.name})
        return
    args = {"command": visit.what.name, "chats": " ".join(each.id for each in chats)}
    args |= {"argument": words} if words else {}
    await visit.tell("which", args)


async def _in_that_chat(visit: Press) -> None:
    """The command again, as if it had been said in that chat; its answer is as private."""
    place, chats = visit.button.removeprefix("chat_"), visit.args.get("chats", "").split()
    if not place.isdecimal() or int(place) >= len(chats):
        return
    name = visit.args["command"]
    words = visit.args.get("argument", "")
    said = Commanded(chat=ChatId(chats[int(place)]), who=Who(visit.who, ""), name=name, argument=words)
    again = Command(means=visit.means, desk=visit.desk, update=visit.update, who=visit.who, what=said)
    await IN_PRIVATE.get(name, COMMANDS[name])(again)
