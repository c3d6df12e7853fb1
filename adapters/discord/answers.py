"""Interactions that await their answer, in memory alone: after a restart an answer goes the ordinary way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

import aiohttp
import discord

from adapters.discord.delivery import delivery
from adapters.discord.forms import data_of
from adapters.discord.gateway import log
from adapters.discord.ids import Reference, person_id
from adapters.discord.interactions import DRAFT, MIRROR_FORM, Reply, form_on, mirror_key, mirrored_words
from adapters.discord.recent import Recent
from adapters.discord.render import Page, form_modal
from adapters.discord.words import Payload
from core.ids import PersonId
from core.notes import NoteId
from core.ports import MaybeSent, Refused
from core.screens.model import Field
from core.utterance import Utterance

GAP_S: Final = 10.0
"""Seconds after which "thinking …" goes away when no answer came."""
ANSWER_KEPT: Final = timedelta(minutes=14)
"""Discord takes answers to an interaction for fifteen minutes."""
MIRRORED_KEPT: Final = timedelta(hours=1)
"""How long the message that a draft is to answer stays in memory."""
KEPT_ANSWERS: Final = 1000
ACKNOWLEDGED: Final = 40060
"""Discord's error code: an earlier try of the same request arrived."""
KEPT_MIRRORED: Final = 100
MIRROR_TITLE: Final = "Mirror my answer"
MIRROR_FIELDS: Final = (Field(DRAFT, "Your reply, as you would send it", multiline=True, max_length=4000),)
Interaction: TypeAlias = discord.Interaction[discord.Client]
Begin: TypeAlias = Callable[[Coroutine[Any, Any, None]], None]


@dataclass(frozen=True, slots=True)
class Pressed:
    """The message that a pressed button sits on."""

    message: int
    ephemeral: bool


@dataclass(slots=True)
class Awaited:
    """An acknowledged interaction. Of several notes the first takes the place that was kept for it."""

    interaction: Interaction
    reply: Reply
    pressed: Pressed | None = None
    first: NoteId | None = None
    closed: bool = False

    @property
    def person(self) -> PersonId:
        return person_id(self.interaction.user.id)

    @property
    def has_gap(self) -> bool:
        """Whether "thinking …" still stands there."""
        return self.reply is not Reply.IN_PLACE and self.first is None and not self.closed

    @property
    def in_own_chat(self) -> bool:
        """Whether it happened in the person's own chat with the bot."""
        on_open_message = self.pressed is not None and not self.pressed.ephemeral
        return self.reply is Reply.OPEN or (self.reply is Reply.IN_PLACE and on_open_message)

    async def show(self, note: NoteId, page: Page, replaces: Reference | None) -> Reference | None:
        """Answers with a screen; None where an ordinary message or edit says it better."""
        if self.reply is Reply.IN_PLACE:
            return await self._show_in_place(page, replaces)
        if replaces is not None and not replaces.fleeting:
            return None
        if self.has_gap or self.first == note:
            self.first = note
            return await self._edit(page)
        return None if self.reply is Reply.OPEN else await self.follows(page)

    async def _show_in_place(self, page: Page, replaces: Reference | None) -> Reference | None:
        if self.pressed is None or not self.pressed.ephemeral:
            return None
        if replaces is not None and replaces.message == self.pressed.message:
            return await self._edit(page)
        return await self.follows(page)

    async def _edit(self, page: Page) -> Reference:
        sent = await self.interaction.edit_original_response(view=page.view, attachments=page.files())
        return self._reference(sent)

    async def follows(self, page: Page) -> Reference:
        """A further message that only this person sees. Discord takes no nonce here: it is sent once."""
        sent = await self.interaction.followup.send(
            view=page.view, files=page.files(), ephemeral=True, wait=True
        )
        return self._reference(sent)

    def _reference(self, message: discord.Message) -> Reference:
        if self.reply is Reply.OPEN:
            return Reference(message.channel.id, message.id)
        # Where it stands is of no use later on, and may be a conversation that is none of the bot's business.
        return Reference(0, message.id, fleeting=True)


class Answers:
    """Acknowledges interactions in time, and shows what answers them. `begin` runs work on its own."""

    def __init__(self, begin: Begin, clock: Callable[[], datetime]) -> None:
        self._begin = begin
        self._awaited: Recent[Awaited] = Recent(size=KEPT_ANSWERS, kept_for=ANSWER_KEPT, clock=clock)
        self._mirrored: Recent[Utterance] = Recent(size=KEPT_MIRRORED, kept_for=MIRRORED_KEPT, clock=clock)

    async def open_form(self, interaction: Interaction, payload: Payload) -> None:
        """Opens the form that rides on the pressed button."""
        label, fields = form_on(payload)
        custom_id = data_of(payload["data"]["custom_id"])
        await interaction.response.send_modal(form_modal(custom_id, label, fields))

    async def open_mirror(self, interaction: Interaction, payload: Payload) -> None:
        """Opens the form for a draft, and keeps the message that it is to answer."""
        key = str(interaction.id)
        self._mirrored.keep(key, mirrored_words(payload))
        await interaction.response.send_modal(form_modal(f"{MIRROR_FORM}:{key}", MIRROR_TITLE, MIRROR_FIELDS))

    def mirrored(self, payload: Payload) -> Utterance | None:
        """The message that the draft in this form is to answer; None after a restart, or an hour."""
        return self._mirrored.take(mirror_key(payload))

    async def put_off(self, interaction: Interaction, reply: Reply) -> str:
        """Acknowledges within Discord's three seconds. Returns the handle of the answer: when it is too late
        for one, it goes the ordinary way to who wants that."""
        thinking, ephemeral = reply is not Reply.IN_PLACE, reply is Reply.PRIVATE
        try:
            await interaction.response.defer(ephemeral=ephemeral, thinking=thinking)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
            if not isinstance(failure, discord.HTTPException) or failure.code != ACKNOWLEDGED:
                log.warning("interaction_too_late")
                return str(interaction.id)
        key, awaited = str(interaction.id), Awaited(interaction, reply, _stripped(interaction))
        self._awaited.keep(key, awaited)
        if thinking:
            loop = asyncio.get_running_loop()
            loop.call_later(GAP_S, lambda: self._begin(self._close_gap(awaited)))
        return key

    def in_server(self, answering: str) -> bool:
        """Whether what awaits its answer happened in a server, so that the answer may offer what is there."""
        awaited = self._awaited.get(answering)
        return awaited is not None and awaited.interaction.guild_id is not None

    async def show(
        self, answering: str, person: PersonId | None, note: NoteId, page: Page, replaces: Reference | None
    ) -> Reference | None:
        """Answers the interaction that awaits this person's answer; None where there is none (any more)."""
        awaited = self._awaited.get(answering)
        if awaited is not None and person is None:  # it is said to all: nothing comes for this person alone
            self._begin(self._close_gap(awaited))
        if awaited is None or awaited.person != person:
            return None
        try:
            shown = await awaited.show(note, page, replaces)
        except discord.NotFound:
            return None
        if shown is None:
            self._begin(self._close_gap(awaited))
        return shown

    async def further(self, answering: str, quote: Page | None) -> str | None:
        """The id of a copy, below an answer that only its person sees; None where that is not possible."""
        awaited = self._awaited.get(answering)
        if awaited is None or quote is None:
            return None
        try:
            with delivery():
                return str((await awaited.follows(quote)).message)
        except Refused:
            raise MaybeSent from None

    def in_own_chat(self, answering: str) -> bool:
        """Whether what awaits its answer happened in the person's own chat with the bot."""
        awaited = self._awaited.get(answering)
        return awaited is not None and awaited.in_own_chat

    async def _close_gap(self, awaited: Awaited) -> None:
        """Takes "thinking …" away: the answer went elsewhere, or there was none."""
        if not awaited.has_gap:
            return
        awaited.closed = True
        try:
            await awaited.interaction.delete_original_response()
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            log.warning("gap_not_closed")


def _stripped(interaction: Interaction) -> Pressed | None:
    """The interaction without words while it is kept: of what was chosen, written or pointed at nothing is
    needed any more, and of the message it sits on only which one that is."""
    on, interaction.data, interaction.message = interaction.message, None, None
    return Pressed(on.id, on.flags.ephemeral) if on is not None else None
