"""Every byte of an encrypted database, decrypted page by page: free pages and the log included.

The format is SQLCipher 4's with a raw key (zetetic.net/sqlcipher/design): pages of 4,096 bytes, the last 80
of which are the initialisation vector (16) and HMAC-SHA512 (64); the first page begins with the salt.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVE, IV, SALT = 4096, 80, 16, 16
LOG_HEADER, FRAME_HEADER = 32, 24


class DecryptedFiles:
    """A database and its log as they lie on the disk."""

    def __init__(self, database: Path, key: bytes) -> None:
        self._file = database.read_bytes()
        log = database.with_name(database.name + "-wal")
        self._log = log.read_bytes() if log.exists() else b""
        self._key = key
        salt = bytes(byte ^ 0x3A for byte in self._file[:SALT])
        self._hmac_key = hashlib.pbkdf2_hmac("sha512", key, salt, 2, 32)

    def pages(self) -> Iterator[bytes]:
        """Pages of the database file."""
        for start in range(0, len(self._file), PAGE):
            yield self._page(start // PAGE + 1, self._file[start : start + PAGE])

    def log_pages(self) -> Iterator[bytes]:
        """Pages in the write-ahead log, overwritten ones of older rounds included."""
        for start in range(LOG_HEADER, len(self._log), FRAME_HEADER + PAGE):
            number = int.from_bytes(self._log[start : start + 4], "big")
            yield self._page(number, self._log[start + FRAME_HEADER : start + FRAME_HEADER + PAGE])

    def plain(self) -> bytes:
        """Everything that the key can read."""
        return b"".join((*self.pages(), *self.log_pages()))

    def raw(self) -> bytes:
        """Everything that anybody can read."""
        return self._file + self._log

    def _page(self, number: int, page: bytes) -> bytes:
        begin = SALT if number == 1 else 0
        content, iv = page[begin : PAGE - RESERVE], page[PAGE - RESERVE : PAGE - RESERVE + IV]
        mark = hmac.new(self._hmac_key, content + iv + number.to_bytes(4, "little"), hashlib.sha512).digest()
        assert mark == page[PAGE - RESERVE + IV :], f"page {number} is not what this key wrote"
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(iv)).decryptor()
        return decryptor.update(content) + decryptor.finalize()
