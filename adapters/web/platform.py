"""The page as a platform: it implements the same port as Telegram and Discord, and is its own client.

Its messages live in this object's memory and nowhere else; a new start, and *start over*, begin a new room.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from adapters.web import view
from adapters.web.actions import ACTIONS, REACTIONS
from adapters.web.clock import MovableClock, next_morning
from adapters.web.places import PLACES, Place
from adapters.web.play import Conversation
from adapters.web.playing import Playing
from adapters.web.room import BOT, CHAT, Entry, NotPossible, Room
from adapters.web.rooms import Rooms
from adapters.web.server import News, Server
from core.ids import ChatId, PersonId, UpdateId
from core.inbound import BotAdded, Inbound, Update
from core.notes import Note, NoteId
from core.ports import Refused, StoreFailed
from core.screens.menu import Menu
from core.screens.model import Attachment, Screen
from core.zones import is_zone

LINE_PAUSE_S = 1.1
"""Seconds between two lines of a conversation that is played: enough to read one."""
RETRIES_S = (0.2, 1.0, 3.0)
"""Seconds after which an update that could not be committed comes again."""
TROUBLE = "The bot could not take the last step. What it says for itself is where it was started."
MOVES = {"an hour later": timedelta(hours=1), "a week later": timedelta(weeks=1)}
NEXT_MORNING = "next morning"
HOP = timedelta(minutes=1)
"""How far the clock goes on where something that was due is still under way."""
HOP_PAUSE_S = 0.03
"""Real seconds after each hop, for notes to leave."""
Look = Callable[[ChatId], Awaitable[Mapping[str, object]]]


class WebPlatform:
    """`look` tells how things stand in a chat, `on_clock_moved` fires timers that fell due, `next_due` tells
    when the next one does, `start_over` forgets these people."""

    name: str = "web"

    def __init__(
        self,
        *,
        port: int,
        clock: MovableClock,
        look: Look,
        on_clock_moved: Callable[[], Awaitable[None]],
        next_due: Callable[[], Awaitable[datetime | None]],
        start_over: Callable[[Sequence[PersonId]], Awaitable[None]],
        conversations: Sequence[Conversation],
        menu: Menu,
        host: str = "127.0.0.1",
        places: Sequence[Place] = PLACES,
        line_pause_s: float = LINE_PAUSE_S,
    ) -> None:
        self.address = ""
        self.ready = asyncio.Event()
        self._clock, self._look, self._on_clock_moved = clock, look, on_clock_moved
        self._next_due, self._menu = next_due, menu
        self._forget = start_over
        self._playing = Playing(
            conversations,
            clock=clock,
            pause_s=line_pause_s,
            wait_until=self._wait_until,
            act=self.act,
            tell=self._changed,
            refused=self._in_trouble,
        )
        self._rooms = Rooms(places)
        self._updates = 0
        self._trouble = ""
        self._news = News()
        self._stale = asyncio.Event()
        self._order = asyncio.Lock()
        self._handle: Callable[[Update], Awaitable[None]] | None = None
        self._server = Server(
            host=host,
            port=port,
            news=self._news,
            state=self._state,
            act=self.act,
            visited=self._visited,
            file=self._file,
        )

    @property
    def _room(self) -> Room:
        return self._rooms.shown.room

    # The port

    async def run(self, handle: Callable[[Update], Awaitable[None]]) -> None:
        """Serves until cancelled. Raises OSError when no port is free."""
        self._handle = handle
        self.address = await self._server.start()
        self.ready.set()
        try:
            while True:
                await self._stale.wait()
                self._stale.clear()
                shown = self._rooms.shown
                try:
                    shown.looked = await self._look(shown.room.chat_id(CHAT))
                except StoreFailed:
                    continue  # the panel keeps what it had
                self._news.tell()
        finally:
            await self.close()

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        """Puts a note into its thread. Raises Refused for a room that is over."""
        place = self._rooms.of_note(to)
        if place is None:
            raise Refused("this conversation of the page is over")
        room, thread = place
        number, now = str(note), self._clock.now()
        entry = room.note(thread, number)
        if entry is None:
            entry = room.shown_as(replaces, thread) or room.add(
                thread, Entry(id="", author=BOT, at=now, role="note")
            )
            entry.edited = entry.screen is not None
            entry.note, entry.screen = number, screen
            room.copy(to.copies, thread, now)
        self._changed()
        return " ".join([f"{room.tag}/{entry.id}", *(message for _, message in to.copies)])

    async def close(self) -> None:
        self._playing.close()
        await self._server.stop()

    def observed(self, line: Mapping[str, object]) -> None:
        """Takes a line of what the bot saw or decided, for the panel."""
        if any(each.panel.observe(line) for each in self._rooms):
            self._changed()

    # What the page shows

    @property
    def version(self) -> int:
        """Counts the changes of what is shown."""
        return self._news.version

    def _state(self) -> Mapping[str, object]:
        shown = self._rooms.shown
        return {
            **view.room(shown.room, shown.looked),
            "places": view.places(self._rooms.places.values()),
            "now": self._clock.now().isoformat(),
            "moved_s": round(self._clock.moved.total_seconds()),
            "reactions": REACTIONS,
            "commands": view.commands(self._menu),
            **self._playing.view(len(shown.room.names)),
            "panel": shown.panel.view(shown.looked),
            "trouble": self._trouble,
        }

    def _file(self, message: str, note: str) -> Attachment | None:
        return self._room.file(message, note)

    def _in_trouble(self, sentence: str) -> None:
        self._trouble = sentence

    def _changed(self) -> None:
        self._news.tell()
        self._stale.set()

    # What people do on it

    async def _visited(self) -> None:
        """The first look at a room begins it."""
        shown = self._rooms.shown
        if not shown.begun:
            shown.begun = True
            room, place = shown.room, shown.room.place
            people = tuple(room.who(key) for key in place.members)
            await self._hand_in(
                BotAdded(
                    chat=room.chat_id(CHAT),
                    kind=place.kind,
                    people=people,
                    by=room.who(next(iter(room.names))),
                )
            )

    async def act(self, name: str, asked: Mapping[str, object]) -> Mapping[str, object]:
        """Does one step. Returns once the bot has taken it; raises NotPossible with one sentence."""
        match name:
            case "clock":
                await self._move(str(asked.get("to")))
            case "play":
                self._playing.begin(str(asked.get("name")), self._room.names)
            case "stop":
                self._playing.stop()
            case "place":
                await self._enter(str(asked.get("to")))
            case "over":
                await self._start_over()
            case _:
                return await self._step(name, asked)
        return {}

    async def _step(self, name: str, asked: Mapping[str, object]) -> Mapping[str, object]:
        if name not in ACTIONS:
            raise NotPossible("There is no such step.")
        zone = str(asked.get("zone") or "")
        if is_zone(zone):
            self._room.zone = zone
        before = self._room.count
        what = ACTIONS[name](self._room, asked, self._clock.now())
        self._changed()
        made = f"m{self._room.count}" if self._room.count > before else None
        await self._hand_in(what)
        return {"id": made}

    async def _hand_in(self, what: Inbound) -> None:
        """Gives an update to the bot, in order; what could not be committed comes again."""
        if self._handle is None:
            raise NotPossible("The bot is not awake yet.")
        self._updates += 1
        update = Update(id=UpdateId(f"web:{self._room.tag}:{self._updates}"), at=self._clock.now(), what=what)
        async with self._order:
            for pause in (*RETRIES_S, None):
                try:
                    await self._handle(update)
                except Exception:  # noqa: BLE001 - whatever it was, the update must come again
                    if pause is None:
                        self._trouble = TROUBLE
                    else:
                        await asyncio.sleep(pause)
                else:
                    self._trouble = ""
                    break
        self._changed()

    async def _move(self, step: str) -> None:
        now = self._clock.now()
        if step not in {*MOVES, NEXT_MORNING}:
            raise NotPossible("The clock knows no such step.")
        await self._wait_until(next_morning(now) if step == NEXT_MORNING else now + MOVES[step])

    async def _wait_until(self, moment: datetime) -> None:
        """Lets the time until `moment` pass, from one thing that falls due to the next: each happens at its
        own moment. Nothing when that is over."""
        while (left := moment - self._clock.now()) > timedelta():
            due = await self._next_due()
            to_due = max(due - self._clock.now(), HOP) if due is not None else left
            self._clock.move(min(left, to_due))
            await self._on_clock_moved()
            self._changed()
            await asyncio.sleep(HOP_PAUSE_S)

    async def _start_over(self) -> None:
        self._playing.stop()
        async with self._order:
            await self._forget(self._room.people())
            self._rooms.anew()
            self._trouble = ""
        self._changed()
        await self._visited()

    async def _enter(self, place: str) -> None:
        """Looks at another place; what is played here stops."""
        self._playing.stop()
        self._rooms.show(place)
        await self._visited()
        self._changed()
