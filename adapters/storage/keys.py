"""The database's key: 32 bytes, given by environment or kept in a file in another place."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from adapters.storage import KeyMalformed, KeyMissing

KEY_BYTES = 32
_HEX = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class KeyFound:
    key: bytes = field(repr=False)
    created: bool
    """True on the first start: the operator is told to back the key up."""


def load_or_create_key(database: Path, key_file: Path, given: str | None) -> KeyFound:
    """The key `given` as 64 hexadecimal digits, else the one in the file, else a new one in a new file.

    A database that exists is never given a new key: KeyMissing. What is no key: KeyMalformed.
    """
    if given is not None and given.strip():
        return KeyFound(_parse(given, "The key given by the environment"), created=False)
    try:
        return KeyFound(_parse(_read(key_file), f"The key file {key_file}"), created=False)
    except FileNotFoundError:
        pass
    if database.exists() and database.stat().st_size:
        raise KeyMissing(
            f"The database {database} has lost its key {key_file}: put it back, it cannot be made anew."
        )
    key = secrets.token_bytes(KEY_BYTES)
    try:
        _write_new(key_file, key.hex() + "\n")
    except FileExistsError:
        # Another process was faster: its key counts.
        return KeyFound(_parse(_read(key_file), f"The key file {key_file}"), created=False)
    except OSError as error:
        raise KeyMissing(f"The key file {key_file} cannot be written: {error.strerror}.") from None
    return KeyFound(key, created=True)


def apart(database: Path, key_file: Path) -> bool:
    """Whether the key lies in another folder than the database, and not below it."""
    return database.resolve().parent not in key_file.resolve().parents


def _parse(text: str, what: str) -> bytes:
    if not _HEX.fullmatch(text.strip()):
        raise KeyMalformed(f"{what} is not 64 hexadecimal digits.")
    return bytes.fromhex(text.strip())


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except UnicodeDecodeError:
        raise KeyMalformed(f"The key file {path} is not 64 hexadecimal digits.") from None
    except FileNotFoundError:
        raise
    except OSError as error:
        raise KeyMissing(f"The key file {path} cannot be read: {error.strerror}.") from None


def _write_new(path: Path, text: str) -> None:
    """Complete and on the disk under its name, or not there at all; mode 0600 from its first moment."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
