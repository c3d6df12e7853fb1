"""The ground of a walk on Discord. "Thinking …" is nothing to be seen; a form that opened is."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.discord.forms import data_of
from adapters.discord.ids import channel_chat, person_id
from core.chats import ChatKind
from core.ids import ChatId, PersonId
from tests.servers.discord_apps import Asked
from tests.servers.discord_messages import LOADING, buttons_of
from tests.servers.discord_world import Channel, Json
from tests.stories.everywhere.on_discord import BYSTANDERS, DiscordStage
from tests.stories.everywhere.seen_on_discord import text_of
from tests.stories.everywhere.walking import Gesture

SOME_WORDS = "tomorrow"
"""What is filled into a form."""


@dataclass(frozen=True, slots=True)
class DiscordGround:
    stage: DiscordStage

    has_links: bool = False

    @property
    def happened(self) -> int:
        return len(self.stage.server.apps.asked)

    async def arrives(self) -> None:
        await self.stage.is_idle()

    def sight(self) -> list[object]:
        shown = [_seen(message) for message in self.stage.by_bot() if not message["flags"] & LOADING]
        opened = [each.number for each in self.stage.server.apps.asked.values() if each.form is not None]
        return [*shown, opened]

    def pressing(self, reference: str, button: str) -> dict[str, Gesture]:
        channel, message = self._message(reference)
        which = next(
            each["custom_id"]
            for each in buttons_of(message)
            if data_of(each.get("custom_id", "")).endswith(f":{button}")
        )
        world, opened = self.stage.server.world, list[Asked]()
        alone, _ = channel.whispers.get(message["id"], ("", None))
        direct = (who for who in self.stage.people.values() if world.direct(who) is channel)
        who = alone or next(direct, self.stage.people["Ana"])

        async def press() -> None:
            token = self.stage.server.presses(who, channel, message, which)
            opened.append(self.stage.noted(token))

        async def fill() -> None:
            self.stage.noted(self.stage.server.fills(opened[0].token, SOME_WORDS))

        tap: dict[str, Gesture] = {f"tap on {button}": press}
        return tap | {"a form": fill} if data_of(which) != which else tap

    def asking(self, name: str, command: str, *, alone: bool) -> Gesture:
        who, home = self.stage.people[name], self.stage.home
        assert home is not None
        place = self.stage.server.world.direct(who) if alone else home

        async def ask() -> None:
            self.stage.noted(self.stage.server.commands(who, place, command))

        return ask

    def person(self, name: str) -> PersonId:
        return person_id(self.stage.people[name])

    def home(self) -> ChatId:
        assert self.stage.home is not None
        return channel_chat(self.stage.home.id)

    async def sets_up_a_community(self, name: str) -> None:
        world, who = self.stage.server.world, self.stage.people[name]
        channel = self.stage.new_channel(ChatKind.COMMUNITY, [who])
        assert len(world.guilds[channel.guild or ""].members) > BYSTANDERS
        for command in ("start", "moderate"):
            self.stage.noted(self.stage.server.commands(who, channel, command))
            await self.stage.settles(f"/{command}")

    def _message(self, reference: str) -> tuple[Channel, Json]:
        channel, _, number = reference.partition("/")
        found = self.stage.server.world.channels[channel]
        _, whispered = found.whispers.get(number, ("", None))
        return found, whispered or found.messages[number]


def _seen(message: Json) -> object:
    buttons = tuple((each["label"], each.get("custom_id")) for each in buttons_of(message))
    return message["id"], text_of(message), buttons
