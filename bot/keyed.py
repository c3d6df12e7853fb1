"""What is derived from the store's key: marks that recognise nobody, and numbers that count nothing.

A note's number goes out on its buttons. Counted up, its gaps would tell one partner that the other got notes;
so outside it is another number, and only the key leads back.
"""

from __future__ import annotations

from hashlib import blake2b

from core.ids import PersonId
from core.notes import NoteId

HALF_BITS = 24
HALF = (1 << HALF_BITS) - 1
ROUNDS = 6


class Keyed:
    """Functions of one key; the same after every start."""

    def __init__(self, key: bytes) -> None:
        self._marks = blake2b(key, person=b"attune-marks").digest()
        self._tokens = blake2b(key, person=b"attune-tokens").digest()
        self._numbers = blake2b(key, person=b"attune-numbers").digest()

    def mark(self, person: PersonId) -> str:
        """A keyed hash that remembers an erasure: unkeyed ids can be counted through in hours."""
        return blake2b(person.encode(), key=self._marks, digest_size=32).hexdigest()

    def token(self, token: str) -> str:
        """A keyed hash by which a link's token is known again."""
        return blake2b(token.encode(), key=self._tokens, digest_size=32).hexdigest()

    def outside(self, note: NoteId) -> NoteId:
        """The number under which a note is known outside, below 2^48: a Feistel network over its own."""
        left, right = divmod(int(note), HALF + 1)
        for step in range(ROUNDS):
            left, right = right, left ^ self._mix(step, right)
        return NoteId(left * (HALF + 1) + right)

    def inside(self, number: NoteId) -> NoteId:
        """Back from `outside`."""
        left, right = divmod(int(number), HALF + 1)
        for step in reversed(range(ROUNDS)):
            left, right = right ^ self._mix(step, left), left
        return NoteId(left * (HALF + 1) + right)

    def _mix(self, step: int, half: int) -> int:
        said = step.to_bytes(1, "big") + half.to_bytes(4, "big")
        return int.from_bytes(blake2b(said, key=self._numbers, digest_size=4).digest(), "big") & HALF
