"""Updates that cannot be handled, by a fault of ours: after a few tries they are let go, and no other waits.

What the store cannot commit is none of them: it comes again until it can.
"""

from __future__ import annotations

import structlog

from bot.desk import Desk
from bot.engine import Engine
from core.ids import PersonId, UpdateId
from core.inbound import ButtonPressed, Commanded, Inbound, MarkedPost, MirrorAsked, Posted, Update
from core.notes import Note

log = structlog.get_logger()
MOST_TRIES = 3
"""How often an update is handled before it is let go; every platform hands it in so often. [P]"""


class Failing:
    """Counts the tries of what failed, in memory."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tries: dict[UpdateId, int] = {}

    def worked(self, update: Update) -> None:
        self._tries.pop(update.id, None)

    async def give_up(self, update: Update, error: Exception) -> bool:
        """Whether the update was let go: its id is remembered, and who waits for an answer is told. Of the
        error only its type is logged: its words may quote. Raises StoreFailed."""
        tries = self._tries.get(update.id, 0) + 1
        self._tries[update.id] = tries
        if tries < MOST_TRIES:
            return False
        who = _waits(update.what)
        note = Note(kind="failed", to_person=who, answering=update.answering) if who is not None else None

        async def remember(desk: Desk) -> None:
            if await desk.is_new(update) and note is not None:
                await desk.say(note)

        await self._engine.work(update.at, remember)
        self._tries.pop(update.id, None)
        log.error("update_failed", error=type(error), attempt=tries)
        return True


def _waits(what: Inbound) -> PersonId | None:
    """Who asked something of the bot and waits for its answer."""
    match what:
        case Commanded(who=who) | ButtonPressed(who=who) | MirrorAsked(who=who):
            return who.id
        case Posted(private=True, author=author) | MarkedPost(author=author):
            return author.id
        case _:
            return None
