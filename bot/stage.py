"""The local page on its stage: a clock that can be moved, and a panel that looks behind the scenes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.web.clock import MovableClock
from adapters.web.platform import WebPlatform
from bot.desk import Desk
from bot.looking_back import recap_args
from bot.running import Running
from config.conversations import conversations
from config.wording import wording
from core.effects import Effect
from core.episodes import Episode
from core.ids import ChatId, PersonId, pair_of
from core.lines import line_of, reciprocity_line
from core.noting import note_of
from core.people import Person
from core.ports import Platform
from core.reading.scores import level_of
from core.reciprocity.pair import Reciprocity, of_pair
from core.responses import pooled
from core.screens.menu import menu
from core.screens.recap import claims
from core.table import known

OWN = "web:"
START_S = 20.0
NO_ZONE = Person(id=PersonId("")).zone
"""The zone of somebody who set none: the page shows them this machine's own time."""


class Stage:
    """Builds the page over a running bot. Nothing of it outlives the next start."""

    def __init__(self, host: str, port: int, clock: MovableClock | None = None) -> None:
        self.clock = clock or MovableClock()
        self._host = host
        self._port = port
        self._page: WebPlatform | None = None
        self._running: Running | None = None
        self._names: dict[PersonId, Person] = {}

    async def build(self, running: Running) -> Platform:
        """The page as a platform. What an earlier start left of it is forgotten."""
        self._running = running
        await self._forget_rehearsals(running)
        running.engine.watch(self._watch)
        self._page = WebPlatform(
            host=self._host,
            port=self._port,
            clock=self.clock,
            look=self._look,
            on_clock_moved=self._moved,
            next_due=self._next_due,
            start_over=self._start_over,
            conversations=conversations(),
            menu=menu(wording()),
        )
        return self._page

    async def address(self) -> str:
        """Where the page answers, once it does."""
        if self._page is None:
            raise AssertionError("the stage is built first")
        await asyncio.wait_for(self._page.ready.wait(), START_S)
        return self._page.address

    async def _moved(self) -> None:
        """Everything that fell due while the clock was moved on, and the notes that follow from it."""
        if self._running is not None:
            await self._running.alarm.ring_now()
            while await self._running.courier.bring():
                pass

    async def _next_due(self) -> datetime | None:
        """When the next timer rings or the next note goes out."""
        if self._running is None:
            return None
        ring = await self._running.engine.next_ring(self.clock.now())
        note = await self._running.store.next_note()
        return min((moment for moment in (ring, note) if moment is not None), default=None)

    async def _start_over(self, people: Sequence[PersonId]) -> None:
        if self._running is None:
            return
        for person in people:
            await self._forget(self._running, person)
        await self._running.store.scrub()

    async def _forget(self, running: Running, person: PersonId) -> None:
        async def forget(desk: Desk) -> None:
            await running.inbox.forget(desk, person)

        await running.engine.work(running.clock.now(), forget)

    async def _forget_rehearsals(self, running: Running) -> None:
        people = await running.store.transact(lambda tx: tx.people(OWN))
        for person in people:
            await self._forget(running, person)
        if people:
            await running.store.scrub()

    async def _look(self, chat_id: ChatId) -> Mapping[str, object]:
        """How things stand in a chat of the page: its episodes, and how two take turns."""
        if self._running is None:
            return {}
        running = self._running
        chat, _ = await running.engine.peek(chat_id, PersonId(""))
        if chat is None:
            return {}
        people = {person: await self._person(running, person) for person in chat.members}
        self._names |= people
        ended = await running.store.transact(lambda tx: tx.episodes(chat_id))
        episodes = known(ended, chat)
        looked: dict[str, object] = {
            "episodes": [_episode(e) for e in episodes],
            "zones": {id: person.zone for id, person in people.items() if person.zone != NO_ZONE},
        }
        if len(chat.members) == 2:
            one, other = sorted(chat.members)
            found = of_pair(episodes, pair_of(one, other), self.clock.now(), running.engine.policy)
            looked |= {
                "reciprocity": reciprocity_line(found, self.clock.now()),
                "shown": found.disclosures >= running.engine.policy.shown_from,
                "words": self._words(running, found),
            }
        return looked

    def _words(self, running: Running, found: Reciprocity) -> str:
        args = recap_args(found, running.engine.policy)
        return " ".join(claims(args, running.narrator.words))

    async def _person(self, running: Running, person: PersonId) -> Person:
        found = await running.store.transact(lambda tx: tx.person(person))
        return found or Person(id=person)

    def _watch(self, chat: ChatId, at: datetime, effect: Effect) -> None:
        if self._page is None or not chat.startswith(OWN):
            return
        line = line_of(effect, at, lambda told: self._tell(told, chat, at))
        if line is not None:
            self._page.observed(line)

    def _tell(self, effect: Effect, chat: ChatId, at: datetime) -> tuple[str, str]:
        if self._running is None:
            return "", ""
        reader = self._names.get(getattr(effect, "to", PersonId(""))) or Person(id=PersonId(""))
        names = {id: person.name for id, person in self._names.items()}
        narrator = self._running.narrator
        return narrator.tell(effect, narrator.view(reader, names), note_of(effect, chat, at))


def _episode(episode: Episode) -> dict[str, object]:
    said = pooled(episode)
    return {
        "episode": episode.id,
        "author": episode.author,
        "way": episode.way.value,
        "depth": round(episode.depth, 4),
        "level": level_of(episode.depth),
        "valence": round(episode.valence, 4),
        "state": episode.state.value,
        "answered_by": sorted({response.author for response in episode.responses}),
        "responsiveness": round(said.responsiveness, 4) if said is not None else None,
    }
