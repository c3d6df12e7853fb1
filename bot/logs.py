"""A log that cannot hold a text.

Our own lines are events from a list, with fields from a list, whose values are numbers, code names or
shortened keyed hashes of ids. Everybody else's lines (telegram, httpx, aiohttp, discord, asyncio, warnings)
are reduced as they are born to the logger's name, the level, the place in the code and the exception's class:
the message and its arguments are dropped, because they hold updates, addresses with tokens, and words.
Any module may log with `structlog.get_logger()`: what is not listed here does not come through.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import sys
import threading
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Literal, TextIO

import structlog

ID_DIGITS = 10
"""40 bits of a keyed hash: enough to follow an id through one log, useless outside it."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")
"""A dotted name of a logger, module, class or function."""
NAME_LENGTH = 80
RUN_KEY = secrets.token_bytes(16)
"""Keys the ids of one process's log: two logs cannot be joined, and no id can be guessed back."""


class Event(StrEnum):
    """Everything that Attune itself may write. A new event is a new line here."""

    STARTED = "started"
    STOPPED = "stopped"
    LISTENING = "listening"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    STORE_OPENED = "store_opened"
    STORE_CREATED = "store_created"
    STORE_UPGRADED = "store_upgraded"
    KEY_CREATED = "key_created"
    READER_LOADED = "reader_loaded"
    UPDATE_COMMITTED = "update_committed"
    UPDATE_SEEN_BEFORE = "update_seen_before"
    UPDATE_UNREADABLE = "update_unreadable"
    UPDATE_FAILED = "update_failed"
    TIMER_FAILED = "timer_failed"
    NOTE_FAILED = "note_failed"
    HOUSEKEEPING_FAILED = "housekeeping_failed"
    DROPPED_AT_THE_DOOR = "dropped_at_the_door"
    ALARM_RANG = "alarm_rang"
    SENT = "sent"
    SEND_REFUSED = "send_refused"
    SEND_UNKNOWN = "send_unknown"
    SEND_EXPIRED = "send_expired"
    SEND_RETRIED = "send_retried"
    RATE_LIMITED = "rate_limited"
    POLL_FAILED = "poll_failed"
    POLL_STALLED = "poll_stalled"
    POLL_RESUMED = "poll_resumed"
    OTHER_POLLER = "other_poller"
    WEBHOOK_SET = "webhook_set"
    BACKFILLED = "backfilled"
    FORGOTTEN = "forgotten"
    EXPORTED = "exported"
    STORE_FAILED = "store_failed"
    UNLISTED = "unlisted"
    """Stands in for an event that is not listed, and for every foreign line."""
    FOREIGN = "foreign"


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _duration(value: object) -> float | None:
    return round(float(value), 3) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _id(value: object) -> str | None:
    """A keyed hash: whatever was passed, an id or by mistake a text, cannot be read back."""
    if not isinstance(value, str | int):
        return None
    return hashlib.blake2b(str(value).encode("utf-8", "replace"), key=RUN_KEY, digest_size=16).hexdigest()[
        :ID_DIGITS
    ]


def _code_name(value: object) -> str | None:
    """A member of an enumeration in the code: its value is a constant, never something a person wrote."""
    return value.value if isinstance(value, Enum) and isinstance(value.value, str) else None


def _platform(value: object) -> str | None:
    return value if value in ("discord", "telegram", "web", "console") and isinstance(value, str) else None


def _error(value: object) -> str | None:
    """The class name of an exception, never what it says."""
    kind = value if isinstance(value, type) else type(value)
    return _name(kind.__name__) if issubclass(kind, BaseException) else None


def _name(value: str | None) -> str:
    return value if value and len(value) <= NAME_LENGTH and NAME.fullmatch(value) else "unnamed"


FIELDS: Mapping[str, Callable[[object], object | None]] = {
    "chat": _id,
    "person": _id,
    "episode": _id,
    "update": _id,
    "message": _id,
    "platform": _platform,
    "rule": _code_name,
    "kind": _code_name,
    "error": _error,
    "count": _count,
    "attempt": _count,
    "port": _count,
    "status": _count,
    "version": _count,
    "seconds": _duration,
    "milliseconds": _duration,
    "resumed": _flag,
}
"""Every field a line may have, and what its value may be. Anything else is left out."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that passed the list; only such a line is written as it is."""

    fields: Mapping[str, object]

    def __str__(self) -> str:
        return _logfmt(None, "", dict(self.fields))


_logfmt = structlog.processors.LogfmtRenderer(key_order=["event"], bool_as_flag=False)
_json = structlog.processors.JSONRenderer()


def admit(_logger: object, _method: str, given: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Structlog's first processor: keeps listed events and fields, drops the rest. Never raises."""
    event = given.get("event")
    listed = isinstance(event, str) and event in Event.__members__.values()
    kept: dict[str, Any] = {"event": str(event) if listed else Event.UNLISTED.value}
    if (error := given.get("exc_info")) and "error" not in given:
        given = {**given, "error": sys.exc_info()[0] if error is True else error}
    for name, check in FIELDS.items():
        if name in given and (value := check(given[name])) is not None:
            kept[name] = value
    return kept


def _as_line(
    _logger: object, _method: str, kept: MutableMapping[str, Any]
) -> tuple[tuple[Line], dict[str, Any]]:
    return (Line(kept),), {}


class ReducedRecord(logging.LogRecord):
    """A record that forgot its words as it was made, so that no handler anywhere can write them."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        _args: object,
        exc_info: Any,
        func: str | None = None,
        _sinfo: str | None = None,
        **_: object,
    ) -> None:
        line = msg if isinstance(msg, Line) else _foreign(name, lineno, exc_info)
        super().__init__(_name(name), level, pathname, lineno, line, (), None, func, None)


def _foreign(logger: str | None, line: int, exc_info: object) -> Line:
    kind = exc_info[0] if isinstance(exc_info, tuple) and exc_info else exc_info
    error = {"error": name} if kind and (name := _error(kind)) else {}
    return Line({"event": Event.FOREIGN.value, "logger": _name(logger), "line": line, **error})


class LineFormatter(logging.Formatter):
    """Writes what a `Line` holds and nothing else of a record: no message, no arguments, no traceback."""

    def __init__(self, style: Literal["console", "json"]) -> None:
        super().__init__()
        self._render = _json if style == "json" else _logfmt

    def format(self, record: logging.LogRecord) -> str:
        """One line; a record that some library made by itself is reduced here."""
        line = record.msg if isinstance(record.msg, Line) else None
        fields = (line or _foreign(record.name, record.lineno, record.exc_info)).fields
        at = self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z")
        return str(self._render(None, "", {"at": at, "level": record.levelname.lower(), **fields}))


def install(
    level: str = "INFO", style: Literal["console", "json"] = "console", to: TextIO | None = None
) -> None:
    """Make this process's log content-free: once, before anything else is imported or started."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(LineFormatter(style))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.setLogRecordFactory(ReducedRecord)
    logging.raiseExceptions = False  # else a failing handler prints the record's arguments
    logging.lastResort = None
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _thread_failed
    structlog.configure(
        processors=[admit, _as_line],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=False,
    )


def note(
    event: Event, *, level: Literal["debug", "info", "warning", "error"] = "info", **fields: object
) -> None:
    """Write one of our own lines. `fields` as in FIELDS; ids are hashed, errors keep only their class."""
    getattr(structlog.get_logger("attune"), level)(event.value, **fields)


def _failed(error: type[BaseException] | None) -> None:
    logging.getLogger("attune").error(_foreign("attune", 0, error))


def _uncaught(kind: type[BaseException], _error: BaseException, _trace: object) -> None:
    _failed(kind)


def _unraisable(unraisable: sys.UnraisableHookArgs) -> None:
    _failed(unraisable.exc_type)


def _thread_failed(arguments: threading.ExceptHookArgs) -> None:
    _failed(arguments.exc_type)
