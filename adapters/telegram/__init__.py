"""Telegram: translation and rendering (pure) beside a client over python-telegram-bot that does the I/O."""

import os

# Read by python-telegram-bot whenever it makes a RetryAfter: without it, that is a warning of its own.
os.environ.setdefault("PTB_TIMEDELTA", "1")
