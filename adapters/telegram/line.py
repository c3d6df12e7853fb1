"""How the line to Telegram is, and what the operator hears of it: each trouble once, and when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from enum import StrEnum

import structlog
from telegram.error import Conflict

from adapters.findings import Finding, ok, problem, warning
from adapters.telegram.ids import PLATFORM

log = structlog.get_logger("attune")
CALM_S = 150.0
"""So long after the last conflict the other program counts as gone. [P]"""
SILENT_S = 90.0
"""An age of the last answered poll that is worth a warning. [P]"""


class Trouble(StrEnum):
    """What keeps updates from coming; the value is also the event in the log."""

    OTHER_POLLER = "other_poller"
    WEBHOOK = "webhook_set"
    STALLED = "poll_stalled"


SENTENCES = {
    Trouble.OTHER_POLLER: (
        "Another program asks Telegram for this bot's updates, so some reach it instead of Attune. End it (a "
        "second copy of `attune`?), or get a new token from @BotFather. Attune goes on by itself."
    ),
    Trouble.WEBHOOK: (
        "Somebody set a webhook for this bot, so its updates go there instead of to Attune. End that program "
        "and start `attune` again, which removes the webhook. Once it is removed, Attune goes on by itself."
    ),
    Trouble.STALLED: (
        "Telegram has not answered for a while; the connection is made anew until it does. Look at this "
        "machine's network. Nothing is lost within 24 hours."
    ),
}
OVER = "Updates from Telegram come again."


class Line:
    """Hears of every poll. `tell` brings a sentence before the operator; `clock` counts seconds."""

    def __init__(
        self, *, tell: Callable[[str], None] | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell, self._clock = tell, clock
        self._trouble: Trouble | None = None
        self._conflict_at = float("-inf")
        self._failing: type[Exception] | None = None
        self._answered_at = clock()

    def answered(self) -> None:
        """A poll succeeded. Two pollers take turns at that, so of them one answer says nothing yet."""
        self._answered_at = self._clock()
        self._failing = None
        calm = self._clock() - self._conflict_at >= CALM_S
        if self._trouble is not None and (calm or self._trouble is not Trouble.OTHER_POLLER):
            self._trouble = None
            log.info("poll_resumed", platform=PLATFORM)
            self._say(OVER)

    def failed(self, error: Exception) -> None:
        """A poll failed. Of failures alike in a row only the first is logged."""
        if isinstance(error, Conflict):
            self._conflict_at = self._clock()
            self._meet(Trouble.WEBHOOK if "webhook" in error.message.lower() else Trouble.OTHER_POLLER)
        elif type(error) is not self._failing:
            log.warning("poll_failed", platform=PLATFORM, error=error)
        self._failing = type(error)

    def stalled(self, silent_s: float) -> None:
        """No poll was answered for so long that the connection was made anew."""
        if self._trouble is None:
            self._meet(Trouble.STALLED, seconds=silent_s)
        else:
            log.debug(Trouble.STALLED.value, platform=PLATFORM, seconds=silent_s)

    def findings(self) -> Sequence[Finding]:
        """What a look at the running bot shows."""
        silent_s = self._clock() - self._answered_at
        said = f"The last answer of Telegram came {silent_s:.0f} seconds ago."
        found = [ok("polling", said) if silent_s < SILENT_S else warning("polling", said)]
        if self._trouble is not None:
            found.append(problem("updates", SENTENCES[self._trouble]))
        return found

    def _meet(self, trouble: Trouble, **more: float) -> None:
        if trouble is self._trouble:
            return
        self._trouble = trouble
        log.warning(trouble.value, platform=PLATFORM, **more)
        self._say(SENTENCES[trouble])

    def _say(self, sentence: str) -> None:
        if self._tell is not None:
            self._tell(sentence)
