"""The ground of a walk on Telegram."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from adapters.telegram.ids import chat_id, person_id
from core.ids import ChatId, PersonId
from tests.stories.everywhere.on_telegram import TelegramStage
from tests.stories.everywhere.walking import Gesture


@dataclass(frozen=True, slots=True)
class TelegramGround:
    stage: TelegramStage

    has_links: bool = True

    @property
    def happened(self) -> int:
        return self.stage.server.updates.next_id

    async def arrives(self) -> None:
        await self.stage.server.until_confirmed()

    def sight(self) -> list[object]:
        chats = self.stage.server.world.chats.values()
        return [(m.chat.id, m.id, m.text, m.keyboard) for chat in chats for m in chat.messages if m.sender]

    def pressing(self, reference: str, button: str) -> dict[str, Gesture]:
        server = self.stage.server
        chat, _, number = reference.partition("/")
        message = server.chat(int(chat)).by_id[int(number)]
        data = next(b.data for b in message.buttons if (b.data or "").endswith(f":{button}"))
        assert data is not None
        who = message.chat.partner or self.stage.people["Ana"]
        return {f"tap on {button}": partial(server.presses, who, message, data)}

    def asking(self, name: str, command: str, *, alone: bool) -> Gesture:
        who, home = self.stage.people[name], self.stage.home
        assert home is not None
        return partial(self.stage.server.says, who, who if alone else home, f"/{command}")

    def person(self, name: str) -> PersonId:
        return person_id(self.stage.people[name].id)

    def home(self) -> ChatId:
        assert self.stage.home is not None
        return chat_id(self.stage.home.id)

    async def sets_up_a_community(self, name: str) -> None:
        server, who = self.stage.server, self.stage.people[name]
        town = server.group("Gardeners", who, kind="supergroup", username="gardeners")
        await server.adds_bot(town, who)
        await self.stage.settles("the bot is added")
        await server.says(who, town, "/moderate")
        await self.stage.settles("/moderate")
