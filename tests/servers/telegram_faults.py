"""What can go wrong between the bot and Telegram, as values that a test hands to `server.breaks_next`."""

from __future__ import annotations

from dataclasses import dataclass


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


Fault = (
    TimesOutAfterAcceptance
    | DropsAfterAcceptance
    | DropsBeforeAcceptance
    | HalfOpen
    | FloodWait
    | ServerError
    | GarbageBody
)
