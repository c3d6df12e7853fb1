"""Discord as a platform: connects, hands in what happens, and shows notes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import randbits
from typing import Any, Final

import aiohttp
import discord

from adapters.discord import sending
from adapters.discord.answers import Answers, Interaction
from adapters.discord.api import DISCORD_API, Api
from adapters.discord.catching_up import CatchingUp
from adapters.discord.channels import channels_for, is_closed
from adapters.discord.delivery import delivery
from adapters.discord.gateway import Gateway, intents_for, log
from adapters.discord.ids import PLATFORM, of_person, place_of, reference_of, snowflake
from adapters.discord.incoming import Handle, Incoming
from adapters.discord.interactions import Reply, Surroundings, first_reply, is_beginning, updates_from
from adapters.discord.refusals import Refusals
from adapters.discord.render import page_of
from adapters.discord.servers import Servers
from adapters.discord.starts import NoStartsLeft, Pace, Starts
from adapters.discord.translate import EVENTS, Receiver, updates_of
from adapters.discord.watch import Patience, until_silent
from adapters.discord.words import Payload
from adapters.errors import IntentsRefused, TokenRefused
from core.ids import ChatId
from core.notes import Note, NoteId
from core.ports import Logbook, MaybeSent, NotSent, Refused
from core.screens.menu import Menu
from core.screens.model import Screen

RECONNECTS_S: Final = (1.0, 5.0, 15.0, 60.0)
"""Seconds before a client that ended is built anew, the last one again and again."""
STEADY_S: Final = 300.0
"""A client that lasted so long was well."""
BEFORE_LOGIN_S: Final = 1.0
"""Seconds after which to try again to send, while nobody is logged in."""
CLOSING_S: Final = 5.0
"""Longest that a client is given to close; one that does not answer is left behind."""
BAD_TOKEN: Final = 4004
"""Gateway close code."""
BAD_INTENTS: Final = frozenset({4013, 4014})
"""Gateway close codes."""
NONCE_BITS: Final = 64
"""Of chance, for a note without a number of its own."""
STARTS: Final = f"{PLATFORM}:starts"
"""Under which name logins are written down."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long is waited for what; tests wait less."""

    pace: Pace = field(default_factory=Pace)
    patience: Patience = field(default_factory=Patience)
    reconnects_s: tuple[float, ...] = RECONNECTS_S
    closing_s: float = CLOSING_S
    servers_s: float = 2.0
    """So long after a login no further server is told of."""


class DiscordPlatform:
    """`menu`: the commands that are offered; without one Discord offers what it offered before.

    `logbook`: what is kept between starts; without one, nothing that was missed is fetched.
    `clock`: the moment now, aware.
    """

    name: str = PLATFORM

    def __init__(
        self,
        *,
        token: str,
        api_url: str = DISCORD_API,
        passive_listening: bool = False,
        menu: Menu | None = None,
        logbook: Logbook | None = None,
        timing: Timing | None = None,
        clock: Callable[[], datetime] = discord.utils.utcnow,
    ) -> None:
        self.ready = asyncio.Event()
        self._token, self._menu, self._api_url = token, menu, api_url
        self._listening, self._timing, self._clock = passive_listening, timing or Timing(), clock
        self._gateway: Gateway | None = None
        self._closed = False
        self._refusals = Refusals()
        self._starts = Starts(logbook, STARTS, self._timing.pace, clock)
        self._incoming = Incoming(None if logbook is None else self._fell_behind)
        self._answers = Answers(self._incoming.begin, clock)
        self._catching_up: CatchingUp | None = None
        self._servers: Servers | None = None
        if logbook is not None:
            with_them = (logbook, self._incoming, self._client, self._receiver, clock)
            self._catching_up = CatchingUp(*with_them, listening=passive_listening)
            self._servers = Servers(*with_them)

    # The port

    async def run(self, handle: Handle) -> None:
        """Receives until cancelled; a client that ends is built anew. Raises TokenRefused, IntentsRefused."""
        loop, failures = asyncio.get_running_loop(), -1
        while not self._closed:
            began = loop.time()
            await self._receive(handle)
            failures = 0 if loop.time() - began > STEADY_S else failures + 1
            reconnects_s = self._timing.reconnects_s
            await asyncio.sleep(reconnects_s[min(failures, len(reconnects_s) - 1)])

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        """See the port. The reference is "channel/message", with "~" before it where only its interaction can
        edit it; a copy whose source is gone is "-"."""
        place = of_person(to.to_person) if to.to_person else place_of(to.to_chat) if to.to_chat else None
        if place is None:
            raise Refused("this is nobody on Discord")
        client, before = self._client(), reference_of(replaces)
        quotes = [await sending.quoted(client, *source) for source in to.copies]
        page = page_of(note, screen)
        menus = bool(screen.pickers) and self._answers.in_server(to.answering)
        answer = page_of(note, screen, in_server=True) if menus else page
        with delivery(), client.answering():
            shown = await self._answers.show(to.answering, to.to_person, note, answer, before)
            shown = shown or await sending.edited(client, page, before)
            if shown is None and to.in_place and not self._answers.in_own_chat(to.answering):
                raise Refused("they did not ask to be written to")
            shown = shown or await sending.sent(client, place, page, str(note or randbits(NONCE_BITS)))
        nonces = (f"{note}.{number}" for number in range(1, len(quotes) + 1))
        copies = []
        for quote, nonce in zip(quotes, nonces, strict=True):
            with client.answering():
                below = await self._answers.further(to.answering, quote) if shown.fleeting else None
            if below is None and quote is not None and shown.fleeting and to.in_place:
                raise MaybeSent  # the interaction ended below its screen, and they get no direct message
            copies.append(below or await sending.copied(client, place, quote, nonce))
        return " ".join([str(shown), *copies])

    async def close(self) -> None:
        self._closed = True
        self._incoming.close()
        if self._gateway is not None:
            await _closed(self._gateway, self._timing.closing_s)

    # Connecting

    def connection(self, handle: Handle) -> Gateway:
        """A client that was not started yet. `run` starts it; a test hands it to a simulated Discord."""
        self._incoming.handle = handle
        self.ready.clear()
        return Gateway(
            intents=intents_for(listening=self._listening),
            menu=self._menu,
            tap=self._tap,
            on_login=self._logged_in,
            on_connected=self._connected,
            api=Api(self._api_url, self._refusals, self._starts.may_start),
            before_login=self._starts.begin,
            servers_s=self._timing.servers_s,
        )

    async def _receive(self, handle: Handle) -> None:
        """Until the client ends, for whatever reason but a refusal, or does not answer any more."""
        try:
            await self._starts.wait()
            async with _opened(self.connection(handle), self._timing.closing_s) as client:
                await self._until_it_ends(client)
        except discord.LoginFailure:
            raise TokenRefused from None
        except discord.PrivilegedIntentsRequired:
            raise IntentsRefused from None
        except discord.ConnectionClosed as closed:
            if closed.code == BAD_TOKEN:
                raise TokenRefused from None
            if closed.code in BAD_INTENTS:
                raise IntentsRefused from None
            log.warning("connection_closed", extra={"code": closed.code})
        except NoStartsLeft as waits:
            log.warning("login_waits", extra={"seconds": round(waits.wait_s)})
            await asyncio.sleep(waits.wait_s)
        except Exception as error:  # noqa: BLE001 - whatever ended it, a new client goes on; its words may quote
            log.warning("client_ended", extra={"error": type(error).__name__})

    async def _until_it_ends(self, client: Gateway) -> None:
        with client.answering():
            running = asyncio.create_task(client.start(self._token))
        watching = asyncio.create_task(until_silent(lambda: client.latencies, self._timing.patience))
        looking = asyncio.create_task(self._look_at_servers())
        tasks = {running, watching, looking}
        try:
            await asyncio.wait({running, watching}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            else:
                log.warning("gateway_silent", extra={"seconds": self._timing.patience.silent_s})
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=self._timing.closing_s)

    async def _look_at_servers(self) -> None:
        await self.ready.wait()
        if self._servers is not None:
            await self._servers.watch()

    def _connected(self) -> None:
        self.ready.set()

    def _logged_in(self, client: Gateway) -> None:
        self._gateway = client

    def _client(self) -> Gateway:
        if self._gateway is None or self._gateway.is_closed():
            raise NotSent(BEFORE_LOGIN_S, in_order=True)
        return self._gateway

    # Handing in

    def _tap(self, event: str, payload: Payload) -> None:
        """Translates at once, before anything waits: the order of arrival is the order of the lanes."""
        try:
            if event == "INTERACTION_CREATE":
                self._incoming.begin(self._interacted(payload))
            elif event == "READY" and self._catching_up is not None:
                self._catching_up.after_login()
            elif event in EVENTS:
                for update in updates_of(event, payload, self._clock(), self._receiver()):
                    self._incoming.begin(self._incoming.hand_in(update))
            elif self._servers is not None:
                self._servers.tap(event, payload)
        except Exception:  # noqa: BLE001 - a payload unlike any documented; its words may quote
            log.warning("payload_not_understood", extra={"gateway_event": event})

    def _fell_behind(self, chat: ChatId) -> None:
        if self._catching_up is not None:
            self._catching_up.after_loss(chat)

    def _receiver(self) -> Receiver:
        client = self._client()
        user = "" if client.user is None else str(client.user.id)
        return Receiver(application=str(client.application_id), bot_user=user, listening=self._listening)

    async def _interacted(self, payload: Payload) -> None:
        try:
            await self._interaction(payload)
        except Exception as error:  # noqa: BLE001 - one interaction is lost, not the bot; its words may quote
            log.warning("interaction_failed", extra={"error": type(error).__name__})

    async def _interaction(self, payload: Payload) -> None:
        client, reply = self._client(), first_reply(payload)
        snowflake(payload["id"])  # it is a part of the address at which it is answered
        if reply is None:
            return
        interaction: Interaction = discord.Interaction(data=_loose(payload), state=client._connection)
        if reply is Reply.FORM:
            await self._answers.open_form(interaction, payload)
        elif reply is Reply.MIRROR:
            await self._answers.open_mirror(interaction, payload)
        else:
            application, mirrored = str(client.application_id), self._answers.mirrored(payload)
            answering = await self._answers.put_off(interaction, reply)
            around = Surroundings(channels=channels_for(interaction))
            if is_beginning(payload):
                around = await self._around(client, payload)
            updates = updates_from(payload, application, around, mirrored)
            for update in updates:
                last = update is updates[-1]
                await self._incoming.hand_in(replace(update, answering=answering if last else ""))

    async def _around(self, client: Gateway, payload: Payload) -> Surroundings:
        """How many there are, which without the members intent the gateway tells once; and who sees it."""
        around = Surroundings(listening=self._listening, closed=is_closed(client, payload["channel_id"]))
        try:
            server = await client.fetch_guild(int(payload["guild_id"]), with_counts=True)
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            told = client.get_guild(int(payload["guild_id"]))
            return replace(around, members=told.member_count if told is not None else None)
        members = server.approximate_member_count or server.member_count
        # Three with this bot are two people.
        return replace(around, members=members, humans=members - 1 if members is not None else None)


@asynccontextmanager
async def _opened(client: Gateway, closing_s: float) -> AsyncIterator[Gateway]:
    """A client that is ready to log in, and closed in the end."""
    await client.__aenter__()
    try:
        yield client
    finally:
        await _closed(client, closing_s)


async def _closed(client: Gateway, closing_s: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(closing_s):
            await client.close()
    await client.http.close()


def _loose(payload: Payload) -> Any:
    """discord.py types an interaction by its kind; what arrives is known at run time only."""
    return payload
