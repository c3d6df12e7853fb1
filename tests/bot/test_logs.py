"""No text, no token and nothing an exception says ever reaches the log."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from enum import StrEnum

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot import logs
from tests.installed_log import installed_log

CANARY = "canary-i-cried-in-the-car"
TOKEN = "123456:CANARY-TOKEN"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """A process whose log is installed, put back afterwards."""
    with installed_log() as out:
        yield out


def raising(text: str) -> None:
    try:
        try:
            raise ValueError(text)
        except ValueError as inner:
            raise RuntimeError(f"while reading {text}") from inner
    except RuntimeError:
        logging.getLogger("telegram.ext.Application").exception("No error handlers: %s", text)


def formatted_badly() -> None:
    logging.getLogger("discord.gateway").warning("one %s, two %d", CANARY)  # noqa: PLE1206 - the point


def asyncio_handler() -> None:
    loop = asyncio.new_event_loop()
    loop.call_exception_handler({"message": CANARY, "exception": ValueError(CANARY)})
    loop.close()


FOREIGN: dict[str, Callable[[], object]] = {
    "python-telegram-bot's whole update at CRITICAL": lambda: logging.getLogger("telegram.Bot").critical(
        "Error while parsing updates! Received data was %r", {"message": {"text": CANARY}}
    ),
    "httpx's address with the token at INFO": lambda: logging.getLogger("httpx").info(
        'HTTP Request: %s %s "%s %d %s"', "POST", f"https://x/bot{TOKEN}/getUpdates", "HTTP/1.1", 200, "OK"
    ),
    "discord.py's gateway payload at DEBUG": lambda: logging.getLogger("discord.gateway").debug(
        "For Shard ID %s: WebSocket Event: %s", None, {"content": CANARY}
    ),
    "aiohttp's access line": lambda: logging.getLogger("aiohttp.access").info("GET /?text=%s", CANARY),
    "an exception that quotes the message": lambda: raising(CANARY),
    "asyncio's handler for a lost exception": asyncio_handler,
    "a line whose arguments do not fit": formatted_badly,
    "extra attributes": lambda: logging.getLogger("x").info("hello", extra={"text": CANARY}),
    "a stack": lambda: logging.getLogger("x").info(CANARY, stack_info=True),
    "a logger named after a text": lambda: logging.getLogger(f"chat {CANARY}").error("x"),
    "a record made by hand": lambda: logging.getLogger().handle(
        logging.makeLogRecord({"name": "x", "msg": CANARY, "args": (), "levelno": 40, "levelname": "ERROR"})
    ),
    "our own name used past the list": lambda: logging.getLogger("attune").error(CANARY),
    "a warning": lambda: warnings.showwarning(UserWarning(CANARY), UserWarning, CANARY, 1),
    "an exception nobody caught": lambda: sys.excepthook(ValueError, ValueError(CANARY), None),
    "structlog with an event that is not listed": lambda: structlog.get_logger().error(CANARY, text=CANARY),
    "structlog with a field that is not listed": lambda: structlog.get_logger().info("sent", text=CANARY),
    "structlog with a listed field of the wrong kind": lambda: structlog.get_logger().info(
        "sent", rule=CANARY, platform=CANARY, count=CANARY, error=CANARY, seconds=CANARY, person=[CANARY]
    ),
    "an id that is a text by mistake": lambda: logs.note(logs.Event.SENT, chat=CANARY, person=TOKEN),
    "an error passed whole": lambda: logs.note(logs.Event.UPDATE_FAILED, error=ValueError(CANARY)),
}


@pytest.mark.parametrize("says", FOREIGN.values(), ids=FOREIGN)
def test_a_text_never_reaches_the_log(
    says: Callable[[], object], written: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    says()
    everywhere = written.getvalue() + "".join(capfd.readouterr())
    assert written.getvalue()
    assert "anary" not in everywhere.lower()


def test_another_handler_gets_no_text_either(written: io.StringIO) -> None:
    elsewhere = io.StringIO()
    logger = logging.getLogger("discord.client")
    logger.addHandler(handler := logging.StreamHandler(elsewhere))
    logger.error("payload %s", CANARY, exc_info=ValueError(CANARY))
    logger.removeHandler(handler)
    assert "event=foreign" in elsewhere.getvalue()
    assert CANARY not in elsewhere.getvalue()


def test_a_foreign_line_keeps_its_logger_level_place_and_error_class(written: io.StringIO) -> None:
    raising(CANARY)
    line = json.loads(written.getvalue())
    kept = {name: line[name] for name in ("event", "logger", "level", "error")}
    assert kept == {
        "event": "foreign",
        "logger": "telegram.ext.Application",
        "level": "error",
        "error": "RuntimeError",
    }
    assert isinstance(line["line"], int)


class Rule(StrEnum):
    QUIET_HOURS = "quiet_hours"


def test_an_own_line_keeps_its_numbers_and_code_names(written: io.StringIO) -> None:
    logs.note(
        logs.Event.SEND_UNKNOWN, platform="telegram", attempt=2, milliseconds=1.23456, rule=Rule.QUIET_HOURS
    )
    line = json.loads(written.getvalue())
    del line["at"]
    assert line == {
        "event": "send_unknown",
        "level": "info",
        "platform": "telegram",
        "attempt": 2,
        "milliseconds": 1.235,
        "rule": "quiet_hours",
    }


def test_an_id_can_be_followed_through_one_log_but_not_read(written: io.StringIO) -> None:
    logs.note(logs.Event.SENT, person="telegram:42")
    logs.note(logs.Event.SEND_EXPIRED, person="telegram:42")
    people = [json.loads(line)["person"] for line in written.getvalue().splitlines()]
    assert people[0] == people[1]
    assert "42" not in people[0] or len(people[0]) == logs.ID_DIGITS


def test_an_adapter_logs_listed_events_through_structlog(written: io.StringIO) -> None:
    try:
        raise TimeoutError(CANARY)
    except TimeoutError:
        structlog.get_logger(__name__).warning("poll_failed", platform="telegram", exc_info=True)
    line = json.loads(written.getvalue())
    assert (line["event"], line["error"]) == ("poll_failed", "TimeoutError")


@given(
    st.dictionaries(
        st.sampled_from([*logs.FIELDS, "text", "name"]), st.text(min_size=12) | st.integers() | st.none()
    )
)
def test_whatever_is_passed_no_string_comes_through_unhashed(given_fields: dict[str, object]) -> None:
    kept = logs.admit(None, "info", {"event": "sent", **given_fields})
    shown = [value for name, value in kept.items() if name != "event" and isinstance(value, str)]
    assert all(len(value) == logs.ID_DIGITS and int(value, 16) >= 0 for value in shown)


def test_the_console_style_is_one_readable_line(written: io.StringIO) -> None:
    handler = logging.getLogger().handlers[0]
    handler.setFormatter(logs.LineFormatter("console"))
    logs.note(logs.Event.LISTENING, port=8765)
    line = r"event=listening at=\S+ level=info port=8765\n"
    assert re.fullmatch(line, written.getvalue()) is not None
