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
from adapters.web.panel import Panel
from adapters.web.play import Conversation, Player
from adapters.web.room import BOT, KEYS, PAIR, Entry, NotPossible, Room
from adapters.web.server import News, Server
from core.chats import ChatKind
from core.ids import PersonId, UpdateId
from core.inbound import BotAdded, Inbound, Update
from core.notes import Note, NoteId
from core.ports import Refused, StoreFailed
from core.screens.model import Attachment, Screen

LINE_PAUSE_S = 1.1
"""Seconds between two lines of a conversation that is played: enough to read one."""
RETRIES_S = (0.2, 1.0, 3.0)
"""Seconds after which an update that could not be committed comes again."""
TROUBLE = "The bot could not take the last step. What it says for itself is where it was started."
MOVES = {"an hour later": timedelta(hours=1), "a week later": timedelta(weeks=1)}
NEXT_MORNING = "next morning"
HOP = timedelta(hours=2)
"""A longer wait passes in hops, so that what falls due on the way also goes out on the way."""
HOP_PAUSE_S = 0.03
"""Real seconds after each hop, for notes to leave."""
Look = Callable[[], Awaitable[Mapping[str, object]]]


class WebPlatform:
    """`look` tells how things stand, `on_clock_moved` fires timers that fell due, `start_over` forgets."""

    name: str = "web"

    def __init__(
        self,
        *,
        port: int,
        clock: MovableClock,
        look: Look,
        on_clock_moved: Callable[[], Awaitable[None]],
        start_over: Callable[[Sequence[PersonId]], Awaitable[None]],
        conversations: Sequence[Conversation],
        host: str = "127.0.0.1",
        names: tuple[str, str] = ("Ana", "Ben"),
        line_pause_s: float = LINE_PAUSE_S,
    ) -> None:
        self.address = ""
        self.ready = asyncio.Event()
        self._clock, self._look, self._on_clock_moved = clock, look, on_clock_moved
        self._forget, self._line_pause_s = start_over, line_pause_s
        self._conversations = {each.name: each for each in conversations}
        self._names = names
        self._news = News()
        self._stale = asyncio.Event()
        self._order = asyncio.Lock()
        self._handle: Callable[[Update], Awaitable[None]] | None = None
        self._player: Player | None = None
        self._playing: set[asyncio.Task[None]] = set()
        self._played: view.Json | None = None
        self._plays = 0
        self._server = Server(
            host=host,
            port=port,
            news=self._news,
            state=self._state,
            act=self.act,
            visited=self._visited,
            file=self._file,
        )
        self._new_room()

    def _new_room(self) -> None:
        self._room = Room(self._names)
        self._panel = Panel(self._room)
        self._looked: Mapping[str, object] = {}
        self._updates = 0
        self._begun = False
        self._trouble = ""

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
                try:
                    self._looked = await self._look()
                except StoreFailed:
                    continue  # the panel keeps what it had
                self._news.tell()
        finally:
            await self.close()

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        """Puts a note into its thread. Raises Refused for a room that is over."""
        thread = self._room.key_of(to.to_person) if to.to_person else None
        if to.to_chat is not None:
            thread = self._room.thread_of_chat(to.to_chat)
        if thread is None:
            raise Refused("this conversation of the page is over")
        number, now = str(note), self._clock.now()
        entry = self._room.note(thread, number)
        if entry is None:
            entry = self._shown_as(replaces, thread) or self._room.add(
                thread, Entry(id="", author=BOT, at=now, role="note")
            )
            entry.edited = entry.screen is not None
            entry.note, entry.screen = number, screen
            self._room.copy(to.copies, now)
        self._changed()
        return " ".join([f"{self._room.tag}/{entry.id}", *(message for _, message in to.copies)])

    def _shown_as(self, reference: str | None, thread: str) -> Entry | None:
        """The entry that an earlier note became; None when it is not there any more."""
        tag, _, message = (reference or "").partition("/")
        if tag != self._room.tag:
            return None
        try:
            found, entry = self._room.find(message)
        except NotPossible:
            return None
        return entry if found == thread and entry.screen is not None else None

    async def close(self) -> None:
        self._stop_playing()
        for task in self._playing:
            task.cancel()
        await self._server.stop()

    def observed(self, line: Mapping[str, object]) -> None:
        """Takes a line of what the bot saw or decided, for the panel."""
        if self._panel.observe(line):
            self._changed()

    # What the page shows

    def _state(self) -> Mapping[str, object]:
        return {
            **view.room(self._room),
            "now": self._clock.now().isoformat(),
            "moved_s": round(self._clock.moved.total_seconds()),
            "reactions": REACTIONS,
            "conversations": [
                {"name": each.name, "title": each.title, "description": each.description}
                for each in self._conversations.values()
            ],
            "playing": self._played,
            "plays": self._plays,
            "panel": self._panel.view(self._looked),
            "trouble": self._trouble,
        }

    def _file(self, message: str, note: str) -> Attachment | None:
        return self._room.file(message, note)

    def _changed(self) -> None:
        self._news.tell()
        self._stale.set()

    # What people do on it

    async def _visited(self) -> None:
        """The first look at a room begins it."""
        if not self._begun:
            self._begun = True
            people = self._room.people()
            chat = self._room.chat_id(PAIR)
            await self._hand_in(BotAdded(chat=chat, kind=ChatKind.COUPLE, people=people, by=people[0]))

    async def act(self, name: str, asked: Mapping[str, object]) -> Mapping[str, object]:
        """Does one step. Returns once the bot has taken it; raises NotPossible with one sentence."""
        match name:
            case "clock":
                await self._move(str(asked.get("to")))
            case "play":
                self._play(str(asked.get("name")))
            case "stop":
                self._stop_playing()
            case "over":
                await self._start_over()
            case _:
                return await self._step(name, asked)
        return {}

    async def _step(self, name: str, asked: Mapping[str, object]) -> Mapping[str, object]:
        if name not in ACTIONS:
            raise NotPossible("There is no such step.")
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
        """Lets the time until `moment` pass; nothing when that is over."""
        while (left := moment - self._clock.now()) > timedelta():
            self._clock.move(min(left, HOP))
            await self._on_clock_moved()
            self._changed()
            await asyncio.sleep(HOP_PAUSE_S)

    async def _start_over(self) -> None:
        self._stop_playing()
        async with self._order:
            await self._forget([self._room.person_id(key) for key in KEYS])
            self._new_room()
        self._changed()
        await self._visited()

    # Ready-made conversations

    def _play(self, name: str) -> None:
        if name not in self._conversations:
            raise NotPossible("There is no such conversation.")
        self._stop_playing()
        self._player = Player(self._conversations[name], self._clock.now())
        task = asyncio.create_task(self._played_through(self._player))
        self._playing.add(task)
        task.add_done_callback(self._playing.discard)

    def _stop_playing(self) -> None:
        """Lets the line under way finish: nothing that the bot is taking is cut off."""
        self._player, self._played = None, None
        self._news.tell()

    async def _played_through(self, player: Player) -> None:
        title = player.conversation.title
        for number, line in enumerate(player.steps, start=1):
            if self._player is not player:
                return
            self._played = {"title": title, "line": number, "of": len(player.steps)}
            await self._wait_until(player.moment(line))
            try:
                await player.step(line, self.act)
            except NotPossible as refusal:
                self._trouble = str(refusal)
                break
            await asyncio.sleep(self._line_pause_s)
        if self._player is player:
            self._plays += 1
            self._stop_playing()
