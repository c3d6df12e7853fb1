"""Where rows live: in memory, or in one encrypted file. Both keep the promises of `core.ports.Store`.

- memory.py: the in-memory store (replay, tests); tables.py: its rows and their journal
- sqlcipher.py: the encrypted store: opening, grouped commits, scrubbing
- transaction.py: what one work may do to it; schema.py: its tables and their numbered upgrades
- rows.py: states to JSON and back
- pairs.py: the newest 500 episodes of each pair, then monthly sums
- erasure.py: what is left of a value without one person
- keys.py: the key, and where it lives
"""

from __future__ import annotations

from core.ports import StoreFailed


class WrongKey(StoreFailed):
    """The key does not open this database."""


class NewerDatabase(StoreFailed):
    """The database was written by a newer version."""


class KeyMissing(StoreFailed):
    """There is a database, and its key is nowhere to be found."""


class KeyMalformed(StoreFailed):
    """What was given as a key is none."""


class DatabaseInUse(StoreFailed):
    """Another process owns the database."""


class UnfitLibrary(StoreFailed):
    """The SQLite in use is too old or cannot encrypt."""
