"""What can go wrong between the bot and Telegram, as values that a test hands to `server.breaks_next`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Any


@dataclass(frozen=True, slots=True)
class TimesOutAfterAcceptance:
    """The call takes effect, the answer never comes: the client's read time-out ends the wait."""


@dataclass(frozen=True, slots=True)
class DropsAfterAcceptance:
    """The call takes effect, then the connection breaks without an answer."""


@dataclass(frozen=True, slots=True)
class DropsBeforeAcceptance:
    """The connection breaks before anything took effect; the client cannot tell it from the one above."""


@dataclass(frozen=True, slots=True)
class HalfOpen:
    """The connection stays up and silent, and nothing takes effect: a wedged poll."""


@dataclass(frozen=True, slots=True)
class FloodWait:
    """429: nothing took effect, ask again after so many seconds."""

    retry_after_s: int = 5


@dataclass(frozen=True, slots=True)
class ServerError:
    """A 5xx answer; whether the call took effect all the same is `accepted`."""

    status: int = 500
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class GarbageBody:
    """Status 200 and a body that is no JSON, as a proxy in between would answer."""

    body: str = "<html>canary-body: welcome to the hotel's network</html>"
    accepted: bool = True


@dataclass(frozen=True, slots=True)
class Drips:
    """The answer comes byte by byte and never ends; nothing takes effect."""

    every_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Conflicts:
    """409 to `getUpdates`: another program polls, or set a webhook."""

    webhook: bool = False

    @property
    def description(self) -> str:
        """Telegram's words."""
        if self.webhook:
            return (
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
                "the webhook first"
            )
        return (
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
            "running"
        )


@dataclass(frozen=True, slots=True)
class ProxyPage:
    """A page of something in between, with a status that Telegram uses, too; nothing took effect."""

    status: int = 403
    body: str = "<html>canary-body: this network asks you to sign in</html>"


BadAnswer = FloodWait | ServerError | GarbageBody | Conflicts | ProxyPage
Fault = TimesOutAfterAcceptance | DropsAfterAcceptance | DropsBeforeAcceptance | HalfOpen | Drips | BadAnswer

COUNTED = frozenset({"sendMessage", "sendPhoto", "sendDocument", "copyMessage", "editMessageText"})
"""Methods that flood control counts here: what puts something before people."""


@dataclass(slots=True)
class Flood:
    """Flood control as Telegram's FAQ tells it, counted at arrival: 1 a second to a chat, 20 a minute to a
    group, 30 a second over all. `clock` counts seconds."""

    clock: Callable[[], float]
    refused: list[tuple[float, int, bool]] = field(default_factory=list)
    """Moment, chat, and whether a bot could have known better."""
    taken: list[tuple[float, int]] = field(default_factory=list)
    """Moment and chat of everything that was let through."""
    _silent: dict[int, float] = field(default_factory=dict)
    _told: set[int] = field(default_factory=set)

    def silences(self, chat: int, seconds: float) -> None:
        """Telegram wants silence in a chat from now on, and says so when it is asked."""
        self._silent[chat] = self.clock() + seconds
        self._told.discard(chat)  # of this one nobody was told yet

    def wait_s(self, method: str, params: dict[str, Any]) -> int | None:
        """How long the caller has to wait; None when the call may pass."""
        if method not in COUNTED:
            return None
        now, chat = self.clock(), int(params["chat_id"])
        known = chat in self._told
        left_s = self._silent.get(chat, now) - now
        if left_s > 0:
            self._told.add(chat)
            return self._refuse(now, chat, left_s, avoidable=known)
        self._told.discard(chat)
        left_s = max(self._left_s(now, chat, *limit) for limit in ((1, 1.0), (20, 60.0), (30, 1.0)))
        if left_s > 0:
            return self._refuse(now, chat, left_s, avoidable=True)
        self.taken.append((now, chat))
        return None

    def _left_s(self, now: float, chat: int, count: int, seconds: float) -> float:
        if count == 20 and chat > 0:
            return 0.0
        counted = [at for at, where in self.taken if count == 30 or where == chat]
        return counted[-count] + seconds - now if len(counted) >= count else 0.0

    def _refuse(self, now: float, chat: int, left_s: float, *, avoidable: bool) -> int:
        self.refused.append((now, chat, avoidable))
        return max(1, ceil(left_s))
