"""The log as it is installed in a running process, for a while, and put back afterwards."""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot import logs


@contextmanager
def installed_log() -> Iterator[io.StringIO]:
    """Everything that the process writes, at its most talkative."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.getLogRecordFactory(), logging.raiseExceptions)
    last_resort = logging.lastResort
    hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook)
    named = {name: logging.getLogger(name) for name in list(logging.root.manager.loggerDict)}
    levels = {name: logger.level for name, logger in named.items()}
    for logger in named.values():  # a bot that ran before in this process may have quietened some
        logger.setLevel(logging.NOTSET)
    out = io.StringIO()
    logs.install("DEBUG", "json", out)
    try:
        yield out
    finally:
        for name, level in levels.items():
            named[name].setLevel(level)
        root.handlers[:], root.level, factory, logging.raiseExceptions = before
        logging.setLogRecordFactory(factory)
        logging.lastResort = last_resort
        logging.captureWarnings(False)
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
        structlog.reset_defaults()
