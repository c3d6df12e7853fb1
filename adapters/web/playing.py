"""Plays ready-made conversations, one at a time, on whichever place of the page is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from adapters.web.play import Act, Conversation, Player, members
from adapters.web.room import NotPossible
from core.ports import Clock

Json = dict[str, object]


class Playing:
    """`wait_until` moves the clock on, `act` does a step, `tell` says that something changed here, `refused`
    hears why a line could not be played."""

    def __init__(
        self,
        conversations: Sequence[Conversation],
        *,
        clock: Clock,
        pause_s: float,
        wait_until: Callable[[datetime], Awaitable[None]],
        act: Act,
        tell: Callable[[], None],
        refused: Callable[[str], None],
    ) -> None:
        self._conversations = {each.name: each for each in conversations}
        self._clock, self._pause_s = clock, pause_s
        self._wait_until, self._act, self._tell, self._refused = wait_until, act, tell, refused
        self._player: Player | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._line: Json | None = None
        self._count = 0

    def view(self, people: int) -> Json:
        """What can be played by so many people, and what is."""
        fitting = [each for each in self._conversations.values() if len(members(each)) == people]
        return {
            "conversations": [
                {"name": each.name, "title": each.title, "description": each.description} for each in fitting
            ],
            "playing": self._line,
            "plays": self._count,
        }

    def begin(self, name: str, people: Mapping[str, str]) -> None:
        """Raises NotPossible for one that is not there, or not for so many people."""
        conversation = self._conversations.get(name)
        if conversation is None or len(members(conversation)) != len(people):
            raise NotPossible("There is no such conversation.")
        self.stop()
        self._player = Player(conversation, people, self._clock.now())
        task = asyncio.create_task(self._through(self._player))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Lets the line under way finish: nothing that the bot is taking is cut off."""
        self._player, self._line = None, None
        self._tell()

    def close(self) -> None:
        self.stop()
        for task in self._tasks:
            task.cancel()

    async def _through(self, player: Player) -> None:
        title = player.conversation.title
        for number, line in enumerate(player.steps, start=1):
            if self._player is not player:
                return
            self._line = {"title": title, "line": number, "of": len(player.steps)}
            await self._wait_until(player.moment(line))
            try:
                await player.step(line, self._act)
            except NotPossible as refusal:
                self._refused(str(refusal))
                break
            await asyncio.sleep(self._pause_s)
        if self._player is player:
            self._count += 1
            self.stop()
