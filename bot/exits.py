"""Exit statuses, the same for every command, and the one way to end with a sentence."""

from __future__ import annotations

import errno
from enum import IntEnum

DEVICE_FAILURES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})
"""The disk is full, over quota, broken or read-only."""


class Exit(IntEnum):
    """What a command's exit status says."""

    OK = 0
    PROBLEM = 1
    BAD_INPUT = 2
    STORE = 3
    PLATFORM = 4
    DEVICE = 5
    UNEXPECTED = 70
    """EX_SOFTWARE of sysexits.h."""
    INTERRUPTED = 130
    """128 + SIGINT, as shells do."""


MEANINGS = {
    Exit.OK: "all is well",
    Exit.PROBLEM: "doctor found a problem",
    Exit.BAD_INPUT: "bad input: a transcript, an argument or a setting",
    Exit.STORE: "the database or its key: missing, wrong, in use or from a newer version",
    Exit.PLATFORM: "a platform refused: a wrong token or a missing right",
    Exit.DEVICE: "the disk is full or cannot be read or written",
    Exit.UNEXPECTED: "a fault in Attune itself",
    Exit.INTERRUPTED: "interrupted",
}


class Unusable(Exception):
    """The command cannot go on. Carries one clear sentence, free of message text, and an exit status."""

    def __init__(self, sentence: str, status: Exit) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def of_os_error(error: OSError) -> Unusable:
    """The sentence for a failed read or write: names the fault, never a content."""
    if error.errno == errno.ENOSPC:
        return Unusable("The disk is full; nothing was lost, free some space and start again.", Exit.DEVICE)
    if error.errno in DEVICE_FAILURES:
        return Unusable("The disk cannot be read or written; see the system's own log.", Exit.DEVICE)
    code = errno.errorcode.get(error.errno or 0)
    named = f" ({code})" if code else ""
    return Unusable(f"A file or connection could not be used{named}.", Exit.DEVICE)
