"""What a platform asks of the store between starts: what it missed, and what it counted."""

from __future__ import annotations

from datetime import datetime

from core.gaps import LOOK_BACK, Gap, Place, gap_of
from core.ids import ChatId
from core.ports import Store, Transaction


class StoredLogbook:
    """A `Logbook` over the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def gaps(self, platform: str, now: datetime) -> list[Gap]:
        """Each chat in a transaction of its own: others need not wait for all of them."""
        chats = await self._store.transact(lambda tx: tx.chats(f"{platform}:"))
        found: list[Gap] = []
        for chat in chats:
            gap = await self.gap(chat, now)
            if gap is not None:
                found.append(gap)
        return found

    async def gap(self, chat: ChatId, now: datetime) -> Gap | None:
        return await self._store.transact(lambda tx: _gap(tx, chat, now))

    async def saw(self, chat: ChatId, place: Place) -> None:
        await self._store.transact(lambda tx: tx.saw(chat, place))

    async def entry(self, name: str) -> str | None:
        return await self._store.transact(lambda tx: tx.entry(name))

    async def enter(self, name: str, said: str) -> None:
        await self._store.transact(lambda tx: tx.enter(name, said))


async def _gap(tx: Transaction, chat_id: ChatId, now: datetime) -> Gap | None:
    chat = await tx.chat(chat_id)
    if chat is None:
        return None
    people = {who: person for who in chat.members if (person := await tx.person(who)) is not None}
    ended = await tx.episodes(chat_id, now - LOOK_BACK)
    return gap_of(chat, await tx.place(chat_id), people, ended, now)
