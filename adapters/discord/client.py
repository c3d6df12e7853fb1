"""Discord as a platform: connects, hands in what happens, and shows notes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, Final, TypeAlias
from weakref import WeakValueDictionary

import aiohttp
import discord

from adapters.discord.answers import Answers, Interaction
from adapters.discord.delivery import LATER_S, delivery
from adapters.discord.gateway import Gateway, intents_for, log, point_to
from adapters.discord.ids import (
    MISSING_COPY,
    PLATFORM,
    Place,
    Reference,
    of_person,
    place_of,
    reference_of,
)
from adapters.discord.interactions import Reply, Surroundings, first_reply, is_beginning, updates_from
from adapters.discord.render import Page, page_of, quote_view
from adapters.discord.translate import EVENTS, Receiver, updates_of
from adapters.discord.words import Payload
from adapters.errors import IntentsRefused, TokenRefused
from core.ids import ChatId, MessageId
from core.inbound import ButtonPressed, ClosedToBot, Inbound, MirrorAsked, SettingsSaid, Update
from core.notes import Note, NoteId
from core.ports import MaybeSent, NotSent, Refused
from core.screens.menu import Menu
from core.screens.model import Screen

DISCORD_API: Final = "https://discord.com/api/v10"
RETRIES_S: Final = (0.2, 1.0, 3.0)
"""Seconds after which an update that could not be committed is handed in again."""
RECONNECTS_S: Final = (1.0, 5.0, 15.0, 60.0)
"""Seconds before a client that ended is built anew, the last one again and again: a day has 1,000 logins."""
STEADY_S: Final = 300.0
"""A client that lasted so long was well."""
BEFORE_LOGIN_S: Final = 1.0
"""Seconds after which to try again to send, while nobody is logged in."""
BAD_TOKEN: Final = 4004
"""Gateway close code."""
BAD_INTENTS: Final = frozenset({4013, 4014})
"""Gateway close codes."""
Handle: TypeAlias = Callable[[Update], Awaitable[None]]
Messageable: TypeAlias = discord.DMChannel | discord.PartialMessageable


class DiscordPlatform:
    """`menu`: the commands that are offered; without one Discord offers what it offered before."""

    name: str = PLATFORM

    def __init__(
        self,
        *,
        token: str,
        api_url: str = DISCORD_API,
        passive_listening: bool = False,
        menu: Menu | None = None,
    ) -> None:
        self.ready = asyncio.Event()
        self._token, self._menu = token, menu
        self._listening = passive_listening
        self._api_url = None if api_url.rstrip("/") == DISCORD_API else api_url
        self._handle: Handle | None = None
        self._gateway: Gateway | None = None
        self._closed = False
        self._work: set[asyncio.Task[None]] = set()
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._answers = Answers(self._begin)

    # The port

    async def run(self, handle: Handle) -> None:
        """Receives until cancelled; a client that ends is built anew. Raises TokenRefused, IntentsRefused."""
        if self._api_url is not None:
            point_to(self._api_url)
        loop, failures = asyncio.get_running_loop(), -1
        while not self._closed:
            began = loop.time()
            await self._receive(handle)
            failures = 0 if loop.time() - began > STEADY_S else failures + 1
            await asyncio.sleep(RECONNECTS_S[min(failures, len(RECONNECTS_S) - 1)])

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        """See the port. The reference is "channel/message", with "~" before it where only its interaction can
        edit it; a copy whose source is gone is "-"."""
        place = of_person(to.to_person) if to.to_person else place_of(to.to_chat) if to.to_chat else None
        if place is None:
            raise Refused("this is nobody on Discord")
        client, before = self._client(), reference_of(replaces)
        quotes = [await self._quote(client, *source) for source in to.copies]
        page = page_of(note, screen)
        with delivery():
            shown = (
                await self._answers.show(to.answering, to.to_person, note, page, before)
                or await self._edited(client, page, before)
                or await self._sent(client, place, page, str(note))
            )
        nonces = (f"{note}.{number}" for number in range(1, len(quotes) + 1))
        pairs = zip(quotes, nonces, strict=True)
        return " ".join([str(shown), *[await self._copied(client, place, *pair) for pair in pairs]])

    async def close(self) -> None:
        self._closed = True
        for task in self._work:
            task.cancel()
        if self._gateway is not None:
            await self._gateway.close()

    # Connecting

    def connection(self, handle: Handle) -> Gateway:
        """A client that was not started yet. `run` starts it; a test hands it to a simulated Discord."""
        self._handle = handle
        self.ready.clear()
        return Gateway(
            intents=intents_for(listening=self._listening),
            menu=self._menu,
            tap=self._tap,
            on_login=self._logged_in,
            on_connected=self.ready.set,
            discovers_gateway=self._api_url is not None,
        )

    async def _receive(self, handle: Handle) -> None:
        """Until the client ends, for whatever reason but a refusal."""
        client = self.connection(handle)
        try:
            await client.start(self._token)
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
        except Exception as error:  # noqa: BLE001 - whatever ended it, a new client goes on; its words may quote
            log.warning("client_ended", extra={"error": type(error).__name__})
        finally:
            await client.close()

    def _logged_in(self, client: Gateway) -> None:
        self._gateway = client

    def _client(self) -> Gateway:
        if self._gateway is None or self._gateway.is_closed():
            raise NotSent(BEFORE_LOGIN_S)
        return self._gateway

    # Handing in

    def _tap(self, event: str, payload: Payload) -> None:
        """Translates at once, before anything waits: the order of arrival is the order of the lanes."""
        if event == "INTERACTION_CREATE":
            self._begin(self._interacted(payload))
        elif event in EVENTS:
            try:
                updates = updates_of(event, payload, discord.utils.utcnow(), self._receiver())
            except Exception:  # noqa: BLE001 - a payload unlike any documented; its words may quote
                log.warning("payload_not_understood", extra={"gateway_event": event})
                return
            for update in updates:
                self._begin(self._hand_in(update))

    def _receiver(self) -> Receiver:
        client = self._client()
        user = "" if client.user is None else str(client.user.id)
        return Receiver(application=str(client.application_id), bot_user=user, listening=self._listening)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _hand_in(self, update: Update) -> None:
        """Gives an update to the shell, in the order of its chat; the gateway would not send it again."""
        lane = self._lanes.setdefault(lane_of(update.what), asyncio.Lock())
        async with lane:
            for pause in (*RETRIES_S, None):
                if await self._taken(update):
                    return
                if pause is not None:
                    await asyncio.sleep(pause)
        log.warning("update_dropped")

    async def _taken(self, update: Update) -> bool:
        if self._handle is None:
            return False
        try:
            await self._handle(update)
        except Exception as error:  # noqa: BLE001 - whatever it was, the update comes again; its words may quote
            log.warning("update_not_committed", extra={"error": type(error).__name__})
            return False
        return True

    async def _interacted(self, payload: Payload) -> None:
        try:
            await self._interaction(payload)
        except Exception as error:  # noqa: BLE001 - one interaction is lost, not the bot; its words may quote
            log.warning("interaction_failed", extra={"error": type(error).__name__})

    async def _interaction(self, payload: Payload) -> None:
        client, reply = self._client(), first_reply(payload)
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
            around = await self._around(client, payload) if is_beginning(payload) else None
            updates = updates_from(payload, application, around, mirrored)
            for update in updates:
                await self._hand_in(replace(update, answering=answering if update is updates[-1] else ""))

    async def _around(self, client: Gateway, payload: Payload) -> Surroundings:
        """How many there are. Without the members intent the gateway tells it once, when the bot came."""
        try:
            server = await client.fetch_guild(int(payload["guild_id"]), with_counts=True)
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            return Surroundings(listening=self._listening)
        members = server.approximate_member_count or server.member_count
        # Three with this bot are two people.
        humans = members - 1 if members is not None else None
        return Surroundings(members=members, humans=humans, listening=self._listening)

    # Showing

    async def _edited(self, client: Gateway, page: Page, before: Reference | None) -> Reference | None:
        """In place; None when there is nothing to edit any more."""
        if before is None or before.fleeting:
            return None
        message = client.get_partial_messageable(before.channel).get_partial_message(before.message)
        try:
            await message.edit(
                view=page.view, attachments=page.files(), allowed_mentions=client.allowed_mentions
            )
        except discord.NotFound:
            return None
        return before

    async def _sent(self, client: Gateway, place: Place, page: Page, nonce: str) -> Reference:
        message = await (await self._open(client, place)).send(
            view=page.view, files=page.files(), nonce=nonce
        )
        return Reference(message.channel.id, message.id)

    async def _open(self, client: Gateway, place: Place) -> Messageable:
        if place.direct:
            return await client.create_dm(discord.Object(place.snowflake))
        return client.get_partial_messageable(place.snowflake)

    async def _quote(self, client: Gateway, chat: ChatId, message: MessageId) -> Page | None:
        """A private message as it stands now; None when it is gone. Nothing was sent yet if this fails."""
        place = place_of(chat)
        if place is None or not message.isdecimal():
            return None
        try:
            with delivery():
                found = await (await self._open(client, place)).fetch_message(int(message))
        except Refused:
            return None
        except MaybeSent:
            raise NotSent(LATER_S) from None
        pictures = [each.url for each in found.attachments if (each.content_type or "").startswith("image/")]
        others = [each.url for each in found.attachments if each.url not in pictures]
        return Page(
            quote_view(found.author.display_name, "\n".join([found.content, *others]).strip(), pictures)
        )

    async def _copied(self, client: Gateway, place: Place, quote: Page | None, nonce: str) -> str:
        """The id of a copy. The screen above it stands already, so that a refusal now leaves it unknown."""
        if quote is None:
            return MISSING_COPY
        try:
            with delivery():
                return str((await self._sent(client, place, quote, nonce)).message)
        except Refused:
            raise MaybeSent from None


def lane_of(what: Inbound) -> str:
    """What keeps its order: a chat's updates, or a person's presses."""
    match what:
        case ButtonPressed(who=who) | MirrorAsked(who=who) | SettingsSaid(who=who) | ClosedToBot(who=who):
            return str(who.id)
        case _:
            return str(what.chat)


def _loose(payload: Payload) -> Any:
    """discord.py types an interaction by its kind; what arrives is known at run time only."""
    return payload
