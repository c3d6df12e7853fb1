"""Stories on Telegram: the bot as it is shipped, with its real client, against the loopback Bot API server.

What people do are gestures of their app; what they see is what the server keeps of their chats. Nobody is
written to before they pressed Start, so each comes into the private chat by the link on the card.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.telegram.client import TelegramPlatform
from adapters.telegram.ids import update_id
from adapters.telegram.polling import Timing
from config.wording import wording
from core.chats import ChatKind
from core.episodes import Wish
from core.ids import UpdateId
from tests.promises.rows import dump
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_model import Chat, Message, User
from tests.stories.backstage import KEY, Backstage
from tests.stories.everywhere.asked_for import AskedFor, Standing
from tests.stories.everywhere.headless import found
from tests.stories.everywhere.stage import BOT, CAST, Seen
from tests.stories.passing import lets_pass
from tests.stories.world import HandClock
from tests.telegram.small_shell import platform_of

CARD = "Read it in private"
WRITING_SIGN = "✍"
FIRST_MESSAGE = 41_000_001
"""Numbers of messages that stand for nothing else where they are searched for on disk."""
MARKUP = re.compile(r"</?[a-z]+>|&[a-z]+;|\{\w+\}")
"""Tags, entities of HTML, and places of a wording that were not filled in."""
PATIENT = Timing(poll_s=20, first_backoff_s=0.02, last_backoff_s=0.1)


class TelegramGroups:
    """Names and copies of words are messages of their own."""

    pieces_of_copy: int = 2

    def __init__(self, server: TelegramServer) -> None:
        self._server, self._next_update = server, server.updates.next_id

    def standing(self) -> list[Standing]:
        groups = [chat for chat in self._server.world.chats.values() if chat.kind != "private"]
        messages = (m for chat in groups for m in chat.by_id.values() if m.sender == self._server.bot)
        return [Standing(f"{m.chat.id}/{m.id}", m.text) for m in messages]

    def handed_in(self) -> list[UpdateId]:
        numbers = range(self._next_update, self._server.updates.next_id)
        self._next_update = self._server.updates.next_id
        return [update_id(self._server.bot.id, number) for number in numbers]


class TelegramStage:
    """The verbs as gestures. Every verb returns when the server has nothing more to give or to be told."""

    def __init__(self, server: TelegramServer, clock: HandClock, database: Path) -> None:
        self.actions = 0
        self.server, self.clock, self.database = server, clock, database
        self.backstage = Backstage(clock, database)
        self.people: dict[str, User] = {}
        self.home: Chat | None = None
        self.asked_for = AskedFor(TelegramGroups(server), database)
        self._platform: TelegramPlatform | None = None
        self._receiving: asyncio.Task[None] | None = None
        self._has_admin = False
        """Whether the bot is an administrator of the chat: only then does it hear of reactions."""

    # The bot

    async def starts(self) -> None:
        """A new client and a new shell over the rows that are there."""
        self._platform = platform_of(self.server, timing=PATIENT, clock=self.clock.now)
        await self.backstage.starts({"telegram": self._platform})
        self._receiving = asyncio.create_task(self._platform.run(self.backstage.running.inbox.handle))
        await self.server.until(lambda: self.server.updates.is_polled)

    async def ends(self) -> None:
        assert self._receiving is not None
        assert self._platform is not None
        self._receiving.cancel()
        await asyncio.gather(self._receiving, return_exceptions=True)
        await self._platform.close()
        await self.backstage.ends()
        self.server.updates.is_polled = False

    async def settles(self, what: str = "") -> None:
        """Everything that follows from the last gesture (`what`) is committed and shown."""
        await self.server.until_confirmed()
        await self.backstage.delivers()
        self.asked_for.look(what)

    # The chat

    async def begins(self, kind: ChatKind) -> None:
        """Whoever adds the bot met it in private first. Couples and friends then follow the card's link."""
        names = CAST[kind]
        self.people = {name: self.server.user(name) for name in names}
        self.home = self._new_chat(kind)
        first = self.people[names[0]]
        await self._starts(first)
        self._has_admin = kind is ChatKind.FRIENDS
        self.actions += 1
        await self.server.adds_bot(self.home, first, admin=self._has_admin)
        await self.settles("the bot is added")
        if kind is not ChatKind.COMMUNITY:
            for name in names:
                await self.taps(name, CARD)

    def _new_chat(self, kind: ChatKind) -> Chat:
        people = tuple(self.people.values())
        if kind is ChatKind.COMMUNITY:
            return self.server.group(
                "Gardeners", *people, kind="supergroup", is_forum=True, username="gardeners"
            )
        return self.server.group(" and ".join(self.people), *people)

    async def _starts(self, who: User, payload: str = "") -> None:
        self.actions += 1
        await self.server.starts(who, payload)
        await self.settles("/start in private")

    # What a person does

    async def says(self, name: str, text: str) -> None:
        await self._writes(name, text, self._home)

    async def tells_bot(self, name: str, text: str) -> None:
        await self._writes(name, text, self.server.chat(self.people[name]))

    async def _writes(self, name: str, text: str, place: Chat, to: Message | None = None) -> None:
        self.actions += 1
        await self.server.says(self.people[name], place, text, reply_to=to)
        command = text.split(maxsplit=1)[0] if text.startswith("/") else "words"
        await self.settles(f"{command} in private" if place.kind == "private" else command)

    async def taps(self, name: str, label: str) -> None:
        self.actions += 1
        message = self._with_button(name, label)
        url = message.button(label).url
        if url is not None:
            await self._starts(self.people[name], url.partition("?start=")[2])
            return
        press = await self.server.presses(self.people[name], message, label)
        await self.settles(f"tap on {label}")
        assert press.answered.is_set(), "the little clock on the button goes on"

    def _with_button(self, name: str, label: str) -> Message:
        there = (*self._home.messages, *self.server.chat(self.people[name]).messages)
        return next(m for m in reversed(there) if label in [button.text for button in m.buttons])

    async def fills(self, name: str, label: str, text: str) -> None:
        """Telegram has no forms: the bot asks for the words, and they are the next private message."""
        await self.taps(name, label)
        await self.tells_bot(name, text)

    async def marks(self, name: str, words: str, wish: Wish) -> None:
        """By a sign on the message where the bot can see it, else by a reply with the command."""
        message = self._message(words)
        if self._has_admin:
            self.actions += 1
            await self.server.reacts(self.people[name], message, WRITING_SIGN)
            await self.settles("a reaction")
        else:
            await self._writes(name, "/mark", self._home, to=message)
        await self.taps(name, wording().say("buttons", wish.value))

    async def mirrors(self, name: str, words: str, draft: str) -> None:
        """Forwards what is to be answered, and writes the draft below."""
        self.actions += 1
        who = self.people[name]
        await self.server.forwards(who, self._message(words), who)
        await self.settles("forwards in private")
        await self.tells_bot(name, draft)

    def _message(self, words: str) -> Message:
        written = (m for m in reversed(self._home.messages) if m.sender != self.server.bot)
        return next(m for m in written if words in m.text)

    # Time

    def now(self) -> datetime:
        return self.clock.now()

    async def passes(self, *, hours: int = 0, weeks: int = 0) -> None:
        time, store = timedelta(hours=hours, weeks=weeks), self.backstage.running.store
        await lets_pass(time, self.clock, store, self._what_is_due)

    async def _what_is_due(self) -> None:
        await self.backstage.rings()
        await self.settles()

    # What a person sees, and what is kept

    async def private(self, name: str) -> Sequence[Seen]:
        return self._seen(self.server.chat(self.people[name]))

    async def chat(self, name: str) -> Sequence[Seen]:
        return self._seen(self._home)

    async def file(self, name: str) -> str:
        """What stands in the newest file that the bot gave them in private."""
        messages = reversed(self.server.chat(self.people[name]).messages)
        return next(m.upload for m in messages if m.upload is not None and "document" in m.content).decode()

    def with_markup(self) -> list[str]:
        """What shows a mark of the wire to people."""
        chats = self.server.world.chats.values()
        texts = (m.text for chat in chats for m in chat.messages if m.sender == self.server.bot)
        return [text for text in texts if MARKUP.search(text)]

    def _seen(self, chat: Chat) -> list[Seen]:
        """Newest first. A message below a bare name is seen as that person's; the name is no message."""
        seen: list[Seen] = []
        heading: str | None = None
        for message in (m for m in chat.messages if not m.is_service):
            by_bot = message.sender == self.server.bot
            if by_bot and message.text in self.people and not message.buttons:
                heading = message.text
                continue
            assert message.sender is not None
            by = (heading or BOT) if by_bot else message.sender.first_name
            buttons = tuple(button.text for button in message.buttons)
            seen.append(Seen(by, datetime.fromtimestamp(message.date, UTC), message.text, buttons))
            heading = None
        return seen[::-1]

    @property
    def _home(self) -> Chat:
        assert self.home is not None
        return self.home

    async def remains(self, name: str) -> Sequence[str]:
        who = self.people[name]
        everywhere = (m for chat in self.server.world.chats.values() for m in chat.by_id.values())
        own = [str(message.id) for message in everywhere if message.sender == who]
        return found(self.database, (str(who.id), f'"{name}"', *own))

    async def mentions(self, words: str) -> Sequence[str]:
        return found(self.database, (words,))

    async def rows(self, table: str) -> int:
        return len(dump(self.database, KEY)[table])


@asynccontextmanager
async def on_telegram(folder: Path) -> AsyncIterator[TelegramStage]:
    """At its end: every call was one that Telegram takes, and every message in the group was asked for."""
    clock = HandClock()
    async with TelegramServer(clock=clock.now, first_message=FIRST_MESSAGE) as server:
        stage = TelegramStage(server, clock, folder / "attune.db")
        await stage.starts()
        try:
            yield stage
        finally:
            await stage.ends()
        assert server.violations == []
        assert stage.asked_for.unasked == []
        assert stage.with_markup() == []
