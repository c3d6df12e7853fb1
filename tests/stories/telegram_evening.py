"""A couple's group on a loopback Telegram, with the real client and the real shell behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from adapters.telegram.client import TelegramPlatform
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_model import Chat, Message, Press, User
from tests.stories.backstage import Backstage
from tests.stories.world import HandClock
from tests.telegram.small_shell import platform_of

CARD = "Read it in private"


class TelegramEvening:
    """Ana and Ben. Every verb returns when its effects are committed and its notes shown."""

    def __init__(self, server: TelegramServer, clock: HandClock, backstage: Backstage) -> None:
        self.server, self.clock, self.backstage = server, clock, backstage
        self.ana, self.ben = server.user("Ana"), server.user("Ben")
        self.home = server.group("Ana and Ben", self.ana, self.ben)
        self._platform: TelegramPlatform | None = None
        self._receiving: asyncio.Task[None] | None = None

    # The bot

    async def starts(self) -> None:
        """A new client and a new shell."""
        self._platform = platform_of(self.server, clock=self.clock.now)
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

    async def restarts(self) -> None:
        await self.ends()
        await self.starts()

    async def settles(self) -> None:
        await self.server.until_confirmed()
        await self.backstage.delivers()

    async def passes(self, **time: float) -> None:
        self.clock.at += timedelta(**time)
        await self.backstage.rings()

    # People

    async def adds_bot(self, chat: Chat | None = None) -> None:
        await self.server.adds_bot(chat or self.home, self.ana)
        await self.settles()

    async def says(
        self, who: User, text: str, to: Message | None = None, chat: Chat | None = None
    ) -> Message:
        """In the group."""
        message = await self.server.says(who, chat or self.home, text, reply_to=to)
        await self.settles()
        return message

    async def tells_bot(self, who: User, text: str) -> Message:
        """In private."""
        message = await self.server.says(who, who, text)
        await self.settles()
        return message

    async def follows_card(self, who: User, chat: Chat | None = None) -> None:
        """Taps the link on the card and presses Start."""
        await self.server.starts(who, self.payload(chat))
        await self.settles()

    async def presses(self, who: User, label: str) -> Press:
        """The newest button with this label in the person's private chat."""
        shown = next(m for m in reversed(self.private(who)) if label in [b.text for b in m.buttons])
        return await self.presses_on(who, shown, label)

    async def presses_on(self, who: User, message: Message, label: str) -> Press:
        press = await self.server.presses(who, message, label)
        await self.settles()
        await press.wait_for_answer()
        return press

    async def agrees(self, *people: User) -> None:
        for who in people:
            await self.follows_card(who)
            await self.presses(who, "I agree")

    async def begins(self) -> None:
        """Both agreed, and passed the first check-in."""
        await self.adds_bot()
        await self.agrees(self.ana, self.ben)
        for who in (self.ana, self.ben):
            await self.presses(who, "Pass")
        await self.passes(hours=1)

    async def marks(self, who: User, message: Message, wish: str) -> None:
        await self.says(who, "/mark", to=message)
        await self.presses(who, wish)

    # What they see

    def payload(self, chat: Chat | None = None) -> str:
        """What the newest card's link carries."""
        url = self.cards(chat)[-1].button(CARD).url
        assert url is not None
        return url.partition("?start=")[2]

    def cards(self, chat: Chat | None = None) -> list[Message]:
        return [m for m in self.by_bot(chat or self.home) if any(b.text == CARD for b in m.buttons)]

    def by_bot(self, chat: Chat) -> list[Message]:
        """What the bot wrote in a chat."""
        return [m for m in chat.messages if m.sender == self.server.bot and not m.is_service]

    def private(self, who: User) -> list[Message]:
        return self.by_bot(self.server.chat(who))

    def texts(self, who: User) -> list[str]:
        return [m.text for m in self.private(who)]

    def last(self, who: User) -> str:
        return self.texts(who)[-1]


@asynccontextmanager
async def telegram_evening(database: Path | None = None) -> AsyncIterator[TelegramEvening]:
    """At its end, every call the client made was one that Telegram takes."""
    clock = HandClock()
    async with TelegramServer(clock=clock.now) as server:
        evening = TelegramEvening(server, clock, Backstage(clock, database))
        await evening.starts()
        try:
            yield evening
        finally:
            await evening.ends()
        assert server.violations == []
