"""A simulated Discord for tests: people who act, and a record of everything the bot sends.

A thin layer over SimCord 3.2, which runs real discord.py in-process. It joins SimCord's two kinds of
user (member of a server, person in a direct message) into one :class:`Person`, reads the words and
buttons of old and new components alike, and checks every outgoing request against Discord's OpenAPI
description on leaving. Never put this folder itself on ``sys.path``: the file is called like the library.

What SimCord does not model, to be tested on the loopback server instead: user installs, context menus
in direct messages, real sockets, rate limits, 5xx retries, ``enforce_nonce``, and ``after=`` with more
than one page (it answers the newest hundred, Discord the oldest).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias, cast

import discord
import simcord

from tests.servers.discord_contract import load_contract

Server: TypeAlias = simcord.GuildHandle
Channel: TypeAlias = simcord.ChannelHandle
Role: TypeAlias = simcord.RoleHandle
Answer: TypeAlias = simcord.InteractionResult
"""What the bot did with an interaction: acknowledged, deferred, ephemeral, response, followups, modal."""
Posted: TypeAlias = discord.Message | simcord.ResponseMessage
Shown: TypeAlias = Posted | Answer

CANNOT_DM: Final = 50007
"""Discord's error code "Cannot send messages to this user" (with HTTP status 403)."""

_BUTTON: Final = 2
_CALLBACKS_WITH_MESSAGE: Final = frozenset({4, 7})


@dataclass(frozen=True, slots=True)
class SentRequest:
    """One REST request of the bot; ``path`` starts after ``/api/v10``."""

    method: str
    path: str
    query: Mapping[str, Any]
    body: Any

    @property
    def message(self) -> Mapping[str, Any] | None:
        """The message it posts or edits, wherever Discord wants it in the body."""
        if self.method not in {"POST", "PATCH"} or not isinstance(self.body, dict):
            return None
        head, *_, tail = self.path.strip("/").split("/")
        if head == "interactions" and tail == "callback":
            data = self.body.get("data") if self.body.get("type") in _CALLBACKS_WITH_MESSAGE else None
            return cast("Mapping[str, Any] | None", data)
        if head == "webhooks" or (head == "channels" and "/messages" in self.path and tail != "threads"):
            return self.body
        return None

    @property
    def may_mention(self) -> bool:
        """Whether Discord would notify anybody because of this message's text."""
        if self.message is None:
            return False
        allowed = self.message.get("allowed_mentions")
        return allowed is None or any(allowed.get(key) for key in ("parse", "users", "roles", "replied_user"))

    @property
    def embeds(self) -> bool:
        """Whether it shows an embed, which anybody in a channel would see."""
        return bool(self.message and self.message.get("embeds"))

    @property
    def nonce(self) -> str | None:
        """The nonce Discord de-duplicates by, if it was told to enforce it."""
        if self.message is None or not self.message.get("enforce_nonce"):
            return None
        return cast("str | None", self.message.get("nonce"))


class Person:
    """Somebody on Discord; every verb returns when the bot has done all it does about it."""

    def __init__(self, world: SimulatedDiscord, user: simcord.UserHandle) -> None:
        self._world = world
        self._members: dict[int, simcord.MemberActor] = {}
        self.user = user

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def dm(self) -> Channel:
        """The direct-message channel with the bot."""
        return self.user.dm_channel

    @property
    def inbox(self) -> list[discord.Message]:
        """What the bot wrote to this person directly, oldest first."""
        return [message for message in self.dm.history() if message.author.id != self.id]

    def joins(self, server: Server, *, roles: Sequence[Role] = ()) -> Person:
        self._members[server.id] = server.add_member(self.user, roles=roles)
        return self

    async def leaves(self, server: Server) -> None:
        server.remove_member(self._members.pop(server.id))
        await self._world.settles()

    def sees(self, channel: Channel) -> list[discord.Message]:
        """The channel as this person's own client shows it: with the ephemeral answers to them only."""
        return channel.history(viewer=self._in_channel(channel.id))

    async def says(self, channel: Channel, text: str, *, to: Posted | None = None) -> discord.Message:
        message = await self._member(channel.id).send(channel, text, reply_to=to)
        await self._world.settles()
        return message

    async def dms(self, text: str) -> discord.Message:
        message = await self.user.send_dm(text)
        await self._world.settles()
        return message

    async def edits(self, message: Posted, text: str) -> None:
        await self._in_channel(_channel_id(message)).edit(message, text)
        await self._world.settles()

    async def deletes(self, message: Posted) -> None:
        await self._in_channel(_channel_id(message)).delete(message)
        await self._world.settles()

    async def reacts(self, message: Posted, emoji: str) -> None:
        await self._in_channel(_channel_id(message)).set_reaction(message, emoji, reacted=True)
        await self._world.settles()

    async def takes_back(self, message: Posted, emoji: str) -> None:
        await self._in_channel(_channel_id(message)).set_reaction(message, emoji, reacted=False)
        await self._world.settles()

    async def slash(self, command: str, *, where: Channel | None = None, **options: object) -> Answer:
        """Run ``/command`` in a channel, or in the direct messages with the bot."""
        if where is None:
            answer = cast("Answer", await self.user.slash(command, **options))
        else:
            answer = await self._member(where.id).slash(where, command, **options)
        return await self._settled(answer)

    async def context_menu(self, command: str, message: Posted) -> Answer:
        """Apps ▸ ``command`` on a message of a server."""
        member = self._member(_channel_id(message))
        channels = member.guild.channels.values()
        channel = next(one for one in channels if one.id == _channel_id(message))
        return await self._settled(await member.context_menu(channel, command, message))

    async def presses(
        self, shown: Shown, label: str | None = None, *, custom_id: str | None = None
    ) -> Answer:
        message = posted(shown)
        actor = self._in_channel(_channel_id(message))
        return await self._settled(await actor.click(message, label=label, custom_id=custom_id))

    async def selects(self, shown: Shown, *values: object, custom_id: str | None = None) -> Answer:
        message = posted(shown)
        actor = self._in_channel(_channel_id(message))
        return await self._settled(await actor.select(message, values, custom_id=custom_id))

    async def submits(self, opened: Answer, values: Mapping[str, object]) -> Answer:
        """Fill in the modal an interaction opened; ``values`` by each field's ``custom_id``."""
        actor = self._in_channel(opened._interaction.channel_id)
        return await self._settled(await actor.submit_modal(opened, dict(values)))

    def closes_dms(self) -> None:
        """From now on Discord refuses what the bot sends to this person directly (403, 50007)."""
        self._world.env.inject_error(
            "POST",
            f"/channels/{self.dm.id}/messages",
            status=403,
            code=CANNOT_DM,
            message="Cannot send messages to this user",
            times=None,
        )

    def _member(self, channel_id: int) -> simcord.MemberActor:
        actor = self._in_channel(channel_id)
        if isinstance(actor, simcord.MemberActor):
            return actor
        raise simcord.SetupError("SimCord models this in servers only; use the loopback server")

    def _in_channel(self, channel_id: int) -> simcord.MemberActor | simcord.UserHandle:
        if channel_id == self.dm.id:
            return self.user
        for member in self._members.values():
            if any(channel.id == channel_id for channel in member.guild.channels.values()):
                return member
        raise simcord.SetupError(f"{self.name} is in no server with the channel {channel_id}")

    async def _settled(self, answer: Answer) -> Answer:
        await self._world.settles()
        return answer


class SimulatedDiscord:
    """The whole platform around one bot: servers, people, time and what was sent."""

    def __init__(self, env: simcord.Env, afterwards: Callable[[], Awaitable[None]] | None) -> None:
        self.env = env
        self._afterwards = afterwards
        self._taken = 0

    @property
    def mention(self) -> str:
        """What a person types to address the bot."""
        bot = self.env.bot.user
        assert bot is not None
        return bot.mention

    def server(self, name: str = "Riverside") -> Server:
        return self.env.create_guild(name)

    def person(self, name: str, *servers: Server) -> Person:
        """A person with that name, already a member of the servers given."""
        person = Person(self, self.env.create_user(name))
        for server in servers:
            person.joins(server)
        return person

    def now(self) -> datetime:
        """The simulated instant (aware, UTC); it starts on 2026-01-01 and moves with :meth:`passes`."""
        return self.env.now()

    async def passes(self, time: timedelta) -> None:
        await self.env.advance_time(time.total_seconds())
        await self.settles()

    async def restarts(self, client: discord.Client) -> None:
        """Replace the bot by a fresh one: the platform remembers, the bot does not."""
        await self.env.restart_bot(client)
        await self.settles()

    async def settles(self) -> None:
        """Wait for the bot, then for the shell behind it (``afterwards``), then for what that set off."""
        await self.env.settle()
        if self._afterwards is not None:
            await self._afterwards()
            await self.env.settle()

    @property
    def sent(self) -> list[SentRequest]:
        """Every request of the bot since the start, oldest first."""
        return [SentRequest(one.method, one.path, one.params, one.json) for one in self.env.http_requests]

    def take_sent(self) -> list[SentRequest]:
        """The requests since the last call."""
        fresh = self.sent[self._taken :]
        self._taken += len(fresh)
        return fresh

    def contract_violations(self) -> list[str]:
        """What any request so far breaks; empty where the description is not at hand."""
        contract = load_contract()
        if contract is None:
            return []
        return [
            sentence
            for one in self.sent
            for sentence in contract.violations(one.method, one.path, one.body, one.query)
        ]


@asynccontextmanager
async def simulated_discord(
    client: discord.Client,
    *,
    afterwards: Callable[[], Awaitable[None]] | None = None,
    approved_intents: discord.Intents | None = None,
    shard_count: int | None = None,
    settle_timeout_s: float = 5.0,
) -> AsyncIterator[SimulatedDiscord]:
    """Connect the client to a simulated Discord; on leaving, its errors and bad requests fail the test.

    SimCord waits for every task the bot starts, so a loop that waits on a queue or an event must be
    started by the test inside this block (never in ``setup_hook`` or a handler), and ``afterwards``
    must return when that loop is idle. ``shard_count`` is for an ``AutoShardedClient``.
    """
    if isinstance(client, discord.AutoShardedClient):
        shard_count = shard_count or client.shard_count or 1
    env = _PromptEnv(
        client, approved_intents=approved_intents, shard_count=shard_count, settle_timeout=settle_timeout_s
    )
    await env.start()
    world = SimulatedDiscord(env, afterwards)
    try:
        with env.time_context():
            yield world
    except BaseException as failure:
        failure.add_note(f"The bot's errors: {env.errors!r}\nWhat went back and forth:\n{env.transcript()}")
        raise
    finally:
        await env.shutdown()
    env.raise_errors()
    violations = world.contract_violations()
    assert not violations, "\n".join(violations)


class _PromptEnv(simcord.Env):
    """SimCord with a settling pause of 1 ms instead of 50 ms, which every quiet handler would pay."""

    async def _settle_internal(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 -- SimCord's own signature
        idle: float = 0.001,
        dispatch: str | None = None,
        _deadline: float | None = None,
    ) -> None:
        await super()._settle_internal(
            timeout=timeout, idle=min(idle, 0.001), dispatch=dispatch, _deadline=_deadline
        )


def posted(shown: Shown) -> Posted:
    """The message itself; of an answer its last one."""
    if not isinstance(shown, simcord.InteractionResult):
        return shown
    messages = _messages(shown)
    if not messages:
        raise simcord.SetupError("the bot answered this interaction without a message")
    return messages[-1]


def words_on(shown: Shown) -> str:
    """All text a reader sees, line by line: content, text displays, titles, labels; not the buttons."""
    if not isinstance(shown, simcord.InteractionResult):
        return "\n".join(filter(None, [shown.content, *_texts(_components(shown))]))
    parts = [words_on(message) for message in _messages(shown)]
    if (modal := shown.modal) is not None:
        parts += [modal["title"], *_texts(modal["components"])]
    return "\n".join(parts)


def buttons_on(shown: Shown) -> list[str]:
    """The labels of the buttons that can be pressed, in order."""
    messages = _messages(shown) if isinstance(shown, simcord.InteractionResult) else [shown]
    return [
        one["label"]
        for message in messages
        for one in _walk(_components(message))
        if one["type"] == _BUTTON and not one.get("disabled")
    ]


def _messages(answer: Answer) -> list[simcord.ResponseMessage]:
    first = [] if answer.response is None else [answer.response]
    return [*first, *answer.followups]


def _channel_id(message: Posted) -> int:
    return message.channel_id if isinstance(message, simcord.ResponseMessage) else message.channel.id


def _components(message: Posted) -> list[dict[str, Any]]:
    if isinstance(message, simcord.ResponseMessage):
        return message.components
    return [cast("dict[str, Any]", one.to_dict()) for one in message.components]


def _texts(components: list[dict[str, Any]]) -> list[str]:
    """Text displays, and the labels and descriptions around a modal's fields."""
    return [
        text
        for one in _walk(components)
        if one["type"] != _BUTTON
        for key in ("content", "label", "description")
        if (text := one.get(key))
    ]


def _walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in components:
        yield one
        inner = [one[key] for key in ("component", "accessory") if one.get(key)]
        yield from _walk([*one.get("components", []), *inner])
