"""What people say to each other in a chat: written, changed, taken back. Who may be read comes first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot import checkins
from bot.desk import Desk
from bot.engine import Engine
from bot.flows import marking
from bot.listening import Listener
from core import precedence
from core.chats import Chat
from core.episodes import Episode
from core.gaps import may_be_read
from core.ids import ChatId, MessageId, PersonId
from core.inbound import DeletedPost, EditedPost, Posted, Update, Who
from core.people import Person
from core.rereading import unsaid

Work = Callable[[datetime, Callable[[Desk], Awaitable[None]]], Awaitable[None]]
"""Runs something in one transaction at a moment."""


class Talk:
    """Reads what may be read, in memory and outside the transaction, then decides and commits."""

    def __init__(self, engine: Engine, listener: Listener, work: Work) -> None:
        self._engine = engine
        self._listener = listener
        self._work = work

    async def posted(self, update: Update, post: Posted) -> None:
        """A message in a chat. Of people who did not agree, nothing is read and nothing kept."""
        async with self._engine.lane(post.chat):
            chat, author = await self._engine.peek(post.chat, post.author.id)
            if chat is None or post.forwarded:
                return
            chat = await self._with_role(update, chat, post.author)
            if not _may_be_heard(chat, author or Person(id=post.author.id), update.at):
                await self._pass_over(update)
                return
            replied = await self._engine.past_about(post.chat, post.reply_to) if post.reply_to else ()
            older = {e.id: e for e in replied if post.reply_to in e.messages}
            with_older = replace(chat, episodes={**older, **chat.episodes})
            spoke = await self._listener.posted(with_older, post, update.at)

            async def speak(desk: Desk) -> None:
                if await desk.is_new(update):
                    await desk.known_name(post.author.id, post.author.name)
                    lately = await desk.ended_lately(post.chat) if spoke.takes_back else ()
                    past = {e.id: e for e in (*lately, *older.values())}
                    await desk.apply(post.chat, spoke, past=past.values())

            await self._work(update.at, speak)

    async def edited(self, update: Update, post: EditedPost) -> None:
        async with self._engine.lane(post.chat):
            known = await self._engine.author(post.chat, post.message)
            author_id = post.author.id if post.author is not None else known
            if author_id is None:
                return
            chat, author = await self._engine.peek(post.chat, author_id)
            if chat is None:
                await self._edited_in_private(update, post, author_id)
                return
            if not _may_be_heard(chat, author or Person(id=author_id), update.at):
                await self._pass_over(update)
                return
            past = await self._engine.past_about(post.chat, post.message)
            edited = await self._listener.edited(chat, post, author_id, update.at, past)

            async def edit(desk: Desk) -> None:
                if await desk.is_new(update):
                    past = await desk.past_to_change(post.chat, post.message)
                    await desk.apply(post.chat, edited, past=past)

            await self._work(update.at, edit)

    async def _edited_in_private(self, update: Update, post: EditedPost, who: PersonId) -> None:
        """Perhaps an answer that waits for its reveal: it is shown, and so read, as it stands by then."""

        async def change(desk: Desk) -> None:
            for round in await checkins.answered_with(desk, who, post.chat, post.message):
                chat = await desk.chat(round.chat)
                if chat is not None and precedence.answer_is_read(who, chat) and await desk.is_new(update):
                    answer = round.answers[who]
                    reading = self._listener.answer_edited(chat.id, answer.message, post, who, update.at)
                    await checkins.read_anew(desk, round, who, reading)

        await self._work(update.at, change)

    async def deleted(self, update: Update, post: DeletedPost) -> None:
        async with self._engine.lane(post.chat):
            chat, _ = await self._engine.peek(post.chat, PersonId(""))
            if chat is None:
                return
            past = await self._engine.past_about(post.chat, post.message)
            deleted = await self._listener.deleted(chat, post.message, past)

            async def delete(desk: Desk) -> None:
                if await desk.is_new(update):
                    if (known := await desk.chat(post.chat)) is not None:
                        await marking.deleted(desk, known, post.message)
                    await desk.apply(post.chat, deleted, past=await _after(desk, post.chat, post.message))

            await self._work(update.at, delete)

    async def _with_role(self, update: Update, chat: Chat, who: Who) -> Chat:
        """The chat of a community, with what a member's roles mean to its moderators now."""
        if precedence.with_roles(chat, who.id, who.roles) is chat:
            return chat

        async def note(desk: Desk) -> Chat:
            return await desk.with_roles(await desk.chat(chat.id) or chat, who)

        after, _ = await self._engine.work(update.at, note)
        return after

    async def _pass_over(self, update: Update) -> None:
        """Remembers the id of what may not be read now: delivered again later, it may not be read either."""

        async def remember(desk: Desk) -> None:
            await desk.is_new(update)

        await self._work(update.at, remember)


def _may_be_heard(chat: Chat, person: Person, now: datetime) -> bool:
    """The same of their words: where nothing reached the bot when they agreed, they agreed to no reading, and
    what they said before, however late it comes, is not read."""
    begun = chat.hears_from(person.id) and chat.agreed_by(person.id, now)
    return begun and may_be_read(chat, person, now)


async def _after(desk: Desk, chat_id: ChatId, message: MessageId) -> tuple[Episode, ...]:
    """What a deletion may change; and, when nothing of its turn is left, what came after it in its pairs."""
    about = await desk.past_to_change(chat_id, message)
    chat = await desk.chat(chat_id)
    gone = unsaid(chat, about, message) if chat is not None else None
    if gone is None:
        return about
    later = await desk.tx.episodes(chat_id, since=gone[1])
    return tuple({e.id: e for e in (*about, *later)}.values())
