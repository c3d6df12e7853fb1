"""Where updates arrive: who may be read is read here, in memory; then the engine decides and commits.

`handle` returns when everything that follows from the update is durable. The same update twice has its
effects once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot import checkins, listening_here, reach, standing
from bot.desk import Desk, marked_id
from bot.engine import Engine
from bot.failing import Failing
from bot.flows import consent, marking, mirror, trust
from bot.listening import Listener
from bot.reception import Receipt, Reception
from bot.talk import Talk
from bot.texts import Texts
from core.chats import Chat
from core.effects import Effect, EpisodeEnded, EpisodeRewritten
from core.episodes import EpisodeState
from core.events import (
    ConsentEnded,
    ConsentGiven,
    Pressed,
    Rated,
    Talked,
)
from core.gaps import may_be_read
from core.ids import ChatId, MessageId, PersonId
from core.inbound import (
    BotAdded,
    BotRemoved,
    ButtonPressed,
    ChatMoved,
    CheckinBegun,
    ClosedToBot,
    Commanded,
    CommandedByNobody,
    ConsentSaid,
    DeletedPost,
    EditedPost,
    EpisodePressed,
    HearingChanged,
    MarkedPost,
    MemberJoined,
    MemberLeft,
    MirrorAsked,
    Posted,
    RatedBy,
    ReactedTo,
    SettingsSaid,
    TalkedAbout,
    Update,
)
from core.moving import relocated
from core.people import SettingsChanged
from core.ports import StoreFailed, Transaction
from core.utterance import Utterance

Do = Callable[[Desk], Awaitable[None]]


class Inbox:
    """The one door for every platform, the page and the replay."""

    def __init__(self, engine: Engine, listener: Listener, texts: Texts, reception: Reception) -> None:
        self._engine = engine
        self._listener = listener
        self._texts = texts
        self._reception = reception
        self._failing = Failing(engine)
        self._talk = Talk(engine, listener, self._work)
        engine.watch(self._let_go)
        engine.when_committed(reception.committed)
        engine.after_move(texts.move)

    async def handle(self, update: Update) -> None:
        """Carries one update through. Raises StoreFailed when it was not committed: it must come again.

        Whatever else goes wrong is raised, too, until the update was tried often enough: then it is let go.
        """
        try:
            await self._handle_where_it_is(update)
        except StoreFailed:
            raise
        except Exception as error:
            if not await self._failing.give_up(update, error):
                raise
        else:
            self._failing.worked(update)
        await self._reception.after(self._engine.store)

    async def _handle_where_it_is(self, update: Update) -> None:
        """In the chat as it is known now: what comes late under an old id is meant for the new one. Once more
        if it moved meanwhile; what had its effects has them once."""
        chat = None if isinstance(update.what, ChatMoved) else getattr(update.what, "chat", None)
        before: ChatId | None = None
        while chat is not None and (now := await self._engine.where_is(chat)) != before:
            what = update.what if now == chat else relocated(update.what, chat, now)
            if what is not None:
                await self._handle(replace(update, what=what))
            before = now
        if chat is None:
            await self._handle(update)

    async def _handle(self, update: Update) -> None:
        what = update.what
        match what:
            case Posted(private=False):
                await self._talk.posted(update, what)
            case Posted():
                await self._in_person(
                    update, what.author.id, lambda desk: self._reception.written(desk, update, what)
                )
            case EditedPost():
                await self._talk.edited(update, what)
            case DeletedPost():
                await self._talk.deleted(update, what)
            case ReactedTo():
                await self._in_chat(
                    update, what.chat, lambda desk, chat: self._reacted(desk, chat, update, what)
                )
            case MarkedPost():
                await self._in_person(
                    update,
                    what.chat,
                    lambda desk: marking.marked(self._reception.visit(desk, update, what.author.id), what),
                )
            case TalkedAbout():
                talked = Talked(author=what.author.id, episode=what.episode)
                await self._in_chat(update, what.chat, lambda desk, chat: _apply(desk, chat, talked))
            case RatedBy():
                await self._in_chat(update, what.chat, lambda desk, chat: self._rated(desk, what))
            case EpisodePressed():
                pressed = Pressed(author=what.author.id, episode=what.episode, button=what.button)
                await self._in_chat(update, what.chat, lambda desk, chat: _apply(desk, chat, pressed))
            case ButtonPressed():
                await self._in_person(
                    update, what.who.id, lambda desk: self._reception.pressed(desk, update, what)
                )
            case Commanded():
                await self._in_person(
                    update, what.who.id, lambda desk: self._reception.commanded(desk, update, what)
                )
            case MirrorAsked():
                await self._in_person(
                    update,
                    what.who.id,
                    lambda desk: mirror.asked(self._reception.visit(desk, update, what.who.id), what),
                )
            case BotAdded():
                moved = await self._engine.moved_here(what.chat, update.at)
                await self._in_person(
                    update, what.chat, lambda desk: consent.added(desk, self._reception.means, what, moved)
                )
            case BotRemoved():
                await self._in_chat(update, what.chat, standing.removed)
            case HearingChanged():
                await self._in_chat(
                    update,
                    what.chat,
                    lambda desk, chat: listening_here.changed(desk, chat, what.hears, what.missing),
                )
            case ChatMoved():
                await self._engine.move(update.at, what.chat, what.to, first=lambda desk: desk.is_new(update))
            case CommandedByNobody():
                await self._in_chat(
                    update, what.chat, lambda desk, chat: standing.commanded_by_nobody(desk, chat, what)
                )
            case MemberJoined():
                await self._in_chat(update, what.chat, lambda desk, chat: standing.joined(desk, chat, what))
            case MemberLeft():
                await self._in_chat(update, what.chat, lambda desk, chat: standing.left(desk, chat, what))
            case ClosedToBot():
                await self._in_person(update, what.who.id, lambda desk: reach.close(desk, what.who.id))
            case ConsentSaid():
                await self._in_chat(update, what.chat, lambda desk, chat: self._consent(desk, what))
            case SettingsSaid():
                changed = SettingsChanged(tuple(what.values.items()))
                await self._in_person(update, what.who.id, lambda desk: _change(desk, what.who.id, changed))
            case CheckinBegun():
                await self._in_chat(
                    update, what.chat, lambda desk, chat: self._begun(desk, chat, update, what)
                )

    async def forget(self, desk: Desk, person: PersonId) -> None:
        """Erases a person (an operator's or a page's wish); the caller scrubs the store afterwards."""
        await trust.forget(desk, self._reception.means, person)

    def receipts_through(self, receipt: Receipt) -> None:
        """How a receipt of an erasure reaches its person, without leaving a row."""
        self._reception.receipt = receipt

    def sweep(self, now: datetime) -> None:
        self._texts.sweep(now)

    async def _reacted(self, desk: Desk, chat: Chat, update: Update, post: ReactedTo) -> None:
        if may_be_read(chat, await desk.person(post.author.id), desk.now):
            if not chat.hears or chat.hears_from(post.author.id):
                past = await desk.past_about(post.chat, post.message)
                await desk.apply(post.chat, self._listener.reacted(post), past=past)
            await marking.signed(self._reception.visit(desk, update, post.author.id), chat, post)

    async def _rated(self, desk: Desk, what: RatedBy) -> None:
        rated = Rated(
            author=what.author.id,
            episode=what.episode,
            understood=what.understood,
            valued=what.valued,
            cared_for=what.cared_for,
        )
        past = await desk.past_about(what.chat, MessageId(what.episode))
        await desk.apply(what.chat, rated, past=past)

    async def _consent(self, desk: Desk, what: ConsentSaid) -> None:
        if what.granted:
            await desk.apply(what.chat, ConsentGiven(author=what.who.id))
            return
        await checkins.withdraw(desk, what.chat, what.who.id)
        await desk.apply(what.chat, ConsentEnded(author=what.who.id))

    async def _begun(self, desk: Desk, chat: Chat, update: Update, what: CheckinBegun) -> None:
        circle = set(chat.circle())
        people = tuple(person for person in what.answers if person in circle)
        if people:
            await checkins.start(
                desk, chat.id, what.prompt, what.level, people, marked_id(update.id), silent=True
            )

    async def _in_chat(
        self, update: Update, chat_id: ChatId, do: Callable[[Desk, Chat], Awaitable[None]]
    ) -> None:
        """Runs something about a known chat once, in that chat's order."""

        async def once(desk: Desk) -> None:
            chat = await desk.chat(chat_id)
            if chat is not None and await desk.is_new(update):
                await do(desk, chat)

        async with self._engine.lane(chat_id):
            await self._work(update.at, once)

    async def _in_person(self, update: Update, key: str, do: Do) -> None:
        async def once(desk: Desk) -> None:
            if await desk.is_new(update):
                desk.visitor = reach.visitor(update)
                await do(desk)
                if (who := reach.comes_back(update)) is not None:
                    await reach.reopen(desk, who)

        async with self._engine.lane(key):
            await self._read_draft(update)
            try:
                await self._work(update.at, once)
            finally:
                self._reception.means.mirrored.pop(update.id, None)

    async def _read_draft(self, update: Update) -> None:
        """A draft for the mirror is read before its transaction: that takes a while, and rows would wait."""
        means = self._reception.means
        if not mirror.may_bring_draft(update.what):
            return

        async def look(tx: Transaction) -> tuple[Utterance, Utterance | None] | None:
            return await mirror.wanted(Desk(tx, self._engine.policy, update.at, speaks=False), means, update)

        draft = await self._engine.store.transact(look)
        if draft is not None:
            means.mirrored[update.id] = await self._listener.mirrored(*draft)

    async def _work(self, now: datetime, do: Do) -> None:
        _, touched = await self._engine.work(now, do)
        for chat in touched.values():
            self._texts.keep_only(chat.id, _disclosing(chat), _under_way(chat), now)

    def _let_go(self, chat: ChatId, at: datetime, effect: Effect) -> None:
        """What was taken back is kept no longer than any other message."""
        if not isinstance(effect, EpisodeEnded | EpisodeRewritten):
            return
        if effect.episode.state is EpisodeState.WITHDRAWN:
            self._texts.let_go(chat, effect.episode.messages)


def _disclosing(chat: Chat) -> set[MessageId]:
    """Messages of disclosures: their words are needed as long as a reply may name them."""
    return {message for e in chat.episodes.values() for message in e.messages}


def _under_way(chat: Chat) -> set[MessageId]:
    return {message.id for message in chat.turn.messages} if chat.turn is not None else set()


async def _apply(desk: Desk, chat: Chat, what: Talked | Pressed) -> None:
    past = await desk.past_about(chat.id, MessageId(what.episode))
    await desk.apply(chat.id, what, past=past)


async def _change(desk: Desk, person: PersonId, changed: SettingsChanged) -> None:
    await desk.change_person(person, changed)
